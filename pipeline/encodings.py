"""Bytes → text, for the encodings that Greek text comes in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from itertools import islice

from charset_normalizer import from_bytes

from pipeline.greek import LETTERS, fold

_SAMPLE = 1 << 16
_DAMAGED = 0.1
"""More unreadable bytes than this share of the readable signs, and the text is not in the encoding tried."""

_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MOST_CONTROLS = 0.005

# Greek letters of real Greek stand in runs; Western letters read as Greek stand alone between Latin ones.
_RUNS = re.compile(f"(?<![A-Za-z{LETTERS}])[{LETTERS}]{{2,}}(?![A-Za-z{LETTERS}])")
_ALL_GREEK = re.compile(f"[{LETTERS}]")
_SOFT_HYPHEN = re.compile("\u00ad|&shy;|&#173;|&#8203;")
_COMMON = {"και", "το", "του", "τησ", "την", "τον", "η", "ο", "οι", "να", "με", "σε", "τα", "για", "που", "απο", "στο"}
_COMMON |= {"στη", "στην", "στον", "των", "τουσ", "δεν", "θα", "ειναι"}
_COMMON_SHARE = 1 / 15
"""Greek prose has one of these words in three; a Cyrillic text read as Greek has hardly any."""

# The two single-byte sets part ways at a dozen bytes: 0xA2 is «Ά» or «’», 0xB6 «¶» or «Ά», 0xA1 «΅» or «‘»,
# 0xA4 «¤» or «€», 0x80-0x9F quotation marks and the dash, or controls.
_STRAYS = {
    "cp1253": re.compile(f"(?<=[α-ωά-ώ])Ά|Ά(?![{LETTERS}])|¶(?=[{LETTERS}])|΅|¤"),
    "iso8859_7": re.compile(f"[\x80-\x9f]|(?<![{LETTERS}])’(?=[{LETTERS}])|΅(?![\\s])"),
}

_BELIEVED = {"cp1253", "iso8859-7", "cp1252", "iso8859-1", "iso8859-15", "cp1251", "cp737", "cp869", "mac-greek"}
"""Single-byte encodings of pages; the others prove themselves."""


def decode(data: bytes, declared: Sequence[str] = ()) -> tuple[str, str]:
    """Bytes → text and the encoding's name.

    A byte order mark is certain, and so is UTF-8 that holds throughout. UTF-8 cut off or damaged here and there is
    still read as UTF-8, with «\\ufffd» for what is lost. Of the two Greek single-byte sets, the one that leaves
    fewer signs where Greek has none wins; what is declared, which is often wrong, only where they are equal. Anything
    else is read as declared where that is possible, or left to charset-normalizer.

    Args:
        data: the whole of a file, or a line of one.
        declared: names of encodings that a page or a server gives, the more trustworthy first.

    Raises:
        ValueError: when the bytes are no text.

    >>> decode("Άγκυρα".encode("cp1253"))
    ('Άγκυρα', 'cp1253')
    """
    text, name = _decode(data, declared)
    controls = sum(1 for _ in _CONTROLS.finditer(text))
    if "\x00" in text or controls > max(1, len(text) * _MOST_CONTROLS):
        raise ValueError("binary file")
    return text, name


def _decode(data: bytes, declared: Sequence[str]) -> tuple[str, str]:
    found = _utf16(data) or _utf8(data) or _single_byte(data, declared) or _as_declared(data, declared)
    if found:
        return found
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise ValueError("binary file")
    return data.decode(best.encoding, "replace"), best.encoding


def _utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 and UTF-32 by their mark; UTF-16 without one by its high bytes, 0 and 3 in Greek text."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return data.decode("utf-32", "replace"), "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[: len(data) // 2 * 2].decode("utf-16", "replace"), "utf-16"
    sample = data[: 1 << 12]
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        greek = high.count(b"\x03") > 0
        # The head of a page may have no Greek.
        markup = data[: 1 << 6].decode(name, "replace").lstrip()[:1] == "<"
        if len(high) > 3 and sum(map(high.count, b"\x00\x03")) > 0.9 * len(high) and (greek or markup):
            return data[: len(data) // 2 * 2].decode(name, "replace"), name
    return None


def _utf8(data: bytes) -> tuple[str, str] | None:
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
    lost = text.count("\ufffd")
    readable = len(text) - len(text.encode("ascii", "ignore")) - lost
    return (text, "utf-8") if lost < _DAMAGED * readable else None


def _single_byte(data: bytes, declared: Sequence[str]) -> tuple[str, str] | None:
    said = next((name for name in map(_known, declared) if name), "")
    tried = []
    for name, strays in _STRAYS.items():
        text = data.decode(name, "replace")
        wrong = sum(1 for _ in strays.finditer(text)) + 2 * text.count("\ufffd")
        tried.append((wrong, _known(name) != said, name, text))
    *_, name, text = min(tried)
    # Soft hyphens part the words of some pages.
    return (text, name) if _is_greek_text(_SOFT_HYPHEN.sub("", text)) else None


def _as_declared(data: bytes, declared: Sequence[str]) -> tuple[str, str] | None:
    for name in filter(None, map(_known, declared)):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    return None


def _known(name: str) -> str:
    """Python's name for an encoding that a page may be believed to have, or ""."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return known if known in _BELIEVED else ""


def _is_greek_text(text: str) -> bool:
    """Whether text is Greek and not another language's bytes read as Greek; markup around it does not count."""
    greek = sum(1 for _ in _ALL_GREEK.finditer(text))
    words = [match[0] for match in islice(_RUNS.finditer(text), 2000)]
    if greek == 0 or text.count("\ufffd") > _DAMAGED * greek:
        return False
    runs = sum(len(match[0]) for match in _RUNS.finditer(text))
    common = sum(fold(word) in _COMMON for word in words)
    return runs > 0.5 * greek and (len(words) < 20 or common >= _COMMON_SHARE * len(words))
