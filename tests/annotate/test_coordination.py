"""«Η Γαλλία και η Ιταλία» is one subject."""

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.annotate.coordination import coordinate


@pytest.mark.parametrize(
    ("words", "heads", "deps", "expected"),
    [
        (
            "Η Γαλλία και η Ιταλία διαφωνούν",
            [1, 5, 4, 4, 5, 5],
            "det nsubj cc det nsubj ROOT",
            ("conj", "Γαλλία"),
        ),
        (
            "Στηρίζουν τη Γαλλία και την Ιταλία",
            [0, 2, 0, 5, 5, 0],
            "ROOT det obj cc det obj",
            ("conj", "Γαλλία"),
        ),
        # Another word of the verb stands between: these are two clauses that the parser has run together.
        ("Η Γαλλία διαφωνεί και η Ιταλία", [1, 2, 2, 5, 5, 2], "det nsubj ROOT cc det nsubj", ("nsubj", "διαφωνεί")),
        # Without a conjunction the second is no partner of the first.
        ("Η Γαλλία η Ιταλία διαφωνούν", [1, 4, 3, 4, 4], "det nsubj det nsubj ROOT", ("nsubj", "διαφωνούν")),
    ],
)
def test_a_second_subject_or_object(words: str, heads: list[int], deps: str, expected: tuple[str, str]) -> None:
    doc = Doc(spacy.blank("el").vocab, words=words.split(), heads=heads, deps=deps.split())
    italy = next(token for token in coordinate(doc) if token.text == "Ιταλία")
    assert (italy.dep_, italy.head.text) == expected
