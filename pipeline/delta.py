"""The Delta Lake tables under ``store/`` of an output folder, and the lock of its writers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from deltalake import DeltaTable, PostCommitHookProperties, write_deltalake
from deltalake.exceptions import DeltaError
from deltalake.fs import DeltaStorageHandler
from filelock import FileLock, Timeout
from pyarrow.fs import FileSelector, PyFileSystem

from pipeline.errors import StoreError

# Delta forgets what is older than a month unless told otherwise; a published version stays until it is pruned.
_KEEP = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.checkpointInterval": "10",  # opening a table replays every commit since the last checkpoint
}
_HOOKS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
_FAILURES = (OSError, DeltaError, pa.ArrowException)


class Deltas:
    """The Delta tables of an output folder, by name. Making one touches nothing on disk; readers take no lock.

    Args:
        path: the output folder.
        patience: seconds to wait for another run that is publishing.

    >>> Deltas(Path("δεν υπάρχει")).holds("stance")
    False
    """

    def __init__(self, path: Path, patience: float = 60.0) -> None:
        self.path = path
        self.folder = path / "store"
        self.patience = patience

    def holds(self, name: str) -> bool:
        """Whether there is such a table.

        Raises:
            StoreError: when a file stands where the store should be, or the folder may not be looked into.
        """
        place = self.folder / name
        with self._reading(name):
            for folder in (self.path, self.folder):
                _refuse_file(folder)
            # Delta takes a folder it may not look into for one that is not there: the listing tells them apart.
            return place.exists() and any(place.iterdir()) and DeltaTable.is_deltatable(str(place))

    def names(self) -> list[str]:
        """The folders there are, also those a killed run left without a table in them."""
        with self._reading(""):
            return sorted(folder.name for folder in self.folder.glob("*/"))

    def rows(self, name: str, version: int | None = None) -> Any:
        """The rows of a table as a ``pyarrow.Table``.

        Args:
            name: its name.
            version: a Delta version of it; the newest when not given.

        Raises:
            StoreError: when it is not there or damaged.
        """
        with self._reading(name):
            return self._open(name, version).to_pyarrow_table()

    def schema(self, name: str, version: int) -> Any:
        """The ``pyarrow.Schema`` of a Delta version, after a look at its data files, which are not read.

        Raises:
            StoreError: when it is not there, or a data file is missing or shorter than it was written.
        """
        with self._reading(name):
            there = self._files(name)
            for file, size in self._named(name, version).items():
                if there.get(file) != size:
                    what = f"has {there[file]} bytes of {size}" if file in there else "is not there"
                    raise DeltaError(f"data file {file} {what}")
            return self._open(name, version).to_pyarrow_dataset().schema

    def write(self, name: str, rows: Any, mode: Literal["append", "overwrite"]) -> int:
        """Commit rows to a table, which is made if need be; returns its new Delta version. To be called in ``writing``.

        A column that the table lacked becomes one of it; rows appended before have nothing in it.
        """
        uri = str(self.folder / name)
        schema: Literal["merge", "overwrite"] = "overwrite" if mode == "overwrite" else "merge"
        write_deltalake(
            uri, rows, mode=mode, schema_mode=schema, configuration=_KEEP, post_commithook_properties=_HOOKS
        )
        return DeltaTable(uri).version()

    def unused(self, name: str, versions: Iterable[int]) -> dict[str, int]:
        """The data files of a table that none of these Delta versions needs, with their size in bytes.

        Raises:
            StoreError: when one of the versions is damaged.
        """
        with self._reading(name):
            used: set[str] = set()
            for version in versions:
                used |= self._named(name, version).keys()
            return {file: size for file, size in self._files(name).items() if file not in used}

    def remove(self, name: str, files: Iterable[str]) -> None:
        """Remove data files of a table. To be called in ``writing``."""
        system = self._system(name)
        for file in files:
            system.delete_file(file)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only one who writes.

        Raises:
            StoreError: when the folder cannot be written, or another run holds it.
        """
        try:
            _refuse_file(self.folder)
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=self.patience):
                yield
        except Timeout as error:
            remedy = "wait until it is done, then run again"
            raise StoreError("another run is publishing here", place=self.path, remedy=remedy) from error
        except _FAILURES as error:
            remedy = "see that the folder is writable and the disk has room, or choose another --output"
            problem = f"the output cannot be written: {_reason(error)}"
            raise StoreError(problem, place=self.path, remedy=remedy) from error

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        try:
            yield
        except _FAILURES as error:
            remedy = "restore the folder from a backup, or choose another --output"
            if isinstance(error, PermissionError):
                remedy = "see that you may read the folder, or choose another --output"
            problem = f"the store cannot be read: {_reason(error)}"
            raise StoreError(problem, place=self.folder / name, remedy=remedy) from error

    def _open(self, name: str, version: int | None = None) -> DeltaTable:
        table = DeltaTable(str(self.folder / name), version=version)
        self._refuse_empty_commits(name, table.version())
        return table

    def _refuse_empty_commits(self, name: str, version: int) -> None:
        """A power cut can leave files empty; Delta takes such a commit for one that changed nothing."""
        log = self._system(name).get_file_info(FileSelector("_delta_log"))
        sizes = {file.base_name: file.size for file in log if file.base_name[:20].isdecimal()}
        # What stands before the last checkpoint is not read.
        whole = max(
            (int(file[:20]) for file in sizes if ".checkpoint" in file and int(file[:20]) <= version), default=-1
        )
        for file, size in sizes.items():
            if file.endswith(".json") and not size and whole < int(file[:20]) <= version:
                raise DeltaError(f"the commit {file} is empty")

    def _named(self, name: str, version: int) -> dict[str, int]:
        """The data files that a Delta version names, with their size. ``file_uris`` would give them as URLs."""
        files = pa.table(self._open(name, version).get_add_actions(flatten=True)).select(["path", "size_bytes"])
        return {file["path"]: file["size_bytes"] for file in files.to_pylist()}

    def _files(self, name: str) -> dict[str, int]:
        """The data files on disk, with their size; the log beside them is none."""
        found = self._system(name).get_file_info(FileSelector(""))
        return {file.base_name: file.size for file in found if file.is_file and file.extension == "parquet"}

    def _system(self, name: str) -> Any:
        return PyFileSystem(DeltaStorageHandler(str(self.folder / name)))


def _refuse_file(folder: Path) -> None:
    if folder.is_file():
        remedy = "move it away, or choose another --output"
        raise StoreError("the store cannot be here: this is a file, not a folder", place=folder, remedy=remedy)


def _reason(error: BaseException) -> str:
    said = getattr(error, "strerror", None) or str(error)
    return str(said).strip().splitlines()[0] if str(said).strip() else type(error).__name__
