"""``stasis serve``, with a server and a worker of its own, and ``stasis deploy``, for those that are there."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings
from prefect.workers.process import ProcessWorker

from pipeline import server
from pipeline.deployments import Deployment
from pipeline.errors import StasisError
from pipeline.scheduling.catchup import close_open
from pipeline.scheduling.notifying import notify
from pipeline.scheduling.registering import POOL, register


def serve(
    deployments: Sequence[Deployment],
    config: Path,
    told: Callable[[str], None],
    *,
    pool: str = POOL,
    url: str | None = None,
) -> None:
    """Run deployments at their times, one run at a time, until it is interrupted.

    Args:
        deployments: all that are declared.
        config: the path of ``pipeline.yaml``.
        told: called with a line for people once all is up.
        pool: the work pool of a server that is set.
        url: told of each run that fails.

    Raises:
        StasisError: when the server does not answer, or another one serves already.
        SettingsError: as ``register`` and ``notify``.
    """
    own = not PREFECT_API_URL.value()
    # Runs and their place in line are kept in Prefect's folder, and two schedulers would start each of them twice.
    with _alone() if own else _with_others(), server.set_or_beside(scheduling=True) as address:
        where = address()
        with temporary_settings({PREFECT_API_URL: where}):
            with get_client(sync_client=True) as client:
                ids = register(client, deployments, config, pool)
                if url:
                    notify(client, url)
                if own and (left := close_open(client, ids)):
                    told(f"{left} runs that were cut off are marked as crashed")
            told(f"serving {_listed(deployments)} with Prefect at {where}; stop with Ctrl-C")
            _work(pool)


def deploy(deployments: Sequence[Deployment], config: Path, *, pool: str = POOL, url: str | None = None) -> str:
    """Register deployments with the server that is set; returns its address.

    Args:
        deployments: all that are declared.
        config: the path of ``pipeline.yaml``.
        pool: the work pool.
        url: told of each run that fails.

    Raises:
        StasisError: when no server is set, or it does not answer.
        SettingsError: as ``register`` and ``notify``.
    """
    if not PREFECT_API_URL.value():
        remedy = "set it to the address that `prefect server start` prints; without a server there is «stasis serve»"
        raise StasisError("no Prefect server is set", place="PREFECT_API_URL", remedy=remedy)
    with server.set_or_beside() as address, get_client(sync_client=True) as client:
        register(client, deployments, config, pool)
        if url:
            notify(client, url)
        return address()


def _work(pool: str) -> None:
    """Be the worker. A run takes all the memory and cores there are to spare: one at a time."""
    try:
        asyncio.run(_until_told(ProcessWorker(work_pool_name=pool, limit=1)))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None  # as Ctrl-C ends it


async def _until_told(worker: ProcessWorker) -> None:
    """Work until a SIGTERM comes; passed on as SIGINT it would be lost where a script started the command in the
    background, for there SIGINT is ignored."""
    mine = asyncio.current_task()
    assert mine
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, mine.cancel)
    await worker.start(printer=lambda *_: None)


def _listed(deployments: Sequence[Deployment]) -> str:
    return ", ".join(d.name + (" (paused)" if d.paused else "") for d in deployments) or "nothing"


@contextmanager
def _alone() -> Iterator[None]:
    home = PREFECT_HOME.value()
    home.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home / "stasis-serve.lock", timeout=0):
            yield
    except Timeout as error:
        remedy = "stop the other one; or set PREFECT_HOME to another folder for this one"
        raise StasisError("«stasis serve» is running already", place=home, remedy=remedy) from error


@contextmanager
def _with_others() -> Iterator[None]:
    yield
