"""What front matter, a page or a JSON line says about an article → the fields of ``Article``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.records import Article, Notice

_WORDS = ("title", "source", "url", "author", "section", "fictional", "language")
KEYS = frozenset(("doc_id", "date", "published_at", "retrieved_at", *_WORDS))
_PRESS_TIME = ZoneInfo("Europe/Athens")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article stands, and what is known of it from that alone."""

    path: Path
    place: str
    source: str = ""
    retrieved_at: str = ""


def build(origin: Origin, text: str, meta: Mapping[str, object], doc_id: str) -> Iterator[Article | Notice]:
    """The article, after notices for a date that cannot be made out and for damage to the text.

    Args:
        origin: where it was read from.
        text: its text, as it stands there.
        meta: values by the names in ``KEYS``; others are passed over.
        doc_id: what it is called when ``meta`` has no name for it.
    """
    said = {key: plain(meta.get(key)) for key in KEYS}
    given = said["published_at"] or said["date"]
    published = iso_date(given)
    if given and not published:
        yield Notice(
            origin.place, f"the date «{given}» is not understood; the article has none", "write it as 2022-11-22"
        )
    if "\ufffd" in text:
        lost = f"{text.count(chr(0xFFFD))} characters of the text are lost and stand as «\ufffd»"
        yield Notice(origin.place, lost, "save it again, whole and as UTF-8")
    yield Article(
        doc_id=said["doc_id"] or doc_id,
        text=text,
        title=said["title"],
        source=said["source"] or origin.source,
        url=said["url"],
        author=said["author"],
        published_at=published,
        retrieved_at=iso_date(said["retrieved_at"]) or origin.retrieved_at,
        section=said["section"],
        fictional=said["fictional"].lower() in ("true", "yes", "1", "ναι"),
        path=shown(origin.path),
    )


def plain(value: object) -> str:
    """A value on one line: a list joined by commas, nothing for what is neither words nor a number.

    >>> plain(["Μαρία", "Νίκος "])
    'Μαρία, Νίκος'
    """
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (plain(item) for item in value if not isinstance(item, list | tuple))))
    if not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).encode("utf-8", "replace").decode().replace("\x00", "").split())


def shown(path: Path) -> str:
    """A path to print: file names need not be valid Unicode."""
    return str(path).encode("utf-8", "replace").decode()


def iso_date(given: str) -> str:
    """A date, or a moment in UTC, as ISO 8601 writes it; "" for what cannot be made out.

    A moment without a zone is Athens time, as the Greek press means it; midnight sharp is a date without a time.

    >>> iso_date("22/11/2022"), iso_date("2022-11-22 14:05")
    ('2022-11-22', '2022-11-22T12:05:00Z')
    """
    day_first = _DAY_FIRST.fullmatch(given)
    if day_first:
        day, month, year, rest = day_first.groups()
        given = f"{year}-{month:0>2}-{day:0>2}{rest.replace(',', '')}"
    try:
        if len(given) <= len("2022-11-22"):
            return date.fromisoformat(given).isoformat()
        moment = datetime.fromisoformat(given)
        if moment.tzinfo is None:
            if moment.time() == time.min:
                return moment.date().isoformat()
            moment = moment.replace(tzinfo=_PRESS_TIME)
        return utc(moment)
    except (ValueError, OverflowError):
        return ""


def utc(moment: datetime) -> str:
    """A moment as the tables write it: in UTC, to the second."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"
