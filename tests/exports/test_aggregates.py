"""Sums of claims as tables."""

from __future__ import annotations

from made_tables import ERDOGAN, INVASION, claims, position, reliance
from results import ATHENS, BAKU, RUSSIA

from pipeline.exports.aggregates import dependence_by_domain, stance_by_month


def test_actor_by_actor_net_stance_by_month() -> None:
    made = claims(
        position(confidence=0.8),
        position(ERDOGAN, confidence=0.6),
        position(category="criticism", cue="επικρίνει", confidence=0.4, factuality="possible"),
        position(cue="δεν στηρίζει", factuality="negated"),
        position(cue="στήριξε", published_at="2022-12-01"),
        position(ATHENS, INVASION, "criticism"),  # an issue is no actor
    )
    table = stance_by_month(made["stance"])
    assert table.columns.to_list() == (
        "month holder target claims positive negative net intended possible negated confidence".split()
    )
    assert table.to_numpy().tolist() == [
        ["2022-11", "TUR", "AZE", 3, 2, 1, 1, 0, 1, 1, 0.6],
        ["2022-12", "TUR", "AZE", 1, 1, 0, 1, 0, 0, 0, 0.9123],
    ]
    assert stance_by_month(made["stance"], least=0.7)["claims"].to_list() == [1, 1]


def test_what_is_only_denied_stays_in_sight() -> None:
    (row,) = stance_by_month(claims(position(factuality="negated"))["stance"]).to_dict("records")
    assert (row["claims"], row["net"], row["negated"]) == (0, 0, 1)


def test_dependence_by_domain() -> None:
    made = claims(
        reliance(),
        reliance(cue="απεξαρτάται", value="decreasing", factuality="intended"),
        reliance(cue="εξαρτημένη", detail="security", second=BAKU),
        reliance(cue="δεν εξαρτάται", factuality="negated", second=RUSSIA),
    )
    table = dependence_by_domain(made["dependence"])
    columns = "domain dependent provider claims standing increasing decreasing net intended possible negated confidence"
    assert table.columns.to_list() == columns.split()
    assert table.to_numpy().tolist() == [
        ["energy", "GRC", "RUS", 2, 1, 0, 1, 0, 1, 0, 1, 0.9123],
        ["security", "GRC", "AZE", 1, 1, 0, 0, 1, 0, 0, 0, 0.9123],
    ]


def test_no_claims_give_tables_with_columns_only() -> None:
    tables = claims()
    assert stance_by_month(tables["stance"]).shape == (0, 11)
    assert dependence_by_domain(tables["dependence"]).shape == (0, 12)
