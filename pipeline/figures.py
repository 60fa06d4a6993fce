"""The figures of an evaluation, and their names: what is printed, written as JSON, and held to the floors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.gold import GoldClaim
from pipeline.records import ROLES, SECOND, VALUE, Claim, ClaimType, Role


@dataclass(frozen=True, slots=True)
class Error:
    """A gold claim no prediction agrees with in full (``missed``), or the other way round (``spurious``).

    ``sentence`` is the text it stands in: the gold's sentence for a missed claim, the evidence for a spurious one.
    """

    doc_id: str
    kind: Literal["missed", "spurious"]
    claim: GoldClaim | Claim
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """The error as the reference scorer's ``--errors`` writes it."""
        claim = self.claim.as_dict() if isinstance(self.claim, GoldClaim) else _plain(self.claim)
        return {"doc_id": self.doc_id, "kind": self.kind, "claim": claim, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the ``predicted`` and of the ``gold`` are ``agreed``; a rate over nothing is 0."""

    agreed: int
    predicted: int
    gold: int

    @property
    def p(self) -> float:
        """Precision."""
        return share(self.agreed, self.predicted)

    @property
    def r(self) -> float:
        """Recall."""
        return share(self.agreed, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.p * self.r / (self.p + self.r) if self.agreed else 0.0

    def as_dict(self) -> dict[str, float]:
        """The three rates, to four decimals."""
        return {"p": round(self.p, 4), "r": round(self.r, 4), "f1": round(self.f1, 4)}


@dataclass(frozen=True, slots=True)
class Figures:
    """What is reported of one type of claim.

    ``detect`` counts sentences, ``pair`` and ``full`` claims. ``accuracy`` is over the claims that agree in full, by
    field: ``category`` or ``domain``, ``factuality``, ``source``, ``rollup`` (two a claim). ``interval`` holds 95% of
    the F1 of ``full`` when documents are drawn again with replacement (percentile bootstrap, Efron 1979).
    """

    detect: Score
    pair: Score
    full: Score
    accuracy: Mapping[str, float]
    interval: tuple[float, float]

    def as_dict(self) -> dict[str, Any]:
        """The figures under the reference scorer's names, rates to four decimals."""
        rates = {name: getattr(self, name).as_dict() for name in ("detect", "pair", "full")}
        accuracy = {f"{field}_accuracy": round(rate, 4) for field, rate in self.accuracy.items()}
        size = {"gold": self.full.gold, "predicted": self.full.predicted}
        return {**size, **rates, **accuracy, "full_f1_95": list(self.interval)}


@dataclass(frozen=True, slots=True)
class Report:
    """Every figure of one evaluation. ``all`` has them over all claims of a type, ``actors`` between actors only.

    ``left_out`` counts claims about documents that the gold does not hold.
    """

    documents: int
    all: Mapping[ClaimType, Figures]
    actors: Mapping[ClaimType, Figures]
    errors: tuple[Error, ...] = ()
    left_out: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The report as the reference scorer's ``--json`` writes it: same keys, same rounding."""
        out: dict[str, Any] = {"documents": self.documents}
        for kind in ROLES:
            between = self.actors[kind].as_dict()
            kept = {key: between[key] for key in ("gold", "predicted", "pair", "full", "full_f1_95")}
            out[kind] = {**self.all[kind].as_dict(), "between_actors": kept}
        return out

    def rows(self) -> list[dict[str, Any]]:
        """The report as a table, a row for each type and figure.

        Columns: ``type``, ``figure``, ``gold``, ``predicted``, ``agreed`` (counts), ``p``, ``r``, ``f1``, ``low``,
        ``high`` (the 95% interval of F1), ``accuracy``; ``None`` where a column does not apply.
        """
        return [row for kind in ROLES for row in self._rows(kind)]

    def _rows(self, kind: ClaimType) -> Iterator[dict[str, Any]]:
        every, actors = self.all[kind], self.actors[kind]
        for figure, score, interval in (
            ("detect", every.detect, (None, None)),
            ("pair", every.pair, (None, None)),
            ("full", every.full, every.interval),
            ("between actors", actors.full, actors.interval),
        ):
            counts = {"gold": score.gold, "predicted": score.predicted, "agreed": score.agreed}
            ends = {"low": interval[0], "high": interval[1]}
            yield {"type": kind, "figure": figure, **counts, **score.as_dict(), **ends, "accuracy": None}
        for field, rate in every.accuracy.items():
            empty = dict.fromkeys(("gold", "predicted", "agreed", "p", "r", "f1", "low", "high"))
            yield {"type": kind, "figure": field, **empty, "accuracy": round(rate, 4)}


def share(part: int, whole: int) -> float:
    """Part of a whole, 0 where the whole is nothing.

    >>> share(2, 5), share(0, 0)
    (0.4, 0.0)
    """
    return part / whole if whole else 0.0


def _plain(claim: Claim) -> dict[str, Any]:
    """What the reference scorer knows of a predicted claim: the columns of a table that it reads."""
    first, second = ROLES[claim.type]
    return {
        "type": claim.type,
        "doc_id": claim.doc_id,
        "start": claim.start,
        "end": claim.end,
        first: _role(claim.first),
        second: _role(claim.second),
        VALUE[claim.type]: claim.value,
        SECOND[claim.type]: claim.detail,
        "factuality": claim.factuality,
        "source": claim.source,
    }


def _role(role: Role) -> dict[str, str]:
    return {"name": role.name, "text": role.text, "rollup": role.rollup, "kind": role.kind}
