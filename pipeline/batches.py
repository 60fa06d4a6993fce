"""Batches of articles as Prefect's tasks, one after the other, several at a time, or on a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import TaskRunner
from prefect.utilities.annotations import quote

from pipeline import runners
from pipeline.errors import StasisError
from pipeline.records import Article
from pipeline.settings import Pipeline
from pipeline.workbench import Analysed, Workbench, parts


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="analyse {number}")
def analyse(bench: Any, articles: Any, number: int) -> Analysed:
    """Parse a batch, find its actors and claims, and lay all that was found into tables."""
    found: Analysed = bench.analyse(articles)
    return found


@task(cache_policy=NO_CACHE, persist_result=False)
def describe(bench: Any) -> Analysed:
    """What lexicon, gazetteer and settings hold, entry by entry: tables only."""
    return Analysed(bench.records(), [], {})


class Work:
    """The work on batches, for as long as its workers are there.

    Args:
        settings: the checked ``pipeline.yaml``.
        bench: what a batch is analysed with.
        pool: where the tasks are done; None for in this process.
    """

    def __init__(self, settings: Pipeline, bench: Workbench, pool: TaskRunner[Any] | None) -> None:
        self._settings = settings
        self._bench = bench
        self._pool = pool

    def analysed(self, articles: Sequence[Article]) -> Iterator[Analysed]:
        """What came of each batch, in their order; so many are under way at a time that no worker waits for work."""
        todo = enumerate(parts(articles, self._settings.batch), start=1)
        if self._pool is None:
            yield from (analyse(quote(self._bench), quote(part), number) for number, part in todo)
            return
        under_way: deque[tuple[Any, Sequence[Article], int]] = deque()
        for number, part in todo:
            asked = {"bench": quote(self._bench), "articles": quote(part), "number": number}
            under_way.append((self._pool.submit(analyse, asked), part, number))
            if len(under_way) > 2 * self._settings.at_once:
                yield self._outcome(*under_way.popleft())
        while under_way:
            yield self._outcome(*under_way.popleft())

    def records(self) -> Any:
        """What lexicon, gazetteer and settings hold, for ``Store.publish``."""
        if self._pool is not None:
            with suppress(Exception):  # its worker was lost: then it is done here
                return self._pool.submit(describe, {"bench": quote(self._bench)}).result().tables
        return self._bench.records()

    def _outcome(self, future: Any, part: Sequence[Article], number: int) -> Analysed:
        try:
            found: Analysed = future.result()
            return found
        except StasisError:
            raise
        except Exception as error:
            # The worker was killed, or its machine is gone: the batch is not lost with it.
            said = f"batch {number} is analysed here, for its worker was lost ({type(error).__name__})"
            get_run_logger().warning(said)
            return analyse(quote(self._bench), quote(part), number)


@contextmanager
def running(settings: Pipeline, bench: Workbench) -> Iterator[Work]:
    """Start the workers that the settings ask for, and stop them in the end.

    Raises:
        SettingsError: when Dask is asked for and not installed.
    """
    with nullcontext() if settings.runner == "local" else runners.task_runner(settings) as pool, closing(bench):
        yield Work(settings, bench, pool)
