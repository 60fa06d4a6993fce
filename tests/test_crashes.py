"""A process killed at any moment, and several at once: every version whole, and none lost."""

from __future__ import annotations

import multiprocessing
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from deltalake import DeltaTable
from results import MARKED, described, marks, publish, work_for_ever

from pipeline.errors import StoreError
from pipeline.pruning import prune
from pipeline.store import Store


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that begin at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.pruning", "pipeline.tables", "pipeline.tags"])
    return context


@contextmanager
def working(processes: ForkServerContext, path: Path) -> Iterator[BaseProcess]:
    """A process that publishes, tags and prunes, killed at the end."""
    ours, theirs = processes.Pipe()
    run = processes.Process(target=work_for_ever, args=(path, theirs))
    run.start()
    assert ours.recv() == "ready"
    yield run
    run.kill()
    run.join()
    assert run.exitcode == -signal.SIGKILL


@pytest.mark.slow
def test_killed_at_any_moment(processes: ForkServerContext, tmp_path: Path) -> None:
    store, moments, unfinished = Store(tmp_path), random.Random(20221120), 0
    for attempt in range(50):
        with working(processes, tmp_path) as run:
            if attempt % 2:
                run.join(timeout=moments.uniform(0, 0.6))
            else:  # chance seldom hits the short while between the first table and the commit
                wait_for_commits(run, tmp_path, commits(tmp_path) + moments.randint(1, 9))
        last = whole(store)
        unfinished += ahead(store)
        if attempt % 10 == 9:
            assert publish(store, f"μετά {attempt}") == last + 1
            assert (marks(store), described(tmp_path)) == ({f"μετά {attempt}"}, str(last + 1))
    assert unfinished  # or no kill fell where it would have hurt
    kept = [version.version for version in store.versions()]
    assert len(kept) < whole(store) / 2  # or there was no pruning
    prune(store, keep=len(kept))
    assert prune(store, keep=len(kept)).files == 0
    assert [version.version for version in store.versions()] == kept


def test_two_at_once_and_a_reader(processes: ForkServerContext, tmp_path: Path) -> None:
    store, seen = Store(tmp_path), 0
    with working(processes, tmp_path) as one, working(processes, tmp_path) as two:
        while seen < 12:
            assert one.is_alive()
            assert two.is_alive()
            for version in store.versions():
                try:
                    assert len(marks(store, version.version)) == 1
                except StoreError as error:
                    assert "was pruned on" in str(error)
            seen = max([0, *(version.version for version in store.versions())])
    assert whole(store) >= 12


def whole(store: Store) -> int:
    """The number of the newest version, once it is seen that all are there and whole, or were pruned as they should."""
    versions = store.versions(pruned=True)
    assert [version.version for version in versions] == list(range(1, len(versions) + 1))
    for version in versions:
        assert not (version.pruned_at and version.tags)
        if not version.pruned_at:
            tables = {name: store.deltas.rows(name, delta) for name, delta in version.delta_versions.items()}
            assert {name: rows.num_rows for name, rows in tables.items()} == version.counts
            assert len({tables[name][column][0].as_py() for name, column in MARKED.items()}) == 1
    assert store.ledger.tags().keys() <= {"μονή"}
    return len(versions)


def commits(path: Path) -> int:
    """How many Delta commits there are, over all tables."""
    return len(list(path.glob("store/*/_delta_log/*.json")))


def wait_for_commits(run: BaseProcess, path: Path, number: int) -> None:
    """Until the process has come so far; for ever is left to the test runner."""
    while commits(path) < number and run.is_alive():
        run.join(timeout=0.001)


def ahead(store: Store) -> bool:
    """Whether a table was written that no version names yet."""
    versions = store.versions()
    named = versions[-1].delta_versions if versions else {}
    tables = [name for name in store.deltas.names() if name not in ("versions", "tags", "pruned", "tokens")]
    return any(
        DeltaTable(str(store.deltas.place(name))).version() > named.get(name, -1)
        for name in tables
        if store.deltas.holds(name)
    )
