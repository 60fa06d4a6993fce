"""The gates an article passes before the pipeline takes it: a text, Greek, of bearable length, not read already."""

from __future__ import annotations

import hashlib
import unicodedata

from pipeline.errors import SourceError
from pipeline.records import Article, Problem
from pipeline.settings import Limits
from pipeline.text import greek_share


def check(article: Article, limits: Limits, place: str) -> None:
    """Let an article pass, or say why not.

    Raises:
        SourceError: when it has no text, a text too long or not Greek, or characters that cannot be published.
    """
    text = article.text
    if not text.strip():
        raise SourceError("there is no text", place=place, remedy="put the article's text there, or remove it")
    if len(text) > limits.characters:
        raise SourceError(
            f"too long: {len(text):,} characters, and limits.characters is {limits.characters:,}",
            place=place,
            remedy="split it into its articles, or raise limits.characters in configs/pipeline.yaml",
        )
    if "\x00" in text or not _encodes(text):
        reason = "characters that are no text (NUL, or half of a surrogate pair)"
        raise SourceError(reason, place=place, remedy="export it again as UTF-8")
    share = greek_share(text)
    if share < limits.greek:
        raise SourceError(
            f"not Greek: {share:.0%} of its letters are Greek, and limits.greek asks for {limits.greek:.0%}",
            place=place,
            remedy="nothing, if it is in another language; else lower limits.greek in configs/pipeline.yaml",
        )


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class Seen:
    """What a run has read so far, to know a ``doc_id`` that comes again."""

    def __init__(self) -> None:
        self._ids: dict[str, tuple[bytes, str]] = {}

    def admit(self, article: Article, place: str) -> Article | Problem:
        """The article; or the problem, when its ``doc_id`` is taken."""
        mark = _fingerprint(article.text)
        if article.doc_id in self._ids:
            return self._taken(article.doc_id, mark, place)
        self._ids[article.doc_id] = mark, place
        return article

    def _taken(self, doc_id: str, mark: bytes, place: str) -> Problem:
        known, where = self._ids[doc_id]
        if mark == known:
            return Problem(place, f"«{doc_id}» with this text was read already, from {where}", "remove one of the two")
        remedy = "give one of the two another doc_id (in its front matter), or another file name"
        return Problem(place, f"the doc_id «{doc_id}» belongs to another text, in {where}", remedy)


def _fingerprint(text: str) -> bytes:
    """Alike for texts that differ only in white space or in composed and decomposed accents."""
    return hashlib.sha256(unicodedata.normalize("NFC", " ".join(text.split())).encode()).digest()
