"""The stages as a Prefect flow: retries, states and artifacts. The only module that knows Prefect."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

# Before Prefect is imported: no telemetry; logs to its pages only, as the command says itself what went wrong.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.utilities.annotations import quote

from pipeline import duplicates, ingredients, server, stages, summary
from pipeline.annotate import NAMES
from pipeline.errors import SettingsError, SourceError, StasisError
from pipeline.incremental import Plan, conditions, plan, rows_of
from pipeline.incremental import record as made_of
from pipeline.locations import Location
from pipeline.records import Article, Problem
from pipeline.settings import Pipeline, digest, tree
from pipeline.sources.configured import read_all
from pipeline.spreadsheet import EXCEL, PLAIN
from pipeline.stages import Linked, Tools
from pipeline.store import Store
from pipeline.tables import join, refuse_twins, to_tables
from pipeline.versions import Provenance, Published

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


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="annotate {number}")
def annotate(tools: Any, articles: Any, number: int) -> Batch:
    """Parse a batch of articles."""
    return Batch(*stages.annotate(tools, articles))


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="link {number}")
def link(tools: Any, parsed: Batch, number: int) -> Batch:
    """Find the actors of a batch."""
    linked, problems = stages.link_actors(tools, parsed.items)
    return Batch(linked, parsed.problems + problems)


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="extract {number}")
def extract(tools: Any, linked: Batch, number: int, tokens: bool) -> Batch:
    """Find the claims of a batch, and lay all that was found into tables."""
    items: list[Linked] = linked.items
    results, problems = stages.extract(tools, items, tokens=tokens)
    return Batch([to_tables(results, tokens=tokens)], linked.problems + problems)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=2)
def publish(tables: Any, store: Store, provenance: Provenance, records: Any, made: Any) -> Published:
    """Publish the tables as a version, unless nothing changed."""
    return store.publish(tables, provenance, records, made)


@flow(name="stasis", validate_parameters=False, persist_result=False)
def _stasis(output: str, sources: list[str]) -> Run:
    job, clock = _asked.get(), defaultdict[str, float](float)
    batch = _timed(clock, "read", read, quote(job))
    if not batch.items:
        raise SourceError("\n".join(["no article could be read, so nothing is published", *map(str, batch.problems)]))
    refuse_twins(batch.items)
    repeated = [stages.skipped(a) for a in batch.items if a.duplicate_of]
    articles = [a for a in batch.items if not a.duplicate_of]
    made, store = provenance(job), Store(output, dialect=EXCEL if job.settings.csv.excel else PLAIN)
    now = conditions(job.settings, made)
    newest = store.newest()
    before = store.ledger.made(newest.version) if newest else None
    todo = _timed(clock, "compare", plan, articles, now, before, full=job.full)
    done = Batch([to_tables(repeated, tokens=job.settings.tokens)], batch.problems)
    if todo.kept:
        done.items.append(rows_of(todo.kept, {name: store.read(name) for name in store.names()}))
    # Where nothing is analysed, lexicon and gazetteer are those of the newest version, and so are their records.
    tools = _timed(clock, "load", stages.load_tools, job.settings, job.configs) if todo.fresh else None
    found = _analyse(tools, job.settings, todo.fresh, clock) if tools else Batch([], [])
    records = ingredients.records(tools, job.settings) if tools else ingredients.standing(store)
    tables = join(done.items + found.items)
    record = made_of(tables["documents"]["doc_id"].to_pylist(), articles, now)
    published = _timed(clock, "publish", publish, quote(tables), store, made, quote(records), quote(record))
    run = Run(published, tables, todo, tuple(done.problems + found.problems), store.path, dict(clock))
    for problem in run.problems:
        get_run_logger().warning(problem)
    _artifacts(run)
    return run


def _analyse(tools: Tools, settings: Pipeline, articles: Sequence[Article], clock: dict[str, float]) -> Batch:
    """The tables of articles, one set a batch."""
    done = Batch([], [])
    for number, part in enumerate(_parts(articles, settings.batch), start=1):
        parsed = _timed(clock, "annotate", annotate, quote(tools), quote(part), number)
        linked = _timed(clock, "link", link, quote(tools), quote(parsed), number)
        found = _timed(clock, "extract", extract, quote(tools), quote(linked), number, settings.tokens)
        done = Batch(done.items + found.items, done.problems + found.problems)
        progress.get()("read and searched", min(number * settings.batch, len(articles)), len(articles))
    return done


_asked: ContextVar[Job] = ContextVar("_asked")


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
    with _api() if api is None else nullcontext(api) as address:
        _asked.set(job)
        with temporary_settings({PREFECT_API_URL: address()}):
            result: Run = _stasis(str(job.settings.output), names)
    return result


@contextmanager
def _api() -> Iterator[Callable[[], str]]:
    """The address of Prefect's API: the one that is set, which must answer, or a server's for this run."""
    if not (url := PREFECT_API_URL.value()):
        with server.beside() as address:
            yield address
        return
    with get_client(sync_client=True) as client:
        if error := client.api_healthcheck():
            raise StasisError(
                f"Prefect's server does not answer ({error})", place=url, remedy="start it, or unset PREFECT_API_URL"
            )
    yield lambda: url


def provenance(job: Job) -> Provenance:
    """What a version is made from: hashes of settings, code, models, lexicon and gazetteer."""
    settings = job.settings.model_dump_json(exclude={"output", "csv", "raw", "web"})
    return Provenance(
        config_hash=digest([], settings),
        code_version=f"{version('stasis')}+{digest(tree(Path(__file__).parent, '*.py'))[:8]}",
        models_hash=stages.models_hash(job.settings),
        lexicon_hash=digest(tree(job.configs / "frames", "*.yaml")),
        gazetteer_hash=digest(tree(job.configs / "actors", "*.yaml")),
        engine=NAMES.get(job.settings.engine, job.settings.engine),
    )


def _timed(clock: dict[str, float], stage: str, work: Callable[..., Any], *args: Any, **options: Any) -> Any:
    begin = perf_counter()
    try:
        return work(*args, **options)
    finally:
        clock[stage] += perf_counter() - begin


def _parts(articles: Sequence[Article], size: int) -> Iterator[Sequence[Article]]:
    for begin in range(0, len(articles), size):
        yield articles[begin : begin + size]


def _artifacts(run: Run) -> None:
    rows = summary.claim_rows(run.tables)
    total = run.tables["stance"].num_rows + run.tables["dependence"].num_rows
    note = summary.notice(run.tables)
    said = f"{len(rows)} of {total} claims found, the likeliest first"
    create_table_artifact(key="claims", table=rows, description=f"{said}. {note}".strip())
    text = summary.markdown(run.published, run.tables, run.problems, run.plan)
    create_markdown_artifact(key="summary", markdown=text)
