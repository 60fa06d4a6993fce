"""A hash of what tables say, the same however Arrow happens to have laid them out in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.rows import Rows


def content_hash(tables: Mapping[str, Rows]) -> str:
    """SHA-256, hexadecimal, of all rows; columns that differ at every run (``retrieved_at``) do not count.

    Args:
        tables: rows by the name of their table, sorted by key.

    >>> content_hash({})[:16]
    'e3b0c44298fc1c14'
    """
    total = hashlib.sha256()
    for name in sorted(tables):
        columns = {column: _Column() for column in tables[name].table.stable}
        for part in tables[name].stretches(list(columns)):
            for column, found in columns.items():
                found.add(part[column])
        for column, found in columns.items():
            total.update(f"{name}.{column}={found.hexdigest()};".encode())
    return total.hexdigest()


class _Column:
    """The hash of a column that comes in parts."""

    def __init__(self) -> None:
        # Lengths and letters apart, so that ["ab", "c"] and ["a", "bc"] differ; nulls apart from zeros.
        self._values, self._nulls, self._letters = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()

    def add(self, column: Any) -> None:
        text = pa.types.is_large_string(column.type)
        for chunk in column.chunks:
            numbers = pc.binary_length(chunk) if text else pc.fill_null(chunk, False if _is_bool(chunk) else 0)
            self._values.update(numbers.to_numpy(zero_copy_only=False).tobytes())
            self._nulls.update(pc.is_null(chunk).to_numpy(zero_copy_only=False).tobytes())
            if text:
                joined = pc.binary_join(
                    pa.LargeListArray.from_arrays([0, len(chunk)], chunk), pa.scalar("", pa.large_string())
                )
                self._letters.update((joined[0].as_py() or "").encode())

    def hexdigest(self) -> str:
        return self._values.hexdigest() + self._nulls.hexdigest() + self._letters.hexdigest()


def _is_bool(chunk: Any) -> bool:
    return bool(pa.types.is_boolean(chunk.type))
