"""Morphological features of a word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache


class Features:
    """Morphological features as Universal Dependencies writes them: «Case=Acc,Nom|Number=Sing»."""

    __slots__ = ("_text", "_values")

    def __init__(self, text: str) -> None:
        pairs = (feature.partition("=") for feature in text.split("|") if feature)
        self._text = text
        self._values = {name: values.split(",") for name, _, values in pairs}

    def get(self, name: str) -> Sequence[str]:
        """The values of a feature, none where the word does not show it."""
        return self._values.get(name, ())

    def __str__(self) -> str:
        return self._text


features = lru_cache(maxsize=10_000)(Features)
"""The features that a text names, made once for all words that share them."""
