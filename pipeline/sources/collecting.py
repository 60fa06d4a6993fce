"""What a source's feeds or sitemaps name, fetched into its raw store: the only stage that asks the network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urldefrag, urlsplit

from courlan import extract_domain, normalize_url

from pipeline.errors import SourceError
from pipeline.records import Notice, Problem
from pipeline.sources.around import Around
from pipeline.sources.declarations import FeedSource, PagedSource, SitemapSource
from pipeline.sources.entries import Child, Entry
from pipeline.sources.entrylog import EntryLog
from pipeline.sources.feeds import read_feed
from pipeline.sources.rawstore import Kept, RawStore
from pipeline.sources.sitemaps import read_sitemap
from pipeline.sources.web import Client, FetchError, LimitError

FRESH = timedelta(days=2)
"""How long after its publication a page is asked again, where nothing says when it was changed."""

SITEMAPS = 50
"""Most sitemaps that are read of an index, the latest first."""

_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_/.]?(0[1-9]|1[0-2])(?!\d)")


def collect(source: FeedSource | SitemapSource, around: Around, most: int | None = None) -> Iterator[Problem]:
    """Fetch the pages that are new, or that may have changed.

    Newest pages come first, so that a run that reaches its limit of requests has what matters most; the next one goes
    on from there.

    Args:
        source: what to fetch.
        around: where to keep it, and how to fetch.
        most: how many pages at most; as many as the limit of requests allows, when not given.

    Yields:
        A problem for each address that came to nothing.

    Raises:
        SettingsError: when no contact is set.
        StoreError: when what is fetched cannot be kept.
    """
    store, log = RawStore(around.raw), EntryLog(around.raw)
    with Client(around.web, store, pace=around.pace) as client:
        asking = _Asking(client, store, log)
        found: list[Entry] = []
        lists = (
            _feeds(source, asking) if isinstance(source, FeedSource) else _sitemaps(source, asking, around.web.bytes)
        )
        for item in lists:
            if isinstance(item, Entry):
                found.append(item)
            else:
                yield item
        wanted, notice = _wanted(found, source)
        log.add(wanted)
        yield from notice
        # Also what earlier runs had no requests left for.
        latest = sorted(log.all().values(), key=_latest, reverse=True)
        due = (
            e for e in latest if is_wanted(e.address, source) and _in_time(e, source) and asking.is_due(e, around.now)
        )
        for entry in islice(due, most):
            yield from asking.page(entry.address)
            if asking.over:
                return


class _Asking:
    """A client that tells problems instead of raising them, and stops at the first limit.

    Args:
        client: what fetches.
        store: where it is kept.
        log: what forgets a page that is not to be had.
    """

    def __init__(self, client: Client, store: RawStore, log: EntryLog) -> None:
        self._client = client
        self._log = log
        self._known = store.newest()
        self._content: Callable[[Kept], bytes] = store.content
        self.over = False

    def page(self, address: str) -> Iterator[Problem]:
        """Fetch a page."""
        try:
            self._client.get(address)
        except FetchError as error:
            self.over = isinstance(error, LimitError)
            if not error.passing and not self.over:
                self._log.drop(address)
            yield Problem(error.place, error.problem, error.remedy)

    def list(self, address: str, read: Callable[[bytes, Kept], Iterable[object]]) -> Iterator[object]:
        """Fetch a feed or a sitemap, and read it."""
        try:
            kept = self._client.get(address)
            yield from read(self._content(kept), kept)
        except SourceError as error:
            self.over = self.over or isinstance(error, LimitError)
            yield Problem(error.place, error.problem, error.remedy)

    def is_due(self, entry: Entry, now: datetime) -> bool:
        """Whether a page is new, was changed since it was fetched, or is so fresh that it may have been."""
        kept = self._known.get(entry.address)
        if kept is None:
            return True
        if entry.updated and entry.updated != entry.published:
            return entry.updated > kept.time
        published = _moment(entry.published) or _moment(kept.time)
        return published is not None and now - published < FRESH


def is_wanted(address: str, source: PagedSource) -> bool:
    """Whether an address is an article of the source: on its site, included, and not excluded."""
    if source.home and site(address) != site(source.home):
        return False
    if source.include and not any(re.search(pattern, address) for pattern in source.include):
        return False
    return not any(re.search(pattern, address) for pattern in source.exclude)


def site(address: str) -> str:
    """What addresses of one newspaper share: the domain someone registered; the host where that cannot be told.

    >>> site("https://www.kathimerini.gr/α"), site("http://127.0.0.1:8000/α")
    ('kathimerini.gr', '127.0.0.1')
    """
    return extract_domain(address) or (urlsplit(address).hostname or "").removeprefix("www.")


def clean(address: str) -> str:
    """An address without what only tells where the reader came from: no fragment, no parameters of tracking.

    >>> clean("https://efimerida.example/α?utm_source=rss&id=3#comments")
    'https://efimerida.example/%CE%B1?id=3'
    """
    bare = urldefrag(address).url
    try:
        return str(normalize_url(bare)) if "?" in bare else bare
    except ValueError:
        return bare


def _feeds(source: FeedSource, asking: _Asking) -> Iterator[Entry | Problem]:
    for address in source.feeds:
        found = asking.list(
            address, lambda data, kept: read_feed(data, address=kept.final, declared=_declared(kept), at=kept.time)
        )
        yield from (item for item in found if isinstance(item, Entry | Problem))
        if asking.over:
            return


def _sitemaps(source: SitemapSource, asking: _Asking, most: int) -> Iterator[Entry | Problem]:
    """The entries of the sitemaps, and of those that they point at, the latest first."""
    todo = [(Child(address), 0) for address in source.sitemaps]
    seen: set[str] = set()
    while todo:
        child, depth = todo.pop(0)
        if child.address in seen or asking.over:
            continue
        seen.add(child.address)
        children: list[Child] = []
        for item in asking.list(
            child.address,
            lambda data, kept: read_sitemap(data, address=kept.final, declared=_declared(kept), most_bytes=most),
        ):
            if isinstance(item, Child):
                children.append(item)
            elif isinstance(item, Entry | Problem):
                yield item
        due = sorted((c for c in children if not _too_old(c, source)), key=lambda c: c.updated, reverse=True)
        if children and depth == 2:
            yield Problem(child.address, "an index below an index below an index", "name the lower one in the source")
            continue
        if len(seen) + len(todo) + len(due) > SITEMAPS:
            left = len(seen) + len(todo) + len(due) - SITEMAPS
            due = due[: max(0, SITEMAPS - len(seen) - len(todo))]
            yield Notice(
                child.address, f"{left:,} older sitemaps are passed over", "set «since», or name them one by one"
            )
        todo.extend((one, depth + 1) for one in due)


def _sitemap(data: bytes, kept: Kept, most: int) -> Iterable[object]:
    return read_sitemap(data, address=kept.final, declared=_declared(kept), most_bytes=most)


def _too_old(child: Child, source: SitemapSource) -> bool:
    """Whether all that a sitemap names is older than wanted: it was not changed since, or its name has a month."""
    if source.since is None:
        return False
    month = _MONTH.search(child.address)
    if month and month[1] + "-" + month[2] < source.since.isoformat()[:7]:
        return True
    return bool(child.updated) and child.updated[:10] < source.since.isoformat()


def _wanted(found: Iterable[Entry], source: PagedSource) -> tuple[list[Entry], Iterator[Notice]]:
    """What is to be fetched, and a notice of how much lies on other sites."""
    wanted: dict[str, Entry] = {}
    elsewhere: dict[str, str] = {}
    for entry in found:
        address = clean(entry.address)
        if is_wanted(address, source):
            wanted.setdefault(address, Entry(address, entry.title, entry.published, entry.updated, entry.summary))
        elif source.home and site(address) != site(source.home):
            elsewhere.setdefault(site(address), address)
    place = source.home
    notices = (
        Notice(place, f"entries that lie on {domain} are passed over, as {address}", "declare that site as a source")
        for domain, address in elsewhere.items()
    )
    return list(wanted.values()), notices


def _in_time(entry: Entry, source: PagedSource) -> bool:
    """Whether an entry may be of the days that are wanted; one that does not say is."""
    published, updated = entry.published[:10], entry.updated[:10]
    if source.since and max(published, updated) and max(published, updated) < source.since.isoformat():
        return False
    return not (source.until and published and published > source.until.isoformat())


def _latest(entry: Entry) -> str:
    return max(entry.updated, entry.published)


def _declared(kept: Kept) -> str:
    return kept.headers.get("content-type", "")


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment.astimezone()
