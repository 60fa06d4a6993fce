"""What appeared, vanished or changed between two versions of a table, matched by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import TABLES
from pipeline.rows import Rows
from pipeline.schema import Table
from pipeline.spool import Spool

_MARKS = ["change", "field", "before", "after"]


class Versions(Protocol):
    """What of a store is needed here: which tables a version has, and the rows of one, a part at a time."""

    def names(self, version: int | None = None) -> list[str]:
        """The tables of a version."""

    def parts(
        self, table: str, version: int | None = None, columns: Sequence[str] | None = None, but: int | None = None
    ) -> Iterator[Any]:
        """The rows of a table in no order; those that version ``but`` has in the same files may be left out."""


@dataclass(frozen=True, slots=True)
class Match:
    """Rows of one table in two versions: only in the second, only in the first, in both (row by row)."""

    appeared: Any
    vanished: Any
    before: Any
    after: Any

    def differing(self, column: str) -> Any:
        """A mask over the rows in both: where their values in this column differ."""
        before, after = self.before[column], self.after[column]
        one_is_null = pc.xor(pc.is_null(before), pc.is_null(after))
        return pc.or_(pc.fill_null(pc.not_equal(before, after), False), one_is_null)


def diff(store: Versions, a: int, b: int, table: str) -> pd.DataFrame:
    """Rows of a table that differ between version ``a`` and version ``b``; no other version is read.

    A table that one of the two lacks counts as empty there.

    Args:
        store: where the versions are.
        a: number of the earlier version.
        b: number of the later version.
        table: name of the table.

    Returns:
        ``change`` (``appeared``, ``vanished``, ``changed``), ``field``, ``before``, ``after``, then the row itself
        (as ``b`` has it; a vanished one as ``a`` had it). A changed row stands once for every field that changed,
        its values in ``before`` and ``after`` as text. Sorted by key.

    Raises:
        StoreError: when there is no such version, or neither of the two has the table.

    >>> diff(store, 3, 4, "stance")[["change", "field", "before", "after"]]  # doctest: +SKIP
        change       field    before     after
    0  changed  factuality  asserted  possible
    """
    lacking = [version for version in (a, b) if table not in store.names(version)]
    if table not in TABLES or set(lacking) == {a, b}:
        store.parts(table, b)  # raises, and says which tables there are
    with Spool() as spool:
        first, second = spool.differing(*_sides(spool, store, a, b, table))
        return _lay_out(match(first.read(), second.read(), TABLES[table]), TABLES[table])


def summary(store: Versions, a: int, b: int) -> pd.DataFrame:
    """How many rows of each table appeared, vanished and changed between two versions.

    Args:
        store: where the versions are.
        a: number of the earlier version.
        b: number of the later version.

    Returns:
        Columns ``table``, ``appeared``, ``vanished``, ``changed``; a row for each table either version has.

    Raises:
        StoreError: when there is no such version.

    >>> summary(store, 3, 4)  # doctest: +SKIP
        table  appeared  vanished  changed
    0  stance         2         0        1
    """
    names = {*store.names(a), *store.names(b)}
    rows = []
    for name in (name for name in TABLES if name in names):
        with Spool() as spool:
            counted, _ = spool.changes(*_sides(spool, store, a, b, name))
        rows.append((name, *counted.values()))
    return pd.DataFrame(rows, columns=["table", "appeared", "vanished", "changed"])


def match(before: Any, after: Any, table: Table) -> Match:
    """Set the rows of two versions of a table side by side by their key, each part sorted by it.

    Args:
        before: ``pyarrow.Table`` of the first version.
        after: of the second.
        table: its schema.

    >>> empty = TABLES["stance"].empty()
    >>> match(empty, empty, TABLES["stance"]).appeared.num_rows
    0
    """
    key = list(table.key)
    left = before.select(key).append_column("in_a", pa.array(range(before.num_rows), pa.int64()))
    right = after.select(key).append_column("in_b", pa.array(range(after.num_rows), pa.int64()))
    # Threads would return the pairs in another order every time; sorting makes it one.
    pairs = left.join(right, keys=key, join_type="full outer").sort_by([(name, "ascending") for name in key])
    new, gone = pc.is_null(pairs["in_a"]), pc.is_null(pairs["in_b"])
    both = pairs.filter(pc.invert(pc.or_(new, gone)))
    return Match(
        appeared=after.take(pairs.filter(new)["in_b"]),
        vanished=before.take(pairs.filter(gone)["in_a"]),
        before=before.take(both["in_a"]),
        after=after.take(both["in_b"]),
    )


def _sides(spool: Spool, store: Versions, a: int, b: int, name: str) -> Iterator[Rows]:
    """The rows of a table in both versions, but for those that lie in files of both: they are the same."""
    for version, other in ((a, b), (b, a)):
        parts = store.parts(name, version, but=other) if name in store.names(version) else ()
        yield spool.keep(TABLES[name], parts)


def _lay_out(found: Match, table: Table) -> pd.DataFrame:
    parts = [_mark(found.appeared, "appeared"), _mark(found.vanished, "vanished")]
    for column in (name for name in table.stable if name not in table.key):
        mask = found.differing(column)
        values = (rows[column].filter(mask).cast(pa.large_string()) for rows in (found.before, found.after))
        parts.append(_mark(found.after.filter(mask), "changed", column, *values))
    rows = pa.concat_tables(parts)
    ordered = rows.sort_by([(name, "ascending") for name in (*table.key, "field")])
    frame: pd.DataFrame = ordered.select(_MARKS).to_pandas()
    return pd.concat([frame, table.frame(ordered)], axis=1)


def _mark(rows: Any, change: str, field: str = "", before: Any = None, after: Any = None) -> Any:
    blank = pa.repeat(pa.scalar(None, pa.large_string()), rows.num_rows)
    texts = [pa.repeat(pa.scalar(text, pa.large_string()), rows.num_rows) for text in (change, field)]
    values = (*texts, blank if before is None else before, blank if after is None else after)
    for name, column in zip(_MARKS, values, strict=True):
        rows = rows.append_column(name, column)
    return rows
