"""Work done in a process apart, which a text can keep for ever, or bring down, without the run going with it.

Python heeds a signal, or what another thread asks, only between two of its own steps: what loops in C is never stopped
so, and a worker of Prefect or Dask does not work in the thread that heeds signals. The kernel needs no one's leave: the
process is forked off, and sets an alarm before each piece of work that ends it when it goes off.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from pipeline.errors import ModelError

BEGINNING = 1800.0
"""Seconds until a process that is still loading is given up; models may have to be fetched first."""


class LostError(Exception):
    """The process ended before its work did.

    Args:
        status: as ``os.waitstatus_to_exitcode`` gives it.
        late: whether the alarm ended it.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"ended with {status}")
        self.status = status
        self.late = status == -signal.SIGALRM


class Apart:
    """A process that is there from the first piece of work on; one that was lost is started anew for the next.

    Args:
        make: makes, in that process, the object whose methods are the work. Nothing need be sent there for it.

    >>> words = Apart(lambda: "Η Άγκυρα σιωπά.")
    >>> words.ask(60, "split")
    ['Η', 'Άγκυρα', 'σιωπά.']
    >>> words.close()
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._process: tuple[int, Connection, int] | None = None
        self._one = Lock()  # a Dask worker may have several threads

    def ready(self) -> None:
        """See that the process is there and has made its object.

        Raises:
            ModelError: when it cannot be started, or was lost twice.
            Exception: what the making raised.
        """
        with self._one:
            self._begin()

    def ask(self, seconds: float, method: str, *args: Any) -> Any:
        """What a method of the object gives within so many seconds; arguments and result are pickled.

        Raises:
            LostError: when the process ended, by the alarm or otherwise.
            ModelError: as ``ready``.
            Exception: what the method raised.
        """
        with self._one:
            self._begin()
            return self._exchange((seconds, method, args))

    def insist(self, method: str) -> Any:
        """As ``ask``, for what no text can make too long: tried twice, with time enough.

        Raises:
            ModelError: as ``ready``.
            Exception: what the method raised.
        """

        def attempt() -> Any:
            self._begin()
            return self._exchange((BEGINNING, method, ()))

        with self._one:
            return _twice(attempt)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with self._one:
            self._end()

    def _begin(self) -> None:
        if self._process is None:
            _twice(self._start)

    def _start(self) -> None:
        try:
            self._process = self._forked()
        except OSError as error:
            remedy = "end other programs, or raise the limits of processes, open files and memory; then run again"
            problem = f"no process can be started to analyse in: {error.strerror or error}"
            raise ModelError(problem, remedy=remedy) from error
        self._exchange(None)

    def _forked(self) -> tuple[int, Connection, int]:
        ours, theirs = Pipe()
        here, there = os.pipe()
        if not (child := os.fork()):
            try:
                _leave_the_rest({theirs.fileno(), here})
                # This thread has its turn even while the work loops in Python; where it loops in C, the alarm ends what
                # a run that was killed has left behind.
                Thread(target=_end_with_the_run, args=(here,), daemon=True).start()
                _serve(theirs, self._make)
            finally:
                os._exit(1)
        theirs.close()
        os.close(here)
        return child, ours, there

    def _exchange(self, question: tuple[float, str, tuple[Any, ...]] | None) -> Any:
        assert self._process
        _, connection, _ = self._process
        try:
            if question:
                connection.send(question)
            done, found = connection.recv()
        except (EOFError, ConnectionError):
            raise LostError(self._end()) from None
        except (
            BaseException
        ):  # Ctrl-C, or what cannot be unpickled: an answer on its way must not be taken for the next
            self._end()
            raise
        if done:
            return found
        if question is None:
            self._end()
        raise found

    def _end(self) -> int:
        if self._process is None:
            return 0
        child, connection, life = self._process
        self._process = None
        connection.close()
        os.close(life)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def ending(lost: LostError) -> str:
    """How a process ended, for people.

    >>> ending(LostError(-9))
    'was ended by SIGKILL'
    """
    return f"was ended by {signal.Signals(-lost.status).name}" if lost.status < 0 else f"ended with {lost.status}"


def _twice(work: Callable[[], Any]) -> Any:
    try:
        with suppress(LostError):
            return work()
        return work()
    except LostError as lost:
        remedy = "free memory, or set fewer workers in configs/pipeline.yaml; then run again"
        raise ModelError(f"the process with models and lexicon {ending(lost)}", remedy=remedy) from lost


def _serve(connection: Connection, make: Callable[[], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the run, which ends this process
    for ends in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(ends, signal.SIG_DFL)
    worker = _answered(connection, BEGINNING, make)
    while worker is not None:
        try:
            seconds, method, args = connection.recv()
        except EOFError:
            return
        _answered(connection, seconds, lambda: getattr(worker, method)(*args), told=True)  # noqa: B023, called at once


def _answered(connection: Connection, seconds: float, work: Callable[[], Any], *, told: bool = False) -> Any:
    """Do the work under the alarm, and answer with what came of it, or only that it is done."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    found = None
    answer: tuple[bool, Any]
    try:
        found = work()
        answer = (True, found if told else None)
    except BaseException as error:
        answer = (False, _sendable(error))
    signal.setitimer(signal.ITIMER_REAL, 0)
    connection.send(answer)
    return found


def _sendable(error: BaseException) -> BaseException:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _leave_the_rest(kept: set[int]) -> None:
    """Let go of the run's files, locks and connections, which must not stay open when it ends.

    Each descriptor becomes one of nothing rather than free: an object of the run that is collected here closes its own.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in [int(entry.name) for entry in Path("/dev/fd").iterdir()]:
        if descriptor > 2 and descriptor not in kept | {nothing}:
            with suppress(OSError):  # that of the listing is gone
                os.fstat(descriptor)
                os.dup2(nothing, descriptor)


def _end_with_the_run(life: int) -> None:
    os.read(life, 1)
    os._exit(0)
