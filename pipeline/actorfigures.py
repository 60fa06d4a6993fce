"""How well actors are found and linked, measured on the actors of gold claims (``stasis evaluate-actors``).

Gold gives the words of an actor and the sentence of its claim, not where it stands. An actor whose words stand in the
claim's sentence must be found there; one whose words stand only in an earlier sentence is a pronoun's or a dropped
subject's, and the claim's sentence must hold a reference that leads to it. Where no word of the sentence refers to it,
it must be the first of those that the sentence may imply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.gold import GoldDoc, GoldRole
from pipeline.implied import implied
from pipeline.matching import agree
from pipeline.records import Mention, Parsed


@dataclass(frozen=True, slots=True)
class Missed:
    """An actor of the gold that was not found, got another rollup, or was not reached by a reference."""

    doc_id: str
    sentence: int
    what: str
    text: str
    rollup: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int = 0
    of: int = 0

    @property
    def rate(self) -> float:
        """From 0 to 1; 0 of nothing is 0."""
        return self.right / self.of if self.of else 0.0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)


@dataclass(slots=True)
class ActorFigures:
    """Recall of mentions, accuracy of the rollups of those found, accuracy of antecedents, and all that went wrong."""

    recall: Share = Share()
    rollup: Share = Share()
    antecedent: Share = Share()
    missed: list[Missed] = field(default_factory=list)

    def as_dict(self) -> dict[str, float]:
        """The three rates, to four decimals; what there was nothing of to count is left out."""
        shares = {"recall": self.recall, "rollup_accuracy": self.rollup, "antecedent_accuracy": self.antecedent}
        return {name: round(share.rate, 4) for name, share in shares.items() if share.of}

    def __iadd__(self, other: ActorFigures) -> ActorFigures:
        self.recall += other.recall
        self.rollup += other.rollup
        self.antecedent += other.antecedent
        self.missed += other.missed
        return self


def total(docs: Iterable[tuple[GoldDoc, Parsed, Sequence[Mention]]]) -> ActorFigures:
    """Figures over many documents, each with its analysis and the mentions found in it."""
    figures = ActorFigures()
    for doc, parsed, mentions in docs:
        figures += count(doc, parsed, mentions)
    return figures


def count(doc: GoldDoc, parsed: Parsed, mentions: Sequence[Mention]) -> ActorFigures:
    """Figures over the actors with a rollup in one document's gold claims, each counted once a sentence.

    Args:
        doc: a document of the gold.
        parsed: its analysis.
        mentions: what was found in it, in any order.
    """
    figures = ActorFigures()
    named = [m for m in mentions if not m.elsewhere]
    referring = [(parsed.span(m.anchor, m.anchor)[0], m) for m in mentions if m.link in ("zero", "reference")]
    by_sentence = defaultdict[int, list[Mention]](list)
    for mention in mentions:
        by_sentence[mention.sentence_id].append(mention)
    for sentence, role in _actors(doc):
        begin, end = doc.sentences[sentence]
        if places := list(_places(doc.text, role.text, begin, end)):
            figures += _named(doc.doc_id, sentence, role, [m for m in named if _stands(m, places)])
        elif any(_places(doc.text, role.text, 0, begin)):
            here = [m for at, m in referring if begin <= at < end]
            number = next((n for n, s in enumerate(parsed.doc.sents) if parsed.span(s.start, s.end - 1)[1] > begin), 0)
            here += [m for m, _ in implied(parsed.doc, number, lambda n: by_sentence[n])[:1]]
            figures += _referred(doc.doc_id, sentence, role, here)
    return figures


def _actors(doc: GoldDoc) -> Iterator[tuple[int, GoldRole]]:
    seen = set()
    for claim in doc.claims:
        for role in (claim.first, claim.second):
            key = claim.sentence, role.text, role.rollup
            if role.rollup and role.kind == "actor" and key not in seen:
                seen.add(key)
                yield claim.sentence, role


def _places(text: str, words: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Where words stand, whole, in a stretch of a text."""
    at = text.find(words, begin, end)
    while at >= 0:
        after = at + len(words)
        if not text[max(at - 1, 0) : at].isalnum() and not text[after : after + 1].isalnum():
            yield at, after
        at = text.find(words, at + 1, end)


def _stands(mention: Mention, places: Sequence[tuple[int, int]]) -> bool:
    return any(mention.start < end and start < mention.end for start, end in places)


def _named(doc_id: str, sentence: int, role: GoldRole, found: Sequence[Mention]) -> ActorFigures:
    right = any(role.rollup in (m.actor.rollup, m.actor.party) for m in found)
    kind = "rollup" if found else "mention"
    missed = [] if right else [Missed(doc_id, sentence, kind, role.text, role.rollup, _read(found))]
    return ActorFigures(Share(bool(found), 1), Share(right, bool(found)), missed=missed)


def _referred(doc_id: str, sentence: int, role: GoldRole, found: Sequence[Mention]) -> ActorFigures:
    right = any(agree(role, GoldRole(m.actor.name, m.text, m.actor.rollup)) for m in found)
    missed = [] if right else [Missed(doc_id, sentence, "antecedent", role.text, role.rollup, _read(found))]
    return ActorFigures(antecedent=Share(right, 1), missed=missed)


def _read(found: Sequence[Mention]) -> str:
    return ", ".join(dict.fromkeys(f"{m.actor.name} ({m.actor.rollup})" for m in found))
