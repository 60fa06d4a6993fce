"""What holds for the offsets of any parsed text, whatever the engine and whatever the text."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.greek import MARKS
from pipeline.records import Parsed
from pipeline.text import HOMOGLYPHS, fold, normalise

_INVISIBLE = re.compile(f"[{MARKS}\\s]")
_LOOK_ALIKES = str.maketrans(HOMOGLYPHS)
_APOSTROPHE = re.compile("[\u2019\u02bc\u0384\u00b4\u1fbd\u1fbf\u1ffd\u2032`]")


def assert_offsets(parsed: Parsed) -> None:
    """Each token leads to its place in the text as it was read, and together they leave out nothing that can be seen.

    Raises:
        AssertionError: where that does not hold.
    """
    doc, text = parsed.doc, parsed.article.text
    assert doc.text == normalise(text).text
    spans = [parsed.span(token.i, token.i) for token in doc]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans)), "in order, without overlap"
    for token, (start, end) in zip(doc, spans, strict=True):
        assert _seen(text[start:end]) == _seen(token.text), (token.text, text[start:end])
    edges = [0, *(offset for span in spans for offset in span), len(text)]
    between = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    assert all(_seen(gap) == "" for gap in between), between
    _assert_sentences(parsed)


def _seen(text: str) -> str:
    """What is left of a stretch when spelling does not count: no accents, look-alikes, apostrophes, white space."""
    normal = _APOSTROPHE.sub("'", normalise(text).text.translate(_LOOK_ALIKES))
    return _INVISIBLE.sub("", fold(normal))


def _assert_sentences(parsed: Parsed) -> None:
    """Sentences follow one another from the first token to the last, each with its own head."""
    sentences = list(parsed.doc.sents)
    edges = [(sentence.start, sentence.end) for sentence in sentences]
    assert [start for start, _ in edges] == [0, *(end for _, end in edges)][: len(edges)]
    assert (edges[-1][1] if edges else 0) == len(parsed.doc)
    assert all(sentence.start <= token.head.i < sentence.end for sentence in sentences for token in sentence)
    assert normalise(parsed.article.text).paragraphs == (0,) or _paragraphs_begin_sentences(parsed)


def _paragraphs_begin_sentences(parsed: Parsed) -> bool:
    begins = {parsed.doc[sentence.start].idx for sentence in parsed.doc.sents}
    return begins >= set(normalise(parsed.article.text).paragraphs)
