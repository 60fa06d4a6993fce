"""What a batch is analysed with, wherever that is: a process loads models, lexicon and gazetteer once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from pipeline import ingredients, stages
from pipeline.records import Article, Problem
from pipeline.settings import Pipeline
from pipeline.stages import Tools
from pipeline.tables import to_tables

T = TypeVar("T")

_here: dict[str, Tools] = {}
"""The tools of this process, by mark; of one mark only."""


class Analysed:
    """What came of a batch: tables (``pyarrow.Table`` by name), what was left out, seconds by stage.

    A plain class, as Prefect would walk through a dataclass.
    """

    def __init__(self, tables: dict[str, Any], problems: list[Problem], seconds: dict[str, float]) -> None:
        self.tables = tables
        self.problems = problems
        self.seconds = seconds


class Workbench:
    """The tools of a run. Sent to another process it takes nothing with it, and loads them there when first used.

    Args:
        settings: the checked ``pipeline.yaml``.
        configs: the folder with ``actors/`` and ``frames/``, which other machines must have at the same place.
        mark: changes whenever anything does that the tools are made from.
    """

    def __init__(self, settings: Pipeline, configs: Path, mark: str) -> None:
        self._settings = settings
        self._configs = configs.absolute()
        self._mark = mark
        self._tools: Tools | None = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_tools": None, "_sent": True}

    @property
    def tools(self) -> Tools:
        """The tools, loaded if need be.

        Raises:
            SettingsError: for a mistake in the YAML.
            ModelError: for a model that is missing or unfit.
        """
        if self._tools is None and hasattr(self, "_sent"):
            if self._mark not in _here:
                _here.clear()
                _here[self._mark] = stages.load_tools(self._settings, self._configs)
            return _here[self._mark]
        if self._tools is None:
            self._tools = stages.load_tools(self._settings, self._configs)
        return self._tools

    def analyse(self, articles: Sequence[Article]) -> Analysed:
        """Parse a batch, find its actors and claims, and lay all that was found into tables."""
        clock = defaultdict[str, float](float)
        tools = timed(clock, "load", lambda: self.tools)
        tokens = self._settings.tokens
        parsed, unparsed = timed(clock, "annotate", stages.annotate, tools, articles)
        linked, unlinked = timed(clock, "link", stages.link_actors, tools, parsed)
        results, unsearched = timed(clock, "extract", stages.extract, tools, linked, tokens=tokens)
        tables = timed(clock, "extract", to_tables, results, tokens=tokens)
        return Analysed(tables, [*unparsed, *unlinked, *unsearched], dict(clock))

    def records(self) -> dict[str, Any]:
        """What the tools are made from, entry by entry; see ``ingredients.records``."""
        return ingredients.records(self.tools, self._settings)


def timed(clock: dict[str, float], stage: str, work: Callable[..., T], *args: Any, **options: Any) -> T:
    """What the work gives; the seconds it takes are added to the stage's."""
    begin = perf_counter()
    try:
        return work(*args, **options)
    finally:
        clock[stage] += perf_counter() - begin


def parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Items in their order, so many at a time.

    >>> list(parts("αβγδε", 2))
    ['αβ', 'γδ', 'ε']
    """
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]
