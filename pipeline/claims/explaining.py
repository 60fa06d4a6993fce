"""``stasis explain``: why each cue of a text became a claim, or did not, so that an analyst can mend the lexicon."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.claims.argument_features import argument_features
from pipeline.claims.candidates import Candidate
from pipeline.claims.context import Context
from pipeline.claims.cues import Match, find_cues
from pipeline.claims.extract import Extractor
from pipeline.claims.features import cue_features
from pipeline.claims.judging import UNLIKELY, Judge, Verdict, choose
from pipeline.claims.ranking import Ranked
from pipeline.claims.scorer import Linear
from pipeline.records import Mention, Parsed

Parts = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Side:
    """A possible argument: the mention, its slot, how likely it fills the role, and what speaks for and against it."""

    mention: Mention
    slot: str
    probability: float
    parts: Parts


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair with its probability; ``why`` says that it is a claim, or why it is none."""

    holder: str
    target: str
    probability: float
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """What became of a cue."""

    words: str
    match: Match
    probability: float
    parts: Parts
    holders: tuple[Side, ...]
    targets: tuple[Side, ...]
    outcomes: tuple[Outcome, ...]
    why: str


def stories(extractor: Extractor, parsed: Parsed, mentions: tuple[Mention, ...]) -> Iterator[Story]:
    """Every cue of a text, in reading order.

    Args:
        extractor: whose lexicon, scorer and threshold decide.
        parsed: the text with its analysis.
        mentions: from the actors stage.
    """
    matches = find_cues(parsed.doc, extractor.lexicon)
    context = Context(parsed, mentions, matches)
    verdicts = Judge(context, extractor.scorer).verdicts(matches)
    claims = {id(candidate) for _, candidate in choose(parsed.doc, verdicts, extractor.min_confidence)}
    for verdict in verdicts:
        yield _story(extractor, context, verdict, claims)


def _story(extractor: Extractor, context: Context, verdict: Verdict, claims: set[int]) -> Story:
    match = verdict.match
    weights = extractor.scorer.weights[match.frame.type]
    least = extractor.min_confidence
    outcomes = tuple(
        Outcome(
            candidate.holder.mention.actor.name,
            candidate.target.mention.actor.name,
            probability,
            _why(probability, candidate, claims, least),
        )
        for probability, candidate in verdict.pairs
    )
    return Story(
        " ".join(context.doc[i].text for i in match.tokens),
        match,
        _probability(verdict.cue),
        weights.cue.parts(cue_features(context, match)),
        tuple(_side(context, match, found, weights.holder) for found in verdict.holders),
        tuple(_side(context, match, found, weights.target) for found in verdict.targets),
        outcomes,
        _end(verdict, outcomes),
    )


def _side(context: Context, match: Match, found: Ranked, role: Linear) -> Side:
    argument = found.argument
    parts = role.parts(argument_features(context, match, argument))
    return Side(argument.mention, argument.relation.slot or "no link", _probability(found.score), parts)


def _why(probability: float, candidate: Candidate, claims: set[int], least: float) -> str:
    if id(candidate) in claims:
        return "a claim"
    return "less likely than min_confidence" if probability < least else "a likelier pair has its place"


def _end(verdict: Verdict, outcomes: tuple[Outcome, ...]) -> str:
    if verdict.cue < UNLIKELY[verdict.match.frame.type]:
        return "given up: these words are hardly a claim here, whoever the actors are"
    if not outcomes:
        return "no claim: two actors, or an actor and an issue, are not in reach"
    return "a claim" if any(o.why == "a claim" for o in outcomes) else f"no claim: {outcomes[0].why}"


def _probability(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
