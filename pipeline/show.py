"""Results as text and tables for a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline import summary
from pipeline.records import ROLES, SECOND, VALUE

if TYPE_CHECKING:
    from pipeline.figures import Report
    from pipeline.flows import Run
    from pipeline.settings import FolderSource
    from pipeline.versions import Version

SAMPLE = 10
"""Claims shown at the end of a run."""


def run(out: Console, result: Run) -> None:
    """What was found, the likeliest claims, and where the files are."""
    found = summary.claims_of(result.results)
    if found:
        grid = _grid("who", "what", "whom or what", "reality", "sure", title=f"The {min(SAMPLE, len(found))} likeliest claims")
        for claim in found[:SAMPLE]:
            what = f"{claim.detail} ({claim.value})"
            grid.add_row(*map(escape, (claim.first.name, what, claim.second.name, claim.factuality, f"{claim.confidence:.2f}")))
        out.print(grid)
    for name, n in summary.counts(result.results).items():
        out.print(f"{n:>8} {name}")
    if note := summary.notice(result.results):
        out.print(f"[yellow]{note}[/]")
    out.print(summary.outcome(result.published))
    out.print("seconds: " + ", ".join(f"{stage} {spent:.1f}" for stage, spent in result.seconds.items()))
    for path in sorted((result.output / "csv").glob("*")):
        out.print(str(path))


def versions(out: Console, found: Sequence[Version], place: Path) -> None:
    """One line a version."""
    if not found:
        out.print(f"No version has been published in {place} yet: run «stasis run».")
        return
    grid = _grid("version", "made at", "documents", "stance", "dependence", "engine", "code", "models", "lexicon", "gazetteer", "settings")
    for v in found:
        made = (v.engine, v.code_version, v.models_hash[:8], v.lexicon_hash[:8], v.gazetteer_hash[:8], v.config_hash[:8])
        sizes = (v.n_documents, v.counts.get("stance", 0), v.counts.get("dependence", 0))
        grid.add_row(str(v.version), v.created_at, *map(str, sizes), *made)
    out.print(grid)


def table(out: Console, name: str, rows: pd.DataFrame, limit: int) -> None:
    """The most telling columns of a table's first rows."""
    columns = _telling(name, list(rows.columns))
    grid = _grid(*columns, title=f"{name}: {min(limit, len(rows))} of {len(rows)} rows")
    for row in rows[columns].head(limit).itertuples(index=False):
        grid.add_row(*(escape(str(value)) for value in row))
    out.print(grid)


def _telling(name: str, columns: list[str]) -> list[str]:
    if name in ROLES:
        first, second = ROLES[name]  # type: ignore[index]
        value, detail = VALUE[name], SECOND[name]  # type: ignore[index]
        return ["doc_id", first, value, detail, second, "factuality", "source", "cue", "confidence", "evidence"]
    chosen = {
        "documents": ["doc_id", "source", "title", "published_at", "n_sentences", "duplicate_of", "fictional"],
        "entities": ["doc_id", "sentence_id", "text", "label", "name", "rollup", "kind", "link"],
    }
    return chosen.get(name, columns)


def differences(out: Console, name: str, rows: pd.DataFrame) -> None:
    """Rows of a comparison; only a line where there is none."""
    if rows.empty:
        out.print(f"{name}: no difference")
        return
    wanted = ["table", "appeared", "vanished", "changed", "change", "field", "before", "after", "doc_id"]
    wanted += [*(role for pair in ROLES.values() for role in pair), "cue"]
    columns = [c for c in wanted if c in rows.columns]
    grid = _grid(*columns, title=name)
    for row in rows[columns].itertuples(index=False):
        grid.add_row(*("" if pd.isna(value) else escape(str(value)) for value in row))
    out.print(grid)


def evaluation(out: Console, reports: Mapping[str, Report]) -> None:
    """A row for each gold file and type of claim, and one for all files together."""
    rows = [{"gold": name, **row} for name, report in reports.items() for row in report.rows()]
    grid = _grid(*rows[0]) if rows else _grid("gold")
    for row in rows:
        grid.add_row(*(f"{value:.3f}" if isinstance(value, float) else escape(str(value)) for value in row.values()))
    out.print(grid)


def write_errors(reports: Mapping[str, Report], path: Path) -> None:
    """Missed and spurious claims as JSON lines."""
    with path.open("w", encoding="utf-8") as lines:
        for name, report in reports.items():
            for error in report.errors:
                lines.write(json.dumps({"gold": name, **error.as_dict()}, ensure_ascii=False) + "\n")


def sources(out: Console, found: Mapping[str, FolderSource], used: Sequence[str]) -> None:
    """The sources there are; those that the settings use are marked."""
    grid = _grid("source", "used", "kind", "where", "title")
    for name, source in found.items():
        grid.add_row(name, "yes" if name in used else "", source.kind, str(source.path), escape(source.title))
    out.print(grid)


def _grid(*columns: str, title: str = "") -> Table:
    grid = Table(title=title or None, title_justify="left")
    for column in columns:
        grid.add_column(column, overflow="fold")
    return grid


def as_dict(reports: Mapping[str, Report]) -> dict[str, Any]:
    """Reports as plain data, for the quality gate."""
    return {name: report.as_dict() for name, report in reports.items()}
