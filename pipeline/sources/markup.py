"""Bytes of HTML and XML from anywhere → text and trees that are safe and quick to work with."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import urljoin, urlsplit

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipeline.errors import SourceError
from pipeline.text import decode

_HEAD = 4096
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)

_OPENING = re.compile(r"<(?:(!--)|(script|style|template|svg|iframe|object)\b)", re.IGNORECASE)
_LINKED_DATA = re.compile(r"[^>]{0,300}?\bld\+json", re.IGNORECASE)
_LONGEST_DATA = 500_000
_DOCTYPE = re.compile(r"(?:\s+|<\?[^>]{0,999}\?>|<!--.{0,999}?-->)*+(<!DOCTYPE\b)", re.IGNORECASE | re.DOTALL)
_DOCTYPE_SIGNS = re.compile(r"<!--.*?-->|[\"'\[\]<>]", re.DOTALL)
_MOST_DOCTYPES = 5
_XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,300}\?>")

# What numeric references to 0x80-0x9F mean, as in every browser.
_WINDOWS = {c: t for c in range(0x80, 0xA0) if (t := bytes([c]).decode("cp1252", "ignore"))}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")


def decode_markup(data: bytes, place: str, header: str = "") -> str:
    """The text of HTML or XML, by its bytes first and by what the header and the markup declare only in doubt.

    Args:
        data: the whole answer.
        place: its address or path, for the error.
        header: the Content-Type that came with it.

    Raises:
        SourceError: when the bytes are no text.

    >>> decode_markup("<p>Άγκυρα</p>".encode("cp1253"), "", "text/html; charset=iso-8859-1")
    '<p>Άγκυρα</p>'
    """
    said = _CHARSET.findall(header) + declared_in(data)
    try:
        return decode(data, said)[0]
    except ValueError as error:
        raise SourceError(
            "no text but binary data", place=place, remedy="nothing, if it is no page; else see it in a browser"
        ) from error


def declared_in(data: bytes) -> list[str]:
    """The encodings that HTML or XML declares at its beginning."""
    return [name.decode() for name in _DECLARED.findall(data[:_HEAD].lower())]


def clean(text: str) -> str:
    """Text as it is meant: entities that were written twice, composed letters, no sign that only sets type.

    >>> clean("Ελ\\u00adλάδα &amp;amp; Κύπρος")
    'Ελλάδα & Κύπρος'
    """
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if text.isascii() and not _CONTROLS.search(text):
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text.translate(_WINDOWS)))


def page_tree(page: str, place: str) -> HtmlElement:
    """The tree of a page without scripts, styles and comments, its text cleaned; JSON-LD stays.

    Raises:
        SourceError: when there is nothing in it.
    """
    # As bytes: lxml refuses text that declares an encoding.
    bare = _CONTROLS.sub("", _XML_DECLARATION.sub("", without_scripts(page), count=1))
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(bare.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError) as error:
        raise SourceError("nothing is in the HTML", place=place, remedy="see the page in a browser") from error
    for element in tree.iter("*"):
        if element.text and element.tag != "script":
            element.text = clean(element.text)
        if element.tail:
            element.tail = clean(element.tail)
        if element.tag == "meta" and element.get("content"):
            element.set("content", clean(element.get("content")))
    return tree


def without_scripts(page: str) -> str:
    """HTML without what is not shown, in one pass whatever its size."""
    kept, position, unclosed = [], 0, set[str]()
    for opening in _OPENING.finditer(page):
        name = (opening[1] or opening[2]).lower()
        if opening.start() < position or name in unclosed:
            continue
        closing = re.compile("-->" if opening[1] else f"</{name}[^>]{{0,99}}>", re.IGNORECASE).search(
            page, opening.end()
        )
        if closing is None:
            # One left open ends nowhere; to look for the end of each of thousands would take time by the square.
            unclosed.add(name)
            continue
        kept.append(page[position : opening.start()])
        short = closing.end() - opening.start() < _LONGEST_DATA
        if name == "script" and short and _LINKED_DATA.match(page, opening.end()):
            kept.append(page[opening.start() : closing.end()])
        position = closing.end()
    return "".join([*kept, page[position:]])


def without_doctype(text: str) -> str:
    """XML without its document type, and so without entities of its own, which can blow up or read files."""
    for _ in range(_MOST_DOCTYPES):
        found = _DOCTYPE.match(text)
        if found is None:
            break
        text = text[: found.start(1)] + text[_doctype_end(text, found.end()) :]
    return text


def _doctype_end(text: str, position: int) -> int:
    depth, quote = 1, ""
    for sign in _DOCTYPE_SIGNS.finditer(text, position):
        char = sign[0]
        if quote:
            quote = "" if char == quote else quote
        elif char in ("'", '"'):
            quote = char
        elif char in "[<":
            depth += 1
        elif char in "]>":
            depth -= 1
            if depth == 0:
                return sign.end()
    return len(text)


def absolute(address: str, link: str) -> str:
    """A link of a page in full, "" unless it leads to another web page."""
    if not link.strip():
        return ""
    try:
        found = urljoin(address, link.strip())
        parts = urlsplit(found)
        host = parts.hostname
    except ValueError:
        return ""
    return found.split("#")[0] if parts.scheme in ("http", "https") and host else ""
