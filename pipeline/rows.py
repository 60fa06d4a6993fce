"""Rows of a published table in a file, read some thousand at a time: however many there are, memory stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.schema import Table

STRETCH = 4096
"""Rows that are in memory at a time, and in a row group of a file."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table in a Parquet file, which must stay there for as long as they are wanted.

    ``ordered`` says that they are sorted by key, and no two have one.
    """

    table: Table
    path: Path
    num_rows: int
    ordered: bool = False

    def stretches(self, columns: Sequence[str] | None = None) -> Iterator[Any]:
        """The rows in their order, as ``pyarrow.Table`` of ``STRETCH`` rows at most.

        Args:
            columns: those that are wanted; all when not given.
        """
        names = list(columns) if columns is not None else self.table.names
        schema = pa.schema([self.table.arrow().field(name) for name in names])
        with pq.ParquetFile(self.path, memory_map=False, pre_buffer=False) as file:
            for batch in file.iter_batches(STRETCH, columns=names, use_threads=False):
                yield pa.Table.from_batches([batch]).select(names).cast(schema)

    def reader(self) -> Any:
        """The rows as a ``pyarrow.RecordBatchReader``, to be read once."""
        batches = (batch for part in self.stretches() for batch in part.to_batches())
        return pa.RecordBatchReader.from_batches(self.table.arrow(), batches)

    def read(self) -> Any:
        """All rows as one ``pyarrow.Table``."""
        parts = list(self.stretches())
        return pa.concat_tables(parts) if parts else self.table.empty()


def writer(path: Path, table: Table) -> Any:
    """What writes rows of a table to such a file: a ``pyarrow.parquet.ParquetWriter``.

    Raises:
        OSError: when the file cannot be made.
    """
    return pq.ParquetWriter(path, table.arrow(), compression="lz4", write_statistics=False, use_dictionary=False)
