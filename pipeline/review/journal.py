"""Judgements on disk: a line for each, written through before it counts as made. What was written never changes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipeline.errors import ReviewError
from pipeline.review.documents import Json

Clock = Callable[[], datetime]


def beside(gold: Path) -> Path:
    """Where the journal of a file of judgements lies.

    >>> beside(Path("κρίσεις.jsonl")).name
    'κρίσεις.journal.jsonl'
    """
    return gold.with_name(f"{gold.stem}.journal.jsonl")


def entries(path: Path) -> list[Json]:
    """What a journal holds. A last line that a crash cut off is passed over.

    Args:
        path: the journal.

    Raises:
        ReviewError: when it cannot be read, or a line before the last is damaged.

    >>> entries(Path("κρίσεις.journal.jsonl"))  # doctest: +SKIP
    [{'seq': 1, 'kind': 'document', …}, …]
    """
    return _read(path)[0]


class Journal:
    """An open journal: nobody else can write to it meanwhile.

    Args:
        path: the file; it is made by the first judgement.
        reviewer: whose judgements these are.
        clock: tells the time of each.

    Raises:
        ReviewError: when another review has it open, it is another person's, or it cannot be read or mended.

    >>> with Journal(Path("κρίσεις.journal.jsonl"), "Ελένη") as journal:  # doctest: +SKIP
    ...     journal.append("complete", doc_id="α1")["seq"]
    1
    """

    def __init__(self, path: Path, reviewer: str, clock: Clock = lambda: datetime.now(UTC)) -> None:
        self.path, self.reviewer, self._clock = path, reviewer, clock
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(path.with_suffix(".lock"))
            self._lock.acquire(timeout=0)
        except Timeout:
            remedy = "close that one, or give another --file"
            raise ReviewError("another review has it open", place=path, remedy=remedy) from None
        except OSError as error:
            raise _failed(path, error) from error
        try:
            self.entries, whole = _read(path) if path.exists() else ([], 0)
            self._refuse_others()
            self._file = path.open("ab", buffering=0)
            self.mended = self._file.tell() - whole
            self._file.truncate(whole)
            _sync_folder(path.parent)
        except OSError as error:
            self._lock.release()
            raise _failed(path, error) from error
        except ReviewError:
            self._lock.release()
            raise
        self._size = whole

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._lock.release()

    def append(self, kind: str, **what: Any) -> Json:
        """Write an entry through to the disk; only then is it returned.

        Raises:
            ReviewError: when it cannot be written; the journal then is as it was before.
        """
        entry = {"seq": len(self.entries) + 1, "kind": kind, "reviewer": self.reviewer}
        entry |= {"time": self._clock().isoformat(timespec="seconds"), **what}
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        try:
            written = 0
            while written < len(line):
                written += self._file.write(line[written:])
            os.fsync(self._file.fileno())
        except OSError as error:
            self._file.truncate(self._size)  # half a line must not stand before the next one
            raise _failed(self.path, error) from error
        self._size += len(line)
        self.entries.append(entry)
        return entry

    def _refuse_others(self) -> None:
        others = {entry["reviewer"] for entry in self.entries} - {self.reviewer}
        if others:
            remedy = f"give --reviewer {min(others)!r}, or another --file: one file holds one person's judgements"
            raise ReviewError(f"these are the judgements of «{min(others)}»", place=self.path, remedy=remedy)


def _read(path: Path) -> tuple[list[Json], int]:
    """The entries, and after how many bytes the whole lines end."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _failed(path, error) from error
    # Without its line break a line was never acknowledged: the writer died in between.
    whole = data.rfind(b"\n") + 1
    found = []
    for number, line in enumerate(data[:whole].splitlines(), 1):
        try:
            entry = json.loads(line)
            if entry["seq"] != number or not isinstance(entry["kind"], str) or not isinstance(entry["reviewer"], str):
                raise ValueError(f"it is no entry with the number {number}")
        except (ValueError, KeyError, TypeError) as error:
            remedy = "restore the file from a backup, or take the damaged line out by hand"
            raise ReviewError(f"the line is damaged: {error}", place=f"{path}:{number}", remedy=remedy) from error
        found.append(entry)
    return found, whole


def _sync_folder(folder: Path) -> None:
    """See that the name of a new file is on the disk as well, where the system can (Windows cannot)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _failed(path: Path, error: OSError) -> ReviewError:
    remedy = "see that the folder is writable and the disk has room, or give another --file"
    return ReviewError(f"cannot be read or written: {error.strerror or error}", place=path, remedy=remedy)
