"""Lemmas: what the treebank has, what the dictionary has, what the edit trees guess."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate.lemmatizer import NAME, Lemmas


def tagged(nlp: Language, words: str, tags: str, lemmas: str = "") -> Doc:
    lemma = lemmas.split() or None
    return Doc(nlp.vocab, words=words.split(), pos=tags.split(), lemmas=lemma)


@pytest.fixture
def nlp() -> Language:
    """A pipeline that has read two made sentences, in which «κάλεσμα» is a verb once and a noun twice."""
    nlp = spacy.blank("el")
    lemmas = nlp.add_pipe(NAME)
    assert isinstance(lemmas, Lemmas)
    lemmas.learn(
        [
            tagged(nlp, "Η ΔΕΗ κατηγορεί τα μέρη", "DET PROPN VERB DET NOUN", "ο ΔΕΗ κατηγορώ ο μέρος"),
            tagged(nlp, "μέρη μέρη το μέρη", "NOUN NOUN DET NOUN", "μέρα μέρος ο μέρος"),
        ]
    )
    return nlp


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("κατηγορεί", "VERB", "κατηγορώ"),  # seen
        ("Κατηγορεί", "VERB", "κατηγορώ"),  # at the head of a sentence
        ("μέρη", "NOUN", "μέρος"),  # the more frequent of two
        ("η", "DET", "ο"),  # seen in capitals only
        ("επέκρινε", "VERB", "επικρίνω"),  # unseen, in the list
        ("κυρώσεις", "NOUN", "κύρωση"),
        ("αμερικανικής", "ADJ", "αμερικανικός"),
        ("Ντράγκι", "PROPN", ""),  # left to the edit trees: a name
        ("αυτές", "PRON", ""),  # the list would say «αυτές»
        ("ξεμπλοκάρισμά", "NOUN", ""),  # neither has it
    ],
)
def test_lemma_of_a_form(nlp: Language, form: str, pos: str, lemma: str) -> None:
    component = nlp.get_pipe(NAME)
    assert isinstance(component, Lemmas)
    assert component.lemma(form, pos) == lemma


def test_a_guess_stays_where_neither_source_knows_the_word(nlp: Language) -> None:
    doc = nlp(tagged(nlp, "Ο Ντράγκι κατηγορεί", "DET PROPN VERB", "x Ντράγκις x"))
    assert [t.lemma_ for t in doc] == ["x", "Ντράγκις", "κατηγορώ"]


def test_the_table_is_kept_with_the_pipeline(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    doc = again(tagged(again, "μέρη κατηγορεί", "NOUN VERB"))
    assert [t.lemma_ for t in doc] == ["μέρος", "κατηγορώ"]
    assert again.to_bytes() == nlp.to_bytes()
