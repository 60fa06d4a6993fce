"""One request at a time to a host, with a pause between two, and longer where the host asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipeline.sources.web.failures import LimitError

LONGEST = 300.0
"""Seconds that a run waits for a host, at most; one that asks for more is left alone until the next run."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What tells the time and lets it pass, in seconds."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Pace:
    """When each host may be asked next. Sources of one run share it, as two may live on one host.

    Args:
        clock: what tells the time.

    >>> Pace().wait("efimerida.example", 2.0, "https://efimerida.example/α")
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self._last: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def wait(self, host: str, gap: float, address: str) -> None:
        """Let the time pass until the host may be asked, ``gap`` seconds after it was asked last.

        Raises:
            LimitError: when that is longer than ``LONGEST``.
        """
        never = float("-inf")
        left = max(self._last.get(host, never) + gap, self._held.get(host, never)) - self.clock.now()
        if left > LONGEST:
            asked = timedelta(seconds=round(min(left, 1e9)))
            problem = f"{host} asks to be left alone for {asked} (hours:minutes:seconds)"
            raise LimitError(problem, place=address, remedy="nothing: it is asked again in a later run")
        if left > 0:
            self.clock.sleep(left)

    def done(self, host: str) -> None:
        """A request to the host has ended just now."""
        self._last[host] = self.clock.now()

    def hold(self, host: str, seconds: float) -> None:
        """Ask the host no sooner than so many seconds from now, whatever the gap."""
        self._held[host] = self.clock.now() + seconds


def retry_after(said: str, date: str = "") -> float:
    """Seconds that a Retry-After header asks to wait, 0 where it asks for nothing that can be read.

    Args:
        said: the header: seconds, or a moment.
        date: the answer's Date header; a moment counts from there, as the two clocks may differ.

    >>> retry_after("Tue, 22 Nov 2022 14:05:30 GMT", "Tue, 22 Nov 2022 14:05:00 GMT")
    30.0
    """
    if said.strip().isascii() and said.strip().isdigit():
        return float(said[:12])
    moment = _moment(said)
    if moment is None:
        return 0.0
    return max(0.0, (moment - (_moment(date) or datetime.now(UTC))).total_seconds())


def _moment(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
