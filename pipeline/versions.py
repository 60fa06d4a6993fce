"""What is recorded of a published version, and its row in the table of versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import pyarrow as pa

Changes = dict[str, dict[str, int]]
"""Per table, how many keys were ``added``, ``removed`` and ``changed``."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a version was made from: hashes of configuration, models, lexicon and gazetteer, and the code's version."""

    config_hash: str = ""
    code_version: str = ""
    models_hash: str = ""
    lexicon_hash: str = ""
    gazetteer_hash: str = ""
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A published version. ``counts`` are rows per table, ``changes`` is against the version before.

    ``delta_versions`` names the Delta version of each table and record this version consists of; ``created_at`` is
    ISO 8601, UTC.
    """

    version: int
    created_at: str
    config_hash: str
    code_version: str
    models_hash: str
    lexicon_hash: str
    gazetteer_hash: str
    engine: str
    n_documents: int
    counts: dict[str, int]
    delta_versions: dict[str, int]
    content_hash: str
    changes: Changes

    @property
    def tables(self) -> list[str]:
        """The names of its tables; what begins with «_» is a record of how they were made."""
        return [name for name in self.delta_versions if not name.startswith("_")]


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish came to: the newest version's number, whether it is new, what changed in it."""

    version: int
    is_new: bool
    changes: Changes


_JSON = ("counts", "delta_versions", "changes")
_WHOLE = ("version", "n_documents")


def to_rows(version: Version) -> Any:
    """A ``pyarrow.Table`` of one row; what is itself a table of numbers is kept as JSON."""
    types = {name: pa.int64() if name in _WHOLE else pa.large_string() for name in (f.name for f in fields(Version))}
    schema = pa.schema([pa.field(name, kind, nullable=False) for name, kind in types.items()])
    row = asdict(version) | {name: json.dumps(getattr(version, name)) for name in _JSON}
    return pa.Table.from_pylist([row], schema=schema)


def from_row(row: Mapping[str, Any]) -> Version:
    """The version a row stands for.

    Raises:
        ValueError: when a column's JSON is damaged.
        TypeError: when columns are lacking or unknown.
    """
    return Version(**dict(row) | {name: json.loads(row[name]) for name in _JSON})
