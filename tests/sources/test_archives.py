"""WARC files, made here, → the pages in them."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import SourceError
from pipeline.records import Problem
from pipeline.settings import Limits
from pipeline.sources.archives import Saved, read_archive

PAGE = "<html><body><p>Η Άγκυρα πιέζει την Αθήνα.</p></body></html>".encode("cp1253")
HTML = "text/html; charset=windows-1253"


def write(path: Path, *answers: tuple[str, str, str, bytes], packed: bool = True) -> Path:
    """An archive with an answer a record: address, status, type, content."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)
        for address, status, kind, content in answers:
            headers = StatusAndHeaders(status, [("Content-Type", kind), ("Server", "α")], protocol="HTTP/1.1")
            dated = {"WARC-Date": "2022-11-22T12:05:00Z"}
            record = writer.create_warc_record(
                address, "response", payload=BytesIO(content), http_headers=headers, warc_headers_dict=dated
            )
            writer.write_record(record)
    return path


def read(path: Path, limits: Limits | None = None) -> tuple[list[Saved], list[Problem]]:
    found = list(read_archive(path, limits or Limits()))
    return [s for s in found if isinstance(s, Saved)], [p for p in found if isinstance(p, Problem)]


def answer(number: int, status: str = "200 OK", kind: str = HTML, content: bytes = PAGE) -> tuple[str, str, str, bytes]:
    return f"https://www.imaginary.gr/{number}", status, kind, content


@pytest.mark.parametrize("packed", [True, False])
def test_pages_only(tmp_path: Path, packed: bool) -> None:
    others = (answer(2, "404 Not Found"), answer(3, kind="image/png"), answer(4, "301 Moved"), answer(5, kind=""))
    path = write(tmp_path / "a.warc", answer(1), *others, answer(6, kind="application/xhtml+xml"), packed=packed)
    pages, problems = read(path)
    assert [(p.address, p.number) for p in pages] == [
        ("https://www.imaginary.gr/1", 1),
        ("https://www.imaginary.gr/6", 6),
    ]
    assert (pages[0].time, pages[0].content) == ("2022-11-22T12:05:00Z", PAGE)
    assert pages[0].headers["content-type"] == HTML
    assert problems == []


def test_a_folder_of_archives(tmp_path: Path) -> None:
    write(tmp_path / "b.warc.gz", answer(2))
    write(tmp_path / "a.warc", answer(1), packed=False)
    (tmp_path / "c.txt").write_text("α", encoding="utf-8")
    assert [p.address[-1] for p in read(tmp_path)[0]] == ["1", "2"]


def test_a_page_that_is_too_long(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", answer(1, content=PAGE * 100), answer(2))
    pages, [problem] = read(path, Limits(file_bytes=1000))
    assert [p.number for p in pages] == [2]
    assert "limits.file_bytes" in problem.reason
    assert problem.place.endswith("a.warc.gz[1]")


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_is_damaged(tmp_path: Path, packed: bool) -> None:
    path = write(tmp_path / "a.warc", *map(answer, range(20)), packed=packed)
    whole = path.read_bytes()
    middle = len(whole) // 2 + 100
    noise = bytes(range(256))
    for damaged in (whole[:middle], whole[: -len(PAGE)], whole[:middle] + noise + whole[middle + 256 :]):
        path.write_bytes(damaged)
        pages, problems = read(path)
        assert 5 < len(pages) < 20
        assert all(page.content == PAGE for page in pages)
        assert re.search(r"the archive is damaged|the archive ends within", problems[-1].reason)


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_cut_off_anywhere_within_a_record(tmp_path: Path, packed: bool) -> None:
    first = write(tmp_path / "1.warc", answer(1), packed=packed).read_bytes()
    second = write(tmp_path / "2.warc", answer(2), packed=packed).read_bytes()
    path = tmp_path / "a.warc"
    for length in range(len(second)):
        path.write_bytes(first + second[:length])
        pages, problems = read(path)
        assert bool(problems) == (length > 0), length
        assert pages[0].number == 1


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"WARC/1.0\r\n", "Καλημέρα".encode(), b"\x1f\x8b\x08broken"])
def test_what_is_no_archive(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    pages, [problem] = read(tmp_path)
    assert pages == []
    assert problem.place == f"{tmp_path}/a.warc"
    assert problem.remedy


def test_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no archive"):
        read(tmp_path)
    with pytest.raises(SourceError, match="no such file"):
        read(tmp_path / "α.warc")
