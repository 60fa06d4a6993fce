"""Floors: figures an evaluation may not fall below. They lie in a file and a tool only ever raises them.

The file nests the names of the figures under the name of the gold set, as ``Report.as_dict()`` nests them::

    {"original": {"stance": {"full": {"f1": 0.52}, "category_accuracy": 0.8}}}

In messages, and wherever a figure is named in one word, the names are joined by dots: ``original.stance.full.f1``.
To lower a floor takes a deliberate act: an edit of the file that a reviewer sees.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError

Names = tuple[str, ...]


def check_floors(report_dicts: Mapping[str, Mapping[str, Any]], floors: Path, *, under: str = "") -> list[str]:
    """What fell below its floor; an empty list when nothing did.

    A floor whose figure is in no report fails too, and so does a file without floors: a gate that checks nothing
    must not look like one that was passed.

    Args:
        report_dicts: ``Report.as_dict()`` of each gold set, by the set's name.
        floors: the file of floors.
        under: check only the floors under this name, such as ``original`` or ``models.spacy``; "" for all.

    Returns:
        One message a failure, with the figure, its value, its floor, and the remedy.

    Raises:
        GoldError: when the file cannot be read or holds something that is no floor.

    >>> check_floors({"original": report.as_dict()}, Path("tests/floors.json"))  # doctest: +SKIP
    ['original.stance.full.f1 is 0.4912, below its floor 0.52']
    """
    chosen = tuple(under.split(".")) if under else ()
    wanted = {names: floor for names, floor in _read(floors).items() if names[: len(chosen)] == chosen}
    if not wanted:
        place = f"{floors} holds no floors" + (f" under {under}" if under else "")
        return [f"{place}, so nothing was checked: raise some from a report"]
    there = _figures(report_dicts)
    messages = (_failure(names, floor, there.get(names), report_dicts) for names, floor in wanted.items())
    return [message for message in messages if message]


def raise_floors(
    report_dicts: Mapping[str, Mapping[str, Any]], floors: Path, figures: Iterable[str] = (), *, slack: float = 0.0
) -> dict[str, tuple[float | None, float]]:
    """Raise floors to what was reached, and set new ones. No floor is lowered or taken away.

    Args:
        report_dicts: ``Report.as_dict()`` of each gold set, by the set's name. Floors of other sets stay.
        floors: the file of floors; made when it is not there.
        figures: names of figures to floor from now on, joined by dots, such as ``original.stance.full.f1``.
        slack: how far below its figure a floor is put, 0 or more, so that a harmless wobble is no failure.

    Returns:
        The floors that changed: dotted name → (old, new); the old one is ``None`` for a new floor.

    Raises:
        GoldError: when the file holds something that is no floor, or a figure, named there or in ``figures``, is
            in no report.
        ValueError: when ``slack`` is negative.

    >>> raise_floors({"original": report.as_dict()}, Path("tests/floors.json"))  # doctest: +SKIP
    {'original.stance.full.f1': (0.52, 0.5471)}
    """
    if slack < 0:
        raise ValueError(f"slack is {slack}; a floor above its figure would fail at once")
    old = _read(floors) if floors.exists() else {}
    there = _figures(report_dicts)
    for names in old:
        if names[0] in report_dicts and names not in there:
            remedy = "correct the name or take the floor away"
            raise GoldError(f"{'.'.join(names)} is a figure no report gives", place=floors, remedy=remedy)
    new = dict(old)
    for names in [*old, *_named(figures, there)]:
        if names in there:
            reached = max(0.0, min(there[names], round(there[names] - slack, 4)))
            new[names] = max(new.get(names, 0.0), reached)
    changed = {".".join(names): (old.get(names), floor) for names, floor in new.items() if old.get(names) != floor}
    if changed:
        _write(new, floors)
    return changed


def _failure(names: Names, floor: float, value: float | None, reports: Mapping[str, Any]) -> str:
    name = ".".join(names)
    if names[0] not in reports:
        return f"{name} has a floor, but '{names[0]}' was not evaluated: evaluate it, or take the floor away"
    if value is None:
        return f"{name} has a floor, but no report gives this figure: correct the name in the file of floors"
    return f"{name} is {value:g}, below its floor {floor:g}" if not value >= floor else ""


def _named(figures: Iterable[str], there: Mapping[Names, float]) -> list[Names]:
    by_name = {".".join(names): names for names in there}
    wanted = list(figures)
    unknown = [name for name in wanted if name not in by_name]
    if unknown:
        remedy = f"choose among {', '.join(by_name) or 'none: no report was given'}"
        raise GoldError(f"no report gives the figures {', '.join(unknown)}", remedy=remedy)
    return [by_name[name] for name in wanted]


def _figures(data: Any, names: Names = ()) -> dict[Names, float]:
    """The numbers of nested mappings by the names that lead to them. What is no number (an interval) is no figure."""
    return {path: float(leaf) for path, leaf in _leaves(data, names) if _is_number(leaf)}


def _leaves(data: Any, names: Names) -> Iterator[tuple[Names, Any]]:
    if isinstance(data, Mapping):
        for name, inner in data.items():
            yield from _leaves(inner, (*names, name))
    else:
        yield names, data


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read(floors: Path) -> dict[Names, float]:
    try:
        data = json.loads(floors.read_text(encoding="utf-8"))
    except OSError as error:
        remedy = "set floors from a report first"
        raise GoldError(f"cannot be read: {error.strerror}", place=floors, remedy=remedy) from error
    except ValueError as error:
        remedy = 'write one JSON object, {"original": {"stance": {"full": {"f1": 0.5}}}}'
        raise GoldError(f"no valid JSON: {error}", place=floors, remedy=remedy) from error
    for names, leaf in _leaves(data, ()):
        # NaN is a number to Python's JSON, and nothing is below it.
        if not names or not _is_number(leaf) or not math.isfinite(leaf) or leaf < 0:
            problem = f"{'.'.join(names) or 'the file'} is {leaf!r}, no floor"
            raise GoldError(problem, place=floors, remedy="write a number, 0 or more, under the figure's name")
    return _figures(data)


def _write(floors: Mapping[Names, float], path: Path) -> None:
    """Nest the names again and put the file in place at once, so that a run cut short leaves the old one."""
    nested: dict[str, Any] = {}
    for (*outer, last), floor in sorted(floors.items()):
        inner = nested
        for name in outer:
            inner = inner.setdefault(name, {})
        inner[last] = floor
    scratch = path.with_name(path.name + ".new")
    scratch.write_text(json.dumps(nested, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    scratch.replace(path)
