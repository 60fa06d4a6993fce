"""Feeds → entries, whatever state they come in."""

from __future__ import annotations

import time

import pytest

from pipeline.errors import SourceError
from pipeline.records import Notice, Problem
from pipeline.sources.entries import Entry
from pipeline.sources.feeds import MOST, read_feed

ADDRESS = "https://www.imaginary.gr/feeds/all.xml"
ITEM = (
    "<item><title>Η Άγκυρα &amp; η Αθήνα</title><link>https://www.imaginary.gr/1</link>"
    "<pubDate>Tue, 22 Nov 2022 14:05:00 +0200</pubDate>"
    "<description><![CDATA[<p>Η <b>Τουρκία</b> πιέζει&nbsp;πάλι.</p>]]></description></item>"
)
ENTRY = Entry(
    "https://www.imaginary.gr/1", "Η Άγκυρα & η Αθήνα", "2022-11-22T12:05:00Z", "", "Η Τουρκία πιέζει πάλι."
)  # fmt: skip


def rss(items: str, before: str = "", version: str = "2.0") -> str:
    return f"{before}<rss version='{version}'><channel><title>Η Φανταστική</title>{items}</channel></rss>"


def read(feed: str | bytes, declared: str = "application/rss+xml") -> tuple[list[Entry], list[Problem]]:
    data = feed if isinstance(feed, bytes) else feed.encode()
    found = list(read_feed(data, address=ADDRESS, declared=declared, at="2023-03-10T10:30:00Z"))
    return [e for e in found if isinstance(e, Entry)], [p for p in found if isinstance(p, Problem)]


ATOM = """<feed xmlns='http://www.w3.org/2005/Atom'><title>Η Φανταστική</title><entry>
<title>Η Άγκυρα &amp;amp; η Αθήνα</title><link href='../1'/><id>urn:1</id>
<published>2022-11-22T14:05:00+02:00</published><updated>2022-11-22T13:00:00Z</updated>
<summary type='html'>&lt;p&gt;Η Τουρκία πιέζει πάλι.&lt;/p&gt;</summary></entry></feed>"""
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
    "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>α</title></channel><item><title>Η Άγκυρα</title>"
    "<link>https://www.imaginary.gr/1</link><dc:date>2022-11-22</dc:date></item></rdf:RDF>"
)


def test_kinds_of_feed() -> None:
    assert read(rss(ITEM)) == ([ENTRY], [])
    assert read(rss(ITEM, version="0.91"))[0] == [ENTRY]
    [atom], [] = read(ATOM)
    assert (atom.address, atom.title, atom.summary) == (ENTRY.address, ENTRY.title, ENTRY.summary)
    assert (atom.published, atom.updated) == (ENTRY.published, "2022-11-22T13:00:00Z")
    assert read(RDF)[0] == [Entry("https://www.imaginary.gr/1", "Η Άγκυρα", "2022-11-22")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1253", "iso8859_7"])
@pytest.mark.parametrize("said", ["utf-8", "windows-1253", "iso-8859-1"])
def test_encodings(encoding: str, said: str) -> None:
    feed = rss(ITEM * 2, f"<?xml version='1.0' encoding='{said}'?>\n")
    assert read(feed.encode(encoding), f"text/xml; charset={said}") == ([ENTRY, ENTRY], [])


@pytest.mark.parametrize(
    ("given", "published"),
    [
        ("Τρι, 22 Νοε 2022 14:05:00 +0200", "2022-11-22T12:05:00Z"),
        ("22/11/2022 14:05", "2022-11-22T12:05:00Z"),
        ("χθες", "2023-03-09"),
        ("κάποτε", ""),
    ],
)
def test_dates_may_be_greek(given: str, published: str) -> None:
    [entry], _ = read(rss(ITEM.replace("Tue, 22 Nov 2022 14:05:00 +0200", given)))
    assert entry.published == published


def test_links() -> None:
    links = ["<link>/2</link>", "<link>3?a=1&amp;b=2#c</link>", "<guid>https://www.imaginary.gr/4</guid>", ""]
    links += ("<link>javascript:alert(1)</link>", "<link>file:///etc/passwd</link>", "<link>http://[</link>")
    entries, [problem] = read(rss("".join(f"<item><title>Α{n}</title>{link}</item>" for n, link in enumerate(links))))
    assert [e.address.removeprefix("https://www.imaginary.gr/") for e in entries] == ["2", "feeds/3?a=1&b=2", "4"]
    assert problem.reason == "4 entries of the feed have no link to a page, the first «Α3»"
    assert not isinstance(problem, Notice)


LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
HOSTILE = [
    f"<!DOCTYPE x [<!ENTITY a0 'χα'>{LAUGHS}]>",
    f"<!DOCTYPE x [<!ENTITY a11 '{'χα' * 100_000}'>]>",
    "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'file:///etc/passwd'>]>",
    "<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://10.0.0.1/x.dtd'> %p; <!-- don't -->]>",
    "<!DOCTYPE x SYSTEM 'http://10.0.0.1/x.dtd'>",
    "<?xml-stylesheet href='x'?><!-- ' --><!DOCTYPE x [<!ENTITY a11 '>'>]>",
]


@pytest.mark.parametrize("doctype", HOSTILE, ids=range(len(HOSTILE)))
def test_entities_of_its_own_do_nothing(doctype: str) -> None:
    start = time.process_time()
    entries, _ = read(rss(ITEM.replace("πιέζει", "&a11;" * 1000), f"<?xml version='1.0'?>{doctype}") + "&a11;")
    assert [e.address for e in entries] == [ENTRY.address]
    assert len(entries[0].summary) <= 2000
    assert "root:" not in entries[0].summary
    assert time.process_time() - start < 2


def test_html_entities_are_no_error() -> None:
    [entry], problems = read(
        rss("<item><title>Α&nbsp;&laquo;Β&raquo; &Omega;&mdash;&amp;&bogus;</title><link>/1</link></item>")
    )
    assert entry.title == "Α «Β» Ω—&&bogus;"
    assert problems == []


@pytest.mark.parametrize(
    "feed",
    [
        rss(ITEM + ITEM)[:-250],
        rss(ITEM + "<item><title>Α & Β</title><link>/1</link>"),
        rss(ITEM + "</x>"),
        rss(ITEM.replace("Άγκυρα &amp;", "Άγκυρα &")),
    ],
)
def test_broken_xml_gives_what_can_be_read(feed: str) -> None:
    entries, problems = read(feed)
    assert {e.address for e in entries} == {ENTRY.address}
    assert entries[0].title == ENTRY.title
    assert "the feed's XML is broken" in problems[0].reason
    assert isinstance(problems[0], Notice)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<!DOCTYPE html><html><body><p>a</p></body></html>", "no feed but an HTML page"),
        (b"", "no feed but something else"),
        (b"/etc/passwd", "no feed but something else"),
        (b"https://www.imaginary.gr/", "no feed but something else"),
        (b'{"version": 1}', "no feed but something else"),
        (b"\x00\x01" * 500, "no text but binary data"),
    ],
)
def test_what_is_no_feed(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as error:
        read(data)
    assert error.value.place == ADDRESS
    assert error.value.remedy


def test_fifty_thousand_entries() -> None:
    start = time.process_time()
    entries, [notice] = read(rss(ITEM * 50_000))
    assert len(entries) == MOST
    assert notice.reason == "the feed has 50,000 entries; the first 5,000 are read"
    assert time.process_time() - start < 15
