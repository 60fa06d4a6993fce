"""How far two reviewers agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluate import evaluate
from pipeline.gold import GoldClaim, GoldDoc, GoldRole, parse_claim
from pipeline.records import ROLES, Claim, Role
from pipeline.review.judging import WRONG, fields, value_of
from pipeline.review.standing import Standing


@dataclass(frozen=True, slots=True)
class Agreement:
    """One line: what was compared, over how many, the share that is equal, and Cohen's kappa where there is one."""

    what: str
    n: int
    equal: float
    kappa: float | None


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa: agreement beyond what chance would give, 1 at most. None where it has no meaning.

    J. Cohen, «A coefficient of agreement for nominal scales», Educational and Psychological Measurement 20 (1960).

    Args:
        pairs: for each thing judged, what the one and what the other said.

    >>> kappa([("ναι", "ναι"), ("ναι", "όχι"), ("όχι", "όχι"), ("όχι", "όχι")])
    0.5
    """
    n = len(pairs)
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(one[value] * other[value] for value in one) / (n * n) if n else 1.0
    if chance == 1:
        return None  # both always said the same one thing: there was nothing to agree on by chance or otherwise
    return round((sum(a == b for a, b in pairs) / n - chance) / (1 - chance), 4)


def agreements(one: Mapping[str, Standing], other: Mapping[str, Standing]) -> list[Agreement]:
    """Agreement on verdicts and fields of the claims that both judged, and on the claims of documents both finished.

    Args:
        one: the first reviewer's documents by id.
        other: the second's. Documents whose text differs are passed over.

    >>> [line.what for line in agreements({}, {})]
    ['verdict (kept or rejected)']
    """
    both = [
        (one[key], other[key]) for key in one if key in other and one[key].document.text == other[key].document.text
    ]
    pairs = [
        (a.judged[claim_id], b.judged[claim_id])
        for a, b in both
        for claim_id in a.document.claims
        if claim_id in a.judged and claim_id in b.judged
    ]
    found = [_line("verdict (kept or rejected)", [(a["verdict"] == WRONG, b["verdict"] == WRONG) for a, b in pairs])]
    if not pairs:
        return found + _claims(both)
    found.append(_line("verdict (confirmed, corrected, rejected)", [(a["verdict"], b["verdict"]) for a, b in pairs]))
    kept = [(a["claim"], b["claim"]) for a, b in pairs if WRONG not in (a["verdict"], b["verdict"])]
    for name in dict.fromkeys(name for kind in ROLES for name in fields(kind)):
        values = [(value_of(a, name), value_of(b, name)) for a, b in kept if name in fields(a["type"])]
        if values:
            found.append(_line(name, values))
    return found + _claims(both)


def _line(what: str, pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    equal = sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0
    return Agreement(what, len(pairs), round(equal, 4), kappa(pairs))


def _claims(both: Sequence[tuple[Standing, Standing]]) -> list[Agreement]:
    """F1 of the one's claims against the other's, as ``stasis evaluate`` reckons it; chance has no part in it."""
    done = [(a, b) for a, b in both if a.is_gold and b.is_gold]
    if not done:
        return []
    gold = {a.document.doc_id: _doc(a) for a, _ in done}
    report = evaluate(gold, [_claim(b, claim) for _, b in done for claim in _doc(b).claims])
    return [
        Agreement(f"{kind} claims of finished documents (F1)", figures.full.gold, round(figures.full.f1, 4), None)
        for kind, figures in report.all.items()
    ]


def _doc(standing: Standing) -> GoldDoc:
    document = standing.document
    claims = (parse_claim(e["claim"], len(document.sentences), document.doc_id) for e in standing.claims())
    return GoldDoc(document.doc_id, document.text, document.sentences, tuple(claims))


def _claim(standing: Standing, claim: GoldClaim) -> Claim:
    document = standing.document
    start, end = document.sentences[claim.sentence]
    return Claim(
        claim.type, document.doc_id, claim.sentence, start, end, document.text[start:end], claim.cue, start, start, "",
        _role(claim.first), _role(claim.second), claim.value, claim.detail,
        factuality=claim.factuality, source=claim.source,
    )  # fmt: skip


def _role(role: GoldRole) -> Role:
    return Role(role.name, role.text, 0, 0, "", role.rollup, role.kind)
