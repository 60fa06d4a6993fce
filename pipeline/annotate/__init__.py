"""Articles to parsed documents: tokens, lemmas, morphology, dependencies, sentences, entities."""

from pipeline.annotate.engine import NAMES, Engine, load_engine
from pipeline.annotate.fingerprint import fingerprint

__all__ = ["NAMES", "Engine", "fingerprint", "load_engine"]
