"""Results as text and tables for a terminal."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from pipeline.errors import GoldError
from pipeline.outputs import CSV, output_at
from pipeline.records import ROLES, Mention, Parsed, Problem

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.actorfigures import ActorFigures, Share
    from pipeline.actors.explaining import Reading
    from pipeline.comparison import Comparison
    from pipeline.figures import Report
    from pipeline.flows import Run
    from pipeline.locations import Location
    from pipeline.pruning import Pruned
    from pipeline.training.modelfigures import ModelFigures
    from pipeline.versions import Version

SAMPLE = 10
"""Claims shown at the end of a run."""


@contextmanager
def progressing(out: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, a plain line a batch elsewhere."""
    if not out.is_terminal:
        yield lambda stage, done, total: out.print(f"{stage}: {done} of {total} articles")
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bars:
        bar = bars.add_task("starting", total=None)
        yield lambda stage, done, total: bars.update(bar, description=stage, completed=done, total=total)


def run(out: Console, result: Run) -> None:
    """What was found, the likeliest claims, and where the files are."""
    from pipeline import summary  # with pyarrow behind it, which the help of a command need not wait for

    found = result.findings
    if found.likeliest:
        likeliest = [
            (c["first"], f"{c['detail']} ({c['value']})", c["second"], c["factuality"], f"{c['confidence']:.2f}")
            for c in found.likeliest[:SAMPLE]
        ]
        title = f"The {len(likeliest)} likeliest claims"
        as_table(out, ("who", "what", "whom or what", "reality", "sure"), likeliest, title)
    for name, n in summary.counts(found).items():
        out.print(f"{n:>8} {name}")
    if note := summary.notice(found.fictional, found.counts["documents"]):
        out.print(f"[yellow]{note}[/]")
    out.print(f"{result.plan.said()}.")
    out.print(summary.outcome(result.published))
    out.print("\n".join(f"{stage:<9}{spent:>8.1f} s  {said}" for stage, spent, said in summary.stages(result)))
    output = output_at(result.output)
    for name in sorted(output.files(CSV)):
        out.print(str(output.place(f"{CSV}/{name}")))


def problems(out: Console, found: Sequence[Problem], *, all_of_them: bool = True) -> int:
    """What was left out, and what is worth knowing of articles that were read; returns how many were left out."""
    from pipeline import summary  # as above

    parted = summary.parted(found)
    for kind, some in parted.items():
        for line in map(str, some) if all_of_them else summary.foremost(some):
            out.print(f"[yellow]{kind.removesuffix('s')}:[/] {escape(line)}")
    return len(parted["left out"])


def versions(out: Console, found: Sequence[Version], place: Location) -> None:
    """One line a version."""
    if not found:
        out.print(f"No version has been published in {place} yet: run «stasis run».")
        return
    columns = ["version", "made at", "documents", "stance", "dependence"]
    columns += ["engine", "code", "models", "lexicon", "gazetteer", "settings", "tags", "pruned at"]
    as_table(out, columns, map(_version, found))


def _version(v: Version) -> tuple[object, ...]:
    hashes = (name[:8] for name in (v.models_hash, v.lexicon_hash, v.gazetteer_hash, v.config_hash))
    sizes = (v.n_documents, v.counts.get("stance", 0), v.counts.get("dependence", 0))
    return (v.version, v.created_at, *sizes, v.engine, v.code_version, *hashes, ", ".join(v.tags), v.pruned_at)


def tagged(out: Console, version: int, tag: str, *, removed: bool = False) -> None:
    """That a version has a tag, or has it no more."""
    out.print(escape(f"version {version} {'no longer has' if removed else 'has'} the tag «{tag}»"))


def pruned(out: Console, found: Pruned, *, dry_run: bool) -> None:
    """Which versions went or would go, and how much disk space that frees."""
    will = "would be " if dry_run else ""
    versions = ", ".join(map(str, found.versions))
    out.print(f"{will}pruned: {'version ' + versions if versions else 'no version'}")
    out.print(f"{will}freed: {found.size:,} bytes in {found.files} files")


def comparison(out: Console, found: Comparison) -> None:
    """The counts of all tables, then the rows of those compared."""
    for name, rows in {"summary": found.summary, **found.tables}.items():
        _differences(out, name, rows)


def _differences(out: Console, name: str, rows: pd.DataFrame) -> None:
    if rows.empty:
        out.print(f"{name}: no difference")
        return
    wanted = ["table", "appeared", "vanished", "changed", "change", "field", "before", "after", "reason", "detail"]
    wanted += ["doc_id"]
    wanted += [*(role for pair in ROLES.values() for role in pair), "cue"]
    columns = [c for c in wanted if c in rows.columns]
    as_table(out, columns, rows[columns].itertuples(index=False), name)


def evaluation(out: Console, reports: Mapping[str, Report]) -> None:
    """A row for each gold file and type of claim, and one for all files together."""
    rows = [{"file": name, **row} for name, report in reports.items() for row in report.rows()]
    cells = ((f"{value:.3f}" if isinstance(value, float) else value for value in row.values()) for row in rows)
    as_table(out, list(rows[0]), cells)


def write_errors(reports: Mapping[str, Report], path: Path) -> None:
    """Missed and spurious claims as JSON lines.

    Raises:
        GoldError: when the file cannot be written.
    """
    errors = [{"file": name, **error.as_dict()} for name, report in reports.items() for error in report.errors]
    try:
        path.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in errors), encoding="utf-8")
    except OSError as error:
        raise GoldError(
            f"cannot be written: {error.strerror}", place=path, remedy="give --errors another path"
        ) from error


def models(out: Console, figures: ModelFigures, detail: bool) -> None:
    """The figures of a language model; with ``detail`` also those by type, feature, relation and part of speech."""
    for title, columns, rows in figures.tables(detail):
        as_table(out, columns, rows, title)


def floors(out: Console, changed: Mapping[str, tuple[float | None, float]]) -> None:
    """The floors that were raised or set."""
    for name, (old, new) in changed.items():
        out.print(f"floor: {name} {'set' if old is None else f'raised from {old:g}'} to {new:g}")
    if not changed:
        out.print("no floor was raised")


def readings(out: Console, found: Iterable[Reading]) -> None:
    """The names a text may hold, and which of them won."""
    as_table(out, ("text", "actor", "kind", "as", "taken"), ((r.text, r.id, r.kind, r.name, r.verdict) for r in found))


def mentions(out: Console, parsed: Parsed, found: Iterable[Mention]) -> None:
    """Whom every mention stands for, and how that is known."""
    rows = (
        (parsed.doc[m.anchor].text, m.text, m.label, m.actor.name, m.actor.rollup, m.link, f"{m.confidence:.2f}")
        for m in found
    )
    as_table(out, ("at", "text", "label", "actor", "rollup", "link", "sure"), rows)


def actor_figures(out: Console, found: Mapping[str, ActorFigures]) -> None:
    """Recall, rollup accuracy and antecedent accuracy of each gold file, as shares and as counts."""

    def cell(share: Share) -> str:
        return f"{share.rate:.3f} ({share.right} of {share.of})" if share.of else "-"

    rows = ((name, cell(f.recall), cell(f.rollup), cell(f.antecedent)) for name, f in found.items())
    as_table(out, ("gold", "recall", "rollup accuracy", "antecedent accuracy"), rows)


def write_missed(found: Mapping[str, ActorFigures], path: Path) -> None:
    """Actors that were not found, got another rollup or were not reached, as CSV with a byte order mark for Excel."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("gold", "doc_id", "sentence", "what", "text", "rollup", "found"))
            for name, figures in found.items():
                rows.writerows((name, *astuple(missed)) for missed in figures.missed if name != "all")
    except OSError as error:
        raise GoldError("cannot be written", place=path, remedy=error.strerror or str(error)) from error


def _plain(value: Any) -> str:
    """A cell on one line; nothing for a missing one, which pandas has three ways to say."""
    text = "" if value is None else " ".join(str(value).split())
    return "" if text in ("nan", "<NA>") else text


def as_table(out: Console, columns: Sequence[str], rows: Iterable[Iterable[object]], title: str = "") -> None:
    """A table with lines on a terminal; elsewhere a line a row with tabs between the cells, for other programs."""
    cells = [[_plain(value) for value in row] for row in rows]
    if not out.is_terminal:
        lines = ([title] if title else []) + ["\t".join(row) for row in ([*columns], *cells)]
        print(*lines, sep="\n", file=out.file)  # rich would turn tabs into spaces
        return
    grid = Table(*(Column(name, overflow="fold") for name in columns), title=title or None, title_justify="left")
    for row in cells:
        grid.add_row(*map(escape, row))
    out.print(grid)


def as_dict(reports: Mapping[str, Report]) -> dict[str, Any]:
    """Reports as plain data, for the quality gate."""
    return {name: report.as_dict() for name, report in reports.items()}
