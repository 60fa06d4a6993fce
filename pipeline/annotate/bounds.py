"""What keeps time in proportion to the text: no word and no sentence is longer than any that people write."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

LONGEST_WORD = 300
"""Characters without white space between; spaCy's tokenizer takes time by their square, or worse."""

LONGEST_SENTENCE = 200
"""Tokens; the longest sentence of the Greek treebanks has 113. Claims are looked for between all actors of one."""

_PIECE = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_STOPS, _PAUSES = frozenset(".;!…?"), frozenset(",·:–—»)")


def make_doc(nlp: Language, text: str) -> Doc:
    """Tokenize a text; what has no white space for ``LONGEST_WORD`` characters is cut there.

    Args:
        nlp: its tokenizer is used.
        text: normalised.

    Returns:
        A Doc whose text is ``text``.
    """
    joints = {match.end() + n for n, match in enumerate(_PIECE.finditer(text))}
    if not joints:
        return nlp.make_doc(text)
    doc = nlp.make_doc(_PIECE.sub(r"\g<0> ", text))
    words = [token.text for token in doc]
    spaces = [bool(token.whitespace_) and token.idx + len(token) not in joints for token in doc]
    return Doc(doc.vocab, words=words, spaces=spaces)


def cuts(doc: Doc, begins: set[int]) -> set[int]:
    """Offsets at which a sentence has to begin so that none grows longer than ``LONGEST_SENTENCE``.

    Args:
        doc: tokenized, not parsed.
        begins: offsets of tokens that begin a paragraph.

    Returns:
        Offsets of tokens: behind the last full stop in reach, else the last comma or the like, else at the limit.
    """
    found = set()
    start = stop = pause = 0
    for token in doc:
        if token.idx in begins:
            start = token.i
        elif token.i - start >= LONGEST_SENTENCE:
            start = next((i for i in (stop, pause) if i > start), token.i)
            found.add(doc[start].idx)
        if token.text in _PAUSES:
            pause = token.i + 1
        elif token.text in _STOPS and token.i + 1 < len(doc) and doc[token.i + 1].text[0].isupper():
            stop = token.i + 1
    return found
