"""Versions: all of one or nothing of it, whatever happens to the process that publishes."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from filelock import FileLock
from results import MADE, publish_for_ever, result

from pipeline.errors import StoreError
from pipeline.store import Store
from pipeline.tables import to_tables


def publish(store: Store, mark: str, *, tokens: bool = False) -> int:
    return store.publish(to_tables([result(mark=mark)], tokens=tokens), MADE).version


def described(path: Path) -> str:
    version: str = json.loads((path / "csv" / "datapackage.json").read_text(encoding="utf-8"))["version"]
    return version


def marks(store: Store) -> set[str]:
    """The mark of the newest version, which every table that carries one must share."""
    columns = {"documents": "title", "entities": "name", "stance": "frame", "dependence": "frame"}
    return {store.read(table)[column][0].as_py() for table, column in columns.items()}


class TestPublish:
    def test_records_what_a_version_was_made_from(self, tmp_path: Path) -> None:
        published = Store(tmp_path).publish(to_tables([result()]), MADE)
        (version,) = Store(tmp_path).versions()
        assert (published.version, published.is_new) == (1, True)
        assert (version.version, version.n_documents, version.counts["stance"]) == (1, 1, 1)
        assert (version.config_hash, version.code_version, version.engine) == ("c0", "0.1.0", "spacy")
        assert version.changes["stance"] == {"added": 1, "removed": 0, "changed": 0}

    def test_keeps_records_of_how_a_version_was_made(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        for number, mark in enumerate("αββ", start=1):
            frames = pa.table({"frame": ["support.back"], "hash": [f"h{number}"]})
            store.publish(to_tables([result(mark=mark)]), MADE, {"frames": frames})
        assert [store.record("frames", v.version).column("hash").to_pylist() for v in store.versions()] == [
            ["h1"],
            ["h2"],
        ]
        assert store.record("letters") is None
        assert "_frames" not in store.names()
        with pytest.raises(StoreError, match="no table '_frames'"):
            store.read("_frames")

    def test_the_same_again_makes_no_version(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        later = result(mark="α")
        later = replace(later, article=replace(later.article, retrieved_at="2023-01-01T00:00:00Z"))
        again = store.publish(to_tables([later]), MADE)
        assert (again.version, again.is_new, again.changes) == (1, False, {})
        assert len(store.versions()) == 1

    def test_an_older_version_stays_readable(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        publish(store, "β")
        assert [store.read("documents", v)["title"][0].as_py() for v in (1, 2, None)] == ["α", "β", "β"]
        assert store.versions()[1].changes["stance"] == {"added": 0, "removed": 0, "changed": 1}

    def test_a_table_that_did_not_change_is_not_written_again(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        publish(store, "β")
        assert [v.delta_versions["sentences"] for v in store.versions()] == [0, 0]
        assert [v.delta_versions["stance"] for v in store.versions()] == [0, 1]

    def test_no_claims_leave_tables_with_their_header(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        store.publish(to_tables([result(claims=())]), MADE)
        assert store.read("stance").num_rows == 0
        assert (tmp_path / "csv" / "stance.csv").read_text(encoding="utf-8").startswith("claim_id,doc_id,")

    def test_waits_for_no_one_for_ever(self, tmp_path: Path) -> None:
        publish(Store(tmp_path), "α")
        with FileLock(tmp_path / "store" / ".lock"):
            with pytest.raises(StoreError, match="another run is publishing here\n  -> wait"):
                publish(Store(tmp_path, patience=0), "β")
            assert marks(Store(tmp_path)) == {"α"}  # readers do not take the lock

    def test_two_at_once_take_turns(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(2) as writers:
            numbers = list(writers.map(lambda mark: publish(Store(tmp_path), mark), "αβγδ"))
        assert sorted(numbers) == [v.version for v in Store(tmp_path).versions()] == [1, 2, 3, 4]
        assert described(tmp_path) == "4"

    def test_a_table_that_lacks_is_named(self, tmp_path: Path) -> None:
        tables = to_tables([result()])
        del tables["stance"]
        with pytest.raises(StoreError, match="tables lacking or unknown: stance"):
            Store(tmp_path).publish(tables, MADE)


class TestBadPlaces:
    @pytest.mark.parametrize("inside", ["", "πιο/μέσα"])
    def test_a_path_that_is_a_file(self, tmp_path: Path, inside: str) -> None:
        (tmp_path / "αρχείο").write_text("κείμενο", encoding="utf-8")
        with pytest.raises(StoreError, match=r"cannot be written: Not a directory\n  -> see that"):
            publish(Store(tmp_path / "αρχείο" / inside), "α")
        assert (tmp_path / "αρχείο").read_text(encoding="utf-8") == "κείμενο"

    def test_a_file_is_no_store_to_read(self, tmp_path: Path) -> None:
        (tmp_path / "αρχείο").write_text("κείμενο", encoding="utf-8")
        with pytest.raises(StoreError, match="is a file, not a folder"):
            Store(tmp_path / "αρχείο").versions()

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        with as_ordinary_user(), pytest.raises(StoreError, match=r"cannot be written: Permission denied"):
            publish(Store(tmp_path / "νέος"), "α")

    def test_a_full_disk_costs_only_the_new_version(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        with room_for(100), pytest.raises(StoreError, match="the disk has room"):
            publish(store, "β")
        assert (marks(store), described(tmp_path)) == ({"α"}, "1")
        assert publish(store, "β") == 2

    @pytest.mark.parametrize("damaged", ["versions/_delta_log/*.json", "stance/*.parquet"])
    def test_a_damaged_store_is_named_and_not_written_to(self, tmp_path: Path, damaged: str) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        for entry in (tmp_path / "store").glob(damaged):
            entry.write_text("σκουπίδια", encoding="utf-8")
        for act in (lambda: store.read("stance"), lambda: publish(store, "β")):
            with pytest.raises(
                StoreError, match=r"store/(versions|stance): the store cannot be read[^\n]*\n  -> restore"
            ):
                act()
        assert DeltaTable(tmp_path / "store" / "documents").version() == 0

    def test_nothing_published_yet(self, tmp_path: Path) -> None:
        assert Store(tmp_path / "αύριο").versions() == []
        assert Store(tmp_path / "αύριο").heal() is False
        with pytest.raises(StoreError, match="stasis run"):
            Store(tmp_path / "αύριο").read("stance")
        assert not (tmp_path / "αύριο").exists()


def test_a_run_killed_at_any_moment_leaves_the_last_version_whole(tmp_path: Path) -> None:
    store, moments, unfinished = Store(tmp_path), random.Random(20221120), 0
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["pipeline.store", "pipeline.tables"])
    for attempt in range(10):
        ours, theirs = processes.Pipe()
        run = processes.Process(target=publish_for_ever, args=(tmp_path, theirs))
        run.start()
        assert ours.recv() == "ready"
        if attempt % 2:
            run.join(timeout=moments.uniform(0, 0.5))
        else:  # chance seldom hits the short while between the first table and the commit
            wait_for_commits(run, tmp_path, commits(tmp_path) + moments.randint(1, 4))
        run.kill()
        run.join()
        assert run.exitcode == -signal.SIGKILL
        versions = [version.version for version in store.versions()]
        assert versions == list(range(1, len(versions) + 1))
        assert not versions or len(marks(store)) == 1
        unfinished += ahead(store)
        assert publish(store, f"μετά {attempt}") == len(versions) + 1
        assert (marks(store), described(tmp_path)) == ({f"μετά {attempt}"}, str(len(versions) + 1))
    assert unfinished  # or no kill fell where it would have hurt


def commits(path: Path) -> int:
    """How many Delta commits there are, over all tables."""
    return len(list(path.glob("store/*/_delta_log/*.json")))


def wait_for_commits(run: BaseProcess, path: Path, number: int) -> None:
    """Until the process has come so far; for ever is left to the test runner."""
    while commits(path) < number and run.is_alive():
        run.join(timeout=0.001)


def ahead(store: Store) -> bool:
    """Whether a table was written that no version names yet."""
    named = store.versions()[-1].delta_versions if store.versions() else {}
    tables = [folder for folder in (store.path / "store").glob("*/") if DeltaTable.is_deltatable(str(folder))]
    newest = {table.name: DeltaTable(table).version() for table in tables if table.name != "versions"}
    return any(version > named.get(name, -1) for name, version in newest.items() if name != "tokens")


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Root may write anywhere: be nobody for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk that takes files of so many bytes and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
