"""The stages as plain functions: a poisoned article loses only itself, and is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from articles import GAS, SUPPORT, THREAT

from pipeline import stages
from pipeline.actors import link
from pipeline.records import Article, Parsed
from pipeline.settings import Pipeline
from pipeline.stages import Tools
from pipeline.tables import to_tables

ARTICLES = [Article("α", THREAT, path="a.txt"), Article("β", GAS), Article("γ", SUPPORT, path="c.txt")]


class Poisoned:
    """An engine that chokes on one text, as a parser might in the middle of a batch."""

    name = "double"
    fingerprint = "f0"

    def __init__(self, engine: Any, text: str) -> None:
        self.engine = engine
        self.text = text

    def parse(self, articles: Iterable[Article]) -> Iterator[Parsed]:
        for article in articles:
            if article.text == self.text:
                raise RuntimeError("δηλητήριο")
            yield from self.engine.parse([article])


@pytest.mark.parametrize(
    ("text", "place", "left"), [(THREAT, "a.txt", "βγ"), (GAS, "β", "αγ"), (SUPPORT, "c.txt", "αβ")]
)
def test_a_poisoned_article_loses_only_itself(tools: Tools, text: str, place: str, left: str) -> None:
    parsed, [problem] = stages.annotate(replace(tools, engine=Poisoned(tools.engine, text)), ARTICLES)
    assert "".join(p.article.doc_id for p in parsed) == left
    assert problem.place == place
    assert problem.reason == "cannot be parsed (RuntimeError: δηλητήριο)"
    assert "left out" in problem.remedy


@pytest.mark.parametrize(
    ("breaks", "done"), [("pipeline.stages.link", "linked"), ("pipeline.claims.Extractor.extract", "searched")]
)
def test_so_does_one_that_breaks_a_later_stage(
    tools: Tools, monkeypatch: pytest.MonkeyPatch, breaks: str, done: str
) -> None:
    parsed, _ = stages.annotate(tools, ARTICLES)
    whole = link if done == "linked" else tools.extractor.extract

    def work(*args: Any) -> Any:
        if any(isinstance(a, Parsed) and a.article.doc_id == "β" for a in args):
            raise ValueError("σπάει")
        return whole(*[a for a in args if a is not tools.extractor])

    monkeypatch.setattr(breaks, work)
    linked, early = stages.link_actors(tools, parsed)
    results, late = stages.extract(tools, linked)
    assert [r.article.doc_id for r in results] == ["α", "γ"]
    [problem] = early + late
    assert (problem.place, problem.reason) == ("β", f"cannot be {done} (ValueError: σπάει)")


def test_the_whole_way(tools: Tools) -> None:
    parsed, problems = stages.annotate(tools, ARTICLES)
    linked, more = stages.link_actors(tools, parsed)
    results, yet_more = stages.extract(tools, linked)
    assert problems + more + yet_more == []
    found = {(c.first.rollup, c.value, c.second.rollup) for r in results for c in r.claims}
    assert {("TUR", "negative", "GRC"), ("DEU", "dependent", "RUS"), ("FRA", "positive", "UKR")} <= found
    assert all(r.article.text[m.start : m.end] == m.text for r in results for m in r.mentions)


@pytest.mark.parametrize("wanted", [True, False])
def test_tokens_on_request(tools: Tools, wanted: bool) -> None:
    parsed, _ = stages.annotate(tools, ARTICLES)
    linked, _ = stages.link_actors(tools, parsed)
    results, _ = stages.extract(tools, linked, tokens=wanted)
    if not wanted:
        assert all(r.tokens == () for r in results)
        return
    rows = results[0].tokens
    assert len(rows) == results[0].n_tokens
    assert all(THREAT[row.start : row.end] == row.text for row in rows)
    assert [(row.text, row.lemma, row.upos) for row in rows][2] == ("απειλεί", "απειλώ", "VERB")
    assert all(rows[row.head].sentence_id == row.sentence_id for row in rows)
    assert {row.sentence_id for row in rows} == {0, 1}
    assert to_tables(results, tokens=True)["tokens"].num_rows == sum(r.n_tokens for r in results)


def test_a_duplicate_is_listed_and_not_searched() -> None:
    tables = to_tables([stages.skipped(Article("β", GAS, duplicate_of="α"))])
    assert tables["documents"].column("duplicate_of").to_pylist() == ["α"]
    assert tables["documents"].column("n_tokens").to_pylist() == [0]
    assert tables["stance"].num_rows == tables["entities"].num_rows == 0


def test_the_models_hash_follows_both_models(tmp_path: Path) -> None:
    shipped = stages.models_hash(Pipeline()).split("-")
    assert len(shipped) == 2
    assert all(shipped)
    other = stages.models_hash(Pipeline(model=str(tmp_path))).split("-")
    assert other[0] != shipped[0]
    assert other[1] == shipped[1]


def test_nothing_in_nothing_out(tools: Tools) -> None:
    assert stages.annotate(tools, []) == ([], [])
    assert stages.extract(tools, []) == ([], [])
