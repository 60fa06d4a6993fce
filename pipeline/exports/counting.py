"""Claims of a version counted by who, toward whom and when: what graphs and aggregates are made of."""

from __future__ import annotations

from typing import Any, Literal, get_args

import pandas as pd

from pipeline.catalogue import TABLES
from pipeline.records import POLARITY, ROLES, SECOND, TRENDS, VALUE, ClaimType
from pipeline.schema import DIGITS

Period = Literal["month", "quarter", "year", "all"]
PERIODS: tuple[Period, ...] = get_args(Period)

COUNTS: dict[ClaimType, dict[str, str]] = {
    "stance": {value: value for value in POLARITY.values()},
    "dependence": {value: value for value in TRENDS} | {"dependent": "standing"},  # «dependent» is the actor's column
}
"""For each value of polarity or trend the column that counts it."""

SIGN = {"positive": 1, "negative": -1, "dependent": 1, "increasing": 1, "decreasing": -1}
"""What a claim adds to the net of its pair. A reliance that shrinks counts against one that stands or grows."""

UNDATED = "undated"
ISSUE = "issue:"
"""Begins the key of an issue, so that no issue falls together with an actor of the same name."""


def laid(rows: Any, kind: ClaimType, period: Period = "all", least: float = 0.0) -> pd.DataFrame:
    """The claims of a table with the same columns for both types.

    Args:
        rows: the table, a ``pyarrow.Table``.
        kind: which of the two it is.
        period: how dates are put together.
        least: leave out claims less likely than this, 0 to 1.

    Returns:
        A row per claim. ``first`` and ``second`` are keys: the rollup, where an actor has one, else the name; of an
        issue its name after ``ISSUE``. ``sign`` is 1, -1, or 0 for a negated claim, which says that the position is
        *not* taken and so counts neither way. ``value``, ``detail``: polarity and category, or trend and domain.

    >>> laid(TABLES["stance"].empty(), "stance").shape[0]
    0
    """
    claims = TABLES[kind].frame(rows)
    claims = claims[claims["confidence"] >= least]
    first, second = ROLES[kind]
    frame = claims[["claim_id", "factuality", "confidence"]].copy()
    for name, role in (("first", first), ("second", second)):
        frame[name] = _keys(claims, role)
        frame[f"{name}_name"], frame[f"{name}_kind"] = claims[role], claims[f"{role}_kind"]
        frame[f"{name}_own"] = (claims[f"{role}_id"] == claims[f"{role}_rollup"]) & (claims[f"{role}_id"] != "")
    frame["value"], frame["detail"] = claims[VALUE[kind]], claims[SECOND[kind]]
    frame["sign"] = claims[VALUE[kind]].map(SIGN).where(claims["factuality"] != "negated", 0).astype(int)
    frame["period"] = claims["published_at"].map(lambda date: when(date, period)).astype(object)
    return frame


def when(published_at: str, period: Period) -> str:
    """The period a date falls into, ``undated`` where there is none, ``all`` where periods are not told apart.

    >>> when("2022-11-20", "quarter"), when("2022-11-20T06:00:00Z", "month"), when("", "year")
    ('2022-Q4', '2022-11', 'undated')
    """
    if period == "all":
        return "all"
    year, month = published_at[:4], published_at[5:7]
    if not month:
        return UNDATED
    return {"year": year, "quarter": f"{year}-Q{(int(month) + 2) // 3}", "month": f"{year}-{month}"}[period]


def paired(claims: pd.DataFrame, kind: ClaimType, by: tuple[str, ...] = ("period", "first", "second")) -> pd.DataFrame:
    """Claims summed over pairs.

    Args:
        claims: as ``laid`` gives them.
        kind: their type.
        by: what is kept apart.

    Returns:
        ``by``, then ``claims`` (all that are not negated), how many have each value, ``net`` (the sum of signs),
        ``intended`` and ``possible`` (how many of them are), ``negated`` (besides them), and ``confidence``, the mean
        over ``claims`` (missing where all are negated). Sorted by ``by``.

    >>> paired(laid(TABLES["stance"].empty(), "stance"), "stance").columns[3:7].to_list()
    ['claims', 'positive', 'negative', 'net']
    """
    counts = claims["sign"] != 0
    told = claims[list(by)].assign(claims=counts.astype(int))
    for value, column in COUNTS[kind].items():
        told[column] = ((claims["value"] == value) & counts).astype(int)
    told["net"] = claims["sign"]
    for factuality in ("intended", "possible", "negated"):
        told[factuality] = (claims["factuality"] == factuality).astype(int)
    told["confidence"] = claims["confidence"].where(counts)
    how = {name: "sum" for name in told.columns if name not in by} | {"confidence": "mean"}
    summed = told.groupby(list(by), as_index=False, sort=True).agg(how)
    summed["confidence"] = summed["confidence"].round(DIGITS)
    return summed


def _keys(claims: pd.DataFrame, role: str) -> pd.Series[str]:
    rollup, issue = claims[f"{role}_rollup"], claims[f"{role}_kind"] == "issue"
    # An issue stays itself even where it has an actor behind it: who condemns an invasion does not thereby condemn
    # all that its author is.
    return rollup.where(rollup != "", claims[role]).where(~issue, ISSUE + claims[role])
