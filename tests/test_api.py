"""The tables as an analyst opens them in Python."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from results import MADE, dependence, result, stance

import pipeline
from pipeline import tags
from pipeline.api import Corpus
from pipeline.catalogue import TABLES
from pipeline.errors import StoreError
from pipeline.records import Result
from pipeline.spreadsheet import EXCEL, PLAIN, Dialect
from pipeline.store import Store
from pipeline.tables import to_tables


def publish(path: Path, *results: Result, tokens: bool = False, dialect: Dialect = PLAIN) -> None:
    Store(path, dialect=dialect).publish(to_tables(results, tokens=tokens), MADE)


def dated(doc_id: str, published_at: str) -> Result:
    plain = result(doc_id)
    return replace(plain, article=replace(plain.article, published_at=published_at))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Three versions: a claim, the same with tokens, then another polarity."""
    path = tmp_path_factory.mktemp("corpus")
    publish(path, result())
    publish(path, result(), tokens=True)
    publish(path, result(claims=(stance(value="negative"), dependence())))
    return pipeline.open(path)


@pytest.mark.parametrize(
    ("modules", "calls"),
    [
        (["pandas", "pyarrow", "deltalake", "numpy", "pydantic", "pipeline.api"], "pass"),
        (["spacy", "prefect", "typer", "rich", "pydantic", "thinc"], "pipeline.open(sys.argv[1]).stance()"),
    ],
)
def test_importing_costs_nothing_and_reading_needs_no_models(tmp_path: Path, modules: list[str], calls: str) -> None:
    publish(tmp_path, result())
    code = f"import sys, pipeline; {calls}; print([m for m in sys.argv[2:] if m in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), *modules], capture_output=True, text=True, check=True
    )
    assert said.stdout == "[]\n"


@pytest.mark.parametrize("table", [name for name in TABLES if name != "tokens"])
def test_each_table_has_its_columns_in_order(corpus: Corpus, table: str) -> None:
    method: Callable[[], pd.DataFrame] = getattr(corpus, table)
    frame = method()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == TABLES[table].names
    assert len(frame) > 0


def test_a_version_is_named_or_the_newest_is_meant(corpus: Corpus) -> None:
    assert [corpus.stance(version=n)["polarity"].tolist() for n in (1, None)] == [["positive"], ["negative"]]
    assert corpus.stance()[["holder", "target"]].to_numpy().tolist() == [["Τουρκία", "Αζερμπαϊτζάν"]]


def test_tokens_where_they_were_published(corpus: Corpus) -> None:
    assert corpus.tokens(version=2)["lemma"].tolist() == ["Άγκυρα"]
    with pytest.raises(StoreError, match="the newest version was published without tokens\n  -> set `tokens: true`"):
        corpus.tokens()


def test_versions_are_a_table(corpus: Corpus) -> None:
    versions = corpus.versions()
    assert versions[["version", "engine", "n_documents", "n_stance"]].to_numpy().tolist() == [
        [number, "spacy", 1, 1] for number in (1, 2, 3)
    ]
    assert versions["n_tokens"].tolist() == [pd.NA, 1, pd.NA]


def test_what_changed(corpus: Corpus) -> None:
    found = corpus.diff(1, 3, "stance")
    assert found["change"].tolist() == ["appeared", "vanished"]  # another polarity is another claim
    assert corpus.diff(1, 2, "tokens")["change"].tolist() == ["appeared"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda corpus: corpus.stance(version=9), "there is no version 9\n  -> versions there are: 1, 2, 3"),
        (lambda corpus: corpus.tokens(9), "there is no version 9"),
        (lambda corpus: corpus.diff(1, 9), "there is no version 9"),
        (lambda corpus: corpus.diff(1, 2, "θέσεις"), "has no table 'θέσεις'\n  -> tables there are: documents"),
        (lambda _: pipeline.open("δεν υπάρχει"), "no version has been published here\n  -> run `stasis run` first"),
        (lambda _: pipeline.open(__file__), "is a file, not a folder|cannot be read"),
        (lambda _: pipeline.read_csv("δεν υπάρχει", "stance"), "no datapackage.json"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(corpus: Corpus, call: Callable[[Corpus], Any], said: str) -> None:
    with pytest.raises(StoreError, match=said):
        call(corpus)


def test_times_are_text_unless_asked_for(tmp_path: Path) -> None:
    publish(tmp_path, dated("α1", "2022-11-20"), dated("α2", "2022-11-20T06:30:00Z"), dated("α3", ""))
    corpus = pipeline.open(tmp_path)
    assert corpus.documents()["published_at"].tolist() == ["2022-11-20", "2022-11-20T06:30:00Z", ""]
    parsed = corpus.documents(dates=True)["published_at"]
    assert str(parsed.dt.tz) == "UTC"
    assert parsed.dt.strftime("%d/%m %H:%M").tolist()[:2] == ["20/11 00:00", "20/11 06:30"]
    assert parsed.isna().tolist() == [False, False, True]
    assert corpus.stance(dates=True)["published_at"].notna().sum() == 2
    assert str(corpus.versions(dates=True)["created_at"].dt.tz) == "UTC"


def test_what_is_no_time_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, dated("α1", "χθες"))
    with pytest.raises(StoreError, match="published_at: a time is not ISO 8601"):
        pipeline.open(tmp_path).documents(dates=True)


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
def test_the_files_alone_give_the_same_tables(tmp_path: Path, dialect: Dialect) -> None:
    publish(tmp_path, result("=α1", mark="-5"), dialect=dialect)
    (tmp_path / "csv").resolve().rename(tmp_path / "sent by mail")
    for table in ("documents", "sentences", "entities", "stance", "dependence"):
        read = pipeline.read_csv(tmp_path / "sent by mail", table)
        pd.testing.assert_frame_equal(read, getattr(pipeline.open(tmp_path), table)())
    assert pipeline.read_csv(tmp_path / "sent by mail", "documents")["title"].tolist() == ["-5"]


def test_a_tag_stands_for_a_number(tmp_path: Path) -> None:
    publish(tmp_path, result())
    tags.put(Store(tmp_path), 1, "άρθρο")
    publish(tmp_path, result(claims=(stance(value="negative"), dependence())))
    corpus = pipeline.open(tmp_path)
    assert corpus.stance("άρθρο")["polarity"].tolist() == ["positive"]
    assert corpus.diff("άρθρο", 2)["change"].tolist() == corpus.diff(1, 2)["change"].tolist()
    with pytest.raises(StoreError, match="there is no tag «έκθεση»"):
        corpus.stance("έκθεση")
