"""What is recorded of a published version, and its row in the table of versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import StoreError

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
    ISO 8601, UTC. ``tags`` and ``pruned_at`` come later than the version and are recorded apart from it.
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
    tags: tuple[str, ...] = ()
    pruned_at: str = ""

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
_APART = ("tags", "pruned_at")
_COLUMNS = tuple(one.name for one in fields(Version) if one.name not in _APART)
_NEEDED = ("version", "created_at", "counts", "delta_versions")


def to_rows(version: Version) -> Any:
    """A ``pyarrow.Table`` of one row; what is itself a table of numbers is kept as JSON."""
    types = {name: pa.int64() if name in _WHOLE else pa.large_string() for name in _COLUMNS}
    schema = pa.schema([pa.field(name, kind, nullable=False) for name, kind in types.items()])
    row = {name: json.dumps(getattr(version, name)) if name in _JSON else getattr(version, name) for name in _COLUMNS}
    return pa.Table.from_pylist([row], schema=schema)


def from_row(row: Mapping[str, Any], *, place: str | Path = "") -> Version:
    """The version a row stands for. What an older release did not record is "", no changes, or counted.

    Args:
        row: values by column.
        place: where it comes from, for the message.

    Raises:
        StoreError: when it is damaged, of a newer release, or lacks what no default can stand for.
    """
    if odd := sorted(set(row) - set(_COLUMNS)):
        raise StoreError(
            f"a newer release wrote this, for it has columns unknown here: {', '.join(odd)}",
            place=place,
            remedy="install that release of stasis, or choose another --output",
        )
    said = {name: value for name, value in row.items() if value is not None}
    remedy = "restore the folder from a backup, or choose another --output"
    if lacking := [name for name in _NEEDED if name not in said]:
        raise StoreError(f"the record of a version lacks {', '.join(lacking)}", place=place, remedy=remedy)
    try:
        known = {name: json.loads(said[name]) for name in _JSON if name in said}
    except ValueError as error:
        raise StoreError(f"the record of version {row['version']} is damaged", place=place, remedy=remedy) from error
    blank: dict[str, Any] = dict.fromkeys(_COLUMNS, "")
    blank |= {"changes": {}, "n_documents": known["counts"].get("documents", 0)}
    return Version(**blank | said | known)
