"""Tags: names for versions."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from filelock import FileLock
from results import publish

from pipeline import tags
from pipeline.errors import StoreError
from pipeline.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two versions, the first tagged «paper-1»."""
    store = Store(tmp_path)
    publish(store, "α")
    publish(store, "β")
    tags.put(store, 1, "paper-1")
    return store


def test_a_tag_stands_for_a_number(store: Store) -> None:
    assert [tags.resolve(store, given) for given in ("paper-1", "1", "2", "99")] == [1, 1, 2, 99]
    assert [version.tags for version in store.versions()] == [("paper-1",), ()]


def test_a_version_may_have_several_and_they_stay_where_they_are(store: Store) -> None:
    tags.put(store, 1, "άρθρο")
    tags.put(store, 1, "άρθρο")
    publish(store, "γ")
    assert [version.tags for version in store.versions()] == [("paper-1", "άρθρο"), (), ()]
    assert Store(store.path).versions() == store.versions()


def test_a_tag_names_one_version_only(store: Store) -> None:
    with pytest.raises(StoreError, match="version 1 has the tag «paper-1»\n  -> add --move, or choose another"):
        tags.put(store, 2, "paper-1")
    tags.put(store, 2, "paper-1", move=True)
    assert [version.tags for version in store.versions()] == [(), ("paper-1",)]


def test_a_tag_can_be_taken_away(store: Store) -> None:
    assert tags.remove(store, "paper-1") == 1
    assert store.ledger.tags() == {}
    with pytest.raises(StoreError, match="there is no tag «paper-1»\n  -> `stasis versions`"):
        tags.remove(store, "paper-1")


def test_accents_may_be_typed_in_two_ways(store: Store) -> None:
    apart = unicodedata.normalize("NFD", "άρθρο")
    tags.put(store, 2, apart)
    assert [tags.resolve(store, given) for given in (apart, "άρθρο")] == [2, 2]
    assert tags.remove(store, apart) == 2


@pytest.mark.parametrize(
    "tag", ["", "12", "-1", "+3", "١٢", "1_000", " α", "α ", "--move", "α\nβ", "α\x1b[1m", "α\u200b"]
)
def test_what_cannot_be_a_tag(store: Store, tag: str) -> None:
    with pytest.raises(StoreError, match=r"a tag cannot be .*: it "):
        tags.put(store, 2, tag)
    assert store.ledger.tags() == {"paper-1": 1}


def test_what_is_not_there(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no tag «paper-2»\n  -> tags there are: paper-1"):
        tags.resolve(store, "paper-2")
    with pytest.raises(StoreError, match="there is no version 9\n  -> versions there are: 1, 2"):
        tags.put(store, 9, "α")


def test_readers_of_tags_do_not_wait(store: Store) -> None:
    with FileLock(Path(store.path) / "store" / ".lock"):
        assert tags.resolve(store, "paper-1") == 1
        with pytest.raises(StoreError, match="another run is publishing here"):
            tags.put(Store(store.path, patience=0), 2, "α")
