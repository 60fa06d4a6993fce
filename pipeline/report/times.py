"""Claims month by month, of all actors and of each that has many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.exports.counting import COUNTS
from pipeline.report.laying import SIDES, Actors, Claims

ACTORS = 100
"""Actors with a timeline of their own at most."""

SPAN = 600
"""Months that are drawn without a gap at most: one article dated 1821 must not squeeze the rest into a line."""

MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"


def timelines(both: Sequence[Claims], actors: Actors, most: int = ACTORS) -> dict[str, Any]:
    """Claims by month and value, negated ones left out.

    Args:
        both: the claims.
        actors: the numbers of the actors.
        most: how many of them get a timeline.

    Returns:
        ``months``: in order, without gaps; ``undated``: claims without a month, by type; ``values``: by type, the
        values in order; ``all``: by type, triples of month, value (places in the lists before) and number of claims;
        ``actors``: for each the number, and the triples by type of the claims where it is ``first`` or ``second``.

    >>> timelines(both, actors(both))["months"][:2]  # doctest: +SKIP
    ['2021-12', '2022-01']
    """
    told = {claims.kind: claims.counted[claims.counted["sign"] != 0] for claims in both}
    dated = {kind: frame[frame["period"].str.fullmatch(MONTH).astype(bool)] for kind, frame in told.items()}
    months = _months({month for frame in dated.values() for month in frame["period"]})
    places = {month: place for place, month in enumerate(months)}
    tables = {kind: _laid(frame, places, list(COUNTS[kind])) for kind, frame in dated.items()}
    chosen = range(min(most, len(actors.keys)))
    by_side = {side: {kind: dict(list(frame.groupby(side))) for kind, frame in tables.items()} for side in SIDES}
    return {
        "months": months,
        "undated": {kind: len(told[kind]) - len(dated[kind]) for kind in told},
        "values": {kind: list(COUNTS[kind]) for kind in told},
        "all": {kind: _triples(frame) for kind, frame in tables.items()},
        "actors": [
            {"actor": number}
            | {
                side: {
                    kind: _triples(parts[actors.keys[number]])
                    for kind, parts in kinds.items()
                    if actors.keys[number] in parts
                }
                for side, kinds in by_side.items()
            }
            for number in chosen
        ],
    }


def _months(found: set[str]) -> list[str]:
    if not found:
        return []
    first, last = min(found), max(found)
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    if end - begin >= SPAN:
        return sorted(found)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]


def _laid(frame: pd.DataFrame, places: dict[str, int], values: list[str]) -> pd.DataFrame:
    laid = frame[list(SIDES)].copy()
    laid["month"] = frame["period"].map(places).astype(int)
    laid["value"] = frame["value"].map(values.index).astype(int)
    return laid


def _triples(frame: pd.DataFrame) -> list[tuple[int, int, int]]:
    counts = frame.groupby(["month", "value"]).size().reset_index(name="n")
    return [(int(row["month"]), int(row["value"]), int(row["n"])) for row in counts.to_dict("records")]
