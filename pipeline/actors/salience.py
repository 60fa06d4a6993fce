"""Which of the actors named before a pronoun or dropped subject means: candidates weighed by what Greek prefers.

Hard limits first (number, gender, no actor of the same clause for an object pronoun), then weights: nearness, the role
of the candidate, whether it stands in a quotation that the pronoun is outside of, how often the text has named it.
Weighing factors is from Lappin and Leass (1994); the weights were fitted on ``train*.jsonl`` (``docs/actors.md``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.records import Mention
from pipeline.syntax import conjuncts, gender, governors, is_finite, is_plural

_OPENING, _CLOSING = "«“", "»”"


@dataclass(frozen=True, slots=True)
class Weights:
    """What each property of a candidate counts."""

    sentence: float = 1.0
    """Taken off for every sentence between."""
    main_subject: float = 2.0
    subject: float = 1.3
    object: float = 0.4
    modifier: float = -0.5
    own_subject: float = 1.5
    """For a possessive: the subject of its own clause."""
    quoted: float = -1.5
    """On the other side of a quotation mark."""
    known: float = 0.3
    """For each time it was named in reach, three at most."""
    late: float = 0.2
    """From the first to the last mention of a sentence."""


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Anchor:
    """What looks for its antecedent: a verb without subject or a pronoun, with the agreement it shows."""

    token: Token
    sentence: int
    plural: bool
    gender: str = ""
    possessive: bool = False
    quoted: frozenset[int] = frozenset()
    """Tokens of the text between quotation marks."""
    limit: int | None = None
    """Candidates stand before this token; None: before the anchor."""

    @property
    def before(self) -> int:
        return self.token.i if self.limit is None else self.limit


def antecedent(anchor: Anchor, known: Sequence[Mention], weights: Weights = WEIGHTS) -> Mention | None:
    """The likeliest antecedent among mentions, None where none fits.

    Args:
        anchor: what refers.
        known: mentions in reach, in any order.
        weights: what each property counts.
    """
    doc = anchor.token.doc
    barred = _barred(anchor)
    fitting = [m for m in known if m.anchor < anchor.before and m.anchor not in barred and _fits(doc, m, anchor)]
    times = Counter(m.actor.name for m in fitting)
    return max(fitting, key=lambda m: (_weight(doc, m, anchor, times, weights), m.anchor), default=None)


def _barred(anchor: Anchor) -> set[int]:
    """Tokens that what refers cannot mean: for a dropped subject what hangs below its verb, for an object pronoun the
    other arguments of its verb («Το ΑΚΕΛ τον επέκρινε»), for a possessive its own noun phrase."""
    token = anchor.token
    if is_finite(token):
        return {t.i for t in token.subtree}
    if anchor.possessive:
        return {t.i for t in token.head.subtree if t.dep_ in ("nmod", "amod", "det", "appos")} | {token.head.i}
    clause = next((t for t in (token, *governors(token)) if is_finite(t)), token.head)
    return {t.i for child in clause.children if child.dep_ in _ARGUMENTS for t in (child, *conjuncts(child))} | {
        clause.i
    }


_ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "iobj", "obl")


def _fits(doc: Doc, mention: Mention, anchor: Anchor) -> bool:
    if mention.label == "adjective" or mention.first <= anchor.token.i <= mention.last:
        return False
    head = doc[mention.head]
    number = is_plural(head) in (anchor.plural, None) or (anchor.plural and bool(conjuncts(head)))
    genders = gender(head)
    return number and (not anchor.gender or not genders or anchor.gender in genders)


def _weight(doc: Doc, mention: Mention, anchor: Anchor, times: Counter[str], weights: Weights) -> float:
    token = doc[mention.anchor]
    back = anchor.sentence - mention.sentence_id
    weight = -weights.sentence * back + weights.known * min(times[mention.actor.name], 3)
    span = token.sent
    weight += weights.late * (token.i - span.start) / max(len(span), 1)
    if token.dep_.startswith("nsubj") or mention.link == "zero":
        verb = token if mention.link == "zero" else token.head
        weight += weights.main_subject if verb.i == span.root.i else weights.subject
        if anchor.possessive and back == 0 and verb.i in {g.i for g in governors(anchor.token)}:
            weight += weights.own_subject
    elif token.dep_ in ("obj", "iobj"):
        weight += weights.object
    elif token.dep_ in ("nmod", "amod", "det"):
        weight += weights.modifier
    apart = (token.i in anchor.quoted) != (anchor.token.i in anchor.quoted)
    return weight + weights.quoted * apart


def quoted(doc: Doc) -> frozenset[int]:
    """Tokens between quotation marks, of any number of sentences; a mark that is never closed opens nothing."""
    found: set[int] = set()
    opened: list[int] = []
    for token in doc:
        if token.text in _OPENING:
            opened.append(token.i)
        elif token.text in _CLOSING and opened:
            found.update(range(opened.pop() + 1, token.i))
    return frozenset(found)
