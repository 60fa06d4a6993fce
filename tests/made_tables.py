"""Small tables made by hand, for the tests of the exports."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from results import ANKARA, ATHENS, BAKU, RUSSIA, SENTENCES, TEXT, dependence, mention, stance

from pipeline.records import Actor, Article, Claim, Result, Role
from pipeline.tables import to_tables

ERDOGAN = Role("Ρετζέπ Ταγίπ Ερντογάν", "Ερντογάν", 2, 8, "P_ERDOGAN", "TUR")
INVASION = Role("ρωσική εισβολή", "ρωσική εισβολή", 21, 27, "", "RUS", "issue")
ANALYSTS = Role("αναλυτές", "Αναλυτές", 2, 8)
GREECE = replace(ATHENS, id="GRC")


def claims(*made: Claim, published_at: str = "2022-11-20", doc_id: str = "α1", text: str = TEXT) -> dict[str, Any]:
    """The tables of a version with one document that makes these claims, and one that repeats it."""
    article = Article(doc_id, text, title="Στήριξη", source="Εφημερίδα", author="Α. Β.", published_at=published_at)
    erdogan = replace(mention(), label="person", actor=Actor(ERDOGAN.name, "P_ERDOGAN", "TUR"), start=10)
    found = Result(article, SENTENCES, 14, (mention(), erdogan), made)
    return to_tables([found, Result(replace(article, doc_id="ω", duplicate_of=doc_id))])


def position(first: Role = ANKARA, second: Role = BAKU, category: str = "support", **more: Any) -> Claim:
    """A stance claim, positive unless its category is a negative one."""
    polarity = "positive" if category in ("support", "alignment") else "negative"
    return replace(stance(), first=first, second=second, detail=category, value=polarity, **more)


def reliance(first: Role = ATHENS, second: Role = RUSSIA, **more: Any) -> Claim:
    """A dependence claim."""
    return replace(dependence(), first=first, second=second, **more)
