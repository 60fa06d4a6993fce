"""``stasis report``: a version as one page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli.common import Config, Output, app, clear_errors, out, settings_of

Number = Annotated[str | None, typer.Option("--version", help="Number or tag of the version. Default: the newest")]
File = Annotated[Path, typer.Option("--to", help="File to write; one that stands there is replaced")]
Language = Annotated[
    Literal["el", "en"], typer.Option("--lang", help="Language the page opens in; it can be changed in the page")
]
Least = Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="Leave out claims less likely than this")]


@app.command()
def report(
    version: Number = None,
    to: File = Path("report.html"),
    lang: Language = "el",
    min_confidence: Least = 0.0,
    config: Config = None,
    output: Output = None,
) -> None:
    """Write a version as one HTML file: summary, maps, timelines, a matrix, and the claims with their evidence.

    The file needs nothing but itself and a browser: no network, no server.
    """
    with clear_errors():
        settings, _ = settings_of(config, output)
        from pipeline.exports.writing import write_file
        from pipeline.report.data import TABLES, contents
        from pipeline.report.page import render
        from pipeline.store import Store
        from pipeline.summary import notice
        from pipeline.tags import resolve

        store = Store(settings.output)
        # Found once: a run that publishes meanwhile must not give one table of the older version and one of the newer.
        chosen = store.ledger.find(resolve(store, version) if version is not None else None)
        tables = {name: store.read(name, chosen.version) for name in TABLES}
        found = contents(tables, chosen, min_confidence)
        text = render(found, lang)
        write_file(to, lambda new: new.write_text(text, encoding="utf-8", newline=""))
        claims = len(found.shown["claims"]["claim_id"])
        out.print(f"{to}: {claims} claims, {len(text.encode()) / 1e6:.1f} MB (version {chosen.version})", markup=False)
        fictional = tables["documents"]["fictional"].to_pylist()
        if note := notice(sum(fictional), len(fictional)):
            out.print(note, markup=False)
