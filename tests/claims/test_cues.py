"""Where the words of the lexicon stand in a text, in all their forms, and where they only seem to."""

from __future__ import annotations

import pytest
from reading import Reading, read

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine
from pipeline.claims.lexicon import Lexicon

# A sentence, the words of the cue as they stand, and the word of the lexicon that finds them.
FOUND = [
    ("Η Γαλλία στηρίζει την Ουκρανία.", "στηρίζει", "στηρίζω"),
    ("Η Γαλλία στήριξε την Ουκρανία.", "στήριξε", "στηρίζω"),
    ("Οι Γάλλοι στηρίζουν την Ουκρανία.", "στηρίζουν", "στηρίζω"),
    ("Η Ουκρανία στηρίζεται από τη Γαλλία.", "στηρίζεται", "στηρίζω"),
    ("Η Γαλλία επέκρινε την Τουρκία.", "επέκρινε", "επικρίνω"),
    ("Η Τουρκία επικρίθηκε από τη Γαλλία.", "επικρίθηκε", "επικρίνω"),
    ("Ο Μακρόν, επικρίνοντας την Τουρκία, αποχώρησε.", "επικρίνοντας", "επικρίνω"),
    ("Η Αυστρία κατήγγειλε τη Ρωσία.", "κατήγγειλε", "καταγγέλλω"),
    ("Η Σερβία αποκήρυξε τη Ρωσία.", "αποκήρυξε", "αποκηρύσσω"),
    ("Η Βουλγαρία συναίνεσε στην ένταξη της Αλβανίας.", "συναίνεσε", "συναινώ"),
    ("Το Πακιστάν συνασπίζεται κατά της Ινδίας.", "συνασπίζεται κατά", "συνασπίζομαι κατά"),
    ("Οι επικρίσεις της Γαλλίας προς την Τουρκία πλήθυναν.", "επικρίσεις", "επίκριση"),
    ("Η Γαλλία ήταν επικριτική προς την Τουρκία.", "επικριτική", "επικριτικός"),
    ("Η Μολδαβία είναι εξαρτημένη από τη Ρωσία.", "εξαρτημένη", "εξαρτημένος"),
    ("Η Μολδαβία εξαρτήθηκε από τη Ρωσία.", "εξαρτήθηκε", "εξαρτώμαι"),
    # Phrases: other words between, another order, all cases.
    ("Το ΚΚΕ άσκησε χθες δριμεία κριτική στη Νέα Δημοκρατία.", "άσκησε κριτική", "ασκώ κριτική"),
    ("Δριμεία κριτική άσκησε το ΚΚΕ στη Νέα Δημοκρατία.", "κριτική άσκησε", "ασκώ κριτική"),
    ("Η Ουγγαρία κρατάει αποστάσεις από την Ουκρανία.", "κρατάει αποστάσεις", "κρατώ αποστάσεις"),
    ("Η Αθήνα τα βρήκε με την Άγκυρα.", "τα βρήκε", "τα βρίσκω"),
    # To remove someone is another act than to move away.
    ("Ο Τραμπ απομάκρυνε τον υπουργό.", "απομάκρυνε", "απομακρύνω"),
    ("Ο Τραμπ απομακρύνθηκε από την Ευρώπη.", "απομακρύνθηκε", "απομακρύνομαι"),
]

# A sentence, and a word that is no cue there.
NOT_FOUND = [
    ("Ο γιατρός βρήκε το φάρμακο στη Γαλλία.", "βρήκε"),
    ("Η Γαλλία φιλοξένησε τη σύνοδο.", "φιλοξένησε"),
    ("Ο Μακρόν έφτασε στο Βερολίνο.", "έφτασε"),
    ("Η πρόταση της Κομισιόν αφορά το κοινό ταμείο.", "κοινό"),
    ("Το τρένο αναχωρεί για τη Λαμία στις επτά.", "τρένο"),
]


@pytest.fixture(scope="module")
def readings(engine: Engine, gazetteer: Gazetteer, lexicon: Lexicon) -> dict[str, Reading]:
    return read(engine, gazetteer, lexicon, [row[0] for row in (*FOUND, *NOT_FOUND)])


@pytest.mark.parametrize(("text", "words", "entry"), FOUND)
def test_found(readings: dict[str, Reading], text: str, words: str, entry: str) -> None:
    reading = readings[text]
    found = {(" ".join(reading.parsed.doc[i].text for i in m.tokens), m.cue.text) for m in reading.matches}
    assert (words, entry) in found


@pytest.mark.parametrize(("text", "word"), NOT_FOUND)
def test_not_found(readings: dict[str, Reading], text: str, word: str) -> None:
    reading = readings[text]
    assert all(reading.parsed.doc[i].text != word for m in reading.matches for i in m.tokens)


def test_a_phrase_hides_its_words(readings: dict[str, Reading]) -> None:
    reading = readings["Το ΚΚΕ άσκησε χθες δριμεία κριτική στη Νέα Δημοκρατία."]
    assert not any(len(m.tokens) == 1 and reading.parsed.doc[m.head].text == "κριτική" for m in reading.matches)


def test_the_head_of_a_phrase_is_its_verb(readings: dict[str, Reading]) -> None:
    reading = readings["Η Ουγγαρία κρατάει αποστάσεις από την Ουκρανία."]
    assert {reading.parsed.doc[m.head].text for m in reading.matches if len(m.tokens) > 1} == {"κρατάει"}


def test_the_active_is_not_the_middle(readings: dict[str, Reading]) -> None:
    matches = readings["Ο Τραμπ απομάκρυνε τον υπουργό."].matches
    assert "απομακρύνομαι" not in {match.cue.text for match in matches}
