"""A cue's pairs with their probabilities, and which of them become claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.claims.argument_features import mention_features, placed_group, related_groups, spelled
from pipeline.claims.candidates import Argument, Candidate, Proposal, is_pair, propose
from pipeline.claims.context import Context
from pipeline.claims.cues import Match
from pipeline.claims.features import own_features
from pipeline.claims.ranking import Ranked, pair_numbers, ranked
from pipeline.claims.relations import Relation
from pipeline.claims.scorer import Linear, Scorer, Weights
from pipeline.records import ClaimType, Mention
from pipeline.syntax import first_conjunct
from pipeline.words import Tree

UNLIKELY: dict[ClaimType, float] = {"stance": -2.0, "dependence": -2.5}
"""A cue with lower log odds is given up before its arguments are looked for. Below lie the cues of 9% of the annotated
stance claims and 3% of the others, which would hardly be found: F1 on dev is the same with half a unit more or less."""

CHOICES = 6
"""The arguments of a role that are paired, the likeliest; with eight no more claims are right."""

BESIDE = 0.1
"""A pair coordinated with a cue's likeliest becomes a claim too unless it is less probable than this."""

SHARED = 0.95
"""What is left of the likeliest pair's probability for one coordinated with it: one claim each (codebook)."""

Pair = tuple[Candidate, list[float]]
Sides = tuple[float, float]
Told = dict[tuple[int, Relation], Sides]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scorer makes of a cue: log odds that it is one here, its ranked arguments, its pairs with their
    probabilities. A cue that was given up has neither arguments nor pairs."""

    match: Match
    cue: float
    holders: tuple[Ranked, ...] = ()
    targets: tuple[Ranked, ...] = ()
    pairs: tuple[tuple[float, Candidate], ...] = ()


class Judge:
    """Weighs the cues of one article; what several cues have in common is weighed once.

    Args:
        context: the article.
        scorer: weighs.
    """

    def __init__(self, context: Context, scorer: Scorer) -> None:
        self._context = context
        self._scorer = scorer
        self._topics: dict[tuple[int, ClaimType], float] = {}
        # By identity: the mention is kept with what is known of it, so that no other can take its number.
        self._own: dict[tuple[int, int, ClaimType], tuple[Mention, Sides]] = {}

    def verdicts(self, matches: Iterable[Match]) -> list[Verdict]:
        """A verdict on each cue, its pairs the likeliest first."""
        weighed = [self._weigh(match) for match in matches]
        probable: dict[int, list[float]] = {}
        for kind, weights in self._scorer.weights.items():
            # All pairs of an article at once: the network takes no longer over a hundred than over one.
            mine = [one for one in weighed if one.match.frame.type == kind]
            every = iter(weights.pair.probabilities([numbers for one in mine for _, numbers in one.pairs]))
            probable |= {id(one): list(islice(every, len(one.pairs))) for one in mine}
        return [one.verdict(probable[id(one)]) for one in weighed]

    def _weigh(self, match: Match) -> _Weighed:
        weights = self._scorer.weights[match.frame.type]
        cue = weights.cue.bias + self._topic(match) + weights.cue.weigh(own_features(self._context, match))
        if cue < UNLIKELY[match.frame.type]:
            return _Weighed(match, cue)
        proposal = propose(self._context, match)
        told: Told = {}
        holders = self._side(match, proposal.holders, weights.holder, told, 0)
        targets = self._side(match, proposal.targets, weights.target, told, 1)
        return _Weighed(match, cue, holders, targets, paired(proposal, cue, holders, targets))

    def _topic(self, match: Match) -> float:
        key = match.sentence, match.frame.type
        if key not in self._topics:
            role = self._scorer.weights[match.frame.type].cue
            self._topics[key] = role.weigh(self._context.topics(match.sentence))
        return self._topics[key]

    def _side(self, match: Match, arguments: Sequence[Argument], role: Linear, told: Told, side: int) -> list[Ranked]:
        """The arguments of a role with its verdicts; ``told`` keeps what is known of a mention for the other role."""
        weights = self._scorer.weights[match.frame.type]
        scores = []
        for argument in arguments:
            key = id(argument.mention), argument.relation
            if key not in told:
                told[key] = self._tell(match, argument, weights)
            placed = weights.weigh_group(placed_group(match, argument), spelled)
            scores.append(role.bias + told[key][side] + placed[side])
        return ranked(arguments, scores)

    def _tell(self, match: Match, argument: Argument, weights: Weights) -> Sides:
        """What speaks for a mention as holder and as target, but for the slots that the frame expects."""
        mention, key = argument.mention, (id(argument.mention), match.sentence, match.frame.type)
        if key not in self._own:
            self._own[key] = mention, weights.weigh(mention_features(self._context, mention, match.sentence))
        holder, target = self._own[key][1]
        for group in related_groups(self._context, match, argument):
            as_holder, as_target = weights.weigh_group(group, spelled)
            holder += as_holder
            target += as_target
        return holder, target


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A cue with its ranked arguments and the numbers of its pairs."""

    match: Match
    cue: float
    holders: Sequence[Ranked] = ()
    targets: Sequence[Ranked] = ()
    pairs: Sequence[Pair] = ()

    def verdict(self, probabilities: Sequence[float]) -> Verdict:
        found = zip(probabilities, (candidate for candidate, _ in self.pairs), strict=True)
        pairs = tuple(sorted(found, key=lambda pair: -pair[0]))
        return Verdict(self.match, self.cue, tuple(self.holders), tuple(self.targets), pairs)


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


def choose(doc: Tree, verdicts: Iterable[Verdict], least: float) -> list[tuple[float, Candidate]]:
    """The claims: for each cue its likeliest pair with those coordinated with it, and the way back of a mutual one.

    The others compete for the same roles. The same claim made twice in one sentence is one: the likelier is kept.

    Args:
        doc: the Tree of the verdicts.
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


def _of_one_word(doc: Tree, pairs: list[tuple[float, Candidate]], least: float) -> Iterable[tuple[float, Candidate]]:
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


def _turned(doc: Tree, leader: Candidate, other: Candidate) -> bool:
    return _beside(doc, leader.holder, other.target) and _beside(doc, leader.target, other.holder)


def _beside(doc: Tree, a: Argument, b: Argument) -> bool:
    return first_conjunct(doc[a.mention.anchor]).i == first_conjunct(doc[b.mention.anchor]).i


def _claim(candidate: Candidate) -> tuple[object, ...]:
    match = candidate.match
    sides = _identity(candidate.holder.mention), _identity(candidate.target.mention)
    return match.sentence, match.frame.type, match.frame.value, *sides


def _identity(mention: Mention) -> str:
    return mention.actor.rollup if mention.actor.rollup and mention.actor.kind == "actor" else mention.actor.name
