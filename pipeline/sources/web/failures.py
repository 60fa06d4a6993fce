"""How a request can end badly: the errors, and what is said of each exception and status."""

from __future__ import annotations

import ssl
from http import HTTPStatus

import httpcore
import httpx

from pipeline.errors import SourceError

AGAIN = "fetch again later; if it stays so, look at the address in a browser"
GONE = "nothing, if the page was taken down; else correct the address in the source's YAML"
BROKEN = "tell the newspaper, or leave the address out with «exclude» in the source's YAML"

_REMEDIES = {
    401: "nothing: what needs a login is not fetched",
    402: "nothing: what is paid for is not fetched",
    403: "ask the newspaper; a site that refuses this program is left alone",
    404: GONE,
    410: GONE,
    451: "nothing: the site may not show it here",
}


class FetchError(SourceError):
    """A request that came to nothing: the run goes on without that address and lists it.

    ``passing`` tells whether the same request may succeed a little later; ``status`` is what the server answered, 0
    where it was not the answer's status that made it an error.
    """

    def __init__(self, problem: str, *, place: str, remedy: str, passing: bool = False, status: int = 0) -> None:
        super().__init__(problem, place=place, remedy=remedy)
        self.passing = passing
        self.status = status


class LimitError(FetchError):
    """No further request is made in this run, to that host or at all: to ask for more addresses is of no use."""


def of_status(status: int, address: str) -> FetchError:
    """What to say of an answer that is no page.

    >>> of_status(410, "https://efimerida.example/α").problem
    'the server answered 410 Gone'
    """
    name = next((f" {one.phrase}" for one in HTTPStatus if one == status), "")
    passing = status in (408, 425, 429) or status >= 500
    remedy = _REMEDIES.get(status, AGAIN if passing else BROKEN)
    problem = f"the server answered {status}{name}"
    return FetchError(problem, place=address, remedy=remedy, passing=passing, status=status)


def of_exception(error: Exception, address: str, timeout: float) -> FetchError:
    """What to say of what went wrong on the way; ``timeout`` in seconds."""
    if isinstance(error, FetchError):
        return error
    if isinstance(error, httpcore.ConnectTimeout):
        return FetchError(f"no connection within {timeout:g} s", place=address, remedy=AGAIN, passing=True)
    if isinstance(error, httpcore.TimeoutException):
        remedy = f"{AGAIN}, or raise web.timeout in configs/pipeline.yaml"
        return FetchError(f"no whole answer within {timeout:g} s", place=address, remedy=remedy, passing=True)
    tls = _tls(error)
    if tls is not None:
        reason = getattr(tls, "verify_message", "") or tls.reason or str(tls)
        remedy = "check the date of this machine; else the newspaper has to mend its certificate"
        return FetchError(f"no safe connection (TLS): {reason}", place=address, remedy=remedy)
    if isinstance(error, httpcore.ConnectError):
        return FetchError(f"no connection: {error}", place=address, remedy=AGAIN, passing=True)
    if isinstance(
        error, httpx.HTTPError | httpx.InvalidURL | UnicodeError
    ):  # all that is left to httpx is where a redirect leads
        return FetchError(f"a redirect to no web address: {_short(error)}", place=address, remedy=BROKEN)
    return FetchError(f"the answer broke off: {_short(error)}", place=address, remedy=AGAIN, passing=True)


def _tls(error: BaseException | None) -> ssl.SSLError | None:
    """The trouble with TLS behind an exception; httpcore cuts the tie of cause and leaves that of context."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]
