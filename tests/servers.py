"""A Prefect server as a person would start it, and what it has kept of a run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.client.schemas.objects import FlowRun
from prefect.settings import PREFECT_API_URL, temporary_settings

PREFECT = str(Path(sys.executable).with_name("prefect"))


@contextmanager
def prefect_server(**environment: str) -> Iterator[str]:
    """``prefect server start``, as a person would give it; the address of its API."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [PREFECT, "server", "start", "--port", str(port), "--no-ui"]
    with running(command, os.environ | environment) as process:
        address = f"http://127.0.0.1:{port}/api"
        with temporary_settings({PREFECT_API_URL: address}), get_client(sync_client=True) as client:
            while client.api_healthcheck():
                with suppress(subprocess.TimeoutExpired):
                    raise RuntimeError(f"prefect server start ended with {process.wait(timeout=0.2)}")
        yield address


@contextmanager
def running(
    command: list[str], environment: dict[str, str], cwd: Path | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A process that is killed at the end, with all it has started; what it says is in «said.txt» of ``cwd``."""
    with (cwd / "said.txt").open("w") if cwd else nullcontext(subprocess.DEVNULL) as said:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdout=said, stderr=subprocess.STDOUT, start_new_session=True, text=True
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def artifacts(run: FlowRun) -> dict[str, tuple[str, str]]:
    """By key, the kind and all the words of each artifact of a run."""
    of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=of_run)
    return {a.key or "": (a.type or "", f"{a.description}\n{a.data}") for a in found}
