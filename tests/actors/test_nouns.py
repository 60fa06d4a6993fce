"""Common nouns that denote actors, the state they act for, and the persons they introduce."""

from __future__ import annotations

import pytest
from mentions import Linked, linked

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine

# A sentence, a mention as it stands or by name, and its rollup.
TABLE = [
    ("Η ρωσική κυβέρνηση απείλησε την Πολωνία.", "Ρωσία", "RUS"),
    ("Το ρωσικό καθεστώς απείλησε την Πολωνία.", "Ρωσία", "RUS"),
    ("Η τουρκική πλευρά απέρριψε την πρόταση.", "Τουρκία", "TUR"),
    ("Η κυβέρνηση της Πολωνίας επέκρινε τη Ρωσία.", "Πολωνία", "POL"),
    ("Οι ουκρανικές δυνάμεις επιτέθηκαν στη Ρωσία.", "ουκρανικές δυνάμεις", "UKR"),
    ("Ο πρωθυπουργός της Μολδαβίας επέκρινε τη Ρωσία.", "πρωθυπουργός της Μολδαβίας", "MDA"),
    ("Ο Γερμανός υπουργός επέκρινε τη Ρωσία.", "Γερμανός υπουργός", "DEU"),
    ("Ο πρωθυπουργός της Μολδαβίας, Πέτρος Ιωάννου, επέκρινε τη Ρωσία.", "Πέτρος Ιωάννου", "MDA"),
    ("Ο Πολωνός υπουργός Εξωτερικών Γιάνουσ Κοβάλσκι επέκρινε τη Ρωσία.", "Γιάνουσ Κοβάλσκι", "POL"),
    # Of two names in the phrase the one that tells the party; what a firm or a group is called.
    (
        "Οι βουλευτές του Τμήματος Πολιτισμού του ΣΥΡΙΖΑ επέκριναν τη ΝΔ.",
        "βουλευτές του Τμήματος Πολιτισμού του ΣΥΡΙΖΑ",
        "SYRIZA",
    ),
    ("Ο οίκος αξιολόγησης Moody's επέκρινε την Τουρκία.", "οίκος αξιολόγησης Moody's", "MOODYS"),
    ("Η ΝΔ επέκρινε τους εθνικιστές του VMRO.", "εθνικιστές του VMRO", "VMRO"),
    # A title of the party says for whom a member of past or present governments speaks.
    ("Ο πρόεδρος της ΝΔ Κυριάκος Μητσοτάκης επέκρινε την Τουρκία.", "Κυριάκος Μητσοτάκης", "ND"),
    ("Ο πρωθυπουργός Κυριάκος Μητσοτάκης επέκρινε την Τουρκία.", "Κυριάκος Μητσοτάκης", "GRC"),
    ("Απορρίπτει την πρόταση των βουλευτών του ΣΥΡΙΖΑ, ο Λευτέρης Αυγενάκης.", "βουλευτών του ΣΥΡΙΖΑ", "SYRIZA"),
    ("Οι χώρες της περιοχής στηρίζουν την Αρμενία.", "χώρες της περιοχής", ""),
    ("Οι αναλυτές επικρίνουν την Τουρκία.", "αναλυτές", ""),
    ("Οι κάτοικοι επικρίνουν τη Ρωσία.", "κάτοικοι", ""),
]

# A sentence, and a stretch that is no actor of its own.
NOT_ACTORS = [
    ("Η στρατιωτική βοήθεια προς την Ουκρανία συνεχίζεται.", "στρατιωτική"),
    ("Η πολιτική κρίση στη Γαλλία συνεχίζεται.", "πολιτική"),
    ("Η Ρωσία κρατάει αποστάσεις.", "κρατάει"),
]

MISREAD = "Ο υπουργός Νίκος Δένδιας μίλησε. Ο Έλληνας υπουργός επέκρινε την Τουρκία."

TITLES = [
    # Who is introduced under a title is meant by the title later on.
    (MISREAD, "Νίκος Δένδιας", 2),
    # «του» makes it another's adviser.
    ("Ο σύμβουλος του Ντόναλντ Τραμπ επέκρινε την Κίνα.", "σύμβουλος του Ντόναλντ Τραμπ", 1),
]


@pytest.fixture(scope="module")
def found(engine: Engine, gazetteer: Gazetteer) -> Linked:
    return linked(engine, gazetteer, [*(r[0] for r in TABLE), *(r[0] for r in NOT_ACTORS), *(r[0] for r in TITLES)])


@pytest.mark.parametrize(("text", "name", "rollup"), TABLE)
def test_phrase(found: Linked, text: str, name: str, rollup: str) -> None:
    assert (name, rollup) in {(m.actor.name, m.actor.rollup) for m in found[text]}


@pytest.mark.parametrize(("text", "stretch"), NOT_ACTORS)
def test_no_actor(found: Linked, text: str, stretch: str) -> None:
    assert stretch not in {m.text for m in found[text]}


@pytest.mark.parametrize(("text", "name", "times"), TITLES)
def test_title(found: Linked, request: pytest.FixtureRequest, text: str, name: str, times: int) -> None:
    if text == MISREAD:
        reason = "the parser takes «Έλληνας» for the head and «υπουργός» for a name"
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    assert [m.actor.name for m in found[text] if m.link not in ("zero", "reference")].count(name) == times


def test_a_described_state_is_no_second_actor(found: Linked) -> None:
    """«η ρωσική κυβέρνηση» is one mention, not the government and the adjective."""
    mentions = found["Η ρωσική κυβέρνηση απείλησε την Πολωνία."]
    assert [m.text for m in mentions if m.actor.rollup == "RUS"] == ["ρωσική κυβέρνηση"]
