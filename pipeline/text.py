"""Text for analysis: one way to write each letter and space, and the way back to the text as it was read."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.encodings import decode
from pipeline.greek import LETTERS, MARKS, fold, greek_share, is_greek
from pipeline.polytonic import ACUTE, bare_monosyllables, is_polytonic, monotonic

__all__ = ["HOMOGLYPHS", "Alignment", "Normalised", "decode", "fold", "greek_share", "normalise"]

HOMOGLYPHS = dict(zip("ABEHIKMNOPTXYZoviuxyaeptknáéíóúÁÉÍÓ", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖονιυχγαερτκηάέίόύΆΈΊΌ", strict=True))
"""Latin letters that look Greek. «y» and «γ», «u» and «υ» pass for each other in bad scans."""

_UPRIGHT = {k: v for k, v in HOMOGLYPHS.items() if k in "ABEHIKMNOPTXYZovóÁÉÍÓ"}
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_MIXED = re.compile(f"[{_LATIN}][{LETTERS}]|[{LETTERS}][{_LATIN}]")
_WORD = re.compile(r"[^\W\d_]+")
# Articles typed on a Latin keyboard: «H Τουρκία». Other all-Latin words (KKE, NATO) may well be Latin.
_ARTICLE = re.compile(f"(?<![A-Za-z0-9] )(?<![\\w.&'’/-])(?:H|[Oo]|T[OoAa]|TON|THN|OI)(?= [{LETTERS}])")

# Soft hyphen, zero-width signs, direction marks, controls: they may stand inside a word.
_INVISIBLE = (
    "\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_BREATHINGS = "\u00b4\u0384\u1fbd\u1fbf\u1fcd\u1fce\u1fdd\u1fde\u1ffd\u1ffe"
_STRESSED = "\u00b4\u0384\u1fcd\u1fce\u1fdd\u1fde\u1ffd"
_CAPITALS = "ΑΕΗΙΟΥΩ"
_CHANGES = re.compile(
    # Old typesetting puts accent and breathing of a capital before it: «΄Αγκυρα», «᾿Αθῆναι».
    f"(?P<capital>(?<![{LETTERS}])[{_BREATHINGS}][\u0300\u0301\u0342]?[{_CAPITALS}])"
    f"|(?P<gap>[^\\S ][\\s{_INVISIBLE}]*|[{_INVISIBLE}][\\s{_INVISIBLE}]*| [\\s{_INVISIBLE}]+)"
    # No letter has more than a few signs; without a bound, a long run would take time by its square.
    f"|(?P<cluster>[^\\s{_INVISIBLE}{MARKS}][{MARKS}]{{1,8}})"
    f"|(?P<excess>(?<=[{MARKS}])[{MARKS}]+)"
)
_SIGN = re.compile(f"[^\\S ]|[{_INVISIBLE}{MARKS}{_BREATHINGS}]|  ")
_LINES = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028]")

_APOSTROPHES = "\u2019\u02bc\u0384\u00b4\u1fbd\u1fbf\u1ffd\u2032`"
# «‘…’» is a quotation; otherwise a sign after a letter («απ’ την») or before a year («του ’21») is an apostrophe.
_APOSTROPHE = re.compile(f"‘[^‘’\n]{{0,300}}’|(?<=[{LETTERS}])[{_APOSTROPHES}]|[{_APOSTROPHES}](?=\\d\\d\\b)")

_SYMBOLS = dict(zip("\u00b5\u037e\u0387ϐϑϒϕϖϰϱϲϵ", "μ;·βθΥφπκρςε", strict=True))
"""Signs and typographers' variants that Unicode keeps apart from the Greek letter or stop they are."""


def _single_changes() -> dict[str, str]:
    """Every single character that analysis wants otherwise, one for one: composed, monotonic, no variants."""
    found = {}
    signs = re.compile(f"[{_BREATHINGS}]")
    for char in map(chr, (*range(0x340, 0x400), *range(0x1E00, 0x2200))):
        plain = monotonic(char)
        if plain != char and len(plain) == 1 and not signs.match(char):
            found[char] = plain
    spaces = ("\u00a0", "\u1680", "\u202f", "\u205f", "\u3000", *map(chr, range(0x2000, 0x200B)))
    return found | _SYMBOLS | dict.fromkeys(spaces, " ")


_SINGLE = _single_changes()
_ANY_SINGLE = re.compile(f"[{''.join(map(re.escape, _SINGLE))}]")
_SINGLE_TABLE = str.maketrans(_SINGLE)
_POLYTONIC = re.compile(f"[{''.join(filter(is_polytonic, map(chr, range(0x1F00, 0x1FFD))))}\u0300\u0313\u0314\u0342]")
_MOSTLY_POLYTONIC = 0.05
"""Polytonic signs a character of text; a page of polytonic Greek has 0.1."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each character of a normalised text stood in the original.

    ``starts`` and ``ends`` have one entry a normalised character: offsets into the original, ``ends`` exclusive.
    """

    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original of the non-empty normalised stretch ``start``-``end``."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text for analysis, the way back, and where its paragraphs begin (offsets into ``text``, the first is 0)."""

    text: str
    alignment: Alignment
    paragraphs: tuple[int, ...]


def normalise(text: str) -> Normalised:
    """Text for analysis: composed, monotonic, look-alikes made Greek, one space for any white space.

    A Latin look-alike is changed only in a word that has Greek letters and nothing else that is Latin,
    so that «COVID» and «Gazprom» stay. A line break begins a paragraph unless the next line goes on in lower case.

    >>> normalise("ἡ Eλλάδα").text
    'η Ελλάδα'
    """
    flat = text.translate(_SINGLE_TABLE) if _ANY_SINGLE.search(text) else text
    flat, alignment, paragraphs = _squeeze(flat)
    flat = _look_alikes(_APOSTROPHE.sub(lambda match: "'" if len(match[0]) == 1 else match[0], flat))
    signs = sum(1 for _ in _POLYTONIC.finditer(text))
    if signs:
        starts, ends = alignment.starts, alignment.ends
        everywhere = signs > _MOSTLY_POLYTONIC * len(text)
        flat = bare_monosyllables(flat, lambda at: text[starts[at] : ends[at]], everywhere)
    return Normalised(flat, alignment, paragraphs)


def _squeeze(text: str) -> tuple[str, Alignment, tuple[int, ...]]:
    """Make every change that alters length: white space, invisible signs, letters apart from their signs."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if first == 0 and last == len(text) and _SIGN.search(text) is None:
        return text, Alignment(range(len(text)), range(1, len(text) + 1)), (0,)
    made = _Rewriting(text)
    position = first
    for match in _changes(text, first, max(first, last)):
        made.keep(position, match.start())
        position = match.end()
        if match.lastgroup == "gap":
            made.gap(match.start(), position, last)
        elif match.lastgroup == "cluster":
            new = monotonic(match[0])
            # Unicode takes some letters of India apart instead of composing them; those stay as they are.
            made.put(new if len(new) <= len(match[0]) else match[0], match.start(), position)
        elif match.lastgroup == "capital":
            stressed = match[0][0] in _STRESSED or len(match[0]) > 2
            made.put(monotonic(match[0][-1] + ACUTE * stressed), match.start(), position)
    made.keep(position, last)
    return made.finished()


def _changes(text: str, position: int, last: int) -> Iterator[re.Match[str]]:
    """The stretches to rewrite. Trying the long pattern only beside a sign that calls for it is twice as fast."""
    while sign := _SIGN.search(text, position, last):
        # A combining sign belongs to the letter before it, a second space to the first.
        before = sign.start() > position and _CHANGES.match(text, sign.start() - 1, last)
        match = before if before and before.end() > sign.start() else _CHANGES.match(text, sign.start(), last)
        position = match.end() if match else sign.end()
        if match:
            yield match


class _Rewriting:
    """The new text in the making, piece by piece, with the offsets that lead back."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[str] = []
        self._length = 0
        self._starts, self._ends = array("I"), array("I")
        self._offsets = array("I", range(len(text) + 1))
        self._paragraphs = [0]

    def keep(self, start: int, end: int) -> None:
        """Take a stretch as it is."""
        if start < end:
            self._pieces.append(self._text[start:end])
            self._length += end - start
            self._starts += self._offsets[start:end]
            self._ends += self._offsets[start + 1 : end + 1]

    def put(self, new: str, start: int, end: int) -> None:
        """Put ``new`` in the place of a stretch that is no shorter.

        Where signs remain that do not compose («α» with a dot below), each leads back to one character from the end and
        the letter to the rest, so that a tokenizer may part them and no two tokens share a character.
        """
        self._pieces.append(new)
        self._length += len(new)
        letter = end - len(new) + 1
        self._starts += array("I", [start, *range(letter, end)][: len(new)])
        self._ends += array("I", [letter, *range(letter + 1, end + 1)][: len(new)])

    def gap(self, start: int, end: int, last: int) -> None:
        """White space and invisible signs: one space, or nothing inside a word and at either end of the text."""
        gap = self._text[start:end]
        spaced = any(map(str.isspace, gap))
        if not spaced or not self._length or end >= last:
            return
        self.put(" ", start, end)
        lines = len(_LINES.findall(gap))
        if lines > 1 or "\u2029" in gap or (lines == 1 and not self._text[end].islower()):
            self._paragraphs.append(self._length)

    def finished(self) -> tuple[str, Alignment, tuple[int, ...]]:
        """The text, the alignment and the paragraphs."""
        return "".join(self._pieces), Alignment(self._starts, self._ends), tuple(self._paragraphs)


def _look_alikes(text: str) -> str:
    if _MIXED.search(text):
        text = _WORD.sub(lambda match: _greek_word(match[0]), text)
    return _ARTICLE.sub(lambda match: "".join(HOMOGLYPHS[c] for c in match[0]), text)


def _greek_word(word: str) -> str:
    latin = [] if word.isascii() else [c for c in word if not is_greek(c)]
    if not latin or len(latin) == len(word):
        return word
    table = HOMOGLYPHS if len(latin) * 2 < len(word) else _UPRIGHT
    return "".join(table.get(c, c) for c in word) if all(c in table for c in latin) else word
