"""Versions of the published tables over Delta Lake, with one commit point.

Every table is a Delta table under ``store/``. A version exists once its row stands in ``store/versions``, which
names the Delta version of each table it consists of; readers follow these rows only, so what a killed run wrote
before it is never seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import datapackage
from pipeline.catalogue import TABLES
from pipeline.delta import Deltas
from pipeline.diff import changes
from pipeline.errors import StoreError
from pipeline.fingerprint import content_hash
from pipeline.ledger import Ledger
from pipeline.locations import Location
from pipeline.outputs import output_at
from pipeline.spreadsheet import Dialect
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
        found, record = self.ledger.find(version), f"_{name}"
        return self._rows(record, found) if record in found.delta_versions else None

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
        found = self.ledger.find(version)
        if table not in found.tables:
            there = ", ".join(found.tables)
            raise StoreError(
                f"version {found.version} has no table '{table}'", place=self.path, remedy=f"tables there are: {there}"
            )
        return self._load(table, found)

    def publish(
        self,
        tables: Mapping[str, Any],
        provenance: Provenance,
        records: Mapping[str, Any] | None = None,
        made: Any = None,
    ) -> Published:
        """Publish tables as the next version, unless the newest one has the same content.

        Args:
            tables: ``pyarrow.Table`` by name, as ``to_tables`` gives them; ``tokens`` may be left out.
            provenance: what they were made from.
            records: the same in more detail, ``pyarrow.Table`` by name, for ``record``. They are kept with the version
                and are no content of it: when they alone differ there is no new version.
            made: what the rows of each article were made from, for ``ledger.made``; kept of the newest version only.

        Raises:
            StoreError: when the folder cannot be written, the store is damaged, or another run holds it.

        >>> Store("data/processed").publish(to_tables(results), Provenance())  # doctest: +SKIP
        Published(version=4, is_new=True, changes={'stance': {'added': 2, 'removed': 0, 'changed': 1}, …})
        """
        if odd := (set(tables) ^ set(TABLES)) - {"tokens"}:
            remedy = "publish all that to_tables gives"
            raise StoreError(f"tables lacking or unknown: {', '.join(sorted(odd))}", place=self.path, remedy=remedy)
        whole = {name: table.conform(tables[name]) for name, table in TABLES.items() if name in tables}
        with self.deltas.writing():
            newest = self.newest()
            content = content_hash(whole)
            same = newest is not None and newest.content_hash == content
            version = newest if newest and same else self._write(whole, records or {}, newest, content, provenance)
            self._mend(version)
            if made is not None:
                self.ledger.remember(version.version, made)
        return Published(version.version, not same, {} if same else version.changes)

    def check(self) -> None:
        """See that a version could be published here, before work is spent on one; the newest one is looked at.

        Raises:
            StoreError: when the folder cannot be written, the store is damaged, or another run holds it.
        """
        with self.deltas.writing():
            if newest := self.newest():
                for name, delta in newest.delta_versions.items():
                    nothing = self.deltas.schema(name, delta).empty_table()
                    if name in newest.tables:
                        self._typed(name, nothing)

    def heal(self) -> bool:
        """Write the CSV files again where a killed run left them behind the newest version; whether it had to.

        Raises:
            StoreError: when the folder cannot be written or the store is damaged.
        """
        if not self.newest():
            return False
        with self.deltas.writing():
            return self._mend(self.ledger.find())

    def _load(self, table: str, version: Version) -> Any:
        rows, told = self._rows(table, version), version.counts.get(table)
        if told is not None and told != rows.num_rows:
            remedy = "restore the folder from a backup, or choose another --output"
            problem = f"the store is damaged: version {version.version} had {told} rows here, there are {rows.num_rows}"
            raise StoreError(problem, place=self.deltas.place(table), remedy=remedy)
        return self._typed(table, rows)

    def _typed(self, table: str, rows: Any) -> Any:
        place = self.deltas.place(table)
        if table not in TABLES:
            remedy = "install that release of stasis, or choose another --output"
            raise StoreError(f"a newer release wrote this: table '{table}' is unknown here", place=place, remedy=remedy)
        return TABLES[table].conform(TABLES[table].migrate(rows), place=str(place))

    def _rows(self, name: str, version: Version) -> Any:
        try:
            return self.deltas.rows(name, version.delta_versions[name])
        except StoreError:
            self.ledger.find(version.version)  # it may have been pruned since: that says more
            raise

    def _write(
        self,
        tables: Mapping[str, Any],
        records: Mapping[str, Any],
        newest: Version | None,
        content: str,
        made: Provenance,
    ) -> Version:
        before = {name: self._load(name, newest) for name in newest.tables} if newest else {}
        deltas = {}
        for name, rows in {**tables, **{f"_{name}": rows for name, rows in records.items()}}.items():
            # A table that did not change costs no second copy: the version points to the old one.
            if newest is not None and name in newest.delta_versions:
                old = before[name] if name in before else self._rows(name, newest)
                if rows.equals(old):
                    deltas[name] = newest.delta_versions[name]
                    continue
            deltas[name] = self.deltas.write(name, rows, "overwrite")
        version = Version(
            version=newest.version + 1 if newest else 1,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            n_documents=tables["documents"].num_rows,
            counts={name: rows.num_rows for name, rows in tables.items()},
            delta_versions=deltas,
            content_hash=content,
            changes=changes(before, tables),
            **asdict(made),
        )
        self.ledger.add(version)  # the commit point
        return version

    def _mend(self, newest: Version) -> bool:
        stale = not datapackage.holds(self.output, newest.version, newest.counts, self.dialect)
        if stale:
            tables = {name: self._load(name, newest) for name in newest.tables}
            datapackage.write(self.output, newest.version, newest.created_at, tables, dialect=self.dialect)
        self.output.sweep()
        return stale
