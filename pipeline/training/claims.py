"""How the claim scorer is made: logistic regressions for cues and arguments, small networks for pairs, calibration.

The networks learn from verdicts on documents that the regressions have not seen (stacking; Wolpert 1992), for those on
their own training documents would look surer than they are on news of tomorrow.
"""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from pipeline.claims.candidates import Candidate
from pipeline.claims.judging import CHOICES, UNLIKELY, Verdict, choose
from pipeline.claims.ranking import Ranked, pair_numbers, ranked
from pipeline.claims.scorer import load_network
from pipeline.records import ROLES, ClaimType
from pipeline.training.examples import ELSEWHERE, FOLDS, CueRow, Names

Floats = NDArray[np.float64]

STRENGTH: dict[ClaimType, float] = {"stance": 0.05, "dependence": 0.1}
"""Inverse of the L2 penalty, the best of 0.01 to 1.0 on the dev files."""

SEEN = 3
"""A feature that fewer rows have is left out."""

HIDDEN, NETWORKS, EPOCHS, DECAY = 24, 5, 25, 1e-3
LEAST = 0.02
"""Weights nearer to zero are left out of the file."""


def fit(rows: Sequence[CueRow], names: Names, say: Callable[[str], None]) -> dict[str, dict[str, Any]]:
    """Weights for each type of claim, as ``claims.scorer.load_scorer`` reads them. Deterministic.

    Args:
        rows: the cues of all training documents.
        names: that numbered their features.
        say: told how far it is.
    """
    labels = sorted(names.numbers, key=lambda name: names.numbers[name])
    out: dict[str, dict[str, Any]] = {}
    for kind in ROLES:
        mine = [row for row in rows if row.proposal.match.frame.type == kind]
        out[kind] = _fit(mine, labels, STRENGTH[kind])
        say(f"{kind}: {len(mine)} cues, {sum(row.is_cue for row in mine)} of them claims; {_size(out[kind])} weights")
    return out


def _size(model: dict[str, Any]) -> int:
    return sum(len(model[part]["weights"]) for part in ("cue", "holder", "target"))


@dataclass(frozen=True, slots=True)
class _Judged:
    """A linear model in the file's form, and its verdicts on rows of documents it did not see."""

    model: dict[str, Any]
    verdicts: Floats


def _fit(rows: Sequence[CueRow], labels: Sequence[str], strength: float) -> dict[str, Any]:
    folds = np.array([row.fold for row in rows])
    cue = _linear([row.features for row in rows], np.array([row.is_cue for row in rows]), folds, labels, strength)
    sides = {}
    for side in ("holders", "targets"):
        features = [f for row in rows for f, _ in getattr(row, side)]
        is_role = np.array([right for row in rows for _, right in getattr(row, side)])
        counts = [len(getattr(row, side)) for row in rows]
        taught = np.repeat([row.is_cue for row in rows], counts)
        sides[side] = _linear(features, is_role, np.repeat(folds, counts), labels, strength, taught)
    stacked = list(_stacked(rows, cue.verdicts, sides["holders"].verdicts, sides["targets"].verdicts))
    return {
        "cue": cue.model,
        "holder": sides["holders"].model,
        "target": sides["targets"].model,
        "pair": _pairs(stacked),
    }


def _linear(
    features: Sequence[Any],
    right: NDArray[np.bool_],
    folds: NDArray[np.int64],
    labels: Sequence[str],
    strength: float,
    taught: NDArray[np.bool_] | None = None,
) -> _Judged:
    """A logistic regression; ``taught`` are the rows it learns from, all by default."""
    learn = np.ones(len(right), dtype=bool) if taught is None else taught.astype(bool)
    counts = Counter(number for row, use in zip(features, learn, strict=True) if use for number in row)
    kept = sorted(number for number, n in counts.items() if n >= SEEN)
    x = _matrix(features, kept)
    verdicts = np.zeros(len(right))
    for fold in range(FOLDS):
        out = folds == fold
        model = _regression(strength).fit(x[learn & ~out], right[learn & ~out])
        verdicts[out] = model.decision_function(x[out])
    model = _regression(strength).fit(x[learn], right[learn])
    weights = {labels[k]: round(float(w), 2) for k, w in zip(kept, model.coef_[0], strict=True) if abs(w) >= LEAST}
    return _Judged({"weights": weights, "bias": round(float(model.intercept_[0]), 4)}, verdicts)


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=300)


def _matrix(rows: Sequence[Any], kept: Sequence[int]) -> csr_matrix:
    column = {number: i for i, number in enumerate(kept)}
    indices: list[int] = []
    pointers = [0]
    for row in rows:
        indices += [column[number] for number in row if number in column]
        pointers.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(column)))


@dataclass(frozen=True, slots=True)
class _Stacked:
    """A cue with its pairs, their numbers and what the gold says of them."""

    row: CueRow
    cue: float
    pairs: list[tuple[Candidate, list[float], int]]


def _stacked(rows: Sequence[CueRow], cues: Floats, holders: Floats, targets: Floats) -> Any:
    at = {"holders": 0, "targets": 0}
    for row, cue in zip(rows, cues, strict=True):
        sides: dict[str, list[tuple[int, Ranked]]] = {}
        for side, scores in (("holders", holders), ("targets", targets)):
            arguments = getattr(row.proposal, side)
            mine = [float(s) for s in scores[at[side] : at[side] + len(arguments)]]
            at[side] += len(arguments)
            index = {id(a): i for i, a in enumerate(arguments)}
            sides[side] = [(index[id(r.argument)], r) for r in ranked(arguments, mine)]
        if cue < UNLIKELY[row.proposal.match.frame.type]:
            continue
        choices = len(sides["holders"]) * len(sides["targets"])
        pairs = []
        for i, holder in sides["holders"][:CHOICES]:
            for j, target in sides["targets"][:CHOICES]:
                if (i, j) in row.pairs:
                    match, said_by = row.proposal.match, row.proposal.said_by
                    candidate = Candidate(match, holder.argument, target.argument, said_by)
                    numbers = pair_numbers(candidate, float(cue), holder, target, choices)
                    pairs.append((candidate, numbers, row.pairs[i, j]))
        yield _Stacked(row, float(cue), pairs)


def _pairs(stacked: Sequence[_Stacked]) -> dict[str, Any]:
    """The networks over pairs, then Platt's scaling (Platt 1999) on the claims that come of them.

    A pair that is a claim at another cue of its sentence is neither right nor wrong here and is left out.
    """
    numbers = np.array([n for one in stacked for _, n, _ in one.pairs], dtype=float)
    told = np.array([label for one in stacked for *_, label in one.pairs])
    learn = told != ELSEWHERE
    mean, scale = numbers[learn].mean(axis=0), numbers[learn].std(axis=0)
    scale[scale < 0.01] = 1.0
    x, y = (numbers[learn] - mean) / scale, told[learn] > 0
    perceptrons = [_perceptron(x, y, seed) for seed in range(NETWORKS)]
    network = {"mean": _rounded(mean), "scale": _rounded(scale), "perceptrons": perceptrons}
    slope, shift = _platt(stacked, network)
    return network | {"slope": round(slope, 4), "shift": round(shift, 4)}


def _perceptron(x: Floats, y: NDArray[np.bool_], seed: int) -> dict[str, Any]:
    model = MLPClassifier((HIDDEN,), alpha=DECAY, max_iter=EPOCHS, batch_size=512, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it stops after EPOCHS on purpose
        model.fit(x, y)
    hidden, output = model.coefs_
    return {
        "hidden": _rounded(hidden),
        "hidden_bias": _rounded(model.intercepts_[0]),
        "output": _rounded(output[:, 0]),
        "output_bias": round(float(model.intercepts_[1][0]), 4),
    }


def _rounded(values: Floats) -> Any:
    return np.round(values, 4).tolist()


def _platt(stacked: Sequence[_Stacked], network: dict[str, Any]) -> tuple[float, float]:
    """Slope and shift that make the probabilities of claims, chosen as in use, those of being right."""
    bare = load_network(network | {"slope": 1.0, "shift": 0.0})
    by_doc: dict[int, list[Verdict]] = {}
    docs = {}
    right: dict[int, bool] = {}
    kept = []
    for one in stacked:
        if not one.row.trusted or not one.pairs:
            continue
        probabilities = bare.probabilities([n for _, n, _ in one.pairs])
        candidates = [candidate for candidate, _, _ in one.pairs]
        kept += candidates  # keeps their identities apart
        right |= {id(c): label > 0 for c, _, label in one.pairs}
        docs[id(one.row.doc)] = one.row.doc
        verdict = Verdict(one.row.proposal.match, one.cue, pairs=tuple(zip(probabilities, candidates, strict=True)))
        by_doc.setdefault(id(one.row.doc), []).append(verdict)
    chosen = [pair for key, verdicts in by_doc.items() for pair in choose(docs[key], verdicts, 0.0)]
    odds = np.array([np.log(p / (1.0 - p)) for p, _ in chosen]).clip(-12, 12).reshape(-1, 1)
    y = np.array([right[id(candidate)] for _, candidate in chosen])
    scaling = LogisticRegression(C=1e6).fit(odds, y)
    return float(scaling.coef_[0][0]), float(scaling.intercept_[0])


def write(model: dict[str, Any], path: Path) -> None:
    """Write the scorer as JSON, keys sorted, a weight a line: a retrained one shows as a readable difference."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(model, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
