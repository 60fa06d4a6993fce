"""How actors of gold claims are counted as found, rightly linked, rightly referred to."""

from __future__ import annotations

import pytest

from pipeline.actorfigures import Share, count, total
from pipeline.actors import Gazetteer, link
from pipeline.annotate import Engine
from pipeline.gold import GoldClaim, GoldDoc, GoldRole
from pipeline.records import Mention, Parsed

TEXT = "Η Γαλλία αντέδρασε. Επέκρινε την Τουρκία."
SENTENCES = ((0, 19), (20, 41))
FRANCE, TURKEY = GoldRole("Γαλλία", "Γαλλία", "FRA"), GoldRole("Τουρκία", "Τουρκία", "TUR")

Read = tuple[Parsed, tuple[Mention, ...]]


def gold(first: GoldRole, second: GoldRole, sentence: int = 1) -> GoldDoc:
    return GoldDoc("α", TEXT, SENTENCES, (GoldClaim("stance", sentence, first, second, "negative", "criticism"),))


@pytest.fixture(scope="module")
def read(engine: Engine, gazetteer: Gazetteer) -> Read:
    parsed = next(iter(engine.parse([gold(FRANCE, TURKEY).article()])))
    return parsed, link(parsed, gazetteer)


def test_all_found(read: Read) -> None:
    figures = count(gold(FRANCE, TURKEY), *read)
    assert (figures.recall, figures.rollup, figures.antecedent) == (Share(1, 1), Share(1, 1), Share(1, 1))
    assert figures.missed == []


def test_nothing_found(read: Read) -> None:
    figures = count(gold(FRANCE, TURKEY), read[0], ())
    assert (figures.recall, figures.rollup, figures.antecedent) == (Share(0, 1), Share(0, 0), Share(0, 1))
    assert {m.what for m in figures.missed} == {"mention", "antecedent"}


def test_another_rollup(read: Read) -> None:
    figures = count(gold(FRANCE, GoldRole("Τουρκία", "Τουρκία", "GRC")), *read)
    assert (figures.recall, figures.rollup) == (Share(1, 1), Share(0, 1))
    assert figures.missed[0].found == "Τουρκία (TUR)"


@pytest.mark.parametrize(
    "role",
    [GoldRole("Γαλλία", "Γαλλία", ""), GoldRole("κριτική", "κριτική", "FRA", "issue"), GoldRole("Χ", "Χ", "XXX")],
)
def test_what_is_not_counted(read: Read, role: GoldRole) -> None:
    """No rollup, no actor, nowhere in the text."""
    figures = count(gold(role, TURKEY), *read)
    assert (figures.recall.of, figures.antecedent.of) == (1, 0)


def test_documents_add_up(read: Read) -> None:
    doc = gold(FRANCE, TURKEY)
    assert total([(doc, *read), (doc, *read)]).as_dict() == {
        "recall": 1.0,
        "rollup_accuracy": 1.0,
        "antecedent_accuracy": 1.0,
    }
    assert total([]).as_dict() == {}
