"""The stages as a Prefect flow: retries, states and artifacts. The only module that knows Prefect."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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

from pipeline import ingredients, server, stages, summary
from pipeline.errors import SettingsError, SourceError, StasisError
from pipeline.records import Article, Problem, Result
from pipeline.settings import Pipeline, digest, tree
from pipeline.sources.configured import read_all
from pipeline.stages import Linked, Tools
from pipeline.store import Store
from pipeline.tables import to_tables
from pipeline.versions import Provenance, Published

Progress = Callable[[str, int, int], None]
"""Told after each batch: what is being done, how many documents are done, of how many."""

progress: ContextVar[Progress] = ContextVar("progress", default=lambda stage, done, total: None)


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is asked to do: checked settings, the folder they came from, and files given instead of sources."""

    settings: Pipeline
    configs: Path
    inputs: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to. ``seconds`` is time spent by stage."""

    published: Published
    results: tuple[Result, ...]
    problems: tuple[Problem, ...]
    output: Path
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
    """Read the articles of all sources, or of the files given."""
    found = list(read_all(job.settings, job.configs, job.inputs))
    articles = [item for item in found if isinstance(item, Article)]
    return Batch(articles, [item for item in found if isinstance(item, Problem)])


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
    """Find the claims of a batch."""
    items: list[Linked] = linked.items
    results, problems = stages.extract(tools, items, tokens=tokens)
    return Batch(results, linked.problems + problems)


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=2)
def publish(results: Any, output: Path, provenance: Provenance, records: Any, tokens: bool) -> Published:
    """Lay the results into tables and publish them as a version, unless nothing changed."""
    return Store(output).publish(to_tables(results, tokens=tokens), provenance, records)


@flow(name="stasis", validate_parameters=False, persist_result=False)
def _stasis(output: str, sources: list[str]) -> Run:
    job, tools = _asked.get()
    clock: dict[str, float] = defaultdict(float)
    batch = _timed(clock, "read", read, quote(job))
    if not batch.items:
        raise SourceError("\n".join(["no article could be read, so nothing is published", *map(str, batch.problems)]))
    done = Batch([stages.skipped(a) for a in batch.items if a.duplicate_of], batch.problems)
    articles = [a for a in batch.items if not a.duplicate_of]
    for number, part in enumerate(_parts(articles, job.settings.batch), start=1):
        parsed = _timed(clock, "annotate", annotate, quote(tools), quote(part), number)
        linked = _timed(clock, "link", link, quote(tools), quote(parsed), number)
        found = _timed(clock, "extract", extract, quote(tools), quote(linked), number, job.settings.tokens)
        done = Batch(done.items + found.items, done.problems + found.problems)
        progress.get()("read and searched", min(number * job.settings.batch, len(articles)), len(articles))
    made, kept = provenance(job, tools), quote(ingredients.records(tools, job.settings))
    published = _timed(clock, "publish", publish, quote(done.items), Path(output), made, kept, job.settings.tokens)
    for problem in done.problems:
        get_run_logger().warning(problem)
    run = Run(published, tuple(done.items), tuple(done.problems), Path(output), dict(clock))
    _artifacts(run)
    return run


_asked: ContextVar[tuple[Job, Tools]] = ContextVar("_asked")


def run(job: Job) -> Run:
    """Run the whole way, from files to a published version, as a Prefect flow.

    Without ``PREFECT_API_URL`` Prefect's own server runs beside it and stops with it.

    Args:
        job: what to do.

    Raises:
        SettingsError: for a mistake in the YAML.
        SourceError: when there is no article at all to publish.
        ModelError: for a model that is missing or unfit.
        StoreError: when the output cannot be written.
        StasisError: when Prefect's server does not answer.
    """
    Store(job.settings.output).check()
    names = [str(path) for path in job.inputs] or job.settings.sources
    with _api() as address:
        _asked.set((job, stages.load_tools(job.settings, job.configs)))
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


def provenance(job: Job, tools: Tools) -> Provenance:
    """What a version is made from: hashes of settings, code, models, lexicon and gazetteer."""
    settings = job.settings.model_dump_json(exclude={"output"})
    return Provenance(
        config_hash=digest([], settings),
        code_version=f"{version('stasis')}+{digest(tree(Path(__file__).parent, '*.py'))[:8]}",
        models_hash=tools.models_hash,
        lexicon_hash=digest(tree(job.configs / "frames", "*.yaml")),
        gazetteer_hash=digest(tree(job.configs / "actors", "*.yaml")),
        engine=tools.engine.name,
    )


def _timed(clock: dict[str, float], stage: str, work: Callable[..., Any], *args: Any) -> Any:
    begin = perf_counter()
    try:
        return work(*args)
    finally:
        clock[stage] += perf_counter() - begin


def _parts(articles: Sequence[Article], size: int) -> Iterator[Sequence[Article]]:
    for begin in range(0, len(articles), size):
        yield articles[begin : begin + size]


def _artifacts(run: Run) -> None:
    rows = summary.claim_rows(run.results)
    said = f"{len(rows)} of {len(summary.claims_of(run.results))} claims found, the likeliest first"
    note = summary.notice(run.results)
    create_table_artifact(key="claims", table=rows, description=f"{said}. {note}".strip())
    create_markdown_artifact(key="summary", markdown=summary.markdown(run.published, run.results, run.problems))
