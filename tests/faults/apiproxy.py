"""A door before Prefect's API that can be shut for a while."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread, Timer
from urllib.parse import urlsplit


class Door:
    """Passes bytes on between a port of loopback and the API; while it is shut, whoever comes is refused or kept
    waiting, and those who were inside are put out.
    """

    def __init__(self, address: str) -> None:
        behind = urlsplit(address)
        self._behind = (behind.hostname, behind.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._here = self._listener.getsockname()
        self.address = f"http://127.0.0.1:{self._here[1]}{behind.path}"
        self._inside: list[socket.socket] = []
        self._lock = Lock()
        self._waiting = False
        self.closed = 0
        self._watch(self._listener)

    def shut(self, seconds: float, *, waiting: bool = False) -> None:
        """Shut it for so long; ``waiting``: accept who comes, and give no answer."""
        self.closed += 1
        with self._lock:
            self._waiting = waiting
            if not waiting:
                _close(self._listener)
            for one in self._inside:
                _close(one)
            self._inside.clear()
        Timer(seconds, self.open).start()

    def open(self) -> None:
        """Open it again."""
        with self._lock:
            if self._waiting:
                self._waiting = False
                for one in self._inside:
                    _close(one)
                self._inside.clear()
                return
            self._listener = socket.create_server(self._here)
        self._watch(self._listener)

    def close(self) -> None:
        """Let no one through any more."""
        _close(self._listener)

    def _watch(self, listener: socket.socket) -> None:
        Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                guest, _ = listener.accept()
                with self._lock:
                    self._inside.append(guest)
                    if self._waiting:
                        continue
                    host = socket.create_connection(self._behind)
                    self._inside.append(host)
                for one, other in ((guest, host), (host, guest)):
                    Thread(target=_pass_on, args=(one, other), daemon=True).start()


@contextmanager
def door(address: str) -> Iterator[Door]:
    """A door before the API at this address, open."""
    found = Door(address)
    yield found
    found.close()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    _close(one)
    _close(other)


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
