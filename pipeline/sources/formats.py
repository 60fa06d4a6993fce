"""One file's content → articles: text with front matter, HTML pages, JSON Lines."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import yaml
from frontmatter.default_handlers import YAMLHandler

from pipeline.errors import SourceError
from pipeline.records import Article, Notice, Problem
from pipeline.sources.declarations import PageRules
from pipeline.sources.fields import KEYS, Origin, build
from pipeline.sources.markup import declared_in
from pipeline.sources.pages import read_html
from pipeline.text import decode

# python-frontmatter's own boundary, and its parse(), swallow white space around the text, which would move offsets.
_FENCE = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_HANDLER = YAMLHandler(fm_boundary=_FENCE)
_OPEN_FENCE = re.compile(r"---[ \t]*\r?\n[\w-]+[ \t]*:")

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.{0,999}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h[1-3]|table)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED = 4096

SIGNATURES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP archive, or a Word or LibreOffice document",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
}


def read_text(data: bytes, origin: Origin, name: str, unused: Counter[str]) -> Iterator[Article | Problem]:
    """A text or Markdown file. HTML under a text file's name is read as the page it is.

    Args:
        data: the file.
        origin: where it stands.
        name: its ``doc_id`` unless its front matter has one.
        unused: counts the keys of front matter that mean nothing here.

    Raises:
        SourceError: when it is no text, or its front matter is malformed.
    """
    whole = _decoded(data, origin)
    meta, text = _split(whole, origin)
    unused.update(key for key in meta if key not in KEYS)
    if not _PAGE.match(text[:_SNIFFED]):
        yield from build(origin, text, meta, name)
        return
    yield Notice(origin.place, "HTML where text was expected; the article was taken out of it", "call it .html")
    yield from read_html(text, origin, meta, name, rules=PageRules())


def read_page(data: bytes, origin: Origin, name: str, _unused: Counter[str]) -> Iterator[Article | Problem]:
    """An HTML file; arguments and errors as for ``read_text``. The headline is the title, not part of the text."""
    page = _decoded(data, origin, declared_in(data))
    yield from read_html(page, origin, {}, name, rules=PageRules())


def read_line(data: bytes, origin: Origin) -> Iterator[Article | Problem]:
    """One line of JSON Lines. ``text`` stays as it is; keys that mean nothing here, as gold files have, are ignored.

    Raises:
        SourceError: when it is not JSON, or lacks ``doc_id`` or ``text``.
    """
    try:
        fields = json.loads(_decoded(data, origin))
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "") or "nested too deeply"
        raise SourceError(
            f"not valid JSON: {reason}",
            place=origin.place,
            remedy='write one object a line: {"doc_id": "…", "text": "…"}',
        ) from error
    yield from read_object(fields, origin)


def read_object(fields: object, origin: Origin) -> Iterator[Article | Problem]:
    """The article that a JSON object holds; errors as for ``read_line``."""
    if not isinstance(fields, dict):
        raise SourceError("not a JSON object", place=origin.place, remedy='write {"doc_id": "…", "text": "…"}')
    lacks = [key for key in ("doc_id", "text") if fields.get(key) in (None, "")]
    if lacks or not isinstance(fields["text"], str):
        has = ", ".join(map(str, list(fields)[:10])) or "none"
        raise SourceError(
            f"without {' and '.join(lacks)} (keys there: {has})" if lacks else "its text is not a string",
            place=origin.place,
            remedy="give every article a doc_id of its own and its text under «text»",
        )
    for found in build(origin, fields["text"], fields, ""):
        if isinstance(found, Article) and not found.doc_id:
            raise SourceError("its doc_id is neither words nor a number", place=origin.place, remedy="mend its doc_id")
        yield found


def _decoded(data: bytes, origin: Origin, declared: Sequence[str] = ()) -> str:
    kind = next((kind for start, kind in SIGNATURES.items() if data.startswith(start)), "")
    try:
        if not kind:
            return decode(data, declared)[0]
    except ValueError:
        kind = "a binary file"
    raise SourceError(
        f"no text but {kind}", place=origin.place, remedy="save the article as plain text (UTF-8) or HTML"
    )


def _split(whole: str, origin: Origin) -> tuple[Mapping[str, object], str]:
    """Front matter and the text after it, which begins right behind the line that closes the front matter."""
    if not _HANDLER.detect(whole):
        return {}, whole
    try:
        matter, text = _HANDLER.split(whole)
    except ValueError:
        if not _OPEN_FENCE.match(whole):
            return {}, whole
        raise SourceError(
            "front matter without an end", place=f"{origin.place}:1", remedy="put a line of «---» before the text"
        ) from None
    return _matter(matter, origin), text


def _matter(matter: str, origin: Origin) -> Mapping[str, object]:
    try:
        # BaseLoader leaves words as they stand: «doc_id: 0012» is no number, «title: Off» not false.
        meta = _HANDLER.load(matter, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        # Counted from 0, and the opening «---» comes before.
        line = mark.line + 2 if mark else 2
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise SourceError(
            f"malformed front matter: {reason}",
            place=f"{origin.place}:{line}",
            remedy="mend the YAML there: quotes around a value with «:», no tabs; «---» above and below",
        ) from error
    if not isinstance(meta, dict) and meta not in (None, ""):
        raise SourceError(
            "malformed front matter: no «key: value» lines",
            place=f"{origin.place}:2",
            remedy="write «title: …» and so on between the two lines of «---», or drop these",
        )
    return {str(key): value for key, value in (meta or {}).items() if value not in ("~", "null")}
