"""Records of a run → published tables."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from results import SENTENCES, TEXT, dependence, mention, result, stance

from pipeline.catalogue import TABLES
from pipeline.errors import StoreError
from pipeline.records import Article, Claim, Result
from pipeline.tables import claim_id, to_tables

ROLE = "R R_text R_start R_end R_id R_rollup R_kind"
COMMON = """claim_id doc_id sentence_id start end evidence cue cue_start cue_end frame factuality source source_rollup
    tense published_at confidence engine"""


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (
            "documents",
            """doc_id source url title author published_at retrieved_at section text sha256 duplicate_of n_sentences
            n_tokens fictional""",
        ),
        ("sentences", "doc_id sentence_id start end text"),
        ("tokens", "doc_id sentence_id token_id start end text lemma upos feats head deprel ent_type"),
        ("entities", "entity_id doc_id sentence_id start end text label actor_id name rollup kind link"),
        ("stance", f"{COMMON} {ROLE.replace('R', 'holder')} {ROLE.replace('R', 'target')} polarity category plover"),
        ("dependence", f"{COMMON} {ROLE.replace('R', 'dependent')} {ROLE.replace('R', 'provider')} domain trend"),
    ],
)
def test_columns_and_order_are_those_of_the_page(table: str, columns: str) -> None:
    assert to_tables([result()], tokens=True)[table].column_names == columns.split()


def test_offsets_lead_back_to_the_published_text() -> None:
    tables = to_tables([result()], tokens=True)
    for name, start, end, text in [
        ("sentences", "start", "end", "text"),
        ("tokens", "start", "end", "text"),
        ("entities", "start", "end", "text"),
        ("stance", "start", "end", "evidence"),
        ("stance", "cue_start", "cue_end", "cue"),
        ("stance", "target_start", "target_end", "target_text"),
        ("dependence", "provider_start", "provider_end", "provider_text"),
    ]:
        assert all(TEXT[row[start] : row[end]] == row[text] for row in tables[name].to_pylist()), name


def test_a_claim_becomes_a_row() -> None:
    (row,) = to_tables([result()])["dependence"].to_pylist()
    assert (row["dependent"], row["dependent_rollup"], row["provider"]) == ("Ελλάδα", "GRC", "Ρωσία")
    assert (row["domain"], row["trend"], row["confidence"]) == ("energy", "dependent", 0.9123)
    assert row["published_at"] == "2022-11-20"  # the article's, where the claim has none


def test_a_role_without_a_place_has_no_offsets() -> None:
    nowhere = replace(stance(), second=replace(stance().second, start=-1, end=-1))
    table = to_tables([result(claims=(nowhere,))])["stance"]
    assert table["target_start"].to_pylist() == [None]
    assert str(TABLES["stance"].frame(table)["target_start"].dtype) == "Int64"


def test_an_article_that_repeats_another_is_a_document_only() -> None:
    copy = Result(Article("α2", TEXT, duplicate_of="α1"))
    tables = to_tables([copy, result("α1")])
    assert tables["documents"]["duplicate_of"].to_pylist() == ["", "α1"]
    assert len(set(tables["documents"]["sha256"].to_pylist())) == 1
    assert set(tables["sentences"]["doc_id"].to_pylist()) == {"α1"}


def test_no_results_give_empty_tables_with_their_schema() -> None:
    for name, table in to_tables([], tokens=True).items():
        assert table.num_rows == 0
        assert table.schema == TABLES[name].arrow()


def test_rows_do_not_depend_on_the_order_of_results() -> None:
    some = [result("β"), result("α"), result("γ")]
    assert to_tables(some) == to_tables(reversed(some))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (stance(shift=120), True),  # a paragraph was put before it
        (replace(stance(), sentence_id=7, confidence=0.5, frame="υπέρ"), True),
        (stance(value="negative"), False),
        (stance(doc_id="α2"), False),
        (replace(stance(), cue="στηρίζει το"), False),
        (replace(stance(), first=stance().second, second=stance().first), False),
        (dependence(), False),
    ],
)
def test_an_id_says_what_is_claimed_not_where_it_stands(other: Claim, same: bool) -> None:
    assert re.fullmatch("[0-9a-f]{16}", claim_id(stance()))
    assert (claim_id(other) == claim_id(stance())) is same


def test_claims_alike_are_told_apart_by_their_order() -> None:
    twice = to_tables([result(claims=(stance(shift=50), stance()))])["stance"]
    ids = {row["start"]: row["claim_id"] for row in twice.to_pylist()}
    assert ids == {0: claim_id(stance(), 0), 50: claim_id(stance(), 1)}


def test_a_dropped_subject_does_not_renumber_the_mentions_that_stand_in_the_text() -> None:
    later = replace(mention(), start=10, end=16, anchor=4)
    zero = replace(mention(), link="zero", anchor=2)
    without, more = (
        to_tables([replace(result(), mentions=mentions)])["entities"].to_pylist()
        for mentions in [(mention(), later), (mention(), zero, later)]
    )
    assert [row for row in more if row["link"] != "zero"] == without


def test_two_articles_under_one_id_are_refused() -> None:
    first, second = (Result(Article("α1", TEXT, path=path), SENTENCES) for path in ("α.txt", "β.txt"))
    with pytest.raises(StoreError, match=r"α.txt and β.txt: two articles have the doc_id 'α1'"):
        to_tables([first, second])


def test_a_text_that_utf8_cannot_hold_is_refused_by_its_file() -> None:
    with pytest.raises(StoreError, match=r"σπασμένο.txt: half a surrogate pair"):
        to_tables([Result(Article("α1", "\ud800", path=str(Path("σπασμένο.txt"))))])
