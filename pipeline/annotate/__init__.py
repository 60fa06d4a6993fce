"""Articles to parsed documents: tokens, lemmas, morphology, dependencies, sentences, entities."""

from pipeline.annotate.engine import Engine, load_engine

__all__ = ["Engine", "load_engine"]
