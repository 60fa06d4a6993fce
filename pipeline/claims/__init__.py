"""Claims from parsed articles and their mentions: frames propose, a trained scorer disposes, grammar fills in."""

from pipeline.claims.extract import Extractor
from pipeline.claims.scorer import fingerprint

__all__ = ["Extractor", "fingerprint"]
