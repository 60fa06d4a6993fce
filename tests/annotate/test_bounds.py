"""No word and no sentence without end, and nothing changed where there is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.annotate import Engine
from pipeline.annotate.bounds import LONGEST_SENTENCE, LONGEST_WORD, cuts, make_doc
from pipeline.annotate.sentences import rejoin
from pipeline.records import Article

NLP = spacy.blank("el")
SENTENCE = "Η Άγκυρα απειλεί , όπως είπε την Αθήνα .".split()


@pytest.mark.parametrize(
    "text",
    [
        "Η Άγκυρα «απειλεί».",
        "α" * LONGEST_WORD + " β",
        "α" * (LONGEST_WORD + 1) + " β",
        "«" * 1000,
        f"Η {'Ελλάδα-' * 300} και {'x' * 900}, τέλος.",
        "",
    ],
)
def test_long_words_are_cut(text: str) -> None:
    doc = make_doc(NLP, text)
    assert doc.text == text
    assert max(map(len, doc), default=0) <= LONGEST_WORD


def test_a_word_within_the_bound_is_whole() -> None:
    text = "Η https://example.gr/" + "α" * (LONGEST_WORD - 30) + " είναι εδώ."
    assert [t.text for t in make_doc(NLP, text)] == [t.text for t in NLP.make_doc(text)]


@pytest.mark.parametrize(
    ("words", "begins", "first"),
    [
        (SENTENCE * 10, {0}, None),
        # behind the full stop of the last whole sentence
        (SENTENCE * 40, {0}, LONGEST_SENTENCE // 9 * 9),
        # behind the last comma
        (("και " * 150 + ", " + "και " * 100).split(), {0}, 151),
        (("και " * 450).split(), {0}, LONGEST_SENTENCE),
    ],
    ids=["short", "full stops", "a comma", "nothing"],
)
def test_long_sentences_are_cut(words: list[str], begins: set[int], first: int | None) -> None:
    doc = Doc(NLP.vocab, words=words)
    places = sorted(t.i for t in doc if t.idx in cuts(doc, begins))
    assert places[:1] == ([] if first is None else [first])
    edges = [0, *places, len(doc)]
    assert all(0 < b - a <= LONGEST_SENTENCE for a, b in pairwise(edges))


def test_a_paragraph_starts_the_count_again() -> None:
    doc = Doc(NLP.vocab, words=["και"] * (LONGEST_SENTENCE + 50))
    assert cuts(doc, {0, doc[100].idx}) == set()


@pytest.mark.parametrize(("piece", "sentences"), [(50, 1), (LONGEST_SENTENCE - 50, 2)])
def test_pieces_are_joined_within_the_bound(piece: int, sentences: int) -> None:
    heads = [0] * piece + [piece] * piece
    doc = Doc(NLP.vocab, words=["και"] * 2 * piece, pos=["NOUN"] * 2 * piece, heads=heads, deps=["dep"] * 2 * piece)
    assert len(list(rejoin(doc, {0}).sents)) == sentences


def test_the_parser_and_what_joins_its_pieces_keep_to_the_bound(engine: Engine) -> None:
    [parsed] = engine.parse([Article("α", "η Αθήνα και ο υπουργός είδε " * 100)])
    assert max(len(sentence) for sentence in parsed.doc.sents) <= LONGEST_SENTENCE
