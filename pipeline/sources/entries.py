"""What feeds and sitemaps say there is to read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed or a sitemap points at. Dates are ISO 8601, "" when unknown."""

    address: str
    title: str = ""
    published: str = ""
    updated: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index points at, and when it last changed: what is older than wanted need not be fetched."""

    address: str
    updated: str = ""
