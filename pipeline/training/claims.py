"""How the claim scorer is made: candidates from annotated articles, logistic regression, Platt's calibration."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.claims.candidates import Candidate, candidates
from pipeline.claims.cues import find_cues
from pipeline.claims.features import Features
from pipeline.claims.lexicon import Lexicon
from pipeline.gold import GoldDoc, GoldRole
from pipeline.matching import agree
from pipeline.records import ROLES, ClaimType, Mention, Parsed

STRENGTH: dict[ClaimType, float] = {"stance": 0.02, "dependence": 0.1}
"""Inverse of the L2 penalty, the best of 0.02 to 1.0 on the dev files."""

SEEN: dict[ClaimType, int] = {"stance": 3, "dependence": 2}
"""A feature that fewer candidates have is left out."""

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate's features, whether the gold has it as a claim, and its document (kept together in the folds)."""

    type: ClaimType
    features: tuple[str, ...]
    is_claim: bool
    doc_id: str


def examples(parsed: Parsed, mentions: tuple[Mention, ...], gold: GoldDoc, lexicon: Lexicon) -> Iterator[Example]:
    """The candidates of one annotated article; a claim where a gold claim agrees in full (roles and value).

    Args:
        parsed: the article of ``gold``, parsed.
        mentions: from the actors stage.
        gold: its annotation.
        lexicon: proposes the cues.
    """
    spans = [parsed.span(s.start, s.end - 1) for s in parsed.doc.sents]
    features = Features(parsed)
    for candidate in candidates(parsed, find_cues(parsed.doc, lexicon), mentions):
        span = spans[candidate.match.sentence]
        yield Example(candidate.match.frame.type, features.of(candidate), _in_gold(candidate, gold, span), gold.doc_id)


def _in_gold(candidate: Candidate, gold: GoldDoc, span: tuple[int, int]) -> bool:
    frame = candidate.match.frame
    first, second = _role(candidate.holder.mention), _role(candidate.target.mention)
    for claim in gold.of_type(frame.type):
        start, end = gold.sentences[claim.sentence]
        overlap = min(end, span[1]) > max(start, span[0])
        if overlap and claim.value == frame.value and agree(claim.first, first) and agree(claim.second, second):
            return True
    return False


def _role(mention: Mention) -> GoldRole:
    return GoldRole(mention.actor.name, mention.text, mention.actor.rollup, mention.actor.kind)


def fit(rows: Sequence[Example]) -> dict[str, dict[str, Any]]:
    """Weights for each type of claim. Deterministic: the solver starts from zero, folds follow the order of documents.

    Args:
        rows: examples of all training documents.

    Returns:
        What ``claims.scorer.load_scorer`` reads: by type of claim ``weights``, ``bias``, and ``slope`` and ``shift`` of
        Platt's scaling (Platt 1999), fitted on held-out folds of whole documents.
    """
    return {kind: _fit([row for row in rows if row.type == kind], STRENGTH[kind], SEEN[kind]) for kind in ROLES}


def _fit(rows: Sequence[Example], strength: float, seen: int) -> dict[str, Any]:
    counts = Counter(name for row in rows for name in row.features)
    names = sorted(name for name, n in counts.items() if n >= seen)
    x, y = _matrix(rows, names), np.array([row.is_claim for row in rows], dtype=int)
    groups = np.array([row.doc_id for row in rows])
    held_out = np.zeros(len(rows))
    for train, test in GroupKFold(FOLDS).split(x, y, groups):
        held_out[test] = _model(strength).fit(x[train], y[train]).decision_function(x[test])
    platt = LogisticRegression(C=1e6).fit(held_out.reshape(-1, 1), y)
    model = _model(strength).fit(x, y)
    weights = {name: round(float(w), 3) for name, w in zip(names, model.coef_[0], strict=True) if abs(w) >= 0.002}
    return {
        "weights": weights,
        "bias": round(float(model.intercept_[0]), 4),
        "slope": round(float(platt.coef_[0][0]), 4),
        "shift": round(float(platt.intercept_[0]), 4),
    }


def _model(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=500)


def _matrix(rows: Sequence[Example], names: Iterable[str]) -> csr_matrix:
    column = {name: i for i, name in enumerate(names)}
    indices: list[int] = []
    pointers = [0]
    for row in rows:
        indices += [column[name] for name in row.features if name in column]
        pointers.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(column)))


def write(model: dict[str, Any], path: Path) -> None:
    """Write the scorer as JSON, keys sorted, so that a retrained one shows as a readable difference."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(model, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
