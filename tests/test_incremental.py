"""A run analyses what is new or touched by a change, says which and why, and gives what a full run gives."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from articles import GAS, SUPPORT, THREAT, write
from forking import preloaded
from prefect.settings import PREFECT_API_URL, temporary_settings

from pipeline import flows
from pipeline.apart import Apart
from pipeline.flows import Job, Run
from pipeline.incremental import article_hash, conditions, plan, record
from pipeline.ledger import Ledger
from pipeline.records import Article
from pipeline.settings import Pipeline
from pipeline.stages import Tools
from pipeline.store import Store
from pipeline.versions import Provenance
from pipeline.workbench import Workbench

MADE = Provenance("c", "0.1", "m", "l", "g", "spacy")
SETTINGS = Pipeline()
NOW = conditions(SETTINGS, MADE)
OLD = Article("α1", THREAT, title="Απειλές", retrieved_at="2022-11-22T00:00:00Z", path="in/α1.txt")
NO_GAS = "Η Γερμανία δεν εξαρτάται από το ρωσικό αέριο."
MORE = "Η Κύπρος στηρίζει την Ουκρανία."


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"retrieved_at": "2023-01-01T00:00:00Z"}, None),
        ({"path": "elsewhere"}, None),
        ({"text": "Η Άγκυρα δεν απειλεί την Αθήνα."}, "changed article"),
        ({"title": "Νέες απειλές"}, "changed article"),
        ({"published_at": "2022-11-22"}, "changed article"),
        ({"doc_id": "α2"}, "new article"),
    ],
)
def test_an_article(change: dict[str, Any], why: str | None) -> None:
    made = record(["α1"], [OLD], NOW)
    assert plan([replace(OLD, **change)], NOW, made).why.get(change.get("doc_id", "α1")) == why


@pytest.mark.parametrize(
    ("settings", "provenance", "why"),
    [
        ({}, {}, None),
        ({"batch": 3}, {}, None),
        ({"sources": ["other"]}, {}, None),
        ({"output": Path("elsewhere")}, {}, None),
        ({}, {"models_hash": "m2"}, "changed model"),
        ({}, {"lexicon_hash": "l2"}, "changed lexicon"),
        ({}, {"gazetteer_hash": "g2"}, "changed gazetteer"),
        ({}, {"code_version": "0.2"}, "changed code"),
        ({"tokens": True}, {}, "changed setting"),
        ({"engine": "both"}, {"models_hash": "m2"}, "changed model"),
    ],
)
def test_what_it_was_made_with(settings: dict[str, object], provenance: dict[str, str], why: str | None) -> None:
    now = conditions(SETTINGS.model_copy(update=settings), replace(MADE, **provenance))
    assert plan([OLD], now, record(["α1"], [OLD], NOW)).why.get("α1") == why


def test_one_that_could_not_be_analysed_is_tried_again() -> None:
    assert plan([OLD], NOW, record([], [OLD], NOW)).why == {"α1": "new article"}


def test_all_when_asked() -> None:
    assert plan([OLD], NOW, record(["α1"], [OLD], NOW), full=True).said() == (
        "1 of 1 articles analysed (full run asked for: 1)"
    )


def test_the_hash_of_an_article_keeps_fields_apart() -> None:
    assert article_hash(Article("α", "β", title="γ")) != article_hash(Article("α", "β", author="γ"))


@pytest.fixture
def told(tools: Tools, api: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts that are analysed, as they are."""
    found: list[str] = []
    whole = Workbench.analyse

    def analyse(bench: Workbench, articles: list[Article]) -> object:
        found.extend(article.text for article in articles)
        return whole(bench, articles)

    preloaded(tools, monkeypatch)
    monkeypatch.setattr(Workbench, "analyse", analyse)
    with temporary_settings({PREFECT_API_URL: api}):
        yield found


def published(run: Run) -> dict[str, bytes]:
    """The CSV files of the newest version, without the description that names its number and time."""
    return {path.name: path.read_bytes() for path in sorted((Path(run.output) / "csv").glob("*.csv"))}


class TestRun:
    def test_only_what_changed_is_analysed(self, told: list[str], configs: Path, tmp_path: Path) -> None:
        job = Job(Pipeline(output=tmp_path / "out"), configs, (write(tmp_path / "in"),))
        assert flows.run(job).plan.said() == "3 of 3 articles analysed (new article: 3)"
        told.clear()
        write(tmp_path / "in", gas=NO_GAS, more=MORE)
        run = flows.run(job)
        assert run.plan.why == {"gas": "changed article", "more": "new article"}
        assert sorted(told) == [NO_GAS, MORE]
        told.clear()
        assert flows.run(job).plan.said() == "0 of 4 articles analysed"
        assert told == []

    def test_nothing_is_loaded_where_nothing_changed(
        self, told: list[str], configs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = Job(Pipeline(output=tmp_path / "out"), configs, (write(tmp_path / "in"),))
        flows.run(job)
        monkeypatch.setattr(Apart, "begin", None)
        assert not flows.run(job).published.is_new

    def test_the_result_is_that_of_a_full_run(self, told: list[str], configs: Path, tmp_path: Path) -> None:
        """A dozen random edits, additions and removals, byte for byte."""
        chance = random.Random(7)
        texts = [THREAT, GAS, SUPPORT, f"{GAS} {THREAT}", "Η Κίνα πιέζει το Βιετνάμ.\n\nΗ Ρωσία στηρίζει τη Σερβία."]
        edits: list[Callable[[dict[str, str]], object]] = [
            lambda now: now.update({chance.choice(list(now)): f"{chance.choice(texts)} {chance.choice(texts)}"}),
            lambda now: now.update({f"new{chance.randrange(99)}": chance.choice(texts) + " Σήμερα."}),
            lambda now: now.pop(chance.choice(list(now))) if len(now) > 1 else None,
        ]
        now = {f"{mark}{number}": text for mark in "ab" for number, text in enumerate(texts)}
        step_by_step = Pipeline(output=tmp_path / "a")
        for number in range(4):
            for _ in range(3):
                chance.choice(edits)(now)
            folder = write(tmp_path / f"in{number}", **now)
            run = flows.run(Job(step_by_step, configs, (folder,)))
        whole = flows.run(Job(Pipeline(output=tmp_path / "b"), configs, (folder,), full=True))
        assert run.plan.kept
        assert published(run) == published(whole)

    def test_one_that_comes_to_repeat_another_and_ceases_to(
        self, told: list[str], configs: Path, tmp_path: Path
    ) -> None:
        """What was kept is a copy when an earlier one turns up, and is analysed again when that one goes."""
        settings, folder = Pipeline(output=tmp_path / "out"), write(tmp_path / "in", gas=GAS, threat=THREAT)
        steps = [
            ("", "2 of 2 articles analysed (new article: 2)"),
            ("2022-11-21", "1 of 2 articles analysed (new article: 1)"),
            ("2022-11-23", "1 of 2 articles analysed (new article: 1)"),
            ("", "0 of 2 articles analysed"),
        ]
        for number, (day, said) in enumerate(steps):
            (folder / "again.txt").unlink(missing_ok=True)
            if day:
                (folder / "again.txt").write_text(f"---\ndate: {day}\n---\n{GAS}\n", encoding="utf-8")
            run = flows.run(Job(settings, configs, (folder,)))
            whole = flows.run(Job(Pipeline(output=tmp_path / f"whole{number}"), configs, (folder,), full=True))
            assert run.plan.said() == said
            assert published(run) == published(whole)
        assert [version.n_documents for version in Store(settings.output).versions()] == [2, 3, 3, 2]

    def test_a_record_that_a_killed_run_left_behind_is_not_used(
        self, told: list[str], configs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = Job(Pipeline(output=tmp_path / "out"), configs, (write(tmp_path / "in"),))
        flows.run(job)
        with monkeypatch.context() as patch:
            patch.setattr(Ledger, "remember", lambda *_: None)  # as if killed between the version and the record
            write(tmp_path / "in", gas=GAS + " Ναι.")
            flows.run(job)
        assert Store(tmp_path / "out").ledger.made(2) is None
        for file in (tmp_path / "out" / "store" / "made").glob("*.parquet"):
            file.unlink()
        assert Store(tmp_path / "out").ledger.made(2) is None
        assert flows.run(job).plan.said() == "3 of 3 articles analysed (new article: 3)"
        assert flows.run(job).plan.said() == "0 of 3 articles analysed"
