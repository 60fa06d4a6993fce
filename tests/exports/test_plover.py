"""Stance claims as PLOVER records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from made_tables import ERDOGAN, INVASION, claims, position
from results import ATHENS

from pipeline.claims.lexicon import Plover
from pipeline.exports.plover import QUADS, event, records, write_lines
from pipeline.records import POLARITY, Claim


def record(claim: Claim, **more: Any) -> dict[str, Any]:
    tables = claims(claim, **more)
    (found,) = records(tables["stance"], tables["documents"], 3)
    return found


def test_a_claim_becomes_a_record() -> None:
    found = record(position(ERDOGAN, plover="SUPPORT", source="Reuters", source_rollup="REUTERS", confidence=0.9))
    assert found["date"] == "2022-11-20"
    assert found["actor"] == [
        {
            "code": "TUR",
            "actor_text": "Ερντογάν",
            "identifier_id": "P_ERDOGAN",
            "identifier_text": "Ρετζέπ Ταγίπ Ερντογάν",
        }
    ]
    assert found["recipient"][0]["code"] == "AZE"
    assert (found["event"], found["quad_code"], found["mode"], found["context"]) == (["SUPPORT"], 1, ["verbal"], [])
    assert found["report"] == {"attributed_to": "Reuters", "code": "REUTERS"}
    assert found["text_info"] == {"sequence": 0, "start": 0, "end": 28}
    assert (found["cite_info"]["citation"], found["cite_info"]["version"]) == ("α1", "3")
    assert found["stance"]["polarity"] == "positive"


@pytest.mark.parametrize(
    ("factuality", "tense", "context"),
    [
        ("asserted", "past", []),
        ("asserted", "future", ["future"]),
        ("intended", "present", ["future"]),
        ("possible", "present", ["hypothetical"]),
        ("possible", "future", ["hypothetical", "future"]),
        ("negated", "past", ["negation"]),
    ],
)
def test_how_real_and_when(factuality: str, tense: str, context: list[str]) -> None:
    found = record(position(factuality=factuality, tense=tense))
    assert found["context"] == context
    assert [name for name in ("negation", "hypothetical", "future") if found[name]] == context


@pytest.mark.parametrize("category", POLARITY)
@pytest.mark.parametrize("plover", ["", *get_args(Plover)])
def test_every_class_has_a_quad_and_an_approval_is_never_a_conflict(category: str, plover: str) -> None:
    quad = QUADS[event(category, plover)]
    if plover in ("", "REQUEST"):
        assert (quad in (1, 2)) == (POLARITY[category] == "positive")


def test_an_issue_is_no_recipient_but_the_actor_behind_it_is() -> None:
    found = record(position(ATHENS, INVASION, "criticism"))
    assert (found["issue"], found["recipient"]) == ("ρωσική εισβολή", [{"code": "RUS"}])


def test_the_papers_own_voice_and_no_date() -> None:
    found = record(position(), published_at="")
    assert (found["report"], found["date"]) == (None, None)


def test_a_line_for_each(tmp_path: Path) -> None:
    tables = claims(position(), position(cue="ναι", confidence=0.1))
    for least, n in ((0.0, 2), (0.5, 1)):
        write_lines(records(tables["stance"], tables["documents"], 1, least), tmp_path / "γ.jsonl")
        lines = (tmp_path / "γ.jsonl").read_text(encoding="utf-8").splitlines()
        assert len([json.loads(line) for line in lines]) == n
        assert "Άγκυρα" in lines[0]
