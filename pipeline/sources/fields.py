"""What front matter, a page or a JSON line says about an article → the fields of ``Article``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.records import Article, Notice
from pipeline.sources.dates import iso_date

_WORDS = ("title", "source", "url", "author", "section", "fictional", "language")
KEYS = frozenset(("doc_id", "date", "published_at", "retrieved_at", *_WORDS))


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
    retrieved = iso_date(said["retrieved_at"])
    # A file's own time is no moment to count «χθες» from: copying it may change it.
    published = iso_date(given, retrieved)
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
        retrieved_at=retrieved or origin.retrieved_at,
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
