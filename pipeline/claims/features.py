"""What the scorer knows of a cue, of an argument and of a pair of them: lexicon, grammar, order, labels, words around.

Features of cues and arguments are binary and have names that people can read; those of a pair are numbers, of which the
verdicts on the cue and on the two arguments are the first three.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.claims.candidates import Argument, Candidate
from pipeline.claims.context import Context
from pipeline.claims.cues import Match
from pipeline.records import Mention
from pipeline.syntax import has, noun_phrase, preposition
from pipeline.words import Tree, Word

PATH = 6
"""Longest way through the tree that is spelled out."""

NUMBERS = (
    "cue", "holder", "target", "holder's rank", "target's rank", "holder's lead", "target's lead", "choices",
    "holder from cue", "target from cue", "target from holder", "issue", "holder known", "target known", "mutual",
    "positive",
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


def cue_features(context: Context, match: Match) -> Iterator[str]:
    """What tells whether the words of a cue make a claim here, whoever the arguments are."""
    yield from context.topics(match.sentence)
    yield from own_features(context, match)


def own_features(context: Context, match: Match) -> Iterator[str]:
    """The part that other cues of the sentence do not share with it."""
    doc, head = context.doc, context.doc[match.head]
    sentence = context.sentences[match.sentence]
    first, last = match.tokens[0], match.tokens[-1]
    cue, what = match.cue.text, _what(match)
    before, after = (_at(doc, i, sentence.start, sentence.end)[0] for i in (first - 1, last + 1))
    yield from (f"frame={match.frame.id}", f"cue={cue}", f"what={what}", f"pos={match.pos}", f"dep={head.dep_}")
    yield f"quoted={context.quoted(match.head)}"
    yield f"crowd={min(len(context.anchors_in(match.sentence)) // 2, 5)}"
    yield from (f"words={min(len(match.tokens), 4)}", f"spread={_bucket(last - first - len(match.tokens) + 1)}")
    for step in (1, 2):
        left, right = (_at(doc, i, sentence.start, sentence.end) for i in (first - step, last + step))
        yield from (f"l{step}={left[0]}", f"r{step}={right[0]}", f"lp{step}={left[1]}", f"rp{step}={right[1]}")
    yield from (f"cue={cue}:r={after}", f"cue={cue}:l={before}", f"cue={cue}:dep={head.dep_}")
    yield from (f"form={head.text.lower()}", f"gov={head.head.lemma_}", f"{what}:gov={head.head.pos_}")
    for value in str(head.morph).split("|"):
        yield from (f"m:{value}", f"{what}:m:{value}")
    below = {name for child in head.children for name in (child.dep_, child.lemma_)}
    yield from (f"child={name}" for name in sorted(below))
    yield from _company(context, match)
    if context.parsed.dissent is not None:
        yield f"contested={not context.parsed.dissent.isdisjoint(match.tokens)}"


def _company(context: Context, match: Match) -> Iterator[str]:
    """The mentions on the cue, the other cues, and where in its sentence it stands."""
    doc, what = context.doc, _what(match)
    hanging = [m for m in context.mentions(match.sentence) if doc[m.head].head.i == match.head]
    subject = next((m.label for m in hanging if doc[m.head].dep_.startswith("nsubj")), "")
    others = next((m.label for m in hanging if doc[m.head].dep_ in ("obj", "iobj", "obl")), "")
    yield from (f"subj={subject}", f"obj={others}", f"{what}:args={bool(subject)},{bool(others)}")
    near = min((abs(i - match.head) for i in context.anchors_in(match.sentence)), default=99)
    yield f"near={min(9, near // 2)}"
    rivals = sorted(context.rivals(match))
    yield from (f"also={rival}" for rival in rivals)
    yield f"alone={not rivals}"
    sentence = context.sentences[match.sentence]
    at = match.tokens[0] - sentence.start
    yield from (f"first={at < 3}", f"place={4 * at // max(1, len(sentence))}", f"single={len(context.sentences) == 1}")


def argument_features(context: Context, match: Match, argument: Argument) -> Iterator[str]:
    """What tells whether a mention is the cue's holder (or its target): the two roles weigh it differently."""
    yield from placed_features(match, argument)
    yield from related_features(context, match, argument)
    yield from mention_features(context, argument.mention, match.sentence)


def placed_features(match: Match, argument: Argument) -> Iterator[str]:
    """The part that concerns the role: how the slot fits what the frame expects of it."""
    rank, steps, order = min(argument.rank, 3), min(argument.relation.steps, 4), min(argument.order, 4)
    label, link = argument.mention.label, argument.mention.link
    yield from (f"rank={rank}", f"order={order}", f"{link}:{rank}", f"{match.frame.id}:rank={rank}")
    yield from (f"{match.pos}:rank={rank}:order={order}", f"rank={rank}:steps={steps}", f"rank={rank}:order={order}")
    yield f"{label}:rank={rank}"


def related_features(context: Context, match: Match, argument: Argument) -> list[str]:
    """The part that concerns the mention and the cue, the same in both roles."""
    doc, mention = context.doc, argument.mention
    anchor, head, at = mention.anchor, doc.words[mention.head], match.head
    slot, steps = argument.relation.slot or "-", min(argument.relation.steps, 4)
    label, pos, what, frame = mention.label, match.pos, _what(match), match.frame.id
    case, before = _marks(doc, mention)
    path = _path(doc, at, anchor)
    side = f"{head.dep_}:{'L' if anchor < at else 'R'}"
    low, high = (anchor, at) if anchor < at else (at, anchor)
    between = sum(low < i < high for i in context.anchors_in(match.sentence))
    verbs, stops, quotes = (max(0, n - m) for n, m in zip(context.passed(high), context.passed(low + 1), strict=True))
    found = [
        f"slot={slot}", f"steps={steps}", f"{label}:{slot}", f"gap={_gap(anchor, match)}", f"{frame}:slot={slot}",
        f"{what}:slot={slot}", f"{pos}:slot={slot}", f"{pos}:slot={slot}:steps={steps}", f"{pos}:marks={case},{before}",
        f"agrees={_agrees(doc, match, mention)}:{case}", f"path={path}", f"{pos}:path={path}", f"{what}:path={path}",
        f"length={path.count('<') + path.count('>')}", f"{what}:lemma={head.lemma_}", f"{frame}:label={label}",
        f"side={side}", f"{pos}:side={side}", f"between={min(between, 4)}", f"verbs={min(verbs, 4)}",
        f"stops={min(stops, 3)}", f"apart={quotes % 2}",
    ]  # fmt: skip
    if context.parsed.dissent is not None:
        ways = _way(doc, at, anchor) & context.parsed.dissent
        found.append(f"contested.path={min(len(ways), 3)}")
    return found


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
    yield f"prev={_at(doc, mention.first - 1, sentence.start, sentence.end)[2]}"
    yield f"prev2={_at(doc, mention.first - 2, sentence.start, sentence.end)[0]}"
    yield f"next={_at(doc, mention.last + 1, sentence.start, sentence.end)[0]}"
    if context.parsed.dissent is not None:
        yield f"contested={mention.anchor in context.parsed.dissent}"


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
    ]


def _clip(distance: int) -> int:
    return max(-20, min(20, distance))


def _what(match: Match) -> str:
    return match.frame.category or match.frame.trend or ""


def _at(doc: Tree, i: int, start: int, end: int) -> tuple[str, str, str]:
    """Lemma, part of speech and form of a token, of a sentence's edge where it lies beyond."""
    if start <= i < end:
        token = doc[i]
        return token.lemma_, token.pos_, token.lower_
    return ("<s>", "<s>", "<s>") if i < start else ("</s>", "</s>", "</s>")


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
    return side + _bucket(away)


_LIMITS = (0, 1, 2, 3, 5, 8, 12, 20)
_BUCKETS = [str(next(limit for limit in _LIMITS if distance <= limit)) for distance in range(_LIMITS[-1] + 1)]


def _bucket(distance: int) -> str:
    return _BUCKETS[distance] if distance < len(_BUCKETS) else "far"
