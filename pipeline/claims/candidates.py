"""What might be a claim: each cue with each pair of actors (or actor and issue) in reach, and the facts about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from pipeline.claims.attribution import is_quoted, source
from pipeline.claims.cues import Match
from pipeline.claims.relations import NONE, Relation, relation
from pipeline.records import Actor, Mention, Parsed
from pipeline.syntax import noun_phrase

REACH = 3
"""Most steps in the tree between a cue and an issue that may be its target."""

_NOT_ISSUES = frozenset({"φορά", "χρόνος", "έτος", "μέρα", "ημέρα", "πλαίσιο", "τρόπος", "μήνας", "ώρα", "στιγμή", "εβδομάδα"})


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention and how it stands to the cue. ``rank`` is its slot's place among those the frame expects, 9 for none."""

    mention: Mention
    relation: Relation
    rank: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue with a possible holder (dependent) and target (provider)."""

    match: Match
    holder: Argument
    target: Argument
    said_by: Mention | None = None
    features: tuple[str, ...] = ()


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
        here = [m for m in by_sentence.get(match.sentence, []) if _reachable(m, match)]
        related = [(m, relation(parsed.doc, match, m)) for m in here]
        issues = _issues(parsed, match, here)
        said_by = source(parsed.doc, match, anchors, sentences)
        expected_holder, expected_target = (list(slots) for slots in match.frame.slots(match.pos))
        holders = [_argument(m, r, expected_holder) for m, r in _spoken(related, said_by)]
        targets = [_argument(m, r, expected_target) for m, r in (*related, *issues)]
        quoted = is_quoted(parsed.doc, match.head)
        for holder in holders:
            for target in targets:
                if _linked(holder, target) and _distinct(holder.mention, target.mention):
                    found = Candidate(match, holder, target, said_by)
                    yield replace(found, features=tuple(features(parsed.doc, found, len(here), quoted)))


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


def _distinct(a: Mention, b: Mention) -> bool:
    if a.actor.rollup and a.actor.rollup == b.actor.rollup and a.actor.kind == b.actor.kind:
        return False
    return a.actor.name != b.actor.name and a.anchor != b.anchor and (a.first, a.last) != (b.first, b.last)


def _argument(mention: Mention, found: Relation, expected: list[str]) -> Argument:
    rank = expected.index(found.slot) if found.slot in expected else 9
    return Argument(mention, found, rank)


def _issues(parsed: Parsed, match: Match, mentions: list[Mention]) -> list[tuple[Mention, Relation]]:
    """Noun phrases near the cue that no mention of an actor covers: policies, agreements, acts."""
    heads = {m.head for m in mentions}
    covered = {i for m in mentions if m.label != "adjective" and m.link not in ("zero",) for i in range(m.first, m.last + 1)}
    out = []
    for token in parsed.doc[match.head].sent:
        if token.pos_ != "NOUN" or token.i in heads | covered or token.i in match.tokens or token.lemma_ in _NOT_ISSUES:
            continue
        issue = issue_mention(parsed, token, match.sentence, mentions)
        found = relation(parsed.doc, match, issue)
        if found != NONE and found.steps <= REACH and found.slot not in ("subject", "over"):
            out.append((issue, found))
    return out


def issue_mention(parsed: Parsed, head: Token, sentence: int, mentions: list[Mention]) -> Mention:
    """The noun phrase of ``head`` as an issue; the actor in its genitive or adjective lends its rollup."""
    first, last = noun_phrase(head, prepositional=True)
    start, end = parsed.span(first, last)
    inside = [m for m in mentions if first <= m.head <= last and m.link != "zero"]
    owner = min(inside, key=lambda m: abs(m.head - head.i), default=None)
    text = parsed.article.text[start:end]
    actor = Actor(text, "", owner.actor.rollup if owner else "", "issue")
    return Mention(start, end, text, first, last, head.i, sentence, "issue", actor, "none", head.i)


def features(doc: Doc, candidate: Candidate, crowd: int, quoted: bool) -> Iterator[str]:
    """What is known about a candidate, as names of binary features."""
    match, holder, target = candidate.match, candidate.holder, candidate.target
    frame, cue = match.frame, doc[match.head]
    what = frame.category or frame.trend or ""
    pattern = f"{_slot(holder)}>{_slot(target)}"
    yield from (f"frame={frame.id}", f"cue={match.cue.text}", f"what={what}", f"pos={match.pos}")
    yield from (f"pattern={pattern}", f"{match.pos}:{pattern}", f"{what}:{pattern}")
    yield f"ranks={min(holder.rank, 3)},{min(target.rank, 3)}"
    yield f"{match.pos}:ranks={min(holder.rank, 2)},{min(target.rank, 2)}"
    yield f"dep={cue.dep_}"
    yield f"quoted={quoted}"
    yield f"crowd={min(crowd // 2, 5)}"
    for role, argument in (("h", holder), ("t", target)):
        mention = argument.mention
        yield f"{role}.label={mention.label}"
        yield f"{role}.link={mention.link}"
        yield f"{role}.slot={_slot(argument)}"
        yield f"{role}.steps={min(argument.relation.steps, 4)}"
        yield f"{role}.rank={min(argument.rank, 3)}"
        yield f"{role}.known={bool(mention.actor.rollup)}"
        yield f"{role}.gap={_gap(mention.anchor, match)}"
        yield f"{role}.dep={doc[mention.anchor].dep_}"
        yield f"{role}.{mention.label}:{_slot(argument)}"
    yield f"order={_order(match, holder.mention, target.mention)}"
    yield f"kinds={holder.mention.label},{target.mention.label}"
    yield f"between={_bucket(abs(holder.mention.anchor - target.mention.anchor))}"
    yield f"nested={_nested(holder.mention, target.mention)}"


def _slot(argument: Argument) -> str:
    return argument.relation.slot or "-"


def _gap(anchor: int, match: Match) -> str:
    nearest = min(match.tokens, key=lambda i: abs(i - anchor))
    side = "<" if anchor < nearest else ">" if anchor > nearest else "="
    return side + _bucket(abs(anchor - nearest))


def _bucket(distance: int) -> str:
    return next((str(limit) for limit in (1, 2, 3, 5, 8, 12, 20) if distance <= limit), "far")


def _order(match: Match, holder: Mention, target: Mention) -> str:
    return "".join(name for _, name in sorted([(holder.anchor, "h"), (match.head, "c"), (target.anchor, "t")]))


def _nested(a: Mention, b: Mention) -> bool:
    return a.first <= b.first <= b.last <= a.last or b.first <= a.first <= a.last <= b.last
