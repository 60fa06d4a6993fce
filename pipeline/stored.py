"""The tables of published versions as they lie in Delta Lake, read with what an older release or damage did to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from pipeline.catalogue import TABLES
from pipeline.delta import Deltas
from pipeline.errors import StoreError
from pipeline.ledger import Ledger
from pipeline.rows import Rows
from pipeline.spool import Spool
from pipeline.versions import Version


class Stored:
    """What versions hold.

    Args:
        deltas: the tables of the store.
        ledger: which versions there are.
    """

    def __init__(self, deltas: Deltas, ledger: Ledger) -> None:
        self._deltas = deltas
        self._ledger = ledger

    def find(self, table: str, number: int | None) -> Version:
        """The version of this number, or the newest, which has this table.

        Raises:
            StoreError: when there is no such version, or it has no such table.
        """
        found = self._ledger.find(number)
        if table not in found.tables:
            said = f"version {found.version} has no table '{table}'"
            remedy = f"tables there are: {', '.join(found.tables)}"
            raise StoreError(said, place=self._deltas.output.location, remedy=remedy)
        return found

    def look(self, version: Version) -> None:
        """See that the files of a version are there, and that this release knows its tables; nothing is read.

        Raises:
            StoreError: when they are not, or it does not.
        """
        for name, delta in version.delta_versions.items():
            nothing = self._deltas.schema(name, delta).empty_table()
            if name in version.tables:
                self._typed(name, nothing)

    def record(self, name: str, version: Version) -> Any:
        """A record of a version as a ``pyarrow.Table``; None where it has none of this name.

        Raises:
            StoreError: when its files are damaged, or the version was pruned meanwhile.
        """
        if name not in version.delta_versions:
            return None
        with self._unless_pruned(version):
            return self._deltas.rows(name, version.delta_versions[name])

    def table(self, name: str, version: Version) -> Any:
        """All rows of a table as one ``pyarrow.Table``, sorted by key.

        Raises:
            StoreError: as ``parts``; and when two rows share a key.
        """
        rows = pa.concat_tables(list(self.parts(name, version)))
        return TABLES[name].conform(rows, place=str(self._deltas.place(name)))

    def parts(
        self, name: str, version: Version, columns: Sequence[str] | None = None, but: Version | None = None
    ) -> Iterator[Any]:
        """The rows of a table in no order, as ``pyarrow.Table`` of some thousand rows; one without rows comes first.

        Args:
            name: the table.
            version: the version.
            columns: those that are wanted; all when not given.
            but: another version; rows in data files that both have are left out. They are the same in both.

        Raises:
            StoreError: when files are damaged, rows are not all there, or the version was pruned meanwhile.
        """
        found, delta = 0, version.delta_versions[name]
        shared = but.delta_versions.get(name) if but else None
        with self._unless_pruned(version):
            nothing = self._typed(name, self._deltas.schema(name, delta).empty_table())
            yield nothing if columns is None else nothing.select(columns)
            for rows in self._deltas.parts(name, delta, columns, shared):
                found += rows.num_rows
                yield self._typed(name, rows, columns)
        told = version.counts.get(name)
        if told is not None and told != found and shared is None:
            remedy = "restore the folder from a backup, or choose another --output"
            problem = f"the store is damaged: version {version.version} had {told} rows here, there are {found}"
            raise StoreError(problem, place=self._deltas.place(name), remedy=remedy)

    def all(self, version: Version, spool: Spool) -> dict[str, Rows]:
        """The tables of a version in files at hand, in no order.

        Raises:
            StoreError: as ``parts``; and when a newer release wrote a table that this one does not know.
        """
        for name in version.tables:
            self._refuse_unknown(name)
        return {name: spool.keep(TABLES[name], self.parts(name, version)) for name in version.tables}

    def _typed(self, name: str, rows: Any, columns: Sequence[str] | None = None) -> Any:
        self._refuse_unknown(name)
        table = TABLES[name] if columns is None else TABLES[name].of(columns)
        return table.typed(table.migrate(rows), place=str(self._deltas.place(name)))

    def _refuse_unknown(self, name: str) -> None:
        if name not in TABLES:
            said = f"a newer release wrote this: table '{name}' is unknown here"
            remedy = "install that release of stasis, or choose another --output"
            raise StoreError(said, place=self._deltas.place(name), remedy=remedy)

    @contextmanager
    def _unless_pruned(self, version: Version) -> Iterator[None]:
        try:
            yield
        except StoreError:
            self._ledger.find(version.version)  # it may have been pruned since: that says more
            raise
