"""Columns and offsets as a browser takes them: repeated values said once, places in UTF-16."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any


def coded(values: Iterable[Any]) -> dict[str, list[Any]]:
    """A column with few different values: each value once, and for each row the number of its value.

    >>> coded(["Ρωσία", "Κίνα", "Ρωσία"])
    {'values': ['Ρωσία', 'Κίνα'], 'codes': [0, 1, 0]}
    """
    numbers: dict[Any, int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in values]
    return {"values": list(numbers), "codes": codes}


def wide(text: str) -> list[int]:
    """Where the characters stand that JavaScript counts twice, being outside the first 65,536.

    >>> wide("α😀β😀")
    [1, 3]
    """
    return [place for place, letter in enumerate(text) if ord(letter) > 0xFFFF] if text and max(text) > "\uffff" else []


def moved(offset: int | None, wides: Sequence[int]) -> int:
    """An offset in code points as an offset in UTF-16 units, -1 where there is none.

    Args:
        offset: code points from the start of the text.
        wides: what ``wide`` gives for that text.

    >>> moved(2, wide("α😀β")), moved(None, [])
    (3, -1)
    """
    return -1 if offset is None else offset + bisect_left(wides, offset)
