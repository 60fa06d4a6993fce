"""The Delta Lake tables under ``store/`` of an output folder, and the lock of its writers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import pyarrow as pa
from deltalake import DeltaTable, PostCommitHookProperties, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError

from pipeline.errors import StoreError
from pipeline.locations import Location
from pipeline.outputs import Output
from pipeline.rows import STRETCH

# Delta forgets what is older than a month unless told otherwise; a published version stays until it is pruned.
_KEEP = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.checkpointInterval": "10",  # opening a table replays every commit since the last checkpoint
}
_HOOKS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
_PROPERTIES = WriterProperties(max_row_group_size=STRETCH, write_batch_size=STRETCH, compression="ZSTD")
FILES = 100
"""Data files of a table that grows; with more of them it is written anew, as one."""

_FAILURES = (OSError, DeltaError, pa.ArrowException)
_COMMIT = re.compile(r"\d{20}\.(.+\.)?(json|parquet)")
# Errors from an object store hold the XML of its answer, or are drawn by Delta as a tree, in colours.
_CODE = re.compile(r"<Code>(\w+)</Code>")
_DRAWN = re.compile(r"\x1b\[\d*m|↳")


class Deltas:
    """The Delta tables of an output, by name. Making one touches nothing there; readers take no lock.

    Args:
        output: where they lie.
        patience: seconds to wait for another run that is publishing.

    >>> Deltas(output_at(Path("δεν υπάρχει"))).holds("stance")
    False
    """

    def __init__(self, output: Output, patience: float = 60.0) -> None:
        self.output = output
        self.patience = patience
        self._may_write: Callable[[], None] = lambda: None

    def place(self, name: str) -> Location:
        """Where a table lies."""
        return self.output.place(f"store/{name}")

    def holds(self, name: str) -> bool:
        """Whether there is such a table.

        Raises:
            StoreError: when a file stands where the store should be, or it may not be looked into.
        """
        with self._reading(name):
            # Delta takes a folder it may not look into for one that is not there: the listing tells them apart.
            return name in self.output.tables() and bool(self._log(name))

    def names(self) -> list[str]:
        """The folders there are, also those a killed run left without a table in them."""
        with self._reading(""):
            return self.output.tables()

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

    def parts(
        self, name: str, version: int, columns: Sequence[str] | None = None, but: int | None = None
    ) -> Iterator[Any]:
        """The rows of a Delta version in no order, as ``pyarrow.Table`` of some thousand rows.

        Args:
            name: the table.
            version: the Delta version.
            columns: those that are wanted, of which it may lack some; all when not given.
            but: another Delta version; data files that it has too are left out.

        Raises:
            StoreError: when it is not there or damaged.
        """
        with self._reading(name):
            data = self._open(name, version).to_pyarrow_dataset()
            names = data.schema.names if columns is None else [c for c in columns if c in data.schema.names]
            shared = set() if but is None else self._named(name, but).keys()
            # One after the other, where Arrow would read ahead what fills the memory.
            calm = {"batch_size": STRETCH, "batch_readahead": 0, "fragment_readahead": 0, "use_threads": False}
            for file in data.get_fragments():
                if file.path not in shared:
                    for batch in file.to_batches(schema=data.schema, columns=names, **calm):
                        yield pa.Table.from_batches([batch])

    def grows(self, name: str, version: int, columns: list[str]) -> bool:
        """Whether rows of these columns can be added to a Delta version: it is the last, and in not too many files."""
        with self._reading(name):
            table = self._open(name)
            known = [field.name for field in table.schema().fields]
            return bool(table.version() == version) and known == columns and len(table.file_uris()) < FILES

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

        ``rows`` is a ``pyarrow.Table`` or ``pyarrow.RecordBatchReader``.

        A column that the table lacked becomes one of it; rows appended before have nothing in it.
        """
        uri = str(self.place(name))
        schema: Literal["merge", "overwrite"] = "overwrite" if mode == "overwrite" else "merge"
        self._may_write()
        write_deltalake(
            uri,
            rows,
            mode=mode,
            schema_mode=schema,
            configuration=_KEEP,
            post_commithook_properties=_HOOKS,
            storage_options=self.output.options,
            writer_properties=_PROPERTIES,
        )
        return DeltaTable(uri, storage_options=self.output.options).version()

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
        self._may_write()
        for file in files:
            self.output.remove(f"store/{name}/{file}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only one who writes.

        Raises:
            StoreError: when nothing can be written there, or another run holds it.
        """
        try:
            with self.output.writing(self.patience) as self._may_write:
                yield
        except (*_FAILURES, *self.output.failures) as error:
            problem = f"the output cannot be written: {_reason(error)}"
            raise StoreError(problem, place=self.output.place(), remedy=self.output.remedies[1]) from error

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        try:
            yield
        except (*_FAILURES, *self.output.failures) as error:
            remedy = self.output.remedies[0]
            if isinstance(error, PermissionError):
                remedy = "see that you may read the folder, or choose another --output"
            problem = f"the store cannot be read: {_reason(error)}"
            raise StoreError(problem, place=self.place(name), remedy=remedy) from error

    def _open(self, name: str, version: int | None = None) -> DeltaTable:
        table = DeltaTable(str(self.place(name)), version=version, storage_options=self.output.options)
        self._refuse_empty_commits(name, table.version())
        return table

    def _refuse_empty_commits(self, name: str, version: int) -> None:
        """A power cut can leave files empty; Delta takes such a commit for one that changed nothing."""
        sizes = self._log(name)
        # What stands before the last checkpoint is not read.
        whole = max(
            (int(file[:20]) for file in sizes if ".checkpoint" in file and int(file[:20]) <= version), default=-1
        )
        for file, size in sizes.items():
            if file.endswith(".json") and not size and whole < int(file[:20]) <= version:
                raise DeltaError(f"the commit {file} is empty")

    def _log(self, name: str) -> dict[str, int]:
        """The commits and checkpoints of a table, with their size; what a killed run was writing is none."""
        log = self.output.files(f"store/{name}/_delta_log")
        return {file: size for file, size in log.items() if _COMMIT.fullmatch(file)}

    def _named(self, name: str, version: int) -> dict[str, int]:
        """The data files that a Delta version names, with their size. ``file_uris`` would give them as URLs."""
        files = pa.table(self._open(name, version).get_add_actions(flatten=True)).select(["path", "size_bytes"])
        return {file["path"]: file["size_bytes"] for file in files.to_pylist()}

    def _files(self, name: str) -> dict[str, int]:
        """The data files there are, with their size; the log beside them is none."""
        return {file: size for file, size in self.output.files(f"store/{name}").items() if file.endswith(".parquet")}


def _reason(error: BaseException) -> str:
    said = str(getattr(error, "strerror", None) or error).strip()
    if code := _CODE.search(said):
        return f"{code[1]} ({said.split(': ', 1)[0]})"
    if _DRAWN.search(said):
        return ": ".join(" ".join(line.split()) for line in _DRAWN.sub("", said).splitlines())
    return said.splitlines()[0] if said else type(error).__name__
