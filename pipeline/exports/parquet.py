"""The tables of a version as Parquet files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.catalogue import TABLES


def write_table(name: str, rows: Any, version: int, path: Path) -> None:
    """Write a table; the file says in its metadata which table and version it is, and what its columns mean.

    Args:
        name: the table.
        rows: a ``pyarrow.Table`` of it.
        version: the version's number.
        path: the file.

    >>> write_table("stance", TABLES["stance"].empty(), 3, Path("stance.parquet"))  # doctest: +SKIP
    """
    meta = {"table": name, "version": str(version), "description": TABLES[name].description}
    meanings = {column.name: {"description": column.description} for column in TABLES[name].columns}
    fields = [field.with_metadata(meanings[field.name]) for field in rows.schema]
    pq.write_table(rows.cast(pa.schema(fields, metadata=meta)), path, compression="zstd")
