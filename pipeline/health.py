"""How each source does, from the runs of an output: when it last ran, what it gave, and what looks broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from pipeline.history import Record
from pipeline.intake import Given

QUIET = 4.0
"""A source is quiet when nothing new came for so many times its usual gap."""

STUB = 0.5
"""Articles are stubs when their median length falls below this share of what it was."""

_ENOUGH = 3
"""Runs with something new, or articles, from which on «usual» means anything."""


@dataclass(frozen=True, slots=True)
class Health:
    """A source as the runs show it. ``last`` is the newest run that asked it, ``given`` what it last gave."""

    source: str
    last: str
    state: str
    given: Given = field(default_factory=Given)
    warnings: tuple[str, ...] = ()


def of_sources(runs: Sequence[Record], quiet: float = QUIET) -> list[Health]:
    """The health of each source that a run has asked, by name.

    Args:
        runs: oldest first.
        quiet: how many times its usual gap a source may give nothing new.

    >>> run = Record("α", "2022-11-22T05:00:00+00:00", 9.0, "completed", sources={"efsyn": Given(articles=3)})
    >>> of_sources([run])[0].given.articles
    3
    """
    names = sorted({name for run in runs for name in run.sources})
    return [_health(name, [run for run in runs if name in run.sources], quiet) for name in names]


def _health(name: str, runs: Sequence[Record], quiet: float) -> Health:
    told = [(_time(run), given) for run in runs if (given := run.sources[name])]
    last = runs[-1]
    warnings = [f"the last run {last.state}: {last.error}"] if last.state == "failed" else []
    if told:
        warnings += filter(None, (_gone(told), _quiet(told, quiet), _stub(told)))
    return Health(name, last.started, last.state, told[-1][1] if told else Given(), tuple(warnings))


def _gone(told: Sequence[tuple[datetime, Given]]) -> str:
    before = max((given.articles for _, given in told[:-1]), default=0)
    return f"no article at all any more, where there were {before}" if before and not told[-1][1].articles else ""


def _quiet(told: Sequence[tuple[datetime, Given]], times: float) -> str:
    """Time is counted to the last run and not to now: a machine that was off says nothing about a newspaper."""
    fresh = [time for time, given in told if given.new]
    if len(fresh) < _ENOUGH:
        return ""
    usual = timedelta(seconds=median((later - earlier).total_seconds() for earlier, later in pairwise(fresh)))
    since = told[-1][0] - fresh[-1]
    if since <= times * usual:
        return ""
    return f"quiet: nothing new for {_said(since)}, usually something every {_said(usual)}"


def _stub(told: Sequence[tuple[datetime, Given]]) -> str:
    """New articles are looked at by themselves: among all that are kept, those of a broken template are few."""
    for what, length, count in (
        ("new articles", _new_length, _new),
        ("articles", _length, _articles),
    ):
        now, before = _recent([given for _, given in told if count(given)], length, count)
        if now and before and now < STUB * before:
            return f"{what} shrank to {now} characters in the median, from {before}: has the page's template changed?"
    return ""


def _recent(given: Sequence[Given], length: Callable[[Given], int], count: Callable[[Given], int]) -> tuple[int, int]:
    """The median length of the newest few articles, and that of those before; 0 where these are too few to tell."""
    newest: list[Given] = []
    rest = list(given)
    while rest and sum(map(count, newest)) < _ENOUGH:
        newest.append(rest.pop())
    if sum(map(count, newest)) < _ENOUGH or sum(map(count, rest)) < _ENOUGH:
        return 0, 0
    return int(median(map(length, newest))), int(median(map(length, rest)))


def _new_length(given: Given) -> int:
    return given.new_length


def _new(given: Given) -> int:
    return given.new


def _length(given: Given) -> int:
    return given.length


def _articles(given: Given) -> int:
    return given.articles


def _time(run: Record) -> datetime:
    return datetime.fromisoformat(run.started)


def _said(span: timedelta) -> str:
    """A length of time in the largest unit of which it has two.

    >>> _said(timedelta(hours=50)), _said(timedelta(minutes=90))
    ('2 days', '90 minutes')
    """
    seconds = span.total_seconds()
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
