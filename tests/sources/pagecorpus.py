"""Twelve pages of our own writing, and the ways in which each may be saved."""

from __future__ import annotations

import html
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import codepoint2name
from pathlib import Path

ADDRESS = "https://www.imaginary.gr/politiki/12345/arthro"


@dataclass(frozen=True)
class Story:
    """An article, and what must come out of its page."""

    title: str
    author: str
    section: str
    iso: str
    written: str
    paragraphs: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


STORIES = [
    Story(**json.loads(line))
    for line in Path(__file__).with_name("pages.jsonl").read_text(encoding="utf-8").splitlines()
]


def marked_up(story: Story, number: int, declaration: str) -> str:
    """The story's page, in one of four layouts that newspapers use."""
    body = "".join(f"<p>{html.escape(p, quote=False)}</p>\n" for p in story.paragraphs)
    return (_linked, _open_graph, _time, _plain)[number % 4](story, body, declaration)


MENU = "<ul class='menu'><li><a href='/'>Αρχική</a></li><li><a href='/politiki'>Πολιτική</a></li></ul>"
FOOT = "<footer><p>Εφημερίδα «Η Φανταστική» – όλα τα δικαιώματα</p></footer>"


def _linked(story: Story, body: str, declaration: str) -> str:
    said = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Η Φανταστική"},
            {"@type": "Person", "@id": "#a", "name": story.author},
            {
                "@type": "NewsArticle",
                "headline": story.title,
                "datePublished": story.iso,
                "author": {"@id": "#a"},
                "articleSection": [story.section],
            },
        ],
    }
    return (
        f"<!DOCTYPE html><html lang='el'><head>{declaration}<title>{story.title} | Η Φανταστική</title>"
        f"<script type='application/ld+json'>{json.dumps(said)}</script>"
        "<script>var a = '<p>διαφήμιση</p>';</script></head>"
        f"<body><header>Παρασκευή 27 Νοεμβρίου 2026</header><nav>{MENU}</nav><main><article><h1>{story.title}</h1>"
        f"<div class='date'>{story.written}</div>{body}</article></main>{FOOT}</body></html>"
    )


def _open_graph(story: Story, body: str, declaration: str) -> str:
    return (
        f"<!DOCTYPE html><html><head>{declaration}<title>Η Φανταστική</title>"
        f"<meta property='og:title' content='{story.title}'><meta property='og:site_name' content='Η Φανταστική'>"
        f"<meta property='article:published_time' content='{story.iso}'><meta name='author' content='{story.author}'>"
        f"<meta property='article:section' content='{story.section}'></head><body><nav>{MENU}</nav>"
        f"<div id='content'><h1>{story.title}</h1>{body}</div>{FOOT}</body></html>"
    )


def _time(story: Story, body: str, declaration: str) -> str:
    return (
        f"<html><head>{declaration}<title>{story.title}</title><meta name='author' content='{story.author}'>"
        f"<meta name='section' content='{story.section}'></head><body><div>{MENU}</div>"
        f"<article><h1>{story.title}</h1><time datetime='{story.iso}'>{story.written}</time>{body}</article>"
        f"<aside><h3>Διαβάστε ακόμη</h3><time datetime='2024-01-01'>1/1/2024</time></aside>{FOOT}</body></html>"
    )


def _plain(story: Story, body: str, declaration: str) -> str:
    return (
        f"<html><head>{declaration}<title>{story.title}</title><meta name='author' content='{story.author}'>"
        f"<meta name='section' content='{story.section}'></head>"
        f"<body><div class='top'><span class='today-date'>27/11/2026</span></div><div>{MENU}</div>"
        f"<div class='story'><h1>{story.title}</h1><div>{story.written}</div>{body}</div>{FOOT}</body></html>"
    )


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1253", "iso8859_7")
_NAMES = {"utf-8-sig": "utf-8", "cp1253": "windows-1253", "iso8859_7": "iso-8859-7"}
_WRONG = {
    "utf-8": "windows-1253",
    "utf-8-sig": "iso-8859-7",
    "utf-16": "utf-8",
    "cp1253": "iso-8859-1",
    "iso8859_7": "utf-8",
}


def ways(story: Story, number: int) -> Iterator[tuple[str, bytes, str]]:
    """Each way to save a page: what it is called, the bytes, and the Content-Type that comes with it."""
    for encoding in ENCODINGS:
        right = _NAMES.get(encoding, encoding)
        for how, charset, header in (
            ("right", f"<meta charset='{right}'>", f"text/html; charset={right}"),
            ("http-equiv", f"<meta http-equiv='Content-Type' content='text/html; charset={right}'>", ""),
            ("wrong", f"<meta charset='{_WRONG[encoding]}'>", f"text/html; charset={_WRONG[encoding]}"),
            ("quarrel", f"<meta charset='{_WRONG[encoding]}'>", f"text/html; charset={right}"),
            ("missing", "", "text/html"),
        ):
            page = marked_up(story, number, charset)
            for form, written in _forms(page):
                if form == "plain" or how in ("right", "missing"):
                    yield f"{encoding}, {how}, {form}", written.encode(encoding, "xmlcharrefreplace"), header


def _forms(page: str) -> Iterator[tuple[str, str]]:
    head, body = page[: page.index("<title>")], page[page.index("<title>") :]
    yield "plain", page
    yield "numeric", head + "".join(c if c.isascii() else f"&#{ord(c)};" for c in body)
    yield "named", head + "".join(c if c.isascii() else _named(c) for c in body)
    yield "twice", head + "".join(c if c.isascii() else f"&amp;#x{ord(c):x};" for c in body)
    yield "soft hyphens", head + _between_letters(body, "\u00ad")
    yield "named soft hyphens", head + _between_letters(body, "&shy;")
    yield "zero width", head + _between_letters(body, "\u200b")
    yield "decomposed", unicodedata.normalize("NFD", page)


def _named(char: str) -> str:
    name = codepoint2name.get(ord(char))
    return f"&{name};" if name else f"&#{ord(char)};"


def _between_letters(body: str, sign: str) -> str:
    """The sign after every fourth Greek letter that another follows."""
    out, count = [], 0
    for char, following in zip(body, body[1:] + " ", strict=True):
        out.append(char)
        count += char.isalpha() and not char.isascii()
        if count % 4 == 3 and char.isalpha() and not char.isascii() and following.isalpha() and not following.isascii():
            out.append(sign)
    return "".join(out)
