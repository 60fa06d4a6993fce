"""Articles that repeat another: an agency's story in six papers is one, and counts where it was published first.

MinHash proposes pairs, the shingles of both texts decide. What is found is a star, never a chain: every member of a
group has itself enough in common with the one that is kept.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from itertools import chain
from typing import Any
from urllib.parse import urldefrag
from zoneinfo import ZoneInfo

import numpy as np
from courlan import normalize_url

from pipeline.records import Article, Notice
from pipeline.shelf import Chosen
from pipeline.shingles import KEYS, Shingles, keys, shared, shingles, words

SHORT = 30
"""Fewer words are a flash or a caption, which repeats another only word for word."""

REVISED = 0.5
"""Share of the threshold that is enough for two texts at one address: the paper has gone on writing."""

_CROWD = 50
"""Most articles that one is compared with: of those that meet under a key the latest, then those that meet most often.

It bounds time where a thousand reports have the same words every day."""

_PRESS_TIME = ZoneInfo("Europe/Athens")
_REMEMBERED = 4096


def grouped(articles: Sequence[Article], threshold: float) -> list[Article]:
    """The same articles in the same order; one that repeats another says which in ``duplicate_of``.

    The earliest published of a group is kept; a day without an hour counts as the end of that day, an unknown day comes
    last, and of two at one time the one read first is the earlier.

    Args:
        articles: with ``doc_id`` of their own.
        threshold: share of the shorter text's shingles that both must have, above 0; from 1 on only equal texts are
            found. Texts are equal that differ in nothing but accents, capitals, punctuation, white space.

    >>> text = "Η Άγκυρα απειλεί την Αθήνα."
    >>> [a.duplicate_of for a in grouped([Article("β", text), Article("α", text, published_at="2022-11-22")], 0.5)]
    ['α', '']
    """
    return [
        _pointing(article, "" if first == at else articles[first].doc_id)
        for at, (article, first) in enumerate(zip(articles, firsts(articles, threshold), strict=True))
    ]


def firsts(articles: Sequence[Article], threshold: float) -> list[int]:
    """For each article the place of the one that it repeats, its own if there is none; see ``grouped``.

    >>> text = "Η Άγκυρα απειλεί την Αθήνα."
    >>> firsts([Article("β", text), Article("α", text, published_at="2022-11-22")], 0.5)
    [1, 1]
    """
    order = [at for _, at in sorted((published(article), at) for at, article in enumerate(articles))]
    found = [0] * len(articles)
    for at, turn in zip(order, _firsts(Chosen(articles, order), threshold), strict=True):
        found[at] = order[turn]
    return found


def notices(articles: Sequence[Article]) -> Iterator[Notice]:
    """What a person should know: for each article that repeats another, where both stand."""
    places, repeating = dict[str, str](), list[tuple[str, str]]()
    for article in articles:
        places[article.doc_id] = article.path or article.url or article.doc_id
        if article.duplicate_of:
            repeating.append((article.doc_id, article.duplicate_of))
    for doc_id, first in repeating:
        yield Notice(
            places[doc_id],
            f"«{doc_id}» repeats «{first}» in {places.get(first, first)}",
            "nothing, if both should be listed: documents.duplicate_of says so; else remove one",
        )


def published(article: Article) -> float:
    """When, in seconds, to put articles in order; infinite where it is unknown.

    >>> published(Article("α", "", published_at="2022-11-22T12:00:00Z")) < published(Article("β", "")) == math.inf
    True
    """
    said = article.published_at
    try:
        if len(said) <= len("2022-11-22"):
            return datetime.combine(date.fromisoformat(said), time.max, _PRESS_TIME).timestamp()
        moment = datetime.fromisoformat(said)
    except ValueError:
        return math.inf
    return (moment if moment.tzinfo else moment.replace(tzinfo=_PRESS_TIME)).timestamp()


def address(url: str) -> str:
    """What addresses of one page have in common: no tracking, no fragment, http and https alike; "" for none.

    >>> address("http://www.efimerida.gr/a/?utm_source=rss#top") == address("https://efimerida.gr/a")
    True
    """
    if "://" not in url:
        return ""
    try:
        plain = urldefrag(normalize_url(urldefrag(url).url, trailing_slash=False)).url
    except ValueError:
        return ""
    return plain.partition("://")[2].removeprefix("www.")


def _pointing(article: Article, first: str) -> Article:
    return article if article.duplicate_of == first else replace(article, duplicate_of=first)


def _firsts(articles: Sequence[Article], threshold: float) -> list[int]:
    """For each article, in the order they were published, the place of the one it repeats; its own if there is none."""
    marks, meetings, first = _read(articles, near=threshold < 1)
    equal: dict[bytes, int] = {}
    told = defaultdict[str, list[int]](list)
    # Those of later articles are made again when asked for: the shingles of all would fill the memory.
    recall = lru_cache(_REMEMBERED)(lambda at: first[at] if at in first else shingles(words(articles[at].text)))
    for at, article in enumerate(articles):
        page = address(article.url) if threshold < 1 else ""
        here = told[page] if page else []
        there = meetings.crowds(at)
        if marks[at] not in equal:
            alike = [other for other, _ in Counter(chain.from_iterable(there)).most_common(_CROWD)]
            bars = dict.fromkeys(alike, threshold) | dict.fromkeys(here, threshold * REVISED)
            shares = {other: shared(recall(at), recall(other), cut=other in here) for other in bars}
            agree = [other for other in sorted(bars) if shares[other] >= bars[other]]
            # Of several that are kept the one it has most in common with, the earlier if it has as much with two.
            equal[marks[at]] = max(agree, key=shares.__getitem__, default=at)
        if equal[marks[at]] == at:
            for crowd in (here, *there):
                crowd.append(at)
                del crowd[:-_CROWD]
    return [equal[mark] for mark in marks]


def _read(articles: Sequence[Article], *, near: bool) -> tuple[list[bytes], _Meetings, dict[int, Shingles]]:
    """Of each article a mark that equal texts share, and under which keys it meets others; the first ones' shingles."""
    marks: list[bytes] = []
    first: dict[int, Shingles] = {}
    # By columns, as they are compared key by key.
    found = np.zeros((len(articles), KEYS), np.uint32, order="F")
    long = np.zeros(len(articles), bool)
    for at, article in enumerate(articles):
        text = words(article.text)
        marks.append(hashlib.sha256(" ".join(text).encode()).digest() if text else b"%d" % at)
        if near and len(text) >= SHORT:
            found[at], long[at] = keys(text), True
            if len(first) < _REMEMBERED:
                first[at] = shingles(text)
    return marks, _Meetings(found, np.flatnonzero(long)), first


class _Meetings:
    """Lists of articles that met under one key, for as long as there are others to come.

    Args:
        found: the keys, a row an article; changed here.
        rows: which of them have keys.
    """

    def __init__(self, found: Any, rows: Any) -> None:
        self._crowds: dict[int, list[int]] = {}
        self._found = found
        for column in range(KEYS if len(rows) else 0):
            _, numbers, counts = np.unique(found[rows, column], return_inverse=True, return_counts=True)
            last = np.zeros(len(counts), np.int64)
            last[numbers] = np.arange(len(rows))
            # In place of the key its number from 1, twice, and one more for the last article that has it; 0 where no
            # other has it.
            marked = 2 * (numbers + 1) + (last[numbers] == np.arange(len(rows)))
            found[rows, column] = np.where(counts[numbers] > 1, marked, 0)

    def crowds(self, at: int) -> list[list[int]]:
        """Those that the article meets, to be added to; the last who comes leaves an empty room."""
        met = []
        for column in np.flatnonzero(self._found[at]).tolist():
            number, last = divmod(int(self._found[at, column]), 2)
            key = number * KEYS + column
            met.append(self._crowds.pop(key, []) if last else self._crowds.setdefault(key, []))
        return met
