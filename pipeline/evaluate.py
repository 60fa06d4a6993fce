"""Precision, recall and F1 of claims against gold: the figures of ``shared/tools/score_claims.py``, on records."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.figures import Error, Figures, Report, Score, share
from pipeline.gold import GoldClaim, GoldDoc, read_gold
from pipeline.matching import agree, agree_pair, agree_source, match, sentence_of
from pipeline.records import ROLES, SECOND, Claim, ClaimType

__all__ = ["Error", "Figures", "GoldDoc", "Report", "Score", "agree", "evaluate", "read_gold"]

RESAMPLES = 1000
SEED = 0
"""The reference scorer's, so that both give the same interval."""


def evaluate(gold: Mapping[str, GoldDoc], claims: Iterable[Claim]) -> Report:
    """Compare claims with gold, as ``claims.md`` (Scoring) lays down.

    Where claims could be matched in several ways, the accuracies depend on the order of both; to get the figures that
    the reference scorer gives for a published table, pass the claims in the table's order.

    Args:
        gold: documents by ``doc_id``; their order decides which ones a resample draws.
        claims: what was found, of both types; claims about other documents are left out and counted.

    >>> doc = GoldDoc("α1", "Η Άγκυρα στηρίζει το Μπακού.", ((0, 28),))
    >>> evaluate({"α1": doc}, []).as_dict()["stance"]["full"]
    {'p': 0.0, 'r': 0.0, 'f1': 0.0}
    """
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    left_out = 0
    for claim in claims:
        if claim.doc_id in gold:
            found[claim.doc_id, claim.type].append(claim)
        else:
            left_out += 1
    every: dict[ClaimType, Figures] = {}
    actors: dict[ClaimType, Figures] = {}
    errors: list[Error] = []
    for kind in ROLES:
        sides = [_Sides(doc, doc.of_type(kind), tuple(found[doc_id, kind])) for doc_id, doc in gold.items()]
        every[kind] = _figures([one.count() for one in sides], kind)
        actors[kind] = _figures([one.between_actors().count() for one in sides], kind)
        errors += (error for one in sides for error in one.errors())
    return Report(len(gold), every, actors, tuple(errors), left_out)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The claims of one type in one document, those of the gold and those found."""

    doc: GoldDoc
    gold: tuple[GoldClaim, ...]
    found: tuple[Claim, ...]

    def between_actors(self) -> _Sides:
        """Without the claims about issues: the part event coders can be set beside."""
        gold = tuple(c for c in self.gold if c.first.kind == c.second.kind == "actor")
        found = tuple(c for c in self.found if c.first.kind == c.second.kind == "actor")
        return _Sides(self.doc, gold, found)

    def pair(self) -> list[tuple[int, int]]:
        return match(self.gold, self.found, lambda g, p: agree_pair(self.doc, g, p))

    def full(self) -> list[tuple[int, int]]:
        # Matched anew, not picked from the pairs: of two predictions with the right actors, only one may have the
        # right value, and the largest matching of pairs may have taken the other.
        return match(self.gold, self.found, lambda g, p: g.value == p.value and agree_pair(self.doc, g, p))

    def count(self) -> Counter[str]:
        wanted = {claim.sentence for claim in self.gold}
        got = {sentence_of(self.doc, claim) for claim in self.found} - {None}
        full = [(self.gold[i], self.found[j]) for i, j in self.full()]
        return Counter(
            gold=len(self.gold),
            found=len(self.found),
            pair=len(self.pair()),
            full=len(full),
            gold_sentences=len(wanted),
            found_sentences=len(got),
            both_sentences=len(wanted & got),
            detail=sum(g.detail == p.detail for g, p in full),
            factuality=sum(g.factuality == p.factuality for g, p in full),
            source=sum(agree_source(g.source, p.source) for g, p in full),
            rollup=sum((g.first.rollup == p.first.rollup) + (g.second.rollup == p.second.rollup) for g, p in full),
        )

    def errors(self) -> list[Error]:
        full = self.full()
        hit_gold, hit_found = {i for i, _ in full}, {j for _, j in full}
        doc_id, text, sentences = self.doc.doc_id, self.doc.text, self.doc.sentences
        missed = (c for i, c in enumerate(self.gold) if i not in hit_gold)
        spurious = (c for j, c in enumerate(self.found) if j not in hit_found)
        return [
            *(Error(doc_id, "missed", c, text[slice(*sentences[c.sentence])]) for c in missed),
            *(Error(doc_id, "spurious", c, text[c.start : c.end]) for c in spurious),
        ]


def _figures(per_doc: Sequence[Counter[str]], kind: ClaimType) -> Figures:
    total: Counter[str] = Counter()
    for counts in per_doc:
        total.update(counts)
    return Figures(
        detect=Score(total["both_sentences"], total["found_sentences"], total["gold_sentences"]),
        pair=Score(total["pair"], total["found"], total["gold"]),
        full=Score(total["full"], total["found"], total["gold"]),
        accuracy={
            SECOND[kind]: share(total["detail"], total["full"]),
            "factuality": share(total["factuality"], total["full"]),
            "source": share(total["source"], total["full"]),
            "rollup": share(total["rollup"], 2 * total["full"]),
        },
        interval=_interval([(c["full"], c["found"], c["gold"]) for c in per_doc]),
    )


def _interval(per_doc: Sequence[tuple[int, int, int]]) -> tuple[float, float]:
    """The middle 95% of full F1, to four decimals, over resamples of the documents' agreed, predicted and gold."""
    rng, f1s = random.Random(SEED), []
    for _ in range(RESAMPLES):
        agreed, predicted, gold = (
            sum(column) for column in zip((0, 0, 0), *rng.choices(per_doc, k=len(per_doc)), strict=True)
        )
        f1s.append(round(Score(agreed, predicted, gold).f1, 4))
    f1s.sort()
    # 25 of the 1000 lie below the one end, 25 above the other.
    return f1s[24], f1s[974]
