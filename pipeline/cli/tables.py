"""``stasis run`` and what looks at the tables it publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline import server, show, show_tables
from pipeline.cli.common import (
    DONE,
    WITH_PROBLEMS,
    Confidence,
    Config,
    Inputs,
    Output,
    app,
    clear_errors,
    err,
    out,
    settings_of,
)
from pipeline.collecting import held_back

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pipeline.selection import Wanted
    from pipeline.settings import Pipeline
    from pipeline.workbench import Workbench


@app.command()
def run(
    config: Config = None,
    input: Inputs = None,
    output: Output = None,
    min_confidence: Confidence = None,
    full: Annotated[
        bool, typer.Option("--full", help="Analyse every article, also those whose rows stand as they are")
    ] = False,
) -> None:
    """Read articles, find claims and publish the tables as a new version.

    Articles that have not changed since the newest version are not analysed again, unless the models, the lexicon,
    the names of actors, the settings or the code have.

    Ends with status 0 when all went well, 1 when some articles had to be left out (they are listed), 2 when it
    could not start.
    """
    with clear_errors():
        settings, configs = settings_of(config, output, min_confidence)
        # Prefect and all that reads text take seconds to import: only the command that needs them pays.
        with server.ahead() as api, _bench(settings, configs) as bench, show.progressing(out) as told:
            with held_back():
                from pipeline.flows import Job, progress
                from pipeline.flows import run as run_flow

            progress.set(told)
            result = run_flow(Job(settings, configs, tuple(input or ()), full, bench), api)
        show.run(out, result)
        failed = show.problems(err, result.problems, all_of_them=False)
    raise typer.Exit(WITH_PROBLEMS if failed else DONE)


def _bench(settings: Pipeline, configs: Path) -> AbstractContextManager[Workbench | None]:
    with held_back():
        from pipeline import workbench
    return workbench.ahead(settings, configs)


@app.command(name="show")
def show_table(
    table: Annotated[str, typer.Argument(help="documents, sentences, entities, stance or dependence")],
    version: Annotated[
        str | None, typer.Option("--version", help="Number or tag of the version. Default: the newest")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows")] = 20,
    actor: Annotated[
        str, typer.Option("--actor", help="Only claims of this actor: its name, id or rollup; accents do not matter")
    ] = "",
    role: Annotated[
        str, typer.Option("--role", help="What the actor is: holder, target, dependent, provider, any")
    ] = "any",
    since: Annotated[str, typer.Option("--since", help="Published from then on: 2022, 2022-01 or 2022-01-31")] = "",
    until: Annotated[str, typer.Option("--until", help="Published until the end of then")] = "",
    polarity: Annotated[str, typer.Option("--polarity", help="positive or negative")] = "",
    category: Annotated[
        str, typer.Option("--category", help="support, alignment, criticism, distancing, pressure")
    ] = "",
    trend: Annotated[str, typer.Option("--trend", help="dependent, increasing or decreasing")] = "",
    domain: Annotated[str, typer.Option("--domain", help="energy, trade, security …")] = "",
    factuality: Annotated[str, typer.Option("--factuality", help="asserted, intended, possible or negated")] = "",
    source: Annotated[
        str | None, typer.Option("--source", help='Whom the text says it from; "" for the article\'s own voice')
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option("--min-confidence", min=0, max=1, help="Only claims at least this likely")
    ] = None,
    search: Annotated[str, typer.Option("--search", help="Words that stand in the evidence or the names")] = "",
    sort: Annotated[
        str, typer.Option("--sort", help="A column, or several with commas; «-» before one turns it round: -confidence")
    ] = "",
    config: Config = None,
    output: Output = None,
) -> None:
    """Show a table of a version; of claims, those that are asked for."""
    with clear_errors():
        settings, _ = settings_of(config, output)
        from pipeline.selection import Wanted
        from pipeline.store import Store
        from pipeline.tags import resolve

        store = Store(settings.output)
        number = None if version is None else resolve(store, version)
        closed = {
            "polarity": polarity,
            "category": category,
            "trend": trend,
            "domain": domain,
            "factuality": factuality,
        }
        equal = {column: value for column, value in closed.items() if value}
        wanted = Wanted(actor, role, since, until, source, search, min_confidence or 0.0, equal)
        _show(store.read(table, number), table, limit, wanted, sort)


def _show(rows: Any, name: str, limit: int, wanted: Wanted, sort: str) -> None:
    from pipeline.catalogue import TABLES
    from pipeline.errors import SelectionError
    from pipeline.records import ROLES
    from pipeline.selection import Wanted, ordered, select

    if wanted == Wanted():
        frame = rows.to_pandas()
        show_tables.table(out, name, ordered(frame, sort) if sort else frame, limit)
        return
    if name not in ROLES:
        raise SelectionError("only claims can be asked for so", place=name, remedy="show stance or dependence")
    frame = TABLES[name].frame(rows)
    found = select(frame, name, wanted)
    chosen = ordered(found.rows, sort) if sort else found.rows
    note = f"{found.undated} without a date left out" if found.undated else ""
    show_tables.table(out, name, chosen, limit, among=len(frame), note=note)
