"""The same run in this process, in processes beside it, on Dask: the same tables, byte for byte."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from articles import write
from forking import preloaded
from prefect.settings import PREFECT_API_URL, temporary_settings

from pipeline import flows, runners
from pipeline.apart import Apart
from pipeline.errors import SettingsError
from pipeline.flows import Job, Run
from pipeline.records import Article
from pipeline.settings import Pipeline
from pipeline.stages import Tools
from pipeline.workbench import Analysed, Bench, Workbench

CSV = ("documents", "sentences", "entities", "stance", "dependence")


class Deadly(Workbench):
    """Kills the process that it is sent to, at a certain word."""

    def analyse(self, articles: Sequence[Article]) -> Analysed:
        if not hasattr(self, "_idle") and ended(articles):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().analyse(articles)


class Watched(Workbench):
    """Works with a bench that a certain word does something to."""

    def _made(self) -> Apart:
        return Apart(partial(self.bench, self._settings, self._configs))

    bench: type[Bench]


class Looping(Bench):
    def analyse(self, articles: Sequence[Article]) -> Analysed:
        if ended(articles):
            ctypes.PyDLL(None).sleep(1000)  # as C code does that loops: no other thread of Python has a turn
        return super().analyse(articles)


class Dying(Bench):
    def analyse(self, articles: Sequence[Article]) -> Analysed:
        done = Path(f"{self._settings.output}.killed")
        if ended(articles) and not done.exists():
            done.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().analyse(articles)


class WatchedLooping(Watched):
    bench = Looping


class WatchedDying(Watched):
    bench = Dying


def ended(articles: Sequence[Article]) -> bool:
    return any("ΤΕΛΟΣ" in article.text for article in articles)


@pytest.fixture(autouse=True)
def server(api: str) -> Iterator[None]:
    with temporary_settings({PREFECT_API_URL: api}):
        yield


def published(run: Run) -> dict[str, bytes]:
    return {name: (Path(run.output) / "csv" / f"{name}.csv").read_bytes() for name in CSV}


@pytest.fixture
def here(tmp_path: Path, configs: Path, tools: Tools) -> Run:
    """The run in this process, with the session's models."""
    job = Job(Pipeline(output=tmp_path / "here", batch=1), configs, (write(tmp_path / "in"),))
    with pytest.MonkeyPatch.context() as patch:
        preloaded(tools, patch)
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
@pytest.mark.parametrize(("runner", "struck"), [("processes", WatchedDying), ("dask", Deadly)])
def test_a_worker_that_is_killed_costs_nothing(
    here: Run, tmp_path: Path, configs: Path, monkeypatch: pytest.MonkeyPatch, runner: str, struck: type[Workbench]
) -> None:
    (tmp_path / "in" / "end.txt").write_text("ΤΕΛΟΣ Η Γαλλία στηρίζει την Ελλάδα.", encoding="utf-8")
    given = {"output": tmp_path / "killed", "batch": 1, "runner": runner, "workers": 2}
    monkeypatch.setattr(flows, "Workbench", struck)
    there = flows.run(Job(Pipeline.model_validate(given), configs, (tmp_path / "in",)))
    assert there.problems == ()
    assert there.findings.counts["documents"] == here.findings.counts["documents"] + 1
    assert there.findings.counts["stance"] > here.findings.counts["stance"]


@pytest.mark.slow
@pytest.mark.parametrize("runner", ["processes", "dask"])
def test_a_document_without_end_is_given_up_alone(
    here: Run, tmp_path: Path, configs: Path, monkeypatch: pytest.MonkeyPatch, runner: str
) -> None:
    (tmp_path / "in" / "end.txt").write_text("ΤΕΛΟΣ Η Γαλλία στηρίζει την Ελλάδα.", encoding="utf-8")
    given = {"output": tmp_path / runner, "batch": 4, "runner": runner, "workers": 1, "limits": {"document_seconds": 5}}
    monkeypatch.setattr(flows, "Workbench", WatchedLooping)
    there = flows.run(Job(Pipeline.model_validate(given), configs, (tmp_path / "in",)))
    assert [str(problem) for problem in there.problems] == [
        f"{tmp_path / 'in' / 'end.txt'}: takes too long: more than the 5 seconds of limits.document_seconds\n  -> the "
        "article is left out, and tried again by the next run; raise limits.document_seconds in configs/pipeline.yaml, "
        "or split it"
    ]
    assert published(there) == published(here)


def test_dask_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prefect_dask.task_runners", None)
    with pytest.raises(SettingsError, match=r"pip install 'stasis\[dask\]'"):
        runners.task_runner(Pipeline(runner="dask"))
