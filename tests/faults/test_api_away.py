"""Prefect's API goes away in the middle of a run and comes back: the run goes on, or says what to do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from apiproxy import Door, door
from articles import write
from boundaries import STEPS
from prefect.settings import PREFECT_API_URL, temporary_settings

from pipeline import flows
from pipeline.flows import Job
from pipeline.settings import Pipeline
from pipeline.stages import Tools
from pipeline.store import Store

SECONDS = float(os.environ.get("FAULT_SECONDS", "3"))
"""How long the API is away; a minute was tried by hand."""


@pytest.mark.slow
@pytest.mark.parametrize("waiting", [False, True], ids=["refused", "no answer"])
@pytest.mark.parametrize(
    "step", ["before reading", "before a batch", "before publishing", "before the run is remembered"]
)
def test_the_run_goes_on(
    api: str, configs: Path, tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch, step: str, waiting: bool
) -> None:
    monkeypatch.setattr("pipeline.stages.load_tools", lambda *_, **__: tools)
    job = Job(Pipeline(output=tmp_path / "out", batch=2), configs, (write(tmp_path / "in"),))
    with door(api) as way, temporary_settings({PREFECT_API_URL: way.address}):
        shut_at(step, way, waiting, monkeypatch)
        assert flows.run(job).published.version == 1
    assert way.closed == 1
    assert Store(job.settings.output).read("documents").num_rows == 3


def shut_at(step: str, way: Door, waiting: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shut the door when the run comes to a step for the first time."""
    owner, name = STEPS[step]
    whole = getattr(owner, name)

    def work(*args: Any, **options: Any) -> Any:
        if not way.closed:
            way.shut(SECONDS, waiting=waiting)
        return whole(*args, **options)

    monkeypatch.setattr(owner, name, work)
