"""A version as it is written: tables that changed, then its row in the record of versions, then the CSV files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pipeline import datapackage
from pipeline.catalogue import TABLES
from pipeline.delta import Deltas
from pipeline.ledger import Ledger
from pipeline.rows import Rows
from pipeline.spool import Spool
from pipeline.spreadsheet import Dialect
from pipeline.stored import Stored
from pipeline.versions import Provenance, Version


class Publisher:
    """What writes versions, on a spool of its own. Who uses it holds ``deltas.writing``.

    Args:
        deltas: the tables of the store.
        ledger: which versions there are.
        spool: where tables are put in order.
    """

    def __init__(self, deltas: Deltas, ledger: Ledger, spool: Spool) -> None:
        self._deltas = deltas
        self._ledger = ledger
        self._spool = spool
        self._stored = Stored(deltas, ledger)

    def write(
        self,
        tables: Mapping[str, Rows],
        records: Mapping[str, Any],
        newest: Version | None,
        content: str,
        made: Provenance,
    ) -> Version:
        """Write tables as the version after the newest one.

        Args:
            tables: rows by the name of their table, sorted by key.
            records: ``pyarrow.Table`` by name, kept beside them.
            newest: None where there is no version yet.
            content: hash of the tables.
            made: what they were made from.

        Raises:
            StoreError: when the newest version is damaged.
        """
        # All that is there is read before anything is written: what is damaged stays as it is.
        before = self._stored.all(newest, self._spool) if newest else {}
        written = {name: self._write_table(before.get(name), rows, newest) for name, rows in tables.items()}
        changes = {name: counted for name, (_, counted) in written.items()}
        changes |= {name: _counted(removed=rows.num_rows) for name, rows in before.items() if name not in tables}
        version = Version(
            version=newest.version + 1 if newest else 1,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            n_documents=tables["documents"].num_rows,
            counts={name: rows.num_rows for name, rows in tables.items()},
            delta_versions={name: delta for name, (delta, _) in written.items()}
            | {f"_{name}": self._write_record(f"_{name}", rows, newest) for name, rows in records.items()},
            content_hash=content,
            changes={name: changes[name] for name in TABLES if name in changes},
            **asdict(made),
        )
        self._ledger.add(version)  # the commit point
        return version

    def mend(self, version: Version, dialect: Dialect | None, tables: Mapping[str, Rows] | None = None) -> bool:
        """Write the CSV files of a version, unless they are there; whether they were not.

        Args:
            version: the newest one.
            dialect: how cells are written.
            tables: its rows, where they are at hand.

        Raises:
            StoreError: when the version is damaged, or something that is not ours stands at ``csv/``.
        """
        output = self._deltas.output
        stale = not datapackage.holds(output, version.version, version.counts, dialect)
        if stale:
            if tables is None:
                kept = self._stored.all(version, self._spool)
                tables = {name: self._spool.ordered(rows) for name, rows in kept.items()}
            datapackage.write(output, version.version, version.created_at, tables, dialect=dialect)
        output.sweep()
        return stale

    def _write_table(self, before: Rows | None, rows: Rows, newest: Version | None) -> tuple[int, dict[str, int]]:
        """The Delta version that has these rows, and what changed. What is there already costs no second copy."""
        name = rows.table.name
        if before is None or newest is None:
            return self._deltas.write(name, rows.reader(), "overwrite"), _counted(added=rows.num_rows)
        old = newest.delta_versions[name]
        counted, touched = self._spool.changes(before, rows)
        if not touched and not counted["removed"]:
            if not counted["added"]:
                return old, counted
            if self._deltas.grows(name, old, rows.table.names):
                return self._deltas.write(name, self._spool.added(before, rows).reader(), "append"), counted
        return self._deltas.write(name, rows.reader(), "overwrite"), counted

    def _write_record(self, name: str, rows: Any, newest: Version | None) -> int:
        if newest is not None and rows.equals(self._stored.record(name, newest)):
            return newest.delta_versions[name]
        return self._deltas.write(name, rows, "overwrite")


def _counted(added: int = 0, removed: int = 0, changed: int = 0) -> dict[str, int]:
    return {"added": added, "removed": removed, "changed": changed}
