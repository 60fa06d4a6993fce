"""The way to the network: every connection goes to numbers the guard has judged, and every wait has one common end."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator

import httpcore
import httpx

from pipeline.sources.web.guard import Guard


class Deadline:
    """When the answer now awaited must be whole. A server that sends a byte now and then would wear out any other."""

    def __init__(self) -> None:
        self._end = time.monotonic()

    def begin(self, seconds: float) -> None:
        """Set it so many seconds from now."""
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds that are left, no more than ``most``.

        Raises:
            httpcore.ReadTimeout: when there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("no time is left")
        return left if most is None else min(left, most)


class _Stream(httpcore.NetworkStream):
    """A connection whose reads end at the deadline, those of the answer's headers and of a TLS handshake too."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.SyncBackend):
    """Connects by number. TLS and the Host header keep the host's name, which httpcore gives them on its own."""

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        self._guard = guard
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        numbers = self._guard.numbers(host, port)
        for rest, number in zip(reversed(range(len(numbers))), numbers, strict=True):
            try:
                # The last one gets all the time there is: one that is out of reach must not cost the others theirs.
                allowed = self._deadline.left(timeout) / (rest + 1)
                inner = super().connect_tcp(number, port, allowed, local_address, socket_options)
                return _Stream(inner, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not rest:
                    raise
        raise httpcore.ConnectError(f"{host} has no number")


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class Transport(httpx.BaseTransport):
    """What ``httpx.HTTPTransport`` does, with a guard and a deadline; that one cannot be given a network of one's own.

    Args:
        guard: judges where connections go.
        deadline: when the answer must be whole; whoever sends a request begins it.
        tls: which certificates are trusted.

    Raises:
        FetchError: what the guard refuses.
        httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError: what goes wrong on the way.
    """

    def __init__(self, guard: Guard, deadline: Deadline, tls: ssl.SSLContext) -> None:
        backend = _Backend(guard, deadline)
        self._pool = httpcore.ConnectionPool(ssl_context=tls, max_connections=10, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        response = self._pool.handle_request(
            httpcore.Request(request.method, target, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        self._pool.close()
