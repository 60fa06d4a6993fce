"""Sitemaps → pages and further sitemaps."""

from __future__ import annotations

import gzip
import time

import pytest

from pipeline.errors import SourceError
from pipeline.records import Notice, Problem
from pipeline.sources.entries import Child, Entry
from pipeline.sources.sitemaps import MOST, read_sitemap

ADDRESS = "https://www.imaginary.gr/sitemap.xml"
SPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
NEWS = (
    "<url><loc> https://www.imaginary.gr/1 </loc><lastmod>2022-11-23</lastmod><n:news><n:publication>"
    "<n:name>Η Φανταστική</n:name><n:language>el</n:language></n:publication>"
    "<n:publication_date>2022-11-22T14:05+02:00</n:publication_date>"
    "<n:title>Η Άγκυρα &amp; η Αθήνα</n:title></n:news><i:image><i:loc>https://www.imaginary.gr/1.jpg</i:loc>"
    "<i:title>Φωτογραφία</i:title></i:image></url>"
)
ENTRY = Entry("https://www.imaginary.gr/1", "Η Άγκυρα & η Αθήνα", "2022-11-22T12:05:00Z", "2022-11-23")


def urls(items: str, before: str = "<?xml version='1.0' encoding='UTF-8'?>\n") -> str:
    google = "http://www.google.com/schemas/sitemap"
    return f"{before}<urlset {SPACE} xmlns:n='{google}-news/0.9' xmlns:i='{google}-image/1.1'>{items}</urlset>"


def read(data: str | bytes, most: int = 50_000_000) -> tuple[list[Entry | Child], list[Problem]]:
    found = list(read_sitemap(data if isinstance(data, bytes) else data.encode(), address=ADDRESS, most_bytes=most))
    return [e for e in found if not isinstance(e, Problem)], [p for p in found if isinstance(p, Problem)]


INDEX = (
    f"<sitemapindex {SPACE}><sitemap><loc>https://www.imaginary.gr/2022-11.xml.gz</loc>"
    "<lastmod>2022-12-01T00:10:00Z</lastmod></sitemap><sitemap><loc>/2022-12.xml.gz</loc></sitemap></sitemapindex>"
)
CHILDREN = [
    Child("https://www.imaginary.gr/2022-11.xml.gz", "2022-12-01T00:10:00Z"),
    Child("https://www.imaginary.gr/2022-12.xml.gz"),
]
PLAIN = [Entry("https://www.imaginary.gr/1"), Entry("https://www.imaginary.gr/2")]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (urls(NEWS), [ENTRY]),
        (urls(NEWS).encode("utf-16"), [ENTRY]),
        (urls(NEWS).encode("cp1253"), [ENTRY]),
        # No time in it: what it is made of names the test, and two workers must name it alike.
        (gzip.compress(urls(NEWS).encode(), mtime=0), [ENTRY]),
        (INDEX, CHILDREN),
        ("https://www.imaginary.gr/1\r\nhttps://www.imaginary.gr/2\n", PLAIN),
        (gzip.compress(b"https://www.imaginary.gr/1\nhttps://www.imaginary.gr/2", mtime=0), PLAIN),
        (urls(""), []),
        ("<urlset><url><loc>https://www.imaginary.gr/1</loc></url></urlset>", PLAIN[:1]),
    ],
)
def test_kinds_of_sitemap(data: str | bytes, found: list[Entry | Child]) -> None:
    assert read(data) == (found, [])


def test_addresses_that_are_none() -> None:
    entries, [problem] = read(urls("<url/><url><loc>javascript:1</loc></url>" + NEWS))
    assert entries == [ENTRY]
    assert problem.reason == "2 entries of the sitemap have no address"
    assert read("https://www.imaginary.gr/1\nftp://α\n")[1][0].reason == "1 lines of the sitemap are no address"


def test_a_sitemap_that_is_cut_off() -> None:
    whole = urls(NEWS + "<url><loc>https://www.imaginary.gr/2</loc></url>")
    entries, [notice] = read(whole[: whole.index("gr/2") + 3])
    # «https://www.imaginary.gr/» would be another page
    assert entries == [ENTRY]
    assert isinstance(notice, Notice)
    many = gzip.compress(urls("".join(f"<url><loc>/{n * 7919 % 10007}</loc></url>" for n in range(5000))).encode())
    for damaged in (many[: len(many) // 2], many[: len(many) // 2] + b"\xff" * 500):
        entries, problems = read(damaged)
        assert 500 < len(entries) < 5000
        assert "cut off or damaged" in problems[0].reason


LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f"<!DOCTYPE x [<!ENTITY a0 'χα'>{LAUGHS}]>",
        f"<!DOCTYPE x [<!ENTITY a11 '{'χα' * 100_000}'>]>",
        "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE x SYSTEM 'http://10.0.0.1/x.dtd'>",
    ],
    ids=["laughs", "long", "file", "network"],
)
def test_entities_of_its_own_do_nothing(doctype: str) -> None:
    start = time.process_time()
    [entry], _ = read(urls(NEWS.replace("Αθήνα", "&a11;" * 1000), doctype))
    assert isinstance(entry, Entry)
    assert entry.address == ENTRY.address
    assert len(entry.title) < 50
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("data", "says", "remedy"),
    [
        ("<!DOCTYPE html><html><body><p>α</p></body></html>", "no sitemap but an HTML page", "robots.txt"),
        ("<rss version='2.0'><channel/></rss>", "no sitemap but a feed", "kind: feed"),
        ("<x><url><loc>https://a.gr/</loc></url></x>", "no sitemap but XML that begins with <x>", "robots.txt"),
        ("", "no sitemap but text without addresses", "robots.txt"),
        ("<", "no sitemap but an empty or unreadable file", "robots.txt"),
        ("καλημέρα", "no sitemap but text without addresses", "robots.txt"),
        (gzip.compress(bytes(30_000_000), mtime=0), "unpacks to more than 20,000,000 bytes", "web.bytes"),
        (b"\x00\x01" * 500, "no text but binary data", "browser"),
    ],
)
def test_what_is_no_sitemap(data: str | bytes, says: str, remedy: str) -> None:
    with pytest.raises(SourceError, match=says) as error:
        read(data, most=20_000_000)
    assert error.value.place == ADDRESS
    assert remedy in error.value.remedy


def test_more_pages_than_a_sitemap_may_name() -> None:
    start = time.process_time()
    entries, [notice] = read("https://www.imaginary.gr/1\n" * (MOST + 10))
    assert len(entries) == MOST
    assert "more than 100,000 pages" in notice.reason
    assert len(read(urls(NEWS * 50_000))[0]) == 50_000
    assert time.process_time() - start < 20
