"""What the commands have in common: the application, its options, settings, and errors as a person sees them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from pipeline.errors import SettingsError, StasisError
from pipeline.locations import Location, locate
from pipeline.settings import SHIPPED_CONFIGS, Pipeline, load

DONE, WITH_PROBLEMS, COULD_NOT_START, STOPPED = 0, 1, 2, 130

app = typer.Typer(
    help="Who takes what position toward whom, and who depends on whom, in Greek news: as tables.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
)
out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
err = Console(stderr=True, highlight=False, soft_wrap=True)

Config = Annotated[Path | None, typer.Option("--config", help="Settings file. Default: configs/pipeline.yaml")]
Inputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--input", help="A file or folder to read instead of the sources in the settings. May be given several times"
    ),
]
Confidence = Annotated[
    float | None, typer.Option("--min-confidence", min=0, max=1, help="Leave out claims less likely than this")
]
Output = Annotated[
    str | None,
    typer.Option("--output", help="Folder of the tables, or s3://BUCKET/FOLDER. Default: as in the settings file"),
]


@contextmanager
def clear_errors() -> Iterator[None]:
    """What a person can mend is shown as text, without a traceback, and ends the command with status 2."""
    try:
        yield
    except StasisError as error:
        err.print(f"[bold red]stasis:[/] {escape(str(error))}")
        raise typer.Exit(COULD_NOT_START) from None
    except KeyboardInterrupt:
        err.print("stasis: stopped; the versions published before stay as they are")
        raise typer.Exit(STOPPED) from None


def settings_of(
    config: Path | None, output: str | None = None, confidence: float | None = None
) -> tuple[Pipeline, Path]:
    """The settings file with what the command line changes, and the folder it lies in.

    Raises:
        SettingsError: when it is malformed or not there.
    """
    path = config or Path("configs/pipeline.yaml")
    if config is None and not path.exists():
        path = SHIPPED_CONFIGS / "pipeline.yaml"
    settings = load(path, Pipeline)
    if output is not None:
        settings = settings.model_copy(update={"output": _location(output)})
    if confidence is not None:
        settings = settings.model_copy(
            update={"claims": settings.claims.model_copy(update={"min_confidence": confidence})}
        )
    return settings, path.parent


def _location(given: str) -> Location:
    try:
        return locate(given)
    except ValueError as error:
        raise SettingsError(
            str(error), place=f"--output {given}", remedy="name a folder, or s3://BUCKET/FOLDER"
        ) from error


@app.callback(invoke_without_command=True)
def _main(version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False) -> None:
    if version:
        out.print(f"stasis {installed('stasis')}")
        raise typer.Exit
