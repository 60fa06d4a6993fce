"""``stasis run`` and what looks at the tables it publishes."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import server, show
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
        with server.ahead() as api, show.progressing(out) as told:
            # Prefect and spaCy take seconds to import: only the command that needs them pays.
            from pipeline.flows import Job, progress
            from pipeline.flows import run as run_flow

            progress.set(told)
            result = run_flow(Job(settings, configs, tuple(input or ()), full), api)
        show.run(out, result)
        failed = show.problems(err, result.problems)
    raise typer.Exit(WITH_PROBLEMS if failed else DONE)


@app.command(name="show")
def show_table(
    table: Annotated[str, typer.Argument(help="documents, sentences, entities, stance or dependence")],
    version: Annotated[
        str | None, typer.Option("--version", help="Number or tag of the version. Default: the newest")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows")] = 20,
    config: Config = None,
    output: Output = None,
) -> None:
    """Show a table of a version."""
    with clear_errors():
        settings, _ = settings_of(config, output)
        from pipeline.store import Store
        from pipeline.tags import resolve

        store = Store(settings.output)
        number = None if version is None else resolve(store, version)
        show.table(out, table, store.read(table, number).to_pandas(), limit)
