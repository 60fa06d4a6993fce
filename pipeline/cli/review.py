"""``stasis review``: a page on which a person checks claims, and what the judgements tell."""

from __future__ import annotations

import getpass
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.common import Config, Output, app, clear_errors, out, settings_of
from pipeline.errors import ReviewError
from pipeline.show import as_table

if TYPE_CHECKING:
    from pipeline.review.desk import Desk
    from pipeline.review.queue import Chosen
    from pipeline.review.summary import Tally

review_app = typer.Typer(help="Check claims on a page of this machine, and sum the judgements up.")
app.add_typer(review_app, name="review")


@review_app.callback(invoke_without_command=True)
def review(
    context: typer.Context,
    version: Annotated[
        str | None, typer.Option("--version", help="Number or tag of the version. Default: the newest")
    ] = None,
    file: Annotated[Path, typer.Option("--file", help="Where the judgements go, as a gold file")] = Path(
        "judgements.jsonl"
    ),
    reviewer: Annotated[str, typer.Option("--reviewer", help="Who judges. Default: who is logged in")] = "",
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="Only so many claims, drawn by chance")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Another draw of the sample")] = 0,
    frame: Annotated[str, typer.Option("--frame", help="Only claims of this lexicon entry")] = "",
    actor: Annotated[str, typer.Option("--actor", help="Only claims with this actor: its name, id or rollup")] = "",
    source: Annotated[str, typer.Option("--source", help="Only articles of this newspaper (documents.source)")] = "",
    least_sure: Annotated[
        bool, typer.Option("--least-sure", help="The claims with a confidence nearest to a half come first")
    ] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port of the page; 0 for any free one")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser")] = True,
    config: Config = None,
    output: Output = None,
) -> None:
    """Check claims on a page of this machine: confirm, correct, reject them, add what was missed.

    Every judgement is on the disk before the page goes on. FILE holds the articles that are judged whole, as gold;
    all judgements are in the journal beside it.
    """
    if context.invoked_subcommand:
        return
    with clear_errors():
        from pipeline.review.queue import Chosen
        from pipeline.review.serving import serve

        chosen = Chosen(frame, actor, source, least_sure, sample, seed)
        settings, _ = settings_of(config, output)
        with _desk(str(settings.output), version, file, reviewer or _login(), chosen) as desk:
            serve(desk, port, lambda address: _opened(address, browser))
            finished = sum(standing.is_gold for standing in desk.standings.values())
            out.print(f"{file}: {finished} articles are judged whole", markup=False)


@review_app.command()
def summary(
    files: Annotated[list[Path], typer.Argument(help="Files that «stasis review» wrote, their journals beside them")],
    top: Annotated[int, typer.Option("--top", min=1, help="How many frames, the most rejected first")] = 20,
) -> None:
    """Sum judgements up: precision by frame and newspaper, verdicts by field, and how far reviewers agree."""
    with clear_errors():
        from pipeline.review.agreement import agreements
        from pipeline.review.summary import read, summarise

        read_files = [(path, *read(path)) for path in files]
        found = summarise(standing for _, _, standings in read_files for standing in standings.values())
        _tallies({"all": found.all}, "claims", "All judgements of proposed claims")
        out.print(f"{found.added} claims added; {found.finished} of {found.documents} articles judged whole")
        _tallies(dict(list(found.frames.items())[:top]), "frame", "By frame, the most rejected first")
        _tallies(found.sources, "source", "By newspaper")
        verdicts = ("confirmed", "corrected", "rejected")
        rows = ((name, *(counts.get(verdict, 0) for verdict in verdicts)) for name, counts in found.fields.items())
        as_table(out, ("field", *verdicts), rows, "By field")
        for (path, one, mine), (other_path, other, theirs) in combinations(read_files, 2):
            lines = (
                (a.what, a.n, f"{a.equal:.3f}", "" if a.kappa is None else f"{a.kappa:.3f}")
                for a in agreements(mine, theirs)
            )
            title = f"Agreement of {one} ({path}) and {other} ({other_path})"
            as_table(out, ("what", "n", "equal", "Cohen's kappa"), lines, title)


def _tallies(found: Mapping[str, Tally], what: str, title: str) -> None:
    columns = (what, "judged", "confirmed", "corrected", "rejected", "right", "precision", "low", "high")
    rows = (
        (
            name,
            t.judged,
            t.confirmed,
            t.corrected,
            t.rejected,
            t.right,
            f"{t.precision:.3f}",
            *(f"{end:.3f}" for end in t.interval),
        )
        for name, t in found.items()
    )
    as_table(out, columns, rows, title)


@contextmanager
def _desk(output: str, version: str | None, file: Path, reviewer: str, chosen: Chosen) -> Iterator[Desk]:
    from pipeline.review.desk import Desk, refuse_foreign
    from pipeline.review.documents import documents, frames
    from pipeline.review.journal import Journal, beside
    from pipeline.review.queue import queue
    from pipeline.store import Store
    from pipeline.tags import resolve

    store = Store(output)
    # Named once: a run that publishes meanwhile must not give one table of the older version and one of the newer.
    number = (
        resolve(store, version) if version is not None else next((v.version for v in reversed(store.versions())), 0)
    )
    tables = {name: store.read(name, number) for name in ("documents", "sentences", "entities", "stance", "dependence")}
    found = documents(tables)
    stops = queue(found, frames(tables), chosen)
    refuse_foreign(file, beside(file))
    with Journal(beside(file), reviewer) as journal:
        if journal.mended:
            out.print(
                f"{journal.path}: a last line that was cut off, {journal.mended} bytes, was taken out", markup=False
            )
        out.print(f"{len(stops)} to judge in version {number}, by {reviewer}, into {file}", markup=False)
        yield Desk(found, stops, journal, file, number)


def _opened(address: str, browser: bool) -> None:
    print(f"open {address}", file=out.file, flush=True)
    print("stop with Ctrl+C; nothing is lost", file=out.file, flush=True)
    if browser and out.is_terminal:
        webbrowser.open(address)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise ReviewError("nobody is logged in", place="--reviewer", remedy="say with --reviewer who judges") from error
