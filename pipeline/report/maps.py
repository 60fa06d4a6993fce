"""Who stands where, and who depends on whom, as networks that are laid out before the page is opened."""

from __future__ import annotations

from math import log2
from typing import Any

import networkx as nx
import pandas as pd

from pipeline.exports.counting import COUNTS
from pipeline.report.laying import Actors, Claims

NODES = 36
"""Actors on a map at most: more cannot be told apart, on a telephone least of all."""

PULL = 0.15
"""How strongly a node is drawn to the middle, so that what hangs together with nothing does not fly off."""


def network(claims: Claims, actors: Actors, most: int = NODES) -> dict[str, Any]:
    """The actors and issues with the most claims, where each stands on the map, and the links between them.

    Args:
        claims: of one type.
        actors: the numbers of the actors.
        most: how many nodes at most.

    Returns:
        ``nodes``: ``actor`` (its number), ``claims``, ``x`` and ``y`` (-1 to 1); ``links``, the most frequent first:
        ``from`` and ``to`` (numbers of actors), ``claims``, ``net``, ``sign``, and the count of each value;
        ``left_out``: how many nodes have no place; ``own``: claims of an actor about itself, which no link shows.

    >>> network(claims, actors(both))["links"][0]["sign"]  # doctest: +SKIP
    -1
    """
    own = claims.pairs["first"] == claims.pairs["second"]
    pairs = claims.pairs[~own]
    weights = pd.concat([pairs.groupby(side)["claims"].sum() for side in ("first", "second")])
    weights = weights.groupby(level=0).sum()
    ranked = sorted(weights.index, key=lambda key: (-weights[key], key))
    kept = set(ranked[:most])
    shown = pairs[pairs["first"].isin(kept) & pairs["second"].isin(kept)]
    shown = shown.sort_values(["claims", "first", "second"], ascending=[False, True, True])
    linked = set(shown["first"]) | set(shown["second"])
    there = [key for key in ranked[:most] if key in linked]
    places = _places(shown, there)
    return {
        "nodes": [
            {"actor": actors.numbers[key], "claims": int(weights[key]), "x": places[key][0], "y": places[key][1]}
            for key in there
        ],
        "links": [_link(row, claims, actors) for row in shown.to_dict("records")],
        "left_out": len(ranked) - len(there),
        "own": int(claims.pairs[own]["claims"].sum()),
    }


def _link(row: dict[Any, Any], claims: Claims, actors: Actors) -> dict[str, Any]:
    net = int(row["net"])
    return {
        "from": actors.numbers[row["first"]],
        "to": actors.numbers[row["second"]],
        "claims": int(row["claims"]),
        "net": net,
        "sign": (net > 0) - (net < 0),
        "counts": {value: int(row[column]) for value, column in COUNTS[claims.kind].items()},
    }


def _places(links: pd.DataFrame, keys: list[str]) -> dict[str, tuple[float, float]]:
    if not keys:
        return {}
    graph = nx.Graph()
    graph.add_nodes_from(keys)
    for first, second, n in zip(links["first"], links["second"], links["claims"], strict=True):
        graph.add_edge(first, second, weight=1 + log2(n))
    graph.add_weighted_edges_from(("", key, PULL) for key in keys)  # no actor is called ""
    found = nx.spring_layout(graph, k=3 / len(keys) ** 0.5, iterations=300, seed=1)
    across, down = (_spread({key: float(found[key][axis]) for key in keys}) for axis in (0, 1))
    return {key: (across[key], down[key]) for key in keys}


def _spread(places: dict[str, float]) -> dict[str, float]:
    """Places between -1 and 1, half as they are and half at even distances: names need room in the thick of it."""
    least, most = min(places.values()), max(places.values())
    order = sorted(places, key=lambda key: (places[key], key))
    whole, last = (most - least) or 1.0, max(len(order) - 1, 1)
    return {key: round((places[key] - least) / whole + rank / last - 1, 3) for rank, key in enumerate(order)}
