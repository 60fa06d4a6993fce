"""What an engine is, and the one place that picks it by its name in the configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from pipeline.annotate.both import BothEngines
from pipeline.annotate.spacy_engine import SpacyEngine
from pipeline.annotate.stanza_engine import StanzaEngine
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


ENGINES: dict[str, Callable[[str], Engine]] = {"spacy": SpacyEngine, "stanza": StanzaEngine, "both": BothEngines}
NAMES = {"spacy": SpacyEngine.name, "stanza": StanzaEngine.name, "both": BothEngines.name}
"""What an engine is called in the tables."""


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
    return ENGINES[name](model)
