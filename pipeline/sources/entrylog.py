"""Which pages the feeds and sitemaps of a source have named so far, and what they said of them.

    FOLDER/entries.jsonl          one JSON object a line; the last one of an address counts

A feed names a page for days only, and a page may not say when it was published: so it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipeline.errors import StoreError
from pipeline.sources.entries import Entry

_NAMES = tuple(field.name for field in fields(Entry))


class EntryLog:
    """The record of a source's entries. Making one touches nothing on disk.

    Args:
        folder: the source's own folder, ``data/raw/NAME``.
        patience: seconds to wait for another run that is writing to it.

    >>> EntryLog(Path("δεν υπάρχει")).all()
    {}
    """

    def __init__(self, folder: Path, patience: float = 60.0) -> None:
        self.path = folder / "entries.jsonl"
        self._patience = patience

    def all(self) -> dict[str, Entry]:
        """Every entry by its address, in the order in which they were first named.

        Lines that are no entries, as a killed run may leave the last one, are passed over: the next feed says it again.

        Raises:
            StoreError: when the record cannot be read.
        """
        found: dict[str, Entry] = {}
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return found
        except OSError as error:
            remedy = "allow reading it to the user who runs this, and check its disk"
            raise StoreError(f"cannot be read: {error.strerror or error}", place=self.path, remedy=remedy) from error
        for line in lines:
            said = _said(line)
            if entry := _entry(said):
                found[entry.address] = entry
            elif "gone" in said:
                found.pop(said["gone"], None)
        return found

    def add(self, entries: Iterable[Entry]) -> None:
        """Record what is new of these; what a later feed leaves unsaid stays as it was said.

        Raises:
            StoreError: when the record cannot be written.
        """
        with self._writing():
            known = self.all()
            said = [_with(known, entry) for entry in entries]
            self._append(asdict(entry) for entry in said if known.get(entry.address) != entry)

    def drop(self, address: str) -> None:
        """Forget a page that is not to be had, until a feed names it again.

        Raises:
            StoreError: when the record cannot be written.
        """
        with self._writing():
            self._append([{"gone": address}])

    def _append(self, said: Iterable[Mapping[str, str]]) -> None:
        lines = [json.dumps(one, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for one in said]
        if lines:
            with self.path.open("ab") as file:
                # A line break first, in case a killed run left a line without one.
                file.write(b"\n" + b"".join(lines))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(".entries.lock"), timeout=self._patience):
                yield
        except (OSError, Timeout, NotImplementedError) as error:
            remedy = "make room on its disk and allow writing there, or name another folder as «raw» in the settings"
            raise StoreError(f"entries cannot be kept: {error}", place=self.path, remedy=remedy) from error


def _with(known: dict[str, Entry], entry: Entry) -> Entry:
    before = known.get(entry.address)
    if before is None:
        return entry
    return Entry(**{name: getattr(entry, name) or getattr(before, name) for name in _NAMES})


def _said(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) and all(isinstance(value, str) for value in said.values()) else {}


def _entry(said: Mapping[str, str]) -> Entry | None:
    return Entry(**{name: said[name] for name in _NAMES if name in said}) if "address" in said else None
