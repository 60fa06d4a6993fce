"""Work done in a process apart, which a text can keep for ever, or bring down, without the run going with it.

Python heeds a signal, or what another thread asks, only between two of its own steps: what loops in C is never stopped
so, and a worker of Prefect or Dask does not work in the thread that heeds signals. The kernel needs no one's leave: the
process sets an alarm before each piece of work that ends it when it goes off. It is an interpreter of its own, not a
fork: a run has threads, and what these hold at that moment a fork would hold for ever.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, Pipe
from threading import Thread
from typing import Any, Protocol

from pipeline.collecting import held_back
from pipeline.errors import ModelError

BEGINNING = 1800.0
"""Seconds until a process that is still loading is given up; models may have to be fetched first."""

# A process has one processor: that its matrix products take turns on all of them costs more than it gives.
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class LostError(Exception):
    """The process ended before its work did.

    Args:
        status: as ``subprocess.Popen.returncode`` gives it.
        late: whether the alarm ended it.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"ended with {status}")
        self.status = status
        self.late = status == -signal.SIGALRM


class Process(Protocol):
    """What ``subprocess.Popen`` has."""

    pid: int

    def kill(self) -> None:
        """End it, unless it has ended."""

    def wait(self) -> int:
        """Its exit status, once it has ended; below zero, the signal that ended it."""


def begun(make: Callable[[], Any]) -> tuple[Process, Connection]:
    """An interpreter that makes the object and works with it, and the connection to it.

    Raises:
        OSError: when none can be started.
    """
    ours, theirs = Pipe()
    with theirs:
        serve = f"import sys; sys.path[:] = {sys.path!r}; from pipeline.apart import serve; serve({theirs.fileno()})"
        process = subprocess.Popen(
            [sys.executable, "-c", serve],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=_ONE_THREAD | os.environ,
            start_new_session=True,  # a Ctrl-C is for the run, which ends this process
        )
    with suppress(ConnectionError):  # it has ended: who waits for its answer is told
        ours.send(make)
    return process, ours


class Apart:
    """A process that is there from the first piece of work on; one that was lost is started anew for the next.

    Args:
        make: makes, in that process, the object whose methods are the work; pickled, as ``functools.partial`` can be.

    >>> words = Apart(partial(str, "Η Άγκυρα σιωπά."))
    >>> words.ask(60, "split")
    ['Η', 'Άγκυρα', 'σιωπά.']
    >>> words.close()
    """

    begin = staticmethod(begun)

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._process: tuple[Process, Connection] | None = None
        self._loaded = self._closed = False

    def start(self) -> None:
        """Let the process begin, unless it is there, without waiting for it.

        Raises:
            LostError: when it was closed.
            ModelError: when it cannot be started.
        """
        if self._process is not None:
            return
        if self._closed:
            raise LostError(-signal.SIGKILL)
        try:
            self._process = self.begin(self._make)
        except OSError as error:
            remedy = "end other programs, or raise the limits of processes, open files and memory; then run again"
            problem = f"no process can be started to analyse in: {error.strerror or error}"
            raise ModelError(problem, remedy=remedy) from error

    def ready(self) -> None:
        """See that the process is there and has made its object.

        Raises:
            ModelError: when it cannot be started, or was lost twice.
            Exception: what the making raised.
        """
        if not self._loaded:
            _twice(self._load)

    def ask(self, seconds: float, method: str, *args: Any) -> Any:
        """What a method of the object gives within so many seconds; arguments and result are pickled.

        Raises:
            LostError: when the process ended, by the alarm or otherwise.
            ModelError: as ``ready``.
            Exception: what the method raised.
        """
        self.ready()
        return self._exchange((seconds, method, args))

    def insist(self, method: str) -> Any:
        """As ``ask``, for what no text can make too long: tried twice, with time enough.

        Raises:
            ModelError: as ``ready``.
            Exception: what the method raised.
        """
        return _twice(lambda: self.ask(BEGINNING, method))

    def close(self) -> None:
        """End the process for good, whatever it is doing; another thread that waits for it is told that it is lost."""
        self._closed = True
        if self._process:
            process, _ = self._process
            process.kill()
            process.wait()

    def _load(self) -> None:
        self.start()
        try:
            self._exchange(None)
            self._loaded = True
        finally:
            if not self._loaded:
                self._end()

    def _exchange(self, question: tuple[float, str, tuple[Any, ...]] | None) -> Any:
        assert self._process
        _, connection = self._process
        try:
            if question:
                connection.send(question)
            done, found = connection.recv()
        except (EOFError, ConnectionError):
            raise LostError(self._end()) from None
        except BaseException:
            # Ctrl-C, or what cannot be unpickled: an answer on its way must not be taken for the next.
            self._end()
            raise
        if not done:
            raise found
        return found

    def _end(self) -> int:
        if self._process is None:
            return 0
        process, connection = self._process
        self._process, self._loaded = None, False
        connection.close()
        process.kill()
        return process.wait()


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


def serve(descriptor: int, make: Callable[[], Any] | None = None) -> None:
    """Be the process apart, at the other end of a connection; never comes back.

    Args:
        descriptor: the connection's.
        make: as ``Apart`` was given it; what comes first through the connection, where there is none.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for ends in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(ends, signal.SIG_DFL)
    try:
        # This thread has its turn even while the work loops in Python; where it loops in C, the alarm ends what a run
        # that was killed has left behind.
        Thread(target=_end_with_the_run, args=(descriptor,), daemon=True).start()
        connection = Connection(descriptor)
        with held_back():
            worker = _answered(connection, BEGINNING, make or connection.recv())
        while worker is not None:
            seconds, method, args = connection.recv()
            _answered(connection, seconds, partial(getattr(worker, method), *args), told=True)
    finally:
        os._exit(1)


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


def _end_with_the_run(descriptor: int) -> None:
    run = select.poll()
    run.register(descriptor, 0)  # not what is said there, only that no one is left to say anything
    run.poll()
    os._exit(0)
