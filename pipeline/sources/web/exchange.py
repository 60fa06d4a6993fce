"""One request and its answer: at the host's pace, within the limits, tried again where that may help."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version

import httpcore
import httpx
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from pipeline.errors import SettingsError
from pipeline.settings import WebSettings
from pipeline.sources.answers import NOT_MODIFIED
from pipeline.sources.web.failures import FetchError, LimitError, of_exception, of_status
from pipeline.sources.web.guard import Guard
from pipeline.sources.web.pace import Pace, retry_after
from pipeline.sources.web.robots import AGENT
from pipeline.sources.web.transport import Deadline, Transport
from pipeline.sources.web.unpacking import ACCEPTED, gather, too_long

_GOOD = (200, 203, NOT_MODIFIED)
_BUSY = (429, 503)
_GIVE_UP = 5
"""Addresses of a host that fail one after the other, each with all its tries, before it is left alone."""

_FAILURES = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpx.HTTPError,
    httpx.InvalidURL,
    UnicodeError,  # idna's errors, of the host a redirect names
    ssl.SSLError,
)
_WAIT = wait_exponential_jitter(initial=1, max=60, jitter=1)


@dataclass(frozen=True, slots=True)
class Reply:
    """A good answer, or a redirect: then ``onward`` is where to."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""
    unpacked: str = ""
    onward: str = ""


def user_agent(contact: str) -> str:
    """What this program calls itself, with whom to write to.

    Raises:
        SettingsError: when there is nobody to write to.

    >>> user_agent("syntaktis@efimerida.example").partition(" ")[2]
    '(+syntaktis@efimerida.example)'
    """
    remedy = "set web.contact to an e-mail address, or to a page (https://…) that says who you are and why you fetch"
    place = "configs/pipeline.yaml"
    if not contact.strip():
        raise SettingsError("web.contact is not set, and nothing is fetched without it", place=place, remedy=remedy)
    if not ("@" in contact or contact.startswith(("https://", "http://"))) or not contact.isascii() or " " in contact:
        raise SettingsError(f"web.contact is neither e-mail nor page: «{contact}»", place=place, remedy=remedy)
    return f"{AGENT}/{version('stasis')} (+{contact})"


class Exchange:
    """Sends requests, one at a time, and counts them. Cookies are neither kept nor sent, proxies are not used.

    Args:
        settings: limits, gap, contact.
        pace: when each host may be asked.
        guard: which hosts may be asked.
        tls: which certificates are trusted.

    Raises:
        SettingsError: when the settings name no contact.
    """

    def __init__(self, settings: WebSettings, pace: Pace, guard: Guard, tls: ssl.SSLContext) -> None:
        self._settings = settings
        self._pace = pace
        self._left = settings.requests
        self._failures: Counter[str] = Counter()
        self._deadline = Deadline()
        headers = {
            "User-Agent": user_agent(settings.contact),
            "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
            "Accept-Language": "el",
            "Accept-Encoding": ACCEPTED,
        }
        self._http = httpx.Client(
            transport=Transport(guard, self._deadline, tls),
            headers=headers,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=None,  # the deadline is the one there is
            trust_env=False,  # a proxy from the environment would connect in our place, past the guard
        )

    def ask(self, address: str, conditions: Mapping[str, str], gap: float) -> Reply:
        """What an address answers.

        Args:
            address: one that the guard has checked.
            conditions: headers that make the request conditional.
            gap: seconds to leave since the last request to its host.

        Raises:
            FetchError: for whatever else comes of it, a ``LimitError`` when no request may be made any more.
        """
        host = httpx.URL(address).host
        if self._failures[host] >= _GIVE_UP:
            problem = f"not asked: the {_GIVE_UP} addresses of {host} before it failed one after the other"
            raise LimitError(problem, place=address, remedy="fetch again later")
        tries = Retrying(
            stop=stop_after_attempt(self._settings.retries + 1),
            wait=_WAIT,
            retry=retry_if_exception(lambda error: isinstance(error, FetchError) and error.passing),
            sleep=self._pace.clock.sleep,
            reraise=True,
        )
        try:
            reply = tries(self._once, address, host, conditions, gap)
        except FetchError as error:
            if error.passing:
                self._failures[host] += 1
                error.problem += f" ({tries.statistics['attempt_number']} tries)" if self._settings.retries else ""
            raise
        self._failures[host] = 0
        return reply

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _once(self, address: str, host: str, conditions: Mapping[str, str], gap: float) -> Reply:
        self._pace.wait(host, gap, address)
        if not self._left:
            problem = f"not asked: the {self._settings.requests:,} requests of a run are used up"
            raise LimitError(problem, place=address, remedy="run again, or raise web.requests in configs/pipeline.yaml")
        self._left -= 1
        self._deadline.begin(self._settings.timeout)
        try:
            with self._http.stream("GET", address, headers=dict(conditions)) as response:
                return self._read(response, address, host)
        except _FAILURES as error:
            raise of_exception(error, address, self._settings.timeout) from error
        finally:
            self._pace.done(host)

    def _read(self, response: httpx.Response, address: str, host: str) -> Reply:
        headers = dict(response.headers)
        if response.next_request is not None:
            return Reply(response.status_code, headers, onward=str(response.next_request.url))
        if response.status_code not in _GOOD:
            if response.status_code in _BUSY:
                self._pace.hold(host, retry_after(headers.get("retry-after", ""), headers.get("date", "")))
            raise of_status(response.status_code, address)
        length = headers.get("content-length", "")
        if length.isdigit() and int(length[:20]) > self._settings.bytes:
            raise too_long(address, self._settings.bytes)
        coding = headers.get("content-encoding", "").strip().lower()
        content = gather(response.iter_raw(), coding, self._settings.bytes, address)
        return Reply(response.status_code, headers, content, "" if coding == "identity" else coding)
