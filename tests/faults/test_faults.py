"""A run struck at any boundary, then run again: the tables of one that was not struck, nothing lost, nothing twice."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from articles import GAS, SUPPORT, THREAT, write
from boundaries import BOUNDARIES, Fault, as_told, planned
from faultruns import REFUSED

from pipeline import datapackage
from pipeline.store import Store

RUNS = int(os.environ.get("FAULT_RUNS", "60"))
"""How many random runs there are; their seeds count from 0."""

MORE = "Η Κίνα πιέζει το Βιετνάμ.\n\nΗ Ρωσία στηρίζει τη Σερβία."
WORDS = [THREAT, GAS, SUPPORT, MORE, f"{SUPPORT} {GAS}", f"{THREAT} Η Κύπρος συμφώνησε."]
CORPORA = 6
"""How many pairs of corpora there are: what stands in the store, and what the run that is struck is to make of it."""

ENDS = {0, REFUSED, -signal.SIGKILL, -signal.SIGALRM}
"""How a run that was struck may end: well, with an error that says what to do, or killed."""


class Runs:
    """Runs in processes of their own, and what the ones that were not struck came to."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self.folder = folder
        self._references: dict[int, tuple[dict[str, list[dict[str, Any]]], Counter[str]]] = {}

    def run(self, place: Path, seed: int, fault: Fault | None = None, *, limit: float = 600) -> dict[str, Any]:
        """Run in a folder, on its ``in``, to its ``out``; ``limit`` is that of a document, in seconds."""
        asked = {"input": str(place / "in"), "output": str(place / "out"), "batch": 1 + seed % 3, "limit": limit}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asked | {"fault": as_told(fault) if fault else None}) + "\n")
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def before(self, pair: int) -> Path:
        """Where the store is that the first corpus of a pair was published to."""
        return self.folder / f"before {pair}"

    def after(self, pair: int) -> Path:
        """Where the second was published on top of the first, undisturbed."""
        return self.folder / f"after {pair}"

    def reference(self, pair: int) -> tuple[dict[str, list[dict[str, Any]]], Counter[str]]:
        """The tables and files that this came to."""
        if pair not in self._references:
            output = self.after(pair) / "out"
            self._references[pair] = tables(output), leftovers(output)
        return self._references[pair]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    folder = tmp_path_factory.mktemp("undisturbed")
    for pair in range(CORPORA):
        chance = random.Random(f"corpus {pair}")
        first = {f"doc{n}": chance.choice(WORDS) + f" ({n})" for n in range(chance.choice((0, 3, 4)))}
        second = first | {f"doc{n}": chance.choice(WORDS) + f" [{n}]" for n in range(1, 5)}
        if first:
            write(folder / f"before {pair}" / "in", **first)
        write(folder / f"after {pair}" / "in", **second)
    folders = sorted(folder.glob("*/in"))
    command = [sys.executable, str(Path(__file__).with_name("faultruns.py")), *map(str, folders)]
    quick = os.environ | {"RUST_BACKTRACE": "0"}  # where Delta Lake panics, to say where costs seconds
    quick["PYTHONPATH"] = os.pathsep.join(sys.path)
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(command, env=quick, **pipes) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        found = Runs(process, folder)
        for pair in range(CORPORA):
            if found.before(pair).exists():
                assert found.run(found.before(pair), pair)["left_out"] == []
                shutil.copytree(found.before(pair) / "out", found.after(pair) / "out", symlinks=True)
            assert found.run(found.after(pair), pair)["left_out"] == []
        yield found
        process.kill()


def struck(runs: Runs, place: Path, seed: int, fault: Fault | None = None) -> tuple[Fault, dict[str, Any]]:
    """A run that is struck, as its seed plans it if nothing else is said, and what came of it."""
    chance, pair, limit = random.Random(seed), seed % CORPORA, 4 if fault else 1
    shutil.copytree(runs.after(pair) / "in", place / "in")
    if runs.before(pair).exists():
        shutil.copytree(runs.before(pair) / "out", place / "out", symlinks=True)
    else:
        (place / "out").mkdir()
    docs = sorted(path.stem for path in (place / "in").iterdir())
    fault = fault or planned(chance, docs)
    return fault, runs.run(place, seed, fault, limit=limit)


def tables(output: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of the newest version; its CSV files say the same."""
    store = Store(output)
    found = {name: store.read(name) for name in store.names()}
    for name, rows in found.items():
        assert datapackage.read(output / "csv", name).equals(rows), name
    return {name: rows.to_pylist() for name, rows in found.items()}


def readable(output: Path) -> None:
    """Each version there is can be read, and holds as many rows as it says."""
    store = Store(output)
    versions = store.versions()
    assert [version.version for version in versions] == list(range(1, len(versions) + 1))
    for version in versions:
        assert {name: store.read(name, version.version).num_rows for name in version.tables} == version.counts


def mended(runs: Runs, place: Path, seed: int) -> None:
    """Another run gives what one that was not struck gave, in the store and as CSV, with no more files than that."""
    again = runs.run(place, seed)
    assert (again["status"], again.get("left_out")) == (0, []), again
    assert (tables(place / "out"), leftovers(place / "out")) == runs.reference(seed % CORPORA)
    numbers = [version.version for version in Store(place / "out").versions()]
    assert numbers == list(range(1, len(numbers) + 1))


def leftovers(output: Path) -> Counter[str]:
    """What lies in the output, apart from logs and Delta's files; what is made under a passing name by its kind."""
    return Counter(path.name.rstrip("0123456789abcdef") for path in output.iterdir())


@pytest.mark.slow
def test_random_runs(runs: Runs, tmp_path: Path) -> None:
    ends: Counter[tuple[str, int]] = Counter()
    for seed in range(RUNS):
        place = tmp_path / str(seed)
        fault, outcome = struck(runs, place, seed)
        ends[fault.boundary, outcome["status"]] += 1
        shown = f"seed {seed}: {fault}\n{outcome}"
        assert outcome["status"] in ENDS, shown
        assert outcome["status"] != REFUSED or "\n  -> " in outcome["said"], shown
        assert all("\n  -> " in problem for problem in outcome.get("left_out", ())), shown
        try:
            readable(place / "out")
            mended(runs, place, seed)
        except Exception as error:
            raise AssertionError(shown) from error
        shutil.rmtree(place)
    print(*(f"{end[0]}: ended with {end[1]}: {n}" for end, n in sorted(ends.items())), sep="\n")
    assert RUNS < 100 or {boundary for boundary, _ in ends} == set(BOUNDARIES)


@pytest.mark.parametrize("boundary", [name for name in BOUNDARIES if name.startswith("an article")])
@pytest.mark.parametrize("moment", [0, 1])
def test_a_poisoned_article_is_given_up_alone(runs: Runs, tmp_path: Path, boundary: str, moment: int) -> None:
    seed = 2
    _, outcome = struck(runs, tmp_path, seed, Fault(boundary, moment, "doc2"))
    assert outcome["status"] == 0
    [said] = outcome["left_out"]
    assert "doc2.txt: " in said
    expected = {
        "an article that raises": "(RuntimeError: δηλητήριο)",
        "an article that crashes": "its process was ended by SIGSEGV",
    }
    assert expected.get(boundary, "takes too long: more than the 4 seconds of limits.document_seconds") in said
    whole, _ = runs.reference(seed)
    kept = {name: [row for row in rows if row["doc_id"] != "doc2"] for name, rows in whole.items()}
    assert tables(tmp_path / "out") == kept
    mended(runs, tmp_path, seed)
