"""Which of the actors named before a pronoun or dropped subject means: candidates weighed by what Greek prefers.

Hard limits first (number, gender, no actor of the same clause for an object pronoun), then weights: nearness, the role
of the candidate, whether it stands in a quotation that the pronoun is outside of, how often the text has named it.
Weighing factors is from Lappin and Leass (1994); the weights were fitted on ``train*.jsonl`` (``docs/actors.md``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.records import Mention
from pipeline.syntax import conjuncts, gender, governors, is_finite, is_plural
from pipeline.words import Tree, Word

_OPENING, _CLOSING = "«“", "»”"
_MARKS = re.compile(f"[{_OPENING}{_CLOSING}]")


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

    token: Word
    sentence: int
    plural: bool
    gender: str = ""
    possessive: bool = False
    limit: int | None = None
    """Candidates stand before this token; None: before the anchor."""

    @property
    def before(self) -> int:
        return self.token.i if self.limit is None else self.limit


class Candidates:
    """Weighs the mentions of one text; what is asked of a token is remembered.

    Args:
        doc: the parsed text.
        weights: what each property of a candidate counts.
    """

    def __init__(self, doc: Tree, weights: Weights = WEIGHTS) -> None:
        self.doc = doc
        self.weights = weights
        self._quoted = _quotations(doc.text)
        self._shown: dict[int, tuple[bool | None, list[str], bool]] = {}
        self._role: dict[tuple[int, bool], float] = {}

    def antecedent(self, anchor: Anchor, known: Sequence[Mention]) -> Mention | None:
        """The likeliest antecedent among mentions, None where none fits.

        Args:
            anchor: what refers.
            known: mentions in reach, in any order.
        """
        before = [m for m in known if m.anchor < anchor.before and m.label != "adjective"]
        if not before:
            return None
        barred = _barred(anchor)
        fitting = [m for m in before if m.anchor not in barred and self._fits(m, anchor)]
        if not fitting:
            return None
        times = Counter(m.actor.name for m in fitting)
        above = {g.i for g in governors(anchor.token)} if anchor.possessive else set()
        inside = self._is_quoted(anchor.token)
        return max(fitting, key=lambda m: (self._weight(m, anchor, times, above, inside), m.anchor))

    def _fits(self, mention: Mention, anchor: Anchor) -> bool:
        if mention.first <= anchor.token.i <= mention.last:
            return False  # «ο πρέσβης του» is not his own
        plural, genders, coordinated = self._agreement(mention.head)
        number = plural in (anchor.plural, None) or (anchor.plural and coordinated)
        return number and (not anchor.gender or not genders or anchor.gender in genders)

    def _agreement(self, head: int) -> tuple[bool | None, list[str], bool]:
        if head not in self._shown:
            token = self.doc[head]
            self._shown[head] = is_plural(token), gender(token), bool(conjuncts(token))
        return self._shown[head]

    def _weight(self, mention: Mention, anchor: Anchor, times: Counter[str], above: set[int], inside: bool) -> float:
        token = self.doc[mention.anchor]
        back = anchor.sentence - mention.sentence_id
        weight = self.weights.known * min(times[mention.actor.name], 3) - self.weights.sentence * back
        dropped = mention.link == "zero"
        if (key := (token.i, dropped)) not in self._role:
            self._role[key] = self._of_role(token, dropped)
        if above and back == 0 and (token.i if dropped else token.head.i) in above and _is_subject(token, dropped):
            weight += self.weights.own_subject
        apart = self._is_quoted(token) != inside
        return weight + self._role[key] + self.weights.quoted * apart

    def _of_role(self, token: Word, dropped: bool) -> float:
        """What place and role in its sentence count."""
        span = token.sent
        weight = self.weights.late * (token.i - span.start) / max(len(span), 1)
        if _is_subject(token, dropped):
            main = (token if dropped else token.head).i == span.root.i
            return weight + (self.weights.main_subject if main else self.weights.subject)
        if token.dep_ in ("obj", "iobj"):
            return weight + self.weights.object
        return weight + (self.weights.modifier if token.dep_ in ("nmod", "amod", "det") else 0.0)

    def _is_quoted(self, token: Word) -> bool:
        return bool(self._quoted[token.idx])


def _is_subject(token: Word, dropped: bool) -> bool:
    return dropped or token.dep_.startswith("nsubj")


def _barred(anchor: Anchor) -> set[int]:
    """Tokens that what refers cannot mean: for a dropped subject what hangs below its verb, for an object pronoun the
    other arguments of its verb («Το ΑΚΕΛ τον επέκρινε»), for a possessive its own noun phrase."""
    token = anchor.token
    if is_finite(token):
        return {t.i for t in token.subtree}
    if anchor.possessive:
        return {t.i for t in token.head.subtree if t.dep_ in ("nmod", "amod", "det", "appos")} | {token.head.i}
    clause = next((t for t in (token, *governors(token)) if is_finite(t)), token.head)
    arguments = [child for child in clause.children if child.dep_ in _ARGUMENTS]
    return {t.i for child in arguments for t in (child, *conjuncts(child))} | {clause.i}


_ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "iobj", "obl")


def _quotations(text: str) -> bytearray:
    """For each character 1 between quotation marks, else 0; a mark that is never closed opens nothing."""
    inside = bytearray(len(text) + 1)
    opened: list[int] = []
    for mark in _MARKS.finditer(text):
        if mark[0] in _OPENING:
            opened.append(mark.start())
        elif opened:
            begin = opened.pop()
            inside[begin : mark.start()] = b"\1" * (mark.start() - begin)
    return inside
