"""What the scorer knows of a cue: lexicon, grammar, words around. Binary features with names that people can read."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.claims.context import Context
from pipeline.claims.cues import Match
from pipeline.words import Tree


def cue_features(context: Context, match: Match) -> Iterator[str]:
    """What tells whether the words of a cue make a claim here, whoever the arguments are."""
    yield from context.topics(match.sentence)
    yield from own_features(context, match)


def own_features(context: Context, match: Match) -> Iterator[str]:
    """The part that other cues of the sentence do not share with it."""
    doc, head = context.doc, context.doc[match.head]
    sentence = context.sentences[match.sentence]
    first, last = match.tokens[0], match.tokens[-1]
    cue, what = match.cue.text, sense(match)
    before, after = (word_at(doc, i, sentence.start, sentence.end)[0] for i in (first - 1, last + 1))
    yield from (f"frame={match.frame.id}", f"cue={cue}", f"what={what}", f"pos={match.pos}", f"dep={head.dep_}")
    yield f"quoted={context.quoted(match.head)}"
    yield f"crowd={min(len(context.anchors_in(match.sentence)) // 2, 5)}"
    yield from (f"words={min(len(match.tokens), 4)}", f"spread={bucket(last - first - len(match.tokens) + 1)}")
    for step in (1, 2):
        left, right = (word_at(doc, i, sentence.start, sentence.end) for i in (first - step, last + step))
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
    doc, what = context.doc, sense(match)
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


def sense(match: Match) -> str:
    """Category or trend of a cue's frame."""
    return match.frame.category or match.frame.trend or ""


def word_at(doc: Tree, i: int, start: int, end: int) -> tuple[str, str, str]:
    """Lemma, part of speech and form of a token, of a sentence's edge where it lies beyond."""
    if start <= i < end:
        token = doc[i]
        return token.lemma_, token.pos_, token.lower_
    return ("<s>", "<s>", "<s>") if i < start else ("</s>", "</s>", "</s>")


_LIMITS = (0, 1, 2, 3, 5, 8, 12, 20)
_BUCKETS = [str(next(limit for limit in _LIMITS if distance <= limit)) for distance in range(_LIMITS[-1] + 1)]


def bucket(distance: int) -> str:
    """A distance as one of a few classes."""
    return _BUCKETS[distance] if distance < len(_BUCKETS) else "far"
