"""What is a Greek letter, how much of a text is Greek, and what two spellings of a word have in common."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The blocks less their signs: «;» (U+037E), «·» (U+0387), the spacing accents.
LETTERS = (
    "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03f5\u03f7-\u03ff"
    "\u1f00-\u1fbc\u1fbe\u1fc2-\u1fcc\u1fd0-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ffc"
)
"""Greek letters as the inside of a regular expression's character class."""

MARKS = "\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Combining signs of alphabets, likewise."""

_LETTER_RUNS = re.compile(f"[{LETTERS}]+")
_CACHED_LENGTH = 64


def greek_share(text: str) -> float:
    """Share of Greek letters among all letters (0 to 1), 0 for a text without letters.

    >>> greek_share("Η NATO")
    0.2
    """
    letters = sum(map(str.isalpha, text))
    return sum(map(len, _LETTER_RUNS.findall(text))) / letters if letters else 0.0


def is_greek(char: str) -> bool:
    """Whether a character is a Greek letter, with or without accents."""
    return _LETTER_RUNS.fullmatch(char) is not None


class _Folding(dict[int, str]):
    """Code point → its folded form, worked out when first met; ``str.translate`` asks for the missing ones."""

    def __missing__(self, code: int) -> str:
        bare = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        # Letter by letter, so that no Σ becomes ς by its place in the word.
        folded = self[code] = "".join("σ" if c == "ς" else c.lower() for c in bare)
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower case, without accents and with one sigma: what two spellings of one word have in common.

    >>> fold("ΤΟΥΡΚΙΑΣ") == fold("Τουρκίας")
    True
    """
    # Only words are worth remembering; whole articles would fill the memory.
    return _fold_word(text) if len(text) <= _CACHED_LENGTH else text.translate(_FOLDING)


@lru_cache(maxsize=1 << 16)
def _fold_word(text: str) -> str:
    return text.translate(_FOLDING)
