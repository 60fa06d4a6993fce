"""What was made of pages before, so that a run need not take every page of years apart again.

    FOLDER/.readings.jsonl        one JSON object a line; it may be removed at any time, and is made anew

A reading holds for one content, one declaration, one state of this package: all three are in its key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from pipeline.records import Article, Notice, Problem

_PACKAGE = Path(__file__).parents[1]
_RECORDS = {"article": Article, "notice": Notice, "problem": Problem}

Found = Article | Problem


class Readings:
    """The readings of a source. Making one reads those there are.

    Args:
        folder: the source's own folder, ``data/raw/NAME``.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / ".readings.jsonl"
        self._known = self._lines()
        self._used: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}

    def get(self, key: str) -> list[Found] | None:
        """What was found under a key; None where it was never looked for, or the line is damaged."""
        line = self._known.get(key)
        if line is None:
            return None
        try:
            found = [_RECORDS[name](**said) for name, said in json.loads(line)["found"]]
        except (ValueError, KeyError, TypeError):
            return None
        self._used[key] = line
        return found

    def put(self, key: str, found: Iterable[Found]) -> None:
        """Remember what was found, with the next ``save``."""
        items = [(type(item).__name__.lower(), asdict(item)) for item in found]
        said = json.dumps({"key": key, "found": items}, ensure_ascii=False)
        self._new[key] = said.encode("utf-8", "replace") + b"\n"

    def save(self) -> None:
        """Write down what is new; what was not asked for this time is given up when it is most of the file."""
        lines, mode = self._new, "ab"
        if len(self._used) + len(self._new) < len(self._known) / 2:
            lines, mode = {**self._used, **self._new}, "wb"
        if not lines and mode == "ab":
            return
        try:
            with self._path.open(mode) as file:
                file.write(b"\n" + b"".join(lines.values()))
        except OSError:  # the folder may be read-only, or the disk full: then it is done again next time
            return

    def _lines(self) -> dict[str, bytes]:
        try:
            lines = self._path.read_bytes().splitlines()
        except OSError:
            return {}
        return {line[9:73].decode("ascii", "replace"): line for line in lines if line.startswith(b'{"key": "')}


def key(parts: Mapping[str, object]) -> str:
    """The key of a reading, 64 hexadecimal digits.

    Args:
        parts: what the reading is made from, apart from this package.
    """
    said = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{_state()}\0{said}".encode("utf-8", "replace")).hexdigest()


@lru_cache(maxsize=1)
def _state() -> str:
    """Changes when the code that reads pages does."""
    found = hashlib.sha256(version("trafilatura").encode())
    for path in sorted([*(_PACKAGE / "sources").glob("*.py"), *_PACKAGE.glob("*.py")]):
        found.update(path.read_bytes())
    return found.hexdigest()
