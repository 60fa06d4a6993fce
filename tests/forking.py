"""Processes apart that are forked off, so that a test whose models are loaded need not load them again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

import pytest

from pipeline import apart
from pipeline.apart import Apart
from pipeline.stages import Tools


class Forked:
    """What there is of ``subprocess.Popen``, for a fork."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None

    def kill(self) -> None:
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._status


def forked(make: Callable[[], Any]) -> tuple[Forked, Connection]:
    """As ``apart.begun``, with all that is loaded here."""
    ours, theirs = Pipe()
    if child := os.fork():
        theirs.close()
        return Forked(child), ours
    try:
        _leave_the_rest(theirs.fileno())
        apart.serve(theirs.fileno(), make)
    finally:
        os._exit(1)


def preloaded(tools: Tools, patch: pytest.MonkeyPatch | None = None) -> None:
    """Let runs work with these tools."""
    patch = patch or pytest.MonkeyPatch()
    patch.setattr("pipeline.stages.load_tools", lambda *_, **__: tools)
    patch.setattr(Apart, "begin", staticmethod(forked))


def _leave_the_rest(kept: int) -> None:
    """Let go of the run's files, locks and connections, which must not stay open when it ends.

    Each descriptor becomes one of nothing rather than free: an object of the run that is collected here closes its own.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in [int(entry.name) for entry in Path("/dev/fd").iterdir()]:
        if descriptor > 2 and descriptor not in (kept, nothing):
            with suppress(OSError):  # that of the listing is gone
                os.fstat(descriptor)
                os.dup2(nothing, descriptor)
