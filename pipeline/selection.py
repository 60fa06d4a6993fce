"""The claims of a table that a person asks for: by actor, time, what is said, how surely; and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

import pandas as pd

from pipeline.errors import SelectionError
from pipeline.greek import fold
from pipeline.records import DOMAINS, FACTUALITIES, POLARITY, ROLES, SECOND, TRENDS, VALUE, ClaimType

Side = Literal["any", "first", "second"]

CHOICES: dict[str, tuple[str, ...]] = {
    "polarity": tuple(dict.fromkeys(POLARITY.values())),
    "category": tuple(POLARITY),
    "trend": TRENDS,
    "domain": DOMAINS,
    "factuality": FACTUALITIES,
}
SHORT = {"date": "published_at", "sure": "confidence"}
"""Names for columns that are quicker to type."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is left empty is not asked.

    ``actor`` and ``source`` are names, ids or rollups. ``since`` and ``until`` are years, months or days, both within.
    ``equal`` holds columns that must have one of their closed list of values. All words of ``search`` must stand in the
    evidence or the two names.
    """

    actor: str = ""
    role: str = "any"
    since: str = ""
    until: str = ""
    source: str | None = None
    search: str = ""
    least: float = 0.0
    equal: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selected:
    """The rows asked for, and how many were left out only because nobody knows when they were published."""

    rows: pd.DataFrame
    undated: int


def select(rows: pd.DataFrame, type: ClaimType, wanted: Wanted) -> Selected:
    """The rows of a claim table that are asked for, in their order.

    Args:
        rows: the table as a frame.
        type: which of the two tables it is.
        wanted: what is asked for.

    Raises:
        SelectionError: when an actor or source does not stand in the table, or a value or date is none.

    >>> select(claims, "stance", Wanted(actor="ρωσια", since="2022-01")).rows["holder"].tolist()  # doctest: +SKIP
    ['Ρωσία']
    """
    if wanted.actor:
        rows = rows[by_actor(rows, type, wanted.actor, side_of(type, wanted.role))]
    if wanted.source is not None:
        rows = rows[_by_source(rows, wanted.source)]
    for column, value in wanted.equal.items():
        _check(rows, type, column, value)
        rows = rows[rows[column] == value]
    rows = rows[rows["confidence"] >= wanted.least]
    if words := fold(wanted.search).split():
        rows = rows[_told(rows, type).map(lambda told: all(word in told for word in words)).astype(bool)]
    return _between(rows, wanted.since, wanted.until)


def ordered(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Rows by a column, or by several with commas between; «-» before one turns its order round.

    Raises:
        SelectionError: when there is no such column.

    >>> ordered(claims, "-confidence,date")  # doctest: +SKIP
    """
    columns, ups = [], []
    for part in by.split(","):
        name = part.strip().removeprefix("-")
        column = SHORT.get(name, name)
        if column not in rows.columns:
            there = ", ".join([*SHORT, *rows.columns])
            raise SelectionError(f"no column «{name}» to sort by", place="--sort", remedy=f"choose among {there}")
        columns.append(column)
        ups.append(not part.strip().startswith("-"))
    return rows.sort_values(columns, ascending=ups, kind="stable")


def by_actor(rows: pd.DataFrame, type: ClaimType, asked: str, side: Side = "any") -> pd.Series[bool]:
    """Which rows have an actor, whatever its accents and capitals: by name, id or rollup, else by words of its name.

    Raises:
        SelectionError: when no row has; it tells the nearest names.

    >>> by_actor(claims, "stance", "ΡΩΣΙΑ")  # doctest: +SKIP
    """
    sides = _roles(type, side)
    wanted = fold(asked).strip()
    exact = pd.Series(False, rows.index)
    for role in sides:
        for column in (role, f"{role}_id", f"{role}_rollup"):
            exact |= rows[column].map(fold) == wanted
    if exact.any():
        return exact
    words, partly = set(wanted.split()), pd.Series(False, rows.index)
    for role in sides:
        partly |= rows[role].map(lambda name: words <= set(fold(name).split())).astype(bool)
    if words and partly.any():
        return partly
    raise unknown("actor", asked, actor_names(rows, type, side))


def actor_names(rows: pd.DataFrame, type: ClaimType, side: Side = "any") -> list[str]:
    """The names and rollups of a table's actors.

    >>> actor_names(claims, "stance")[:2]  # doctest: +SKIP
    ['Ουγγαρία', 'Ρωσία']
    """
    return [name for role in _roles(type, side) for column in (role, f"{role}_rollup") for name in rows[column]]


def _roles(type: ClaimType, side: Side) -> tuple[str, ...]:
    return {"any": ROLES[type], "first": ROLES[type][:1], "second": ROLES[type][1:]}[side]


def side_of(type: ClaimType, role: str) -> Side:
    """Which side of a claim a role is: by its own name, or by the other type's.

    Raises:
        SelectionError: for a word that is no role.

    >>> side_of("dependence", "holder"), side_of("stance", "provider"), side_of("stance", "any")
    ('first', 'second', 'any')
    """
    names: dict[str, Side] = {"any": "any"}
    for first, second in ROLES.values():
        names |= {first: "first", second: "second"}
    if role not in names:
        there = ", ".join((*ROLES[type], "any"))
        raise SelectionError(f"«{role}» is no role", place="--role", remedy=f"choose among {there}")
    return names[role]


def _by_source(rows: pd.DataFrame, asked: str) -> pd.Series[bool]:
    wanted, names = fold(asked).strip(), rows["source"].map(fold)
    if not wanted:
        return names == ""
    found = (names == wanted) | (rows["source_rollup"].map(fold) == wanted)
    if not found.any():
        words = set(wanted.split())
        found = names.map(lambda name: words <= set(name.split())).astype(bool)
    if not found.any():
        raise unknown("source", asked, rows["source"])
    return found


def unknown(what: str, asked: str, names: Iterable[str]) -> SelectionError:
    """The error that says that a name does not stand in the table, and which are the nearest.

    >>> unknown("actor", "Ρωσσία", ["Ρωσία", "Συρία"]).remedy
    'the nearest there are: Ρωσία'
    """
    there = {fold(name): name for name in names if name}
    near = [there[name] for name in get_close_matches(fold(asked).strip(), there, n=5, cutoff=0.7)]
    inside = [name for folded, name in there.items() if len(asked) > 2 and fold(asked).strip()[:4] in folded]
    said = list(dict.fromkeys([*near, *inside]))[:5]
    remedy = f"the nearest there are: {', '.join(said)}" if said else "`stasis show` lists what there is"
    return SelectionError(f"no claim has the {what} «{asked}»", place=f"--{what}", remedy=remedy)


def _check(rows: pd.DataFrame, type: ClaimType, column: str, value: str) -> None:
    if column not in rows.columns:
        remedy = f"leave it out, or ask for --{VALUE[type]} or --{SECOND[type]}"
        raise SelectionError(f"the table {type} has no {column}", place=f"--{column}", remedy=remedy)
    if value not in CHOICES[column]:
        remedy = f"choose among {', '.join(CHOICES[column])}"
        raise SelectionError(f"«{value}» is no {column}", place=f"--{column}", remedy=remedy)


def _told(rows: pd.DataFrame, type: ClaimType) -> pd.Series[str]:
    first, second = ROLES[type]
    return (rows["evidence"] + "\n" + rows[first] + "\n" + rows[second]).map(fold)


def _between(rows: pd.DataFrame, since: str, until: str) -> Selected:
    for name, date in (("since", since), ("until", until)):
        if date and not _is_date(date):
            raise SelectionError(f"«{date}» is no date", place=f"--{name}", remedy="write 2022, 2022-01 or 2022-01-31")
    if not since and not until:
        return Selected(rows, 0)
    dates = rows["published_at"]
    known = dates != ""
    # ISO dates sort as text; «until 2022-03» takes in all of March, so only so much of each date is compared.
    within = (dates >= since) & ((dates.str[: len(until)] <= until) if until else known)
    return Selected(rows[known & within], int((~known).sum()))


def _is_date(date: str) -> bool:
    try:
        pd.Timestamp(date)
    except ValueError:
        return False
    parts = date.split("-")
    return [len(part) for part in parts] == [4, 2, 2][: len(parts)] and all(part.isdigit() for part in parts)
