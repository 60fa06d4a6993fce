"""Files and folders → articles: which files, by which reader, and what became of each."""

from __future__ import annotations

import codecs
import json
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.records import Article, Notice, Problem
from pipeline.settings import Limits
from pipeline.sources.checks import Seen, check
from pipeline.sources.dates import utc
from pipeline.sources.declarations import FolderSource
from pipeline.sources.fields import KEYS, Origin, shown
from pipeline.sources.formats import read_line, read_object, read_page, read_text

Found = Iterator[Article | Problem]
Whole = Callable[[bytes, Origin, str, "Counter[str]"], Found]

WHOLE: dict[str, Whole] = {
    ".txt": read_text,
    ".md": read_text,
    ".markdown": read_text,
    ".html": read_page,
    ".htm": read_page,
}
"""Ending → reader, for files that hold one article."""

LINES = (".jsonl", ".ndjson", ".json")
_ENDINGS = ", ".join((*WHOLE, *LINES))


def read_files(source: FolderSource, limits: Limits, seen: Seen) -> Found:
    """Every article of a file, or of all files below a folder in the order of their names.

    Hidden files and READMEs are no articles. A file that is named itself is read whatever its ending.
    """
    unused, endings = Counter[str](), Counter[str]()
    for path in _walk(source.path, endings):
        if isinstance(path, Problem):
            yield path
            continue
        for found, place in _articles(path, source, limits, unused):
            yield seen.admit(found, place) if isinstance(found, Article) else found
    place = shown(source.path)
    if endings:
        files = ", ".join(f"{count} {ending}" for ending, count in sorted(endings.items()))
        yield Notice(place, f"files passed over for their ending: {files}", f"endings that are read: {_ENDINGS}")
    if unused:
        keys = ", ".join(f"«{key}» ({count})" for key, count in sorted(unused.items()))
        yield Notice(place, f"keys of front matter that are not used: {keys}", f"known are: {', '.join(sorted(KEYS))}")


def _articles(
    path: Path, source: FolderSource, limits: Limits, unused: Counter[str]
) -> Iterator[tuple[Article | Problem, str]]:
    """What one file holds, each with its place; what goes wrong in it ends here as a problem."""
    try:
        origin = _origin(path, source)
        if path.suffix.lower() in LINES:
            yield from _lines(path, origin, limits)
            return
        reader = WHOLE.get(path.suffix.lower(), read_text)
        name = unicodedata.normalize("NFC", shown(Path(path.stem)))
        yield from _checked(reader(_content(path, origin, limits), origin, name, unused), origin, limits)
    except SourceError as error:
        yield _problem(error), error.place
    except OSError as error:
        yield _unreadable(path, error), shown(path)


def _checked(found: Found, origin: Origin, limits: Limits) -> Iterator[tuple[Article | Problem, str]]:
    try:
        for item in found:
            if isinstance(item, Article):
                check(item, limits, origin.place)
            yield item, origin.place
    except SourceError as error:
        yield _problem(error), error.place


def _origin(path: Path, source: FolderSource) -> Origin:
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        # A pipe or a device would keep the run waiting.
        raise SourceError("neither a file nor a folder", place=shown(path), remedy="copy its content into a file")
    return Origin(path, shown(path), source.title, utc(datetime.fromtimestamp(state.st_mtime, UTC)))


def _content(path: Path, origin: Origin, limits: Limits) -> bytes:
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise SourceError(
            f"too long: {size:,} bytes, and limits.file_bytes is {limits.file_bytes:,}",
            place=origin.place,
            remedy="split it into its articles, or raise limits.file_bytes in configs/pipeline.yaml",
        )
    data = path.read_bytes()
    if not data.strip():
        raise SourceError("the file is empty", place=origin.place, remedy="put the article there, or remove the file")
    return data


def _lines(path: Path, origin: Origin, limits: Limits) -> Iterator[tuple[Article | Problem, str]]:
    """The articles of a JSON file: one a line, or all in one value."""
    empty = True
    for place, item in _values(path, limits):
        empty = False
        there = replace(origin, place=place)
        if isinstance(item, Problem):
            yield item, place
        elif isinstance(item, bytes):
            yield from _checked(read_line(item, there), there, limits)
        else:
            yield from _checked(read_object(item, there), there, limits)
    if empty:
        raise SourceError("the file is empty", place=origin.place, remedy="put the articles there, or remove the file")


def _values(path: Path, limits: Limits) -> Iterator[tuple[str, object]]:
    """Each article's place, and its bytes or what JSON makes of them."""
    whole = _one_value(path, limits)
    if whole is not None:
        items = whole if isinstance(whole, list) else [whole]
        yield from ((f"{shown(path)}[{number}]", item) for number, item in enumerate(items))
        return
    with path.open("rb") as handle:
        for number, line in enumerate(bounded_lines(handle.readline, limits.file_bytes), 1):
            place = f"{shown(path)}:{number}"
            if len(line) > limits.file_bytes:
                reason = f"too long: the line has more than the {limits.file_bytes:,} bytes of limits.file_bytes"
                yield place, Problem(place, reason, "raise limits.file_bytes in configs/pipeline.yaml")
            elif line.strip():
                yield place, line


def _one_value(path: Path, limits: Limits) -> object:
    """The value of a file that is JSON as a whole, pretty-printed or a list; None for JSON Lines."""
    with path.open("rb") as handle:
        start = handle.read(64)
    utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    whole = path.suffix.lower() == ".json" or utf16
    if not whole or path.stat().st_size > limits.file_bytes:
        return None
    text = path.read_bytes().decode("utf-16" if utf16 else "utf-8-sig", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        # Windows' PowerShell writes JSON Lines in UTF-16, whose lines cannot be told apart by bytes.
        return [line.encode() for line in text.split("\n") if line.strip()] if utf16 else None


def bounded_lines(readline: Callable[[int], bytes], most: int) -> Iterator[bytes]:
    """The lines of a file; of one longer than ``most`` bytes only its beginning, one byte more than that."""
    while line := readline(most + 1):
        yield line
        rest = line
        while len(rest) > most and not rest.endswith(b"\n"):
            rest = readline(most + 1)


def _walk(top: Path, endings: Counter[str]) -> Iterator[Path | Problem]:
    """The files to read, in a fixed order; ``endings`` counts those that are passed over."""
    away = _missing(top)
    if away or not top.is_dir():
        yield away or top
        return
    folders, articles, problems = [top], 0, 0
    while folders:
        below: list[Path] = []
        for path in _entries(folders.pop()):
            if isinstance(path, Problem):
                problems += 1
                yield path
            elif path.is_dir():
                below.append(path)
            elif path.suffix.lower() in WHOLE or path.suffix.lower() in LINES:
                articles += 1
                yield path
            else:
                endings[path.suffix.lower() or "(none)"] += 1
        folders.extend(reversed(below))
    if not articles and not problems:
        yield Problem(shown(top), "the folder holds no article", f"put files there that end in {_ENDINGS}")


def _entries(folder: Path) -> Iterator[Path | Problem]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        yield _unreadable(folder, error)
        return
    for path in paths:
        if path.name.startswith(".") or path.name.upper().startswith("README"):
            continue
        if path.is_symlink() and path.is_dir():
            # It may lead back up, and round and round.
            yield Notice(shown(path), "a link to a folder is not followed", "name that folder itself")
            continue
        yield path


def _missing(path: Path) -> Problem | None:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        remedy = "check the path; a relative one counts from the current folder"
        return Problem(shown(path), "there is no such file or folder", remedy)
    except OSError as error:
        return _unreadable(path, error)
    return None


def _unreadable(path: Path, error: OSError) -> Problem:
    allowed = "allow reading it to the user who runs this, or leave it out"
    remedy = allowed if isinstance(error, PermissionError) else "check the file and the disk it is on"
    return Problem(shown(path), f"cannot be read: {error.strerror or error}", remedy)


def _problem(error: SourceError) -> Problem:
    return Problem(error.place, error.problem, error.remedy)
