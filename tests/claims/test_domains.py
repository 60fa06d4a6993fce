"""What a dependence is about: the frame's own domain, else the nearest word that tells."""

from __future__ import annotations

import pytest
from reading import Reading, read

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine
from pipeline.claims.domains import domain
from pipeline.claims.lexicon import Lexicon

TABLE = [
    ("Η Γερμανία εξαρτάται από το ρωσικό αέριο.", "εξαρτάται", "energy"),
    ("Η Βουλγαρία εξαρτάται από το ρωσικό πετρέλαιο.", "εξαρτάται", "energy"),
    ("Η Πολωνία εξαρτιόταν από τον ρωσικό άνθρακα.", "εξαρτιόταν", "energy"),
    ("Η ενεργειακή εξάρτηση της Ουγγαρίας από τη Ρωσία είναι μεγάλη.", "εξάρτηση", "energy"),
    ("Η Σλοβακία εξαρτάται από τη Ρωσία για ηλεκτρική ενέργεια.", "εξαρτάται", "energy"),
    ("Η Αρμενία εξαρτάται από τα ρωσικά όπλα.", "εξαρτάται", "security"),
    ("Η Εσθονία εξαρτάται από το ΝΑΤΟ για την άμυνά της.", "εξαρτάται", "security"),
    ("Η αμυντική εξάρτηση της Ευρώπης από τις ΗΠΑ μεγαλώνει.", "εξάρτηση", "security"),
    ("Το Κοσσυφοπέδιο εξαρτάται από τις ΗΠΑ για την ασφάλειά του.", "εξαρτάται", "security"),
    ("Η Ελλάδα εξαρτάται από τα δάνεια της Ευρωπαϊκής Ένωσης.", "εξαρτάται", "finance"),
    ("Το Πακιστάν εξαρτάται από τον δανεισμό της Κίνας.", "εξαρτάται", "finance"),
    ("Η οικονομική εξάρτηση της Ελλάδας από τους δανειστές συνεχίζεται.", "εξάρτηση", "finance"),
    ("Η Μολδαβία εξαρτάται από τη χρηματοδότηση της Ευρωπαϊκής Ένωσης.", "εξαρτάται", "finance"),
    ("Η Γερμανία εξαρτάται από τις εξαγωγές στην Κίνα.", "εξαρτάται", "trade"),
    ("Η εμπορική εξάρτηση της Χιλής από την Κίνα μεγαλώνει.", "εξάρτηση", "trade"),
    ("Το Μεξικό εξαρτάται από το εμπόριο με τις ΗΠΑ.", "εξαρτάται", "trade"),
    ("Η Ευρώπη εξαρτάται από τα τσιπ της Ταϊβάν.", "εξαρτάται", "technology"),
    ("Η τεχνολογική εξάρτηση της Ευρώπης από τις ΗΠΑ ανησυχεί.", "εξάρτηση", "technology"),
    ("Η Βραζιλία εξαρτάται από την τεχνολογία της Κίνας.", "εξαρτάται", "technology"),
    ("Η Αίγυπτος εξαρτάται από τα σιτηρά της Ουκρανίας.", "εξαρτάται", "resources"),
    ("Η Ευρώπη εξαρτάται από τις σπάνιες γαίες της Κίνας.", "εξαρτάται", "resources"),
    ("Η Ιορδανία εξαρτάται από το νερό του Ισραήλ.", "εξαρτάται", "resources"),
    ("Η διπλωματική εξάρτηση της Λευκορωσίας από τη Ρωσία αυξάνεται.", "εξάρτηση", "politics"),
    ("Η πολιτική εξάρτηση της Σερβίας από τη Ρωσία μειώνεται.", "εξάρτηση", "politics"),
    ("Η Λευκορωσία εξαρτάται από τη Ρωσία.", "εξαρτάται", "general"),
    ("Η Αρμενία μειώνει την εξάρτησή της από τη Ρωσία.", "εξάρτησή", "general"),
    # The word at the provider wins over one further away.
    (
        "Μετά τη σύνοδο για την άμυνα ο Σολτς παραδέχθηκε ότι η χώρα εξαρτάται από το ρωσικό αέριο.",
        "εξαρτάται",
        "energy",
    ),
]


@pytest.fixture(scope="module")
def readings(engine: Engine, gazetteer: Gazetteer, lexicon: Lexicon) -> dict[str, Reading]:
    return read(engine, gazetteer, lexicon, [text for text, _, _ in TABLE])


@pytest.mark.parametrize(("text", "cue", "expected"), TABLE)
def test_domain(readings: dict[str, Reading], lexicon: Lexicon, text: str, cue: str, expected: str) -> None:
    reading = readings[text]
    found = reading.candidates(cue)
    assert found, f"no candidate; mentions: {[m.text for m in reading.mentions]}"
    assert {domain(reading.parsed.doc, c.match, c.target.mention, lexicon) for c in found} == {expected}
