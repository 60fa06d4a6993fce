"""When an article without a date was written, as far as the politicians in it tell: most of them held office then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from pipeline.actors.entries import Entry

LEAST = 2
"""Politicians that must have been in office together. Of one alone an article may speak long after."""

_LONGER = 3
"""How many times as long as any others these must have been in office: of two that took turns either may be meant."""

_DAY, _WHILE = timedelta(days=1), timedelta(days=60)
"""A day; and how long persons must have held office together for it to tell anything."""

_ON = timedelta(days=730)
"""How long those are taken to stay whose time in office has no end yet."""


def in_office(entry: Entry, day: str) -> bool:
    """Whether a person held a public office on a day (ISO date)."""
    return any(begin <= day[:10] <= (end or "9999") for begin, _, end in (p.partition("/") for p in entry.office))


def era(entries: Iterable[Entry]) -> str:
    """A day on which as many as possible of these held office; "" where no two did, or it may as well be another time.

    Args:
        entries: whom a text names.

    >>> tsipras = Entry(id="α", name="Τσίπρας", office=["2015-01-26/2019-07-08"])
    >>> may, mitsotakis = (Entry(id=p, name=p, office=[p]) for p in ("2016-07-13/2019-07-24", "2019-07-08/"))
    >>> era([tsipras, may, mitsotakis]), era([tsipras, mitsotakis])
    ('2016-07-14', '')
    """
    persons = {entry.id: entry for entry in entries if entry.office}
    if len(persons) < LEAST:
        return ""
    lasted, begun = defaultdict[frozenset[str], timedelta](timedelta), dict[frozenset[str], str]()
    for begin, end in pairwise(_bounds(persons.values())):
        # Where one leaves and the next comes on the same day, both hold the office on it: the next day tells.
        day = (begin + _DAY).isoformat()
        together = frozenset(name for name, entry in persons.items() if in_office(entry, day))
        lasted[together] += end - begin
        begun[together] = day
    spans = [(len(who), span, begun[who]) for who, span in lasted.items() if span >= _WHILE and len(who) >= LEAST]
    best, *others = sorted(spans)[::-1] or [(0, _ON, "")]
    as_good = any(number == best[0] and _LONGER * span > best[1] for number, span, _ in others)
    return "" if as_good else best[2]


def _bounds(persons: Iterable[Entry]) -> list[date]:
    """The days on which anybody came or left, and the end of it all."""
    said = [day for entry in persons for period in entry.office for day in period.split("/") if day]
    days = sorted({date.fromisoformat(day) for day in said})
    return [*days, days[-1] + _ON]
