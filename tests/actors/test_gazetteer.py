"""The shipped gazetteer explains names, and a mistake in one is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.actors import Gazetteer, load_gazetteer
from pipeline.errors import SettingsError
from pipeline.text import fold

ROLLUPS = [
    ("Ρωσία", "RUS"), ("Ρωσίας", "RUS"), ("Μόσχα", "RUS"), ("Κρεμλίνο", "RUS"), ("Ρώσοι", "RUS"), ("Ρώσων", "RUS"),
    ("ρωσική", "RUS"), ("Τουρκία", "TUR"), ("Άγκυρας", "TUR"), ("τουρκικές", "TUR"), ("ΗΠΑ", "USA"),
    ("Ηνωμένων Πολιτειών", "USA"), ("Λευκού Οίκου", "USA"), ("Ουάσινγκτον", "USA"), ("Ουάσιγκτον", "USA"),
    ("Αμερικανοί", "USA"), ("Ουκρανία", "UKR"), ("Κίεβο", "UKR"), ("Γερμανοί", "DEU"), ("Βερολίνου", "DEU"),
    ("Γαλλίας", "FRA"), ("Παρίσι", "FRA"), ("Κίνα", "CHN"), ("Πεκίνο", "CHN"), ("Ευρωπαϊκή Ένωση", "EU"),
    ("Ευρωπαϊκής Ένωσης", "EU"), ("ΕΕ", "EU"), ("Βρυξέλλες", "EU"), ("Κομισιόν", "EU"), ("ΝΑΤΟ", "NATO"),
    ("ΟΗΕ", "UN"), ("ΔΝΤ", "IMF"), ("ΣΥΡΙΖΑ", "SYRIZA"), ("Νέας Δημοκρατίας", "ND"), ("ΠΑΣΟΚ", "PASOK"),
    ("ΚΚΕ", "KKE"), ("Gazprom", "GAZPROM"), ("Ελλάδα", "GRC"), ("Αθήνας", "GRC"), ("Έλληνες", "GRC"),
]  # fmt: skip

FILE = "kind: state\nactors:\n  - id: XAA\n    name: η Άλφα\n"
BROKEN = [
    (FILE + "  - id: XAA\n    name: η Βήτα\n", "XAA"),
    (FILE + "    colour: blue\n", "colour"),
    (FILE + "    wikidata: 12\n", "wikidata"),
    ("kind: planet\nactors: []\n", "kind"),
]


@pytest.mark.parametrize(("name", "rollup"), ROLLUPS)
def test_rollup(gazetteer: Gazetteer, name: str, rollup: str) -> None:
    words = tuple(fold(word) for word in name.split())
    assert rollup in {gazetteer.actor(known.entry).rollup for known in gazetteer.names[words]}


def test_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    words = [fold(w) for w in "η Ευρωπαϊκή Ένωση και η Ρωσία".split()]
    assert [(first, end) for first, end, _ in gazetteer.find(words, lambda first, end, names: names)] == [
        (1, 3),
        (5, 6),
    ]


def test_a_minister_speaks_for_the_state_while_in_office(gazetteer: Gazetteer) -> None:
    entry = gazetteer.entries["P_TSIPRAS"][1]
    assert gazetteer.actor(entry, "2016-05-01").rollup == "GRC"
    assert gazetteer.actor(entry, "2016-05-01").party == "SYRIZA"
    assert gazetteer.actor(entry, "2012-05-01").rollup == "SYRIZA"
    assert gazetteer.actor(entry, "").rollup == "GRC"  # an unknown day: when papers write of him most


def test_an_unknown_state_is_named_by_its_code(gazetteer: Gazetteer) -> None:
    assert gazetteer.state("XZZ").name == "XZZ"


@pytest.mark.parametrize(("text", "told"), BROKEN)
def test_a_mistake_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "made.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_gazetteer(tmp_path)
    assert told in str(caught.value)
    assert "made.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("id", "day", "rollup"),
    [
        ("P_JUNCKER", "", "EU"),  # once prime minister of Luxembourg; papers write of the head of the Commission
        ("P_JUNCKER", "2010-05-01", "LUX"),
        ("P_DRAGHI", "", "ECB"),
        ("P_DRAGHI", "2021-06-01", "ITA"),
        ("P_AVRAMOPOULOS", "", "EU"),
        ("P_MOSCOVICI", "2018-05-01", "EU"),
        ("P_TZITZIKOSTAS", "", "ND"),  # of a party before he went there
        ("P_TZITZIKOSTAS", "2025-05-01", "EU"),
    ],
)
def test_who_belongs_to_an_organisation_speaks_for_it_where_the_day_is_not_known(
    gazetteer: Gazetteer, id: str, day: str, rollup: str
) -> None:
    assert gazetteer.actor(gazetteer.entries[id][1], day).rollup == rollup
