"""WARC files → the pages in them, as they came."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.errors import SourceError
from pipeline.records import Problem
from pipeline.settings import Limits
from pipeline.sources.dates import iso_date
from pipeline.sources.fields import shown

ENDINGS = (".warc", ".warc.gz")
_GZIP = b"\x1f\x8b"
_PART = 1 << 20
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Saved:
    """A page in an archive: its address, when it was fetched (ISO 8601), the server's headers and the page's bytes.

    ``headers`` are by their names in lower case; ``number`` counts the archive's records from 1.
    """

    address: str
    time: str
    headers: Mapping[str, str] = field(hash=False)
    content: bytes
    number: int


def read_archive(path: Path, limits: Limits) -> Iterator[Saved | Problem]:
    """The HTML pages of an archive that a server answered with status 200, in the order of the file.

    Args:
        path: a .warc or .warc.gz file, or a folder with some, which are read in the order of their names.
        limits: ``file_bytes`` bounds a page, unpacked.

    Yields:
        Pages; a ``Problem`` for a page that is too long or packed in a way that is not known, and for an archive that
        is damaged or cut off, after what could be read of it.

    Raises:
        SourceError: when the path is not there, or is a folder without archives.
    """
    if not path.exists():
        raise SourceError("there is no such file or folder", place=shown(path), remedy="check the path in the source")
    if path.is_file():
        yield from _pages(path, limits)
        return
    files = [file for file in sorted(path.iterdir()) if file.name.lower().endswith(ENDINGS)]
    if not files:
        raise SourceError("the folder holds no archive", place=shown(path), remedy="put .warc or .warc.gz files there")
    for file in files:
        yield from _pages(file, limits)


def _pages(path: Path, limits: Limits) -> Iterator[Saved | Problem]:
    number, last, length, unknown, reason = 0, 0, 0, 0, ""
    try:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for number, record in enumerate(records, 1):
                unknown += not _is_known(record)
                if _is_page(record):
                    yield _page(record, f"{shown(path)}[{number}]", number, limits)
                last, length = records.get_record_offset(), records.get_record_length()
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error, AttributeError) as error:
        # warcio meets some damage unprepared, hence the AttributeError.
        reason = f"the archive is damaged or cut off after {number:,} records ({_first_line(error)})"
    if unknown == number and not reason:
        reason = "no WARC archive, or an empty one"
    elif unknown:
        reason = f"the archive is damaged: {unknown:,} of its {number:,} records cannot be read"
    elif not reason and not _ends_well(path, last, length):
        reason = f"the archive is damaged or cut off after {number:,} records"
    if reason:
        yield Problem(shown(path), reason, "fetch or copy it again; what could be read of it was read")


def _ends_well(path: Path, start: int, length: int) -> bool:
    """Whether the last record, of ``length`` bytes from ``start``, is all there, with the line breaks that close it.

    Of a record that is cut off within its headers, or at the beginning of a packed one, warcio says nothing.
    """
    unpacker, end, rest = zlib.decompressobj(wbits=31), b"", length
    with path.open("rb") as stream:
        stream.seek(start)
        packed = stream.peek(2).startswith(_GZIP)
        while rest > 0 and (part := stream.read(min(rest, _PART))):
            rest -= len(part)
            end = (end + (unpacker.decompress(part) if packed else part))[-4:]
        after = stream.read(_PART)
    closed = (end + after).replace(b"\r", b"").endswith(b"\n\n")
    return closed and not after.strip(b"\r\n") and (unpacker.eof or not packed)


def _is_known(record: Any) -> bool:
    """Whether a record is one, and an answer from the web has a status."""
    if record.rec_type != "response" or not _address(record).startswith("http"):
        return bool(record.rec_headers.get_header("WARC-Type"))
    return record.http_headers is not None and str(record.http_headers.get_statuscode()).isdigit()


def _address(record: Any) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _is_page(record: Any) -> bool:
    http = record.http_headers
    if record.rec_type != "response" or http is None or http.get_statuscode() != "200":
        return False
    return (http.get_header("Content-Type") or "").split(";")[0].strip().lower() in _HTML


def _page(record: Any, place: str, number: int, limits: Limits) -> Saved | Problem:
    address = _address(record)
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    packed = headers.get("content-encoding", "").lower()
    if packed not in ("", "identity", "gzip", "deflate", "x-gzip"):
        return Problem(place, f"{address} is packed as «{packed}»", "save the archive with pages unpacked, or as gzip")
    content = record.content_stream().read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        reason = f"too long: {address} has more than the {limits.file_bytes:,} bytes of limits.file_bytes"
        return Problem(place, reason, "raise limits.file_bytes in configs/pipeline.yaml")
    if _is_cut_off(record):
        return Problem(place, f"the archive ends within {address}", "fetch or copy it again")
    time = iso_date(record.rec_headers.get_header("WARC-Date") or "")
    return Saved(address, time, headers, content, number)


def _is_cut_off(record: Any) -> bool:
    """Whether the record should be longer than the file is."""
    raw = record.raw_stream
    return getattr(raw, "limit", 0) > 0 and not raw.read(1)


def _first_line(error: Exception) -> str:
    line = (str(error).strip().splitlines() or [type(error).__name__])[0][:80]
    return "".join(char if char.isprintable() else "?" for char in line)
