"""Tables on their way to a version, on disk: parts come in as they are made, and go out whole, sorted and compared.

DuckDB sorts and joins them, piece by piece where they are large, so that memory stays the same however large they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import pieces
from pipeline.catalogue import TABLES
from pipeline.errors import StoreError, aside
from pipeline.rows import STRETCH, Rows, writer
from pipeline.schema import Table

MEMORY = "256MB"
"""What sorting and joining a piece may take."""
_WHAT = "the tables cannot be put in order"


class Spool:
    """A folder for the tables of a run; it is removed with what is in it, also when it is forgotten.

    It lies where temporary files do (``TMPDIR``). A full disk is told by whoever publishes.

    >>> with Spool() as spool:
    ...     spool.add({"stance": TABLES["stance"].empty()})
    ...     spool.parts()["stance"].num_rows
    0
    """

    def __init__(self) -> None:
        with aside(_WHAT):
            self._folder = TemporaryDirectory(prefix="stasis-", ignore_cleanup_errors=True)
        self._writers: dict[str, tuple[Any, Path]] = {}
        self._counts: dict[str, int] = {}
        self._files = 0
        self._database: Any = None

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove all that is in it."""
        with suppress(StoreError):  # of what goes away nothing need be whole
            self._close()
        if self._database is not None:
            self._database.close()
        self._folder.cleanup()

    def add(self, tables: Mapping[str, Any]) -> None:
        """Add rows to tables.

        Args:
            tables: ``pyarrow.Table`` by name.

        Raises:
            StoreError: when their columns are not the table's, or two rows share a key.
        """
        for name, rows in tables.items():
            table = TABLES[name]
            typed = table.conform(rows)
            with self._writing():
                if name not in self._writers:
                    path = self._path()
                    self._writers[name] = writer(path, table), path
                if rows.num_rows:
                    self._writers[name][0].write_table(typed, row_group_size=STRETCH)
            self._counts[name] = self._counts.get(name, 0) + rows.num_rows

    def parts(self) -> dict[str, Rows]:
        """What was added so far, by table, in no order; nothing can be added after."""
        self._close()
        return {name: Rows(TABLES[name], path, self._counts[name]) for name, (_, path) in self._writers.items()}

    def keep(self, table: Table, parts: Iterable[Any]) -> Rows:
        """Rows that come from elsewhere, as ``pyarrow.Table`` after ``pyarrow.Table`` of the table's columns."""
        path, count = self._path(), 0
        with self._writing(), writer(path, table) as file:
            for part in parts:
                file.write_table(part, row_group_size=STRETCH)
                count += part.num_rows
        return Rows(table, path, count)

    def ordered(self, rows: Rows) -> Rows:
        """The same rows, sorted by key.

        Raises:
            StoreError: when two share a key.
        """
        if rows.ordered:
            return rows
        table, key = rows.table, _names(rows.table.key)

        def queries() -> Iterator[str]:
            for [piece] in self._pieces(rows):
                found = f"SELECT {key} FROM {_file(piece)} GROUP BY {key} HAVING count(*) > 1 ORDER BY {key} LIMIT 1"
                if twins := self._sql(found):
                    raise table.twins(dict(zip(table.key, twins[0], strict=True)))
                yield f"SELECT {_names(table.names)} FROM {_file(piece)} ORDER BY {key}"

        return self._filed(table, queries())

    def added(self, before: Rows, after: Rows) -> Rows:
        """The rows of ``after`` whose key ``before`` lacks, sorted by key."""
        table, key = after.table, _names(after.table.key)
        columns = ", ".join(f'"after"."{name}"' for name in table.names)
        queries = (
            f'SELECT {columns} FROM {_file(new)} AS "after" ANTI JOIN {_file(old)} AS "before" USING ({key})'
            f" ORDER BY {key}"
            for old, new in self._pieces(before, after)
        )
        return self._filed(table, queries)

    def differing(self, before: Rows, after: Rows) -> tuple[Rows, Rows]:
        """The rows of each that the other has not just so, in the columns that make up the content."""
        return self._alone(before, after), self._alone(after, before)

    def changes(self, before: Rows, after: Rows) -> tuple[dict[str, int], bool]:
        """How many keys were added, removed, or kept with other values; and whether any value differs in a row of both.

        Columns that differ at every run count for the second answer only.
        """
        key, totals = _names(after.table.key), [0, 0, 0, 0]
        for pair in self._pieces(before, after):
            first, second = (_hashed(rows) for rows in pair)
            [counted] = self._sql(
                f'SELECT count(*) FILTER ("before"."_said" IS NULL), count(*) FILTER ("after"."_said" IS NULL),'
                f' count(*) FILTER ("before"."_said" <> "after"."_said"),'
                f' count(*) FILTER ("before"."_row" <> "after"."_row")'
                f' FROM {first} AS "before" FULL JOIN {second} AS "after" USING ({key})'
            )
            totals = [total + number for total, number in zip(totals, counted, strict=True)]
        added, removed, changed, touched = totals
        return {"added": added, "removed": removed, "changed": changed}, bool(touched)

    def _alone(self, rows: Rows, others: Rows) -> Rows:
        key = _names(rows.table.key)
        queries = (
            f"SELECT {_names(rows.table.names)} FROM"
            f' (SELECT *, hash({_names(rows.table.stable)}) AS "_said" FROM {_file(mine)}) AS "rows"'
            f' ANTI JOIN {_hashed(theirs)} AS "others" USING ({key}, "_said") ORDER BY {key}'
            for mine, theirs in self._pieces(rows, others)
        )
        return self._filed(rows.table, queries)

    def _pieces(self, *sides: Rows) -> Iterator[tuple[Rows, ...]]:
        """The rows of all sides between two bounds, one after the other, small enough to be sorted and joined."""
        begins = pieces.bounds(sides)
        if not begins:
            yield sides
            return
        with self._writing():
            divided = [pieces.divide(rows, begins, self._path) for rows in sides]
        for some in zip(*divided, strict=True):
            yield some
            for rows in some:
                rows.path.unlink()

    def _filed(self, table: Table, queries: Iterable[str]) -> Rows:
        """What the queries give, one after the other."""
        found = [self._copied(table, query) for query in queries]
        if len(found) == 1:
            return found[0]
        return replace(self.keep(table, _used_up(found)), ordered=True)

    def _copied(self, table: Table, query: str) -> Rows:
        path = self._path()
        self._sql(f"COPY ({query}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE {STRETCH})")
        return Rows(table, path, pq.read_metadata(path).num_rows, ordered=True)

    def _sql(self, query: str) -> list[tuple[Any, ...]]:
        import duckdb  # a third of a second that few need

        with self._writing(duckdb.Error):
            if self._database is None:
                settings: dict[str, str | bool | int | float | list[str]] = {"memory_limit": MEMORY, "threads": 1}
                settings["temp_directory"] = str(Path(self._folder.name) / "aside")
                self._database = duckdb.connect(config=settings)
            found: list[tuple[Any, ...]] = self._database.execute(query).fetchall()
        return found

    def _close(self) -> None:
        with self._writing():
            for writer, _ in self._writers.values():
                writer.close()

    def _writing(self, *failures: type[Exception]) -> AbstractContextManager[None]:
        return aside(_WHAT, pa.ArrowException, *failures, place=self._folder.name)

    def _path(self) -> Path:
        self._files += 1
        return Path(self._folder.name) / f"{self._files}.parquet"


def _used_up(files: Iterable[Rows]) -> Iterator[Any]:
    for rows in files:
        yield from rows.stretches()
        rows.path.unlink()


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _file(rows: Rows) -> str:
    return f"read_parquet({_quoted(rows.path)})"


def _hashed(rows: Rows) -> str:
    """The keys, each with a hash of what its row says and one of the whole row.

    With all columns in place of hashes a comparison would take ten times the room. One changed row in 10**19 is missed.
    """
    table = rows.table
    said, row = (f"hash({_names(columns)})" for columns in (table.stable, table.names))
    return f'(SELECT {_names(table.key)}, {said} AS "_said", {row} AS "_row" FROM {_file(rows)})'


def _quoted(path: Path) -> str:
    return "'{}'".format(str(path).replace("'", "''"))
