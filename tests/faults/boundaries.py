"""The boundaries at which a run can be struck, as a table, and the plan that a seed makes of them.

What strikes at files does so through Python's audit events, so whatever opens, lists, renames or removes one is struck,
whichever way it goes about it; Delta Lake writes from Rust, where only the kernel's own limits reach.
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, cast

from pipeline import datapackage, flows, history, triage
from pipeline.apart import Apart
from pipeline.delta import Deltas
from pipeline.ledger import Ledger
from pipeline.records import Article, Parsed
from pipeline.spool import Spool
from pipeline.stages import Tools

READS = ("open for reading", "os.listdir", "os.scandir")
WRITES = ("open for writing", "os.rename", "os.mkdir", "os.remove", "os.symlink", "os.rmdir")
STEPS: dict[str, tuple[Any, str]] = {
    "before reading": (flows, "read"),
    "before it is seen what repeats": (triage, "alone"),
    "before comparing": (triage, "compared"),
    "before a batch": (Apart, "ready"),
    "before a batch is put aside": (Spool, "add"),
    "before it is seen what was found": (flows, "gather"),
    "before the tables are sorted": (Spool, "ordered"),
    "before publishing": (flows, "publish"),
    "before a table is written": (Deltas, "write"),
    "before the version is recorded": (Ledger, "add"),
    "before the CSV files": (datapackage, "write"),
    "before it is noted what rows were made from": (Ledger, "remember"),
    "before the run is remembered": (history, "remember"),
}
"""Where a machine can stop between two stages."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens, at which moment: the so many-th time that a run comes by there, the first being 0."""

    boundary: str
    moment: int
    detail: str = ""


def planned(chance: random.Random, doc_ids: list[str]) -> Fault:
    """A fault at a boundary drawn by chance."""
    boundary = chance.choice(list(BOUNDARIES))
    moments, details, _ = BOUNDARIES[boundary]
    return Fault(boundary, chance.randrange(moments), chance.choice(details or doc_ids))


def read_fails(fault: Fault, tools: Tools, watched: Path) -> None:
    """A disk that cannot be read."""
    _at_event(READS, watched, fault.moment, _raising(OSError(errno.EIO, os.strerror(errno.EIO))))


def write_fails(fault: Fault, tools: Tools, watched: Path) -> None:
    """A disk without room for one file more, for once or from then on."""
    error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    _at_event(WRITES, watched, fault.moment, _raising(error), lasting=fault.detail == "for good")


def disk_full(fault: Fault, tools: Tools, watched: Path) -> None:
    """No file may grow beyond so many bytes: the kernel refuses the rest, also what Rust writes."""
    most = int(fault.detail)
    _at_event((*READS, *WRITES), watched, fault.moment, lambda: _limit(resource.RLIMIT_FSIZE, most))


def no_files_left(fault: Fault, tools: Tools, watched: Path) -> None:
    """The kernel opens no file more, also for Rust."""
    _at_event((*READS, *WRITES), watched, fault.moment, lambda: _limit(resource.RLIMIT_NOFILE, 3))


def killed(fault: Fault, tools: Tools, watched: Path) -> None:
    """The run ends at once while it is about to touch a file."""
    _at_event((*READS, *WRITES), watched, fault.moment, _end_at_once)


def killed_at(fault: Fault, tools: Tools, watched: Path) -> None:
    """The run ends after so many milliseconds, also in the midst of what Rust does."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, (fault.moment + 1) / 1000)


def stopped(fault: Fault, tools: Tools, watched: Path) -> None:
    """The machine stops between two stages."""
    owner, name = STEPS[fault.detail]
    whole, moments = getattr(owner, name), iter(range(fault.moment + 1))

    def step(*args: Any, **options: Any) -> Any:
        if next(moments, None) == fault.moment:
            _end_at_once()
        return whole(*args, **options)

    setattr(owner, name, step)


def worker_killed(fault: Fault, tools: Tools, watched: Path) -> None:
    """The process that analyses is killed as it is given work."""
    whole, moments = Apart._exchange, count()

    def exchange(apart: Apart, question: Any) -> Any:
        if next(moments) == fault.moment and apart._process:
            apart._process[0].kill()
        return whole(apart, question)

    Apart._exchange = exchange  # type: ignore[method-assign,assignment]


def poisoned(how: Callable[[], object]) -> Callable[[Fault, Tools, Path], Tools]:
    """An article that does something to the parser, or to the search for claims."""

    def strike(fault: Fault, tools: Tools, watched: Path) -> Tools:
        if fault.moment:
            return replace(tools, extractor=cast(Any, _Striking(tools.extractor, fault.detail, how)))
        return replace(tools, engine=_Striking(tools.engine, fault.detail, how))

    return strike


class _Striking:
    """An engine or extractor that is struck at one article."""

    name = "spacy"

    def __init__(self, whole: Any, doc_id: str, how: Callable[[], object]) -> None:
        self.whole, self.doc_id, self.how = whole, doc_id, how
        self.lexicon = getattr(whole, "lexicon", None)

    def parse(self, articles: Iterable[Article]) -> Iterator[Parsed]:
        for article in articles:
            self._strike(article)
            yield from self.whole.parse([article])

    def extract(self, parsed: Parsed, mentions: Any) -> Any:
        self._strike(parsed.article)
        return self.whole.extract(parsed, mentions)

    def _strike(self, article: Article) -> None:
        if article.doc_id == self.doc_id:
            self.how()


def raises() -> None:
    """A mistake in a parser."""
    raise RuntimeError("δηλητήριο")


def loops() -> None:
    """In Python, where other threads run on."""
    tick = ctypes.CDLL(None).usleep
    while True:
        tick(1000)


def loops_in_c() -> None:
    """Holding the GIL: no other thread of Python and no signal handler has a turn."""
    ctypes.PyDLL(None).sleep(1000)


def crashes() -> None:
    """As C code does that writes where it may not."""
    ctypes.string_at(0)


Strike = Callable[[Fault, Tools, Path], Tools | None]
BOUNDARIES: dict[str, tuple[int, list[str], Strike]] = {
    "a read that fails": (60, ["once"], read_fails),
    "a file that cannot be written": (40, ["once", "for good"], write_fails),
    "a disk that fills": (100, ["0", "300", "2000", "6000", "20000"], disk_full),
    "no file more can be opened": (100, ["for good"], no_files_left),
    "SIGKILL": (100, ["the run"], killed),
    "SIGKILL at any time": (600, ["the run"], killed_at),
    "a machine that stops between two stages": (3, list(STEPS), stopped),
    "a worker killed with SIGKILL": (5, ["the worker"], worker_killed),
    "an article that raises": (2, [], poisoned(raises)),
    "an article that loops": (2, [], poisoned(loops)),
    "an article that loops in C": (2, [], poisoned(loops_in_c)),
    "an article that crashes": (2, [], poisoned(crashes)),
}
"""By name: among how many moments one is drawn, the details there are (none: the articles), and what strikes."""


def strike(told: dict[str, Any], tools: Tools, watched: Path) -> Tools:
    """Set the fault up in this process; the tools to work with."""
    fault = Fault(**told)
    return BOUNDARIES[fault.boundary][2](fault, tools, watched) or tools


def as_told(fault: Fault) -> dict[str, Any]:
    """For another process."""
    return asdict(fault)


def _at_event(
    events: tuple[str, ...], watched: Path, moment: int, act: Callable[[], object], lasting: bool = False
) -> None:
    """Act at an audit event that touches the folder, or from that one on."""
    moments, begin, me = count(), f"{watched}{os.sep}", os.getpid()

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            event = "open for writing" if args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else "open for reading"
        if event not in events or os.getpid() != me or not _fspath(args[0]).startswith(begin):
            return
        now = next(moments)
        if now == moment or (lasting and now > moment):
            act()

    sys.addaudithook(hook)


def _fspath(given: Any) -> str:
    return os.fsdecode(given) if isinstance(given, str | bytes | os.PathLike) else ""


def _raising(error: OSError) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _end_at_once() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
