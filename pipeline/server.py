"""Prefect's own server for the time of one run: it comes up while the models load, and goes down with the run.

The one that Prefect would start by itself comes up only after the models are loaded, imports the whole server into the
run's process as well, takes five seconds to stop, and stays behind for ever when the run is killed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread, Timer
from typing import IO

from pipeline.collecting import held_back
from pipeline.errors import StasisError

PATIENCE = 180.0
"""Seconds until a server that is not up is given up; the very first one has a database to build."""


# A server that lives as long as one run schedules nothing and cleans up nothing.
_UNNEEDED = (
    "CANCELLATION_CLEANUP",
    "DB_VACUUM",
    "FOREMAN",
    "LATE_RUNS",
    "PAUSE_EXPIRATIONS",
    "REPOSSESSOR",
    "SCHEDULER",
)
_SETTINGS = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "0",
    "DO_NOT_TRACK": "1",
}
_IDLE = _SETTINGS | {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "0" for name in _UNNEEDED}
# Which runs hold their deployment's one place must outlive the server, or a place once taken is never free again.
_SCHEDULING = _SETTINGS | {
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem"
}


def ahead() -> AbstractContextManager[Callable[[], str] | None]:
    """As ``beside``, for a command that has not imported Prefect yet: the server comes up meanwhile, seconds sooner.

    Gives None where Prefect may be set to use another server, which only Prefect itself can tell.
    """
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    told = os.environ.get("PREFECT_API_URL") or os.environ.get("PREFECT_PROFILES_PATH")
    files = (home / "profiles.toml", Path("prefect.toml"), Path(".env"), Path("pyproject.toml"))
    if told or "prefect" in sys.modules or any(_speaks(file) for file in files):
        return nullcontext()
    return beside()


def _speaks(file: Path) -> bool:
    """Whether a file may hold settings of Prefect that name a server."""
    try:
        said = file.read_text(encoding="utf-8", errors="replace").lower()
    except OSError:
        return False
    return file.name == "prefect.toml" or "prefect_api_url" in said or "[tool.prefect" in said


@contextmanager
def set_or_beside(*, scheduling: bool = False) -> Iterator[Callable[[], str]]:
    """The address of Prefect's API: the one that is set, which must answer, or that of a server for the time being.

    Args:
        scheduling: whether that server is to make and watch over scheduled runs.

    Raises:
        StasisError: when the one that is set does not answer.
    """
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL

    if not (url := PREFECT_API_URL.value()):
        with beside(scheduling=scheduling) as address:
            yield address
        return
    with get_client(sync_client=True) as client:
        if error := client.api_healthcheck():
            raise StasisError(
                f"Prefect's server does not answer ({error})", place=url, remedy="start it, or unset PREFECT_API_URL"
            )
    yield lambda: url


@contextmanager
def beside(*, scheduling: bool = False) -> Iterator[Callable[[], str]]:
    """Start the server and go on at once; calling what is given waits until it is up, for the address of its API.

    Args:
        scheduling: whether it makes and watches over scheduled runs.

    Raises:
        StasisError: from that call, when the server does not come up.
    """
    with TemporaryFile() as log:
        # The server takes the end of its input for its own, and a pipe ends however the process that holds it does.
        server = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ | (_SCHEDULING if scheduling else _IDLE),
            start_new_session=True,  # a Ctrl-C is for the run, which has still to tell the server how it ended
        )
        try:
            yield lambda: _address(server, log)
        finally:
            _send_what_waits()
            if server.stdout and server.stdin:
                server.stdout.close()
                server.stdin.close()
            server.wait()


def _address(server: subprocess.Popen[bytes], log: IO[bytes]) -> str:
    assert server.stdout
    give_up = Timer(PATIENCE, server.kill)
    give_up.start()
    port = server.stdout.readline().decode().strip()
    give_up.cancel()
    if not port:
        server.wait()
        log.seek(0)
        lines = log.read().decode("utf-8", "replace").strip().splitlines()
        raise StasisError(
            f"Prefect's server does not start: {lines[-1] if lines else 'no reason given'}",
            place=os.environ.get("PREFECT_HOME", "~/.prefect"),
            remedy="see that this folder can be written and the disk has room, or set PREFECT_HOME to another",
        )
    return f"http://127.0.0.1:{port}/api"


def _send_what_waits() -> None:
    """What Prefect sends in the background it would else try for minutes on a server that is gone."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all(timeout=10, at_exit=False)
    EventsWorker.drain_all(timeout=10, at_exit=False)


def serve() -> None:
    """Be the server: write the port once it is up, and stop when the input ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    Thread(target=_end_with_input, daemon=True).start()
    with held_back():
        import uvicorn
        from prefect.server.api.server import create_app

        app = create_app()

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(listener.getsockname()[1], flush=True)

    Server(uvicorn.Config(app, log_level="error", lifespan="on")).run([listener])


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    # At once: by now the run has been told that all it sent is written, and a graceful end waits for idle connections.
    os._exit(0)


if __name__ == "__main__":
    serve()
