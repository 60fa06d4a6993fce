"""``stasis actors``: the gazetteer looked at, checked and extended."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from pipeline import show
from pipeline.cli.common import DONE, WITH_PROBLEMS, Config, app, clear_errors, err, out, settings_of

actors_app = typer.Typer(help="Check, extend and explain the gazetteer of actors.", no_args_is_help=True)
app.add_typer(actors_app, name="actors")

Many = list[str] | None


@actors_app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A YAML file of actors, in configs/actors or not yet")],
    config: Config = None,
) -> None:
    """Point out what is doubtful in a file: clashing names, missing forms, unknown rollups. Status 1 if anything is."""
    with clear_errors():
        _, configs = settings_of(config)
        from pipeline.actors.checking import check as check_file

        doubts = check_file(file, configs / "actors")
        for doubt in doubts:
            err.print(str(doubt), markup=False)
        out.print(f"{len(doubts)} doubtful" if doubts else "all well")
    raise typer.Exit(WITH_PROBLEMS if doubts else DONE)


@actors_app.command()
def add(
    name: Annotated[str, typer.Argument(help="Nominative with its article: «ο Νίκος Παπάς»")],
    kind: Annotated[
        str, typer.Option("--kind", help="state, organisation, body, party, person, company, group, place")
    ],
    id: Annotated[str, typer.Option("--id", help="A new code of Latin letters; of a person it begins with P_")],
    rollup: Annotated[
        str | None, typer.Option("--rollup", help="State or organisation acted for. Default: the id")
    ] = None,
    also: Annotated[Many, typer.Option("--also", help="Another name. May be given several times")] = None,
    surname: Annotated[Many, typer.Option("--surname", help="What stands alone for a person")] = None,
    people: Annotated[Many, typer.Option("--people", help="Demonym with article, masculine and feminine")] = None,
    adjective: Annotated[Many, typer.Option("--adjective", help="Masculine nominative: «ρωσικός»")] = None,
    capital: Annotated[Many, typer.Option("--capital", help="Capital with article")] = None,
    seats: Annotated[Many, typer.Option("--seat", help="Seat that stands for the actor: «το Κρεμλίνο»")] = None,
    state: Annotated[str, typer.Option("--state", help="Of a politician or party: its state")] = "",
    office: Annotated[Many, typer.Option("--office", help="Period in office: 2019-07-08/2023-05-24")] = None,
    role: Annotated[str, typer.Option("--role", help="For people to read: «υπουργός Εξωτερικών»")] = "",
    to: Annotated[Path | None, typer.Option("--to", help="File. Default: configs/actors/added-KIND.yaml")] = None,
    config: Config = None,
) -> None:
    """Add an actor to the gazetteer, checked before it is written."""
    with clear_errors():
        _, configs = settings_of(config)
        from pipeline.actors.adding import add as write
        from pipeline.actors.entries import Entry, EntryKind
        from pipeline.errors import SettingsError

        if kind not in get_args(EntryKind):
            raise SettingsError(f"«{kind}» is no kind of actor", remedy=f"one of: {', '.join(get_args(EntryKind))}")
        lists = {"also": also, "surname": surname, "people": people, "adjective": adjective}
        lists |= {"capital": capital, "seats": seats, "office": office}
        filled = {key: value for key, value in lists.items() if value}
        entry = Entry(id=id, name=name, rollup=rollup, state=state, role=role, **filled)  # type: ignore[arg-type]
        path = to or configs / "actors" / f"added-{kind}.yaml"
        for doubt in write(entry, kind, path, configs / "actors"):  # type: ignore[arg-type]
            err.print(str(doubt), markup=False)
        out.print(f"«{id}» is in {path}", markup=False)


@actors_app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A sentence, or a file with text")],
    published_at: Annotated[str, typer.Option("--date", help="Day of the article, for who was in office")] = "",
    config: Config = None,
) -> None:
    """Show which names a text holds, which readings won and why, and whom every mention stands for."""
    with clear_errors():
        settings, configs = settings_of(config)
        from pipeline.actors import link, load_gazetteer
        from pipeline.actors.explaining import readings
        from pipeline.annotate import load_engine
        from pipeline.records import Article

        path = Path(text) if len(text) < 255 and Path(text).is_file() else None
        article = Article("explained", path.read_text(encoding="utf-8") if path else text, published_at=published_at)
        gazetteer = load_gazetteer(configs / "actors")
        parsed = next(iter(load_engine(settings.engine, settings.model).parse([article])))
        show.readings(out, readings(parsed, gazetteer))
        show.mentions(out, parsed, link(parsed, gazetteer))
