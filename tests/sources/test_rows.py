"""Tables whose columns a source names."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from pipeline.records import Article, Problem
from pipeline.settings import Limits
from pipeline.sources.checks import Seen
from pipeline.sources.declarations import TableSource
from pipeline.sources.rows import read_table

COLUMNS = {"text": "Κείμενο", "title": "Τίτλος", "date": "Ημερομηνία", "doc_id": "Α/Α"}
NAMES = ["Α/Α", "Τίτλος", "Ημερομηνία", "Κείμενο"]
TEXT = "Η Άγκυρα απειλεί, «χωρίς λόγο»; την Αθήνα | πάλι.\nΗ Κύπρος\tσυμφωνεί με την Ελλάδα."
ROW = ["7", 'Η "Άγκυρα"', "22 Νοεμβρίου 2022, 14:05", TEXT]
OTHER = ["8", "Τίτλος", "5/3/2023", "Η Ρωσία διέκοψε την παροχή αερίου."]


def table(*rows: list[str], delimiter: str = ",", names: list[str] | None = None) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([names or NAMES, *rows])
    return out.getvalue()


def read(
    path: Path, columns: dict[str, str] | None = None, limits: Limits | None = None
) -> tuple[list[Article], list[Problem]]:
    source = TableSource.model_validate({"kind": "table", "path": path, "columns": columns or COLUMNS, "title": "Πηγή"})
    found = list(read_table(source, limits or Limits(), Seen(), "pinakas"))
    return [a for a in found if isinstance(a, Article)], [p for p in found if isinstance(p, Problem)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1253", "iso8859_7"])
def test_csv(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(table(ROW, OTHER, delimiter=delimiter).encode(encoding))
    [first, second], problems = read(path)
    assert (first.doc_id, first.title, first.published_at) == ("7", 'Η "Άγκυρα"', "2022-11-22T12:05:00Z")
    assert (first.text, first.source, first.path) == (TEXT, "Πηγή", str(path))
    assert (second.doc_id, second.published_at) == ("8", "2023-03-05")
    assert problems == []


def test_json_lines(tmp_path: Path) -> None:
    lines = [json.dumps(dict(zip(NAMES, row, strict=True))) for row in (ROW, OTHER)]
    bad = ["{nonsense", "", "[1]", '{"Τίτλος": "α"}', '{"Κείμενο": 5}']
    (tmp_path / "a.jsonl").write_text("\n".join([lines[0], *bad, lines[1]]), encoding="utf-8")
    articles, problems = read(tmp_path)
    assert [(a.doc_id, a.text) for a in articles] == [("7", TEXT), ("8", OTHER[3])]
    assert [p.place.rpartition(":")[2] for p in problems] == ["2", "4", "5", "6"]
    assert problems[2].reason == "no column «Κείμενο»; there are: «Τίτλος»"


def test_a_row_without_doc_id_is_named_by_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    columns = {"text": "Κείμενο"}
    path.write_text(table(ROW, OTHER), encoding="utf-8")
    before = [a.doc_id for a in read(path, columns)[0]]
    path.write_text(table(["1", "", "", "Μια νέα σειρά, πάνω από τις άλλες."], ROW, OTHER), encoding="utf-8")
    assert [a.doc_id for a in read(path, columns)[0]][1:] == before
    assert all(doc_id.startswith("pinakas-") and len(doc_id) == 20 for doc_id in before)


def test_one_bad_row_costs_itself_only(tmp_path: Path) -> None:
    short, long = ["9", "Τίτλος"], [*OTHER, "και άλλο"]
    english = ["10", "", "", "Ankara threatens Athens."]
    (tmp_path / "a.csv").write_text(table(ROW, short, long, [], english, OTHER), encoding="utf-8")
    articles, problems = read(tmp_path)
    assert [a.doc_id for a in articles] == ["7", "8"]
    # the first row has two lines
    assert [p.place.rpartition(":")[2] for p in problems] == ["4", "5", "7"]
    assert problems[0].reason == "the row has 2 cells, the first line 4"
    assert "not Greek" in problems[2].reason


def test_a_cell_may_be_long_but_not_too_long(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    huge = ["9", "", "", "Η Άγκυρα απειλεί. " * 15_000]
    path.write_text(table(huge, OTHER), encoding="utf-8")
    assert [len(a.text) for a in read(path)[0]] == [270_000, len(OTHER[3])]
    articles, problems = read(path, limits=Limits(file_bytes=100_000))
    assert [a.doc_id for a in articles] == ["8"]
    assert "limits.file_bytes" in problems[0].reason
    assert problems[0].place == f"{path}:2"


def test_a_quote_that_is_not_closed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(ROW) + '9,"Τίτλος,,\n' + table(OTHER)[3:], encoding="utf-8")
    articles, [problem] = read(tmp_path)
    assert [a.doc_id for a in articles] == ["7"]
    assert problem.place.endswith("a.csv:4")
    assert "put quotes around" in problem.remedy


def test_a_column_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(ROW), encoding="utf-8")
    [], [problem] = read(tmp_path, {"text": "Σώμα", "title": "Τίτλος", "author": "Όνομα"})
    assert problem.reason == "no column «Σώμα» and «Όνομα»; there are: «Α/Α», «Τίτλος», «Ημερομηνία», «Κείμενο»"
    assert problem.place == f"{tmp_path}/a.csv:1"


def test_names_of_columns_are_compared_without_spaces_around(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(
        table(OTHER, names=[" Α/Α", "Τίτλος ", "Ημερομηνία", "Κείμενο"], delimiter="\t"), "utf-8"
    )
    assert [a.title for a in read(tmp_path)[0]] == ["Τίτλος"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\x00\x01" * 500, "a binary file"),
        ("a.csv", table().encode(), ""),
        ("a.png", b"", "the folder holds no table"),
    ],
)
def test_there_is_nothing(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    articles, problems = read(tmp_path)
    assert articles == []
    assert [says in p.reason for p in problems] == ([True] if says else [])
    assert read(tmp_path / "β")[1][0].reason == "there is no such file or folder"


def test_the_same_text_twice(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(OTHER, ["9", *OTHER[1:]]), encoding="utf-8")
    articles, problems = read(tmp_path)
    assert ([a.doc_id for a in articles], problems) == (["8", "9"], [])
