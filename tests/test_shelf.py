"""Articles on disk, taken as from a list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.records import Article
from pipeline.shelf import Chosen, Shelf

ARTICLES = [Article(f"α{n}", f"Κείμενο {n} " * n, title=f"Τίτλος {n}", fictional=bool(n % 2)) for n in range(5)]


def shelved(articles: list[Article]) -> Shelf:
    shelf = Shelf()
    for article in articles:
        shelf.put(article)
    return shelf


def test_is_like_the_list_that_was_put_there() -> None:
    shelf = shelved(ARTICLES)
    assert list(shelf) == ARTICLES
    assert (shelf[2], shelf[-1], shelf[1:4], shelf[4:2]) == (ARTICLES[2], ARTICLES[-1], ARTICLES[1:4], [])
    with pytest.raises(IndexError):
        shelf[5]


def test_takes_and_puts_in_turns() -> None:
    shelf = shelved(ARTICLES[:2])
    assert shelf[0] == ARTICLES[0]
    shelf.put(ARTICLES[2])
    assert list(shelf) == ARTICLES[:3]


def test_says_which_repeats_which() -> None:
    shelf = shelved([replace(ARTICLES[0], duplicate_of="β"), *ARTICLES[1:]])
    shelf.repeat(3, "α1")
    shelf.repeat(0, "")
    assert [article.duplicate_of for article in shelf] == ["", "", "", "α1", ""]


@given(st.text(), st.text())
def test_every_text_comes_back(doc_id: str, text: str) -> None:
    assert shelved([Article(doc_id, text)])[0] == Article(doc_id, text)


def test_some_of_them_in_another_order() -> None:
    some = Chosen(shelved(ARTICLES), [4, 1, 3])
    assert [article.doc_id for article in some] == ["α4", "α1", "α3"]
    assert (len(some), some[1].doc_id, [article.doc_id for article in some[1:]]) == (3, "α1", ["α1", "α3"])


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def seek(self, _: int) -> None:
            raise OSError(28, "No space left on device")

    shelf = Shelf()
    monkeypatch.setattr(shelf, "_file", Full())
    with pytest.raises(StoreError, match=r"put aside: No space left on device\n  -> see that the disk has room"):
        shelf.put(ARTICLES[0])
