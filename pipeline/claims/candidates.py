"""Who might be holder and target of a cue, or dependent and provider: the mentions and issues in reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.claims.attribution import source
from pipeline.claims.context import Context
from pipeline.claims.cues import Match
from pipeline.claims.relations import IMPLIED, NONE, Relation, relation
from pipeline.records import Mention

REACH = 3
"""Most steps in the tree between a cue and an issue that may be its target."""

CROWD = 24
"""Most actors that are tried with a cue, the nearest: real sentences name fewer, and a list of names without end would
take time by its square."""

_PERSONS = frozenset({"person", "PERSON"})


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention and how it stands to the cue.

    ``rank`` is its slot's place among those the frame expects, 9 for none; ``order`` its place among the mentions that
    compete for the role, 0 for the one that grammar favours most.
    """

    mention: Mention
    relation: Relation
    rank: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A cue with all that may be its holder (dependent) or its target (provider), and who utters it."""

    match: Match
    holders: tuple[Argument, ...]
    targets: tuple[Argument, ...]
    said_by: Mention | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue with one possible holder (dependent) and one possible target (provider)."""

    match: Match
    holder: Argument
    target: Argument
    said_by: Mention | None = None


def propose(context: Context, match: Match) -> Proposal:
    """The possible arguments of a cue, in each role the one that grammar favours first."""
    doc = context.doc
    here = _nearest(match, [m for m in context.mentions(match.sentence) if _reachable(m, match)])
    related = [(m, relation(doc, match, m)) for m in here]
    said_by = source(context.parsed, match, context.anchors, context.sentences)
    for_holder, for_target = expected(match)
    implied = [(m, Relation(IMPLIED, back)) for m, back in context.implied(match.sentence) if not _same(m, said_by)]
    holders = _ordered(match, [*_spoken(related, said_by), *implied], for_holder)
    targets = _ordered(match, [*related, *_issues(context, match, for_target), *implied], for_target)
    return Proposal(match, holders, targets, said_by)


def pairs(proposal: Proposal) -> Iterator[Candidate]:
    """Every pair of a proposal that grammar links to the cue at one end at least and that is not one actor twice."""
    for holder in proposal.holders:
        for target in proposal.targets:
            if is_pair(holder, target):
                yield Candidate(proposal.match, holder, target, proposal.said_by)


def candidates(context: Context, matches: Iterable[Match]) -> Iterator[Candidate]:
    """Every pair of every cue, however unlikely."""
    for match in matches:
        yield from pairs(propose(context, match))


def is_pair(holder: Argument, target: Argument) -> bool:
    """Whether two arguments may be the two sides of one claim."""
    linked = {holder.relation.slot, target.relation.slot} - {NONE.slot, IMPLIED}
    return bool(linked) and _distinct(holder.mention, target.mention)


def expected(match: Match) -> tuple[list[str], list[str]]:
    """The slots of holder and target; in a mutual relation each may also stand where the other does, less favoured."""
    holder, target = (list[str](slots) for slots in match.frame.slots(match.pos))
    if match.frame.mutual:
        return [*holder, *target], [*target, *holder]
    return holder, target


def _same(mention: Mention, said_by: Mention | None) -> bool:
    return said_by is not None and said_by.actor.name == mention.actor.name


def _spoken(related: list[tuple[Mention, Relation]], said_by: Mention | None) -> list[tuple[Mention, Relation]]:
    """The possible holders; who speaks holds the evaluation he or she utters («είναι απαράδεκτο», είπε ο Χ)."""
    if said_by is None:
        return related
    same = [(m, r) for m, r in related if m.actor == said_by.actor and r != NONE]
    others = [(m, r) for m, r in related if m.actor != said_by.actor]
    return [*others, *same] if same else [*others, (said_by, Relation("speaker", 0))]


def _reachable(mention: Mention, match: Match) -> bool:
    return mention.link == "zero" or any(i not in match.tokens for i in range(mention.first, mention.last + 1))


def _nearest(match: Match, mentions: list[Mention]) -> list[Mention]:
    if len(mentions) <= CROWD:
        return mentions
    near = sorted(mentions, key=lambda m: abs(m.anchor - match.head))[:CROWD]
    return sorted(near, key=lambda m: (m.anchor, m.first))


def _distinct(a: Mention, b: Mention) -> bool:
    people = a.label in _PERSONS and b.label in _PERSONS
    if a.actor.rollup and a.actor.rollup == b.actor.rollup and a.actor.kind == b.actor.kind and not people:
        return False
    return a.actor.name != b.actor.name and a.anchor != b.anchor and (a.first, a.last) != (b.first, b.last)


def _ordered(match: Match, related: list[tuple[Mention, Relation]], expected: Sequence[str]) -> tuple[Argument, ...]:
    """The competitors for a role, the expected slots first, then the nearest in the tree, then in the text."""
    found = [(expected.index(r.slot) if r.slot in expected else 9, m, r) for m, r in related]
    found.sort(key=lambda one: (one[0], one[2].steps, abs(one[1].anchor - match.head)))
    return tuple(Argument(m, r, rank, order) for order, (rank, m, r) in enumerate(found))


def _issues(context: Context, match: Match, expected: Sequence[str]) -> Iterator[tuple[Mention, Relation]]:
    """The issues of the sentence that grammar links to the cue."""
    barred = {"subject", "over"} - set(expected)
    for issue in context.issues(match.sentence):
        if issue.head not in match.tokens:
            found = relation(context.doc, match, issue)
            if found != NONE and found.steps <= REACH and found.slot not in barred:
                yield issue, found
