"""Names in sentences: gazetteer and entity recogniser together."""

from __future__ import annotations

import pytest
from mentions import Linked, linked, named

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine

# A sentence and some of its actors, by name and rollup.
TABLE = [
    ("Η Ευρωπαϊκή Ένωση επέκρινε την Τουρκία.", [("Ευρωπαϊκή Ένωση", "EU"), ("Τουρκία", "TUR")]),
    ("Η ΕΕ επέκρινε την Τουρκία.", [("Ευρωπαϊκή Ένωση", "EU")]),
    ("Η Ε.Ε. επέκρινε την Τουρκία.", [("Ευρωπαϊκή Ένωση", "EU")]),
    ("Οι Η.Π.Α. στηρίζουν την Ουκρανία.", [("ΗΠΑ", "USA"), ("Ουκρανία", "UKR")]),
    ("Οι ΗΠΑ στηρίζουν την Ουκρανία.", [("ΗΠΑ", "USA"), ("Ουκρανία", "UKR")]),
    ("Οι Ηνωμένες Πολιτείες στηρίζουν την Ουκρανία.", [("ΗΠΑ", "USA")]),
    ("Η Μόσχα απειλεί το Κίεβο.", [("Ρωσία", "RUS"), ("Ουκρανία", "UKR")]),
    ("Το Κρεμλίνο απειλεί την Πολωνία.", [("Ρωσία", "RUS"), ("Πολωνία", "POL")]),
    ("Οι Ρώσοι απειλούν την Πολωνία.", [("Ρωσία", "RUS"), ("Πολωνία", "POL")]),
    ("Ο Λευκός Οίκος επέκρινε την Άγκυρα.", [("ΗΠΑ", "USA"), ("Τουρκία", "TUR")]),
    ("Η ΤΟΥΡΚΙΑ ΑΠΕΙΛΕΙ ΤΗΝ ΕΛΛΑΔΑ.", [("Τουρκία", "TUR"), ("Ελλάδα", "GRC")]),
    ("Η Αγκυρα απειλεί την Ελλαδα.", [("Τουρκία", "TUR"), ("Ελλάδα", "GRC")]),
    ("Το ΔΝΤ πιέζει την Αθήνα.", [("Διεθνές Νομισματικό Ταμείο", "IMF"), ("Ελλάδα", "GRC")]),
    ("Η Κομισιόν στηρίζει τη Νέα Δημοκρατία.", [("Ευρωπαϊκή Επιτροπή", "EU"), ("Νέα Δημοκρατία", "ND")]),
    ("Ο ΣΥΡΙΖΑ επέκρινε το ΠΑΣΟΚ.", [("ΣΥΡΙΖΑ", "SYRIZA"), ("ΠΑΣΟΚ", "PASOK")]),
    ("Η Gazprom πιέζει τη Μολδαβία.", [("Gazprom", "GAZPROM"), ("Μολδαβία", "MDA")]),
    ("Ο Βλαντιμίρ Πούτιν απείλησε την Πολωνία.", [("Βλαντίμιρ Πούτιν", "RUS")]),
    ("Ο Πούτιν απείλησε την Πολωνία.", [("Βλαντίμιρ Πούτιν", "RUS")]),
    ("Η κριτική του Ερντογάν ήταν σκληρή.", [("Ρετζέπ Ταγίπ Ερντογάν", "TUR")]),
    ("Ο Εμανουέλ Μακρόν στηρίζει την Ουκρανία.", [("Εμανουέλ Μακρόν", "FRA")]),
    ("Ο κ. Τσίπρας επέκρινε τη Γερμανία.", [("Αλέξης Τσίπρας", "GRC"), ("Γερμανία", "DEU")]),
    ("Η εκεχειρία μεταξύ Ισραήλ και Λιβάνου τηρείται.", [("Ισραήλ", "ISR"), ("Λίβανος", "LBN")]),
]  # fmt: skip

# A sentence, and a rollup that nothing in it has.
NOT_NAMED = [
    ("Το ποτάμι πλημμύρισε τα χωράφια.", "POTAMI"),
    ("Η ένωση των δύο δρόμων ολοκληρώθηκε.", "EU"),
    ("Η επιτροπή συνεδρίασε χθες στο σχολείο.", "EU"),
    ("Η Γεωργία Παπαδοπούλου μίλησε στο σχολείο.", "GEO"),
]


@pytest.fixture(scope="module")
def found(engine: Engine, gazetteer: Gazetteer) -> Linked:
    return linked(engine, gazetteer, [*(r[0] for r in TABLE), *(r[0] for r in NOT_NAMED), *(r[0] for r in SURNAMES)])


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_named(found: Linked, text: str, expected: list[tuple[str, str]]) -> None:
    there = named(found[text], "gazetteer", "none")
    assert [actor for actor in expected if actor not in there] == []


@pytest.mark.parametrize(("text", "rollup"), NOT_NAMED)
def test_not_named(found: Linked, text: str, rollup: str) -> None:
    assert rollup not in {m.actor.rollup for m in found[text]}


SURNAMES = [
    ("Ο Γιόχαν Λίντεμαν μίλησε στο Βερολίνο. Ο Λίντεμαν επέκρινε τη Ρωσία.", "Γιόχαν Λίντεμαν", 2),
    ("Η Μαρία Σβέντσον μίλησε στη Στοκχόλμη. Η Σβέντσον επέκρινε τη Ρωσία.", "Μαρία Σβέντσον", 2),
]


@pytest.mark.parametrize(("text", "name", "times"), SURNAMES)
def test_a_surname_stands_for_the_full_name_before(found: Linked, text: str, name: str, times: int) -> None:
    assert [m.actor.name for m in found[text] if m.link not in ("zero", "reference")].count(name) == times


def test_offsets_are_those_of_the_article(found: Linked) -> None:
    for text, mentions in found.items():
        assert all(text[m.start : m.end] == m.text for m in mentions)
