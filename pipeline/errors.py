"""Every error Stasis raises on purpose: what is wrong, where, and the remedy."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def aside(what: str, *failures: type[Exception], place: str = "a temporary file") -> Iterator[None]:
    """What is done here with temporary files; what goes wrong is told with the remedy.

    Args:
        what: what goes wrong then.
        failures: errors that say so, besides OSError.
        place: the file or folder.

    Raises:
        StoreError: when the disk refuses.

    >>> with aside("the articles cannot be put aside"):
    ...     raise OSError(errno.ENOSPC, "No space left on device")
    Traceback (most recent call last):
    pipeline.errors.StoreError: a temporary file: the articles cannot be put aside: No space left on device
      -> see that the disk has room where temporary files go; TMPDIR names another place
    """
    told: tuple[type[Exception], ...] = (OSError, *failures)
    try:
        yield
    except told as error:
        said = str(getattr(error, "strerror", "") or error).splitlines()[0]
        remedy = "see that the disk has room where temporary files go; TMPDIR names another place"
        raise StoreError(f"{what}: {said}", place=place, remedy=remedy) from error


_REFUSED = {
    errno.EMFILE: "close other programs, or raise the number of files that may be open: ulimit -n 4096",
    errno.ENOMEM: "close other programs, or set a smaller batch or fewer workers in configs/pipeline.yaml",
    errno.EIO: "see that the disk is sound",
}
_REFUSED[errno.ENFILE] = _REFUSED[errno.EMFILE]
for _full in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS):
    _REFUSED[_full] = "see that the disk has room and can be written"


def refused(error: OSError) -> StasisError | None:
    """What to say where the machine has no more files, room or memory to give, wherever that shows; None for the rest.

    >>> print(refused(OSError(errno.EIO, "Input/output error", "a.yaml")))
    a.yaml: the machine refuses: Input/output error
      -> see that the disk is sound; then run again
    """
    if error.errno not in _REFUSED:
        return None
    remedy = f"{_REFUSED[error.errno]}; then run again"
    return StasisError(f"the machine refuses: {error.strerror}", place=error.filename or "", remedy=remedy)
