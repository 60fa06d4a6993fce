"""How likely a candidate is a claim: logistic regression over its features, calibrated, a small JSON file."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ModelError

SHIPPED = Path(__file__).parents[1] / "models" / "claims.json"


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights by feature name. An unknown feature weighs nothing."""

    weights: dict[str, float]
    bias: float
    slope: float = 1.0
    shift: float = 0.0
    fingerprint: str = ""

    def probability(self, features: Iterable[str]) -> float:
        """The probability, between 0 and 1, that a candidate with these features is a claim."""
        raw = self.bias + sum(self.weights.get(name, 0.0) for name in features)
        # Platt's scaling; raw scores are clipped so that exp() cannot overflow.
        scaled = max(-30.0, min(30.0, self.slope * raw + self.shift))
        return 1.0 / (1.0 + math.exp(-scaled))


def load_scorer(path: Path = SHIPPED) -> Scorer:
    """Read the scorer that ``stasis train claims`` writes.

    Raises:
        ModelError: when it is missing or malformed.
    """
    try:
        data = path.read_bytes()
        content = json.loads(data)
        return Scorer(
            {str(k): float(v) for k, v in content["weights"].items()},
            float(content["bias"]),
            float(content["slope"]),
            float(content["shift"]),
            hashlib.sha256(data).hexdigest()[:16],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "install the package anew, or make it with «stasis train claims»"
        raise ModelError(f"the claim scorer cannot be read ({error})", place=path, remedy=remedy) from error
