"""Ids outlive edits elsewhere in the article: properties of made-up articles whose sentences often repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from results import ANKARA, BAKU, mention, stance

from pipeline.records import Article, Claim, Mention, Result
from pipeline.tables import to_tables

SUPPORT, TWICE = "Η Άγκυρα στηρίζει το Μπακού.", "Η Άγκυρα στηρίζει και ξαναστηρίζει το Μπακού."
DROPPED, BOTH, NOTHING = "Πάντα στηρίζει το Μπακού.", "Η Άγκυρα λέει ότι στηρίζει το Μπακού.", "Βρέχει."
ANTECEDENTS = (SUPPORT, TWICE, BOTH)
"""Sentences that name Ankara: the last of them before a dropped subject says whom it means."""

articles = st.lists(st.sampled_from([SUPPORT, TWICE, DROPPED, BOTH, NOTHING]), min_size=1, max_size=8)
Rows = dict[str, dict[str, Any]]
WHERE = (
    "sentence_id",
    "start",
    "end",
    "cue_start",
    "cue_end",
    "holder_start",
    "holder_end",
    "target_start",
    "target_end",
)


def found(sentences: list[str]) -> Result:
    """An article of these sentences, with the mentions and claims a reader finds in them."""
    article = Article("α1", " ".join(sentences))
    bounds, mentions, claims, named = [], [], [], -1
    at = 0
    for number, text in enumerate(sentences):
        if text in ANTECEDENTS:
            named = at + 2
            mentions.append(replace(mention(), start=named, end=named + 6, sentence_id=number))
        if text in (DROPPED, BOTH) and named >= 0:
            mentions.append(_zero(named, number, at))
        if text != NOTHING and named >= 0:
            claims += [_claim(text, cue, number, at, named) for cue in range(text.count("στηρίζει"))]
        bounds.append((at, at + len(text)))
        at += len(text) + 1
    return Result(article, tuple(bounds), 0, tuple(mentions), tuple(claims))


def _zero(named: int, sentence: int, at: int) -> Mention:
    return replace(mention(), start=named, end=named + 6, sentence_id=sentence, anchor=at, link="zero")


def _claim(text: str, nth: int, sentence: int, at: int, named: int) -> Claim:
    cue = at + [i for i in range(len(text)) if text.startswith("στηρίζει", i)][nth]
    return replace(
        stance(), sentence_id=sentence, start=at, end=at + len(text), evidence=text, cue_start=cue, cue_end=cue + 8,
        first=replace(ANKARA, start=named, end=named + 6), second=replace(BAKU, start=at, end=at + 6),
    )  # fmt: skip


def claims_of(sentences: list[str]) -> Rows:
    """The claims of an article by id, without what says where they stand."""
    rows = to_tables([found(sentences)])["stance"].to_pylist()
    return {row["claim_id"]: {name: value for name, value in row.items() if name not in WHERE} for row in rows}


def mentions_of(sentences: list[str]) -> Rows:
    """The mentions of an article by id, likewise."""
    rows = to_tables([found(sentences)])["entities"].to_pylist()
    return {row["entity_id"]: {name: value for name, value in row.items() if name not in WHERE} for row in rows}


def kept(before: Rows, after: Rows) -> bool:
    """Whether every row of the first is in the second, under the same id."""
    return before.items() <= after.items()


def alike(rows: Rows, *columns: str) -> Counter[tuple[str, ...]]:
    """How many rows agree in these columns."""
    return Counter(tuple(row[name] for name in columns) for row in rows.values())


tables: list[Callable[[list[str]], Rows]] = [claims_of, mentions_of]


@settings(max_examples=40, deadline=None)
@given(articles, articles, st.sampled_from(tables))
def test_a_paragraph_before_takes_no_id_away(article: list[str], paragraph: list[str], rows: Any) -> None:
    assert kept(rows(article), rows(paragraph + article))


@settings(max_examples=40, deadline=None)
@given(articles, st.data(), st.sampled_from(tables))
def test_a_sentence_that_is_doubled_adds_ids_and_changes_none(article: list[str], data: Any, rows: Any) -> None:
    n = data.draw(st.integers(0, len(article) - 1))
    assert kept(rows(article), rows([*article[: n + 1], *article[n:]]))


@settings(max_examples=40, deadline=None)
@given(articles, st.data())
def test_another_sentence_that_is_edited_takes_no_id_away(article: list[str], data: Any) -> None:
    n = data.draw(st.integers(0, len(article) - 1))
    edited = [*article[:n], "Χιονίζει πολύ.", *article[n + 1 :]]
    # Of sentences that read the same as the edited one, and of claims whose antecedent stood there, some do go.
    others = {i: row for i, row in claims_of(article).items() if row["evidence"] not in (article[n], DROPPED)}
    assert kept(others, claims_of(edited))


@settings(max_examples=40, deadline=None)
@given(articles, articles)
def test_an_id_goes_only_with_what_it_stood_for(before: list[str], after: list[str]) -> None:
    for rows, columns in ((claims_of, ["evidence", "cue"]), (mentions_of, ["text", "link"])):
        old, new = rows(before), rows(after)
        if rows is claims_of:  # a mention is known by its sentence too, which its row does not hold
            gone = alike(old, *columns) - alike(new, *columns)
            assert len(old.keys() - new.keys()) == gone.total()
        assert all(old[one] == new[one] for one in old.keys() & new.keys())
