"""What might be a claim: each cue with each pair of actors (or actor and issue) in reach, and the facts about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipeline.claims.attribution import source
from pipeline.claims.cues import Match
from pipeline.claims.quotes import is_quoted
from pipeline.claims.relations import NONE, Relation, relation
from pipeline.records import Actor, Mention, Parsed
from pipeline.syntax import noun_phrase, preposition

REACH = 3
"""Most steps in the tree between a cue and an issue that may be its target."""

CROWD = 24
"""Most actors, and most issues, that are tried with a cue, the nearest: real sentences name fewer, and a list of names
without end would take time by its cube."""

_PERSONS = frozenset({"person", "PERSON"})
_NOT_ISSUES = frozenset(
    {"φορά", "χρόνος", "έτος", "μέρα", "ημέρα", "πλαίσιο", "τρόπος", "μήνας", "ώρα", "στιγμή", "εβδομάδα"}
)


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
class Candidate:
    """A cue with a possible holder (dependent) and target (provider)."""

    match: Match
    holder: Argument
    target: Argument
    said_by: Mention | None = None
    quoted: bool = False
    crowd: int = 0
    """Mentions in the cue's sentence."""


def candidates(parsed: Parsed, matches: list[Match], mentions: tuple[Mention, ...]) -> Iterator[Candidate]:
    """Every cue with every ordered pair in its sentence that is not one actor with itself.

    Args:
        parsed: the article with its analysis.
        matches: from ``find_cues``.
        mentions: from the actors stage.
    """
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence_id, []).append(mention)
    sentences = list(parsed.doc.sents)
    anchors = by_anchor(mentions)
    for match in matches:
        here = _nearest(match, [m for m in by_sentence.get(match.sentence, []) if _reachable(m, match)])
        related = [(m, relation(parsed.doc, match, m)) for m in here]
        issues = _issues(parsed, match, here)
        said_by = source(parsed, match, anchors, sentences)
        expected_holder, expected_target = expected(match)
        holders = _ordered(match, _spoken(related, said_by), expected_holder)
        targets = _ordered(match, [*related, *issues], expected_target)
        quoted = is_quoted(parsed.doc, match.head)
        for holder in holders:
            for target in targets:
                if _linked(holder, target) and _distinct(holder.mention, target.mention):
                    yield Candidate(match, holder, target, said_by, quoted, len(here))


def expected(match: Match) -> tuple[list[str], list[str]]:
    """The slots of holder and target; in a mutual relation each may also stand where the other does, less favoured."""
    holder, target = (list[str](slots) for slots in match.frame.slots(match.pos))
    if match.frame.mutual:
        return [*holder, *target], [*target, *holder]
    return holder, target


def by_anchor(mentions: Iterable[Mention]) -> dict[int, Mention]:
    """Mentions by anchor, names before adjectives."""
    return {m.anchor: m for m in sorted(mentions, key=lambda m: m.label != "adjective")}


def _spoken(related: list[tuple[Mention, Relation]], said_by: Mention | None) -> list[tuple[Mention, Relation]]:
    """The possible holders; who speaks holds the evaluation he or she utters («είναι απαράδεκτο», είπε ο Χ)."""
    if said_by is None:
        return related
    same = [(m, r) for m, r in related if m.actor == said_by.actor and r != NONE]
    others = [(m, r) for m, r in related if m.actor != said_by.actor]
    return [*others, *same] if same else [*others, (said_by, Relation("speaker", 0))]


def _linked(holder: Argument, target: Argument) -> bool:
    return holder.relation != NONE or target.relation != NONE


def _reachable(mention: Mention, match: Match) -> bool:
    return mention.link == "zero" or not set(range(mention.first, mention.last + 1)) <= set(match.tokens)


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


def _ordered(match: Match, related: list[tuple[Mention, Relation]], expected: Sequence[str]) -> list[Argument]:
    """The competitors for a role, the expected slots first, then the nearest in the tree, then in the text."""
    found = [Argument(m, r, expected.index(r.slot) if r.slot in expected else 9) for m, r in related]
    found.sort(key=lambda a: (a.rank, a.relation.steps, abs(a.mention.anchor - match.head)))
    return [replace(argument, order=i) for i, argument in enumerate(found)]


def _issues(parsed: Parsed, match: Match, mentions: list[Mention]) -> list[tuple[Mention, Relation]]:
    """Noun phrases near the cue that no mention of an actor covers: policies, agreements, acts."""
    heads = {m.head for m in mentions}
    covered = {
        i for m in mentions if m.label != "adjective" and m.link not in ("zero",) for i in range(m.first, m.last + 1)
    }
    barred = {"subject", "over"} - set(expected(match)[1])
    taken = heads | covered | set(match.tokens)
    out = []
    for token in parsed.doc[match.head].sent:
        if token.pos_ != "NOUN" or token.i in taken or token.lemma_ in _NOT_ISSUES:
            continue
        issue = issue_mention(parsed, token, match.sentence, mentions)
        found = relation(parsed.doc, match, issue)
        if found != NONE and found.steps <= REACH and found.slot not in barred:
            out.append((issue, found))
    return out


def issue_mention(parsed: Parsed, head: Token, sentence: int, mentions: list[Mention]) -> Mention:
    """The noun phrase of ``head`` as an issue; the actor in its genitive or adjective lends its rollup."""
    first, last = noun_phrase(head, prepositional=True)
    start, end = parsed.span(first, last)
    # «συμφωνία με την Τουρκία» is not Turkey's: what stands behind a preposition owns nothing.
    inside = [
        m
        for m in mentions
        if first <= m.head <= last and m.link != "zero" and (m.first <= first or not preposition(parsed.doc, m.first))
    ]
    owner = min(inside, key=lambda m: abs(m.head - head.i), default=None)
    text = parsed.article.text[start:end]
    actor = Actor(text, "", owner.actor.rollup if owner else "", "issue")
    return Mention(start, end, text, first, last, head.i, sentence, "issue", actor, "none", head.i)
