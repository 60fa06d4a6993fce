"""Where spelling alone tells whether a sentence begins."""

import pytest
import spacy

from pipeline.annotate.sentences import known_boundaries

NLP = spacy.blank("el")


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("Η Άγκυρα απάντησε. Αναμένεται νέος γύρος", ["Αναμένεται"]),
        ("«Δεν υποχωρούμε.» Στο μεταξύ", ["Στο"]),
        ('Είπε "δεν υποχωρούμε." Έφυγε', ["Έφυγε"]),
        ("Υποχώρησε; Όχι! Απάντησε", ["Όχι", "Απάντησε"]),
        # Measures, hours, eras, «et cetera»: no name follows them.
        ("απέχει 12 χλμ. Βόλος και Λάρισα", ["Βόλος"]),
        ("στις 10 π.μ. Αναχώρησε", ["Αναχώρησε"]),
        ("Ρώσοι, Τούρκοι κ.ά. Πρόεδροι", ["Πρόεδροι"]),
        ("έλαβε το 13%. Νωρίτερα", ["Νωρίτερα"]),
        # Any other abbreviation: only a function word.
        ("μίλησε στον Ο.Η.Ε. Στη συνέχεια έφυγε", ["Στη"]),
        ("μίλησε στον Ο.Η.Ε. Γκουτέρες", []),
        # Small letters and numbered lists begin nothing for certain.
        ("το Ε.Α.Μ. οργάνωσε", []),
        ("στόχοι: 1. Η ειρήνη", []),
        ("η Νότια Κορέα, Ιαπωνία", []),
    ],
)
def test_a_sentence_begins_after_a_stop(text: str, begin: list[str]) -> None:
    doc = NLP.make_doc(text)
    known = known_boundaries(doc)
    assert [token.text for token in doc if known.get(token.idx)] == begin


@pytest.mark.parametrize("title", ["κ.", "κα.", "Δρ.", "δρ.", "Καθ.", "Αγ."])
def test_no_sentence_begins_after_a_title(title: str) -> None:
    doc = NLP.make_doc(f"ο {title} Ράμα")
    assert known_boundaries(doc) == {doc[-1].idx: False}


@pytest.mark.parametrize("text", ["", ".", ". ", ".Α", "…»"])
def test_too_little_text(text: str) -> None:
    assert set(known_boundaries(NLP.make_doc(text)).values()) <= {True}
