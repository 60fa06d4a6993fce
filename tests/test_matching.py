"""When a predicted claim counts as a gold claim: actors, sources, sentences, one to one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_gold import ANALYSTS, AZERBAIJAN, NEIGHBOURS, RUSSIA, TURKEY, doc, found

from pipeline.gold import GoldClaim, GoldDoc, GoldRole
from pipeline.matching import agree, agree_source, match, sentence_of

ALPHA = doc(
    "α",
    ["Η Άγκυρα στηρίζει το Μπακού.", "Η Ρωσία επικρίνει το ΝΑΤΟ και την ΕΕ.", "Η Αθήνα εξαρτάται από τη Ρωσία."],
)
CLAIM = found(ALPHA, GoldClaim("stance", 0, TURKEY, AZERBAIJAN, "positive", "support"))


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        (TURKEY, GoldRole("Άγκυρα", "ΑΓΚΥΡΑ", "XXX"), True),  # mention like name, capitals without accents
        (RUSSIA, GoldRole("Βλαντιμίρ Πούτιν", "Πούτιν", "RUS"), True),
        (RUSSIA, GoldRole("Ρωσική Ομοσπονδία", "ρωσική", "BLR"), False),  # two rollups decide alone
        (NEIGHBOURS, GoldRole("", "περιοχές", "TUR"), True),  # one rollup missing: «περιοχ» in common
        (ANALYSTS, GoldRole("", "αναλυτών", ""), True),
        (GoldRole("", "η ΕΕ", ""), GoldRole("", "της ΕΕ", "EU"), False),  # short words carry no content
        (GoldRole("", "", ""), GoldRole("", "", ""), False),  # nothing equals nothing
        (GoldRole("", "μέλη της ΕΕ", ""), GoldRole("", "ηγέτες της ΕΕ", ""), False),  # «της» has three letters
        (GoldRole("", "Κροατία", ""), GoldRole("", "Κροάτης", ""), False),  # «κροατ» is one letter short
        (GoldRole("", "Σοσιαλ-δημοκράτες", ""), GoldRole("", "δημοκρατών", ""), True),
    ],
)
def test_actors_agree(gold: GoldRole, predicted: GoldRole, same: bool) -> None:
    assert agree(gold, predicted) is agree(predicted, gold) is same


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [("", "", True), ("", "Reuters", False), ("ο ΓΓ", "Ο γγ", True), ("ρωσικό ΥΠΕΞ", "Ρώσος ΥΠΕΞ", True)],
)
def test_sources_agree(gold: str, predicted: str, same: bool) -> None:
    assert agree_source(gold, predicted) is same


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (0, 28, 0),
        (20, 60, 1),
        (24, 33, 0),  # four characters in each, the middle on the space between: the first stays
        (66, 98, 2),
        (500, 510, None),
        (10, 10, None),
    ],
)
def test_evidence_belongs_to_the_sentence_it_overlaps_most(start: int, end: int, sentence: int | None) -> None:
    # The sentences stand at 0-28, 29-66 and 67-98.
    assert sentence_of(ALPHA, replace(CLAIM, start=start, end=end)) == sentence


def test_between_equal_shares_the_middle_of_the_evidence_decides() -> None:
    # Sentences without a space between: 5-15 has five characters in each, and its middle 10 in the second.
    touching = GoldDoc("α", "«Όχι αυτό»«Ναι, αυτό»", ((0, 10), (10, 21)))
    assert sentence_of(touching, replace(CLAIM, start=5, end=15)) == 1


def test_a_matching_takes_nothing_it_must_give_back() -> None:
    # The first of the gold would take either; taken greedily it would leave the second without.
    assert sorted(match("ab", "xy", lambda g, p: (g, p) != ("b", "y"))) == [(0, 1), (1, 0)]
