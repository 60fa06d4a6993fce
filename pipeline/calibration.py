"""Whether a confidence of 0.7 means that seven claims of ten are right: reliability bins and their expected error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.gold import GoldDoc
from pipeline.matching import agree_pair, match
from pipeline.records import ROLES, Claim

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies in one tenth: how many, their mean confidence, the share that the gold has."""

    claims: int
    confidence: float
    right: float


def reliability(gold: Mapping[str, GoldDoc], claims: Iterable[Claim]) -> list[Bin]:
    """Ten bins of equal width, empty ones too, over claims of both types; right is what counts as ``full``.

    Args:
        gold: documents by ``doc_id``.
        claims: what was found in them.

    >>> [b.claims for b in reliability({}, [])]
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    """
    found = [claim for claim in claims if claim.doc_id in gold]
    right: set[int] = set()
    for doc_id, doc in gold.items():
        for kind in ROLES:
            mine = [c for c in found if c.doc_id == doc_id and c.type == kind]
            pairs = match(doc.of_type(kind), mine, lambda g, p, doc=doc: g.value == p.value and agree_pair(doc, g, p))  # type: ignore[misc]
            right |= {id(mine[j]) for _, j in pairs}
    bins: list[list[Claim]] = [[] for _ in range(BINS)]
    for claim in found:
        bins[min(BINS - 1, int(claim.confidence * BINS))].append(claim)
    return [
        Bin(
            len(some),
            sum(c.confidence for c in some) / max(1, len(some)),
            sum(id(c) in right for c in some) / max(1, len(some)),
        )
        for some in bins
    ]


def expected_error(bins: Iterable[Bin]) -> float:
    """Expected calibration error (Naeini et al. 2015): the gap between confidence and share right, weighted by claims.

    >>> expected_error([Bin(10, 0.3, 0.2), Bin(30, 0.8, 0.8)])
    0.025
    """
    some = [b for b in bins if b.claims]
    total = sum(b.claims for b in some)
    return round(sum(b.claims * abs(b.confidence - b.right) for b in some) / total, 4) if total else 0.0
