"""What a host's robots.txt allows (RFC 9309), and how long it asks to wait between requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from pipeline.sources.web.failures import FetchError, LimitError

AGENT = "stasis"
"""The name by which robots.txt may speak to this program."""

# RFC 9309 asks a crawler to read at least 500 KiB, and lets it stop there.
_READ = 512 * 1024


@dataclass(frozen=True, slots=True)
class Rules:
    """One host's robots.txt, or why it could not be had: then nothing there is asked for in this run."""

    said: Protego
    failure: str = ""

    def delay(self) -> float:
        """Seconds it asks to leave between two requests; 0 when it asks for nothing.

        >>> parse("User-agent: *\\nCrawl-delay: 7\\nDisallow: /αναζήτηση".encode()).delay()
        7.0
        """
        rate = self.said.request_rate(AGENT)
        return max(self.said.crawl_delay(AGENT) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)

    def check(self, address: str) -> None:
        """Let an address pass.

        Raises:
            FetchError: when it is disallowed, or the rules are not known.
        """
        if self.failure:
            problem = f"not asked, as its robots.txt could not be read: {self.failure}"
            raise FetchError(problem, place=address, remedy="fetch again later: without its rules nothing is fetched")
        if not self.said.can_fetch(address, AGENT):
            problem = f"robots.txt does not allow «{AGENT}» to fetch it"
            raise FetchError(problem, place=address, remedy="leave it out («exclude»), or ask the newspaper")


def parse(content: bytes) -> Rules:
    """The rules that a robots.txt holds; anything but rules allows all."""
    return Rules(Protego.parse(content[:_READ].decode("utf-8-sig", "replace")))


class Robots:
    """The rules of each host, fetched once.

    Args:
        fetch: gives the content of an address, or raises a ``FetchError``; of one whose ``status`` is 4xx, except 429,
            everything is allowed, as the RFC says.
    """

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        self._fetch = fetch
        self._rules: dict[str, Rules] = {}

    def rules(self, address: str) -> Rules:
        """The rules of the host of an address. Another scheme or port is another host."""
        place = str(httpx.URL(address).copy_with(raw_path=b"/robots.txt"))
        if place not in self._rules:
            self._rules[place] = self._read(place)
        return self._rules[place]

    def _read(self, place: str) -> Rules:
        try:
            return parse(self._fetch(place))
        except LimitError:
            raise
        except FetchError as error:
            if 400 <= error.status < 500 and error.status != 429:
                return Rules(Protego.parse(""))
            return Rules(Protego.parse(""), failure=error.problem)
