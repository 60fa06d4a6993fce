"""The arguments of a cue in the order of the verdicts on them, and what the scorer knows of a pair of two: numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.claims.candidates import Argument, Candidate
from pipeline.claims.relations import IMPLIED

NUMBERS = (
    "cue", "holder", "target", "holder's rank", "target's rank", "holder's lead", "target's lead", "choices",
    "holder from cue", "target from cue", "target from holder", "issue", "holder known", "target known", "mutual",
    "positive", "holder implied", "target implied", "holder speaks",
)  # fmt: skip
"""The features of a pair."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An argument, the scorer's verdict on it (log odds), its place among its rivals and its lead over the best other
    of them, negative for all but the first."""

    argument: Argument
    score: float
    rank: int
    lead: float


def ranked(arguments: Sequence[Argument], scores: Sequence[float]) -> list[Ranked]:
    """The arguments of one role, the likeliest first."""
    order = sorted(range(len(arguments)), key=lambda i: -scores[i])
    first = scores[order[0]] if order else 0.0
    second = scores[order[1]] if len(order) > 1 else ALONE
    return [
        Ranked(arguments[i], scores[i], rank, scores[i] - (first if rank else second)) for rank, i in enumerate(order)
    ]


ALONE = -5.0
"""Stands for the verdict on a rival where there is none."""


def pair_numbers(candidate: Candidate, cue: float, holder: Ranked, target: Ranked, choices: int) -> list[float]:
    """The features of a pair, in the order of ``NUMBERS``.

    Args:
        candidate: the pair.
        cue: the verdict on the cue (log odds).
        holder: the candidate's holder with the verdict on it.
        target: its target likewise.
        choices: pairs that the cue's arguments could make.
    """
    match, a, b = candidate.match, holder.argument.mention, target.argument.mention
    return [
        cue,
        holder.score,
        target.score,
        holder.rank,
        target.rank,
        holder.lead,
        target.lead,
        choices**0.5,
        _clip(a.anchor - match.head),
        _clip(b.anchor - match.head),
        _clip(b.anchor - a.anchor),
        b.actor.kind == "issue",
        bool(a.actor.rollup),
        bool(b.actor.rollup),
        match.frame.mutual,
        match.frame.value in ("positive", "dependent"),
        holder.argument.relation.slot == IMPLIED,
        target.argument.relation.slot == IMPLIED,
        candidate.said_by is not None and candidate.said_by.actor == a.actor,
    ]


def _clip(distance: int) -> int:
    return max(-20, min(20, distance))
