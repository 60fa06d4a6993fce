"""Graphs of stance and dependence, as they are and as other programs read them back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from made_tables import ANALYSTS, ERDOGAN, GREECE, INVASION, claims, position, reliance
from results import ANKARA, ATHENS, BAKU, RUSSIA

from pipeline.exports.counting import PERIODS, Period, when
from pipeline.exports.graph import Form, graphs, write_graph
from pipeline.records import Claim, Role


@pytest.mark.parametrize(
    ("made", "weight", "sign", "net"),
    [
        ([position()], 1, 1, 1),
        ([position(category="pressure")], 1, -1, -1),
        ([position(), position(category="criticism", cue="επικρίνει")], 2, 0, 0),
        ([position(), position(first=ERDOGAN)], 2, 1, 2),  # both act for Turkey
        ([position(), position(cue="δεν", factuality="negated")], 1, 1, 1),  # negated: counts neither way
        ([position(factuality="intended"), position(cue="ίσως", factuality="possible")], 2, 1, 2),
    ],
)
def test_an_edge_is_signed_and_weighted_by_claims(made: list[Claim], weight: int, sign: int, net: int) -> None:
    edge = graphs(claims(*made)["stance"], "stance")["all"].edges["TUR", "AZE"]
    assert (edge["weight"], edge["sign"], edge["net"]) == (weight, sign, net)
    assert edge["positive"] + edge["negative"] == weight


def test_what_is_only_denied_makes_no_edge_and_no_node() -> None:
    graph = graphs(claims(position(factuality="negated"))["stance"], "stance")["all"]
    assert (graph.number_of_edges(), graph.number_of_nodes()) == (0, 0)


def test_an_issue_is_a_node_of_its_own_even_where_an_actor_is_behind_it() -> None:
    graph = graphs(claims(position(ATHENS, INVASION, "criticism"))["stance"], "stance")["all"]
    assert list(graph.edges) == [("GRC", "issue:ρωσική εισβολή")]
    assert graph.nodes["issue:ρωσική εισβολή"] == {"label": "ρωσική εισβολή", "kind": "issue", "claims": 1}


@pytest.mark.parametrize(
    ("first", "key", "label"),
    [(GREECE, "GRC", "Ελλάδα"), (ERDOGAN, "TUR", "TUR"), (ANALYSTS, "αναλυτές", "αναλυτές")],
)
def test_a_node_is_named_by_whom_all_act_for(first: Role, key: str, label: str) -> None:
    graph = graphs(claims(position(first))["stance"], "stance")["all"]
    assert graph.nodes[key]["label"] == label


def test_a_reliance_that_shrinks_counts_against_one_that_stands() -> None:
    made = reliance(), reliance(cue="μειώνει", value="decreasing"), reliance(cue="αυξάνει", value="increasing")
    edge = graphs(claims(*made)["dependence"], "dependence")["all"].edges["GRC", "RUS"]
    assert (edge["weight"], edge["standing"], edge["increasing"], edge["decreasing"]) == (3, 1, 1, 1)
    assert (edge["net"], edge["sign"], edge["domain"], edge["details"]) == (1, 1, "energy", "energy 3")


def test_unlikely_claims_can_be_left_out() -> None:
    made = claims(position(confidence=0.4), position(second=RUSSIA, confidence=0.6))
    assert list(graphs(made["stance"], "stance", least=0.5)["all"].edges) == [("TUR", "RUS")]


@pytest.mark.parametrize("period", PERIODS)
def test_a_graph_for_each_period(period: Period) -> None:
    dates = "2022-11-20", "2022-12-01T10:00:00Z", "2023-01-05", ""
    made = claims(*(position(cue=date or "χωρίς", published_at=date) for date in dates), published_at="")
    names = {
        "month": ["2022-11", "2022-12", "2023-01", "undated"],
        "quarter": ["2022-Q4", "2023-Q1", "undated"],
        "year": ["2022", "2023", "undated"],
        "all": ["all"],
    }
    found = graphs(made["stance"], "stance", period)
    assert list(found) == names[period]
    assert sum(edge["weight"] for graph in found.values() for *_, edge in graph.edges(data=True)) == 4
    assert all(graph.graph == {"type": "stance", "period": name} for name, graph in found.items())


@pytest.mark.parametrize(
    ("month", "quarter"), [("01", "Q1"), ("03", "Q1"), ("04", "Q2"), ("09", "Q3"), ("10", "Q4"), ("12", "Q4")]
)
def test_quarters(month: str, quarter: str) -> None:
    assert when(f"2022-{month}-20", "quarter") == f"2022-{quarter}"


def test_no_claims_give_one_empty_graph_or_none() -> None:
    assert graphs(claims()["stance"], "stance")["all"].number_of_nodes() == 0
    assert graphs(claims()["stance"], "stance", "month") == {}


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_it_back(tmp_path: Path, form: Form) -> None:
    odd = "α\x0b<β> &\n«γ»"  # a line break, and a control character that XML forbids
    made = (
        position(),
        position(ATHENS, INVASION, "criticism"),
        position(ANALYSTS, ANKARA),
        position(replace(ANALYSTS, name=odd), BAKU),
    )
    graph = graphs(claims(*made)["stance"], "stance")["all"]
    write_graph(graph, tmp_path / "γράφημα", form)
    again = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[form](tmp_path / "γράφημα")
    assert again.is_directed() and not again.is_multigraph()
    assert set(again.edges) == set(graph.edges)
    assert set(again.nodes) == {"TUR", "AZE", "GRC", "issue:ρωσική εισβολή", "αναλυτές", "α <β> & «γ»"}
    for name, node in graph.nodes(data=True):
        assert node.items() <= again.nodes[name].items()
    for first, second, edge in graph.edges(data=True):
        assert edge.items() <= again.edges[first, second].items()
