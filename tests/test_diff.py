"""What changed between two versions."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from results import MADE, dependence, result, stance

from pipeline.diff import diff, summary
from pipeline.errors import StoreError
from pipeline.records import Result
from pipeline.store import Store
from pipeline.tables import to_tables

HESITANT = replace(stance(), factuality="possible", confidence=0.4)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Version 1: a stance. Version 2: it became possible, a dependence came. Version 3: a new article, nothing else."""
    store = Store(tmp_path)
    for results in (
        [result(claims=(stance(),))],
        [result(claims=(HESITANT, dependence()))],
        [result("α2")],
    ):
        store.publish(to_tables(results), MADE)
    return store


def test_a_changed_claim_is_told_field_by_field(store: Store) -> None:
    rows = diff(store, 1, 2, "stance")
    assert rows[["change", "field", "before", "after"]].to_numpy().tolist() == [
        ["changed", "confidence", "0.9123", "0.4"],
        ["changed", "factuality", "asserted", "possible"],
    ]
    assert rows["holder"].tolist() == ["Τουρκία", "Τουρκία"]


def test_what_appeared_and_vanished_shows_the_row_itself(store: Store) -> None:
    assert diff(store, 1, 2, "dependence")[["change", "provider"]].to_numpy().tolist() == [["appeared", "Ρωσία"]]
    assert diff(store, 2, 1, "dependence")[["change", "provider"]].to_numpy().tolist() == [["vanished", "Ρωσία"]]


def test_a_version_does_not_differ_from_itself(store: Store) -> None:
    assert diff(store, 2, 2, "stance").empty


def test_summary_counts_every_table(store: Store) -> None:
    counts = summary(store, 1, 2).set_index("table").T.to_dict("list")
    assert counts == {
        "documents": [0, 0, 0],
        "sentences": [0, 0, 0],
        "entities": [0, 0, 0],
        "stance": [0, 0, 1],
        "dependence": [1, 0, 0],
    }


def test_when_an_article_was_fetched_is_no_change(store: Store) -> None:
    again = result("α2", mark="Νέος τίτλος")
    later: Result = replace(again, article=replace(again.article, retrieved_at="2023-01-01T00:00:00Z"))
    store.publish(to_tables([later]), MADE)
    assert diff(store, 3, 4, "documents")["field"].tolist() == ["title"]


def test_a_table_that_one_version_lacks_counts_as_empty(store: Store) -> None:
    store.publish(to_tables([result("α2")], tokens=True), MADE)
    assert diff(store, 3, 4, "tokens")["change"].tolist() == ["appeared"]


def test_only_the_two_versions_are_read(store: Store) -> None:
    for table in ("stance", "dependence"):
        damaged = Path(store.path) / "store" / table
        used = {v.delta_versions[table] for v in store.versions() if v.version in (1, 2)}
        for entry in (damaged / "_delta_log").glob("*.json"):
            if int(entry.stem) not in used:
                entry.write_text("σκουπίδια", encoding="utf-8")
    assert len(diff(store, 1, 2, "dependence")) == 1


@pytest.mark.parametrize(
    ("a", "b", "table", "message"),
    [
        (1, 9, "stance", "there is no version 9\n  -> versions there are: 1, 2, 3"),
        (1, 2, "στάσεις", "version 2 has no table 'στάσεις'\n  -> tables there are: documents, sentences"),
        (1, 2, "tokens", "version 2 has no table 'tokens'"),
    ],
)
def test_what_is_not_there_is_named(store: Store, a: int, b: int, table: str, message: str) -> None:
    with pytest.raises(StoreError) as caught:
        diff(store, a, b, table)
    assert message in str(caught.value)


def test_a_store_that_is_gone_says_so(store: Store) -> None:
    shutil.rmtree(Path(store.path) / "store")
    with pytest.raises(StoreError, match="no version has been published here"):
        summary(store, 1, 2)
