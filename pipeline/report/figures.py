"""The figures at the head of the report: how much was read, from whom and when, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.exports.counting import COUNTS
from pipeline.records import FACTUALITIES
from pipeline.report.laying import Claims
from pipeline.summary import FICTIONAL, notice


def figures(tables: Mapping[str, Any], both: Sequence[Claims]) -> dict[str, Any]:
    """What the summary says.

    Args:
        tables: ``documents`` and ``sentences``, each a ``pyarrow.Table``.
        both: the claims that the page shows.

    Returns:
        ``documents`` (all), ``repeats`` (those that repeat another), ``fictional``, ``made_up`` («all», «some» or ""),
        ``sentences``, ``first_day`` and ``last_day`` ("" where no article has a date), ``undated``, ``sources`` (name
        and number of articles, the largest first), then by type of claim its number, values and factualities.

    >>> figures(tables, lay(tables))["documents"]  # doctest: +SKIP
    20
    """
    documents = tables["documents"].select(["source", "published_at", "duplicate_of", "fictional"]).to_pandas()
    days = [date[:10] for date in documents["published_at"] if date]
    made_up = int(documents["fictional"].sum())
    note = notice(made_up, len(documents))
    return {
        "documents": len(documents),
        "repeats": int((documents["duplicate_of"] != "").sum()),
        "fictional": made_up,
        "made_up": {"": "", FICTIONAL: "all"}.get(note, "some"),
        "sentences": tables["sentences"].num_rows,
        "first_day": min(days, default=""),
        "last_day": max(days, default=""),
        "undated": len(documents) - len(days),
        "sources": _ranked(documents["source"]),
        "claims": {claims.kind: _counts(claims) for claims in both},
    }


def _ranked(values: pd.Series[str]) -> list[tuple[str, int]]:
    counts = Counter(values)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _counts(claims: Claims) -> dict[str, Any]:
    told = claims.counted[claims.counted["sign"] != 0]["value"]
    factualities = claims.counted["factuality"]
    return {
        "all": len(claims.counted),
        "values": {value: int((told == value).sum()) for value in COUNTS[claims.kind]},
        "factualities": {name: int((factualities == name).sum()) for name in FACTUALITIES},
    }
