"""Whatever an analysis leaves out, the Doc covers every character."""

from __future__ import annotations

import pytest
from spacy.vocab import Vocab

from pipeline.annotate.multiword import Word
from pipeline.annotate.tiling import Token, tile
from pipeline.errors import ModelError


def sentence(*places: tuple[int, int, int]) -> list[Token]:
    """Tokens by start, end and head."""
    return [Token(a, b, Word("λ", "NOUN", "NOUN", "", head, "dep" if head else "root")) for a, b, head in places]


@pytest.mark.parametrize(
    ("text", "paragraphs", "words", "heads"),
    [
        pytest.param("", [], [], [], id="nothing"),
        pytest.param("Ναι.", [(4, [sentence((0, 3, 0), (3, 4, 1))])], ["Ναι", "."], [0, 0], id="all covered"),
        pytest.param("α  β", [(4, [sentence((0, 1, 2), (3, 4, 0))])], ["α", " ", "β"], [2, 2, 2], id="two spaces"),
        pytest.param(" α", [(2, [sentence((1, 2, 0))])], [" ", "α"], [1, 1], id="a space in front"),
        pytest.param("α ", [(2, [sentence((0, 1, 0))])], ["α"], [0], id="a space behind"),
        pytest.param("α \n β", [(5, [sentence((0, 1, 0), (4, 5, 1))])], ["α", "\n ", "β"], [0, 0, 0], id="line break"),
        pytest.param("α¤β", [(3, [sentence((0, 1, 2), (2, 3, 0))])], ["α", "¤", "β"], [2, 2, 2], id="passed over"),
        pytest.param("α ¤ ¢", [(5, [sentence((0, 1, 0))])], ["α", "¤", "¢"], [0, 0, 0], id="passed over at the end"),
        pytest.param("¤ ¢", [(3, [])], ["¤", "¢"], [0, 0], id="no word at all"),
        pytest.param(
            "α β γ",
            [(2, [sentence((0, 1, 0))]), (5, [sentence((2, 3, 2), (4, 5, 0))])],
            list("αβγ"),
            [0, 2, 2],
            id="two",
        ),
        pytest.param("α ¤", [(2, [sentence((0, 1, 0))]), (3, [])], ["α", "¤"], [0, 1], id="a paragraph without words"),
    ],
)
def test_a_doc_covers_its_text(
    text: str, paragraphs: list[tuple[int, list[list[Token]]]], words: list[str], heads: list[int]
) -> None:
    doc = tile(Vocab(), text, paragraphs)
    assert doc.text == text
    assert [token.text for token in doc] == words
    assert [token.head.i for token in doc] == heads
    assert [token.text for token in doc if token.is_sent_start] == [s[0].text for s in doc.sents]


def test_what_was_passed_over_is_marked() -> None:
    doc = tile(Vocab(), "α  ¤", [(4, [sentence((0, 1, 0))])])
    assert [(t.text, t.pos_, t.dep_) for t in doc] == [("α", "NOUN", "ROOT"), (" ", "SPACE", "dep"), ("¤", "X", "dep")]


def test_overlapping_tokens_are_refused() -> None:
    with pytest.raises(ModelError, match="do not cover"):
        tile(Vocab(), "αβγ", [(3, [sentence((0, 2, 0), (1, 3, 1))])])
