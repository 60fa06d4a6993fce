"""A run that is killed at any moment leaves the last version whole and readable, and nothing running behind it."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from articles import write

from pipeline.store import Store

HERE = Path(__file__).parent
STASIS = str(Path(sys.executable).with_name("stasis"))


@pytest.fixture(scope="module")
def nursery(api: str) -> Iterator[subprocess.Popen[str]]:
    """A process that forks runs of the command; they use the server of the session."""
    process = subprocess.Popen(
        [sys.executable, HERE / "nursery.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=os.environ | {"PREFECT_API_URL": api},
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def begin(nursery: subprocess.Popen[str], folder: Path) -> int:
    assert nursery.stdin
    assert nursery.stdout
    arguments = ["run", "--input", str(folder / "in"), "--output", str(folder / "out")]
    nursery.stdin.write(json.dumps(arguments) + "\n")
    return int(nursery.stdout.readline())


def ended(nursery: subprocess.Popen[str], seconds: float) -> bool:
    """Whether the run's exit status is there to be read, at the latest after so many seconds."""
    assert nursery.stdout
    return bool(select.select([nursery.stdout], [], [], seconds)[0])


def status(nursery: subprocess.Popen[str]) -> int:
    assert nursery.stdout
    return int(nursery.stdout.readline())


def commits(folder: Path) -> int:
    return len(list(folder.glob("out/store/*/_delta_log/*.json")))


def whole(folder: Path, mark: str) -> bool:
    """Whether the newest version is of these articles, every table of it can be read and its claims are of them."""
    store = Store(folder / "out")
    tables = {name: store.read(name).to_pylist() for name in store.names()}
    docs = {row["doc_id"]: row for row in tables["documents"]}
    assert len(docs) == 3
    assert all(row["doc_id"] in docs for rows in tables.values() for row in rows)
    assert all(docs[c["doc_id"]]["text"][c["start"] : c["end"]] == c["evidence"] for c in tables["stance"])
    return all(mark in row["title"] for row in docs.values())


def test_killed_at_any_moment(nursery: subprocess.Popen[str], tmp_path: Path) -> None:
    moments, outcomes = random.Random(20221120), set()
    write(tmp_path / "in", mark="γύρος 0")
    begin(nursery, tmp_path)
    assert status(nursery) == 0
    last = "γύρος 0"
    for attempt in range(1, 9):
        mark = f"γύρος {attempt}."
        write(tmp_path / "in", mark=mark)
        before, run = commits(tmp_path), begin(nursery, tmp_path)
        if attempt % 2:
            ended(nursery, moments.uniform(0, 1.5))
        else:  # chance seldom hits the short while between the first table and the commit
            while commits(tmp_path) < before + attempt // 4 and not ended(nursery, 0.001):
                pass
        os.kill(run, signal.SIGKILL)
        outcomes.add(status(nursery))
        versions = [v.version for v in Store(tmp_path / "out").versions()]
        assert versions == list(range(1, len(versions) + 1))
        last = mark if whole(tmp_path, mark) else last
        assert whole(tmp_path, last)
    assert -signal.SIGKILL in outcomes
    write(tmp_path / "in", mark="τέλος")
    begin(nursery, tmp_path)
    assert status(nursery) == 0
    assert whole(tmp_path, "τέλος")
    described = json.loads((tmp_path / "out" / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    assert described["version"] == str(Store(tmp_path / "out").versions()[-1].version)


@pytest.mark.parametrize("seconds", [0.3, 1.0])
def test_stopped_at_the_keyboard(nursery: subprocess.Popen[str], tmp_path: Path, seconds: float) -> None:
    write(tmp_path / "in")
    run = begin(nursery, tmp_path)
    if not ended(nursery, seconds):
        os.kill(run, signal.SIGINT)
    assert status(nursery) in (0, 130)
    assert [v.version for v in Store(tmp_path / "out").versions()] in ([], [1])


@pytest.mark.slow
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_no_server_stays_behind(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    command = [STASIS, "run", "--input", str(write(tmp_path / "in")), "--output", str(tmp_path / "out")]
    # A shell's background jobs, and so their children, ignore Ctrl-C: CI may be one.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=heed
    ) as run:
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        if not children.exists():
            run.kill()
            pytest.skip("this system does not tell a process's children")
        while not (found := children.read_text().split()) and run.poll() is None:
            pass
        run.send_signal(sent)
        said = run.communicate()[1]
    assert run.returncode == code
    assert "Traceback" not in said
    assert (sent == signal.SIGKILL) or "stopped; the versions published before stay as they are" in said
    [server] = found
    with pytest.raises((ProcessLookupError, FileNotFoundError)):
        while "pipeline.server" in Path(f"/proc/{server}/cmdline").read_text():
            os.kill(int(server), 0)
        raise ProcessLookupError
    assert not (tmp_path / "out" / "csv").exists()
