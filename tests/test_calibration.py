"""Reliability of confidences: bins, what counts as right, the expected error."""

from __future__ import annotations

from dataclasses import replace

from made_gold import AZERBAIJAN, RUSSIA, TURKEY, doc, found

from pipeline.calibration import Bin, expected_error, reliability
from pipeline.gold import GoldClaim

SUPPORT = GoldClaim("stance", 0, TURKEY, AZERBAIJAN, "positive", "support", "asserted", "", "στηρίζει")
DOC = doc("α1", ["Η Άγκυρα στηρίζει το Μπακού."], SUPPORT)


def test_bins_count_what_the_gold_has() -> None:
    right = replace(found(DOC, SUPPORT), confidence=0.9)
    claims = [
        right,
        replace(right, confidence=0.95, value="negative"),  # the pair without the polarity is wrong
        replace(right, confidence=0.92),  # a gold claim is right once
        replace(found(DOC, replace(SUPPORT, second=RUSSIA)), confidence=1.0),
        replace(right, confidence=0.31, doc_id="β"),  # of a document that is not annotated
    ]
    bins = reliability({"α1": DOC}, claims)
    assert [b.claims for b in bins] == [0] * 9 + [4]
    assert (round(bins[9].confidence, 4), bins[9].right) == (0.9425, 0.25)


def test_expected_error_weighs_bins_by_claims() -> None:
    assert expected_error([Bin(0, 0.0, 0.0), Bin(1, 0.5, 0.0), Bin(3, 0.9, 1.0)]) == 0.2
    assert expected_error([]) == 0.0
