"""A spaCy Doc over every character of a text, from sentences whose tokens may leave some of them out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.annotate.multiword import Word, columns
from pipeline.errors import ModelError

_PIECE = re.compile(r"\S+|\s+")


class Token(NamedTuple):
    """A surface token: offsets into the text, and its analysis with heads counted from 1 within the sentence."""

    start: int
    end: int
    word: Word


def tile(vocab: Vocab, text: str, paragraphs: Iterable[tuple[int, Sequence[Sequence[Token]]]]) -> Doc:
    """A Doc whose text is exactly ``text``.

    What no token covers becomes tokens of its own, which hang on their sentence's root as ``dep``: white space
    beyond a single space, as spaCy's tokenizer has it, and whatever else was passed over, as ``X``.

    Args:
        vocab: the Doc's.
        text: all of it.
        paragraphs: for each its end, and its sentences. A sentence never goes past the end.

    Raises:
        ModelError: when the tokens do not lie in the text one after the other.
    """
    tokens: list[Token] = []
    starts: list[bool | int | None] = []
    for end, sentences in paragraphs:
        for number, sentence in enumerate(sentences or [[]], start=1):
            at = tokens[-1].end if tokens else 0
            whole = _whole(text, at, sentence, end if number >= len(sentences) else at)
            starts += [i == 0 for i in range(len(whole))]
            # Heads count from the start of the Doc from here on.
            tokens += [t._replace(word=_moved(t.word, len(tokens))) for t in whole]
    following = [*(token.start for token in tokens[1:]), len(text)]
    doc = Doc(
        vocab,
        words=[text[token.start : token.end] for token in tokens],
        spaces=[token.end < after for token, after in zip(tokens, following, strict=False)],
        sent_starts=starts,
        **columns(token.word for token in tokens),
    )
    if doc.text != text or any(a.end > b.start for a, b in pairwise(tokens)):
        raise ModelError("the tokens do not cover the text", remedy="please report it with the text")
    return doc


def _moved(word: Word, by: int) -> Word:
    return word._replace(head=word.head + by) if word.head else word


def _whole(text: str, at: int, sentence: Sequence[Token], end: int) -> list[Token]:
    """The tokens of a sentence with what lies before them, between them, and after them as far as ``end``."""
    spans: list[tuple[int, int]] = []
    place = [0]
    for token in sentence:
        spans += [*_gap(text, at, token.start), (token.start, token.end)]
        place.append(len(spans))
        at = token.end
    spans += _gap(text, at, end)
    root = next((place[i] for i, token in enumerate(sentence, start=1) if not token.word.head), 0)
    own = {place[i] - 1: t.word._replace(head=place[t.word.head]) for i, t in enumerate(sentence, start=1)}
    # Where there is no word at all, the first piece is the root.
    return [Token(a, b, own.get(i) or _unread(text[a:b], root or min(i, 1))) for i, (a, b) in enumerate(spans)]


def _unread(form: str, head: int) -> Word:
    pos, tag = ("SPACE", "_SP") if form.isspace() else ("X", "X")
    return Word(form, pos, tag, "", head, "dep" if head else "root")


def _gap(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces between two tokens; a single space after a token belongs to that token."""
    after_word = at > 0
    while at < end:
        if after_word and text[at] == " ":
            at += 1
            after_word = False
            continue
        piece = _PIECE.match(text, at, end)
        assert piece is not None  # it matches any character
        yield piece.span()
        at, after_word = piece.end(), not piece[0].isspace()
