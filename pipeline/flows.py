"""The stages as a Prefect flow: retries, states and artifacts. The only module that knows Prefect."""

from __future__ import annotations

import json
import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

# Before Prefect is imported: no telemetry; logs to its pages only, as the command says itself what went wrong.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.utilities.annotations import quote

from pipeline import duplicates, ingredients, runners, server, stages, summary
from pipeline.annotate import NAMES
from pipeline.errors import SettingsError, SourceError, StasisError
from pipeline.incremental import Plan, conditions, plan, rows_of
from pipeline.incremental import record as made_of
from pipeline.locations import Location
from pipeline.records import Article, Problem
from pipeline.settings import NO_BEARING, Pipeline, digest, tree
from pipeline.sources.configured import read_all
from pipeline.spreadsheet import EXCEL, PLAIN
from pipeline.store import Store
from pipeline.tables import join, refuse_twins, to_tables
from pipeline.versions import Provenance, Published
from pipeline.workbench import Analysed, Workbench, parts, timed

Progress = Callable[[str, int, int], None]
"""Told after each batch: what is being done, how many documents are done, of how many."""

progress: ContextVar[Progress] = ContextVar("progress", default=lambda stage, done, total: None)


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is asked to do: checked settings, the folder they came from, and files given instead of sources.

    ``full``: analyse every article anew, also those whose rows stand in the newest version.
    """

    settings: Pipeline
    configs: Path
    inputs: tuple[Path, ...] = ()
    full: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to: the published tables (``pyarrow.Table`` by name), which articles were analysed for them.

    ``seconds`` is time spent by stage.
    """

    published: Published
    tables: dict[str, Any]
    plan: Plan
    problems: tuple[Problem, ...]
    output: Location
    seconds: dict[str, float] = field(default_factory=dict)


class Batch:
    """Documents on their way between two tasks. A plain class: Prefect would walk through a list or dataclass."""

    def __init__(self, items: list[Any], problems: list[Problem]) -> None:
        self.items = items
        self.problems = problems


def _may_pass(_task: object, _run: object, state: Any) -> bool:
    """A mistake in the settings stays one however often it is tried."""
    return not isinstance(state.result(raise_on_failure=False), SettingsError)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=1, retry_condition_fn=_may_pass)
def read(job: Any) -> Batch:
    """Read the articles of all sources, or of the files given, and see which tell one story."""
    found = list(read_all(job.settings, job.configs, job.inputs))
    articles = [item for item in found if isinstance(item, Article)]
    articles = duplicates.grouped(articles, job.settings.duplicates.threshold)
    problems = [item for item in found if isinstance(item, Problem)]
    return Batch(articles, [*problems, *duplicates.notices(articles)])


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="analyse {number}")
def analyse(bench: Any, articles: Any, number: int) -> Analysed:
    """Parse a batch, find its actors and claims, and lay all that was found into tables."""
    found: Analysed = bench.analyse(articles)
    return found


@task(cache_policy=NO_CACHE, persist_result=False)
def describe(bench: Any) -> Batch:
    """What lexicon, gazetteer and settings hold, entry by entry: a single set of tables."""
    return Batch([bench.records()], [])


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=2)
def publish(tables: Any, store: Store, provenance: Provenance, records: Any, made: Any) -> Published:
    """Publish the tables as a version, unless nothing changed."""
    return store.publish(tables, provenance, records, made)


@flow(name="stasis", validate_parameters=False, persist_result=False)
def _stasis(output: str, sources: list[str]) -> Run:
    job, clock = _job(), defaultdict[str, float](float)
    batch = timed(clock, "read", read, quote(job))
    if not batch.items:
        raise SourceError("\n".join(["no article could be read, so nothing is published", *map(str, batch.problems)]))
    refuse_twins(batch.items)
    repeated = [stages.skipped(a) for a in batch.items if a.duplicate_of]
    articles = [a for a in batch.items if not a.duplicate_of]
    made, store = provenance(job), Store(output, dialect=EXCEL if job.settings.csv.excel else PLAIN)
    now = conditions(job.settings, made)
    newest = store.newest()
    before = store.ledger.made(newest.version) if newest else None
    todo = timed(clock, "compare", plan, articles, now, before, full=job.full)
    done = Batch([to_tables(repeated, tokens=job.settings.tokens)], batch.problems)
    if todo.kept:
        done.items.append(rows_of(todo.kept, {name: store.read(name) for name in store.names()}))
    bench = Workbench(job.settings, job.configs, json.dumps(now, sort_keys=True))
    found = _analyse(bench, job.settings, todo.fresh, clock) if todo.fresh else Batch([], [])
    # Where nothing is analysed, lexicon and gazetteer are those of the newest version, and so are their records.
    records = _records(bench, job.settings) if todo.fresh else ingredients.standing(store)
    tables = join(done.items + found.items)
    record = made_of(tables["documents"]["doc_id"].to_pylist(), articles, now)
    published = timed(clock, "publish", publish, quote(tables), store, made, quote(records), quote(record))
    run = Run(published, tables, todo, tuple(done.problems + found.problems), store.path, dict(clock))
    for problem in run.problems:
        get_run_logger().warning(problem)
    _artifacts(run)
    return run


def _analyse(bench: Workbench, settings: Pipeline, articles: Sequence[Article], clock: dict[str, float]) -> Batch:
    """The tables of articles, one set a batch."""
    done = Batch([], [])
    if settings.runner == "local":
        timed(clock, "load", lambda: bench.tools)
    for found, number in _batches(bench, settings, articles):
        for stage, spent in found.seconds.items():
            clock[stage] += spent
        done = Batch([*done.items, found.tables], [*done.problems, *found.problems])
        progress.get()("read and searched", min(number * settings.batch, len(articles)), len(articles))
    return done


def _batches(bench: Workbench, settings: Pipeline, articles: Sequence[Article]) -> Iterator[tuple[Analysed, int]]:
    """What came of each batch, in their order; so many are under way at a time that no worker waits for work."""
    todo = enumerate(parts(articles, settings.batch), start=1)
    if settings.runner == "local":
        yield from ((analyse(quote(bench), quote(part), number), number) for number, part in todo)
        return
    under_way: deque[tuple[Any, Sequence[Article], int]] = deque()
    for number, part in todo:
        under_way.append((analyse.submit(quote(bench), quote(part), number), part, number))
        if len(under_way) > 2 * runners.workers(settings):
            yield _outcome(bench, *under_way.popleft())
    while under_way:
        yield _outcome(bench, *under_way.popleft())


def _outcome(bench: Workbench, future: Any, part: Sequence[Article], number: int) -> tuple[Analysed, int]:
    try:
        return future.result(), number
    except StasisError:
        raise
    except Exception as error:
        # The worker was killed, or its machine is gone: the batch is not lost with it.
        get_run_logger().warning(f"batch {number} is analysed here, for its worker was lost ({type(error).__name__})")
        return analyse(quote(bench), quote(part), number), number


def _records(bench: Workbench, settings: Pipeline) -> Any:
    if settings.runner != "local":
        with suppress(Exception):  # its worker was lost: then it is done here
            return describe.submit(quote(bench)).result().items[0]
    return bench.records()


_asked: ContextVar[Job] = ContextVar("_asked")


def _job() -> Job:
    """What the run is asked to do. Dask sends the flow to its workers, where one that holds a ContextVar cannot go."""
    return _asked.get()


def run(job: Job, api: Callable[[], str] | None = None) -> Run:
    """Run the whole way, from files to a published version, as a Prefect flow.

    Without ``PREFECT_API_URL`` Prefect's own server runs beside it and stops with it.

    Args:
        job: what to do.
        api: gives the address of a server that is coming up already.

    Raises:
        SettingsError: for a mistake in the YAML.
        SourceError: when there is no article at all to publish.
        ModelError: for a model that is missing or unfit.
        StoreError: when the output cannot be written.
        StasisError: when Prefect's server does not answer.
    """
    Store(job.settings.output).check()
    names = [str(path) for path in job.inputs] or job.settings.sources
    with server.reached() if api is None else nullcontext(api) as address:
        _asked.set(job)
        with temporary_settings({PREFECT_API_URL: address()}):
            flow_of_run = _stasis.with_options(task_runner=runners.task_runner(job.settings))
            result: Run = flow_of_run(str(job.settings.output), names)
    return result


def provenance(job: Job) -> Provenance:
    """What a version is made from: hashes of settings, code, models, lexicon and gazetteer."""
    settings = job.settings.model_dump_json(exclude=set(NO_BEARING))
    return Provenance(
        config_hash=digest([], settings),
        code_version=f"{version('stasis')}+{digest(tree(Path(__file__).parent, '*.py'))[:8]}",
        models_hash=stages.models_hash(job.settings),
        lexicon_hash=digest(tree(job.configs / "frames", "*.yaml")),
        gazetteer_hash=digest(tree(job.configs / "actors", "*.yaml")),
        engine=NAMES.get(job.settings.engine, job.settings.engine),
    )


def _artifacts(run: Run) -> None:
    rows = summary.claim_rows(run.tables)
    total = run.tables["stance"].num_rows + run.tables["dependence"].num_rows
    note = summary.notice(run.tables)
    said = f"{len(rows)} of {total} claims found, the likeliest first"
    create_table_artifact(key="claims", table=rows, description=f"{said}. {note}".strip())
    text = summary.markdown(run.published, run.tables, run.problems, run.plan)
    create_markdown_artifact(key="summary", markdown=text)
