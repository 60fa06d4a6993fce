"""Which versions there are, what they are called and which were pruned: small Delta tables.

``versions`` has a row for each version ever published, ``tags`` one for each tag, ``pruned`` one for each version that
was pruned; ``made`` says of each article of the newest version what its rows were made from. Each change is a single
commit to one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.delta import Deltas
from pipeline.errors import StoreError
from pipeline.versions import Version, from_row, to_rows

TABLES = ("versions", "tags", "pruned", "made")

_TAGS = pa.schema([("tag", pa.large_string()), ("version", pa.int64())])
_PRUNED = pa.schema([("version", pa.int64()), ("pruned_at", pa.large_string())])


class Ledger:
    """What is recorded of the versions of a store. Who changes it holds ``deltas.writing``.

    Args:
        deltas: the tables of the store.

    >>> from pathlib import Path
    >>> from pipeline.outputs import output_at
    >>> Ledger(Deltas(output_at(Path("δεν υπάρχει")))).tags()
    {}
    """

    def __init__(self, deltas: Deltas) -> None:
        self.deltas = deltas

    def versions(self, *, pruned: bool = False) -> list[Version]:
        """The versions that can be read, with their tags, oldest first; with ``pruned`` also those that were pruned.

        Raises:
            StoreError: when the record is damaged, or of a release that this one does not understand.
        """
        # In this order, for another process may publish and prune meanwhile: what was pruned when that was read is
        # never the newest of what is read after it.
        called, gone = self.tags(), self.pruned()
        place = self.deltas.place("versions")
        found = []
        for version in (from_row(row, place=place) for row in self._rows("versions")):
            tags = tuple(sorted(tag for tag, number in called.items() if number == version.version))
            found.append(replace(version, tags=tags, pruned_at=gone.get(version.version, "")))
        found.sort(key=lambda version: version.version)
        return [version for version in found if pruned or not version.pruned_at]

    def find(self, number: int | None = None) -> Version:
        """The version of this number; the newest when none is given.

        Raises:
            StoreError: when there is none, or it was pruned.
        """
        versions = {one.version: one for one in self.versions(pruned=True)}
        if not versions:
            raise StoreError(
                "no version has been published here", place=self.deltas.output.location, remedy="run `stasis run` first"
            )
        found = versions.get(max(versions) if number is None else number)
        if found and not found.pruned_at:
            return found
        there = ", ".join(str(one.version) for one in versions.values() if not one.pruned_at)
        what = f"version {number} was pruned on {found.pruned_at[:10]}" if found else f"there is no version {number}"
        raise StoreError(what, place=self.deltas.output.location, remedy=f"versions there are: {there}")

    def add(self, version: Version) -> None:
        """Record a version: the commit point of a publish."""
        self.deltas.write("versions", to_rows(version), "append")

    def tags(self) -> dict[str, int]:
        """The number of the version that each tag names."""
        return {row["tag"]: row["version"] for row in self._rows("tags")}

    def put_tags(self, tags: Mapping[str, int]) -> None:
        """Record these tags and no others."""
        rows = [{"tag": tag, "version": number} for tag, number in sorted(tags.items())]
        self.deltas.write("tags", pa.Table.from_pylist(rows, schema=_TAGS), "overwrite")

    def pruned(self) -> dict[int, str]:
        """When each version that was pruned was, ISO 8601, UTC."""
        return {row["version"]: row["pruned_at"] for row in self._rows("pruned")}

    def mark_pruned(self, versions: Iterable[Version]) -> None:
        """Record that versions were pruned now: the commit point of a pruning."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rows = [{"version": version.version, "pruned_at": now} for version in versions]
        self.deltas.write("pruned", pa.Table.from_pylist(rows, schema=_PRUNED), "append")

    def made(self, version: int) -> Any:
        """What was told to ``remember`` of this version, a ``pyarrow.Table``.

        None where it was nothing, another version was told of, or it cannot be read: whoever asks can do without.
        """
        try:
            rows = self.deltas.rows("made") if self.deltas.holds("made") else None
        except StoreError:  # another run may be replacing it just now
            return None
        if rows is None or not pc.all(pc.equal(rows["version"], version)).as_py():
            return None
        return rows.drop_columns(["version"])

    def remember(self, version: int, made: Any) -> None:
        """Keep what the rows of a version were made from, in place of what was kept of another."""
        numbers = pa.repeat(pa.scalar(version, pa.int64()), made.num_rows)
        now = self.deltas.write("made", made.append_column("version", numbers), "overwrite")
        self.deltas.remove("made", self.deltas.unused("made", [now]))

    def _rows(self, table: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.deltas.rows(table).to_pylist() if self.deltas.holds(table) else []
        return rows
