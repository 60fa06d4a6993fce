"""The page: one file of HTML that needs nothing but itself, and in which no text from an article can run as code."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Literal

from pipeline.report.data import Contents

Language = Literal["el", "en"]

STYLES = ("base.css", "controls.css", "views.css", "table.css", "evidence.css", "print.css")
SCRIPTS = (
    "words.js", "data.js", "prose.js", "search.js", "charts.js", "filters.js", "table.js", "evidence.js",
    "maps.js", "times.js", "matrix.js", "summary.js", "printing.js", "main.js",
)  # fmt: skip
"""In this order: a script may use what stands in one before it."""

NOTHING = "'none'"
_MAP = re.compile(r"^(//|/\*)# sourceMappingURL=.*$", re.MULTILINE)
_OURS = files("pipeline.report") / "page"
_VENDOR = files("pipeline.report") / "vendor"


def render(contents: Contents, language: Language = "el") -> str:
    """Lay a version into the page.

    Args:
        contents: what the page shows.
        language: in which language it opens; it can be changed in the page.

    >>> render(contents(tables, version)).splitlines()[0]  # doctest: +SKIP
    '<!DOCTYPE html>'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only this command pays for the import

    pages = Environment(
        loader=PackageLoader("pipeline.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = read_words()
    libraries = read_vendor()
    scripts = [_read(_VENDOR, one["file"]) for one in libraries if one["file"].endswith(".js")]
    scripts += [_read(_OURS, name) for name in SCRIPTS]
    styles = [_read(_VENDOR, one["file"]) for one in libraries if one["file"].endswith(".css")]
    styles += [_read(_OURS, name) for name in STYLES]
    return pages.get_template("page.html").render(
        policy=policy(scripts, styles),
        language=language,
        words=words[language],
        both_words=embedded(words),
        data=embedded(contents.shown),
        texts=embedded(contents.texts),
        about=contents.shown["about"],
        scripts=scripts,
        styles=styles,
        libraries=libraries,
    )


def embedded(value: Any) -> str:
    """A value as JSON that can stand in a script element: nothing in it can end the element or open a comment.

    >>> embedded({"τίτλος": "</script><!--"})
    '{"τίτλος":"\\\\u003c/script\\\\u003e\\\\u003c!--"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The Content-Security-Policy: nothing is loaded or sent, and only these very scripts and styles count.

    Style attributes in markup count for nothing too; scripts of the page set single properties, which is allowed.

    >>> policy([], [])[:44]
    "default-src 'none'; script-src 'none'; style"
    """
    allowed = {"script-src": scripts, "style-src": styles}
    parts = [f"{name} {' '.join(map(_hash, texts)) or NOTHING}" for name, texts in allowed.items()]
    closed = [f"{name} {NOTHING}" for name in ("base-uri", "form-action")]
    return "; ".join([f"default-src {NOTHING}", *parts, *closed])


def read_words() -> dict[str, dict[str, str]]:
    """The words of the interface by language.

    >>> read_words()["el"]["positive"]
    'θετική'
    """
    words: dict[str, dict[str, str]] = json.loads(_read(_OURS, "words.json"))
    return words


def read_vendor() -> list[dict[str, str]]:
    """The libraries that the page carries: name, version, licence, address, file and its SHA-256.

    >>> [one["name"] for one in read_vendor()]
    ['echarts', 'tabulator-tables', 'tabulator-tables']
    """
    libraries: list[dict[str, str]] = json.loads(_read(_VENDOR, "vendor.json"))
    return libraries


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read(folder: Any, name: str) -> str:
    # A browser takes «\r\n» for «\n» before it hashes, so that is what must be hashed.
    text: str = (folder / name).read_bytes().decode("utf-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _MAP.sub("", text)  # there is no map beside the page to look for
