"""A run as it is written down: line by line in its log, and at its end, however it ends, in the output's history."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

from pipeline import history, runlog
from pipeline.errors import StasisError, StoreError
from pipeline.history import Record
from pipeline.incremental import NEW
from pipeline.intake import Given, Intake
from pipeline.outputs import output_at
from pipeline.records import Notice, Problem
from pipeline.runlog import RunLog
from pipeline.settings import Pipeline

if TYPE_CHECKING:
    from pipeline.incremental import Plan
    from pipeline.versions import Published


class Journal:
    """What is known of a run that is going on."""

    def __init__(self, log: RunLog, sources: Sequence[str]) -> None:
        self.log = log
        self.sources: dict[str, Given | None] = dict.fromkeys(sources)
        self.version, self.is_new, self.stages = 0, False, dict[str, float]()

    def done(
        self,
        published: Published,
        claims: Mapping[str, int],
        plan: Plan,
        problems: Sequence[Problem],
        intake: Intake,
        seconds: Mapping[str, float],
    ) -> None:
        """Write down what the run came to; ``claims`` counts those of each document."""
        new = [doc_id for doc_id, cause in plan.why.items() if cause == NEW]
        given = intake.given(claims, problems, new)
        self.sources.update(given)
        self.version, self.is_new = published.version, published.is_new
        self.stages = {stage: round(spent, 3) for stage, spent in seconds.items()}
        for name, found in given.items():
            self.log.note("source", source=name, **asdict(found))
        for problem in problems:
            # Of the reason only what stands before a colon or bracket: an exception behind it may quote an article.
            kind = problem.reason.partition(":")[0].partition("(")[0].strip()
            event = "notice" if isinstance(problem, Notice) else "problem"
            self.log.note(event, place=problem.place, reason=kind[:120])


@contextmanager
def keeping(settings: Pipeline, sources: Sequence[str], name: str = "", flow_run: str = "") -> Iterator[Journal]:
    """Keep the journal of a run from its beginning to its end.

    Args:
        settings: of the run.
        sources: the names of those it is asked to read.
        name: what the run is called.
        flow_run: its id in Prefect.
    """
    run, started, begin = secrets.token_hex(4), datetime.now(UTC), perf_counter()
    with runlog.opened(settings, run, started) as log:
        journal, state, why = Journal(log, sources), "completed", ""
        log.note("begun", name=name, flow_run=flow_run, sources=list(sources), output=str(settings.output))
        try:
            yield journal
        except Exception as error:
            state, why = "failed", _said(error)
            raise
        except BaseException:
            state = "stopped"
            raise
        finally:
            record = Record(
                run=run,
                started=started.isoformat(timespec="seconds"),
                seconds=round(perf_counter() - begin, 3),
                state=state,
                name=name,
                flow_run=flow_run,
                error=why,
                version=journal.version,
                is_new=journal.is_new,
                sources=journal.sources,
                stages=journal.stages,
            )
            log.note("ended", state=state, seconds=record.seconds, error=why, version=record.version)
            _remember(settings, record, log)


def _remember(settings: Pipeline, record: Record, log: RunLog) -> None:
    """The tables are published by now, or the run has failed for a better reason: this must not be why it fails."""
    try:
        history.remember(output_at(settings.output), record)
    except StoreError as error:
        log.note("not remembered", error=error.problem)


def _said(error: Exception) -> str:
    """Ours in their own words, first line; of others only what kind they are, for they may quote an article."""
    problem = error.problem.splitlines()[0] if isinstance(error, StasisError) else ""
    return f"{type(error).__name__}: {problem}" if problem else type(error).__name__
