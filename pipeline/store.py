"""Versions of the published tables over Delta Lake, with one commit point.

Every table is a Delta table under ``store/``. A version exists once its row stands in ``store/versions``, which
names the Delta version of each table it consists of; readers follow these rows only, so what a killed run wrote
before it is never seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable, PostCommitHookProperties, write_deltalake
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from pipeline import datapackage
from pipeline.catalogue import TABLES
from pipeline.diff import changes
from pipeline.errors import StoreError
from pipeline.fingerprint import content_hash
from pipeline.spreadsheet import Dialect
from pipeline.versions import Provenance, Published, Version, from_row, to_rows

# Delta forgets what is older than a month unless told otherwise; a published version stays until it is pruned.
_KEEP = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.checkpointInterval": "10",  # opening a table replays every commit since the last checkpoint
}
_HOOKS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)


class Store:
    """The versions under an output folder. Making one touches nothing on disk; reading never waits for a writer.

    Args:
        path: the output folder; made by the first publish.
        patience: seconds to wait for another run that is publishing.
        dialect: how the CSV files are written; as those that are there, when not given.

    >>> Store("δεν υπάρχει").versions()
    []
    """

    def __init__(self, path: str | Path, *, patience: float = 60.0, dialect: Dialect | None = None) -> None:
        self.path = Path(path)
        self.patience = patience
        self.dialect = dialect

    def versions(self) -> list[Version]:
        """All published versions, oldest first.

        Raises:
            StoreError: when the path is a file, or the record of versions is damaged.

        >>> [version.version for version in Store("data/processed").versions()]  # doctest: +SKIP
        [1, 2, 3]
        """
        with _reading(self.path / "store" / "versions") as place:
            if self.path.exists() and not self.path.is_dir():
                raise NotADirectoryError(f"{self.path} is a file, not a folder")
            # Delta takes a folder it may not look into for one that is not there: the listing tells them apart.
            if not place.exists() or not list(place.iterdir()) or not DeltaTable.is_deltatable(self._uri("versions")):
                return []
            rows = DeltaTable(self._uri("versions")).to_pyarrow_table().sort_by("version").to_pylist()
            return [from_row(row) for row in rows]

    def names(self, version: int | None = None) -> list[str]:
        """The tables of a version (of the newest, when none is given).

        Raises:
            StoreError: when there is no such version.

        >>> Store("data/processed").names(1)  # doctest: +SKIP
        ['documents', 'sentences', 'entities', 'stance', 'dependence']
        """
        return self._find(version).tables

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
        found, record = self._find(version), f"_{name}"
        return self._rows(record, found) if record in found.delta_versions else None

    def records(self) -> dict[str, Any]:
        """All records of the newest version by name, none where there is no version.

        Raises:
            StoreError: when the store is damaged.

        >>> Store("δεν υπάρχει").records()
        {}
        """
        newest = next(reversed(self.versions()), None)
        names = [name for name in newest.delta_versions if name.startswith("_")] if newest else []
        return {name.removeprefix("_"): self._rows(name, newest) for name in names} if newest else {}

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
        found = self._find(version)
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
            made: what the rows of each article were made from, for ``made``; kept of the newest version only.

        Raises:
            StoreError: when the folder cannot be written, the store is damaged, or another run holds it.

        >>> Store("data/processed").publish(to_tables(results), Provenance())  # doctest: +SKIP
        Published(version=4, is_new=True, changes={'stance': {'added': 2, 'removed': 0, 'changed': 1}, …})
        """
        if odd := (set(tables) ^ set(TABLES)) - {"tokens"}:
            remedy = "publish all that to_tables gives"
            raise StoreError(f"tables lacking or unknown: {', '.join(sorted(odd))}", place=self.path, remedy=remedy)
        whole = {name: table.conform(tables[name]) for name, table in TABLES.items() if name in tables}
        with self._writing():
            newest = next(reversed(self.versions()), None)
            content = content_hash(whole)
            if newest and newest.content_hash == content:
                self._mend(newest)
                self._remember(newest, made)
                return Published(newest.version, False, {})
            version = self._write(whole, records or {}, newest, content, provenance)
            self._mend(version)
            self._remember(version, made)
        return Published(version.version, True, version.changes)

    def made(self) -> Any:
        """What the rows of each article of the newest version were made from, a ``pyarrow.Table``.

        None where there is no such record, or a run was killed before it could write it.

        Raises:
            StoreError: when the store is damaged.

        >>> Store("δεν υπάρχει").made()
        """
        newest = next(reversed(self.versions()), None)
        if newest is None or not DeltaTable.is_deltatable(self._uri("made")):
            return None
        with _reading(self.path / "store" / "made"):
            rows = DeltaTable(self._uri("made")).to_pyarrow_table()
        return rows.drop_columns(["version"]) if pc.all(pc.equal(rows["version"], newest.version)).as_py() else None

    def _remember(self, version: Version, made: Any) -> None:
        if made is None:
            return
        numbers = pa.repeat(pa.scalar(version.version, pa.int64()), made.num_rows)
        self._append("made", made.append_column("version", numbers), "overwrite")
        # Only the newest record is of use.
        DeltaTable(self._uri("made")).vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)

    def check(self) -> None:
        """See that a version could be published here, before work is spent on one.

        Raises:
            StoreError: when the folder cannot be written, the store is damaged, or another run holds it.

        >>> Store("data/processed").check()  # doctest: +SKIP
        """
        with self._writing():
            self.versions()

    def heal(self) -> bool:
        """Write the CSV files again where a killed run left them behind the newest version; whether it had to.

        Raises:
            StoreError: when the folder cannot be written or the store is damaged.

        >>> Store("data/processed").heal()  # doctest: +SKIP
        False
        """
        if not self.versions():
            return False
        with self._writing():
            return self._mend(self.versions()[-1])

    def _find(self, version: int | None) -> Version:
        versions = {one.version: one for one in self.versions()}
        if not versions:
            raise StoreError("no version has been published here", place=self.path, remedy="run `stasis run` first")
        number = max(versions) if version is None else version
        if number not in versions:
            there = ", ".join(map(str, versions))
            raise StoreError(f"there is no version {number}", place=self.path, remedy=f"versions there are: {there}")
        return versions[number]

    def _load(self, table: str, version: Version) -> Any:
        return TABLES[table].conform(self._rows(table, version), place=str(self.path / "store" / table))

    def _rows(self, name: str, version: Version) -> Any:
        with _reading(self.path / "store" / name):
            return DeltaTable(self._uri(name), version=version.delta_versions[name]).to_pyarrow_table()

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
            deltas[name] = self._append(name, rows, "overwrite")
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
        self._append("versions", to_rows(version), "append")  # the commit point
        return version

    def _append(self, table: str, rows: Any, mode: Literal["append", "overwrite"]) -> int:
        schema: Literal["overwrite"] | None = "overwrite" if mode == "overwrite" else None
        uri = self._uri(table)
        write_deltalake(
            uri, rows, mode=mode, schema_mode=schema, configuration=_KEEP, post_commithook_properties=_HOOKS
        )
        return DeltaTable(uri).version()

    def _mend(self, newest: Version) -> bool:
        stale = not datapackage.holds(self.path, newest.version, newest.counts, self.dialect)
        if stale:
            tables = {name: self._load(name, newest) for name in newest.tables}
            datapackage.write(self.path, newest.version, newest.created_at, tables, dialect=self.dialect)
        datapackage.sweep(self.path)
        return stale

    def _uri(self, table: str) -> str:
        return str(self.path / "store" / table)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        folder = self.path / "store"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / ".lock", timeout=self.patience):
                yield
        except Timeout as error:
            remedy = "wait until it is done, then run again"
            raise StoreError("another run is publishing here", place=self.path, remedy=remedy) from error
        except _FAILURES as error:
            remedy = "see that the folder is writable and the disk has room, or choose another --output"
            problem = f"the output cannot be written: {_reason(error)}"
            raise StoreError(problem, place=self.path, remedy=remedy) from error


_FAILURES = (OSError, DeltaError, pa.ArrowException)


@contextmanager
def _reading(place: Path) -> Iterator[Path]:
    try:
        yield place
    except (*_FAILURES, ValueError, TypeError, KeyError) as error:  # the last three: a row of versions is damaged
        remedy = "restore the folder from a backup, or choose another --output"
        raise StoreError(f"the store cannot be read: {_reason(error)}", place=place, remedy=remedy) from error


def _reason(error: BaseException) -> str:
    said = getattr(error, "strerror", None) or str(error)
    return str(said).strip().splitlines()[0] if str(said).strip() else type(error).__name__
