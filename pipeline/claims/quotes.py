"""Quotations: what stands inside, and which sentences one runs through."""

from __future__ import annotations

from spacy.tokens import Doc, Span

_OPEN, _CLOSE = "«“", "»”"
_STRAIGHT = ('"', "''", "``")
REACH = 3
"""Sentences a quotation is followed over."""


def is_quoted(doc: Doc, i: int, *, straight: bool = True) -> bool:
    """Whether a token stands inside quotation marks opened in its sentence or before it.

    Args:
        doc: the Doc.
        i: the token.
        straight: also marks that open and close alike («"»), where parity may mislead.
    """
    sentence = doc[i].sent
    depth = alike = 0
    for token in doc[sentence.start : i]:
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        alike += straight and token.text in _STRAIGHT
    if depth > 0 or alike % 2:
        return True
    # A quotation that began in an earlier sentence: its closing mark comes before any opening one …
    for token in doc[i : sentence.end]:
        if token.text in _OPEN:
            return False
        if token.text in _CLOSE:
            return depth <= 0
    # … or it runs on beyond this sentence.
    return depth == 0 and not alike and _open_before(doc, sentence.start)


def _open_before(doc: Doc, start: int) -> bool:
    """Whether the last mark in the paragraph's sentences before is an opening one that nothing has closed."""
    for i in range(start - 1, max(-1, start - 120), -1):
        if doc[i].text in _CLOSE or "\n" in doc[i].whitespace_:
            return False
        if doc[i].text in _OPEN:
            return _closes(doc, start)
    return False


def _closes(doc: Doc, start: int) -> bool:
    for token in doc[start : start + 120]:
        if token.text in _OPEN:
            return False
        if token.text in _CLOSE:
            return True
    return False


def run(doc: Doc, sentences: list[Span], number: int) -> list[int]:
    """Numbers of the sentences in which the speaker of a quotation may be named, the likeliest first.

    That is its own sentence, those up to where it closes («…. …», είπε ο Χ), then those back to where it opens.
    """
    after = list(range(number + 1, min(number + 1 + REACH, len(sentences))))
    forward: list[int] = []
    for n in after:
        if not is_quoted(doc, sentences[n].start) and doc[sentences[n].start].text not in _CLOSE:
            break
        forward.append(n)
    back = list(range(number - 1, max(-1, number - 1 - REACH), -1))
    return [number, *forward, *back, *[n for n in after[:1] if n not in forward]]
