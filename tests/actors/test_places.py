"""A capital as a place and as a government."""

from __future__ import annotations

import pytest
from mentions import Linked, linked

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine

# A text, and whether the capital in it is an actor.
TABLE = [
    ("Η σύνοδος έγινε στη Μόσχα.", False),
    ("Η επόμενη συνάντηση θα πραγματοποιηθεί στην Άγκυρα.", False),
    ("Χιλιάδες διαδήλωσαν στο Λονδίνο.", False),
    ("Κλειστό θα μείνει το αεροδρόμιο του Λονδίνου.", False),
    ("Η Μόσχα απάντησε χθες.", True),
    ("Η Αρμενία στρέφεται στη Μόσχα.", True),
    ("Η Γαλλία επέβαλε κυρώσεις στη Μόσχα.", True),
    ("Η εξάρτηση από τη Μόσχα μειώνεται.", True),
    ("Οι κυρώσεις της Άγκυρας προκάλεσαν οργή.", True),
]
CAPITALS = {"RUS", "TUR", "GBR"}


@pytest.fixture(scope="module")
def found(engine: Engine, gazetteer: Gazetteer) -> Linked:
    return linked(engine, gazetteer, [text for text, _ in TABLE])


@pytest.mark.parametrize(("text", "acts"), TABLE)
def test_a_capital(found: Linked, text: str, acts: bool) -> None:
    assert any(m.actor.rollup in CAPITALS for m in found[text]) == acts
