"""The analysis as plain records says of a text what spaCy's Doc says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline import syntax
from pipeline.morphology import Features
from pipeline.words import Stretch, Tree, Word, remembered

WORDS = "Η Άγκυρα , είπε ο Μακρόν , πιέζει τη Λευκωσία . Η Κύπρος αντιδρά ."
HEADS = [1, 7, 7, 7, 5, 3, 3, 7, 9, 7, 7, 12, 13, 13, 13]
DEPS = "det nsubj punct parataxis det nsubj punct ROOT det obj punct det nsubj ROOT punct"
FEATS = ["Case=Nom|Number=Sing", "Case=Nom|Gender=Fem", *[""] * 7, "Case=Acc,Gen|Gender=Fem", *[""] * 5]


@pytest.fixture
def doc() -> Any:
    words = WORDS.split()
    return Doc(
        Vocab(), words=words, spaces=[True] * len(words), heads=HEADS, deps=DEPS.split(), morphs=FEATS,
        lemmas=[w.lower() for w in words], pos=["X"] * len(words), tags=["T"] * len(words),
        ents=["O", "B-GPE", "O", "O", "O", "B-PERSON", *["O"] * 3, "B-GPE", *["O"] * 5],
    )  # fmt: skip


@pytest.fixture
def tree(doc: Any) -> Tree:
    return Tree.of(doc)


@pytest.mark.parametrize(
    "name", "i idx text lower_ lemma_ pos_ tag_ dep_ ent_type_ whitespace_ is_punct is_space is_stop".split()
)
def test_a_word_has_what_its_token_has(doc: Any, tree: Tree, name: str) -> None:
    assert [getattr(word, name) for word in tree] == [getattr(token, name) for token in doc]


def test_its_place_in_the_tree(doc: Any, tree: Tree) -> None:
    for word, token in zip(tree, doc, strict=True):
        assert word.head.i == token.head.i
        assert [w.i for w in word.children] == [t.i for t in token.children]
        assert [w.i for w in word.ancestors] == [t.i for t in token.ancestors]
        assert [w.i for w in word.subtree] == [t.i for t in token.subtree]
        assert (word.sent.start, word.sent.end) == (token.sent.start, token.sent.end)
        assert word.is_sent_start == token.is_sent_start


def test_its_features(doc: Any, tree: Tree) -> None:
    assert [str(word.morph) for word in tree] == [str(token.morph) for token in doc]
    assert list(tree[9].morph.get("Case")) == ["Acc", "Gen"]
    assert list(tree[9].morph.get("Voice")) == []
    assert list(Features("").get("Case")) == []


def test_sentences_and_entities(doc: Any, tree: Tree) -> None:
    assert [(s.start, s.end, s.text) for s in tree.sents] == [(s.start, s.end, s.text) for s in doc.sents]
    assert [(e.text, e.label_, e.root.i) for e in tree.ents] == [(e.text, e.label_, e.root.i) for e in doc.ents]


@pytest.mark.parametrize("start", range(len(HEADS)))
def test_the_root_of_a_stretch_is_the_one_that_spacy_finds(doc: Any, tree: Tree, start: int) -> None:
    for end in range(start + 1, len(HEADS) + 1):
        assert tree[start:end].root.i == doc[start:end].root.i


@pytest.mark.parametrize("cut", [slice(0, 3), slice(None, 2), slice(4, None), slice(3, 1), slice(-2, None)])
def test_a_slice_is_a_stretch_as_in_spacy(doc: Any, tree: Tree, cut: slice) -> None:
    for mine, theirs in ((tree, doc), (tree[1:9], doc[1:9])):
        piece: Stretch = mine[cut]
        assert piece.text == theirs[cut].text
        assert [word.i for word in piece] == [token.i for token in theirs[cut]]
        assert len(piece) == len(theirs[cut])


BEYOND: list[Callable[[Tree], Word]] = [
    lambda tree: tree[1:3][2],
    lambda tree: tree[1:3][-3],
    lambda tree: tree[0].nbor(-1),
    lambda tree: tree[14].nbor(),
]


@pytest.mark.parametrize("beyond", BEYOND)
def test_nothing_stands_beyond_the_edges(tree: Tree, beyond: Callable[[Tree], Word]) -> None:
    with pytest.raises(IndexError):
        beyond(tree)


def test_a_word_is_asked_once_and_a_token_each_time(doc: Any, tree: Tree) -> None:
    asked = []

    @remembered
    def question(word: Word) -> int:
        asked.append(word.i)
        return word.i

    assert [question(tree[2]), question(tree[2])] == [2, 2]
    assert [question(doc[3]), question(doc[3])] == [3, 3]
    assert asked == [2, 3, 3]


def test_syntax_asks_the_same_of_a_token(doc: Any, tree: Tree) -> None:
    for word, token in zip(tree, doc, strict=True):
        assert syntax.noun_phrase(word) == syntax.noun_phrase(token)
        assert [s.i for s in syntax.subjects(word)] == [s.i for s in syntax.subjects(token)]
        assert syntax.is_finite(word) == syntax.is_finite(token)
        for begin in range(len(doc)):
            assert syntax.preposition(tree, begin) == syntax.preposition(doc, begin)
            assert syntax.case(tree, begin, word) == syntax.case(doc, begin, token)


def test_a_doc_that_knows_no_sentences_is_one() -> None:
    [sentence] = Tree.of(Doc(Vocab(), words=["Η", "Κύπρος"])).sents
    assert sentence.text == "Η Κύπρος"
