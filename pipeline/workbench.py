"""What a batch is analysed with, wherever that is: a process loads models, lexicon and gazetteer once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from queue import LifoQueue, Queue
from time import perf_counter
from typing import Any, TypeVar

import pyarrow as pa

from pipeline import ingredients, stages
from pipeline.apart import Apart, LostError, ending
from pipeline.records import Article, Problem
from pipeline.settings import Pipeline
from pipeline.tables import to_tables

T = TypeVar("T")

_here: dict[str, Queue[Apart]] = {}
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
    """Analyses batches in processes apart, so that a document that takes too long is given up alone.

    As many threads can work at it at a time as ``settings.at_once`` says. Sent to another process it takes nothing with
    it, and has one process apart there, which loads what it needs when first used.

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
        self._mine = [self._made() for _ in range(settings.at_once)]
        self._idle = _waiting(self._mine)

    def __getstate__(self) -> dict[str, Any]:
        return {name: kept for name, kept in self.__dict__.items() if name not in ("_mine", "_idle")}

    def start(self) -> None:
        """Let the processes load what they need, without waiting for them.

        Raises:
            ModelError: when none can be started.
        """
        for apart in self._mine:
            apart.start()

    def analyse(self, articles: Sequence[Article]) -> Analysed:
        """Parse a batch, find its actors and claims, and lay all that was found into tables.

        A batch that takes longer than a document may, or brings its process down, is analysed again document by
        document: one that fails alone as well is left out.

        Raises:
            SettingsError: for a mistake in the YAML.
            ModelError: for a model that is missing or unfit.
        """
        clock = defaultdict[str, float](float)
        with self._taken() as apart:
            timed(clock, "load", apart.ready)
            try:
                found: Analysed = apart.ask(self._limit, "analyse", articles)
            except LostError:
                found = _together([self._alone(apart, article) for article in articles])
        found.seconds = dict(clock) | found.seconds
        return found

    def records(self) -> dict[str, Any]:
        """What the tools are made from, entry by entry; see ``ingredients.records``."""
        with self._taken() as apart:
            found: dict[str, Any] = apart.insist("records")
        return found

    def close(self) -> None:
        """End the processes apart, whatever they do; those of other processes end with these."""
        for apart in self._mine:
            apart.close()

    @contextmanager
    def _taken(self) -> Iterator[Apart]:
        idle = self._here() if not hasattr(self, "_idle") else self._idle
        apart = idle.get()
        try:
            yield apart
        finally:
            idle.put(apart)

    def _here(self) -> Queue[Apart]:
        """In a process that this was sent to."""
        if self._mark not in _here:
            for other in _here.values():
                other.get().close()
            _here.clear()
            _here[self._mark] = _waiting([self._made()])
        return _here[self._mark]

    def _made(self) -> Apart:
        return Apart(partial(Bench, self._settings, self._configs))

    def _alone(self, apart: Apart, article: Article) -> Analysed:
        try:
            found: Analysed = apart.ask(self._limit, "analyse", [article])
            return found
        except LostError as lost:
            problem = _given_up(article, lost, self._limit)
            return Analysed(to_tables([], tokens=self._settings.tokens), [problem], {})


def _waiting(aparts: Sequence[Apart]) -> Queue[Apart]:
    """A queue that gives first what was put back last: what has loaded its models."""
    idle: Queue[Apart] = LifoQueue()
    for apart in reversed(aparts):
        idle.put(apart)
    return idle


@contextmanager
def ahead(settings: Pipeline, configs: Path) -> Iterator[Workbench | None]:
    """A workbench whose processes load while the command still imports what it needs, seconds sooner.

    Gives None where that may be for nothing, as an earlier run may have analysed all there is; and for Dask.

    Args:
        settings: the checked ``pipeline.yaml``.
        configs: the folder with ``actors/`` and ``frames/``.

    Raises:
        ModelError: when no process can be started.
    """
    output = settings.output
    if settings.runner == "dask" or not isinstance(output, Path) or output.exists():
        yield None
        return
    with closing(Workbench(settings, configs, "")) as bench:
        bench.start()
        yield bench


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
    tables = {name: pa.concat_tables([part.tables[name] for part in parts]) for name in parts[0].tables}
    return Analysed(tables, [problem for part in parts for problem in part.problems], dict(seconds))


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
