"""What a run does, line by line, in a file of its own: JSON with times, counts, names and places, never text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.settings import Pipeline

KEPT = 200
"""Files of a folder that stay; the oldest of ours go."""

_OURS = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}\.jsonl")


class RunLog:
    """The log of one run.

    A disk that is full must not end a run that may still publish: a line that cannot be written is left out.

    Args:
        run: the run's id, in every line.
        file: where the lines go; None for nowhere.

    >>> RunLog("0badcafe", None).note("stage", stage="read", articles=3)
    """

    def __init__(self, run: str, file: Path | None) -> None:
        self.run = run
        self.file = file

    def note(self, event: str, **said: Any) -> None:
        """Add a line: the time, the run, what happened, and figures and names that belong to it."""
        if self.file is None:
            return
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "run": self.run, "event": event, **said}
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


_current: ContextVar[RunLog | None] = ContextVar("_current", default=None)


def note(event: str, **said: Any) -> None:
    """Add a line to the log of the run that is going on, if one is."""
    if log := _current.get():
        log.note(event, **said)


@contextmanager
def opened(settings: Pipeline, run: str, started: datetime) -> Iterator[RunLog]:
    """The log of a run, to which ``note`` adds meanwhile; the oldest logs beside it go.

    Args:
        settings: say where it lies.
        run: eight hexadecimal digits.
        started: when the run began, in UTC.
    """
    folder = folder_of(settings)
    log = RunLog(run, folder / f"{started:%Y%m%dT%H%M%SZ}-{run}.jsonl" if folder else None)
    token = _current.set(log)
    try:
        yield log
    finally:
        _current.reset(token)
        if folder:
            _prune(folder)


def folder_of(settings: Pipeline) -> Path | None:
    """Where the logs of runs lie: as the settings say, else in the output, else nowhere.

    >>> folder_of(Pipeline(output=Path("έξοδος"))), folder_of(Pipeline(output="s3://bucket/stasis"))
    (PosixPath('έξοδος/logs'), None)
    """
    if settings.log is not None:
        return settings.log
    return settings.output / "logs" if isinstance(settings.output, Path) else None


def _prune(folder: Path) -> None:
    with suppress(OSError):
        for old in sorted(file for file in folder.iterdir() if _OURS.fullmatch(file.name))[:-KEPT]:
            old.unlink(missing_ok=True)
