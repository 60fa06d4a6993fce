"""A newspaper's site → the declaration of a source: its feeds and sitemaps are found and tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import yaml
from lxml.html import HtmlElement
from protego import Protego

from pipeline.errors import SourceError
from pipeline.records import Problem
from pipeline.sources.around import Around
from pipeline.sources.collecting import site
from pipeline.sources.declarations import FeedSource, SitemapSource
from pipeline.sources.entries import Entry
from pipeline.sources.feeds import read_feed
from pipeline.sources.markup import decode_markup, page_tree
from pipeline.sources.pagefacts import meta, page_title
from pipeline.sources.rawstore import Kept, RawStore
from pipeline.sources.web import Client

_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_COMMENTS = re.compile(r"comments|σχόλια|σχολίων", re.IGNORECASE)
_BACK = timedelta(days=30)
"""How far back a source of sitemaps reaches, unless its YAML is changed: they name the articles of years."""


@dataclass(frozen=True, slots=True)
class Site:
    """What was found at a site: the declaration that comes of it, and what had to be passed over."""

    source: FeedSource | SitemapSource
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Looking:
    client: Client
    store: RawStore
    problems: list[Problem] = field(default_factory=list)

    def get(self, address: str) -> tuple[Kept, bytes] | None:
        """A page with its bytes; None, and a problem more, where it is not to be had."""
        try:
            kept = self.client.get(address)
            return kept, self.store.content(kept)
        except SourceError as error:
            self.problems.append(Problem(error.place, error.problem, error.remedy))
            return None


def look(address: str, around: Around) -> Site:
    """See what a site offers: the feeds that its front page names and that can be read, else its sitemaps.

    Args:
        address: of the front page; or of a feed itself.
        around: where what is fetched is kept, and how.

    Raises:
        SourceError: when the site cannot be read, or offers neither.
        SettingsError: when no contact is set.
    """
    store = RawStore(around.raw)
    with Client(around.web, store, pace=around.pace) as client:
        kept = client.get(address)
        looking, data = _Looking(client, store), store.content(kept)
        said = {"home": _home(kept.final), "found": f"looked up at {kept.final} on {around.now:%Y-%m-%d}"}
        if _entries(kept, data):
            return _of_feed(kept, data, said)
        tree = page_tree(decode_markup(data, kept.final, kept.headers.get("content-type", "")), kept.final)
        said["title"] = meta(tree, "og:site_name") or page_title(tree) or site(kept.final)
        if feeds := list(_feeds(tree, kept, looking)):
            source: FeedSource | SitemapSource = FeedSource.model_validate(said | {"kind": "feed", "feeds": feeds})
        elif maps := _sitemaps(kept, looking):
            since = around.now.date() - _BACK
            source = SitemapSource.model_validate(said | {"kind": "sitemap", "sitemaps": maps, "since": since})
        else:
            remedy = "look for «RSS» on the site, and give the feed's own address; or save pages into a folder"
            raise SourceError("neither a feed nor a sitemap is named there", place=address, remedy=remedy)
    return Site(source, tuple(looking.problems))


def write(source: FeedSource | SitemapSource, path: Path) -> None:
    """Write a declaration; nothing that stands there is replaced.

    Raises:
        SourceError: when there is such a file, or it cannot be written.
    """
    said = source.model_dump(mode="json", exclude_defaults=True)
    order = ("kind", "title", "home", "licence", "feeds", "sitemaps", "since", "found")
    known = {name: said[name] for name in order if said.get(name)}
    text = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=1000)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(f"# {source.title}\n{text}")
    except FileExistsError as error:
        remedy = "choose another name with --name, or remove the file"
        raise SourceError("there is a source of this name", place=path, remedy=remedy) from error
    except OSError as error:
        remedy = "see that the folder is there and may be written"
        raise SourceError(f"cannot be written: {error.strerror or error}", place=path, remedy=remedy) from error


def name_of(address: str) -> str:
    """What a source is called unless it is said: what stands in its address before the last dot, in small letters.

    >>> name_of("https://www.kathimerini.com.cy/gr/"), name_of("http://127.0.0.1:8000/")
    ('kathimerini', '127-0-0-1')
    """
    known = site(address)
    name = known.split(".", 1)[0] if not known.replace(".", "").isdigit() else known
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "source"


def _home(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"


def _of_feed(kept: Kept, data: bytes, said: dict[str, str]) -> Site:
    """The address given was that of a feed. Whose it is its entries say, as a feed may lie with others."""
    first = _entries(kept, data)[0]
    return Site(
        FeedSource.model_validate(
            said | {"kind": "feed", "feeds": [kept.address], "home": _home(first.address), "title": site(first.address)}
        )
    )


def _entries(kept: Kept, data: bytes) -> list[Entry]:
    try:
        found = read_feed(data, address=kept.final, declared=kept.headers.get("content-type", ""), at=kept.time)
        return [item for item in found if isinstance(item, Entry)]
    except SourceError:
        return []


def _feeds(tree: HtmlElement, kept: Kept, looking: _Looking) -> Iterator[str]:
    """The feeds that a front page names, without those of comments and those that add nothing to the ones before."""
    named = dict.fromkeys(
        urljoin(kept.final, link.get("href", ""))
        for link in tree.iter("link")
        if link.get("type", "").lower() in _FEED_TYPES
        and link.get("href")
        and not _COMMENTS.search(f"{link.get('title', '')} {link.get('href')}")
    )
    known: set[str] = set()
    for address in named:
        answer = looking.get(address)
        entries = {entry.address for entry in _entries(*answer)} if answer else set()
        if entries - known:
            yield address
        elif answer and not entries:
            looking.problems.append(Problem(address, "no entries are in this feed", "nothing; it was left out"))
        known |= entries


def _sitemaps(kept: Kept, looking: _Looking) -> list[str]:
    """The sitemaps that robots.txt names: those of news alone, where there are some."""
    answer = looking.get(urljoin(kept.final, "/robots.txt"))
    if answer is None:
        return []
    named = [urljoin(kept.final, one) for one in Protego.parse(answer[1].decode("utf-8", "replace")).sitemaps]
    return [one for one in named if "news" in one.lower()] or named
