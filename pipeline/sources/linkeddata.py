"""What a page says of its article in JSON-LD, as search engines ask newspapers to."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipeline.sources.markup import clean

_ARTICLES = (
    "NewsArticle ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle BackgroundNewsArticle Article "
    "LiveBlogPosting BlogPosting Report WebPage"
).split()
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Declared:
    """What was found, "" where it was not; ``free`` is False where the page says that it is to be paid for."""

    title: str = ""
    author: str = ""
    date: str = ""
    section: str = ""
    free: bool = True


def linked_data(tree: HtmlElement) -> Declared:
    """What the page's JSON-LD says of its article; of several objects, the one whose type is the most telling."""
    things = [thing for script in _scripts(tree) for thing in _things(script)]
    named = {thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str) and thing.get("name")}
    ranked = sorted((rank, number) for number, thing in enumerate(things) if (rank := _rank(thing)) is not None)
    found = [things[number] for _, number in ranked]

    def first(*keys: str) -> str:
        return next((said for key in keys for thing in found if (said := _said(thing.get(key), named))), "")

    paid = any(str(thing.get("isAccessibleForFree")).lower() == "false" for thing in found)
    return Declared(
        title=first("headline"),
        author=first("author"),
        date=first("datePublished", "dateCreated"),
        section=first("articleSection"),
        free=not paid,
    )


def _scripts(tree: HtmlElement) -> Iterator[object]:
    for script in tree.iter("script"):
        text = (script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
        try:
            # Line breaks inside strings are not allowed, and frequent.
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue


def _things(value: object) -> Iterator[Mapping[str, object]]:
    """Every object inside, the outer ones first."""
    todo, count = deque([value]), 0
    while todo and count < _MOST:
        count += 1
        item = todo.popleft()
        if isinstance(item, dict):
            yield item
            todo.extend(inner for inner in item.values() if isinstance(inner, dict | list))
        elif isinstance(item, list):
            todo.extend(inner for inner in item if isinstance(inner, dict | list))


def _rank(thing: Mapping[str, object]) -> int | None:
    kinds = thing.get("@type")
    ranks = [_ARTICLES.index(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind in _ARTICLES]
    return min(ranks, default=None)


def _said(value: object, named: Mapping[object, Mapping[str, object]]) -> str:
    """Words, the name of a thing, or those of several joined by commas."""
    if isinstance(value, list):
        return ", ".join(
            dict.fromkeys(filter(None, (_said(item, named) for item in value if not isinstance(item, list))))
        )
    if isinstance(value, dict):
        identity = value.get("@id")
        known = named.get(identity, {}) if isinstance(identity, str) else {}
        value = value.get("name") or known.get("name")
    if not isinstance(value, str):
        return ""
    said = " ".join(clean(value).split())
    return "" if said.startswith(("http://", "https://")) else said
