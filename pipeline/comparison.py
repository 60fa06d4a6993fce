"""Two versions side by side, with reasons, as CSV, JSON or a page of HTML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any, Literal

import pandas as pd

from pipeline.catalogue import TABLES
from pipeline.diff import diff
from pipeline.diff import summary as summarise
from pipeline.reasons import DETAIL, REASON, Reasons, Recorded
from pipeline.records import ROLES, SECOND, VALUE

Row = dict[str, Any]
Language = Literal["el", "en"]

_TEMPLATES = "templates"
_WORDS = (("report", "page", "words.json"), (_TEMPLATES, "diff.json"))
"""Files with the words of the page. A value is called as the report calls it; what only a comparison says is added."""
_VALUES = {*VALUE.values(), *SECOND.values(), "factuality", "tense"}
"""Columns whose values have words."""


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


def as_html(found: Comparison, language: Language = "el") -> str:
    """One page that needs nothing but itself: counts, reasons, and each row with what changed in it.

    Args:
        found: the comparison.
        language: of the labels; names of columns, entries and settings stay as they are in the files.

    >>> as_html(compare(store, 3, 4)).splitlines()[0]  # doctest: +SKIP
    '<!DOCTYPE html>'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only this format pays for the import

    # What stands in an article is text here and never markup.
    pages = Environment(
        loader=PackageLoader("pipeline", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    say = partial(_say, read_words()[language])
    tables = {name: (_counts(rows), list(_entries(name, rows, say))) for name, rows in found.tables.items()}
    return pages.get_template("diff.html").render(
        found=found,
        summary=_records(found.summary),
        tables=tables,
        language=language,
        say=say,
        because=lambda reason: f" {say('or')} ".join(map(say, reason.split(" or "))),
    )


def read_words() -> dict[str, dict[str, str]]:
    """The words of the page by language.

    >>> read_words()["el"]["new article"]
    'νέο άρθρο'
    """
    words: dict[str, dict[str, str]] = {}
    for path in _WORDS:
        text = files("pipeline").joinpath(*path).read_text("utf-8")
        for language, more in json.loads(text).items():
            words.setdefault(language, {}).update(more)
    return words


def _say(words: Mapping[str, str], key: Any) -> str:
    """The words for a key; a value that has none, of a newer release, stays as it is."""
    return words.get(key, str(key))


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


def _entries(name: str, rows: pd.DataFrame, say: Callable[[Any], str]) -> Iterator[Row]:
    """One entry for each row of the table, however many of its fields changed."""
    key = TABLES[name].key
    entry: Row = {}
    for row in _records(rows):
        identity = [row[column] for column in key]
        if entry.get("key") != identity:
            if entry:
                yield entry
            entry = _entry(name, row, say) | {"key": identity, "fields": []}
        if row["field"]:
            told = say if row["field"] in _VALUES else str
            sides = {side: row[side] if row[side] is None else told(row[side]) for side in ("before", "after")}
            entry["fields"].append({"field": row["field"], **sides})
    if entry:
        yield entry


def _entry(name: str, row: Row, say: Callable[[Any], str]) -> Row:
    entry: Row = {column: row[column] for column in ("change", REASON, DETAIL, "doc_id")}
    if name not in ROLES:
        said = " · ".join(str(row[column]) for column in TABLES[name].key if column != "doc_id")
        return entry | {"said": said, "cue": "", "frame": "", "evidence": row.get("text", "")}
    first, second = ROLES[name]
    said = f"{row[first]} → {row[second]}: {say(row[SECOND[name]])}, {say(row[VALUE[name]])}"
    return entry | {"said": said, "cue": row["cue"], "frame": row["frame"], "evidence": row["evidence"]}
