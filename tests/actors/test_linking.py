"""Names, metonyms and noun phrases → the state or organisation they stand for."""

from __future__ import annotations

import pytest

from pipeline import stages
from pipeline.actors.inflect import adjective_forms, forms
from pipeline.records import Article
from pipeline.stages import Tools

# A sentence, the mention, its rollup.
NAMED = [
    ("Η Μόσχα αντέδρασε έντονα χθες.", "Μόσχα", "RUS"),
    ("Το Κρεμλίνο διαψεύδει τις πληροφορίες.", "Κρεμλίνο", "RUS"),
    ("Οι Ρώσοι επιμένουν στη θέση τους.", "Ρώσοι", "RUS"),
    ("Το ρωσικό καθεστώς απείλησε την Πολωνία.", "ρωσικό καθεστώς", "RUS"),
    ("Η τουρκική κυβέρνηση απάντησε χθες.", "τουρκική κυβέρνηση", "TUR"),
    # Old-style capitals without accent, abbreviations with and without dots.
    ("Η Αγκυρα απάντησε χθες στην Αθήνα.", "Αγκυρα", "TUR"),
    ("Οι Η.Π.Α. συμφώνησαν με την ΕΕ για το αέριο.", "Η.Π.Α.", "USA"),
    ("Οι Η.Π.Α. συμφώνησαν με την ΕΕ για το αέριο.", "ΕΕ", "EU"),
    ("Η Ευρωπαϊκή Ένωση συμφώνησε με το Μαρόκο.", "Ευρωπαϊκή Ένωση", "EU"),
    ("Το ΝΑΤΟ στηρίζει την Ουκρανία.", "ΝΑΤΟ", "NATO"),
]


@pytest.mark.parametrize(("text", "mention", "rollup"), NAMED)
def test_stands_for(text: str, mention: str, rollup: str, tools: Tools) -> None:
    parsed, _ = stages.annotate(tools, [Article("1", text)])
    ((_, mentions),) = stages.link_actors(tools, parsed)[0]
    assert (mention, rollup) in {(m.text, m.actor.rollup) for m in mentions}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("η Ρωσία", "ρωσιασ"),
        ("η Κύπρος", "κυπρου"),
        ("η Ευρωπαϊκή Ένωση", "ευρωπαικησ ενωσησ"),
        ("οι Ηνωμένες Πολιτείες της Αμερικής", "ηνωμενων πολιτειων τησ αμερικησ"),
        ("ο Αλέξης Τσίπρας", "αλεξη τσιπρα"),
        ("τα Σκόπια", "σκοπιων"),
        ("Gazprom", "gazprom"),
    ],
)
def test_case_forms(name: str, form: str) -> None:
    assert tuple(form.split()) in forms(name)


def test_plural_of_a_people() -> None:
    assert {("ρωσοι",), ("ρωσων",), ("ρωσουσ",)} <= forms("ο Ρώσος", plurals=True)


def test_all_forms_of_an_adjective() -> None:
    assert {"ρωσικοσ", "ρωσικησ", "ρωσικων", "ρωσικεσ"} <= adjective_forms("ρωσικός")
