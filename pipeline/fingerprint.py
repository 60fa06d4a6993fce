"""A hash of what tables say, the same however Arrow happens to have laid them out in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import TABLES


def content_hash(tables: Mapping[str, Any]) -> str:
    """SHA-256, hexadecimal, of all rows; columns that differ at every run (``retrieved_at``) do not count.

    Args:
        tables: ``pyarrow.Table`` by name, each sorted by its key.

    >>> content_hash({}) == content_hash({"stance": TABLES["stance"].empty()})
    False
    """
    total = hashlib.sha256()
    for name in sorted(tables):
        for column in TABLES[name].stable:
            total.update(f"{name}.{column}={_hash(tables[name][column])};".encode())
    return total.hexdigest()


def _hash(column: Any) -> str:
    # Lengths and letters apart, so that ["ab", "c"] and ["a", "bc"] differ; nulls apart from zeros.
    text = pa.types.is_large_string(column.type)
    values, nulls, letters = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()
    for chunk in column.chunks:
        numbers = pc.binary_length(chunk) if text else pc.fill_null(chunk, False if _is_bool(chunk) else 0)
        values.update(numbers.to_numpy(zero_copy_only=False).tobytes())
        nulls.update(pc.is_null(chunk).to_numpy(zero_copy_only=False).tobytes())
        if text:
            joined = pc.binary_join(
                pa.LargeListArray.from_arrays([0, len(chunk)], chunk), pa.scalar("", pa.large_string())
            )
            letters.update((joined[0].as_py() or "").encode())
    return values.hexdigest() + nulls.hexdigest() + letters.hexdigest()


def _is_bool(chunk: Any) -> bool:
    return bool(pa.types.is_boolean(chunk.type))
