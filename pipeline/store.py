"""Versions of the published tables over Delta Lake, with one commit point.

Every table is a Delta table under ``store/``. A version exists once its row stands in ``store/versions``, which
names the Delta version of each table it consists of; readers follow these rows only, so what a killed run wrote
before it is never seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import datapackage
from pipeline.catalogue import TABLES
from pipeline.delta import Deltas
from pipeline.errors import StoreError
from pipeline.fingerprint import content_hash
from pipeline.ledger import Ledger
from pipeline.locations import Location
from pipeline.outputs import output_at
from pipeline.publishing import Publisher
from pipeline.spool import Spool
from pipeline.spreadsheet import Dialect
from pipeline.stored import Stored
from pipeline.versions import Provenance, Published, Version


class Store:
    """The versions of an output. Making one touches nothing there; reading never waits for a writer.

    Args:
        path: the output folder, made by the first publish; or an address, ``s3://…`` or ``gs://…``.
        patience: seconds to wait for another run that is publishing.
        dialect: how the CSV files are written; as those that are there, when not given.

    Raises:
        StoreError: for an address that is none.

    >>> Store("δεν υπάρχει").versions()
    []
    """

    def __init__(self, path: str | Path, *, patience: float = 60.0, dialect: Dialect | None = None) -> None:
        self.output = output_at(path)
        self.dialect = dialect
        self.deltas = Deltas(self.output, patience)
        self.ledger = Ledger(self.deltas)
        self._stored = Stored(self.deltas, self.ledger)

    @property
    def path(self) -> Location:
        """Where the output lies."""
        return self.output.location

    def versions(self, *, pruned: bool = False) -> list[Version]:
        """The published versions that can be read, oldest first; with ``pruned`` also those that were pruned.

        Raises:
            StoreError: when the path is a file, or the record of versions is damaged.

        >>> [version.version for version in Store("data/processed").versions()]  # doctest: +SKIP
        [1, 2, 3]
        """
        return self.ledger.versions(pruned=pruned)

    def newest(self) -> Version | None:
        """The newest version; None where nothing has been published.

        Raises:
            StoreError: when the record of versions is damaged, or lacks the version that the CSV files are of.
        """
        told = datapackage.described(self.output)
        newest = next(reversed(self.versions()), None)
        recorded = newest.version if newest else 0
        if told > recorded:  # the CSV files are written after the record: what they tell of has been in it
            raise StoreError(
                f"the CSV files are of version {told}, and the record of versions ends with {recorded or 'none'}",
                place=self.path,
                remedy="restore store/ from a backup; or move csv/ away to go on without what is lost",
            )
        return newest

    def names(self, version: int | None = None) -> list[str]:
        """The tables of a version (of the newest, when none is given).

        Raises:
            StoreError: when there is no such version.

        >>> Store("data/processed").names(1)  # doctest: +SKIP
        ['documents', 'sentences', 'entities', 'stance', 'dependence']
        """
        return self.ledger.find(version).tables

    def record(self, name: str, version: int | None = None) -> Any:
        """What a version was made from, row by row, as a ``pyarrow.Table``; None where it has no such record.

        Args:
            name: that of the record, without its underscore: «frames», «made».
            version: a version's number; the newest when not given.

        Raises:
            StoreError: when there is no such version, or its files are damaged.

        >>> Store("data/processed").record("frames", 2).column_names  # doctest: +SKIP
        ['frame', 'hash']
        """
        return self._stored.record(f"_{name}", self.ledger.find(version))

    def read(self, table: str, version: int | None = None) -> Any:
        """The rows of a table as a ``pyarrow.Table``, sorted by key.

        Args:
            table: its name.
            version: a version's number; the newest when not given.

        Raises:
            StoreError: when there is no such version or table, or its files are damaged.

        >>> Store("data/processed").read("stance", 2).column("holder")[0].as_py()  # doctest: +SKIP
        'Ρωσία'
        """
        return self._stored.table(table, self._stored.find(table, version))

    def parts(
        self, table: str, version: int | None = None, columns: Sequence[str] | None = None, but: int | None = None
    ) -> Iterator[Any]:
        """The rows of a table in no order, as ``pyarrow.Table`` of some thousand rows, for what memory cannot hold.

        Args:
            table: its name.
            version: a version's number; the newest when not given.
            columns: those that are wanted; all when not given.
            but: number of another version; rows that lie in files which both share are left out. What differs between
                the two is among the rest.

        Raises:
            StoreError: when there is no such version or table, or its files are damaged.

        >>> sum(part.num_rows for part in Store("data/processed").parts("stance"))  # doctest: +SKIP
        56
        """
        other = None if but is None else self.ledger.find(but)
        return self._stored.parts(table, self._stored.find(table, version), columns, other)

    def publish(
        self,
        tables: Mapping[str, Any] | Spool,
        provenance: Provenance,
        records: Mapping[str, Any] | None = None,
        made: Any = None,
    ) -> Published:
        """Publish tables as the next version, unless the newest one has the same content.

        Args:
            tables: ``pyarrow.Table`` by name, as ``to_tables`` gives them; ``tokens`` may be left out. Or a spool that
                was given many such.
            provenance: what they were made from.
            records: the same in more detail, ``pyarrow.Table`` by name, for ``record``. They are kept with the version
                and are no content of it: when they alone differ there is no new version.
            made: what the rows of each article were made from, for ``ledger.made``; kept of the newest version only.

        Raises:
            StoreError: when the folder cannot be written, the store is damaged, or another run holds it.

        >>> Store("data/processed").publish(to_tables(results), Provenance())  # doctest: +SKIP
        Published(version=4, is_new=True, changes={'stance': {'added': 2, 'removed': 0, 'changed': 1}, …})
        """
        if isinstance(tables, Spool):
            return self._publish(tables, provenance, records or {}, made)
        self._refuse_odd(tables)
        with Spool() as spool:
            spool.add(tables)
            return self._publish(spool, provenance, records or {}, made)

    def check(self) -> None:
        """See that a version could be published here, before work is spent on one; the newest one is looked at.

        Raises:
            StoreError: when the folder cannot be written, the store is damaged, or another run holds it.
        """
        with self.deltas.writing():
            if newest := self.newest():
                self._stored.look(newest)

    def heal(self) -> bool:
        """Write the CSV files again where a killed run left them behind the newest version; whether it had to.

        Raises:
            StoreError: when the folder cannot be written or the store is damaged.
        """
        if not self.newest():
            return False
        with self.deltas.writing(), Spool() as spool:
            return Publisher(self.deltas, self.ledger, spool).mend(self.ledger.find(), self.dialect)

    def _publish(self, spool: Spool, provenance: Provenance, records: Mapping[str, Any], made: Any) -> Published:
        parts = spool.parts()
        self._refuse_odd(parts)
        with self.deltas.writing():
            publisher, newest = Publisher(self.deltas, self.ledger, spool), self.newest()
            whole = {name: spool.ordered(parts[name]) for name in TABLES if name in parts}
            content = content_hash(whole)
            if newest is not None and newest.content_hash == content:
                published = Published(newest.version, False, {})
                publisher.mend(newest, self.dialect)
            else:
                version = publisher.write(whole, records, newest, content, provenance)
                published = Published(version.version, True, version.changes)
                publisher.mend(version, self.dialect, whole)
            if made is not None:
                self.ledger.remember(published.version, made)
        return published

    def _refuse_odd(self, names: Iterable[str]) -> None:
        if odd := (set(names) ^ set(TABLES)) - {"tokens"}:
            remedy = "publish all that to_tables gives"
            raise StoreError(f"tables lacking or unknown: {', '.join(sorted(odd))}", place=self.path, remedy=remedy)
