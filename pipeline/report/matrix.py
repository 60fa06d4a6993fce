"""Actor by actor: the same counts as the maps, in rows and columns."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.exports.counting import COUNTS, ISSUE
from pipeline.report.laying import Actors, Claims

SIZE = 16
"""Actors of the matrix at most, rows as columns."""


def matrix(claims: Claims, actors: Actors, size: int = SIZE) -> dict[str, Any]:
    """The actors with the most claims about each other; issues are left to the map.

    Args:
        claims: of one type.
        actors: the numbers of the actors.
        size: how many actors at most.

    Returns:
        ``rows`` and ``columns``: numbers of actors, the most frequent first, without those that have no claim here;
        ``cells``: ``row`` and ``column`` (places in the two lists), ``claims``, ``net``, and the count of each value.

    >>> matrix(claims, actors(both))["cells"][0]["net"]  # doctest: +SKIP
    -12
    """
    between = claims.pairs[~claims.pairs["first"].str.startswith(ISSUE) & ~claims.pairs["second"].str.startswith(ISSUE)]
    count: Counter[str] = Counter()
    for side in ("first", "second"):
        for key, n in zip(between[side], between["claims"], strict=True):
            count[key] += int(n)
    order = sorted(count, key=lambda key: (-count[key], key))[:size]
    shown = between[between["first"].isin(order) & between["second"].isin(order)]
    rows = [key for key in order if key in set(shown["first"])]
    columns = [key for key in order if key in set(shown["second"])]
    return {
        "rows": [actors.numbers[key] for key in rows],
        "columns": [actors.numbers[key] for key in columns],
        "cells": [
            {
                "row": rows.index(row["first"]),
                "column": columns.index(row["second"]),
                "claims": int(row["claims"]),
                "net": int(row["net"]),
                "counts": {value: int(row[column]) for value, column in COUNTS[claims.kind].items()},
            }
            for row in shown.to_dict("records")
        ],
        "left_out": len(count) - len(order),
    }
