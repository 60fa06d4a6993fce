"""Polytonic Greek → monotonic: one accent for three, no breathings, no iota below, bare monosyllables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from pipeline.greek import LETTERS, fold, is_greek

GRAVE, ACUTE, CIRCUMFLEX = "\u0300", "\u0301", "\u0342"
_SIGNS = {GRAVE, CIRCUMFLEX, "\u0313", "\u0314", "\u0345", "\u0304", "\u0306"}
"""What monotonic writing lacks: grave, circumflex, the two breathings, iota below, length."""

_VOWEL = re.compile("[αο]ύ|[αεου]ί|[αε]ύ|[αο]υ|[αεου]ι|[αεη]υ|ηύ|[αεηιουωάέήίόύώϊϋΐΰ]")
_SHORT = re.compile(f"(?<![{LETTERS}])[{LETTERS}]{{1,6}}(?![{LETTERS}])")
_ACCENTED = re.compile("[άέήίόύώΆΈΉΊΌΎΏ]")
_FALSE_DISYLLABLES = {"για", "πια", "πιο", "μια", "μιασ", "μιαν", "δυο", "γεια", "νια", "νιοσ", "ποιοσ", "ποια", "ποιο"}
_FALSE_DISYLLABLES |= {"ποιον", "ποιου", "ποιαν", "ποιασ", "ποιοι", "ποιεσ", "ποιουσ", "ποιων"}
"""Said as one syllable, so written without accent, for all their two vowels: «γιὰ», «μιᾶς», «ποιὸς»."""

_QUESTIONS = frozenset({"που", "πωσ"})


@lru_cache(maxsize=1 << 12)
def monotonic(cluster: str) -> str:
    """A letter with its combining signs, composed; a Greek one in monotonic writing.

    >>> monotonic("ῆ"), monotonic("ἕ"), monotonic("ᾳ")
    ('ή', 'έ', 'α')
    """
    parts = unicodedata.normalize("NFD", cluster)
    if not _SIGNS.isdisjoint(parts) and is_greek(parts[0]):
        stress = GRAVE in parts or CIRCUMFLEX in parts
        parts = "".join(c for c in parts if c not in _SIGNS)
        if stress and ACUTE not in parts:
            parts += ACUTE  # behind the diaeresis, or «ΐ» does not compose
    return unicodedata.normalize("NFC", parts)


def is_polytonic(cluster: str) -> bool:
    """Whether a letter carries a sign that monotonic writing lacks."""
    parts = unicodedata.normalize("NFD", cluster)
    return is_greek(parts[0]) and not _SIGNS.isdisjoint(parts)


def bare_monosyllables(text: str, original: Callable[[int], str], everywhere: bool) -> str:
    """Take the accent off monosyllables, as monotonic writing does: «τὸ», «καὶ», «γιὰ».

    «ή» keeps it always; «πού» and «πώς» where they ask, which polytonic writing marks by the circumflex.

    Args:
        text: already monotonic.
        original: offset into ``text`` → that letter as it was read.
        everywhere: the whole text is polytonic, so a monosyllable with a plain acute («τί») loses it, too.
    """

    def bare(match: re.Match[str]) -> str:
        word = match[0]
        accent = _ACCENTED.search(word)
        if accent is None or not _is_monosyllable(word, accent.start()):
            return word
        read = unicodedata.normalize("NFD", original(match.start() + accent.start()))
        folded = fold(word)
        asks = folded in _QUESTIONS and CIRCUMFLEX in read
        if folded == "η" or asks or (not everywhere and _SIGNS.isdisjoint(read)):
            return word
        return word[: accent.start()] + _unaccented(accent[0]) + word[accent.end() :]

    return _SHORT.sub(bare, text)


@lru_cache(maxsize=1 << 12)
def _is_monosyllable(word: str, accent: int) -> bool:
    vowels = list(_VOWEL.finditer(word.lower()))
    last = vowels[-1].span() if vowels else (0, 0)
    return len(vowels) == 1 or (fold(word) in _FALSE_DISYLLABLES and last[0] <= accent < last[1])


def _unaccented(char: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", char).replace(ACUTE, ""))
