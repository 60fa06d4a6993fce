"""The event list of the Discourse Network Analyzer."""

from __future__ import annotations

from typing import Any

import pytest
from made_tables import ANALYSTS, ERDOGAN, INVASION, claims, position
from results import ATHENS, TEXT

from pipeline.exports.dna import neither, statements, texts
from pipeline.records import Claim


def listed(*made: Claim, least: float = 0.0, **more: Any) -> list[dict[Any, Any]]:
    tables = claims(*made, **more)
    return statements(tables["stance"], tables["documents"], tables["entities"], least).to_dict("records")


def test_the_columns_begin_as_those_of_dna() -> None:
    (row,) = listed(position(source="Reuters"))
    assert list(row)[:13] == [
        "statement ID", "time", "document ID", "document title", "author", "source", "section", "type", "text",
        "person", "organization", "concept", "agreement",
    ]  # fmt: skip
    assert list(row.values())[:13] == [
        1, "2022-11-20 00:00:00", 1, "Στήριξη", "Α. Β.", "Εφημερίδα", "", "", "Η Άγκυρα στηρίζει το Μπακού.",
        "", "TUR", "Αζερμπαϊτζάν", 1,
    ]  # fmt: skip
    assert (row["attributed_to"], row["doc_id"], row["category"]) == ("Reuters", "α1", "support")


@pytest.mark.parametrize(
    ("claim", "person", "organization"),
    [
        (position(), "", "TUR"),
        (position(ERDOGAN), "Ρετζέπ Ταγίπ Ερντογάν", "TUR"),
        (position(ANALYSTS), "", "αναλυτές"),  # acts for nobody, and is no person
    ],
)
def test_persons_and_whom_they_act_for(claim: Claim, person: str, organization: str) -> None:
    (row,) = listed(claim)
    assert (row["person"], row["organization"]) == (person, organization)


@pytest.mark.parametrize(
    ("claim", "agreement"),
    [
        (position(), [1]),
        (position(factuality="intended"), [1]),
        (position(factuality="negated"), [0]),
        (position(category="distancing"), [0]),
        (position(ATHENS, INVASION, "criticism"), [0]),
        (position(category="criticism", factuality="negated"), []),  # «δεν καταδικάζει» is no approval
    ],
)
def test_agreement(claim: Claim, agreement: list[int]) -> None:
    rows = listed(claim)
    assert [row["agreement"] for row in rows] == agreement
    assert [row["factuality"] for row in rows] == [claim.factuality] * len(agreement)
    assert neither(claims(claim)["stance"]) == 1 - len(agreement)


def test_positions_are_those_of_java() -> None:
    before = "\U0001f1ec\U0001f1f7 Νέα\r\n"  # two flags' letters of two units each, and a line end DNA makes one of
    (row,) = listed(position(start=len(before), end=len(before) + 28), text=before + TEXT)
    whole = texts(claims(text=before + TEXT)["documents"])["text"][0].encode("utf-16-le")
    assert whole[2 * row["start"] : 2 * row["stop"]].decode("utf-16-le") == row["text"]


def test_a_repeated_document_is_left_out_and_ids_are_those_of_the_statements() -> None:
    tables = claims(position())
    documents = texts(tables["documents"])
    assert documents[["document ID", "doc_id"]].to_numpy().tolist() == [[1, "α1"]]
    assert documents["text"][0] == TEXT


def test_unlikely_claims_and_moments() -> None:
    rows = listed(position(confidence=0.4), position(cue="ναι", published_at="2022-11-20T06:05:00Z"), least=0.5)
    assert [row["time"] for row in rows] == ["2022-11-20 06:05:00"]
    assert listed() == []
