"""Claims summed into tables: actor by actor net stance per month, and dependence per domain."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.exports.counting import laid, paired


def stance_by_month(rows: Any, least: float = 0.0) -> pd.DataFrame:
    """Net stance of each actor toward each other, month by month; issues are left to the graphs.

    Args:
        rows: the table ``stance``, a ``pyarrow.Table``.
        least: leave out claims less likely than this, 0 to 1.

    Returns:
        ``month`` (``undated`` where the article has no date), ``holder`` and ``target`` (the rollup, or the name of
        an actor without one), ``claims``, ``positive``, ``negative``, ``net`` (positive less negative), how many are
        ``intended`` and ``possible``, ``negated`` (counted in none of the others), mean ``confidence``.

    >>> stance_by_month(store.read("stance")).head(1)[["month", "holder", "target", "net"]]  # doctest: +SKIP
         month holder target  net
    0  2022-11    TUR    AZE    1
    """
    claims = laid(rows, "stance", "month", least)
    between = claims[(claims["first_kind"] == "actor") & (claims["second_kind"] == "actor")]
    summed = paired(between, "stance")
    return summed.rename(columns={"period": "month", "first": "holder", "second": "target"})


def dependence_by_domain(rows: Any, least: float = 0.0) -> pd.DataFrame:
    """Who depends on whom in each domain, over all dates.

    Args:
        rows: the table ``dependence``, a ``pyarrow.Table``.
        least: leave out claims less likely than this, 0 to 1.

    Returns:
        ``domain``, ``dependent`` and ``provider`` (as in ``stance_by_month``; a resource without an owner begins
        with «issue:»), ``claims``, then how many say that the reliance is ``standing``, ``increasing``, ``decreasing``,
        ``net`` (the first two less the third), ``intended``, ``possible``, ``negated``, ``confidence``.

    >>> dependence_by_domain(store.read("dependence")).head(1)[["domain", "provider", "net"]]  # doctest: +SKIP
       domain provider  net
    0  energy      RUS    1
    """
    summed = paired(laid(rows, "dependence", "all", least), "dependence", ("detail", "first", "second"))
    return summed.rename(columns={"detail": "domain", "first": "dependent", "second": "provider"})
