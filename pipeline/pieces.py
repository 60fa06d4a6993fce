"""Tables too large to be sorted or compared at once, divided into pieces by key: what belongs together is in one piece.

A distribution sort on disk (Knuth, The Art of Computer Programming 3, 5.4.9): a piece has all rows whose key lies
between two bounds, drawn from the keys themselves, so that it can be worked on in memory, and the next follows on it.
DuckDB's own sort fails once rows are three times the memory that it may take.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.rows import Rows, writer
from pipeline.schema import Table

PIECE = 64 * 2**20
"""Bytes of a piece, about, as its values lie in memory."""
_WAITING = 2**19
"""Bytes of a piece that wait in memory until they are worth a row group."""
_SAMPLE = 100_000


def bounds(sides: Sequence[Rows]) -> list[Any]:
    """Values of the first column of the key at which each piece but the first begins; none for what is small.

    Args:
        sides: rows of one table that are to be divided alike.

    >>> bounds([rows])  # doctest: +SKIP
    ['άρθρο000400123', 'άρθρο000791845']
    """
    largest = max(sides, key=_size)
    number, column = ceil(_size(largest) / PIECE), largest.table.key[0]
    if number < 2:
        return []
    every = ceil(largest.num_rows / _SAMPLE)
    drawn = sorted(key for part in largest.stretches([column]) for key in part[column].to_pylist()[::every])
    return sorted({drawn[len(drawn) * place // number] for place in range(1, number)})


def divide(rows: Rows, begins: Sequence[Any], path: Callable[[], Path]) -> list[Rows]:
    """The pieces of rows, each in a file of its own, as many as there are bounds and one.

    Args:
        rows: in any order; that of each piece is the same.
        begins: from ``bounds``.
        path: where the next file goes.

    Raises:
        OSError: when one cannot be written.
    """
    pieces = [_Piece(rows.table, path()) for _ in range(len(begins) + 1)]
    for part in rows.stretches():
        places = _places(part[rows.table.key[0]], begins)
        for place in np.unique(places):
            pieces[place].add(part.filter(pa.array(places == place)))
    return [piece.closed() for piece in pieces]


class _Piece:
    def __init__(self, table: Table, path: Path) -> None:
        self._table = table
        self._path = path
        self._writer = writer(path, table)
        self._waiting: list[Any] = []
        self._bytes = self._count = 0

    def add(self, part: Any) -> None:
        self._waiting.append(part)
        self._bytes += part.nbytes
        self._count += part.num_rows
        if self._bytes > _WAITING:
            self._flush()

    def closed(self) -> Rows:
        self._flush()
        self._writer.close()
        return Rows(self._table, self._path, self._count)

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting).combine_chunks())
        self._waiting, self._bytes = [], 0


def _size(rows: Rows) -> int:
    found = pq.read_metadata(rows.path)
    return sum(found.row_group(group).total_byte_size for group in range(found.num_row_groups))


def _places(keys: Any, begins: Sequence[Any]) -> Any:
    """The number of the piece that each row belongs to."""
    known = keys.combine_chunks().dictionary_encode()
    of_known = np.array([bisect_right(begins, key) for key in known.dictionary.to_pylist()], np.int64)
    return of_known[known.indices.to_numpy()]
