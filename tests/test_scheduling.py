"""Runs that start by themselves, against a real Prefect server and a real worker on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from time import monotonic
from uuid import UUID

import pytest
from articles import write
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.sorting import FlowRunSort
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Pending, Running
from servers import PREFECT, artifacts, prefect_server, running
from typer.testing import CliRunner, Result

from pipeline import history
from pipeline.cli import app
from pipeline.outputs import output_at
from pipeline.scheduling.catchup import close_open, let_go
from pipeline.scheduling.entry import FLOW
from pipeline.store import Store

PATIENCE = 300.0
"""Seconds after which what is waited for will not come: a run loads Prefect and all models."""

STASIS = str(Path(sys.executable).with_name("stasis"))
ROOT = str(Path(__file__).parents[1])
HASTY = {
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "10",
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
    "PREFECT_WORKER_QUERY_SECONDS": "1",
}


def until(there: Callable[[], object]) -> None:
    """Wait for something, but not for ever."""
    give_up, pause = monotonic() + PATIENCE, Event()
    while not there():
        assert monotonic() < give_up, "it did not come"
        pause.wait(0.3)


def due(run: FlowRun) -> datetime:
    assert run.expected_start_time
    return run.expected_start_time


@dataclass
class Office:
    """A folder with settings, a Prefect server, and a client to see what it has recorded."""

    folder: Path
    api: str
    client: SyncPrefectClient
    told: Queue[dict[str, str]] = field(default_factory=Queue)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | HASTY | {"PREFECT_API_URL": self.api, "PYTHONPATH": ROOT}

    def declare(self, deployments: str) -> None:
        (self.folder / "configs" / "deployments.yaml").write_text(deployments, encoding="utf-8")

    def deploy(self, *options: str) -> Result:
        config = str(self.folder / "configs" / "pipeline.yaml")
        return CliRunner().invoke(app, ["deploy", "--config", config, *options], catch_exceptions=False)

    def id(self, name: str) -> UUID:
        return self.client.read_deployment_by_name(f"{FLOW}/{name}").id

    def runs(self, name: str, *states: str) -> list[FlowRun]:
        which = DeploymentFilter(id=DeploymentFilterId(any_=[self.id(name)]))
        found = self.client.read_flow_runs(deployment_filter=which, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=200)
        return [run for run in found if not states or run.state_name in states]

    def miss(self, name: str, days: int) -> None:
        """As the server's scheduler made runs while no worker was there to take them."""
        since = {"start_time": (datetime.now(UTC) - timedelta(days=days)).isoformat(), "min_runs": days}
        until_now = {"end_time": datetime.now(UTC).isoformat(), "max_runs": days}
        path = {"id": self.id(name)}
        self.client.request("POST", "/deployments/{id}/schedule", path_params=path, json=since | until_now)


def furnish(folder: Path, configs: Path) -> Path:
    """A folder with settings and three articles."""
    (folder / "configs" / "sources").mkdir(parents=True)
    for name in ("actors", "frames"):
        (folder / "configs" / name).symlink_to(configs / name)
    write(folder / "articles")
    for name, path in {"paper": folder / "articles", "lost": folder / "gone"}.items():
        (folder / "configs" / "sources" / f"{name}.yaml").write_text(f"kind: folder\npath: {path}\n")
    settings = f"sources: [paper]\noutput: {folder / 'out'}\n"
    (folder / "configs" / "pipeline.yaml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, configs: Path) -> Iterator[Office]:
    """One server for all tests here."""
    folder = furnish(tmp_path_factory.mktemp("office"), configs)
    with (
        prefect_server(**HASTY, PREFECT_HOME=str(folder / "prefect")) as api,
        temporary_settings({PREFECT_API_URL: api}),
        get_client(sync_client=True) as client,
    ):
        yield Office(folder, api, client)


@pytest.fixture(scope="module")
def worker(office: Office) -> Iterator[None]:
    """``prefect worker start``, as ``stasis deploy`` says it."""
    office.declare("deployments: []")
    office.deploy("--pool", "newsroom")
    command = [PREFECT, "worker", "start", "--pool", "newsroom", "--limit", "1"]
    with running(command, office.environment, office.folder):
        yield


def declared(office: Office, name: str, cron: str = "0 7 * * *", more: str = "") -> str:
    return f"deployments:\n- name: {name}\n  cron: {cron}\n  output: {office.folder / name}\n{more}"


@pytest.mark.slow
class TestDeploy:
    def test_registers_what_is_declared_and_takes_back_what_no_longer_is(self, office: Office) -> None:
        office.declare(declared(office, "πρωί"))
        assert office.deploy().exit_code == 0
        again = declared(
            office, "βράδυ", "[0 19 * * *, 0 22 * * *]", "  paused: true\n  claims: {min_confidence: 0.5}\n"
        )
        office.declare(again)
        said = office.deploy("--pool", "newsroom").stdout
        assert "βράδυ: «0 19 * * *», «0 22 * * *» Europe/Athens, paused\n" in said
        assert f"registered with {office.api}; their worker: prefect worker start --limit 1 --pool newsroom\n" in said
        [found] = office.client.read_deployments()
        assert (found.name, found.paused, found.work_pool_name) == ("βράδυ", True, "newsroom")
        schedules = [schedule.schedule.model_dump() for schedule in found.schedules]
        assert {(s["cron"], s["timezone"]) for s in schedules} == {
            ("0 19 * * *", "Europe/Athens"),
            ("0 22 * * *", "Europe/Athens"),
        }
        assert found.parameters["overrides"]["claims"] == {"min_confidence": 0.5}
        json.dumps(found.parameters)

    def test_slips(self, office: Office) -> None:
        for cron, options, says in (
            ("0 25 * * *", [], "deployments.yaml:2: «cron» of «πρωί» is no time"),
            ("0 7 * * *", ["--notify", "someone@example.com"], "this is no address to post to"),
        ):
            office.declare(declared(office, "πρωί", cron))
            said = office.deploy(*options)
            assert said.exit_code == 2
            assert says in said.stderr

    def test_runs_do_not_overlap_and_what_a_machine_that_stopped_left_open_is_closed(self, office: Office) -> None:
        office.declare(declared(office, "cut", more="  paused: true\n"))
        office.deploy()
        run = office.client.create_flow_run_from_deployment(office.id("cut"))
        office.client.set_flow_run_state(run.id, Pending())
        office.client.set_flow_run_state(run.id, Running())
        limit = f"deployment:{office.id('cut')}"
        assert office.client.read_global_concurrency_limit_by_name(limit).active_slots == 1
        other = office.client.create_flow_run_from_deployment(office.id("cut"))
        office.client.set_flow_run_state(other.id, Pending())
        assert office.client.read_flow_run(other.id).state_name == "AwaitingConcurrencySlot"
        assert close_open(office.client, [office.id("cut")]) == 1
        assert office.client.read_global_concurrency_limit_by_name(limit).active_slots == 0
        assert office.client.read_flow_run(run.id).state_name == "Crashed"

    def test_one_run_lets_go_of_all_that_were_missed_but_not_of_those_to_come_or_asked_for(
        self, office: Office
    ) -> None:
        office.declare(declared(office, "missed", more="  paused: true\n"))
        office.deploy()
        office.miss("missed", 20)
        by_hand = office.client.create_flow_run_from_deployment(office.id("missed"))
        office.deploy()  # as `stasis serve` does when it starts again: what was missed is still known
        assert len(office.runs("missed")) == 21
        mine = office.runs("missed")[0]
        assert let_go(str(office.id("missed")), str(mine.id)) == 20
        [left] = office.runs("missed", "Scheduled", "Late")
        assert left.id == by_hand.id

    def test_twenty_missed_runs_are_caught_up_once_then_the_next_fires_and_none_overlaps(
        self, office: Office, worker: None
    ) -> None:
        office.declare(declared(office, "paper", '"* * * * *"'))
        begin = datetime.now(UTC)
        office.deploy("--pool", "newsroom")
        office.miss("paper", 20)
        until(lambda: [run for run in office.runs("paper", "Completed") if due(run) > begin])
        past = [run for run in office.runs("paper") if due(run) < begin]
        assert sorted(run.state_name or "" for run in past) == ["Cancelled"] * 19 + ["Completed"]
        done = sorted(office.runs("paper", "Completed"), key=lambda run: run.start_time or begin)
        for earlier, later in pairwise(done):
            assert earlier.end_time and later.start_time and earlier.end_time <= later.start_time
        first, out = done[0], office.folder / "paper"
        assert first.name.startswith("paper ") and first.name[6:16] < begin.isoformat()[:10]
        assert first.state and first.state.message and first.state.message.startswith("Published version 1")
        assert set(artifacts(first)) == {"claims", "summary"}
        assert (out / "csv" / "stance.csv").as_uri() in artifacts(first)["summary"][1]
        assert len(Store(out).versions()) == 1
        assert {record.flow_run for record in history.recall(output_at(out))} >= {str(run.id) for run in done}

    def test_a_run_that_fails_is_told_of(self, office: Office, worker: None) -> None:
        with listening(office.told) as address:
            office.declare(declared(office, "lost", more="  sources: [lost]\n"))
            assert office.deploy("--pool", "newsroom", "--notify", address).exit_code == 0
            office.client.create_flow_run_from_deployment(office.id("lost"))
            said = office.told.get(timeout=PATIENCE)
        assert (said["deployment"], said["state"]) == ("lost", "Failed")
        assert "no article could be read" in said["message"]
        assert said["text"].startswith("stasis: lost ")


@pytest.mark.slow
def test_serve_needs_nothing_else_and_ends_when_told(tmp_path: Path, configs: Path) -> None:
    furnish(tmp_path, configs)
    said = f'deployments:\n- name: paper\n  cron: "* * * * *"\n  output: {tmp_path / "out"}\n'
    (tmp_path / "configs" / "deployments.yaml").write_text(said, encoding="utf-8")
    environment = os.environ | HASTY | {"PREFECT_HOME": str(tmp_path / "prefect"), "PYTHONPATH": ROOT}
    in_the_background = ["sh", "-c", "trap '' INT; exec \"$0\" serve", STASIS]  # as a script's «&» starts it
    with running(in_the_background, environment, tmp_path) as serving:
        until(lambda: history.recall(output_at(tmp_path / "out")))
        second = subprocess.run([STASIS, "serve"], env=environment, cwd=tmp_path, capture_output=True, text=True)
        assert (second.returncode, "«stasis serve» is running already" in second.stderr) == (2, True)
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(timeout=PATIENCE) == 130
    assert Store(tmp_path / "out").versions()[0].n_documents == 3


class listening:  # noqa: N801 - used as a context manager
    """A server on loopback that puts the JSON it is sent into a queue; its address."""

    def __init__(self, told: Queue[dict[str, str]]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told.put(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/failed"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
