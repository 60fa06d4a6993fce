"""The stages as a Prefect flow: retries, states and artifacts. The only module that knows Prefect."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

# Before Prefect is imported: no telemetry; logs to its pages only, as the command says itself what went wrong.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect.utilities.annotations import quote

from pipeline import artifacts, batches, duplicates, ingredients, journal, runlog, server, stages, summary, triage
from pipeline.annotate import NAMES
from pipeline.errors import SettingsError, SourceError, refused
from pipeline.findings import Findings, gather
from pipeline.incremental import Plan, conditions
from pipeline.incremental import record as made_of
from pipeline.intake import Intake
from pipeline.locations import Location
from pipeline.records import Article, Problem
from pipeline.settings import NO_BEARING, Pipeline, digest, tree
from pipeline.shelf import Shelf
from pipeline.sources.configured import read_each
from pipeline.spool import Spool
from pipeline.spreadsheet import EXCEL, PLAIN
from pipeline.store import Store
from pipeline.tables import refuse_twins
from pipeline.versions import Provenance, Published
from pipeline.workbench import Workbench, timed

T = TypeVar("T")
PATIENCE = 6
"""Tries ever further apart, two minutes in all, with a server that goes away in the middle of a run. Prefect's own five
take hardly longer than the minute that it may be away. Not for ``stasis serve``, which would be as long in ending."""
Progress = Callable[[str, int, int], None]
"""Told after each batch: what is being done, how many documents are done, of how many."""

progress: ContextVar[Progress] = ContextVar("progress", default=lambda stage, done, total: None)


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is asked to do: checked settings, the folder they came from, and files given instead of sources.

    ``full``: analyse every article anew, also those whose rows stand in the newest version. ``bench``: what to analyse
    with, where its processes are loading already.
    """

    settings: Pipeline
    configs: Path
    inputs: tuple[Path, ...] = ()
    full: bool = False
    bench: Workbench | None = None

    @property
    def sources(self) -> list[str]:
        """What is read: names of sources, or the paths given instead."""
        return [str(path) for path in self.inputs] or self.settings.sources


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to: what was published, what is in it, which articles were analysed for it.

    ``seconds`` is time spent by stage.
    """

    published: Published
    findings: Findings
    plan: Plan
    problems: tuple[Problem, ...]
    output: Location
    seconds: dict[str, float] = field(default_factory=dict)


class Read:
    """What was read. A plain class: Prefect would walk through a list or dataclass."""

    def __init__(self, articles: Shelf, problems: list[Problem], intake: Intake) -> None:
        self.articles = articles
        self.problems = problems
        self.intake = intake


def _may_pass(_task: object, _run: object, state: Any) -> bool:
    """A mistake in the settings stays one however often it is tried."""
    return not isinstance(state.result(raise_on_failure=False), SettingsError)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=1, retry_condition_fn=_may_pass)
def read(job: Any) -> Read:
    """Read the articles of all sources, or of the files given, and see which tell one story."""
    shelf, problems = Shelf(), list[Problem]()

    def kept() -> Iterator[tuple[str, Article | Problem]]:
        for source, item in read_each(job.settings, job.configs, job.inputs):
            if isinstance(item, Article):
                shelf.put(item)
            else:
                problems.append(item)
            yield source, item

    intake = Intake(job.sources, kept())
    ids = [article.doc_id for article in shelf]
    for at, first in enumerate(duplicates.firsts(shelf, job.settings.duplicates.threshold)):
        shelf.repeat(at, "" if first == at else ids[first])
    return Read(shelf, [*problems, *duplicates.notices(shelf)], intake)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=2)
def publish(tables: Any, store: Store, provenance: Provenance, records: Any, made: Any) -> Published:
    """Publish the tables as a version, unless nothing changed."""
    return store.publish(tables, provenance, records, made)


def _named() -> str:
    return summary.run_name(flow_run.parameters["sources"], datetime.now().astimezone())


@flow(name="stasis", flow_run_name=_named, validate_parameters=False, persist_result=False)
def _stasis(output: str, sources: list[str]) -> Run:
    return whole_way(_job())


def whole_way(job: Job) -> Run:
    """All stages, as part of the flow run that is going on; kept in its log and in the history of the output."""
    with journal.keeping(job.settings, job.sources, flow_run.name or "", str(flow_run.id)) as kept:
        try:
            run, intake = _way(job)
        except OSError as error:
            raise refused(error) or error from error
        kept.done(run.published, run.findings.claims, run.plan, run.problems, intake, run.seconds)
    return run


def _way(job: Job) -> tuple[Run, Intake]:
    clock = defaultdict[str, float](float)
    given = _timed(clock, "read", read, quote(job))
    if not given.articles:
        raise SourceError("\n".join(["no article could be read, so nothing is published", *map(str, given.problems)]))
    with closing(given.articles), Spool() as spool:
        run = _worked(job, given, spool, clock)
    for some in summary.parted(run.problems).values():
        for line in summary.foremost(some):
            get_run_logger().warning(line)
    artifacts.leave(run)
    return run, given.intake


def _worked(job: Job, given: Read, spool: Spool, clock: dict[str, float]) -> Run:
    """Analyse what must be, take over what stands, publish both."""
    refuse_twins(given.articles)
    made, store = provenance(job), Store(job.settings.output, dialect=EXCEL if job.settings.csv.excel else PLAIN)
    now = conditions(job.settings, made)
    articles = triage.alone(given.articles, spool, job.settings)
    todo = _timed(clock, "compare", triage.compared, articles, store, now, spool, full=job.full)
    if todo.fresh:
        found, records = _analyse(job, json.dumps(now, sort_keys=True), todo.fresh, spool, clock)
    else:  # lexicon and gazetteer are those of the newest version, and so are their records
        found, records = [], ingredients.standing(store)
    findings = gather(spool.parts(), list(todo.why))
    record = made_of(findings.doc_ids, articles, now)
    published = _timed(clock, "publish", publish, quote(spool), store, made, quote(records), quote(record))
    return Run(published, findings, todo, tuple(given.problems + found), store.path, dict(clock))


def _analyse(
    job: Job, mark: str, articles: Sequence[Article], spool: Spool, clock: dict[str, float]
) -> tuple[list[Problem], Any]:
    """Spool the tables of articles; what was left out, and the records of what they were made with."""
    problems, total, size = list[Problem](), len(articles), job.settings.batch
    bench = job.bench or Workbench(job.settings, job.configs, mark)
    with batches.running(job.settings, bench) as work:
        for number, found in enumerate(work.analysed(articles), start=1):
            for stage, spent in found.seconds.items():
                clock[stage] += spent
                runlog.note("stage", stage=stage, batch=number, seconds=round(spent, 3), problems=len(found.problems))
            spool.add(found.tables)
            problems += found.problems
            progress.get()("read and searched", min(number * size, total), total)
        return problems, work.records()


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
        with temporary_settings({PREFECT_API_URL: address(), PREFECT_CLIENT_MAX_RETRIES: PATIENCE}):
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
        counts = {"items": len(result.articles), "problems": len(result.problems)} if isinstance(result, Read) else {}
        runlog.note("stage", stage=stage, seconds=round(clock[stage] - before, 3), done=result is not None, **counts)
