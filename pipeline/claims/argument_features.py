"""What the scorer knows of a possible argument of a cue: slot, path through the tree, case, order, words around.

Binary features with names that people can read. Those that follow from the same few facts make a group, so that they
are weighed once however often the facts recur.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipeline.claims.candidates import Argument
from pipeline.claims.context import Context
from pipeline.claims.cues import Match
from pipeline.claims.features import bucket, sense, word_at
from pipeline.claims.relations import IMPLIED
from pipeline.records import Mention
from pipeline.syntax import has, noun_phrase, preposition
from pipeline.words import Tree, Word

PATH = 6
"""Longest way through the tree that is spelled out."""

Group = tuple[Any, ...]
"""Facts that make several features together, under the name of their kind: alike for many arguments, and then weighed
once."""


def argument_features(context: Context, match: Match, argument: Argument) -> Iterator[str]:
    """What tells whether a mention is the cue's holder (or its target): the two roles weigh it differently."""
    for group in (placed_group(match, argument), *related_groups(context, match, argument)):
        yield from spelled(group)
    yield from mention_features(context, argument.mention, match.sentence)


def placed_group(match: Match, argument: Argument) -> Group:
    """The part that concerns the role: how the slot fits what the frame expects of it."""
    rank, steps, order = min(argument.rank, 3), min(argument.relation.steps, 4), min(argument.order, 4)
    mention = argument.mention
    return "placed", rank, order, steps, mention.label, mention.link, match.pos, match.frame.id


def related_groups(context: Context, match: Match, argument: Argument) -> Iterator[Group]:
    """The part that concerns the mention and the cue, the same in both roles; little of one in another sentence."""
    doc, mention = context.doc, argument.mention
    anchor, head, at = mention.anchor, doc.words[mention.head], match.head
    slot, steps = argument.relation.slot or "-", min(argument.relation.steps, 4)
    label, pos, what = mention.label, match.pos, sense(match)
    yield "slot", slot, steps, label, pos, what, match.frame.id
    if slot == IMPLIED:
        return
    yield "marks", *_marks(doc, mention), pos, _agrees(doc, match, mention)
    yield "path", _path(doc, at, anchor), pos, what
    yield "head", head.lemma_, what
    yield "side", head.dep_, "L" if anchor < at else "R", pos
    low, high = (anchor, at) if anchor < at else (at, anchor)
    between = sum(low < i < high for i in context.anchors_in(match.sentence))
    verbs, stops, quotes = (max(0, n - m) for n, m in zip(context.passed(high), context.passed(low + 1), strict=True))
    yield "between", min(between, 4), min(verbs, 4), min(stops, 3), quotes % 2, _gap(anchor, match)
    if context.parsed.dissent is not None:
        yield "contested", min(len(_way(doc, at, anchor) & context.parsed.dissent), 3)


def spelled(group: Group) -> list[str]:
    """The features of a group by name."""
    kind, *facts = group
    return _SPELLED[kind](*facts)


def _placed(rank: int, order: int, steps: int, label: str, link: str, pos: str, frame: str) -> list[str]:
    return [
        f"rank={rank}", f"order={order}", f"{link}:{rank}", f"{frame}:rank={rank}", f"{pos}:rank={rank}:order={order}",
        f"rank={rank}:steps={steps}", f"rank={rank}:order={order}", f"{label}:rank={rank}",
    ]  # fmt: skip


def _slot(slot: str, steps: int, label: str, pos: str, what: str, frame: str) -> list[str]:
    return [
        f"slot={slot}", f"steps={steps}", f"{label}:{slot}", f"{frame}:slot={slot}", f"{what}:slot={slot}",
        f"{pos}:slot={slot}", f"{pos}:slot={slot}:steps={steps}", f"{frame}:label={label}",
    ]  # fmt: skip


def _path_facts(path: str, pos: str, what: str) -> list[str]:
    length = path.count("<") + path.count(">")
    return [f"path={path}", f"{pos}:path={path}", f"{what}:path={path}", f"length={length}"]


def _between(mentions: int, verbs: int, stops: int, apart: int, gap: str) -> list[str]:
    return [f"between={mentions}", f"verbs={verbs}", f"stops={stops}", f"apart={apart}", f"gap={gap}"]


_SPELLED: dict[str, Callable[..., list[str]]] = {
    "placed": _placed,
    "slot": _slot,
    "marks": lambda case, before, pos, agrees: [f"{pos}:marks={case},{before}", f"agrees={agrees}:{case}"],
    "path": _path_facts,
    "head": lambda lemma, what: [f"{what}:lemma={lemma}"],
    "side": lambda relation, side, pos: [f"side={relation}:{side}", f"{pos}:side={relation}:{side}"],
    "between": _between,
    "contested": lambda ways: [f"contested.path={ways}"],
}


def mention_features(context: Context, mention: Mention, number: int) -> Iterator[str]:
    """The part that is the same for every cue of the sentence with that number."""
    doc = context.doc
    head, anchor = doc[mention.head], doc[mention.anchor]
    yield from (f"label={mention.label}", f"link={mention.link}", f"known={bool(mention.actor.rollup)}")
    case, before = _marks(doc, mention)
    yield from (f"marks={case},{before}", f"dep={anchor.dep_}", f"lemma={head.lemma_}", f"hdep={head.dep_}")
    yield from (f"gov={head.head.lemma_}", f"govpos={head.head.pos_}", f"main={head.head.head is head.head}")
    sentence, anchors = context.sentences[number], context.anchors_in(number)
    yield f"first={bool(anchors) and mention.anchor == anchors[0]}"
    yield f"last={bool(anchors) and mention.anchor == anchors[-1]}"
    yield f"prev={word_at(doc, mention.first - 1, sentence.start, sentence.end)[2]}"
    yield f"prev2={word_at(doc, mention.first - 2, sentence.start, sentence.end)[0]}"
    yield f"next={word_at(doc, mention.last + 1, sentence.start, sentence.end)[0]}"
    if context.parsed.dissent is not None:
        yield f"contested={mention.anchor in context.parsed.dissent}"


def _path(doc: Tree, cue: int, argument: int) -> str:
    """The relations from an argument up to what governs both, and down to the cue: «nsubj^», «nmod<obj^»."""
    above = _chain(doc[cue])
    below = _chain(doc[argument])
    places = {token.i: n for n, token in enumerate(above)}
    meet = next((n for n, token in enumerate(below) if token.i in places), None)
    if meet is None:
        return "none"
    down = above[: places[below[meet].i]]
    if meet + len(down) > PATH:
        return "far"
    up = "<".join(token.dep_.split(":")[0] for token in below[:meet])
    return f"{up}^{'>'.join(token.dep_.split(':')[0] for token in reversed(down))}"


def _way(doc: Tree, a: int, b: int) -> set[int]:
    """The words whose own attachment links two words in the tree: all on the way but the highest."""
    first, second = ({t.i for t in _chain(doc[i])} for i in (a, b))
    return first ^ second


def _chain(token: Word) -> list[Word]:
    return [token, *token.ancestors]


def _marks(doc: Tree, mention: Mention) -> tuple[str, str]:
    """Case and preposition of a mention as it stands, however the parser attached it."""
    if mention.elsewhere:
        return mention.link, ""
    head = doc[mention.head]
    case = next(iter(head.morph.get("Case")), "")
    return case, preposition(doc, min(mention.first, noun_phrase(head)[0]))


def _agrees(doc: Tree, match: Match, mention: Mention) -> str:
    """Whether the mention's number is that of the cue's verb: what is no subject agrees by chance only."""
    verb, head = doc[match.head], doc[mention.head]
    if match.pos not in ("verb", "phrase") or not verb.morph.get("Number") or not head.morph.get("Number"):
        return "-"
    return str(has(verb, "Number", "Plur") == has(head, "Number", "Plur"))


def _gap(anchor: int, match: Match) -> str:
    away, nearest = min([(abs(i - anchor), i) for i in match.tokens])
    side = "<" if anchor < nearest else ">" if anchor > nearest else "="
    return side + bucket(away)
