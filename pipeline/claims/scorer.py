"""How likely a pair is a claim: linear verdicts on the cue and on each argument, and a small network over the three.

The cue's verdict says whether its words make a claim of its type at all, those on the arguments who holds it and toward
whom; the network weighs them with the few numbers that concern the pair. All are in one JSON file.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ModelError
from pipeline.records import ROLES, ClaimType

KEPT = 50_000
"""Groups of features whose weights are kept at most: some megabytes."""

SHIPPED = Path(__file__).parents[1] / "models" / "claims.json"
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Linear:
    """Logistic regression over binary features. An unknown feature weighs nothing."""

    by_feature: dict[str, float]
    bias: float = 0.0

    def weigh(self, features: Iterable[str]) -> float:
        """What some of the features of a thing, each named once, add to its log odds."""
        weights = self.by_feature
        # Always in the same order, so that the sum is the same to the last bit.
        return sum([weights[name] for name in features if name in weights])

    def parts(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """What each feature adds to the log odds, the weightiest first."""
        found = [(name, self.by_feature.get(name, 0.0)) for name in dict.fromkeys(features)]
        return sorted((p for p in found if p[1]), key=lambda p: (-abs(p[1]), p[0]))


@dataclass(frozen=True, slots=True)
class Network:
    """Perceptrons with one hidden layer (rectified), averaged; Platt's scaling on top.

    ``layers`` has a (hidden weights, hidden bias, output weights, output bias) for each; inputs are standardised with
    ``mean`` and ``scale``.
    """

    mean: Matrix
    scale: Matrix
    layers: tuple[tuple[Matrix, Matrix, Matrix, float], ...]
    slope: float = 1.0
    shift: float = 0.0

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """A probability for each row of ``ranking.NUMBERS``."""
        if not rows:
            return []
        if not self.layers:
            return [0.5] * len(rows)
        return [float(p) for p in 1.0 / (1.0 + np.exp(-(self.slope * self.raw(rows) + self.shift)))]

    def raw(self, rows: Sequence[Sequence[float]]) -> Matrix:
        """Log odds before Platt's scaling: of the mean of the perceptrons' probabilities."""
        x = (np.asarray(rows, dtype=float) - self.mean) / self.scale
        outputs = [np.clip(np.maximum(x @ w + b, 0.0) @ v + c, -30.0, 30.0) for w, b, v, c in self.layers]
        p = np.clip(np.mean([1.0 / (1.0 + np.exp(-z)) for z in outputs], axis=0), 1e-9, 1 - 1e-9)
        return np.asarray(np.log(p / (1.0 - p)))


@dataclass(frozen=True)
class Weights:
    """What judges one type of claim."""

    cue: Linear
    holder: Linear
    target: Linear
    pair: Network

    @cached_property
    def _both(self) -> dict[str, tuple[float, float]]:
        holder, target = self.holder.by_feature, self.target.by_feature
        return {name: (holder.get(name, 0.0), target.get(name, 0.0)) for name in {*holder, *target}}

    def weigh(self, features: Iterable[str]) -> tuple[float, float]:
        """What some of the features of an argument, each named once, add to its log odds as holder and as target."""
        both = self._both
        found = [both[name] for name in features if name in both]
        return sum([holder for holder, _ in found]), sum([target for _, target in found])

    def weigh_group(self, group: Hashable, spelled: Callable[[Any], Iterable[str]]) -> tuple[float, float]:
        """The same for features that occur together again and again; ``spelled`` names them."""
        known = self._known
        if group not in known:
            if len(known) >= KEPT:
                known.clear()
            known[group] = self.weigh(spelled(group))
        return known[group]

    @cached_property
    def _known(self) -> dict[Hashable, tuple[float, float]]:
        return {}


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights for each type of claim: dependence is rare in training text and would be drowned by stance."""

    weights: dict[ClaimType, Weights]


_NOTHING = Network(np.zeros(0), np.ones(0), ())
UNTRAINED = Scorer({kind: Weights(Linear({}), Linear({}), Linear({}), _NOTHING) for kind in ROLES})
"""Knows nothing and gives one half to everything; to start training from."""


def load_scorer(path: Path = SHIPPED) -> Scorer:
    """Read the scorer that ``stasis train claims`` writes.

    Raises:
        ModelError: when it is missing or malformed.
    """
    try:
        content = json.loads(path.read_bytes())
        return Scorer({kind: _weights(content[kind]) for kind in ROLES})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "install the package anew, or make it with «stasis train claims»"
        raise ModelError(f"the claim scorer cannot be read ({error})", place=path, remedy=remedy) from error


def fingerprint(path: Path = SHIPPED) -> str:
    """A hash of the scorer's file, 16 hexadecimal digits; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def _weights(content: dict[str, Any]) -> Weights:
    linear = {name: _linear(content[name]) for name in ("cue", "holder", "target")}
    return Weights(**linear, pair=load_network(content["pair"]))


def _linear(content: dict[str, Any]) -> Linear:
    return Linear({str(name): float(weight) for name, weight in content["weights"].items()}, float(content["bias"]))


def load_network(content: dict[str, Any]) -> Network:
    """The networks over pairs, from their part of the file; errors as Python raises them."""
    layers = tuple(
        (np.array(one["hidden"]), np.array(one["hidden_bias"]), np.array(one["output"]), float(one["output_bias"]))
        for one in content["perceptrons"]
    )
    mean, scale = np.array(content["mean"], dtype=float), np.array(content["scale"], dtype=float)
    slope, shift = float(content["slope"]), float(content["shift"])
    if not layers or not all(map(math.isfinite, (slope, shift))) or any(w.shape[0] != len(mean) for w, *_ in layers):
        raise ValueError("its network is not whole")
    return Network(mean, scale, layers, slope, shift)
