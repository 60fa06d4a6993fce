"""``stasis diff``: two versions side by side, with the reason of every difference."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

from pipeline import show
from pipeline.cli.common import Config, Output, app, clear_errors, out, settings_of
from pipeline.errors import StoreError

if TYPE_CHECKING:
    from pipeline.comparison import Comparison

Earlier = Annotated[str, typer.Argument(help="Number or tag of the earlier version")]
Later = Annotated[str, typer.Argument(help="Number or tag of the later version")]
OneTable = Annotated[str | None, typer.Option("--table", help="Only this table. Default: stance and dependence")]
Format = Annotated[Literal["table", "csv", "json", "html"], typer.Option("--format", help="What to write")]
To = Annotated[Path | None, typer.Option("--to", help="File to write. Default: the terminal")]

Language = Annotated[Literal["el", "en"], typer.Option("--lang", help="Language of the page that --format html writes")]


@app.command()
def diff(
    a: Earlier,
    b: Later,
    table: OneTable = None,
    format: Format = "table",
    to: To = None,
    lang: Language = "el",
    config: Config = None,
    output: Output = None,
) -> None:
    """Compare two versions: what appeared, vanished or changed, and why."""
    with clear_errors():
        settings, _ = settings_of(config, output)
        from pipeline import comparison
        from pipeline.store import Store
        from pipeline.tags import resolve

        store = Store(settings.output)
        wanted = [table] if table else ["stance", "dependence"]
        found = comparison.compare(store, resolve(store, a), resolve(store, b), wanted)
        if format == "table" and to is None:
            show.comparison(out, found)
            return
        html = partial(comparison.as_html, language=lang)
        write: dict[str, Callable[[Comparison], str]] = {"csv": comparison.as_csv, "json": comparison.as_json}
        write |= {"html": html, "table": _lines}
        _write(write[format](found), to)


def _lines(found: Comparison) -> str:
    text = StringIO()
    show.comparison(Console(file=text), found)
    return text.getvalue()


def _write(text: str, to: Path | None) -> None:
    if to is None:
        sys.stdout.write(text)
        return
    try:
        to.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror}", place=to, remedy="give --to another path") from error
