"""The server of the page: on the loopback interface only, until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from pipeline.errors import ReviewError
from pipeline.review.desk import Desk
from pipeline.review.guard import LOOPBACK, Guard, new_token
from pipeline.review.service import service


def serve(desk: Desk, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page of a desk until interrupted.

    Args:
        desk: what is judged.
        port: the port to listen on; 0 for any that is free.
        ready: is told the address, its secret in it, once connections are taken.

    Raises:
        ReviewError: when the port is taken.
    """
    with listening(port) as listener:
        server, address = prepare(desk, listener)
        ready(address)
        with suppress(KeyboardInterrupt):  # the server has stopped by then, and gives the signal on
            server.run([listener])


def prepare(desk: Desk, listener: socket.socket) -> tuple[uvicorn.Server, str]:
    """A server that is still to be run on a listening socket, and the address of its page."""
    port, token = int(listener.getsockname()[1]), new_token()
    config = uvicorn.Config(
        Guard(service(desk), token, port),
        log_level="error",
        access_log=False,  # its lines would hold the secret
        lifespan="off",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config), f"http://{LOOPBACK}:{port}/{token}/"


def listening(port: int) -> socket.socket:
    """A socket that listens on this machine only.

    Raises:
        ReviewError: when the port is taken or none.
    """
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        said = getattr(error, "strerror", None) or error
        raise ReviewError(
            f"no page can be opened there: {said}", place=f"--port {port}", remedy="name another port"
        ) from error
    return listener
