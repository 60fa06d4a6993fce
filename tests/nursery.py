"""Runs of the command that begin at once, for tests that kill them: all is loaded here, and each run is forked off.

Reads a line of JSON arguments, answers with the process id of the run that got them, then with its exit status.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from forking import preloaded

import pipeline.flows  # noqa: F401, so that no run has to load it
from pipeline import stages
from pipeline.cli import app
from pipeline.settings import SHIPPED_CONFIGS, Pipeline, load


def main() -> None:
    tools = stages.load_tools(load(SHIPPED_CONFIGS / "pipeline.yaml", Pipeline), SHIPPED_CONFIGS)
    preloaded(tools)
    print("ready", flush=True)
    for line in sys.stdin:
        if not (child := os.fork()):
            output = os.open(os.devnull, os.O_WRONLY)
            os.dup2(output, 1)
            os.dup2(output, 2)
            app(json.loads(line))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
