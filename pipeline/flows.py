"""The stages as a Prefect flow: retries, states and artifacts. The only module that knows Prefect."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

# Before Prefect is imported: no telemetry; logs to its pages only, as the command says itself what went wrong; and two
# minutes of patience, of tries ever further apart, with a server that goes away in the middle of a run, not one.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", "6")

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.utilities.annotations import quote

from pipeline import artifacts, batches, duplicates, ingredients, journal, runlog, server, stages
from pipeline.annotate import NAMES
from pipeline.errors import SettingsError, SourceError
from pipeline.incremental import Plan, conditions, plan, rows_of
from pipeline.incremental import record as made_of
from pipeline.intake import Intake
from pipeline.locations import Location
from pipeline.records import Article, Problem
from pipeline.settings import NO_BEARING, Pipeline, digest, tree
from pipeline.sources.configured import read_each
from pipeline.spreadsheet import EXCEL, PLAIN
from pipeline.store import Store
from pipeline.summary import run_name
from pipeline.tables import join, refuse_twins, to_tables
from pipeline.versions import Provenance, Published
from pipeline.workbench import Workbench, timed

T = TypeVar("T")
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

    @property
    def sources(self) -> list[str]:
        """What is read: names of sources, or the paths given instead."""
        return [str(path) for path in self.inputs] or self.settings.sources


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

    def __init__(self, items: list[Any], problems: list[Problem], intake: Intake | None = None) -> None:
        self.items = items
        self.problems = problems
        self.intake = intake or Intake([], [])


def _may_pass(_task: object, _run: object, state: Any) -> bool:
    """A mistake in the settings stays one however often it is tried."""
    return not isinstance(state.result(raise_on_failure=False), SettingsError)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=1, retry_condition_fn=_may_pass)
def read(job: Any) -> Batch:
    """Read the articles of all sources, or of the files given, and see which tell one story."""
    found = list(read_each(job.settings, job.configs, job.inputs))
    articles = [item for _, item in found if isinstance(item, Article)]
    articles = duplicates.grouped(articles, job.settings.duplicates.threshold)
    problems = [item for _, item in found if isinstance(item, Problem)]
    return Batch(articles, [*problems, *duplicates.notices(articles)], Intake(job.sources, found))


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=2)
def publish(tables: Any, store: Store, provenance: Provenance, records: Any, made: Any) -> Published:
    """Publish the tables as a version, unless nothing changed."""
    return store.publish(tables, provenance, records, made)


def _named() -> str:
    return run_name(flow_run.parameters["sources"], datetime.now().astimezone())


@flow(name="stasis", flow_run_name=_named, validate_parameters=False, persist_result=False)
def _stasis(output: str, sources: list[str]) -> Run:
    return whole_way(_job())


def whole_way(job: Job) -> Run:
    """All stages, as part of the flow run that is going on; kept in its log and in the history of the output."""
    with journal.keeping(job.settings, job.sources, flow_run.name or "", str(flow_run.id)) as kept:
        run, intake = _way(job)
        kept.done(run.published, run.tables, run.plan, run.problems, intake, run.seconds)
    return run


def _way(job: Job) -> tuple[Run, Intake]:
    clock = defaultdict[str, float](float)
    batch = _timed(clock, "read", read, quote(job))
    if not batch.items:
        raise SourceError("\n".join(["no article could be read, so nothing is published", *map(str, batch.problems)]))
    refuse_twins(batch.items)
    repeated = [stages.skipped(a) for a in batch.items if a.duplicate_of]
    articles = [a for a in batch.items if not a.duplicate_of]
    made, store = provenance(job), Store(job.settings.output, dialect=EXCEL if job.settings.csv.excel else PLAIN)
    now = conditions(job.settings, made)
    newest = store.newest()
    before = store.ledger.made(newest.version) if newest else None
    todo = _timed(clock, "compare", plan, articles, now, before, full=job.full)
    done = Batch([to_tables(repeated, tokens=job.settings.tokens)], batch.problems)
    if todo.kept:
        done.items.append(rows_of(todo.kept, {name: store.read(name) for name in store.names()}))
    if todo.fresh:
        found, records = _analyse(job, json.dumps(now, sort_keys=True), todo.fresh, clock)
    else:  # lexicon and gazetteer are those of the newest version, and so are their records
        found, records = Batch([], []), ingredients.standing(store)
    tables = join(done.items + found.items)
    record = made_of(tables["documents"]["doc_id"].to_pylist(), articles, now)
    published = _timed(clock, "publish", publish, quote(tables), store, made, quote(records), quote(record))
    run = Run(published, tables, todo, tuple(done.problems + found.problems), store.path, dict(clock))
    for problem in run.problems:
        get_run_logger().warning(problem)
    artifacts.leave(run)
    return run, batch.intake


def _analyse(job: Job, mark: str, articles: Sequence[Article], clock: dict[str, float]) -> tuple[Batch, Any]:
    """The tables of articles, one set a batch, and the records of what they were made with."""
    done, total, size = Batch([], []), len(articles), job.settings.batch
    with batches.running(job.settings, Workbench(job.settings, job.configs, mark)) as work:
        for number, found in enumerate(work.analysed(articles), start=1):
            for stage, spent in found.seconds.items():
                clock[stage] += spent
                runlog.note("stage", stage=stage, batch=number, seconds=round(spent, 3), problems=len(found.problems))
            done = Batch([*done.items, found.tables], [*done.problems, *found.problems])
            progress.get()("read and searched", min(number * size, total), total)
        return done, work.records()


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
    with server.set_or_beside() if api is None else nullcontext(api) as address:
        _asked.set(job)
        with temporary_settings({PREFECT_API_URL: address()}):
            result: Run = _stasis(str(job.settings.output), job.sources)
    return result


def provenance(job: Job) -> Provenance:
    """What a version is made from: hashes of settings, code, models, lexicon and gazetteer."""
    settings = job.settings.model_dump_json(exclude=NO_BEARING)
    return Provenance(
        config_hash=digest([], settings),
        code_version=f"{version('stasis')}+{digest(tree(Path(__file__).parent, '*.py'))[:8]}",
        models_hash=stages.models_hash(job.settings),
        lexicon_hash=digest(tree(job.configs / "frames", "*.yaml")),
        gazetteer_hash=digest(tree(job.configs / "actors", "*.yaml")),
        engine=NAMES.get(job.settings.engine, job.settings.engine),
    )


def _timed(clock: dict[str, float], stage: str, work: Callable[..., T], *args: Any, **options: Any) -> T:
    before, result = clock[stage], None
    try:
        result = timed(clock, stage, work, *args, **options)
        return result
    finally:
        counts = {"items": len(result.items), "problems": len(result.problems)} if isinstance(result, Batch) else {}
        runlog.note("stage", stage=stage, seconds=round(clock[stage] - before, 3), done=result is not None, **counts)
