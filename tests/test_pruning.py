"""Pruning: what goes, what stays, and what is said of a version that went."""

from __future__ import annotations

from pathlib import Path

import pytest
from deltalake import write_deltalake
from results import MADE, described, marks, publish, result, size

from pipeline import tags
from pipeline.diff import diff
from pipeline.errors import StoreError
from pipeline.pruning import prune
from pipeline.store import Store
from pipeline.stored import Stored
from pipeline.tables import to_tables

MARKS = "αβγδε"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Versions 1 to 5; only the first has tokens, and ``sentences`` is the same in all."""
    store = Store(tmp_path)
    for mark in MARKS:
        publish(store, mark, tokens=mark == "α")
    return store


def numbers(store: Store) -> list[int]:
    return [version.version for version in store.versions()]


@pytest.mark.parametrize(
    ("keep", "tagged", "stay"),
    [
        (2, [], [4, 5]),
        (2, [2], [2, 4, 5]),
        (2, [5], [4, 5]),
        (1, [1, 3], [1, 3, 5]),
        (1, [], [5]),
        (9, [], [1, 2, 3, 4, 5]),
    ],
)
def test_the_newest_and_the_tagged_stay(store: Store, keep: int, tagged: list[int], stay: list[int]) -> None:
    for number in tagged:
        tags.put(store, number, f"άρθρο-{number}")
    gone = prune(store, keep).versions
    assert (numbers(store), sorted([*gone, *stay])) == (stay, [1, 2, 3, 4, 5])
    assert [marks(store, number) for number in stay] == [{MARKS[number - 1]} for number in stay]
    assert (publish(store, "ζ"), described(Path(store.path))) == (6, "6")


def test_the_space_comes_back(store: Store, tmp_path: Path) -> None:
    before, would = size(Path(store.path)), prune(store, 1, dry_run=True)
    assert (numbers(store), size(Path(store.path))) == ([1, 2, 3, 4, 5], before)
    assert prune(store, 1) == would
    assert before - size(Path(store.path)) == would.size
    kept = {
        name: len(list((Path(store.path) / "store" / name).glob("*.parquet")))
        for name in ("tokens", "sentences", "stance")
    }
    assert kept == {"tokens": 0, "sentences": 1, "stance": 1}
    again = prune(store, 1)
    assert (again.versions, again.files, again.size) == ((), 0, 0)


def test_a_table_may_come_back_after_its_files_went(store: Store) -> None:
    prune(store, 1)
    publish(store, "α", tokens=True)
    assert store.read("tokens").num_rows == 1


def test_a_pruned_version_is_remembered(store: Store) -> None:
    prune(store, 2)
    [first, *_] = store.versions(pruned=True)
    assert (first.version, first.code_version, first.pruned_at[:2]) == (1, "0.1.0", "20")
    says = rf"version 1 was pruned on {first.pruned_at[:10]}\n  -> versions there are: 4, 5"
    for act in (
        lambda: store.read("stance", 1),
        lambda: store.names(1),
        lambda: store.record("frames", 1),
        lambda: diff(store, 1, 5, "stance"),
        lambda: tags.put(store, 1, "άρθρο"),
    ):
        with pytest.raises(StoreError, match=says):
            act()


def test_a_reader_at_work_is_told(store: Store) -> None:
    read = store.ledger.find(1)
    prune(store, 1)
    with pytest.raises(StoreError, match="version 1 was pruned on"):
        Stored(store.deltas, store.ledger).table("stance", read)


def test_one_that_was_killed_is_finished_by_the_next(store: Store) -> None:
    with store.deltas.writing():
        store.ledger.mark_pruned(store.versions()[:2])  # and no file was removed
    before = size(Path(store.path))
    done = prune(store, 9)
    assert (done.versions, numbers(store)) == ((), [3, 4, 5])
    assert done.size == before - size(Path(store.path)) > 0


def test_what_a_killed_run_left_goes_too(store: Store) -> None:
    rows = to_tables([result(mark="χωρίς έκδοση")])["stance"]
    write_deltalake(Path(store.path) / "store" / "stance", rows, mode="overwrite")
    (Path(store.path) / "store" / "entities" / "part-x.parquet").write_bytes(b"PAR1")
    assert prune(store, 9).files == 2
    assert [marks(store, number) for number in numbers(store)] == [{mark} for mark in MARKS]
    assert store.publish(to_tables([result(mark="ζ")]), MADE).version == 6


@pytest.mark.parametrize("keep", [0, -1])
def test_the_newest_always_stays(store: Store, keep: int) -> None:
    with pytest.raises(StoreError, match="the newest version always stays"):
        prune(store, keep)


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no version has been published here"):
        prune(Store(tmp_path / "αύριο"), 1)
    assert not (tmp_path / "αύριο").exists()
