"""Two versions side by side, with reasons, as CSV, JSON or a page of HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.catalogue import TABLES
from pipeline.diff import diff
from pipeline.diff import summary as summarise
from pipeline.reasons import DETAIL, REASON, Reasons, Recorded
from pipeline.records import ROLES, SECOND, VALUE

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between versions ``a`` and ``b``: counts for every table, and the rows of some tables by name."""

    a: int
    b: int
    summary: pd.DataFrame
    tables: dict[str, pd.DataFrame]


def compare(store: Recorded, a: int, b: int, tables: Sequence[str] = tuple(ROLES)) -> Comparison:
    """Set two versions side by side and say why each row differs.

    Args:
        store: where the versions are.
        a: number of the earlier version.
        b: number of the later version.
        tables: names of the tables whose rows are wanted.

    Raises:
        StoreError: when there is no such version, or neither of the two has a table.

    >>> compare(store, 3, 4).tables["stance"]["reason"].tolist()  # doctest: +SKIP
    ['new article', 'changed lexicon entry']
    """
    summary = summarise(store, a, b)
    rows = {name: diff(store, a, b, name) for name in tables}
    reasons = Reasons(store, a, b)
    return Comparison(a, b, summary, {name: reasons.explain(name, found) for name, found in rows.items()})


def as_csv(found: Comparison) -> str:
    """The rows of all tables as one CSV: ``table`` first, then every column that one of them has.

    >>> as_csv(compare(store, 3, 4)).splitlines()[0]  # doctest: +SKIP
    'table,change,field,before,after,reason,detail,claim_id,…'
    """
    parts = [rows.assign(table=name) for name, rows in found.tables.items()]
    whole = pd.concat(parts)
    columns = ["table", *(column for column in whole.columns if column != "table")]
    for name in whole.select_dtypes(["bool", "boolean"]):
        whole[name] = whole[name].map({True: "true", False: "false"})
    # \r\n as in the published tables (RFC 4180).
    return whole[columns].to_csv(index=False, lineterminator="\r\n")


def as_json(found: Comparison) -> str:
    """``before`` and ``after`` (the versions), ``summary`` and ``changes``, both lists of records.

    >>> json.loads(as_json(compare(store, 3, 4)))["changes"][0]["reason"]  # doctest: +SKIP
    'new article'
    """
    changes = ({"table": name, **row} for name, rows in found.tables.items() for row in _records(rows))
    head = json.dumps({"before": found.a, "after": found.b, "summary": _records(found.summary)}, ensure_ascii=False)
    # A line a record, for people and for other programs; whole and indented it would take four times as long.
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in changes)
    return f'{head[:-1]}, "changes": [\n{lines}\n]}}\n'


def as_html(found: Comparison) -> str:
    """One page that needs nothing but itself: counts, reasons, and each row with what changed in it.

    >>> as_html(compare(store, 3, 4)).splitlines()[0]  # doctest: +SKIP
    '<!DOCTYPE html>'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only this format pays for the import

    # What stands in an article is text here and never markup.
    pages = Environment(
        loader=PackageLoader("pipeline"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tables = {name: (_counts(rows), list(_entries(name, rows))) for name, rows in found.tables.items()}
    return pages.get_template("diff.html").render(found=found, summary=_records(found.summary), tables=tables)


def _records(rows: pd.DataFrame) -> list[Row]:
    plain: list[Row] = json.loads(rows.to_json(orient="records", force_ascii=False))
    return plain


def _counts(rows: pd.DataFrame) -> list[Row]:
    """How many rows each reason accounts for, the most frequent first; a row that changed in two fields counts once."""
    if rows.empty:
        return []
    once = rows.drop_duplicates(subset=[c for c in rows.columns if c not in ("field", "before", "after")])
    counts = once.groupby(["change", REASON]).size().sort_values(ascending=False, kind="stable")
    return _records(counts.reset_index(name="n"))


def _entries(name: str, rows: pd.DataFrame) -> Iterator[Row]:
    """One entry for each row of the table, however many of its fields changed."""
    key = TABLES[name].key
    entry: Row = {}
    for row in _records(rows):
        identity = [row[column] for column in key]
        if entry.get("key") != identity:
            if entry:
                yield entry
            entry = _entry(name, row) | {"key": identity, "fields": []}
        if row["field"]:
            entry["fields"].append({part: row[part] for part in ("field", "before", "after")})
    if entry:
        yield entry


def _entry(name: str, row: Row) -> Row:
    entry: Row = {column: row[column] for column in ("change", REASON, DETAIL, "doc_id")}
    if name not in ROLES:
        said = " · ".join(str(row[column]) for column in TABLES[name].key if column != "doc_id")
        return entry | {"said": said, "cue": "", "frame": "", "evidence": row.get("text", "")}
    first, second = ROLES[name]
    said = f"{row[first]} → {row[second]}: {row[SECOND[name]]}, {row[VALUE[name]]}"
    return entry | {"said": said, "cue": row["cue"], "frame": row["frame"], "evidence": row["evidence"]}
