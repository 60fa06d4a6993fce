"""The claims of both types as the report counts them, and the actors they are between, each with a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from pipeline.catalogue import TABLES
from pipeline.exports.counting import ISSUE, laid, paired
from pipeline.records import ROLES, ClaimType

SIDES = ("first", "second")


@dataclass(frozen=True)
class Claims:
    """The claims of one type: ``rows`` as published, ``counted`` as ``pipeline.exports.counting.laid`` gives them.

    Both have the same index.
    """

    kind: ClaimType
    rows: pd.DataFrame
    counted: pd.DataFrame

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """The claims summed over pairs; pairs of which only denials are told are left out."""
        summed = paired(self.counted, self.kind, SIDES)
        return summed[summed["claims"] > 0].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Actors:
    """Who the claims are between, the most frequent first. A number stands for each: its place in ``keys``.

    ``keys`` are those of ``laid``: a rollup, the name of an actor without one, or «issue:» and the name of an issue.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    claims: tuple[int, ...]
    numbers: Mapping[str, int]

    @property
    def issues(self) -> list[bool]:
        """Which of them are issues."""
        return [key.startswith(ISSUE) for key in self.keys]


def lay(tables: Mapping[str, Any], least: float = 0.0) -> list[Claims]:
    """The claims of a version, stance first.

    Args:
        tables: ``stance`` and ``dependence``, each a ``pyarrow.Table``.
        least: leave out claims less likely than this, 0 to 1.

    >>> [claims.kind for claims in lay({name: TABLES[name].empty() for name in ROLES})]
    ['stance', 'dependence']
    """
    found = []
    for kind in ROLES:
        counted = laid(tables[kind], kind, "month", least)
        found.append(Claims(kind, TABLES[kind].frame(tables[kind]).loc[counted.index], counted))
    return found


def actors(both: Sequence[Claims], entities: Any = None) -> Actors:
    """Who the claims are between.

    All who act for a state or an organisation are one, called by its own name: «RUS» is «Ρωσία», not «Κρεμλίνο». Where
    no claim names it, a mention elsewhere in the articles does; where there is none, it is called by the code.

    Args:
        both: the claims, of one type or both.
        entities: that table, a ``pyarrow.Table``.

    >>> actors(lay({name: TABLES[name].empty() for name in ROLES})).keys
    ()
    """
    count: Counter[str] = Counter()
    own: dict[str, Counter[str]] = {}
    for claims in both:
        for side in SIDES:
            count.update(claims.counted[side])
            named = claims.counted[claims.counted[f"{side}_own"] & (claims.counted[f"{side}_kind"] == "actor")]
            for key, name in zip(named[side], named[f"{side}_name"], strict=True):
                own.setdefault(key, Counter())[name] += 1
    other = _mentioned(entities)
    keys = sorted(count, key=lambda key: (-count[key], key))
    names = tuple(_name(own[key]) if key in own else other.get(key, key.removeprefix(ISSUE)) for key in keys)
    return Actors(tuple(keys), names, tuple(count[key] for key in keys), {key: n for n, key in enumerate(keys)})


def _mentioned(entities: Any) -> dict[str, str]:
    if entities is None:
        return {}
    own = entities.filter(
        pc.and_(pc.equal(entities["actor_id"], entities["rollup"]), pc.not_equal(entities["rollup"], ""))
    )
    found: dict[str, Counter[str]] = {}
    for rollup, name in zip(own["rollup"].to_pylist(), own["name"].to_pylist(), strict=True):
        found.setdefault(rollup, Counter())[name] += 1
    return {rollup: _name(names) for rollup, names in found.items()}


def _name(names: Counter[str]) -> str:
    # Ties go by the alphabet, so that the same version gives the same page.
    return min(names, key=lambda name: (-names[name], name))
