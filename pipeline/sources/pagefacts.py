"""What a page says of its article beside the text: title, author, section, date, address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from courlan import extract_domain
from lxml.html import HtmlElement

from pipeline.sources.dates import iso_date
from pipeline.sources.linkeddata import Declared
from pipeline.sources.markup import absolute
from pipeline.text import fold

_DATES = (
    "article:published_time og:article:published_time datepublished date.issued dc.date.issued dcterms.issued dc.date "
    "dcterms.date dc.date.created publish-date publish_date pubdate publication_date parsely-pub-date sailthru.date "
    "cxenseparse:recs:publishtime article.published date"
).split()
_ASIDE = frozenset(("nav", "aside", "footer", "form", "header", "button", "select"))
_DATED = re.compile(r"date|time|publish|posted|hmer|imer", re.IGNORECASE)
_LONGEST_DATE = 80
_MOST_BY_TITLE = 40
_IN_ADDRESS = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_SUFFIX = re.compile(r"\s+[|•·»–—-]\s+[^|•·»–—]{2,60}$")


def text_of(element: HtmlElement) -> str:
    """All words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def meta(tree: HtmlElement, *names: str) -> str:
    """The first ``<meta>`` with one of the names, in the order of the names."""
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            if element.get(key) and element.get("content", "").strip():
                said.setdefault(element.get(key).strip().lower(), " ".join(element.get("content").split()))
    return next((said[name] for name in names if name in said), "")


def headline(tree: HtmlElement) -> HtmlElement | None:
    """The element with the article's title: the ``<h1>`` that the page's own title repeats, else the only one."""
    headings = [heading for heading in tree.iter("h1") if text_of(heading)]
    wanted = fold(f"{meta(tree, 'og:title', 'twitter:title')} {page_title(tree)}")
    repeated = [heading for heading in headings if fold(text_of(heading)) in wanted]
    # The paper's name may stand in an <h1>, too, and in the title after a bar.
    return max(repeated, key=lambda h: len(text_of(h))) if repeated else headings[0] if len(headings) == 1 else None


def page_title(tree: HtmlElement) -> str:
    """What the browser's tab says."""
    return next((text_of(title) for title in tree.iter("title") if text_of(title)), "")


def title_of(tree: HtmlElement, said: Declared) -> str:
    """The title as readers see it, else as the page declares it, without the paper's name behind a bar."""
    heading = headline(tree)
    if heading is not None:
        return text_of(heading)
    return said.title or _SUFFIX.sub("", meta(tree, "og:title", "twitter:title") or page_title(tree))


def author_of(tree: HtmlElement, said: Declared) -> str:
    """The author that the page declares; an address of a profile is none."""
    found = said.author or meta(tree, "author", "article:author", "dc.creator", "parsely-author")
    return "" if found.startswith(("http://", "https://", "@")) else found


def section_of(tree: HtmlElement, said: Declared) -> str:
    """The section that the page declares."""
    return said.section or meta(tree, "article:section", "og:article:section", "section", "articlesection")


def date_of(tree: HtmlElement, said: Declared, address: str, at: str) -> str:
    """When it was published, in ISO 8601: what is declared, then what stands by the title, then in the address."""
    declared = (said.date, *(meta(tree, name) for name in _DATES))
    found = next((date for given in declared if (date := iso_date(given, at))), "")
    return found or next(_seen(tree, at), "") or _in_address(address)


def _seen(tree: HtmlElement, at: str) -> Iterator[str]:
    """Dates that readers see: marked as the publication's, then below the title, then above it in the article."""
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        yield from _dated(element, at)
    heading = headline(tree)
    if heading is None:
        places = tree.xpath("//article//time | //main//time")
    else:
        after = heading.xpath("following::*[not(self::script)]")[:_MOST_BY_TITLE]
        around = next(heading.iterancestors("article", "main"), None)
        above = heading.xpath("preceding::*")[-_MOST_BY_TITLE:]
        before = [element for element in above if around is not None and around in element.iterancestors()]
        places = [*after, *reversed(before)]
    for element in places:
        if element.tag == "time" or _DATED.search(f"{element.get('class', '')} {element.get('id', '')}"):
            yield from _dated(element, at)
    for element in places:
        # A short line of its own; «Σήμερα» alone may be a heading.
        if len(element) == 0 and any(map(str.isdigit, element.text or "")):
            yield from _dated(element, at)


def _dated(element: HtmlElement, at: str) -> Iterator[str]:
    inside = {parent.tag for parent in element.iterancestors()}
    # Above many titles stands the day on which the page was fetched.
    if inside & _ASIDE and not ("header" in inside and "article" in inside):
        return
    for given in (element.get("datetime"), element.get("content"), _short(element)):
        if given and (found := iso_date(given.strip(), at)):
            yield found


def _short(element: HtmlElement) -> str:
    text = text_of(element)
    return text if len(text) <= _LONGEST_DATE else ""


def _in_address(address: str) -> str:
    found = _IN_ADDRESS.search(urlsplit(address).path)
    return iso_date("/".join(reversed(found.groups()))) if found else ""


def canonical(tree: HtmlElement, address: str) -> str:
    """The address a page gives as its own, if it is of the same site; else the one it was fetched from.

    Many pages give the paper's front page by mistake.
    """
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            found = absolute(address, link.get("href") or "")
            if found and (not address or (host_of(found) == host_of(address) and not _is_front(found, address))):
                return found
    return address


def host_of(address: str) -> str:
    """The registrable host («example.gr»), or the whole host where there is none."""
    return str(extract_domain(address) or urlsplit(address).hostname or "") if address else ""


def _is_front(found: str, address: str) -> bool:
    return urlsplit(found).path in ("", "/") and not urlsplit(found).query and urlsplit(address).path not in ("", "/")
