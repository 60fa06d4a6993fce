"""Judgements: what counts as gold, what is refused, what undoing and another window do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desks import EVIL, claims_of, desk, judge
from results import TEXT, dependence, result, stance

from pipeline.errors import ReviewError
from pipeline.gold import read_gold
from pipeline.review.desk import Desk, StaleError, refuse_foreign
from pipeline.review.documents import Json


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    """A desk nothing was judged on."""
    with desk(tmp_path) as found:
        yield found


def added(doc_id: str = "β2", **changes: Any) -> Json:
    """«Η Αθήνα εξαρτάται από το ρωσικό αέριο», as a person adds it."""
    actors = {
        "dependent": {"name": "Ελλάδα", "text": "", "rollup": "GRC", "kind": "actor", "start": 31, "end": 36},
        "provider": {"name": "Ρωσία", "text": "", "rollup": "RUS", "kind": "actor", "start": 54, "end": 60},
    }
    rest = {"trend": "dependent", "domain": "energy", "factuality": "asserted", "source": "", "tense": "present"}
    claim = {"type": "dependence", "cue": "", "cue_start": 37, "cue_end": 46, "sentence": None, **actors, **rest}
    return {"doc_id": doc_id, "claim_id": "", "base": 0, "claim": claim | changes}


class TestGold:
    def test_a_document_is_gold_when_all_is_judged_and_nothing_said_to_be_missing(self, one: Desk) -> None:
        assert read_gold(one.gold) == {}
        judge(one, 0)
        with pytest.raises(ReviewError, match="α1: 1 claims in it are still to be judged"):
            one.complete("α1")
        judge(one, 1, refuse=True, wrong=["provider"])
        assert read_gold(one.gold) == {}
        one.complete("α1")
        doc = read_gold(one.gold)["α1"]
        assert (doc.text, doc.sentences, doc.title, doc.published_at) == (
            TEXT,
            ((0, 28), (29, 67)),
            "Στήριξη",
            "2022-11-20",
        )
        assert [(c.sentence, c.first.text, c.value, c.second.rollup, c.cue) for c in doc.claims] == [
            (0, "Άγκυρα", "positive", "AZE", "στηρίζει")
        ]

    def test_who_judged_when_stands_in_keys_that_readers_pass_over(self, one: Desk) -> None:
        judge(one, 0)
        judge(one, 1, refuse=True)
        one.complete("α1")
        line = json.loads(one.gold.read_text(encoding="utf-8"))
        assert line["reviewer"] == line["claims"][0]["reviewer"] == "Ελένη"
        assert line["claims"][0]["judged_at"] <= line["reviewed_at"]
        assert line["claims"][0]["verdict"] == "confirmed"
        assert [entry["verdict"] for entry in line["rejected"]] == ["rejected"]

    def test_a_document_without_claims_counts_too(self, one: Desk) -> None:
        one.complete("β2")
        assert read_gold(one.gold)["β2"].claims == ()

    def test_offsets_count_characters_behind_any_text(self, one: Desk) -> None:
        start = len(EVIL) + 2
        judge(one, 0, "κακό")
        target = claims_of(one, "κακό")[1][1]["provider"] | {
            "start": start,
            "end": start + 6,
            "name": "Τουρκία",
            "text": "ψευδές",
        }
        judge(one, 1, "κακό", provider=target)
        one.complete("κακό")
        doc = read_gold(one.gold)["κακό"]
        assert [doc.text[slice(*doc.sentences[c.sentence])].count(c.cue) for c in doc.claims] == [1, 1]
        assert doc.claims[1].second.text == "Άγκυρα"


class TestVerdicts:
    @pytest.mark.parametrize(
        ("changes", "verdict", "fields"),
        [
            ({}, "confirmed", {}),
            ({"factuality": "possible"}, "corrected", {"factuality": "corrected"}),
            (
                {"category": "pressure", "polarity": "negative"},
                "corrected",
                {"category": "corrected", "polarity": "corrected"},
            ),
            ({"source": "Reuters", "tense": "past"}, "corrected", {"source": "corrected", "tense": "corrected"}),
            ({"cue_start": 0, "cue_end": 8}, "corrected", {"cue": "corrected"}),
        ],
    )
    def test_each_field_has_its_own(self, one: Desk, changes: Json, verdict: str, fields: Json) -> None:
        entry = judge(one, 0, **changes)
        assert entry["verdict"] == verdict
        assert {name: said for name, said in entry["fields"].items() if said != "confirmed"} == fields
        assert {"holder", "holder.rollup", "target.kind", "polarity"} <= entry["fields"].keys()

    def test_of_a_rejected_claim_only_what_is_wrong_is_known(self, one: Desk) -> None:
        assert judge(one, 0, refuse=True, wrong=["holder"])["fields"] == {"holder": "rejected"}

    def test_words_come_from_the_text_whatever_the_page_says(self, one: Desk) -> None:
        entry = judge(one, 0, cue_start=31, cue_end=36, cue="ψέμα")
        assert (entry["claim"]["cue"], entry["claim"]["sentence"]) == ("Αθήνα", 1)

    def test_a_missed_claim_is_added_and_can_be_rejected_again(self, one: Desk) -> None:
        one.complete("β2")
        entry = one.judge(added())
        assert (entry["verdict"], entry["claim"]["sentence"], entry["claim"]["cue"]) == ("added", 1, "εξαρτάται")
        assert read_gold(one.gold) == {}, "something was missing: that nothing more is has to be said again"
        one.complete("β2")
        assert [c.first.text for c in read_gold(one.gold)["β2"].claims] == ["Αθήνα"]
        again = added() | {"claim_id": entry["claim_id"], "base": entry["seq"], "refuse": True}
        assert one.judge(again)["verdict"] == "rejected"
        assert read_gold(one.gold)["β2"].claims == ()

    @pytest.mark.parametrize(
        ("posted", "says"),
        [
            (added("δεν υπάρχει"), "there is no document"),
            (added() | {"claim_id": "δεν υπάρχει"}, "there is no claim"),
            (added() | {"claim": None}, "it holds no claim"),
            (added() | {"wrong": ["batsh"]}, "there is no field «batsh»"),
            (added() | {"wrong": ["cue"]}, "«cue» is said to be wrong, and the claim is kept"),
            (added(type="batsh"), "its type is neither"),
            (added(trend="batsh"), 'claim.trend is "batsh"'),
            (added(tense="batsh"), "its tense is none"),
            (added(cue_start=60, cue_end=68), "its words stand outside the text"),
            (added(cue_start=5, cue_end=5), "its words stand outside the text"),
            (added(cue_start=28, cue_end=29), "its cue stands in no sentence"),
            (added(cue_start=None), "its words stand outside the text"),
            (added(dependent={"start": 1, "end": 2}), "a key is missing|lacks the key"),
            (added(dependent=added()["claim"]["dependent"] | {"name": " "}), "an actor has no name"),
        ],
    )
    def test_what_is_no_judgement_is_refused_and_leaves_no_trace(self, one: Desk, posted: Json, says: str) -> None:
        with pytest.raises(ReviewError, match=says):
            one.judge(posted)
        assert one.journal.entries == []


class TestUndo:
    def test_step_by_step(self, one: Desk) -> None:
        judge(one, 0)
        judge(one, 0, factuality="possible")
        judge(one, 1)
        one.complete("α1")
        undone = []
        while one.last:
            undone.append((one.undo(one.last["seq"])["kind"], len(one.standing("α1").judged), len(read_gold(one.gold))))
        assert undone == [("complete", 2, 0), ("judgement", 1, 0), ("judgement", 1, 0), ("judgement", 0, 0)]
        with pytest.raises(ReviewError, match="nothing is left to undo"):
            one.undo(None)

    def test_what_was_judged_before_counts_again(self, one: Desk) -> None:
        judge(one, 0, refuse=True)
        one.undo(judge(one, 0)["seq"])
        assert [entry["verdict"] for entry in one.standing("α1").judged.values()] == ["rejected"]


class TestWindows:
    def test_a_judgement_on_an_older_state_is_refused(self, one: Desk) -> None:
        claim_id, claim = claims_of(one)[0]
        posted = {"doc_id": "α1", "claim_id": claim_id, "base": 0, "claim": claim}
        one.judge(posted)
        with pytest.raises(StaleError):
            one.judge(posted | {"refuse": True})
        assert [entry["verdict"] for entry in one.standing("α1").judged.values()] == ["confirmed"]

    def test_undoing_what_is_not_the_last_any_more_is_refused(self, one: Desk) -> None:
        first = judge(one, 0)
        judge(one, 1)
        with pytest.raises(StaleError):
            one.undo(first["seq"])


class TestComingBack:
    def test_all_is_as_it_was(self, tmp_path: Path) -> None:
        with desk(tmp_path) as one:
            judge(one, 0)
            judge(one, 1, trend="increasing")
            one.complete("α1")
            before, gold = one.standings, one.gold.read_bytes()
        (tmp_path / "judgements.jsonl").unlink()
        with desk(tmp_path) as again:
            assert again.standings == before
            assert again.gold.read_bytes() == gold, "the journal alone is enough"

    def test_a_version_with_another_claim_leaves_the_document_open(self, tmp_path: Path) -> None:
        with desk(tmp_path, "Ελένη", None, result("α1", claims=(stance(),))) as one:
            judge(one, 0)
            one.complete("α1")
        with desk(tmp_path, "Ελένη", None, result("α1", claims=(stance(), dependence()))) as one:
            assert "α1" in read_gold(one.gold), "judged under the older version, and left so until touched"
            assert len(one.standing("α1").left) == 1
            judge(one, 1)
            assert [c.type for c in read_gold(one.gold)["α1"].claims] == ["stance", "dependence"]

    def test_another_text_begins_anew(self, tmp_path: Path) -> None:
        with desk(tmp_path) as one:
            judge(one, 0)
        changed = result("α1")
        changed = replace(changed, article=replace(changed.article, text=TEXT + " Ναι."))
        with desk(tmp_path, "Ελένη", None, changed) as one:
            assert len(one.standing("α1").left) == 2

    def test_another_gold_file_is_not_written_over(self, tmp_path: Path) -> None:
        gold = tmp_path / "gold.jsonl"
        gold.write_text("{}\n", encoding="utf-8")
        with pytest.raises(ReviewError, match=r"it was not made here: j is not beside it\n  -> give another --file"):
            refuse_foreign(gold, tmp_path / "j")
