"""A run as Prefect sees it, against a real server of its own on loopback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from articles import GAS, THREAT, write
from forking import preloaded
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun, TaskRun
from prefect.client.schemas.sorting import FlowRunSort
from prefect.settings import PREFECT_API_URL, PREFECT_SERVER_ANALYTICS_ENABLED, temporary_settings
from servers import artifacts, prefect_server

from pipeline import flows, history, stages
from pipeline.apart import Apart
from pipeline.errors import SettingsError, SourceError, StasisError, StoreError
from pipeline.flows import Job
from pipeline.outputs import output_at
from pipeline.records import Problem
from pipeline.settings import CsvSettings, Limits, Pipeline
from pipeline.stages import Tools
from pipeline.store import Store
from pipeline.summary import FICTIONAL


@pytest.fixture
def client(api: str, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> Iterator[SyncPrefectClient]:
    """To see what the server has recorded, while runs go there and need not load their models."""
    preloaded(tools, monkeypatch)
    with temporary_settings({PREFECT_API_URL: api}), get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def job(tmp_path: Path, configs: Path) -> Job:
    """Three small articles on their way to a store of their own."""
    return Job(Pipeline(output=tmp_path / "out"), configs, (write(tmp_path / "in"),))


def newest(client: SyncPrefectClient) -> FlowRun:
    [run] = client.read_flow_runs(limit=1, sort=FlowRunSort.START_TIME_DESC)
    return run


def task_runs(client: SyncPrefectClient, run: FlowRun) -> list[TaskRun]:
    return client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id])))


def tasks(client: SyncPrefectClient, run: FlowRun) -> set[str]:
    return {task.name for task in task_runs(client, run)}


class TestRun:
    def test_is_recorded_with_its_tasks_and_artifacts(self, client: SyncPrefectClient, job: Job) -> None:
        result = flows.run(job)
        run = newest(client)
        assert (run.state_name, run.parameters["sources"]) == ("Completed", [str(job.inputs[0])])
        names = {name.partition("-")[0] for name in tasks(client, run)}
        assert names == {"read", "analyse 1", "publish"}
        found = artifacts(run)
        assert {key: kind for key, (kind, _) in found.items()} == {"claims": "table", "summary": "markdown"}
        assert all(FICTIONAL in words and "made up" in words for _, words in found.values())
        assert GAS in str(json.loads(found["claims"][1].partition("\n")[2]))
        assert "Published version 1" in found["summary"][1]
        assert f"[stance.csv]({(Path(job.settings.output) / 'csv' / 'stance.csv').as_uri()})" in found["summary"][1]
        assert re.fullmatch(r"in \d{4}-\d\d-\d\d \d\d:\d\d", run.name)
        assert set(result.seconds) == {"read", "compare", "load", "annotate", "link", "extract", "publish"}

    def test_batches(self, client: SyncPrefectClient, job: Job) -> None:
        told: list[tuple[str, int, int]] = []
        token = flows.progress.set(lambda *said: told.append(said))
        small = Job(job.settings.model_copy(update={"batch": 2}), job.configs, job.inputs)
        assert flows.run(small).findings.counts["documents"] == 3
        flows.progress.reset(token)
        assert {"analyse 1", "analyse 2"} <= tasks(client, newest(client))
        assert told == [("read and searched", 2, 3), ("read and searched", 3, 3)]

    def test_the_same_again_makes_no_version(self, client: SyncPrefectClient, job: Job) -> None:
        first, second = flows.run(job), flows.run(job)
        assert (first.published.version, first.published.is_new) == (1, True)
        assert (second.published.version, second.published.is_new) == (1, False)
        assert "Nothing changed: version 1 stays the newest." in artifacts(newest(client))["summary"][1]
        write(job.inputs[0], threat=THREAT + " Η Κύπρος συμφώνησε.")
        third = flows.run(job).published
        assert (third.version, third.is_new) == (2, True)
        assert third.changes["documents"] == {"added": 0, "removed": 0, "changed": 1}

    def test_a_version_says_what_it_was_made_from(self, client: SyncPrefectClient, job: Job) -> None:
        flows.run(job)
        [version] = Store(job.settings.output).versions()
        assert (version.models_hash, version.engine) == (stages.models_hash(job.settings), "spacy")
        assert version.code_version.startswith("0.")
        assert all((version.config_hash, version.lexicon_hash, version.gazetteer_hash))
        assert (version.n_documents, version.counts["documents"]) == (3, 3)

    @pytest.mark.parametrize(
        ("change", "same"),
        [
            ({"output": Path("elsewhere")}, True),
            ({"csv": CsvSettings(excel=True)}, True),
            ({"limits": Limits(document_seconds=5)}, True),
            ({"limits": Limits(greek=0.4)}, False),
            ({"batch": 3}, False),
            ({"tokens": True}, False),
        ],
    )
    def test_the_configuration_hash(self, job: Job, change: dict[str, object], same: bool) -> None:
        other = Job(job.settings.model_copy(update=change), job.configs)
        assert (flows.provenance(job) == flows.provenance(other)) is same

    def test_another_dialect_of_the_same_version(self, client: SyncPrefectClient, job: Job) -> None:
        file = Path(job.settings.output) / "csv" / "stance.csv"
        for excel, begins in [(False, b"claim_id,"), (True, b"\xef\xbb\xbfclaim_id;")]:
            settings = job.settings.model_copy(update={"csv": CsvSettings(excel=excel)})
            assert flows.run(Job(settings, job.configs, job.inputs)).published.version == 1
            assert file.read_bytes().startswith(begins)

    def test_tokens_on_request(self, client: SyncPrefectClient, job: Job) -> None:
        flows.run(Job(job.settings.model_copy(update={"tokens": True}), job.configs, job.inputs))
        assert Store(job.settings.output).read("tokens").num_rows > 20
        assert not (Path(job.settings.output) / "csv" / "tokens.csv").exists()

    def test_what_was_left_out_is_in_the_run_its_log_and_its_summary(self, client: SyncPrefectClient, job: Job) -> None:
        write(job.inputs[0], english="The minister said that nothing had been agreed.", again=GAS)
        result = flows.run(job)
        documents = Store(job.settings.output).read("documents").to_pylist()
        assert [row["doc_id"] for row in documents if row["duplicate_of"]] == ["gas"]
        [left_out] = [p for p in result.problems if type(p) is Problem]
        assert left_out.reason.startswith("not Greek")
        said = artifacts(newest(client))["summary"][1]
        assert "## Left out: 1\n" in said
        assert "## Notes: 1\n" in said
        assert "english.txt: not Greek" in said


class TestJournal:
    def test_a_run_is_remembered_beside_its_tables(self, client: SyncPrefectClient, job: Job) -> None:
        write(job.inputs[0], english="The minister said that nothing had been agreed.")
        flows.run(job)
        flows.run(job)
        first, second = history.recall(output_at(job.settings.output))
        assert (first.state, first.version, first.is_new, second.is_new) == ("completed", 1, True, False)
        assert first.name.startswith("in ")
        given = first.sources[str(job.inputs[0])]
        assert given is not None
        assert (given.articles, given.new, given.problems, given.claims > 2) == (3, 3, 1, True)
        assert second.sources[str(job.inputs[0])] == replace(given, new=0, new_length=0)

    def test_its_log_has_no_words_of_articles(self, client: SyncPrefectClient, job: Job) -> None:
        flows.run(job)
        [file] = (Path(job.settings.output) / "logs").iterdir()
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        assert [line["event"] for line in lines] == ["begun", *["stage"] * 7, "source", "ended"]
        assert len({line["run"] for line in lines}) == 1
        read = lines[1]
        assert (read["stage"], read["items"], read["problems"], read["done"]) == ("read", 3, 0, True)
        assert not re.search("απειλεί|αέριο|Ουκρανία", file.read_text(encoding="utf-8"))

    def test_a_run_that_fails_is_remembered_too(self, client: SyncPrefectClient, job: Job, tmp_path: Path) -> None:
        gone = tmp_path / "gone"
        with pytest.raises(SourceError):
            flows.run(Job(job.settings, job.configs, (gone,)))
        [record] = history.recall(output_at(job.settings.output))
        assert (record.state, record.sources) == ("failed", {str(gone): None})
        assert record.error == "SourceError: no article could be read, so nothing is published"


class TestTrouble:
    def test_nothing_to_read_publishes_nothing(self, client: SyncPrefectClient, job: Job, tmp_path: Path) -> None:
        flows.run(job)
        with pytest.raises(
            SourceError, match=r"so nothing is published\n.*gone: there is no such file or folder\n  ->"
        ):
            flows.run(Job(job.settings, job.configs, (tmp_path / "gone",)))
        assert newest(client).state_name == "Failed"
        assert Store(job.settings.output).read("documents").num_rows == 3
        assert len(Store(job.settings.output).versions()) == 1

    def test_a_source_that_is_not_declared(self, client: SyncPrefectClient, job: Job) -> None:
        with pytest.raises(
            SettingsError, match="no source is called «χθες»\n  -> «stasis sources» lists all there are; or add "
        ):
            flows.run(Job(job.settings.model_copy(update={"sources": ["χθες"]}), job.configs))
        [read] = task_runs(client, newest(client))
        assert read.run_count == 1  # trying again would not mend it

    def test_the_output_is_tried_before_anything_is_read(self, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Apart, "begin", None)
        (job.inputs[0] / "file").touch()
        with pytest.raises(StoreError, match="cannot be written: Not a directory"):
            flows.run(Job(job.settings.model_copy(update={"output": job.inputs[0] / "file" / "out"}), job.configs))

    def test_what_passes_is_tried_again(
        self, client: SyncPrefectClient, job: Job, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tries = []
        whole = Store.publish

        def publish(self: Store, *args: object) -> object:
            tries.append(1)
            if len(tries) < 2:
                raise StoreError("ο δίσκος κάνει διάλειμμα")
            return whole(self, *args)  # type: ignore[arg-type]

        monkeypatch.setattr(Store, "publish", publish)
        monkeypatch.setattr(flows.publish, "retry_delay_seconds", 0)
        assert flows.run(job).published.version == 1
        assert len(tries) == 2

    def test_a_server_that_does_not_answer(self, job: Job) -> None:
        nowhere = "http://127.0.0.1:9/api"
        with (
            temporary_settings({PREFECT_API_URL: nowhere}),
            pytest.raises(StasisError, match=rf"{nowhere}: .*does not answer.*\n  -> start it, or unset PREFECT_API"),
        ):
            flows.run(job)


def test_no_telemetry() -> None:
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert PREFECT_SERVER_ANALYTICS_ENABLED.value() is False
    from prefect._internal.analytics import is_telemetry_enabled

    assert not is_telemetry_enabled()


def test_telemetry_is_off_unless_someone_asks_for_it() -> None:
    ours = {k: v for k, v in os.environ.items() if k not in ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED")}
    code = (
        "import pipeline.flows, os; print(os.environ['DO_NOT_TRACK'], os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'])"
    )
    given = {"PREFECT_SERVER_ANALYTICS_ENABLED": "true"}
    said = subprocess.run([sys.executable, "-c", code], env=ours | given, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["1", "true"]


@pytest.mark.slow
def test_prefect_server_start_shows_runs_made_with_its_address_set(
    job: Job, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    preloaded(tools, monkeypatch)
    with prefect_server() as address, temporary_settings({PREFECT_API_URL: address}):
        assert flows.run(job).published.version == 1
        with get_client(sync_client=True) as client:
            run = newest(client)
        assert (run.state_name, run.parameters["output"]) == ("Completed", str(job.settings.output))
        assert set(artifacts(run)) == {"claims", "summary"}
