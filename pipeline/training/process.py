"""Trainings in processes of their own, each on one thread, its log in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.errors import ModelError


def run_all(commands: Mapping[str, Sequence[str]], work: Path) -> None:
    """Run Python modules side by side, as many at a time as there are processors.

    Args:
        commands: by name, a module and its arguments.
        work: the folder for the logs, «NAME.log».

    Raises:
        ModelError: when one fails; the message names its log.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(lambda name: _run(name, commands[name], work / f"{name}.log"), commands):
            pass


def _run(name: str, command: Sequence[str], path: Path) -> None:
    quiet = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    with path.open("wb") as log:
        done = subprocess.run([sys.executable, "-m", *command], stdout=log, stderr=subprocess.STDOUT, env=quiet)
    if done.returncode:
        raise ModelError(f"training of {name} failed", place=path, remedy="read the end of the log")
