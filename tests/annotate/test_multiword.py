"""One policy between words of Universal Dependencies and surface tokens, in both directions."""

from __future__ import annotations

import pytest

from pipeline.annotate.multiword import Word, columns, expand, merge, parts


@pytest.mark.parametrize(
    ("form", "two"),
    [
        ("στο", ("σ", "το")),
        ("Στην", ("Σ", "την")),
        ("ΣΤΟΥΣ", ("Σ", "ΤΟΥΣ")),
        ("στις", ("σ", "τις")),
        ("στού", ("σ", "τού")),
        ("στων", ("σ", "των")),
        ("σε", None),
        ("σ", None),
        ("στήλη", None),
        ("στ", None),
        ("", None),
    ],
)
def test_a_contraction_is_two_words(form: str, two: tuple[str, str] | None) -> None:
    assert expand(form) == two


ARTICLE = "Case=Acc|Definite=Def|Gender=Fem|Number=Sing|PronType=Art"
ROOT = Word("μιλώ", "VERB", "VERB", "Tense=Past", 0, "root")
PREPOSITION = Word("σε", "ADP", "ADP", "", 4, "case")
THE = Word("ο", "DET", "DET", ARTICLE, 4, "det")
NOUN = Word("Βουλή", "NOUN", "NOUN", "Case=Acc", 1, "obl")


def hung(word: Word, head: int, deprel: str = "") -> Word:
    """The word, hung elsewhere."""
    return word._replace(head=head, deprel=deprel or word.deprel)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param([ROOT, PREPOSITION, THE, NOUN], (3, "case"), id="both hang on the noun, as GDT has it"),
        pytest.param([ROOT, hung(PREPOSITION, 3), THE, NOUN], (3, "case"), id="preposition on the article"),
        pytest.param([ROOT, PREPOSITION, hung(THE, 2), NOUN], (3, "case"), id="article on the preposition"),
        pytest.param([ROOT, hung(PREPOSITION, 1), THE, NOUN], (1, "case"), id="the higher of two heads"),
        pytest.param([hung(ROOT, 4), PREPOSITION, hung(THE, 0), hung(NOUN, 3)], (0, "root"), id="root within"),
    ],
)
def test_two_words_become_one_token(words: list[Word], expected: tuple[int, str]) -> None:
    token = merge(words, [1, 2, 1])[1]
    assert token == Word("σε", "ADP", "ADP", ARTICLE, *expected)


@pytest.mark.parametrize("upper", [2, 3])
def test_what_hung_on_either_word_hangs_on_the_token(upper: int) -> None:
    words = [hung(ROOT, upper), hung(PREPOSITION, 0), hung(THE, 0 if upper == 3 else 2), hung(NOUN, upper)]
    assert [word.head for word in merge(words, [1, 2, 1])] == [2, 0, 2]


def test_no_circle_comes_of_a_word_between_two_of_a_token() -> None:
    # The noun hangs on the preposition, the article on the noun: the token must not hang on what hangs on it.
    words = [ROOT, hung(PREPOSITION, 1), THE, hung(NOUN, 2)]
    assert [word.head for word in merge(words, [1, 2, 1])] == [0, 1, 2]


def test_spacy_columns() -> None:
    found = columns(merge([ROOT, PREPOSITION, THE, NOUN], [1, 2, 1]))
    assert found["heads"] == [0, 2, 0]
    assert found["deps"] == ["ROOT", "case", "obl"]
    assert found["morphs"] == ["Tense=Past", ARTICLE, "Case=Acc"]


def test_the_parts_are_the_words_that_were_merged() -> None:
    token = merge([ROOT, PREPOSITION, THE, NOUN], [1, 2, 1])[1]
    assert parts(token._replace(head=4)) == (PREPOSITION, THE)
    bare = token._replace(head=4, feats="Case=Acc|Gender=Fem|Number=Sing")
    assert parts(bare) == (PREPOSITION, THE)
