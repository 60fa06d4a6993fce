"""The flow that a deployment starts: its parameters are plain JSON, and from there on it goes the way of every run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import deployment as running
from prefect.runtime import flow_run
from prefect.states import Completed

from pipeline import summary
from pipeline.deployments import overriding
from pipeline.flows import Job, whole_way
from pipeline.records import Notice
from pipeline.scheduling.catchup import let_go
from pipeline.settings import Pipeline, load
from pipeline.store import Store

FLOW = "stasis scheduled"
ENTRYPOINT = f"{__name__}.scheduled"


def _named() -> str:
    parameters = flow_run.parameters
    due = flow_run.scheduled_start_time or datetime.now(UTC)
    settings = _settings(parameters["config"], parameters["overrides"])
    return summary.run_name(settings.sources, due.astimezone(ZoneInfo(parameters["timezone"])))


@flow(name=FLOW, flow_run_name=_named, validate_parameters=False, persist_result=False)
def scheduled(config: str, timezone: str, overrides: dict[str, Any]) -> State[Any]:
    """Run a deployment once.

    Args:
        config: the path of ``pipeline.yaml``, read anew at each run; its folder has the rest.
        timezone: of the run's name.
        overrides: what the deployment says otherwise.
    """
    said = get_run_logger()
    if missed := let_go(str(running.id or ""), str(flow_run.id)):
        said.info(f"{missed} more runs were due by now: this one does for all of them")
    settings = _settings(config, overrides)
    Store(settings.output).check()
    run = whole_way(Job(settings, Path(config).parent))
    for stage, seconds, what in summary.stages(run):
        said.info(f"{stage}: {seconds:.1f} s, {what}")
    left_out = sum(not isinstance(problem, Notice) for problem in run.problems)
    outcome = summary.outcome(run.published)
    return Completed(message=f"{outcome} {left_out} articles left out." if left_out else outcome)


def _settings(config: str, overrides: dict[str, Any]) -> Pipeline:
    return overriding(load(Path(config), Pipeline), overrides)
