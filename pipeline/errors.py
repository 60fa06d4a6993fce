"""Every error Stasis raises on purpose: what is wrong, where, and the remedy."""

from __future__ import annotations

from pathlib import Path


class StasisError(Exception):
    """Something a person can mend. ``str()`` gives place, problem and remedy on one line each.

    Args:
        problem: what is wrong, in one sentence.
        place: the file (and line or key) or the address it is wrong in.
        remedy: what to do about it.

    >>> print(StasisError("δεν διαβάζεται", place="a.yaml:3", remedy="διορθώστε το"))
    a.yaml:3: δεν διαβάζεται
      -> διορθώστε το
    """

    def __init__(self, problem: str, *, place: str | Path = "", remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = str(place)
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.place}: {self.problem}" if self.place else self.problem
        return f"{head}\n  -> {self.remedy}" if self.remedy else head


class SettingsError(StasisError):
    """A file under ``configs/`` is malformed or says something that is not allowed."""


class SourceError(StasisError):
    """One article cannot be read; the run goes on without it and lists it."""


class ModelError(StasisError):
    """A language model or the claim scorer is missing or lacks what is needed of it."""


class StoreError(StasisError):
    """The versioned store, or the raw store of a source, cannot be read or written."""


class GoldError(StasisError):
    """A gold file for evaluation is malformed."""


class ExportError(StasisError):
    """An export cannot be written where it was asked for."""


class SelectionError(StasisError):
    """What was asked of a table is not in it, or makes no sense there."""


class ReviewError(StasisError):
    """A file of judgements cannot be read or written, or a judgement is none."""
