"""Claims from parsed articles and their mentions: frames propose, a trained scorer disposes, grammar fills in."""

from pipeline.claims.extract import Extractor
from pipeline.claims.lexicon import load_lexicon
from pipeline.claims.scorer import UNTRAINED, fingerprint, load_scorer

__all__ = ["UNTRAINED", "Extractor", "fingerprint", "load_lexicon", "load_scorer"]
