"""The same run in this process, in processes beside it, on Dask: the same tables, byte for byte."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from articles import write
from prefect.settings import PREFECT_API_URL, temporary_settings

from pipeline import flows, runners
from pipeline.errors import SettingsError
from pipeline.flows import Job, Run
from pipeline.records import Article
from pipeline.settings import Pipeline
from pipeline.stages import Tools
from pipeline.workbench import Analysed, Workbench

CSV = ("documents", "sentences", "entities", "stance", "dependence")


class Deadly(Workbench):
    """Kills the process that it is sent to, at a certain word."""

    def analyse(self, articles: Sequence[Article]) -> Analysed:
        if hasattr(self, "_sent") and any("ΤΕΛΟΣ" in article.text for article in articles):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().analyse(articles)


@pytest.fixture(autouse=True)
def server(api: str) -> Iterator[None]:
    with temporary_settings({PREFECT_API_URL: api}):
        yield


def published(run: Run) -> dict[str, bytes]:
    return {name: (Path(run.output) / "csv" / f"{name}.csv").read_bytes() for name in CSV}


@pytest.fixture
def here(tmp_path: Path, configs: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The run in this process, with the session's models."""
    monkeypatch.setattr("pipeline.stages.load_tools", lambda *_: tools)
    job = Job(Pipeline(output=tmp_path / "here", batch=1), configs, (write(tmp_path / "in"),))
    return flows.run(job)


@pytest.mark.slow
@pytest.mark.parametrize("runner", ["processes", "dask"])
def test_tables_are_those_of_one_process(here: Run, tmp_path: Path, configs: Path, runner: str) -> None:
    settings = Pipeline.model_validate({"output": tmp_path / runner, "batch": 1, "runner": runner, "workers": 2})
    there = flows.run(Job(settings, configs, (tmp_path / "in",)))
    assert published(there) == published(here)
    assert [p.reason for p in there.problems] == [p.reason for p in here.problems]
    assert there.seconds["annotate"] > 0
    again = flows.run(Job(settings.model_copy(update={"runner": "local"}), configs, (tmp_path / "in",)))
    assert not again.published.is_new
    assert not again.plan.fresh  # where the work was done has no bearing on what was made


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing(
    here: Run, tmp_path: Path, configs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in" / "end.txt").write_text("ΤΕΛΟΣ Η Γαλλία στηρίζει την Ελλάδα.", encoding="utf-8")
    settings = Pipeline(output=tmp_path / "killed", batch=1, runner="processes", workers=2)
    monkeypatch.setattr(flows, "Workbench", Deadly)
    there = flows.run(Job(settings, configs, (tmp_path / "in",)))
    assert there.problems == ()
    assert there.findings.counts["documents"] == here.findings.counts["documents"] + 1
    assert there.findings.counts["stance"] > here.findings.counts["stance"]


def test_dask_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prefect_dask.task_runners", None)
    with pytest.raises(SettingsError, match=r"pip install 'stasis\[dask\]'"):
        runners.task_runner(Pipeline(runner="dask"))
