"""Parsed articles as CoNLL-U: the article's own characters, words as in UD, one root a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from small_data import CONLLU, Reciting, write
from spacy.tokens import Doc

from pipeline.morphology import Features
from pipeline.records import Article, Parsed
from pipeline.text import normalise
from pipeline.training.treebank import sentences, to_conllu, to_doc
from pipeline.words import Tree

VOCAB = spacy.blank("el").vocab


def parsed(text: str, *rows: str) -> Parsed:
    """An article and its analysis, a row a token: form in the normalised text, tag, head (from 0), relation."""
    normal = normalise(text)
    words, tags, heads, deps = zip(*(row.split(" ") for row in rows), strict=True)
    spaces, at = [], 0
    for word in words:
        at = normal.text.index(word, at) + len(word)
        spaces.append(normal.text[at : at + 1] == " ")
    doc = Doc(
        VOCAB,
        words=[*words],
        spaces=spaces,
        pos=[*tags],
        tags=[*tags],
        lemmas=[w.lower() for w in words],
        heads=[int(head) for head in heads],
        deps=[*deps],
    )
    assert doc.text.rstrip() == normal.text
    return Parsed(Article("α", text), Tree.of(doc), normal.alignment)


def rows(one: Parsed) -> list[list[str]]:
    """The cells of its lines, comments and blank lines left out."""
    return [line.split("\t") for line in to_conllu(one).splitlines() if line and not line.startswith("#")]


def test_a_treebank_comes_back_as_it_was(tmp_path: Path) -> None:
    engine = Reciting(write(tmp_path))
    texts = ["Η Γαλλία στηρίζει το Κίεβο. Μίλησε στην Αθήνα.", "Φεύγω, είπε."]
    given = "".join(
        to_conllu(one) for one in engine.parse(Article(name, t) for name, t in zip("αβ", texts, strict=True))
    )
    kept = [line for line in given.splitlines() if not line.startswith(("# sent_id", "# text"))]
    assert kept == CONLLU.splitlines()
    assert "# text = Μίλησε στην Αθήνα." in given


@pytest.mark.parametrize(
    ("text", "tokens", "forms"),
    [
        ("Ο Νίκος.", ("Ο", "Νίκος", "."), ["Ο", "Νίκος", "."]),
        ("\n Ο\n\nΝίκος ", ("Ο", "Νίκος"), ["Ο", "Νίκος"]),
        ("Ἡ Ἀθήνα", ("Η", "Αθήνα"), ["Ἡ", "Ἀθήνα"]),
        ("Η Α\u0301γκυρα", ("Η", "Άγκυρα"), ["Η", "Α\u0301γκυρα"]),
        ("Η Tουρκία", ("Η", "Τουρκία"), ["Η", "Tουρκία"]),
        ("\u200bΗ Τουρ\u00adκία\u200b.\u200b", ("Η", "Τουρκία", "."), ["\u200bΗ", "Τουρ\u00adκία\u200b", ".\u200b"]),
        ("απ’ όλα", ("απ'", "όλα"), ["απ’", "όλα"]),
    ],
)
def test_forms_are_those_of_the_article(text: str, tokens: tuple[str, ...], forms: list[str]) -> None:
    found = rows(parsed(text, *(f"{word} NOUN 0 {'dep' if i else 'ROOT'}" for i, word in enumerate(tokens))))
    assert [row[1] for row in found] == forms
    assert "".join("".join(row[1] for row in found).split()) == "".join(text.split())


def test_spacing_is_that_of_the_article() -> None:
    one = parsed(
        "«Ναι»\u00a0είπε.", "« PUNCT 1 punct", "Ναι INTJ 3 ccomp", "» PUNCT 1 punct", "είπε VERB 3 ROOT", ". X 3 x"
    )
    assert [row[9] for row in rows(one)] == ["SpaceAfter=No", "SpaceAfter=No", "_", "SpaceAfter=No", "_"]


@pytest.mark.parametrize(
    ("tokens", "found"),
    [
        # the preposition hangs on what comes after the split: numbers move
        (
            ["στον ADP 1 case", "Νίκο NOUN 1 ROOT"],
            ["1-2 στον _ _", "1 σ ADP 3 case", "2 τον DET 3 det", "3 Νίκο NOUN 0 root"],
        ),
        (
            ["ΣΤΟ ADP 0 ROOT", "ΝΙΚΟ NOUN 0 obl"],
            ["1-2 ΣΤΟ _ _", "1 Σ ADP 0 root", "2 ΤΟ DET 1 det", "3 ΝΙΚΟ NOUN 1 obl"],
        ),
        (["Στη PROPN 0 ROOT"], ["1 Στη PROPN 0 root"]),  # a name
        (["σε ADP 1 case", "Νίκο NOUN 1 ROOT"], ["1 σε ADP 2 case", "2 Νίκο NOUN 0 root"]),
    ],
)
def test_a_contraction_is_two_words(tokens: list[str], found: list[str]) -> None:
    one = parsed(" ".join(row.split(" ")[0] for row in tokens), *tokens)
    assert [" ".join((row[0], row[1], row[3], *row[6:8])).removesuffix(" _") for row in rows(one)] == found


def test_the_article_of_a_contraction_has_its_features(tmp_path: Path) -> None:
    one = parsed("στις πόλεις", "στις ADP 1 case", "πόλεις NOUN 1 ROOT")
    one.doc[0].morph = Features("Case=Acc|Number=Plur")
    assert [row[5] for row in rows(one)] == ["_", "_", "Case=Acc|Definite=Def|Number=Plur|PronType=Art", "_"]


def test_blanks_are_left_out_and_passed_over() -> None:
    doc = Doc(
        VOCAB, words=["Ο", " ", "Νίκος", "έφυγε", "\n"], spaces=[False, False, True, False, False],
        pos=["DET", "SPACE", "PROPN", "VERB", "SPACE"], tags=["_"] * 5, lemmas=["_"] * 5,
        heads=[1, 2, 3, 3, 3], deps=["det", "dep", "nsubj", "ROOT", "dep"],
    )  # fmt: skip
    one = Parsed(Article("α", doc.text), Tree.of(doc), normalise("Ο Νίκος έφυγε .").alignment)
    assert [(row[0], row[1], row[6], row[7]) for row in rows(one)] == [
        ("1", "Ο", "2", "det"),
        ("2", "Νίκος", "3", "nsubj"),
        ("3", "έφυγε", "0", "root"),
    ]


@pytest.mark.parametrize(
    ("words", "heads", "deps", "found"),
    [
        # a blank at the top, with words on both sides: the first is the root
        ("α_βγ", [1, 1, 1, 1], ["nsubj", "ROOT", "obj", "dep"], [[(0, "root"), (1, "obj"), (1, "dep")]]),
        # the first word hangs on a root behind another one: spaCy cuts it off and leaves two roots together
        ("αβγ", [2, 1, 2], ["obl", "ROOT", "ROOT"], [[(0, "root")], [(0, "root"), (1, "parataxis")]]),
    ],
)
def test_every_sentence_has_one_root(
    words: str, heads: list[int], deps: list[str], found: list[list[tuple[int, str]]]
) -> None:
    tags = ["SPACE" if word == "_" else "X" for word in words]
    doc = Doc(VOCAB, words=[*words.replace("_", " ")], pos=tags, heads=heads, deps=deps)
    one = Parsed(Article("α", doc.text), Tree.of(doc), normalise("α " * 9).alignment)
    assert [[(token.word.head, token.word.deprel) for token in sentence] for sentence in sentences(one)] == found


def test_a_doc_over_the_text_as_it_was_read() -> None:
    one = parsed("Ἡ Α\u0301γκυρα", "Η DET 1 det", "Άγκυρα PROPN 1 ROOT")
    doc = to_doc(one, VOCAB)
    assert doc.text == "Ἡ Α\u0301γκυρα "
    assert [(t.text, t.pos_, t.head.i, t.dep_) for t in doc] == [
        ("Ἡ", "DET", 1, "det"),
        ("Α\u0301γκυρα", "PROPN", 1, "ROOT"),
    ]


def test_nothing_of_an_empty_article() -> None:
    one = Parsed(Article("α", "\u200b"), Tree.of(Doc(VOCAB)), normalise("").alignment)
    assert to_conllu(one) == "# newdoc id = α\n"
    assert [*sentences(one)] == []


def test_no_cell_is_empty_or_broken() -> None:
    one = parsed("α", "α X 0 ROOT")
    one.doc[0].lemma_ = "α\tβ\n"
    assert rows(one) == [["1", "α", "α β", "X", "X", "_", "0", "root", "_", "_"]]
