"""The form of the newspapers that ship, for no test asks their addresses; and how the kind of a source is told."""

from __future__ import annotations

import runpy
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import Pipeline, load
from pipeline.sources.configured import configured, read_all
from pipeline.sources.declarations import FeedSource, SitemapSource, Source
from pipeline.sources.kinds import BUILT_IN, load_source

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "configs" / "sources"
FILES = sorted(path for path in SOURCES.glob("*.yaml") if path.stem != "sample")
FEED_HOSTS = {"feeds.feedburner.com": "Feedburner"}
"""Hosts that keep feeds for others, and how ``found`` names them."""


def addresses(source: Source) -> list[str]:
    assert isinstance(source, FeedSource | SitemapSource), source
    return source.feeds if isinstance(source, FeedSource) else source.sitemaps


def domain(address: str) -> str:
    """What its owner registered: the last two labels, three in Cyprus (politis.com.cy)."""
    labels = (urlsplit(address).hostname or "").split(".")
    return ".".join(labels[-3:] if labels[-1] == "cy" else labels[-2:])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_newspaper(path: Path) -> None:
    source = load_source(path)
    assert isinstance(source, FeedSource | SitemapSource)
    assert (source.language, urlsplit(source.home).scheme in ("http", "https")) == ("el", True)
    assert source.title
    assert source.licence
    assert source.found.endswith("looked up 2026-11-27, not fetched")
    assert path.stem == path.stem.lower()
    assert path.stem.isascii()
    for address in addresses(source):
        assert urlsplit(address).scheme in ("http", "https")
        keeper = FEED_HOSTS.get(urlsplit(address).hostname or "")
        assert domain(address) == domain(source.home) or (keeper and keeper in source.found), address


@pytest.mark.parametrize(
    ("address", "registered"),
    [
        ("https://www.kathimerini.gr/feed/", "kathimerini.gr"),
        ("https://inbusinessnews.reporter.com.cy/", "reporter.com.cy"),
        ("https://www.cna.org.cy/rss", "cna.org.cy"),
        ("https://rss.dw.com/xml/rss-gre-all", "dw.com"),
        ("https://tanea.gr.example.org/feed", "example.org"),
    ],
)
def test_domains(address: str, registered: str) -> None:
    assert domain(address) == registered


def test_all_newspapers_together() -> None:
    found = {name: source for name, source in configured(ROOT / "configs").items() if name != "sample"}
    asked = [address.rstrip("/") for source in found.values() for address in addresses(source)]
    assert len(found) >= 25
    assert len(set(asked)) == len(asked)
    assert sum("# Cyprus: " in path.read_text(encoding="utf-8") for path in FILES) >= 5


def test_the_page_of_newspapers_is_what_the_files_say() -> None:
    page = runpy.run_path(str(ROOT / "benchmarks" / "newspapers.py"))["page"]
    assert (ROOT / "docs" / "newspapers.md").read_text(encoding="utf-8") == page(), "run benchmarks/newspapers.py"


def test_no_newspaper_is_read_unasked() -> None:
    assert load(ROOT / "configs" / "pipeline.yaml", Pipeline).sources == ["sample"]


def test_a_newspaper_is_not_asked_by_nobody() -> None:
    with pytest.raises(SettingsError, match=r"web\.contact"):
        list(read_all(Pipeline(sources=["philenews"]), ROOT / "configs"))


def test_a_name_that_is_nearly_right() -> None:
    with pytest.raises(SettingsError, match="-> perhaps philenews was meant; «stasis sources» lists all there are"):
        list(read_all(Pipeline(sources=["philenew"]), ROOT / "configs"))


KINDS_GIVEN = {
    "folder": "path: α",
    "table": "path: α.csv\ncolumns: {text: κείμενο}",
    "feed": "feeds: [https://www.example.gr/feed/]",
    "sitemap": "sitemaps: [https://www.example.gr/sitemap.xml]",
    "warc": "path: α.warc.gz",
}


@pytest.mark.parametrize(("kind", "rest"), KINDS_GIVEN.items(), ids=KINDS_GIVEN)
def test_the_kind_chooses_the_class(tmp_path: Path, kind: str, rest: str) -> None:
    (tmp_path / "a.yaml").write_text(f"kind: {kind}\n{rest}\n", encoding="utf-8")
    assert type(load_source(tmp_path / "a.yaml")) is BUILT_IN[kind].declared
    assert set(KINDS_GIVEN) == set(BUILT_IN)


@pytest.mark.parametrize(
    ("text", "line", "problem", "remedy"),
    [
        (
            "title: α\nkind: feeed\n",
            2,
            "no such kind of source; there are folder, table, feed, sitemap, warc",
            "correct",
        ),
        ("title: α\n", 1, "«kind»: field required", "keys allowed here: kind"),
        ("kind: [feed]\n", 1, "«kind»: input should be a valid string", "correct"),
        ("kind: feed\nfeeds: [https://α.gr/]\npath: β\n", 3, "unknown key «path»", "keys allowed here: kind, title"),
        ("kind: feed\nfeeds: []\n", 2, "«feeds»: list should have at least 1 item", "correct"),
        ("kind: feed\nfeeds: [www.example.gr]\n", 2, "not a web address", "correct"),
    ],
    ids=["unknown", "none", "no word", "a key of another kind", "no address", "no web address"],
)
def test_a_declaration_that_is_wrong(tmp_path: Path, text: str, line: int, problem: str, remedy: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load_source(path)
    assert raised.value.place == f"{path}:{line}"
    assert problem in raised.value.problem
    assert remedy in raised.value.remedy
