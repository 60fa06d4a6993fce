"""``stasis serve``, ``deploy`` and ``status``: runs that start by themselves, and how the sources do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import DONE, WITH_PROBLEMS, Config, Output, app, clear_errors, out, settings_of
from pipeline.deployments import Deployment, load_deployments
from pipeline.health import QUIET

Notify = Annotated[
    str | None, typer.Option("--notify", metavar="URL", help="Post JSON there whenever a scheduled run fails")
]
Pool = Annotated[str, typer.Option("--pool", help="Work pool of the Prefect server; made if it is not there")]


@app.command()
def serve(config: Config = None, pool: Pool = "stasis", notify: Notify = None) -> None:
    """Run what configs/deployments.yaml declares, at its times, until it is stopped.

    Prefect's own server comes up beside it, unless PREFECT_API_URL is set. A run that was missed while this was not
    running is caught up once.
    """
    with clear_errors():
        found, path = _declared(config)
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO")  # the runs' own lines are wanted here
        from pipeline.scheduling.serving import serve as run_all

        run_all(found, path, out.print, pool=pool, url=notify)


@app.command()
def deploy(config: Config = None, pool: Pool = "stasis", notify: Notify = None) -> None:
    """Register what configs/deployments.yaml declares with the Prefect server that PREFECT_API_URL names.

    A worker of the pool runs it, on this machine: prefect worker start --limit 1 --pool NAME.
    """
    with clear_errors():
        found, path = _declared(config)
        from pipeline import show_runs
        from pipeline.scheduling.serving import deploy as hand_over

        show_runs.registered(out, found, hand_over(found, path, pool=pool, url=notify), pool)


@app.command()
def status(
    quiet: Annotated[
        float, typer.Option("--quiet", min=1, help="Warn when nothing new came for so many times the usual gap")
    ] = QUIET,
    config: Config = None,
    output: Output = None,
) -> None:
    """Say when each source last ran and what it gave, and warn of those that went quiet or shrank to stubs.

    Ends with status 1 when there is a warning.
    """
    with clear_errors():
        settings, _ = settings_of(config, output)
        from pipeline import health, history, show_runs
        from pipeline.outputs import output_at

        runs = history.recall(output_at(settings.output))
        ill = show_runs.health(out, health.of_sources(runs, quiet), settings.output)
    raise typer.Exit(WITH_PROBLEMS if ill else DONE)


def _declared(config: Path | None) -> tuple[list[Deployment], Path]:
    settings, folder = settings_of(config)
    from pipeline.sources.configured import configured

    found = load_deployments(folder, settings, configured(folder))
    return found, config or folder / "pipeline.yaml"
