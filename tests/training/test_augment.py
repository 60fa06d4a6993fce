"""Changed copies of training examples: what changes, and that nothing else does."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example

from pipeline.training import augment
from pipeline.training.augment import greek_news, in_capitals, with_bare_initial, without_accents

NLP = spacy.blank("el")


def syntax_doc() -> Doc:
    """Two sentences with tags, lemmas and heads, without entities, as the treebank gives them."""
    return Doc(
        NLP.vocab,
        words=["Η", "Άγκυρα", "«", "απειλεί", "»", ".", "Ο", "Όργουελ", "-", "όχι", "."],
        spaces=[True, True, False, False, False, True, True, True, True, False, False],
        tags=["DET", "PROPN", "PUNCT", "VERB", "PUNCT", "PUNCT", "DET", "PROPN", "PUNCT", "PART", "PUNCT"],
        pos=["DET", "PROPN", "PUNCT", "VERB", "PUNCT", "PUNCT", "DET", "PROPN", "PUNCT", "PART", "PUNCT"],
        morphs=["Case=Nom", "Case=Nom", "", "Number=Sing", "", "", "Case=Nom", "Case=Nom", "", "", ""],
        lemmas=["ο", "Άγκυρα", "«", "απειλώ", "»", ".", "ο", "Όργουελ", "-", "όχι", "."],
        heads=[1, 3, 3, 3, 3, 3, 7, 9, 9, 9, 9],
        deps=["det", "nsubj", "punct", "ROOT", "punct", "punct", "det", "nsubj", "punct", "ROOT", "punct"],
    )


def entity_doc() -> Doc:
    """A sentence with entities and nothing else, as elNER gives them."""
    doc = NLP.make_doc("Ο Άκης Όθωνος είδε την Ύδρα.")
    doc.set_ents([Span(doc, 1, 3, "PERSON"), Span(doc, 5, 6, "GPE")])
    return doc


def copies(doc: Doc, **rates: float) -> list[Example]:
    """What the augmenter gives for a Doc; a rate not named is 0."""
    rates = dict.fromkeys(("capitals", "unaccented", "initials", "quotes"), 0.0) | rates
    return list(greek_news(**rates)(NLP, Example(NLP.make_doc(doc.text), doc)))


@pytest.mark.parametrize(
    ("word", "capitals", "unaccented", "initial"),
    [
        ("Άγκυρα", "ΑΓΚΥΡΑ", "Αγκυρα", "Αγκυρα"),
        ("Έλληνες", "ΕΛΛΗΝΕΣ", "Ελληνες", "Ελληνες"),
        ("προϊόντος", "ΠΡΟΪΟΝΤΟΣ", "προιοντος", "προϊόντος"),
        ("πρωταΐτιος", "ΠΡΩΤΑΪΤΙΟΣ", "πρωταιτιος", "πρωταΐτιος"),
        ("Κάιρο", "ΚΑΪΡΟ", "Καιρο", "Κάιρο"),
        ("άυλος", "ΑΫΛΟΣ", "αυλος", "άυλος"),
        ("και", "ΚΑΙ", "και", "και"),
        ("ή", "Ή", "η", "ή"),
        ("Ή", "Ή", "Η", "Ή"),
        ("Άι-Βασίλης", "ΑΪ-ΒΑΣΙΛΗΣ", "Αι-Βασιλης", "Αι-Βασίλης"),
        ("René", "RENÉ", "René", "René"),
        ("Straße", "STRAßE", "Straße", "Straße"),
        ("2,5", "2,5", "2,5", "2,5"),
        ("ΟΑΣΕ", "ΟΑΣΕ", "ΟΑΣΕ", "ΟΑΣΕ"),
    ],
)
def test_words(word: str, capitals: str, unaccented: str, initial: str) -> None:
    assert (in_capitals(word), without_accents(word), with_bare_initial(word)) == (capitals, unaccented, initial)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("capitals", "Η ΑΓΚΥΡΑ «ΑΠΕΙΛΕΙ». Ο ΟΡΓΟΥΕΛ - ΟΧΙ."),
        ("unaccented", "Η Αγκυρα «απειλει». Ο Οργουελ - οχι."),
        ("initials", "Η Αγκυρα «απειλεί». Ο Οργουελ - όχι."),
    ],
)
def test_a_copy_has_the_annotation_of_the_original(kind: str, text: str) -> None:
    doc = syntax_doc()
    original, copy = copies(doc, **{kind: 1.0})
    assert original.reference is doc
    assert copy.predicted.text == copy.reference.text == text
    attributes: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "SPACY"]
    assert (copy.reference.to_array(attributes) == doc.to_array(attributes)).all()
    # No entity is known; that there is none must not be learned.
    assert not copy.reference.has_annotation("ENT_IOB")


@pytest.mark.parametrize("kind", ["capitals", "unaccented", "initials"])
def test_a_copy_has_the_entities_of_the_original(kind: str) -> None:
    copy = copies(entity_doc(), **{kind: 1.0})[1].reference
    assert [(e.start, e.end, e.label_) for e in copy.ents] == [(1, 3, "PERSON"), (5, 6, "GPE")]
    assert not any(map(copy.has_annotation, ("DEP", "SENT_START", "TAG", "LEMMA")))


def test_entities_that_are_unknown_stay_unknown() -> None:
    doc = syntax_doc()
    doc.set_ents([], missing=[doc[0:2]], default="outside")
    copy = copies(doc, capitals=1.0)[1].reference
    assert [t.ent_iob for t in copy] == [t.ent_iob for t in doc]


@pytest.mark.parametrize(
    ("text", "pair", "dash", "changed"),
    [
        ("Είπε «ναι» – τάχα.", '""', "-", 'Είπε "ναι" - τάχα.'),
        ("Είπε “ναι” — τάχα.", "«»", "–", "Είπε «ναι» – τάχα."),
        ('Η "μία" ("άλλη") λέει "όχι".', "«»", "-", "Η «μία» («άλλη») λέει «όχι»."),
        ("Είπε «ναι».", "''", "-", "Είπε 'ναι'."),
    ],
)
def test_quotes(text: str, pair: str, dash: str, changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "choice", lambda options: next(o for o in (pair, dash) if o in options))
    assert copies(NLP.make_doc(text), quotes=1.0)[1].predicted.text == changed


def test_a_quotation_mark_is_its_own_lemma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "choice", lambda options: options[1])
    copy = copies(syntax_doc(), quotes=1.0)[1].reference
    assert [t.lemma_ for t in copy if t.is_punct] == ["“", "”", ".", "–", "."]


def test_lemmas_can_be_left_out() -> None:
    doc = syntax_doc()
    augmenter = greek_news(capitals=1.0, unaccented=0.0, initials=0.0, quotes=0.0, lemmas=False)
    copy = list(augmenter(NLP, Example(NLP.make_doc(doc.text), doc)))[1].reference
    assert [t.lemma_ for t in copy] == ["ο", "", "«", "", "»", ".", "ο", "", "-", "", "."]


def test_rates() -> None:
    doc = syntax_doc()
    random.seed(0)
    found = sum(len(copies(doc, capitals=0.3)) - 1 for _ in range(500))
    assert 110 < found < 190
    assert len(copies(doc)) == 1
    assert len(copies(doc, capitals=1.0, unaccented=1.0, initials=1.0)) == 4


def test_what_would_not_change_is_not_given_twice() -> None:
    assert len(copies(NLP.make_doc("ΟΧΙ 5"), capitals=1.0, unaccented=1.0, initials=1.0, quotes=1.0)) == 1


def test_the_trainer_can_load_it_as_code(tmp_path: Path) -> None:
    code = (
        "import sys; from spacy.util import import_file, registry; import_file('code', sys.argv[1]);"
        "registry.augmenters.get('stasis.greek_news.v1')(capitals=1, unaccented=0, initials=0, quotes=0)"
    )
    subprocess.run([sys.executable, "-c", code, str(augment.__file__)], check=True, cwd=tmp_path)
