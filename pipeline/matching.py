"""When a predicted claim counts as a gold claim: the same sentence, the same actors in their roles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from pipeline.gold import GoldClaim, GoldDoc
from pipeline.records import Claim
from pipeline.text import fold

G = TypeVar("G")
P = TypeVar("P")

STEM = 6
"""Letters of a word that are compared: Greek inflects at the end («Ρωσίας», «Ρωσία»), and more so in long words."""


class Named(Protocol):
    """What of an actor is compared; both ``records.Role`` and ``gold.GoldRole`` have it."""

    @property
    def name(self) -> str:
        """Canonical name."""

    @property
    def text(self) -> str:
        """The mention as it stands in the text."""

    @property
    def rollup(self) -> str:
        """The state or organisation acted for, "" for none."""


def agree(gold: Named, predicted: Named) -> bool:
    """Whether two actors are the same one, as ``claims.md`` (Scoring) has it.

    A name or mention of the one equals one of the other, after folding case and accents; or else the rollups are
    equal; where one of the rollups is empty, it is enough that the mentions share a content word.

    Args:
        gold: actor of the gold.
        predicted: actor of a prediction.

    >>> from pipeline.gold import GoldRole
    >>> agree(GoldRole("Ρωσία", "Κρεμλίνο", "RUS"), GoldRole("Βλαντιμίρ Πούτιν", "Πούτιν", "RUS"))
    True
    """
    if same_name(gold, predicted):
        return True
    if gold.rollup and predicted.rollup:
        return gold.rollup == predicted.rollup
    return bool(_words(gold.text, gold.name) & _words(predicted.text, predicted.name))


def same_name(gold: Named, predicted: Named) -> bool:
    """Whether a name or mention of the one equals one of the other, but for case and accents."""
    return bool(_names(gold) & _names(predicted))


def agree_source(gold: str, predicted: str) -> bool:
    """Whether two sources are the same one: both none, equal when folded, or with a content word in common.

    >>> agree_source("Reuters", "πρακτορείο Reuters"), agree_source("", "Πεσκόφ")
    (True, False)
    """
    return _plain(gold) == _plain(predicted) or bool(_words(gold) & _words(predicted))


def agree_pair(doc: GoldDoc, gold: GoldClaim, predicted: Claim) -> bool:
    """Whether both actors agree in their roles and the evidence overlaps the gold claim's sentence.

    Args:
        doc: the document both claims were read from.
        gold: one of its claims.
        predicted: a claim of the same type; ``start`` and ``end`` are offsets into ``doc.text``.
    """
    start, end = doc.sentences[gold.sentence]
    overlap = min(end, predicted.end) > max(start, predicted.start)
    return overlap and agree(gold.first, predicted.first) and agree(gold.second, predicted.second)


def sentence_of(doc: GoldDoc, claim: Claim) -> int | None:
    """Number of the gold sentence that a predicted claim overlaps most, ``None`` when there is none.

    Where two sentences have an equal share, the one that holds the middle of the evidence wins: an engine may split
    sentences otherwise than the gold does.
    """
    middle = (claim.start + claim.end) / 2
    best, size = None, 0
    for number, (start, end) in enumerate(doc.sentences):
        overlap = min(end, claim.end) - max(start, claim.start)
        if overlap > size or (overlap == size and overlap > 0 and start <= middle < end):
            best, size = number, overlap
    return best


def match(gold: Sequence[G], predicted: Sequence[P], test: Callable[[G, P], bool]) -> list[tuple[int, int]]:
    """The largest one-to-one matching of gold and predictions that pass a test, by augmenting paths (Kuhn 1955).

    Which of several largest matchings comes out depends on the order of both sequences, as in the reference scorer.

    Args:
        gold: items on one side.
        predicted: items on the other.
        test: whether two may be matched.

    Returns:
        Pairs of indices (into ``gold``, into ``predicted``).

    >>> match(["Άγκυρα", "Αθήνα"], ["αθήνα", "άγκυρα"], lambda g, p: g.lower() == p)
    [(0, 1), (1, 0)]
    """
    edges = [[j for j, p in enumerate(predicted) if test(g, p)] for g in gold]
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in range(len(gold)):
        place(i, set())
    return [(i, j) for j, i in owner.items()]


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _names(actor: Named) -> set[str]:
    return {_plain(actor.name), _plain(actor.text)} - {""}


def _words(*texts: str) -> set[str]:
    """Stems of the content words. Articles and most prepositions («της», «από») have three letters or fewer."""
    return {word[:STEM] for text in texts for word in fold(text).replace("-", " ").split() if len(word) > 3}
