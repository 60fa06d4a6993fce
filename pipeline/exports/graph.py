"""Who stands where, or who depends on whom, as directed signed graphs for Gephi, networkx, igraph and visone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Literal

import networkx as nx
import pandas as pd

from pipeline.exports.counting import COUNTS, ISSUE, Period, laid, paired
from pipeline.records import SECOND, ClaimType

Form = Literal["graphml", "gexf"]


def graphs(rows: Any, kind: ClaimType, period: Period = "all", least: float = 0.0) -> dict[str, Any]:
    """A graph for each period in which there is a claim, in order.

    A node is an actor (all who share a rollup are one) or an issue; an edge goes from the holder to the target, or
    from the dependent to the provider. ``weight`` of an edge is the number of its claims, negated ones left out,
    ``sign`` that of the difference. A pair of which the text only says that there is nothing has no edge.

    Args:
        rows: the table ``stance`` or ``dependence``, a ``pyarrow.Table``.
        kind: which of the two.
        period: how dates are put together; ``all`` gives one graph, with the key «all».
        least: leave out claims less likely than this, 0 to 1.

    Returns:
        A ``networkx.DiGraph`` by period. With ``all`` there is always one, without nodes where there is no claim.

    >>> graphs(store.read("stance"), "stance")["all"].edges["TUR", "AZE"]["sign"]  # doctest: +SKIP
    1
    """
    claims = laid(rows, kind, period, least)
    found = {str(name): _graph(part, kind, str(name)) for name, part in claims.groupby("period")}
    found = {name: graph for name, graph in found.items() if graph.number_of_edges()}
    return found or ({"all": _graph(claims, kind, "all")} if period == "all" else {})


def write_graph(graph: Any, path: Path, form: Form) -> None:
    """Write a graph as GraphML or GEXF.

    >>> write_graph(nx.DiGraph(), Path("στάσεις.gexf"), "gexf")  # doctest: +SKIP
    """
    {"graphml": nx.write_graphml, "gexf": nx.write_gexf}[form](graph, path)


def _graph(claims: pd.DataFrame, kind: ClaimType, period: str) -> Any:
    counted = claims[claims["sign"] != 0]
    details = {pair: Counter(part) for pair, part in counted.groupby(["first", "second"])["detail"]}
    graph = nx.DiGraph(type=kind, period=period)
    graph.add_nodes_from(sorted(_nodes(counted).items()))
    for edge in paired(claims, kind, ("first", "second")).to_dict("records"):
        pair = str(edge["first"]), str(edge["second"])
        if pair in details:
            graph.add_edge(*map(_plain, pair), **_edge(edge, details[pair], kind))
    return graph


def _edge(counts: dict[Any, Any], details: Counter[str], kind: ClaimType) -> dict[str, Any]:
    net = int(counts["net"])
    wholes = (*COUNTS[kind].values(), "intended", "possible", "negated")
    return {
        "weight": int(counts["claims"]),
        "sign": (net > 0) - (net < 0),
        "net": net,
        **{name: int(counts[name]) for name in wholes},
        "confidence": float(counts["confidence"]),
        # The most frequent one; ties go by the alphabet, so that the same claims give the same file.
        SECOND[kind]: min(details, key=lambda name: (-details[name], name)),
        "details": ", ".join(f"{name} {n}" for name, n in sorted(details.items())),
    }


def _nodes(claims: pd.DataFrame) -> dict[str, dict[str, Any]]:
    sides = [
        claims[[side, f"{side}_name", f"{side}_kind", f"{side}_own"]].set_axis(["key", "name", "kind", "own"], axis=1)
        for side in ("first", "second")
    ]
    mentions = pd.concat(sides)
    return {_plain(str(key)): _node(str(key), part) for key, part in mentions.groupby("key")}


def _node(key: str, mentions: pd.DataFrame) -> dict[str, Any]:
    # «RUS» is called «Ρωσία», not «Κρεμλίνο»; where only others act for it and it is not named, it stays a code.
    own = Counter(mentions.loc[mentions["own"], "name"])
    label = min(own, key=lambda name: (-own[name], name)) if own else key.removeprefix(ISSUE)
    return {"label": _plain(label), "kind": str(mentions["kind"].iloc[0]), "claims": len(mentions)}


def _plain(text: str) -> str:
    """Without line breaks, and without the control characters that XML cannot hold."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
