"""Sitemaps, news sitemaps and indexes of sitemaps → entries and further sitemaps."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.errors import SourceError
from pipeline.records import Notice, Problem
from pipeline.sources.dates import iso_date
from pipeline.sources.entries import Child, Entry
from pipeline.sources.markup import absolute, clean, decode_markup, without_doctype

MOST = 100_000
"""Entries that are read of one sitemap; the standard allows 50,000."""

_CHUNK = 1 << 15
_MOST_ERRORS = 100
_GZIP = b"\x1f\x8b"
_REMEDY = "give the address that robots.txt names after «Sitemap:»"


def read_sitemap(
    data: bytes, *, address: str, declared: str = "", most_bytes: int = 50_000_000
) -> Iterator[Entry | Child | Problem]:
    """The pages a sitemap names, and the sitemaps an index names, in the order they have there.

    Args:
        data: the file as it came: XML, plain text with an address a line, or either of them packed by gzip.
        address: where it came from.
        declared: the Content-Type that came with it.
        most_bytes: its longest, unpacked.

    Yields:
        Entries, whose ``updated`` is «lastmod», and children; a ``Notice`` where the file is broken or cut off, and
        what is readable was read.

    Raises:
        SourceError: when it is no sitemap, or unpacks to more than ``most_bytes``.

    >>> data = b"<urlset><url><loc>https://example.org/1</loc><lastmod>2022-11-22</lastmod></url></urlset>"
    >>> list(read_sitemap(data, address="https://example.org/sitemap.xml"))
    [Entry(address='https://example.org/1', title='', published='', updated='2022-11-22', summary='')]
    """
    data, whole = _unpacked(data, address, most_bytes)
    if not whole:
        yield Notice(address, "the packed sitemap is cut off or damaged; its beginning is read", "fetch it again")
    text = without_doctype(decode_markup(data, address, declared)).lstrip()
    if text.startswith("<"):
        yield from _bounded(_xml(text, address), address)
    else:
        yield from _bounded(_lines(text, address), address)


def _unpacked(data: bytes, address: str, most_bytes: int) -> tuple[bytes, bool]:
    """The content, and whether it came whole."""
    if not data.startswith(_GZIP):
        return data, True
    unpacker = zlib.decompressobj(31)
    try:
        content = unpacker.decompress(data, most_bytes + 1)
        whole = unpacker.eof
    except zlib.error:
        content, whole = _readable(data, most_bytes), False
    if len(content) > most_bytes:
        remedy = "leave it out, or raise web.bytes in configs/pipeline.yaml"
        raise SourceError(f"too long: it unpacks to more than {most_bytes:,} bytes", place=address, remedy=remedy)
    return content, whole


def _readable(data: bytes, most_bytes: int) -> bytes:
    """What a damaged gzip file gives before the damage."""
    unpacker, content = zlib.decompressobj(31), bytearray()
    try:
        for start in range(0, len(data), 512):
            content += unpacker.decompress(data[start : start + 512], most_bytes)
            if len(content) > most_bytes:
                break
    except zlib.error:
        pass
    return bytes(content)


def _bounded(found: Iterator[Entry | Child | Problem], address: str) -> Iterator[Entry | Child | Problem]:
    count = 0
    for item in found:
        count += not isinstance(item, Problem)
        if count > MOST:
            yield Notice(address, f"the sitemap names more than {MOST:,} pages; these are read", "tell the paper")
            return
        yield item


def _xml(text: str, address: str) -> Iterator[Entry | Child | Problem]:
    declared = text.index("?>") + 2 if text.startswith("<?xml") and "?>" in text[:300] else 0
    parser = etree.XMLPullParser(
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    held: Entry | Child | None = None
    root, lost = "", 0
    for element in _elements(parser, text[declared:].encode("utf-8", "replace"), address):
        root = root or _root(element.getroottree().getroot(), address)
        if held:
            yield held
        held = _item(element, address, index=_name(element) == "sitemap")
        lost += held is None
        _forget(element)
    errors = [error for error in parser.feed_error_log if error.level_name != "WARNING"]
    # The address that the end of the data cut through would be a wrong one.
    if held and not any(error.type == etree.ErrorTypes.ERR_TAG_NOT_FINISHED for error in errors):
        yield held
    if errors:
        reason = f"the sitemap's XML is broken ({errors[0].message[:120]}); what is readable was read"
        yield Notice(address, reason, "nothing, if no page is missing; else tell the paper")
    if lost:
        yield Problem(address, f"{lost:,} entries of the sitemap have no address", "tell the paper")


def _elements(parser: Any, data: bytes, address: str) -> Iterator[Any]:
    """The elements asked for; of a file that is nothing but errors only the beginning, for they take time."""
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
        yield from (element for _, element in parser.read_events())
        if len(parser.feed_error_log) > _MOST_ERRORS:
            return
    try:
        top = parser.close()
    except etree.XMLSyntaxError:
        top = None
    yield from (element for _, element in parser.read_events())
    _root(top, address)


def _root(element: Any, address: str) -> str:
    name = _name(element) if element is not None else ""
    if name in ("urlset", "sitemapindex"):
        return name
    if not name:
        raise SourceError("no sitemap but an empty or unreadable file", place=address, remedy=_REMEDY)
    kinds = {"rss": "a feed", "feed": "a feed", "rdf": "a feed", "html": "an HTML page"}
    remedy = "declare it under feeds, with kind: feed" if kinds.get(name) == "a feed" else _REMEDY
    raise SourceError(
        f"no sitemap but {kinds.get(name, f'XML that begins with <{name}>')}", place=address, remedy=remedy
    )


def _item(element: Any, address: str, *, index: bool) -> Entry | Child | None:
    said: dict[str, str] = {}
    for inner in element.iter("*"):
        # Images have titles and addresses of their own.
        if inner.text and _name(inner.getparent()) not in ("image", "video"):
            said.setdefault(_name(inner), clean(inner.text.strip()))
    link, changed = absolute(address, said.get("loc", "")), iso_date(said.get("lastmod", ""))
    if not link or "loc" not in said:
        return None
    if index:
        return Child(link, changed)
    return Entry(link, said.get("title", ""), iso_date(said.get("publication_date", "")), changed)


def _forget(element: Any) -> None:
    """Free what was read: a whole sitemap would fill the memory."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _lines(text: str, address: str) -> Iterator[Entry | Child | Problem]:
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    found = [line for line in lines if line.startswith(("http://", "https://")) and absolute(address, line)]
    if not found:
        raise SourceError("no sitemap but text without addresses", place=address, remedy=_REMEDY)
    yield from map(Entry, found)
    if len(found) < len(lines):
        yield Problem(address, f"{len(lines) - len(found):,} lines of the sitemap are no address", "tell the paper")
