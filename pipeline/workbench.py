"""What a batch is analysed with, wherever that is: a process loads models, lexicon and gazetteer once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from pipeline import ingredients, stages
from pipeline.apart import Apart, LostError, ending
from pipeline.records import Article, Problem
from pipeline.settings import Pipeline
from pipeline.tables import join, to_tables

T = TypeVar("T")

_here: dict[str, Apart] = {}
"""The process apart that works for this one, by mark; of one mark only."""


class Analysed:
    """What came of a batch: tables (``pyarrow.Table`` by name), what was left out, seconds by stage.

    A plain class, as Prefect would walk through a dataclass.
    """

    def __init__(self, tables: dict[str, Any], problems: list[Problem], seconds: dict[str, float]) -> None:
        self.tables = tables
        self.problems = problems
        self.seconds = seconds


class Workbench:
    """Analyses batches in a process apart, so that a document that takes too long is given up alone.

    Sent to another process it takes nothing with it, and loads there what it needs when first used.

    Args:
        settings: the checked ``pipeline.yaml``.
        configs: the folder with ``actors/`` and ``frames/``, which other machines must have at the same place.
        mark: changes whenever anything does that the tools are made from.
    """

    def __init__(self, settings: Pipeline, configs: Path, mark: str) -> None:
        self._settings = settings
        self._configs = configs.absolute()
        self._mark = mark
        self._limit = settings.limits.document_seconds
        self._mine: Apart | None = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_mine": None, "_sent": True}

    def analyse(self, articles: Sequence[Article]) -> Analysed:
        """Parse a batch, find its actors and claims, and lay all that was found into tables.

        A batch that takes longer than a document may, or brings its process down, is analysed again document by
        document: one that fails alone as well is left out.

        Raises:
            SettingsError: for a mistake in the YAML.
            ModelError: for a model that is missing or unfit.
        """
        clock = defaultdict[str, float](float)
        timed(clock, "load", self._apart.ready)
        try:
            found: Analysed = self._apart.ask(self._limit, "analyse", articles)
        except LostError:
            found = _together([self._alone(article) for article in articles])
        found.seconds = dict(clock) | found.seconds
        return found

    def records(self) -> dict[str, Any]:
        """What the tools are made from, entry by entry; see ``ingredients.records``."""
        found: dict[str, Any] = self._apart.insist("records")
        return found

    def close(self) -> None:
        """End the process apart; what it was sent to other processes ends with these."""
        if self._mine:
            self._mine.close()

    @property
    def _apart(self) -> Apart:
        if not hasattr(self, "_sent"):
            self._mine = self._mine or self._made()
            return self._mine
        if self._mark not in _here:
            for other in _here.values():
                other.close()
            _here.clear()
            _here[self._mark] = self._made()
        return _here[self._mark]

    def _made(self) -> Apart:
        settings, configs = self._settings, self._configs
        return Apart(lambda: Bench(settings, configs))

    def _alone(self, article: Article) -> Analysed:
        try:
            found: Analysed = self._apart.ask(self._limit, "analyse", [article])
            return found
        except LostError as lost:
            problem = _given_up(article, lost, self._limit)
            return Analysed(to_tables([], tokens=self._settings.tokens), [problem], {})


class Bench:
    """The tools, in the process that works with them.

    Args:
        settings: the checked ``pipeline.yaml``.
        configs: the folder with ``actors/`` and ``frames/``.

    Raises:
        SettingsError: for a mistake in the YAML.
        ModelError: for a model that is missing or unfit.
    """

    def __init__(self, settings: Pipeline, configs: Path) -> None:
        self._settings = settings
        self._tools = stages.load_tools(settings, configs)

    def analyse(self, articles: Sequence[Article]) -> Analysed:
        """As ``Workbench.analyse``, for as long as it takes."""
        clock = defaultdict[str, float](float)
        tools, tokens = self._tools, self._settings.tokens
        parsed, unparsed = timed(clock, "annotate", stages.annotate, tools, articles)
        linked, unlinked = timed(clock, "link", stages.link_actors, tools, parsed)
        results, unsearched = timed(clock, "extract", stages.extract, tools, linked, tokens=tokens)
        tables = timed(clock, "extract", to_tables, results, tokens=tokens)
        return Analysed(tables, [*unparsed, *unlinked, *unsearched], dict(clock))

    def records(self) -> dict[str, Any]:
        """As ``Workbench.records``."""
        return ingredients.records(self._tools, self._settings)


def _together(parts: Sequence[Analysed]) -> Analysed:
    seconds = defaultdict[str, float](float)
    for part in parts:
        for stage, spent in part.seconds.items():
            seconds[stage] += spent
    return Analysed(join([part.tables for part in parts]), [p for part in parts for p in part.problems], dict(seconds))


def _given_up(article: Article, lost: LostError, limit: float) -> Problem:
    place = article.path or article.doc_id
    again = "the article is left out, and tried again by the next run"
    if lost.late:
        reason = f"takes too long: more than the {limit:g} seconds of limits.document_seconds"
        return Problem(place, reason, f"{again}; raise limits.document_seconds in configs/pipeline.yaml, or split it")
    reason = f"cannot be analysed: its process {ending(lost)}"
    return Problem(place, reason, f"{again}; see that there is memory enough, and please report it with its text")


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
