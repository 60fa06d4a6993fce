"""Fetches addresses politely and safely into a raw store.

The raw store is the HTTP cache: the newest revision of an address has the ETag and Last-Modified that a conditional
request needs, and a 304 is noted there. Hishel keeps such a cache too, but does not fit: its storage has to replace
headers and remove entries in place, where the raw store never alters anything; it must swallow errors of the disk,
where a run has to end; it would answer from a second copy, and by its heuristics without asking, so that a changed
article is missed; and it does not keep what is marked «no-store», though news sites mark pages so that have an ETag.
"""

from __future__ import annotations

import ssl
from types import TracebackType

import httpx

from pipeline.errors import SettingsError
from pipeline.settings import WebSettings
from pipeline.sources.answers import NOT_MODIFIED, Answer, Kept
from pipeline.sources.rawstore import RawStore
from pipeline.sources.web.exchange import Exchange, Reply
from pipeline.sources.web.failures import BROKEN, FetchError
from pipeline.sources.web.guard import Guard
from pipeline.sources.web.pace import Pace
from pipeline.sources.web.robots import Robots


class Client:
    """Fetches for one source in one run. For one thread only.

    Args:
        settings: contact, gap, limits.
        store: the raw store of the source.
        pace: when each host may be asked; sources of one run share it.
        guard: which hosts may be asked; by default the public network's, others as the settings allow.
        tls: which certificates are trusted; by default those that certifi lists.

    Raises:
        SettingsError: when the settings name no contact, or do not let anything be fetched.

    >>> with Client(WebSettings(contact="syntaktis@efimerida.example"), RawStore(Path("raw/α"))) as client:
    ...     client.get("https://efimerida.example/α").changed  # doctest: +SKIP
    True
    """

    def __init__(
        self,
        settings: WebSettings,
        store: RawStore,
        *,
        pace: Pace | None = None,
        guard: Guard | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if not settings.fetch:
            remedy = "set web.fetch: true in configs/pipeline.yaml"
            raise SettingsError("fetching is switched off", place="configs/pipeline.yaml", remedy=remedy)
        self._settings = settings
        self._store = store
        self._guard = guard or Guard(settings.private)
        self._exchange = Exchange(settings, pace or Pace(), self._guard, tls or httpx.create_ssl_context())
        self._robots = Robots(lambda place: self._follow(place, None, robots=False)[1].content)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._exchange.close()

    def get(self, address: str) -> Kept:
        """Fetch an address into the raw store, unless it still answers what is kept.

        Returns:
            Its newest revision; ``changed`` tells whether that is new.

        Raises:
            FetchError: when nothing came of it, whatever the reason, with ``address`` as its place; a ``LimitError``
                when the run, or the host, gets no further request.
            StoreError: when the raw store cannot be read or written.
        """
        known = self._store.newest().get(address)
        final, reply = self._follow(address, known, robots=True)
        if reply.status == NOT_MODIFIED:
            if known is None:
                raise FetchError("«not modified», but it was never fetched", place=address, remedy=BROKEN)
            return self._store.seen(known, reply.status, reply.headers)
        return self._store.keep(Answer(address, final, reply.status, reply.headers, reply.content, reply.unpacked))

    def _follow(self, address: str, known: Kept | None, *, robots: bool) -> tuple[str, Reply]:
        """Where an address leads, and the answer there."""
        hops: list[str] = []
        onward = address
        try:
            while onward:
                hop = self._guard.check(onward)
                hops.append(hop)
                self._bear(hops)
                reply = self._hop(hop, known, robots=robots)
                onward = reply.onward
        except FetchError as error:
            error.place = address
            if onward != address:
                error.problem = f"redirected to {onward[:200]}: {error.problem}"
            raise
        return hop, reply

    def _bear(self, hops: list[str]) -> None:
        """Follow so many redirects, and none in a circle."""
        problem = ""
        if hops[-1] in hops[:-1]:
            problem = "the redirects go round in a circle"
        elif len(hops) > self._settings.redirects + 1:
            problem = f"more than {self._settings.redirects} redirects"
        if problem:
            raise FetchError(problem, place=hops[0], remedy=BROKEN)

    def _hop(self, hop: str, known: Kept | None, *, robots: bool) -> Reply:
        gap = self._settings.gap
        if robots:
            rules = self._robots.rules(hop)
            rules.check(hop)
            gap = max(gap, rules.delay())
        # What a server knows its answer by, it alone knows: it is told to no other address on the way.
        conditions = self._store.conditions(known.address) if known and known.final == hop else {}
        return self._exchange.ask(hop, conditions, gap)
