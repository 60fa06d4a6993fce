"""``stasis actors check``: what a person who extends the gazetteer may have overlooked in a file, beyond its form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from babel.core import get_global

from pipeline.actors.entries import Entry, EntryFile, EntryKind
from pipeline.actors.gazetteer import Gazetteer, load_gazetteer
from pipeline.actors.inflect import parse
from pipeline.greek import is_greek
from pipeline.records import Problem
from pipeline.settings import lines_of, load
from pipeline.text import fold

_OF_STATES = ("capital", "people", "adjective")


def check(path: Path, folder: Path) -> list[Problem]:
    """Doubtful entries of one file, seen beside all others of the gazetteer.

    Args:
        path: a file of entries, in ``folder`` or not yet.
        folder: the gazetteer, ``configs/actors``.

    Raises:
        SettingsError: when the file or one of the folder is malformed.
    """
    file = load(path, EntryFile)
    inside = path.resolve().parent == folder.resolve()
    gazetteer = load_gazetteer(folder)
    named = _named(gazetteer)
    known = gazetteer.entries.keys() | ({} if inside else {entry.id: None for entry in file.actors}).keys()
    found = []
    for entry, line in zip(file.actors, lines_of(path, "actors"), strict=True):
        place = f"{path}:{line}"
        if not inside and entry.id in gazetteer.entries:
            found.append(Problem(place, f"the id «{entry.id}» is in the gazetteer already", "give it another id"))
        found += [Problem(place, *told) for told in _doubts(entry, file.kind, named, set(known))]
    return found


def _named(gazetteer: Gazetteer) -> dict[str, dict[str, str]]:
    """Folded full names → the ids of those who have them, each with its kind."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kind, entry in gazetteer.entries.values():
        for name in (entry.name, *entry.also):
            found[fold(parse(name).text)][entry.id] = kind
    return dict(found)


def _doubts(
    entry: Entry, kind: EntryKind, named: dict[str, dict[str, str]], known: set[str]
) -> Iterator[tuple[str, str]]:
    if entry.rollup and entry.rollup not in known and not _is_state(entry.rollup):
        remedy = 'give the id of an entry or an ISO 3166 alpha-3 code; "" when nobody is acted for'
        yield f"«{entry.id}»: no entry and no state has the rollup «{entry.rollup}»", remedy
    for name in (entry.name, *entry.also):
        others = {i: k for i, k in named.get(fold(parse(name).text), {}).items() if i != entry.id}
        if others:
            whose = ", ".join(f"{i} ({k})" for i, k in sorted(others.items()))
            yield f"«{entry.id}»: «{name}» is also a name of {whose}", "join the two, or take the name off one of them"
        if not parse(name).gender and _declines(name):
            yield f"«{entry.id}»: «{name}» has no article, so its case forms are not found", f"write «ο/η/το {name}»"
    if kind == "state" and (lacks := [key for key in _OF_STATES if not getattr(entry, key)]):
        yield f"«{entry.id}» has no {', '.join(lacks)}", "add them, or they are not found in texts"
    for period in entry.office:
        if not _is_period(period):
            yield f"«{entry.id}»: «{period}» is no period", "write YYYY-MM-DD/YYYY-MM-DD, or YYYY-MM-DD/ while it lasts"


def _is_state(code: str) -> bool:
    return code in get_global("territory_aliases") and len(code) == 3


def _declines(name: str) -> bool:
    """Whether a name is Greek and no abbreviation."""
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and all(map(is_greek, letters)) and not name.isupper()


def _is_period(period: str) -> bool:
    begin, _, end = period.partition("/")
    try:
        return "/" in period and date.fromisoformat(begin) <= (date.fromisoformat(end) if end else date.max)
    except ValueError:
        return False
