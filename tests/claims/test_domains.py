"""What a dependence is about: the frame's own domain, else the words that tell, the nearer ones more."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from reading import Reading, read

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine
from pipeline.claims.domains import Domains
from pipeline.claims.lexicon import DomainFile, Lexicon
from pipeline.settings import load_folder

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
    ("Οι τράπεζες της Αυστρίας εξαρτώνται από το ρωσικό πετρέλαιο.", "εξαρτώνται", "energy"),
    ("Ο στρατός της Ινδίας εξαρτάται από τα τσιπ της Ταϊβάν.", "εξαρτάται", "technology"),
    # What the text says the reliance is for.
    ("Για το σιτάρι της η Τυνησία εξαρτάται από την Ουκρανία.", "εξαρτάται", "resources"),
    ("Η Κύπρος εξαρτάται από τη Γαλλία για τις φρεγάτες του στόλου της.", "εξαρτάται", "security"),
    ("Στον τομέα των ημιαγωγών η Ιαπωνία παραμένει εξαρτημένη από την Ταϊβάν.", "εξαρτημένη", "technology"),
    ("Η Ζάμπια στηρίζεται στην Κίνα για την αναχρηματοδότηση του χρέους της.", "στηρίζεται", "finance"),
    ("Η Κούβα βασίζεται στο Μεξικό για τα καύσιμα των εργοστασίων της.", "βασίζεται", "energy"),
    ("Η Μάλτα βασίζεται στην Ιταλία για τους τουρίστες του καλοκαιριού.", "βασίζεται", "trade"),
    # Two words that say together what neither says alone.
    ("Η Ουγγαρία εξαρτάται από τη Ρωσία για τον πυρηνικό σταθμό της.", "εξαρτάται", "energy"),
    ("Η Λιθουανία εξαρτάται από την πυρηνική ομπρέλα των ΗΠΑ.", "εξαρτάται", "security"),
    ("Η Υεμένη εξαρτάται από την Ουκρανία για την επισιτιστική της ασφάλεια.", "εξαρτάται", "resources"),
    ("Στο Συμβούλιο Ασφαλείας η Συρία εξαρτάται από τη Ρωσία.", "εξαρτάται", "politics"),
    ("Η Γαλλία εξαρτάται από την Κίνα για τις πρώτες ύλες.", "εξαρτάται", "resources"),
    ("Η Δανία εξαρτάται από τις ΗΠΑ στην τεχνητή νοημοσύνη.", "εξαρτάται", "technology"),
    ("Η Αίγυπτος εξαρτάται από το Διεθνές Νομισματικό Ταμείο.", "εξαρτάται", "finance"),
    # A hint («εισαγωγές», «αγορά») gives way to the word that tells by itself.
    ("Η Σλοβενία εξαρτάται από τις εισαγωγές αερίου από την Αλγερία.", "εξαρτάται", "energy"),
    ("Η Νορβηγία εξαρτάται από την αγορά της Γερμανίας.", "εξαρτάται", "trade"),
    ("Η στρατιωτική βοήθεια κρατά την Ουκρανία εξαρτημένη από τις ΗΠΑ.", "εξαρτημένη", "security"),
    # Parties and votes.
    ("Ο Σάντσεθ εξαρτάται από τις ψήφους των Καταλανών.", "εξαρτάται", "politics"),
    ("Ο ΣΥΡΙΖΑ στηρίζεται στην ανοχή των ΑΝΕΛ για τη δεδηλωμένη.", "στηρίζεται", "politics"),
    # The sentence before, and what the article is about.
    ("Οι φρεγάτες έρχονται από τη Γαλλία. Η Ελλάδα εξαρτάται από το Παρίσι.", "εξαρτάται", "security"),
    (
        "Το αέριο ακρίβυνε. Ο αγωγός έκλεισε τη νύχτα. Το πετρέλαιο λείπει. Η κυβέρνηση ανησυχεί. "
        "Η Μολδαβία εξαρτάται από τη Ρωσία.",
        "εξαρτάται",
        "energy",
    ),
    # Everything at once is no one domain.
    ("Το Ναουρού εξαρτάται από την Αυστραλία για τα πάντα, από το νερό ώς τα φάρμακα.", "εξαρτάται", "general"),
    ("Η Αρμενία εξαρτάται από τη Ρωσία για αέριο, για όπλα και για δάνεια.", "εξαρτάται", "general"),
    # Titles and offices tell nothing.
    ("Η Κιργιζία εξαρτάται από τη Ρωσία, παραδέχθηκε ο πρόεδρος.", "εξαρτάται", "general"),
]


@pytest.fixture(scope="module")
def readings(engine: Engine, gazetteer: Gazetteer, lexicon: Lexicon) -> dict[str, Reading]:
    return read(engine, gazetteer, lexicon, [text for text, _, _ in TABLE])


@pytest.mark.parametrize(("text", "cue", "expected"), TABLE)
def test_domain(readings: dict[str, Reading], lexicon: Lexicon, text: str, cue: str, expected: str) -> None:
    reading = readings[text]
    found = reading.candidates(cue)
    assert found, f"no candidate; mentions: {[m.text for m in reading.mentions]}"
    domains = Domains(reading.parsed.doc, lexicon)
    assert {domains.domain(c.match, c.target.mention) for c in found} == {expected}


def test_words_stand_in_one_list(configs: Path) -> None:
    (_, file), *rest = load_folder(configs / "frames", DomainFile, "domains")
    entries = Counter(word for lists in (file.domains, file.hints) for words in lists.values() for word in words)
    assert not rest
    assert [word for word, n in entries.items() if n > 1] == []
    assert [word for word in entries if len(word.split()) > 2] == []
