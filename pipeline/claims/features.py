"""What the scorer knows of a candidate: names of binary features, from lexicon, grammar, order and labels."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from pipeline.claims.candidates import Argument, Candidate
from pipeline.claims.cues import Match
from pipeline.records import Mention, Parsed
from pipeline.syntax import has, noun_phrase, preposition


class Features:
    """The features of a text's candidates. What tells of the cue or of one argument alone is worked out once, for a cue
    has as many candidates as pairs of arguments.

    Args:
        parsed: the article.
    """

    def __init__(self, parsed: Parsed) -> None:
        self._doc = parsed.doc
        self._dissent = parsed.dissent
        # By identity, beside the object itself, so that no other can take its identity over.
        self._cues: dict[int, tuple[Match, tuple[str, ...]]] = {}
        self._roles: dict[tuple[str, int], tuple[Argument, tuple[str, ...]]] = {}

    def of(self, candidate: Candidate) -> tuple[str, ...]:
        """The features of a candidate, in a fixed order.

        Args:
            candidate: from ``candidates``.

        >>> Features(parsed).of(candidate)[:3]  # doctest: +SKIP
        ('frame=support/στηρίζω', 'cue=στηρίζω', 'what=support')
        """
        match, doc = candidate.match, self._doc
        if id(match) not in self._cues:
            self._cues[id(match)] = match, tuple(_cue(doc, candidate))
        roles = (self._role(match, "h", candidate.holder), self._role(match, "t", candidate.target))
        contested = () if self._dissent is None else _contested(doc, candidate, self._dissent)
        return (*self._cues[id(match)][1], *_pair(candidate), *roles[0], *roles[1], *contested)

    def _role(self, match: Match, role: str, argument: Argument) -> tuple[str, ...]:
        key = role, id(argument)
        if key not in self._roles:
            self._roles[key] = argument, tuple(_role(self._doc, match, role, argument))
        return self._roles[key][1]


def _cue(doc: Doc, candidate: Candidate) -> Iterator[str]:
    match = candidate.match
    yield f"frame={match.frame.id}"
    yield f"cue={match.cue.text}"
    yield f"what={_what(match)}"
    yield f"pos={match.pos}"
    yield f"dep={doc[match.head].dep_}"
    yield f"quoted={candidate.quoted}"
    yield f"crowd={min(candidate.crowd // 2, 5)}"
    yield f"words={min(len(match.tokens), 4)}"
    yield f"spread={_bucket(match.tokens[-1] - match.tokens[0] - len(match.tokens) + 1)}"


def _pair(candidate: Candidate) -> Iterator[str]:
    match, holder, target = candidate.match, candidate.holder, candidate.target
    what, pattern = _what(match), f"{_slot(holder)}>{_slot(target)}"
    ranks, orders = f"{min(holder.rank, 2)},{min(target.rank, 2)}", f"{min(holder.order, 3)},{min(target.order, 3)}"
    yield from (f"pattern={pattern}", f"{match.pos}:{pattern}", f"{what}:{pattern}")
    yield from (
        f"ranks={ranks}",
        f"{match.pos}:ranks={ranks}",
        f"{what}:ranks={ranks}",
        f"{match.frame.id}:ranks={ranks}",
    )
    yield from (f"orders={orders}", f"{match.pos}:orders={orders}", f"{ranks}:orders={orders}")
    yield f"order={_order(match, holder.mention, target.mention)}"
    yield f"kinds={holder.mention.label},{target.mention.label}"
    yield f"between={_bucket(abs(holder.mention.anchor - target.mention.anchor))}"
    yield f"nested={_nested(holder.mention, target.mention)}"
    yield f"steps={min(holder.relation.steps, 3)},{min(target.relation.steps, 3)}:ranks={ranks}"


def _role(doc: Doc, match: Match, role: str, argument: Argument) -> Iterator[str]:
    mention, slot, rank = argument.mention, _slot(argument), min(argument.rank, 3)
    yield f"{role}.label={mention.label}"
    yield f"{role}.link={mention.link}"
    yield f"{role}.slot={slot}"
    yield f"{role}.steps={min(argument.relation.steps, 4)}"
    yield f"{role}.rank={rank}"
    yield f"{role}.order={min(argument.order, 4)}"
    yield f"{role}.known={bool(mention.actor.rollup)}"
    yield f"{role}.gap={_gap(mention.anchor, match)}"
    yield f"{role}.dep={doc[mention.anchor].dep_}"
    yield f"{role}.{mention.label}:{slot}"
    yield f"{role}.{mention.link}:{rank}"
    case, before = _marks(doc, mention)
    yield f"{role}.marks={case},{before}"
    yield f"{match.pos}:{role}.marks={case},{before}"
    yield f"{role}.agrees={_agrees(doc, match, mention)}:{case}"


def _contested(doc: Doc, candidate: Candidate, dissent: frozenset[int]) -> Iterator[str]:
    """Where a second engine hangs the cue, an argument, or the words between them in the tree otherwise."""
    match = candidate.match
    yield f"contested.cue={not dissent.isdisjoint(match.tokens)}"
    total = 0
    for role, argument in (("h", candidate.holder), ("t", candidate.target)):
        path = _path(doc, match.head, argument.mention.anchor) & dissent
        yield f"contested.{role}={argument.mention.anchor in dissent}"
        yield f"contested.{role}.path={min(len(path), 3)}"
        total += len(path)
    yield f"contested.paths={min(total, 4)}"


def _path(doc: Doc, a: int, b: int) -> set[int]:
    """The words whose own attachment links two words in the tree: all on the way but the highest."""
    first, second = ({i, *(t.i for t in doc[i].ancestors)} for i in (a, b))
    return first ^ second


def _what(match: Match) -> str:
    return match.frame.category or match.frame.trend or ""


def _slot(argument: Argument) -> str:
    return argument.relation.slot or "-"


def _marks(doc: Doc, mention: Mention) -> tuple[str, str]:
    """Case and preposition of a mention as it stands, however the parser attached it."""
    if mention.elsewhere:
        return mention.link, ""
    head = doc[mention.head]
    case = next(iter(head.morph.get("Case")), "")
    return case, preposition(doc, min(mention.first, noun_phrase(head)[0]))


def _agrees(doc: Doc, match: Match, mention: Mention) -> str:
    """Whether the mention's number is that of the cue's verb: what is no subject agrees by chance only."""
    verb, head = doc[match.head], doc[mention.head]
    if match.pos not in ("verb", "phrase") or not verb.morph.get("Number") or not head.morph.get("Number", []):
        return "-"
    return str(has(verb, "Number", "Plur") == has(head, "Number", "Plur"))


def _gap(anchor: int, match: Match) -> str:
    nearest = min(match.tokens, key=lambda i: abs(i - anchor))
    side = "<" if anchor < nearest else ">" if anchor > nearest else "="
    return side + _bucket(abs(anchor - nearest))


def _bucket(distance: int) -> str:
    return next((str(limit) for limit in (0, 1, 2, 3, 5, 8, 12, 20) if distance <= limit), "far")


def _order(match: Match, holder: Mention, target: Mention) -> str:
    return "".join(name for _, name in sorted([(holder.anchor, "h"), (match.head, "c"), (target.anchor, "t")]))


def _nested(a: Mention, b: Mention) -> bool:
    return a.first <= b.first <= b.last <= a.last or b.first <= a.first <= a.last <= b.last
