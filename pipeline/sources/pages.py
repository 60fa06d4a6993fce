"""HTML → the article in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import trafilatura
from lxml.etree import XPathError, iterwalk
from lxml.html import HtmlElement

from pipeline.errors import SourceError
from pipeline.records import Article, Notice
from pipeline.sources import pagefacts
from pipeline.sources.dates import iso_date
from pipeline.sources.declarations import PageRules, selector
from pipeline.sources.fields import Origin, build
from pipeline.sources.linkeddata import linked_data
from pipeline.sources.markup import clean, decode_markup, page_tree
from pipeline.sources.walls import wall
from pipeline.text import fold

_MOST_ELEMENTS = 12_000
"""trafilatura takes time by the square of a page's paragraphs: of 10,000 half a minute."""

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li main ol p pre section table "
    "td th tr ul".split()
)
_NO_TEXT = frozenset("script style noscript template button form select nav aside figcaption iframe svg".split())
_SEE = "see the page in a browser; if the article is there, say where with page.body in the source"


def page_article(
    data: bytes, *, address: str, declared: str, rules: PageRules, retrieved_at: str, source: str, name: str
) -> Iterator[Article | Notice]:
    """The article of a page that was fetched, after notices.

    Args:
        data: the page as it came.
        address: where it came from.
        declared: the Content-Type that came with it.
        rules: where things stand, as far as the source says so.
        retrieved_at: when it was fetched, as ISO 8601; «χθες» counts from there.
        source: what the source is called; "" leaves it to the page.
        name: the article's ``doc_id``.

    Raises:
        SourceError: when there is no article in it: no text, a request for consent or money, or no HTML.
    """
    page = decode_markup(data, address, declared)
    origin = Origin(Path(), address, source, retrieved_at)
    for found in read_html(page, origin, {}, name, rules=rules, address=address):
        yield replace(found, path=address) if isinstance(found, Article) else found


def read_html(
    page: str, origin: Origin, said: Mapping[str, object], name: str, *, rules: PageRules, address: str = ""
) -> Iterator[Article | Notice]:
    """The article of a page's HTML; what ``said`` has, as front matter, counts before what the page says.

    The paragraphs are lines. The headline is the title, not part of the text.

    Raises:
        SourceError: as for ``page_article``.
    """
    # A file's own time is no moment to count «χθες» from.
    at = origin.retrieved_at if address else ""
    tree = page_tree(page, origin.place)
    ruled = _Ruled(tree, rules, origin.place)
    for element in ruled.dropped():
        element.drop_tree()
    data = linked_data(tree)
    title = ruled.one("title") or pagefacts.title_of(tree, data)
    body = ruled.body()
    text, guess = (body, {}) if body else _extract(tree, origin.place)
    author = ruled.all("author") or pagefacts.author_of(tree, data)
    text = _without_head(text, (title, data.title, pagefacts.page_title(tree), author), at)
    _refuse_walls(text, tree, origin.place, free=data.free)
    day = ruled.date() or pagefacts.date_of(tree, data, address, at)
    keys = {
        "title": title or guess.get("title"),
        "author": author or guess.get("author"),
        "section": ruled.one("section") or pagefacts.section_of(tree, data) or guess.get("categories"),
        "date": day,
        "url": pagefacts.canonical(tree, address),
        "retrieved_at": at,
    }
    host = pagefacts.host_of(address) or guess.get("hostname")
    site = (
        origin.source
        or pagefacts.meta(tree, "og:site_name")
        or ("" if address else str(guess.get("sitename") or ""))
        or str(host or "")
    )
    yield from ruled.notices()
    yield from build(replace(origin, source=site), text, keys | dict(said), name)


class _Ruled:
    """What a source's own rules find in a page."""

    def __init__(self, tree: HtmlElement, rules: PageRules, place: str) -> None:
        self._tree, self._rules, self._place = tree, rules, place
        self._without: list[str] = []

    def dropped(self) -> list[HtmlElement]:
        """What is no part of the article. An element inside another comes after it."""
        found = [item for rule in self._rules.drop for item in self._select(rule) if isinstance(item, HtmlElement)]
        return [element for element in found if element.getparent() is not None]

    def one(self, key: str) -> str:
        return next(iter(self._words(key)), "")

    def all(self, key: str) -> str:
        return ", ".join(dict.fromkeys(self._words(key)))

    def date(self) -> str:
        """The first that is understood, else the first as it stands, so that it is reported."""
        found = []
        for item in self._items("date"):
            if isinstance(item, HtmlElement):
                found += [given for key in ("datetime", "content") if (given := item.get(key))]
            found.append(_words(item))
        return next(filter(iso_date, found), "") or next(filter(None, found), "")

    def body(self) -> str:
        items = [item for item in self._items("body") if isinstance(item, HtmlElement)]
        known = set(items)
        outer = [item for item in items if not any(parent in known for parent in item.iterancestors())]
        return "\n".join(filter(None, map(_lines, outer)))

    def notices(self) -> Iterator[Notice]:
        for key in self._without:
            yield Notice(
                self._place, f"page.{key} of the source matches nothing here", "see whether the paper changed its pages"
            )

    def _words(self, key: str) -> list[str]:
        return list(filter(None, map(_words, self._items(key))))

    def _items(self, key: str) -> list[object]:
        rule = getattr(self._rules, key)
        found = self._select(rule) if rule else []
        # Many articles have no author, and need no section.
        if rule and not found and key in ("title", "body", "date"):
            self._without.append(key)
        return found

    def _select(self, rule: str) -> list[object]:
        try:
            found = selector(rule)(self._tree)
        except XPathError as error:
            remedy = "correct it in the source's YAML, under page"
            raise SourceError(
                f"the rule «{rule}» cannot be followed: {error}", place=self._place, remedy=remedy
            ) from error
        return found if isinstance(found, list) else [found]


def _words(item: object) -> str:
    text = pagefacts.text_of(item) if isinstance(item, HtmlElement) else item if isinstance(item, str) else ""
    return " ".join(clean(text).split())


def _lines(body: HtmlElement) -> str:
    """The words of an element, a line for each paragraph."""
    for inner in list(body.iter(*_NO_TEXT)):
        if inner is not body:
            inner.drop_tree()
    parts: list[str] = []
    for event, element in iterwalk(body, events=("start", "end")):
        block = "\n" * (element.tag in _BLOCKS)
        # What follows the element itself is no part of it.
        tail = (element.tail or "") if element is not body else ""
        parts.append(block + _flat(element.text) if event == "start" else block + _flat(tail))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def _flat(text: str | None) -> str:
    return " ".join((text or "").splitlines()) if text and text.strip() else (" " if text else "")


def _extract(tree: HtmlElement, place: str) -> tuple[str, dict[str, object]]:
    """What trafilatura makes of a page: the text, and what it takes for title, author and so on."""
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise SourceError(f"the page has more than {_MOST_ELEMENTS:,} elements", place=place, remedy=_SEE)
    try:
        found = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            # Its date is not used: it takes that of another article beside, and makes 1 February of «31/2».
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:  # a page in any state may come in, and the parsers below have errors of many kinds
        reason = f"the HTML cannot be taken apart ({type(error).__name__})"
        raise SourceError(reason, place=place, remedy="save the text itself") from error
    said = {} if found is None or isinstance(found, dict) else found.as_dict()
    return str(said.get("text") or ""), said


def _without_head(text: str, heads: Iterable[str], at: str) -> str:
    """The text without the title, the author and the date that may stand above it."""
    known = {fold(head) for head in heads if head}
    while True:
        first, _, rest = text.partition("\n")
        if not rest or (fold(first.strip()) not in known and not iso_date(first.strip(), at)):
            return text
        text = rest


def _refuse_walls(text: str, tree: HtmlElement, place: str, *, free: bool) -> None:
    bare = not text.strip()
    stands = wall(pagefacts.text_of(tree)[:900] if bare else text, free=free)
    if stands:
        raise SourceError(stands.reason, place=place, remedy=stands.remedy)
    if bare:
        raise SourceError(
            "no article text in the HTML", place=place, remedy="save the article's text itself, or " + _SEE
        )
