"""Which slot a mention fills, by case, preposition, voice, clause and coordination, seen through the pairs found."""

from __future__ import annotations

import pytest
from reading import Reading, read

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine
from pipeline.claims.lexicon import Lexicon
from pipeline.claims.relations import relation

# A sentence, a word of the cue, a mention as it stands, its slot.
SLOTS = [
    ("Η Γαλλία επέκρινε την Τουρκία.", "επέκρινε", "Γαλλία", "subject"),
    ("Η Γαλλία επέκρινε την Τουρκία.", "επέκρινε", "Τουρκία", "object"),
    ("Την Τουρκία επέκρινε η Γαλλία.", "επέκρινε", "Γαλλία", "subject"),
    ("Την Τουρκία επέκρινε η Γαλλία.", "επέκρινε", "Τουρκία", "object"),
    ("Η Τουρκία επικρίθηκε από τη Γαλλία.", "επικρίθηκε", "Γαλλία", "subject"),
    ("Η Τουρκία επικρίθηκε από τη Γαλλία.", "επικρίθηκε", "Τουρκία", "object"),
    ("Η Γαλλία εναντιώθηκε στην Τουρκία.", "εναντιώθηκε", "Γαλλία", "subject"),
    ("Η Γαλλία εναντιώθηκε στην Τουρκία.", "εναντιώθηκε", "Τουρκία", "σε"),
    ("Η Πολωνία εξαρτάται από τη Ρωσία.", "εξαρτάται", "Ρωσία", "από"),
    ("Η στήριξη της Γερμανίας στην Ουκρανία συνεχίζεται.", "στήριξη", "Γερμανίας", "genitive"),
    ("Η στήριξη της Γερμανίας προς την Ουκρανία συνεχίζεται.", "στήριξη", "Ουκρανία", "προς"),
    ("Η γερμανική στήριξη στην Ουκρανία συνεχίζεται.", "στήριξη", "γερμανική", "genitive"),
    ("Οι κατηγορίες της Πολωνίας κατά της Ρωσίας ήταν βαριές.", "κατηγορίες", "Ρωσίας", "κατά"),
    ("Η Γαλλία ήταν επικριτική απέναντι στην Τουρκία.", "επικριτική", "Τουρκία", "απέναντι"),
    ("Η Ελλάδα στέκεται στο πλευρό της Κύπρου.", "πλευρό", "Κύπρου", "genitive"),
    ("Η Ιταλία επέκρινε με σκληρή γλώσσα την Ουγγαρία.", "επέκρινε", "Ουγγαρία", "object"),
    ("Η Γαλλία εξέφρασε τη στήριξή της στην Αρμενία.", "στήριξή", "Γαλλία", "subject"),
    ("Η Γαλλία θέλει να στηρίξει την Αρμενία.", "στηρίξει", "Γαλλία", "subject"),
]

# A sentence, a word of the cue, and pairs of holder and target that must be among those in the frame's slots.
PAIRS = [
    ("Η Γαλλία και η Ιταλία επέκριναν την Τουρκία.", "επέκριναν", {("Γαλλία", "Τουρκία"), ("Ιταλία", "Τουρκία")}),
    ("Η Γαλλία επέκρινε την Τουρκία και τη Ρωσία.", "επέκρινε", {("Γαλλία", "Τουρκία"), ("Γαλλία", "Ρωσία")}),
    ("Η Κίνα συμμάχησε με το Πακιστάν.", "συμμάχησε", {("Κίνα", "Πακιστάν"), ("Πακιστάν", "Κίνα")}),
    ("Οι ΗΠΑ κάλεσαν τη Γερμανία να στηρίξει την Ουκρανία.", "στηρίξει", {("Γερμανία", "Ουκρανία")}),
    ("Η Λευκορωσία, που εξαρτάται από τη Ρωσία, σιωπά.", "εξαρτάται", {("Λευκορωσία", "Ρωσία")}),
    ("Η Ρωσία, από την οποία εξαρτάται η Λευκορωσία, σιωπά.", "εξαρτάται", {("Λευκορωσία", "Ρωσία")}),
    ("Η Γαλλία αποχώρησε, επικρίνοντας την Τουρκία.", "επικρίνοντας", {("Γαλλία", "Τουρκία")}),
    ("Η Γαλλία αντέδρασε. Επέκρινε την Τουρκία.", "Επέκρινε", {("Γαλλία", "Τουρκία")}),
    ("Η ρωσική κυβέρνηση απείλησε την Πολωνία.", "απείλησε", {("Ρωσία", "Πολωνία")}),
    ("Η Σερβία μειώνει την εξάρτησή της από τη Ρωσία.", "εξάρτησή", {("Σερβία", "Ρωσία")}),
    ("Ο Μπάιντεν επέκρινε τον Τραμπ.", "επέκρινε", {("Τζο Μπάιντεν", "Ντόναλντ Τραμπ")}),
]


@pytest.fixture(scope="module")
def readings(engine: Engine, gazetteer: Gazetteer, lexicon: Lexicon) -> dict[str, Reading]:
    return read(engine, gazetteer, lexicon, [*(r[0] for r in SLOTS), *(r[0] for r in PAIRS)])


@pytest.mark.parametrize(("text", "cue", "mention", "slot"), SLOTS)
def test_slot(readings: dict[str, Reading], text: str, cue: str, mention: str, slot: str) -> None:
    reading = readings[text]
    match = reading.match(cue)
    there = [m for m in reading.mentions if m.text == mention and m.link not in ("zero", "reference")]
    assert [relation(reading.parsed.doc, match, m).slot for m in there] == [slot]


@pytest.mark.parametrize(("text", "cue", "expected"), PAIRS)
def test_pairs(readings: dict[str, Reading], text: str, cue: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= readings[text].pairs(cue)


def test_a_clause_is_no_subject_of_its_request(readings: dict[str, Reading]) -> None:
    """Who asks is not who is to act."""
    pairs = readings["Οι ΗΠΑ κάλεσαν τη Γερμανία να στηρίξει την Ουκρανία."].pairs("στηρίξει")
    assert ("ΗΠΑ", "Ουκρανία") not in pairs
