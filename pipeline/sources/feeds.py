"""RSS and Atom → entries."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5
from io import BytesIO
from itertools import islice
from typing import Any

import feedparser

from pipeline.errors import SourceError
from pipeline.records import Notice, Problem
from pipeline.sources.dates import iso_date
from pipeline.sources.entries import Entry
from pipeline.sources.markup import absolute, clean, decode_markup, without_doctype

MOST = 5000
"""Entries that are read of a feed. feedparser takes half a millisecond for each."""

_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,300}\?>")
_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,30});")
_MOST_TAGS = 40 * MOST
_CLOSED = re.compile(r"</(?:rss|feed|(?:\w+:)?rdf)\s*>\s*$", re.IGNORECASE)
_XML_NAMES = ("amp", "lt", "gt", "quot", "apos")
_TAG = re.compile(r"<[^<>]{1,2000}>")
_LONGEST_SUMMARY = 2000
_REMEDY = 'give the address of the feed itself: the page\'s source names it after type="application/rss+xml"'


def read_feed(data: bytes, *, address: str, declared: str = "", at: str = "") -> Iterator[Entry | Problem]:
    """The entries of RSS 0.9 to 2.0 or Atom, in the order they have there.

    Args:
        data: the feed as it came.
        address: where it came from; its links may be relative to that.
        declared: the Content-Type that came with it.
        at: when it was fetched, as ISO 8601, to count «χθες» from.

    Yields:
        Entries; a ``Notice`` for XML that is broken, whose readable part is read, and for a feed that is too long; a
        ``Problem`` for entries without a link.

    Raises:
        SourceError: when it is no feed.

    >>> data = "<rss version='2.0'><channel><item><title>Άγκυρα</title><link>/1</link></item></channel></rss>"
    >>> list(read_feed(data.encode(), address="https://example.org/feed"))
    [Entry(address='https://example.org/1', title='Άγκυρα', published='', updated='', summary='')]
    """
    text, left_out = _bounded(_without_entities(decode_markup(data, address, declared)))
    if _tags(text) > _MOST_TAGS:
        raise SourceError(f"the feed has more than {_MOST_TAGS:,} tags", place=address, remedy="tell the paper")
    found = _parsed(text, address)
    if not found.get("version") and not found.get("entries"):
        what = "an HTML page" if "<html" in text[:2000].lower() else "something else"
        raise SourceError(f"no feed but {what}", place=address, remedy=_REMEDY)
    if left_out:
        reason = f"the feed has {MOST + left_out:,} entries; the first {MOST:,} are read"
        yield Notice(address, reason, "declare the paper's sitemap for the older ones")
    if found.bozo and not isinstance(found.bozo_exception, feedparser.NonXMLContentType):
        reason = (
            f"the feed's XML is broken ({_reason(found.bozo_exception)}); {len(found.entries):,} entries could be read"
        )
        yield Notice(address, reason, "nothing, if no entry is missing; else tell the paper")
    yield from _entries(found.entries, address, at, atom=found.version.startswith("atom"))


def _parsed(text: str, address: str) -> Any:
    headers = {"content-location": address, "content-type": "application/xml; charset=utf-8"}
    # A stream: of a string, feedparser would take an address or a path for something to open.
    return feedparser.parse(
        BytesIO(text.encode("utf-8", "replace")),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _without_entities(text: str) -> str:
    """The feed without entities of its own; HTML's, which many feeds use though XML lacks them, are written out."""
    bare = without_doctype(_DECLARATION.sub("", text, count=1)).replace("\x00", "")
    return _NAMED.sub(
        lambda name: name[0] if name[1] in _XML_NAMES else html.escape(html5.get(f"{name[1]};", name[0])), bare
    )


def _bounded(text: str) -> tuple[str, int]:
    """The feed with its first ``MOST`` entries, and how many others there are."""
    ends = [end.end() for end in _END.finditer(text)]
    if ends and not _CLOSED.search(text[-200:]):
        # The entry that the end of the data cut through would have half an address.
        text = text[: ends[-1]]
    return (text[: ends[MOST - 1]] + text[ends[-1] :], len(ends) - MOST) if len(ends) > MOST else (text, 0)


def _tags(text: str) -> int:
    """How many tags there are outside CDATA; each costs feedparser time."""
    first, *others = text.split("<![CDATA[")
    return first.count("<") + sum(part.partition("]]>")[2].count("<") for part in others)


def _entries(items: list[Any], address: str, at: str, *, atom: bool) -> Iterator[Entry | Problem]:
    lost = []
    for item in items:
        link = absolute(address, str(item.get("link") or ""))
        # Of a link that may be no page («javascript:»), feedparser leaves the feed's own address.
        link = "" if link == address else link
        title = _plain(item.get("title"))
        if not link:
            lost.append(title or "(no title)")
            continue
        published, updated = _date(item, "published", at), _date(item, "updated", at)
        if not published and not atom:
            # RSS has one date, which feedparser calls «updated» when it is Dublin Core's.
            published, updated = updated, ""
        yield Entry(link, title, published, updated, _plain(item.get("summary"))[:_LONGEST_SUMMARY])
    if lost:
        reason = f"{len(lost):,} entries of the feed have no link to a page, the first «{lost[0][:80]}»"
        yield Problem(address, reason, "nothing, if they are no articles; else tell the paper")


def _date(item: Any, name: str, at: str) -> str:
    """As it is written, which may be Greek; else as feedparser understands it, always in UTC."""
    # feedparser gives «published» for «updated» where there is none, with a warning.
    given = str(dict.get(item, name) or "")
    parsed = dict.get(item, f"{name}_parsed")
    found = iso_date(given, at)
    return found if found or not parsed else iso_date("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*islice(parsed, 6)))


def _plain(value: object) -> str:
    """HTML on one line, without its tags."""
    return " ".join(clean(html.unescape(_TAG.sub(" ", str(value or "")))).split())


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
