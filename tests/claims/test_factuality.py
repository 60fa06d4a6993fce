"""Negation, possibility, intention, questions and the future, each in short sentences of our own."""

from __future__ import annotations

import pytest
from reading import Reading, read

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine
from pipeline.claims.factuality import factuality, tense
from pipeline.claims.lexicon import Lexicon

TABLE = [
    # What is reported as so.
    ("Η Γαλλία στηρίζει την Ουκρανία.", "στηρίζει", "asserted"),
    ("Η Γαλλία επέκρινε χθες την Τουρκία.", "επέκρινε", "asserted"),
    ("Η Γαλλία έχει στηρίξει την Ουκρανία.", "στηρίξει", "asserted"),
    ("Η Τουρκία φέρεται να στηρίζει το Αζερμπαϊτζάν.", "στηρίζει", "asserted"),
    ("Ο υπουργός δήλωσε ότι η Γαλλία στηρίζει την Ουκρανία.", "στηρίζει", "asserted"),
    ("Η στήριξη της Γερμανίας στην Ουκρανία συνεχίζεται.", "στήριξη", "asserted"),
    ("Η Γαλλία συνεχίζει να στηρίζει την Ουκρανία.", "στηρίζει", "asserted"),
    ("Η Ουγγαρία αποφάσισε να στηρίξει τη Σερβία.", "στηρίξει", "asserted"),
    ("Οι επικρίσεις της Γαλλίας προς την Τουρκία πλήθυναν.", "επικρίσεις", "asserted"),
    ("Η Γαλλία στηρίζει την Ουκρανία, επειδή φοβάται τη Ρωσία.", "στηρίζει", "asserted"),
    # Fixed opposites, and a stance that an utterance makes.
    ("Η Σερβία δεν αναγνωρίζει το Κόσοβο.", "αναγνωρίζει", "asserted"),
    ("Η Ουγγαρία αρνείται να στηρίξει την Ουκρανία.", "αρνείται", "asserted"),
    ("Η Γερμανία ζητά μεταρρυθμίσεις από την Ελλάδα.", "ζητά", "asserted"),
    ("Η Γαλλία δεν παρέλειψε να επικρίνει την Τουρκία.", "επικρίνει", "asserted"),
    ("Η Τουρκία δεν διστάζει να απειλήσει την Ελλάδα.", "απειλήσει", "asserted"),
    # What is denied.
    ("Η Ουγγαρία δεν στηρίζει την Ουκρανία.", "στηρίζει", "negated"),
    ("Η Ουγγαρία δεν έχει στηρίξει την Ουκρανία.", "στηρίξει", "negated"),
    ("Η Ουγγαρία δεν πρόκειται να επικρίνει τη Ρωσία.", "επικρίνει", "negated"),
    ("Η Κίνα έμεινε ουδέτερη χωρίς να επικρίνει τη Ρωσία.", "επικρίνει", "negated"),
    ("Η Κίνα έμεινε ουδέτερη, χωρίς όμως να επικρίνει τη Ρωσία.", "επικρίνει", "negated"),
    ("Η Ινδία ούτε στηρίζει ούτε επικρίνει τη Ρωσία.", "επικρίνει", "negated"),
    ("Ποτέ η Ιρλανδία δεν απείλησε τη Βρετανία.", "απείλησε", "negated"),
    ("Η Πολωνία δεν εξαρτάται από τη Ρωσία.", "εξαρτάται", "negated"),
    ("Η Γερμανία δεν άσκησε κριτική στην Ουγγαρία.", "κριτική", "negated"),
    ("Η Δανία αποφεύγει να επικρίνει τις ΗΠΑ.", "επικρίνει", "negated"),
    # What is wanted, tried, planned or announced.
    ("Η Ελλάδα θέλει να στηρίξει την Κύπρο.", "στηρίξει", "intended"),
    ("Η Γερμανία προσπαθεί να μειώσει την εξάρτησή της από τη Ρωσία.", "εξάρτησή", "intended"),
    ("Η Μολδαβία σχεδιάζει να απομακρυνθεί από τη Ρωσία.", "απομακρυνθεί", "intended"),
    ("Η Ιταλία σκοπεύει να στηρίξει την Αλβανία.", "στηρίξει", "intended"),
    ("Η Γαλλία θα στηρίξει την Ουκρανία.", "στηρίξει", "intended"),
    ("Η Γαλλία υπόσχεται να στηρίξει την Ουκρανία.", "στηρίξει", "intended"),
    ("Οι ΗΠΑ πιέζουν τη Γερμανία να στηρίξει την Ουκρανία.", "στηρίξει", "intended"),
    ("Οι ΗΠΑ καλούν τη Γερμανία να στηρίξει την Ουκρανία.", "στηρίξει", "intended"),
    ("Στόχος της Γερμανίας είναι να στηρίξει την Ουκρανία.", "στηρίξει", "intended"),
    ("Η Λιθουανία έχτισε έναν σταθμό για να στηρίξει την Ουκρανία.", "στηρίξει", "intended"),
    ("Η Ρουμανία είναι έτοιμη να στηρίξει τη Μολδαβία.", "στηρίξει", "intended"),
    ("Η Γερμανία πρέπει να στηρίξει την Ουκρανία.", "στηρίξει", "intended"),
    ("Η προσπάθεια της Τσεχίας να στηρίξει την Ουκρανία απέτυχε.", "στηρίξει", "intended"),
    # What may be, would be or is asked.
    ("Η Τουρκία μπορεί να στηρίξει τη Ρωσία.", "στηρίξει", "possible"),
    ("Η Τουρκία ενδέχεται να στηρίξει τη Ρωσία.", "στηρίξει", "possible"),
    ("Η Τουρκία αναμένεται να στηρίξει το Αζερμπαϊτζάν.", "στηρίξει", "possible"),
    ("Η Τουρκία θα στήριζε τη Ρωσία.", "στήριζε", "possible"),
    ("Αν η Κίνα στηρίξει τη Ρωσία, ο πόλεμος θα κρατήσει.", "στηρίξει", "possible"),
    ("Αν η Ρωσία επιτεθεί, η Πολωνία θα στηρίξει τη Λιθουανία.", "στηρίξει", "possible"),
    ("Η Κίνα ίσως στηρίξει τη Ρωσία.", "στηρίξει", "possible"),
    ("Στηρίζει η Κίνα τη Ρωσία;", "Στηρίζει", "possible"),
    ("Θα στηρίξει η Ουγγαρία την Ουκρανία;", "στηρίξει", "possible"),
    ("Οι αναλυτές εκτιμούν ότι η Κίνα θα στηρίξει τη Ρωσία.", "στηρίξει", "possible"),
]

TENSES = [
    ("Η Γαλλία στηρίζει την Ουκρανία.", "στηρίζει", "present"),
    ("Η Γαλλία επέκρινε χθες την Τουρκία.", "επέκρινε", "past"),
    ("Η Γαλλία έχει στηρίξει την Ουκρανία.", "στηρίξει", "past"),
    ("Η Γαλλία θα στηρίξει την Ουκρανία.", "στηρίξει", "future"),
]


@pytest.fixture(scope="module")
def readings(engine: Engine, gazetteer: Gazetteer, lexicon: Lexicon) -> dict[str, Reading]:
    return read(engine, gazetteer, lexicon, [text for text, _, _ in (*TABLE, *TENSES)])


@pytest.mark.parametrize(("text", "cue", "expected"), TABLE)
def test_factuality(readings: dict[str, Reading], text: str, cue: str, expected: str) -> None:
    reading = readings[text]
    assert factuality(reading.parsed.doc, reading.match(cue)) == expected


@pytest.mark.parametrize(("text", "cue", "expected"), TENSES)
def test_tense(readings: dict[str, Reading], text: str, cue: str, expected: str) -> None:
    reading = readings[text]
    assert tense(reading.parsed.doc, reading.match(cue)) == expected
