"""Tables, CSV or JSON Lines, whose columns the source names → articles."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.records import Article, Problem
from pipeline.settings import Limits
from pipeline.sources.checks import Seen, check
from pipeline.sources.dates import utc
from pipeline.sources.declarations import TableSource
from pipeline.sources.fields import Origin, build, plain, shown
from pipeline.sources.files import bounded_lines
from pipeline.text import decode

CSV_ENDINGS = (".csv", ".tsv", ".txt")
LINE_ENDINGS = (".jsonl", ".ndjson")
_IN_FOLDERS = (".csv", ".tsv", *LINE_ENDINGS)
_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 18

Row = Mapping[str, object]


def read_table(source: TableSource, limits: Limits, seen: Seen, name: str) -> Iterator[Article | Problem]:
    """An article of every row, in the order of the files' names and of their rows.

    The encoding and the sign between cells (comma, semicolon, tab or «|») are found out. A row's ``doc_id`` is what its
    column says, else NAME and a hash of the row's text, so that it stays when rows are put in above; two rows with
    the same text are then one article.

    Args:
        source: where the table lies and what its columns mean.
        limits: ``file_bytes`` bounds a row, not the file.
        seen: what was read before.
        name: the source's name, for the ``doc_id`` of rows without one.

    Yields:
        Articles, and a ``Problem`` for every row that is left out, by its line.
    """
    for path in _files(source.path):
        if isinstance(path, Problem):
            yield path
            continue
        try:
            for place, row in _rows(path, source, limits):
                yield from [row] if isinstance(row, Problem) else _article(row, place, path, source, limits, seen, name)
        except SourceError as error:
            yield _problem(error)
        except OSError as error:
            yield Problem(
                shown(path), f"cannot be read: {error.strerror or error}", "check the file and who may read it"
            )


def _files(path: Path) -> Iterator[Path | Problem]:
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        yield Problem(shown(path), "there is no such file or folder", "check the path in the source")
        return
    files = [file for file in sorted(path.iterdir()) if file.suffix.lower() in _IN_FOLDERS]
    if not files:
        yield Problem(shown(path), "the folder holds no table", f"put files there that end in {', '.join(_IN_FOLDERS)}")
    yield from files


def _rows(path: Path, source: TableSource, limits: Limits) -> Iterator[tuple[str, Row | Problem]]:
    if path.suffix.lower() in LINE_ENDINGS:
        return _json_rows(path, source, limits)
    return _csv_rows(path, source, limits)


def _article(
    row: Row, place: str, path: Path, source: TableSource, limits: Limits, seen: Seen, name: str
) -> Iterator[Article | Problem]:
    said: dict[str, object] = {field: row.get(column) for field, column in source.columns.items()}
    text = said.pop("text")
    origin = Origin(path, place, source.title, utc(datetime.fromtimestamp(path.stat().st_mtime, UTC)))
    try:
        if not isinstance(text, str):
            raise SourceError(
                f"the text in «{source.columns['text']}» is no string", place=place, remedy="mend the row"
            )
        mark = hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "replace")).hexdigest()[:12]
        for found in build(origin, text, said, f"{name}-{mark}"):
            if isinstance(found, Article):
                check(found, limits, place)
                yield seen.admit(found, place)
            else:
                yield found
    except SourceError as error:
        yield _problem(error)


def _json_rows(path: Path, source: TableSource, limits: Limits) -> Iterator[tuple[str, Row | Problem]]:
    with path.open("rb") as handle:
        for number, line in enumerate(bounded_lines(handle.readline, limits.file_bytes), 1):
            place = f"{shown(path)}:{number}"
            if len(line) > limits.file_bytes:
                yield place, _too_long(place, limits)
            elif line.strip():
                yield place, _json_row(line, place, source.columns["text"])


def _json_row(line: bytes, place: str, text: str) -> Row | Problem:
    try:
        row = json.loads(decode(line)[0])
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "") or str(error).split("(")[0].strip()
        return Problem(place, f"not valid JSON: {reason}", "write one object a line")
    if not isinstance(row, dict):
        return Problem(place, "not a JSON object", "write one object a line, with a key for each column")
    return row if text in row else _missing(place, [text], list(map(str, row)))


def _csv_rows(path: Path, source: TableSource, limits: Limits) -> Iterator[tuple[str, Row | Problem]]:
    with path.open("rb") as handle:
        encoding = _encoding(handle.read(_SAMPLE), path)
    wanted = list(source.columns.values())
    # A cell may be a whole article.
    csv.field_size_limit(limits.file_bytes)
    with path.open(encoding=encoding, errors="replace", newline="") as lines:
        delimiter = _delimiter(lines.read(_SAMPLE), wanted)
        lines.seek(0)
        reader = csv.reader(lines, delimiter=delimiter)
        names = list(map(_header, next(reader, [])))
        if missing := [column for column in wanted if _header(column) not in names]:
            raise _error(_missing(f"{shown(path)}:1", missing, names))
        columns = {_header(column): column for column in wanted}
        while True:
            place = f"{shown(path)}:{reader.line_num + 1}"
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield place, _too_long(place, limits) if "limit" in str(error) else Problem(place, f"not CSV: {error}")
                continue
            if cells is None:
                return
            if any(map(str.strip, cells)):
                yield place, _row(cells, names, columns, place)


def _row(cells: list[str], names: list[str], columns: Mapping[str, str], place: str) -> Row | Problem:
    if len(cells) != len(names):
        reason = f"the row has {len(cells)} cells, the first line {len(names)}"
        return Problem(place, reason, "put quotes around a cell that holds the sign between cells, or a line break")
    return {columns.get(name, name): cell for name, cell in zip(names, cells, strict=True)}


def _encoding(sample: bytes, path: Path) -> str:
    if not sample.strip():
        raise SourceError("the file is empty", place=shown(path), remedy="put the table there, or remove the file")
    try:
        name = decode(sample)[1]
    except ValueError as error:
        raise SourceError(
            "no table but a binary file", place=shown(path), remedy="export it as CSV, in UTF-8"
        ) from error
    return "utf-8-sig" if name == "utf-8" else name


def _delimiter(sample: str, wanted: list[str]) -> str:
    """The sign that makes the most wanted columns of the first line, then the most columns."""

    def columns(sign: str) -> tuple[int, int]:
        names = list(map(_header, next(csv.reader(io.StringIO(sample, newline=""), delimiter=sign), [])))
        return sum(_header(column) in names for column in wanted), len(names)

    return max(_DELIMITERS, key=columns)


def _header(name: str) -> str:
    return unicodedata.normalize("NFC", plain(name.lstrip("\ufeff")))


def _missing(place: str, missing: list[str], there: list[str]) -> Problem:
    shown_names = ", ".join(f"«{name}»" for name in there[:30]) or "none"
    named = " and ".join(f"«{name}»" for name in missing)
    return Problem(place, f"no column {named}; there are: {shown_names}", "correct the source's columns, or the table")


def _too_long(place: str, limits: Limits) -> Problem:
    reason = f"too long: a cell or a line has more than the {limits.file_bytes:,} bytes of limits.file_bytes"
    return Problem(
        place, reason, "close its quotes if they are open; else raise limits.file_bytes in configs/pipeline.yaml"
    )


def _problem(error: SourceError) -> Problem:
    return Problem(error.place, error.problem, error.remedy)


def _error(problem: Problem) -> SourceError:
    return SourceError(problem.reason, place=problem.place, remedy=problem.remedy)
