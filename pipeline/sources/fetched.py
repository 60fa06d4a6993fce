"""Sources of the web → articles: what is new is fetched, and then everything is read from what is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace

from pipeline.errors import SettingsError, SourceError, StasisError
from pipeline.records import Article, Problem
from pipeline.sources.around import Around
from pipeline.sources.checks import check
from pipeline.sources.collecting import collect, is_wanted
from pipeline.sources.declarations import FeedSource, PagedSource, SitemapSource
from pipeline.sources.entries import Entry
from pipeline.sources.entrylog import EntryLog
from pipeline.sources.pages import page_article
from pipeline.sources.rawstore import Kept, RawStore
from pipeline.sources.readings import Readings, key


def read_web(source: FeedSource | SitemapSource, around: Around) -> Iterator[Article | Problem]:
    """The articles of a newspaper on the web, in the order in which its pages were first named.

    Args:
        source: the newspaper as declared.
        around: its name, the settings, and what the sources of one run share.

    Raises:
        SettingsError: when something is to be fetched and no contact is set.
    """
    try:
        if around.web.fetch:
            yield from collect(source, around)
        yield from read_kept(source, around)
    except SettingsError:
        raise
    except StasisError as error:  # its folder cannot be read or written: other sources can
        yield Problem(error.place, error.problem, error.remedy)


def read_kept(source: FeedSource | SitemapSource, around: Around) -> Iterator[Article | Problem]:
    """The articles of the pages that are kept, each in its newest revision; nothing is fetched.

    Raises:
        StoreError: when what is kept cannot be read.
    """
    store, readings = RawStore(around.raw), Readings(around.raw)
    newest = store.newest()
    for entry in EntryLog(around.raw).all().values():
        kept = newest.get(entry.address)
        if kept is None or not is_wanted(entry.address, source):
            continue
        made_of = {"page": kept.sha256, "at": kept.time, "entry": asdict(entry), "source": source.model_dump()}
        name = key(made_of)
        found = readings.get(name)
        if found is None:
            found = list(read_page(store, kept, entry, source, around.name))
            readings.put(name, found)
        yield from admitted(found, source, around)
    readings.save()


def read_page(store: RawStore, kept: Kept, entry: Entry, source: PagedSource, name: str) -> Iterator[Article | Problem]:
    """The article of one page that is kept; what the page leaves unsaid is as its feed or sitemap said."""
    try:
        for found in page_article(
            store.content(kept),
            address=kept.final,
            declared=kept.headers.get("content-type", ""),
            rules=source.page,
            retrieved_at=kept.time,
            source=source.title,
            name=doc_id(name, entry.address),
        ):
            if isinstance(found, Article):
                published = found.published_at or entry.published
                found = replace(found, published_at=published, title=found.title or entry.title)
            yield found
    except SourceError as error:
        yield Problem(error.place, error.problem, error.remedy)


def admitted(found: Iterable[Article | Problem], source: PagedSource, around: Around) -> Iterator[Article | Problem]:
    """What passes the bounds of the source and the gates of every article."""
    for item in found:
        if not isinstance(item, Article):
            yield item
            continue
        day = item.published_at[:10]
        early = source.since is not None and day and day < source.since.isoformat()
        late = source.until is not None and day and day > source.until.isoformat()
        if early or late:
            continue
        try:
            check(item, around.limits, item.path)
        except SourceError as error:
            yield Problem(error.place, error.problem, error.remedy)
            continue
        yield around.seen.admit(item, item.path)


def doc_id(name: str, address: str) -> str:
    """What an article of the web is called: the source's name and a hash of the address it was named by.

    >>> doc_id("efimerida", "https://efimerida.example/α")
    'efimerida-b6ef1bd7c9ae'
    """
    return f"{name}-{hashlib.sha256(address.encode('utf-8', 'replace')).hexdigest()[:12]}"
