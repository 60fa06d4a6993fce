"""The articles of a run on disk, from where they are taken one at a time or a batch at a time."""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from tempfile import TemporaryFile
from typing import overload

from pipeline.errors import aside
from pipeline.records import Article

_WHAT = "the articles cannot be put aside"


class Shelf(Sequence[Article]):
    """Articles in the order they were put there, in a file that goes with them.

    It lies where temporary files do (``TMPDIR``). What is taken is a copy. A disk that refuses is a ``StoreError``.

    >>> shelf = Shelf()
    >>> shelf.put(Article("α1", "Η Άγκυρα σιωπά."))
    >>> shelf[0].doc_id, len(shelf)
    ('α1', 1)
    """

    def __init__(self) -> None:
        with aside(_WHAT):
            self._file = TemporaryFile(prefix="stasis-")  # noqa: SIM115 - open for as long as the shelf is
        self._ends = array("Q", [0])
        self._firsts: dict[int, str] = {}

    def put(self, article: Article) -> None:
        """Add an article.

        Raises:
            StoreError: when the disk is full.
        """
        with aside(_WHAT):
            self._file.seek(self._ends[-1])
            self._ends.append(self._ends[-1] + self._file.write(pickle.dumps(article)))

    def repeat(self, at: int, first: str) -> None:
        """Note that the article at a place repeats the one whose ``doc_id`` is ``first``; "" where it repeats none."""
        self._firsts[at] = first

    def close(self) -> None:
        """Give up the file; nothing can be taken after."""
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> Article: ...
    @overload
    def __getitem__(self, at: slice) -> list[Article]: ...
    def __getitem__(self, at: int | slice) -> Article | list[Article]:
        places = range(len(self))[at]
        return self._take(places) if isinstance(places, int) else [self._take(place) for place in places]

    def _take(self, at: int) -> Article:
        with aside(_WHAT):
            self._file.seek(self._ends[at])
            article: Article = pickle.loads(self._file.read(self._ends[at + 1] - self._ends[at]))
        first = self._firsts.get(at, article.duplicate_of)
        return article if first == article.duplicate_of else replace(article, duplicate_of=first)


class Chosen(Sequence[Article]):
    """Some of a sequence of articles, in an order of their own; they are taken when asked for.

    Args:
        articles: where they are taken.
        places: where each stands there.

    >>> list(Chosen([Article("α1", ""), Article("α2", "")], [1]))[0].doc_id
    'α2'
    """

    def __init__(self, articles: Sequence[Article], places: Sequence[int]) -> None:
        self._articles = articles
        self._places = array("Q", places)

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Article: ...
    @overload
    def __getitem__(self, at: slice) -> list[Article]: ...
    def __getitem__(self, at: int | slice) -> Article | list[Article]:
        if isinstance(at, slice):
            return [self._articles[place] for place in self._places[at]]
        return self._articles[self._places[at]]

    def __iter__(self) -> Iterator[Article]:
        return (self._articles[place] for place in self._places)
