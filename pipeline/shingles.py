"""Texts as sets of shingles, a few words in a row: how much two have in common, and keys under which likely pairs meet.

A set is resembled by its sketch, the least of its hashes under each of many permutations (MinHash; Broder 1997, "On the
resemblance and containment of documents"). Keys are made of three minima each: two texts with the Jaccard index j have
one of the 170 keys in common with a probability of 1 - (1 - j³)¹⁷⁰, which is 0.93 for 0.25 and 0.0002 for 0.01.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from datasketch import MinHash

from pipeline.text import fold, normalise

LENGTH = 3
"""Words to a shingle. Two are met by chance, and of four too few outlive an editor."""

KEYS, MINIMA, SEEDS = 170, 3, (1, 2)
"""Keys of a text, minima to a key, and the seeds of the permutations: two sets, as each fits the processor's cache."""

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+")
_SHORTER = 0.4
_NUMBERS, _PAIRS = 3, 5
_NEARLY_ALL = 0.9
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
"""Odd numbers to multiply by, for 64-bit hashes of three in a row."""

_EMPTY = [MinHash(KEYS * MINIMA // len(SEEDS), seed=seed, hashfunc=int) for seed in SEEDS]

Keys = Any
"""``numpy`` array of ``KEYS`` numbers of 32 bits."""


@dataclass(frozen=True, slots=True)
class Shingles:
    """Hashes of a text's shingles, of its numbers, and of each two numbers that follow one another: sorted arrays."""

    all: Any
    numbers: Any
    pairs: Any


def words(text: str) -> list[str]:
    """The words of a text as two papers would agree on them: no accents, capitals, punctuation or look-alike letters.

    >>> words("Η Άγκυρα «απειλεί»: 1,5 δισ.")
    ['η', 'αγκυρα', 'απειλει', '1,5', 'δισ']
    """
    return _WORD.findall(fold(normalise(text).text))


def shingles(found: list[str]) -> Shingles:
    """The shingles of a text, given its ``words``.

    >>> len(shingles(words("Η Άγκυρα απειλεί την Αθήνα.")).all)
    3
    """
    numbers = [word for word in found if word[0].isdigit()]
    return Shingles(np.unique(_hashes(found)), np.unique(_hashes(numbers, 1)), np.unique(_hashes(numbers, 2)))


def shared(one: Shingles, other: Shingles, *, cut: bool = False) -> float:
    """The share of the shorter text's shingles that the longer has too (0 to 1).

    A text that is much shorter (less than 0.4 of the other) is another story told in passing: 0, unless ``cut``. Where
    numbers stand in it, as many must be shared, too, and the lower share counts: reports of the weather or of exchange
    rates have the same words every day and other numbers.

    >>> one, other = (shingles(words(f"Έκλεισε η λίρα στα {n} ευρώ, το γεν στα {n}.")) for n in ("1,08", "1,09"))
    >>> shared(one, one), round(shared(one, other), 2)
    (1.0, 0.5)
    """
    small, large = sorted((one, other), key=lambda each: len(each.all))
    if not len(small.all) or (len(small.all) < _SHORTER * len(large.all) and not cut):
        return 0.0
    whole = _part(small.all, large.all)
    if len(small.numbers) < _NUMBERS:
        return whole
    numbers = _part(small.numbers, large.numbers)
    if len(small.pairs) >= _PAIRS and numbers < _NEARLY_ALL:
        # Degrees and scores are small numbers: they recur by chance, but not one after the other.
        numbers = _part(small.pairs, large.pairs)
    return min(whole, numbers)


def _part(small: Any, large: Any) -> float:
    if not len(large):
        return 0.0
    places = np.minimum(np.searchsorted(large, small), len(large) - 1)
    return int(np.count_nonzero(large[places] == small)) / len(small)


def keys(found: list[str]) -> Keys:
    """The keys under which a text meets its like, given its ``words``; the same on every machine.

    >>> text = words("Η Άγκυρα απειλεί την Αθήνα.")
    >>> keys(text).tolist() == keys(words("η αγκυρα απειλει την αθηνα")).tolist()
    True
    """
    # The upper half of the hash: datasketch permutes numbers of 32 bits.
    hashes = (_hashes(found) >> np.uint64(32)).tolist()
    minima = []
    for empty in _EMPTY:
        sketch = empty.copy()
        sketch.update_batch(hashes)
        minima.append(sketch.hashvalues)
    rows = np.concatenate(minima).astype(np.uint64).reshape(KEYS, MINIMA)
    return (_mixed(rows) >> np.uint64(32)).astype(np.uint32)


def _hashes(found: list[str], length: int = LENGTH) -> Any:
    """The hash of each ``length`` words in a row, in the order of the text."""
    numbers = np.fromiter(map(_number, found), np.uint64, len(found))
    return _mixed(np.lib.stride_tricks.sliding_window_view(numbers, length)) if len(found) >= length else numbers[:0]


def _mixed(rows: Any) -> Any:
    """One number for each row."""
    sums = (rows * _MIX[: rows.shape[1]]).sum(axis=1, dtype=np.uint64)
    return sums ^ (sums >> np.uint64(29))


@lru_cache(maxsize=1 << 17)
def _number(word: str) -> int:
    """A hash that is the same in every process, unlike Python's own."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
