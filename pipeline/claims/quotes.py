"""Quotations: what stands inside, and which sentences one runs through."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.words import Stretch, Word, remembered

_OPEN, _CLOSE = frozenset("«“"), frozenset("»”")
_STRAIGHT = frozenset(['"', "''", "``"])
_MARKS = _OPEN | _CLOSE | _STRAIGHT
REACH = 3
"""Sentences a quotation is followed over."""

FAR = 120
"""Words a quotation is followed over, back to its opening mark and on to its closing one."""


def is_quoted(word: Word, *, straight: bool = True) -> bool:
    """Whether a word stands inside quotation marks opened in its sentence or before it.

    Args:
        word: the word.
        straight: also marks that open and close alike («"»), where parity may mislead.
    """
    depth = alike = 0
    sentence = word.sent
    marks = _marks(sentence[0])
    for mark in marks:
        if mark.i >= word.i:
            break
        depth += (mark.text in _OPEN) - (mark.text in _CLOSE)
        alike += straight and mark.text in _STRAIGHT
    if depth > 0 or alike % 2:
        return True
    # A quotation that began in an earlier sentence: its closing mark comes before any opening one …
    after = next((mark.text for mark in marks if mark.i >= word.i and mark.text not in _STRAIGHT), "")
    if after:
        return after in _CLOSE and depth <= 0
    # … or it runs on beyond this sentence.
    return depth == 0 and not alike and _open_before(sentence[0])


@remembered
def _marks(begin: Word) -> list[Word]:
    """The quotation marks of the sentence that begins here."""
    return [word for word in begin.sent if word.text in _MARKS]


@remembered
def _open_before(begin: Word) -> bool:
    """Whether the last mark in the paragraph's sentences before is an opening one that nothing has closed."""
    words = begin.doc.words
    for i in range(begin.i - 1, max(-1, begin.i - FAR), -1):
        word = words[i]
        if word.text in _CLOSE or "\n" in word.whitespace_:
            return False
        if word.text in _OPEN:
            return _closes(words[begin.i : begin.i + FAR])
    return False


def _closes(words: list[Word]) -> bool:
    for word in words:
        if word.text in _OPEN:
            return False
        if word.text in _CLOSE:
            return True
    return False


def run(sentences: Sequence[Stretch], number: int) -> list[int]:
    """Numbers of the sentences in which the speaker of a quotation may be named, the likeliest first.

    That is its own sentence, those up to where it closes («…. …», είπε ο Χ), then those back to where it opens.
    """
    after = list(range(number + 1, min(number + 1 + REACH, len(sentences))))
    forward: list[int] = []
    for n in after:
        if not is_quoted(sentences[n][0]) and sentences[n][0].text not in _CLOSE:
            break
        forward.append(n)
    back = list(range(number - 1, max(-1, number - 1 - REACH), -1))
    return [number, *forward, *back, *[n for n in after[:1] if n not in forward]]
