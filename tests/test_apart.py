"""Work in a process apart: whatever becomes of it, who asked for it is told, and can ask again."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pipeline.apart import Apart, LostError
from pipeline.errors import ModelError, SettingsError


class UnsendableError(Exception):
    """What cannot be made again from its words."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__("δύο")


class Work:
    """Made in the process apart."""

    def split(self, text: str) -> list[str]:
        return text.split()

    def refuse(self) -> None:
        raise SettingsError("δεν διαβάζεται", place="a.yaml:3", remedy="διορθώστε το")

    def refuse_oddly(self) -> None:
        raise UnsendableError(1, 2)

    def answer_oddly(self) -> Any:
        return lambda: "δεν στέλνεται"

    def loop(self) -> None:
        while True:
            pass

    def loop_in_c(self) -> None:
        ctypes.PyDLL(None).sleep(1000)  # keeps the GIL

    def crash(self) -> None:
        ctypes.string_at(0)

    def end(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def heed(self) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return "εδώ"


def ending() -> None:
    Work().end()


def refusing() -> None:
    Work().refuse()


@pytest.fixture
def apart() -> Iterator[Apart]:
    found = Apart(Work)
    yield found
    found.close()


def test_answers_and_errors_come_back(apart: Apart) -> None:
    assert apart.ask(60, "split", "Η Άγκυρα σιωπά.") == ["Η", "Άγκυρα", "σιωπά."]
    with pytest.raises(SettingsError, match=r"a\.yaml:3: δεν διαβάζεται\n  -> διορθώστε το"):
        apart.ask(60, "refuse")
    with pytest.raises(RuntimeError, match="UnsendableError: δύο"):
        apart.ask(60, "refuse_oddly")
    assert apart.ask(60, "split", "α β") == ["α", "β"]


@pytest.mark.parametrize("threads", [False, True], ids=["here", "in a thread"])
@pytest.mark.parametrize(
    ("work", "status"),
    [
        ("loop", -signal.SIGALRM),
        ("loop_in_c", -signal.SIGALRM),
        ("crash", -signal.SIGSEGV),
        ("end", -signal.SIGKILL),
        ("answer_oddly", 1),
    ],
)
def test_what_is_lost_is_told_and_the_next_is_done(apart: Apart, work: str, status: int, threads: bool) -> None:
    def ask() -> None:
        with pytest.raises(LostError) as lost:
            apart.ask(0.3, work)
        assert (lost.value.status, lost.value.late) == (status, status == -signal.SIGALRM)
        assert apart.ask(60, "split", "α β") == ["α", "β"]

    with ThreadPoolExecutor(1) as pool:
        pool.submit(ask).result() if threads else ask()


def test_time_is_counted_for_each_piece_of_work(apart: Apart) -> None:
    assert [apart.ask(1, "split", "α") for _ in range(3)] == [["α"]] * 3
    assert apart.insist("heed") == "εδώ"  # a Ctrl-C is for the run


def test_one_that_cannot_begin_says_what_to_do() -> None:
    with pytest.raises(ModelError, match=r"the process with models and lexicon was ended by SIGKILL\n  -> free memory"):
        Apart(ending).ready()
    with pytest.raises(SettingsError, match="διορθώστε"):
        Apart(refusing).ready()


def test_it_holds_nothing_of_the_run_open(apart: Apart) -> None:
    here, there = os.pipe()
    apart.ready()
    os.close(there)
    assert os.read(here, 1) == b""  # the end, for no one else can write there
    os.close(here)


@pytest.mark.parametrize("work", ["loop", "loop_in_c"])
def test_it_ends_with_the_run(work: str) -> None:
    code = "from test_apart import *; a = Apart(Work); a.ready(); print(a._process[0].pid, flush=True)"
    code += f"; a.ask(2, {work!r})"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment) as run:
        assert run.stdout
        apart = int(run.stdout.readline())
        run.kill()
        assert run.stdout.read() == ""  # the process apart had it open, too
    with pytest.raises(ProcessLookupError):
        while True:  # until whoever takes in orphans has buried it
            os.kill(apart, 0)
