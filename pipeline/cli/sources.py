"""``stasis sources``: what can be named in the settings, a new one from its address, and whether one can be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import show, show_sources
from pipeline.cli.common import DONE, WITH_PROBLEMS, Config, app, clear_errors, err, out, settings_of
from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from pipeline.settings import Pipeline
    from pipeline.sources.declarations import FeedSource, SitemapSource
    from pipeline.sources.trying import Trial

sources_app = typer.Typer(help="List the sources there are, add a newspaper, try one.")
app.add_typer(sources_app, name="sources")

Contact = Annotated[
    str | None, typer.Option("--contact", help="E-mail address or page for the newspaper. Default: web.contact")
]
Private = Annotated[bool, typer.Option("--private", help="Allow addresses of this machine and of private networks")]


@sources_app.callback(invoke_without_command=True)
def sources(context: typer.Context, config: Config = None) -> None:
    """List the sources that can be named in the settings."""
    if context.invoked_subcommand:
        return
    with clear_errors():
        settings, configs = settings_of(config)
        from pipeline.sources.configured import configured

        show_sources.sources(out, configured(configs), settings.sources)


@sources_app.command()
def add(
    address: Annotated[str, typer.Argument(help="The newspaper's front page, or the address of a feed")],
    name: Annotated[str | None, typer.Option("--name", help="What to call it. Default: from the address")] = None,
    contact: Contact = None,
    private: Private = False,
    config: Config = None,
) -> None:
    """Look at a newspaper's site, and write the YAML of a source and a test case for it.

    Its feeds are taken, or the sitemaps that its robots.txt names. One article is fetched to try them. Nothing that
    stands in configs/sources is replaced.
    """
    with clear_errors():
        settings, configs = settings_of(config)
        from tempfile import TemporaryDirectory

        from pipeline.sources import adding, trying
        from pipeline.sources.around import Around

        address = address if "://" in address else f"https://{address}"
        settings, name = _asking(settings, contact, private), name or adding.name_of(address)
        with TemporaryDirectory(prefix="stasis-") as folder:
            aside = settings.model_copy(update={"raw": Path(folder)})
            found = adding.look(address, Around(name, aside))
        path = configs / "sources" / f"{name}.yaml"
        adding.write(found.source, path)
        out.print(f"{path}: written", markup=False)
        trial = trying.attempt(found.source, Around(name, settings), 1)
        show_sources.trial(out, trial)
        if trial.page:
            case = trying.save(configs / "sources" / trying.CASES / name, trial.page, found.source)
            out.print(f"{case}: a test case, for `stasis sources test {name}`", markup=False)
        failed = show.problems(err, [*found.problems, *trial.problems])
        named = ", ".join(dict.fromkeys([*settings.sources, name]))
        out.print(f"to read it, write in the settings: sources: [{named}]", markup=False)
    raise typer.Exit(WITH_PROBLEMS if failed or not trial.articles else DONE)


@sources_app.command()
def test(
    name: Annotated[str, typer.Argument(help="A source of feeds or sitemaps")],
    most: Annotated[int, typer.Option("--articles", min=1, max=50, help="How many articles to fetch")] = 3,
    offline: Annotated[bool, typer.Option("--offline", help="Only look at the test case that is kept")] = False,
    save: Annotated[bool, typer.Option("--save", help="Keep the first article as the test case")] = False,
    contact: Contact = None,
    private: Private = False,
    config: Config = None,
) -> None:
    """Fetch a few articles of a source aside, and show what came out and what was dropped and why.

    The test case of the source, if there is one, is looked at first. Ends with status 1 when anything was dropped.
    """
    with clear_errors():
        settings, configs = settings_of(config)
        from pipeline.sources import trying
        from pipeline.sources.around import Around

        source, case = _paged(configs, name), configs / "sources" / trying.CASES / name
        problems = list(trying.check(case, source))
        if not problems and (case / trying.CASE).exists():
            out.print(f"{case}: as expected", markup=False)
        trial: Trial | None = None
        if not offline:
            trial = trying.attempt(source, Around(name, _asking(settings, contact, private)), most)
            problems += trial.problems
            show_sources.trial(out, trial)
            if save and trial.page:
                out.print(f"{trying.save(case, trial.page, source)}: kept as the test case", markup=False)
        failed = show.problems(err, problems)
    raise typer.Exit(WITH_PROBLEMS if failed or (trial and not trial.articles) else DONE)


def _asking(settings: Pipeline, contact: str | None, private: bool) -> Pipeline:
    """The settings with what the command line changes."""
    said: dict[str, object] = {"contact": contact} if contact else {}
    web = settings.web.model_copy(update=said | ({"private": True} if private else {}))
    return settings.model_copy(update={"web": web})


def _paged(configs: Path, name: str) -> FeedSource | SitemapSource:
    from pipeline.sources.configured import find
    from pipeline.sources.declarations import FeedSource, SitemapSource

    source = find(configs, name)
    if not isinstance(source, FeedSource | SitemapSource):
        remedy = "read it with `stasis run`: nothing of it is fetched"
        raise SettingsError(f"a source of kind «{source.kind}» has no feed to try", place=name, remedy=remedy)
    return source
