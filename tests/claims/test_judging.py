"""Which pairs of a cue become claims."""

from __future__ import annotations

import pytest
from reading import Reading, read

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine
from pipeline.claims.judging import BESIDE, SHARED, Verdict, choose
from pipeline.claims.lexicon import Lexicon

Pairs = dict[tuple[str, str], float]

COORDINATED = "Η Γαλλία και η Ιταλία καταδίκασαν τη Ρωσία παρουσία της Τουρκίας."
MUTUAL = "Η Γαλλία συμφώνησε με την Ιταλία παρουσία της Τουρκίας."


@pytest.fixture(scope="module")
def readings(engine: Engine, gazetteer: Gazetteer, lexicon: Lexicon) -> dict[str, Reading]:
    return read(engine, gazetteer, lexicon, [COORDINATED, MUTUAL])


def chosen(
    reading: Reading, word: str, given: dict[tuple[str, str], float], least: float
) -> dict[tuple[str, str], float]:
    """The claims of a cue whose pairs have these probabilities."""
    pairs = {(c.holder.mention.actor.name, c.target.mention.actor.name): c for c in reading.candidates(word)}
    verdict = Verdict(reading.match(word), 0.0, pairs=tuple((p, pairs[names]) for names, p in given.items()))
    claims = choose(reading.parsed.doc, [verdict], least)
    return {(c.holder.mention.actor.name, c.target.mention.actor.name): p for p, c in claims}


def test_the_likeliest_takes_those_beside_it_along(readings: dict[str, Reading]) -> None:
    given = {("Γαλλία", "Ρωσία"): 0.8, ("Ιταλία", "Ρωσία"): BESIDE + 0.01}
    assert chosen(readings[COORDINATED], "καταδίκασαν", given, 0.3) == {
        ("Γαλλία", "Ρωσία"): 0.8,
        ("Ιταλία", "Ρωσία"): SHARED * 0.8,
    }


def test_not_those_that_are_hardly_claims(readings: dict[str, Reading]) -> None:
    given = {("Γαλλία", "Ρωσία"): 0.8, ("Ιταλία", "Ρωσία"): BESIDE - 0.01}
    assert list(chosen(readings[COORDINATED], "καταδίκασαν", given, 0.3)) == [("Γαλλία", "Ρωσία")]


def test_the_way_back_of_a_mutual_relation(readings: dict[str, Reading]) -> None:
    given = {("Γαλλία", "Ιταλία"): 0.8, ("Ιταλία", "Γαλλία"): 0.2}
    found = chosen(readings[MUTUAL], "συμφώνησε", given, 0.3)
    assert found == {("Γαλλία", "Ιταλία"): 0.8, ("Ιταλία", "Γαλλία"): SHARED * 0.8}


def test_below_the_threshold_is_no_claim(readings: dict[str, Reading]) -> None:
    assert chosen(readings[MUTUAL], "συμφώνησε", {("Γαλλία", "Ιταλία"): 0.29}, 0.3) == {}
