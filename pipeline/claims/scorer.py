"""How likely a candidate is a claim: logistic regression over its features, calibrated, a small JSON file."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError
from pipeline.records import ROLES, ClaimType

SHIPPED = Path(__file__).parents[1] / "models" / "claims.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """Logistic regression for one type of claim. An unknown feature weighs nothing."""

    by_feature: dict[str, float]
    bias: float
    slope: float = 1.0
    shift: float = 0.0

    def probability(self, features: Iterable[str]) -> float:
        """The probability, between 0 and 1, that a candidate with these features is a claim."""
        raw = self.bias + sum(self.by_feature.get(name, 0.0) for name in features)
        # Platt's scaling; raw scores are clipped so that exp() cannot overflow.
        scaled = max(-30.0, min(30.0, self.slope * raw + self.shift))
        return 1.0 / (1.0 + math.exp(-scaled))


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights for each type of claim: dependence is rare in training text and would be drowned by stance."""

    weights: dict[ClaimType, Weights]
    fingerprint: str = ""

    def probability(self, kind: ClaimType, features: Iterable[str]) -> float:
        """The probability, between 0 and 1, that a candidate of this type of claim is one."""
        return self.weights[kind].probability(features)


UNTRAINED = Scorer({kind: Weights({}, 0.0) for kind in ROLES})
"""Knows nothing and gives one half to everything; to start training from."""


def load_scorer(path: Path = SHIPPED) -> Scorer:
    """Read the scorer that ``stasis train claims`` writes.

    Raises:
        ModelError: when it is missing or malformed.
    """
    try:
        data = path.read_bytes()
        content = json.loads(data)
        return Scorer({kind: _weights(content[kind]) for kind in ROLES}, hashlib.sha256(data).hexdigest()[:16])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "install the package anew, or make it with «stasis train claims»"
        raise ModelError(f"the claim scorer cannot be read ({error})", place=path, remedy=remedy) from error


def _weights(content: dict[str, Any]) -> Weights:
    by_feature = {str(name): float(weight) for name, weight in content["weights"].items()}
    return Weights(by_feature, float(content["bias"]), float(content["slope"]), float(content["shift"]))
