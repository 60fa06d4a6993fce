"""Annotated articles → rows to train the claim scorer on: cues, arguments and pairs with what the gold says of them."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.claims.argument_features import argument_features
from pipeline.claims.candidates import Argument, Proposal, is_pair, propose
from pipeline.claims.context import Context
from pipeline.claims.cues import Match, find_cues
from pipeline.claims.features import cue_features
from pipeline.claims.lexicon import Lexicon
from pipeline.gold import GoldClaim, GoldDoc, GoldRole
from pipeline.matching import agree, same_name
from pipeline.records import Mention, Parsed
from pipeline.words import Tree

FOLDS = 5

AT_CUE, ELSEWHERE, ONLY = 3, 1, 2
"""A pair is a gold claim: at this cue, by name; at another cue of the sentence, or by rollup alone; at none of the cues
that the lexicon knows."""


@dataclass(slots=True)
class Names:
    """Numbers for the names of features, in the order in which they were met."""

    numbers: dict[str, int] = field(default_factory=dict)

    def row(self, names: Iterable[str]) -> array[int]:
        """The numbers of a row of features, each once."""
        give = self.numbers
        return array("I", sorted({give.setdefault(name, len(give)) for name in names}))


@dataclass(slots=True)
class CueRow:
    """A cue: its features, whether a gold claim of its type and value stands there, and its arguments."""

    doc: Tree
    proposal: Proposal
    features: array[int]
    is_cue: bool
    holders: list[tuple[array[int], bool]]
    targets: list[tuple[array[int], bool]]
    pairs: dict[tuple[int, int], int]
    """By index of holder and target what the gold says of the pair; 0 where it is no claim."""
    fold: int
    trusted: bool


def rows(
    parsed: Parsed,
    mentions: tuple[Mention, ...],
    gold: GoldDoc,
    lexicon: Lexicon,
    names: Names,
    *,
    trusted: bool = True,
) -> list[CueRow]:
    """The cues of one annotated article.

    Args:
        parsed: the article of ``gold``, parsed.
        mentions: from the actors stage.
        gold: its annotation.
        lexicon: proposes the cues.
        names: numbers the features.
        trusted: whether the annotation is good enough to calibrate on.
    """
    matches = find_cues(parsed.doc, lexicon)
    context = Context(parsed, mentions, matches)
    spans = [parsed.span(s.start, s.end - 1) for s in parsed.doc.sents]
    fold = zlib.crc32(gold.doc_id.encode()) % FOLDS
    found = []
    for match in matches:
        here = [
            c for c in gold.of_type(match.frame.type) if _overlap(gold.sentences[c.sentence], spans[match.sentence])
        ]
        same = [c for c in here if c.value == match.frame.value]
        at = [c for c in same if _at(parsed, gold, match, c)]
        proposal = propose(context, match)
        holders = [_fitting(proposal.holders, c.first) for c in same]
        targets = [_fitting(proposal.targets, c.second) for c in same]
        stands = [c in at for c in same]
        found.append(
            CueRow(
                parsed.doc,
                proposal,
                names.row(cue_features(context, match)),
                bool(at),
                _side(context, match, names, proposal.holders, holders, stands),
                _side(context, match, names, proposal.targets, targets, stands),
                _labels(proposal, holders, targets, stands),
                fold,
                trusted,
            )
        )
    _mark_only(found)
    return found


@dataclass(frozen=True, slots=True)
class _Fitting:
    """Which arguments, by index, a gold role names; and which agree with it at all, as the scorer counts it."""

    named: set[int]
    agreeing: set[int]


def _fitting(arguments: Sequence[Argument], role: GoldRole) -> _Fitting:
    """The arguments that a gold claim's actor or issue is.

    Those of its name, else those of its kind, else all that agree. What agrees by rollup alone («η Τουρκία» for «ο
    τουρκικός εκβιασμός», «το Κρεμλίνο» for «ο Πούτιν») counts as right in the end but stands elsewhere in the tree, and
    would teach that grammar does not matter.
    """
    roles = [_role(a) for a in arguments]
    agreeing = {i for i, one in enumerate(roles) if agree(role, one)}
    kind = {i for i in agreeing if roles[i].kind == role.kind}
    named = {i for i in kind if same_name(role, roles[i])}
    return _Fitting(named or kind or agreeing, agreeing)


def _side(
    context: Context,
    match: Match,
    names: Names,
    arguments: Sequence[Argument],
    fitting: Sequence[_Fitting],
    here: Sequence[bool],
) -> list[tuple[array[int], bool]]:
    """The features of each argument, and whether a gold claim at the cue names it."""
    right = {i for fits, at in zip(fitting, here, strict=True) if at for i in fits.named}
    return [(names.row(argument_features(context, match, a)), i in right) for i, a in enumerate(arguments)]


def _labels(
    proposal: Proposal, holders: Sequence[_Fitting], targets: Sequence[_Fitting], here: Sequence[bool]
) -> dict[tuple[int, int], int]:
    claims = list(zip(holders, targets, here, strict=True))
    return {
        (i, j): _label(i, j, claims)
        for i, holder in enumerate(proposal.holders)
        for j, target in enumerate(proposal.targets)
        if is_pair(holder, target)
    }


def _label(i: int, j: int, claims: Sequence[tuple[_Fitting, _Fitting, bool]]) -> int:
    if any(here and i in a.named and j in b.named for a, b, here in claims):
        return AT_CUE
    return ELSEWHERE if any(i in a.agreeing and j in b.agreeing for a, b, _ in claims) else 0


def _mark_only(found: list[CueRow]) -> None:
    """Where the lexicon has no cue at a gold claim, a pair that agrees at another cue is all there is to learn from."""
    reached = {
        (row.proposal.match.sentence, row.proposal.match.frame.value) for row in found if AT_CUE in row.pairs.values()
    }
    for row in found:
        match = row.proposal.match
        if (match.sentence, match.frame.value) not in reached:
            row.pairs = {key: ONLY if label == ELSEWHERE else label for key, label in row.pairs.items()}


def _at(parsed: Parsed, gold: GoldDoc, match: Match, claim: GoldClaim) -> bool:
    """Whether the words of a cue overlap those that the annotator marked."""
    first, last = gold.sentences[claim.sentence]
    start = gold.text.find(claim.cue, first, last)
    if start < 0:
        return True
    end = start + len(claim.cue)
    return any(_overlap(parsed.span(i, i), (start, end)) for i in match.tokens)


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def _role(argument: Argument) -> GoldRole:
    actor = argument.mention.actor
    return GoldRole(actor.name, argument.mention.text, actor.rollup, actor.kind)
