"""Sentences parsed in one batch, and the mentions of actors in them."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.actors import Gazetteer, link
from pipeline.annotate import Engine
from pipeline.records import Article, Mention

Linked = dict[str, tuple[Mention, ...]]


def linked(engine: Engine, gazetteer: Gazetteer, texts: Iterable[str], published_at: str = "") -> Linked:
    """The mentions of each text of a table."""
    articles = [Article(str(i), text, published_at=published_at) for i, text in enumerate(dict.fromkeys(texts))]
    return {parsed.article.text: link(parsed, gazetteer) for parsed in engine.parse(articles)}


def named(mentions: tuple[Mention, ...], *links: str) -> list[tuple[str, str]]:
    """Names and rollups, in reading order; only those linked in one of these ways, when any is given."""
    return [(m.actor.name, m.actor.rollup) for m in mentions if not links or m.link in links]
