"""What an engine is, and the one place that picks it by its name in the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pkgutil import resolve_name
from typing import Protocol

from pipeline.errors import ModelError
from pipeline.records import Article, Parsed


class Engine(Protocol):
    """Turns articles into parsed documents; ``name`` stands in the tables."""

    name: str

    def parse(self, articles: Iterable[Article]) -> Iterator[Parsed]:
        """Parse articles in their order.

        Raises:
            ModelError: when an article cannot be parsed; the others of the batch are tried one by one by the caller.
        """
        ...


ENGINES = {
    "spacy": "pipeline.annotate.spacy_engine:SpacyEngine",
    "stanza": "pipeline.annotate.stanza_engine:StanzaEngine",
    "both": "pipeline.annotate.both:BothEngines",
}
"""Where the class of each engine is. Imported when one is loaded: a run that finds nothing new does without spaCy."""

NAMES = {"spacy": "spacy", "stanza": "stanza", "both": "spacy+stanza"}
"""What an engine is called in the tables, the ``name`` of its class."""


def load_engine(name: str, model: str = "shipped") -> Engine:
    """Load an engine by name.

    Args:
        name: a key of ``ENGINES``.
        model: «shipped», or what the engine takes instead: see the class.

    Raises:
        ModelError: when there is no such engine or its model is missing or lacks components.
    """
    if name not in ENGINES:
        raise ModelError(f"no engine is called «{name}»", remedy=f"set engine to one of: {', '.join(sorted(ENGINES))}")
    engine: Engine = resolve_name(ENGINES[name])(model)
    return engine
