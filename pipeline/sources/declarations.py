"""What ``configs/sources/NAME.yaml`` may say: one settings class for each kind of source."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from lxml.cssselect import CSSSelector
from lxml.etree import XPath, XPathError
from pydantic import AfterValidator, Field, model_validator

from pipeline.settings import Strict


def _address(given: str) -> str:
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not a web address: it begins with https:// or http:// and has a host")
    return given


def _pattern(given: str) -> str:
    try:
        re.compile(given)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return given


def _selector(given: str) -> str:
    try:
        selector(given)
    except (XPathError, ValueError, SyntaxError) as error:
        raise ValueError(f"neither a CSS selector nor, with «/» or «(» at its start, an XPath: {error}") from error
    return given


def selector(given: str) -> XPath:
    """A compiled selector: XPath where it starts with «/», «./» or «(», else CSS.

    >>> selector("//h1").path, selector("h1.title").path.startswith("descendant-or-self")
    ('//h1', True)
    """
    return XPath(given) if given.startswith(("/", "./", "(")) else CSSSelector(given)


Address = Annotated[str, AfterValidator(_address)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Selector = Annotated[str, AfterValidator(_selector)]


class Source(Strict):
    """What every source has. ``title`` is what ``documents.source`` says where an article does not say itself."""

    kind: str
    title: str = ""
    language: Literal["el"] = "el"
    licence: str = ""

    @property
    def where(self) -> str:
        """Where its articles are, for a list of sources: a path, or the address of a site."""
        return str(getattr(self, "path", "") or getattr(self, "home", ""))


class FolderSource(Source):
    """Every text, Markdown, HTML or JSON Lines file below ``path``."""

    kind: Literal["folder"]
    path: Path


class TableSource(Source):
    """Rows of CSV or JSON Lines: ``columns`` says under which name each field of an article stands.

    ``path`` is a file, or a folder with files that end in .csv, .tsv, .jsonl or .ndjson.
    """

    kind: Literal["table"]
    path: Path
    columns: dict[
        Literal["doc_id", "text", "title", "source", "url", "author", "date", "section", "fictional"], str
    ] = Field(min_length=1)

    @model_validator(mode="after")
    def _text_is_named(self) -> TableSource:
        if "text" not in self.columns:
            raise ValueError("columns must say which one is the «text»")
        return self


class PageRules(Strict):
    """Where things stand in a page, only for what is not found without: CSS selectors, or XPath that starts with «/».

    ``drop`` names what is no part of the article.
    """

    title: Selector = ""
    body: Selector = ""
    author: Selector = ""
    date: Selector = ""
    section: Selector = ""
    drop: list[Selector] = []


class PagedSource(Source):
    """What sources of web pages have: which addresses are articles (regular expressions), and how pages are read.

    ``since`` and ``until`` bound the day of publication, both included; ``found`` says where the addresses come from.
    """

    home: Address | Literal[""] = ""
    include: list[Pattern] = []
    exclude: list[Pattern] = []
    since: date | None = None
    until: date | None = None
    page: PageRules = PageRules()
    found: str = ""


class FeedSource(PagedSource):
    """RSS or Atom feeds, with the page behind each entry."""

    kind: Literal["feed"]
    feeds: list[Address] = Field(min_length=1)


class SitemapSource(PagedSource):
    """Sitemaps, of news or of all pages, and indexes of them; best with ``since``, for they reach back for years."""

    kind: Literal["sitemap"]
    sitemaps: list[Address] = Field(min_length=1)


class ArchiveSource(PagedSource):
    """Pages in WARC files (.warc, .warc.gz): ``path`` is one, or a folder with some."""

    kind: Literal["warc"]
    path: Path
