"""``stasis actors explain``: the readings of a text and why they won or not."""

from __future__ import annotations

import pytest

from pipeline.actors import Gazetteer
from pipeline.actors.explaining import readings
from pipeline.annotate import Engine
from pipeline.records import Article

# A text, an actor's id, and what is said of it.
TABLE = [
    ("Η Ευρωπαϊκή Ένωση αντέδρασε.", "EU", "yes"),
    ("Η Ρωσία αντέδρασε.", "RUS", "yes"),
    ("Ο Ερντογάν επισκέφθηκε τη λίμνη του λιβάνου.", "LBN", "no: a name begins with a capital"),
    ("Στη σύνοδο του Λιβάνου μίλησαν πολλοί.", "P_LIVANOS", "no: a state has this name, and no «κ.» stands before it"),
    ("Ο κ. Λιβανός μίλησε.", "P_LIVANOS", "yes"),
]


@pytest.mark.parametrize(("text", "id", "verdict"), TABLE)
def test_verdict(engine: Engine, gazetteer: Gazetteer, text: str, id: str, verdict: str) -> None:
    parsed = next(iter(engine.parse([Article("α", text)])))
    longest = next(r for r in readings(parsed, gazetteer) if r.id == id)
    assert longest.verdict.startswith(verdict)
