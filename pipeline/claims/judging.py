"""A cue's pairs with their probabilities, and which of them become claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.claims.candidates import Argument, Candidate, Proposal, is_pair, propose
from pipeline.claims.context import Context
from pipeline.claims.cues import Match
from pipeline.claims.features import Ranked, cue_features, mention_features, pair_numbers, placed_features, ranked
from pipeline.claims.relations import Relation
from pipeline.claims.scorer import Linear, Scorer
from pipeline.records import Mention
from pipeline.syntax import first_conjunct

UNLIKELY = -4.0
"""A cue with lower log odds is given up before its arguments are looked for."""

CHOICES = 8
"""The arguments of a role that are paired, the likeliest."""

BESIDE = 0.1
"""A pair coordinated with a cue's likeliest becomes a claim too unless it is less probable than this."""

SHARED = 0.95
"""What is left of the likeliest pair's probability for one coordinated with it: one claim each (codebook)."""

Pair = tuple[Candidate, list[float]]
Told = dict[tuple[int, Relation], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scorer makes of a cue: log odds that it is one here, its ranked arguments, its pairs with their
    probabilities. A cue that was given up has neither arguments nor pairs."""

    match: Match
    cue: float
    holders: tuple[Ranked, ...] = ()
    targets: tuple[Ranked, ...] = ()
    pairs: tuple[tuple[float, Candidate], ...] = ()


def judge(context: Context, match: Match, scorer: Scorer) -> Verdict:
    """The probabilities of a cue's pairs, the likeliest first."""
    weights = scorer.weights[match.frame.type]
    cue = weights.cue.score(cue_features(context, match))
    if cue < UNLIKELY:
        return Verdict(match, cue)
    proposal = propose(context, match)
    told: Told = {}
    holders = _weighed(context, match, proposal.holders, weights.holder, told)
    targets = _weighed(context, match, proposal.targets, weights.target, told)
    pairs = paired(proposal, cue, holders, targets)
    probabilities = weights.pair.probabilities([numbers for _, numbers in pairs])
    found = sorted(zip(probabilities, (c for c, _ in pairs), strict=True), key=lambda pair: -pair[0])
    return Verdict(match, cue, tuple(holders), tuple(targets), tuple(found))


def _weighed(context: Context, match: Match, arguments: Sequence[Argument], role: Linear, told: Told) -> list[Ranked]:
    """The arguments of a role with its verdicts; ``told`` keeps what is the same of a mention in both roles."""
    scores = []
    for argument in arguments:
        key = id(argument.mention), argument.relation
        if key not in told:
            told[key] = tuple(mention_features(context, match, argument))
        scores.append(role.score((*placed_features(match, argument), *told[key])))
    return ranked(arguments, scores)


def paired(proposal: Proposal, cue: float, holders: list[Ranked], targets: list[Ranked]) -> list[Pair]:
    """The pairs of the likeliest arguments with their numbers."""
    choices = len(holders) * len(targets)
    return [
        (candidate, pair_numbers(candidate, cue, holder, target, choices))
        for holder in holders[:CHOICES]
        for target in targets[:CHOICES]
        if is_pair(holder.argument, target.argument)
        for candidate in [Candidate(proposal.match, holder.argument, target.argument, proposal.said_by)]
    ]


def choose(doc: Doc, verdicts: Iterable[Verdict], least: float) -> list[tuple[float, Candidate]]:
    """The claims: for each cue its likeliest pair with those coordinated with it, and the way back of a mutual one.

    The others compete for the same roles. The same claim made twice in one sentence is one: the likelier is kept.

    Args:
        doc: the Doc of the verdicts.
        verdicts: on its cues.
        least: claims less probable than this are left out.
    """
    by_word: dict[tuple[int, str], list[tuple[float, Candidate]]] = defaultdict(list)
    for verdict in verdicts:
        by_word[verdict.match.head, verdict.match.frame.type] += verdict.pairs
    best: dict[tuple[object, ...], tuple[float, Candidate]] = {}
    for pairs in by_word.values():
        for probability, candidate in _of_one_word(doc, sorted(pairs, key=lambda pair: -pair[0]), least):
            key = _claim(candidate)
            if key not in best or best[key][0] < probability:
                best[key] = (probability, candidate)
    return list(best.values())


def _of_one_word(doc: Doc, pairs: list[tuple[float, Candidate]], least: float) -> Iterable[tuple[float, Candidate]]:
    if not pairs or pairs[0][0] < least:
        return
    top, leader = pairs[0]
    yield top, leader
    for probability, other in pairs[1:]:
        same_sense = other.match.frame.value == leader.match.frame.value
        if not same_sense or probability < min(BESIDE, least):
            continue
        if (_beside(doc, leader.holder, other.holder) and _beside(doc, leader.target, other.target)) or (
            leader.match.frame.mutual and other.match.frame.mutual and _turned(doc, leader, other)
        ):
            yield max(probability, SHARED * top), other


def _turned(doc: Doc, leader: Candidate, other: Candidate) -> bool:
    return _beside(doc, leader.holder, other.target) and _beside(doc, leader.target, other.holder)


def _beside(doc: Doc, a: Argument, b: Argument) -> bool:
    return first_conjunct(doc[a.mention.anchor]).i == first_conjunct(doc[b.mention.anchor]).i


def _claim(candidate: Candidate) -> tuple[object, ...]:
    match = candidate.match
    sides = _identity(candidate.holder.mention), _identity(candidate.target.mention)
    return match.sentence, match.frame.type, match.frame.value, *sides


def _identity(mention: Mention) -> str:
    return mention.actor.rollup if mention.actor.rollup and mention.actor.kind == "actor" else mention.actor.name
