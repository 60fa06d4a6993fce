"""Cells that a spreadsheet would run, made harmless and brought back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import spreadsheet
from pipeline.errors import StoreError
from pipeline.schema import DIGITS, Column, Table
from pipeline.spreadsheet import EXCEL, PLAIN, Dialect, guard, restore

CELLS = Table(
    "cells",
    "Κελιά",
    ("n",),
    (
        Column("n", "integer", "Ο αύξων αριθμός", required=True),
        Column("text", "string", "Κείμενο"),
        Column("where", "integer", "Θέση, όπου υπάρχει"),
        Column("change", "number", "Μεταβολή"),
        Column("real", "boolean", "Αληθές"),
    ),
)
# What matters at the beginning of a cell, more often than chance would have it.
SIGN = st.sampled_from("=+-@＝＋－＠\t\r\n'\"\ufeff ;,α΄\x00\x1f\x85\xa0\u2028")
CELL = st.text(SIGN | st.characters(exclude_categories=["Cs"]), max_size=8)
ROW = st.tuples(CELL, st.none() | st.integers(-(10**6), 10**6), st.integers(-9999, 9999), st.booleans())
WHOLE = st.integers(-(2**63), 2**63 - 1)
NUMBER = st.floats() | st.sampled_from([0.00001, -0.0, 0.00005, 1e15, 1e16, 123456.78905, float("nan"), float("inf")])
ANYTHING = st.tuples(WHOLE, CELL, st.none() | WHOLE, NUMBER, st.booleans())


def rows_of(values: list[tuple[str, int | None, int, bool]]) -> pa.Table:
    rows = [
        {"n": n, "text": text, "where": where, "change": change / 10_000, "real": real}
        for n, (text, where, change, real) in enumerate(values)
    ]
    return pa.Table.from_pylist(rows, schema=CELLS.arrow())


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=ΑΘΡΟΙΣΜΑ(Α1:Α9)", "'=ΑΘΡΟΙΣΜΑ(Α1:Α9)"),
        ("+30 210 3681000", "'+30 210 3681000"),
        ("-0.5", "'-0.5"),  # in a column of text, as a headline may be
        ("- Όχι, είπε ο υπουργός.", "'- Όχι, είπε ο υπουργός."),
        ("@PrimeministerGR", "'@PrimeministerGR"),
        ("\tΕσοχή", "'\tΕσοχή"),
        ("\rΓραμμή", "'\rΓραμμή"),
        ("\nΓραμμή", "'\nΓραμμή"),
        ("\ufeff=1", "'\ufeff=1"),
        ('"=1"', '\'"=1"'),
        ("'=1", "''=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("Η Άγκυρα στηρίζει το Μπακού", "Η Άγκυρα στηρίζει το Μπακού"),
        ("«-» και «+»", "«-» και «+»"),
        ("– Όχι, είπε.", "– Όχι, είπε."),  # the dash of Greek dialogue is no minus
        ("'90s", "'90s"),
        ("'", "'"),
        ("ΝΑΤΟ-ΕΕ", "ΝΑΤΟ-ΕΕ"),
        (" Αθήνα", " Αθήνα"),
        ("", ""),
    ],
)
def test_only_what_would_run_gets_an_apostrophe(text: str, cell: str) -> None:
    assert guard(text) == cell
    assert restore(cell) == text


def test_every_blank_of_unicode_is_skipped() -> None:
    blanks = [chr(code) for code in range(0x110000) if chr(code).isspace()]
    assert all(guard(f"{blank}=1") == f"'{blank}=1" for blank in blanks)


@settings(deadline=None)
@given(CELL)
def test_every_text_comes_back_and_none_runs(text: str) -> None:
    assert restore(guard(text)) == text
    assert not guard(text).lstrip('\ufeff" ').startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
@settings(deadline=None)
@given(values=st.lists(ROW, max_size=6))
def test_tables_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, dialect: Dialect, values: list[tuple[str, int | None, int, bool]]
) -> None:
    path, rows = tmp_path_factory.getbasetemp() / "cells.csv", rows_of(values)
    spreadsheet.write(path, CELLS, [rows], dialect)
    assert spreadsheet.read(path.read_bytes(), CELLS, dialect) == rows


@pytest.mark.parametrize(
    ("dialect", "written"),
    [
        (PLAIN, b"n,text,where,change,real\r\n0,'-\xce\xb1,-3,-0.5,true\r\n"),
        (EXCEL, b"\xef\xbb\xbfn;text;where;change;real\r\n0;'-\xce\xb1;-3;-0,5;true\r\n"),
    ],
)
def test_numbers_below_zero_stay_numbers(tmp_path: Path, dialect: Dialect, written: bytes) -> None:
    spreadsheet.write(tmp_path / "cells.csv", CELLS, [rows_of([("-α", -3, -5000, True)])], dialect)
    assert (tmp_path / "cells.csv").read_bytes() == written


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
def test_any_reader_of_csv_sees_the_same_cells(tmp_path: Path, dialect: Dialect) -> None:
    texts = ['«Είπε "όχι"», δήλωσε; τέλος', "δύο\r\nγραμμές", "μόνο\rεπιστροφή", "ΐ ΰ"]
    spreadsheet.write(tmp_path / "cells.csv", CELLS, [rows_of([(text, None, 0, False) for text in texts])], dialect)
    text = (tmp_path / "cells.csv").read_bytes().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=dialect.delimiter)
    assert [row["text"] for row in rows] == texts


def test_an_article_of_megabytes_comes_back(tmp_path: Path) -> None:
    rows = rows_of([("Η Αθήνα, \n" * 200_000, 1, 1, True), ("=1", 2, 2, False)])
    spreadsheet.write(tmp_path / "cells.csv", CELLS, [rows])
    assert spreadsheet.read((tmp_path / "cells.csv").read_bytes(), CELLS) == rows


def test_a_file_in_another_dialect_is_refused(tmp_path: Path) -> None:
    spreadsheet.write(tmp_path / "cells.csv", CELLS, [rows_of([("α", 1, 1, True)])], EXCEL)
    with pytest.raises(StoreError, match=r"cells.csv: the CSV file cannot be read"):
        spreadsheet.read((tmp_path / "cells.csv").read_bytes(), CELLS, PLAIN, place="cells.csv")


def as_pandas_writes(table: Table, rows: pa.Table, dialect: Dialect) -> bytes:
    """What the first writer gave, which went through every cell in Python."""
    frame = table.frame(rows)
    for column in table.columns:
        if column.type == "string":
            frame[column.name] = frame[column.name].map(guard)
        if column.type == "boolean":
            frame[column.name] = frame[column.name].map({True: "true", False: "false"})
        if column.type == "number":
            frame[column.name] = frame[column.name].round(DIGITS)
    text = frame.to_csv(None, index=False, sep=dialect.delimiter, decimal=dialect.decimal, lineterminator="\r\n")
    return text.encode(dialect.encoding)


def written(path: Path, table: Table, parts: list[pa.Table], dialect: Dialect) -> bytes:
    spreadsheet.write(path, table, parts, dialect)
    return path.read_bytes()


@pytest.mark.filterwarnings("ignore:overflow encountered")  # numbers that are too large to be rounded
@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
@settings(deadline=None, max_examples=300)
@given(values=st.lists(ANYTHING, max_size=6), cut=st.integers(0, 6))
def test_every_byte_is_as_pandas_would_write_it(
    tmp_path_factory: pytest.TempPathFactory, dialect: Dialect, values: list[tuple[Any, ...]], cut: int
) -> None:
    made = [dict(zip(CELLS.names, row, strict=True)) for row in values]
    rows = pa.Table.from_pylist(made, schema=CELLS.arrow())
    parts = [rows.slice(0, cut), pa.concat_tables([rows.slice(cut, 1), rows.slice(cut + 1)])]
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    assert written(path, CELLS, parts, dialect) == as_pandas_writes(CELLS, rows, dialect)


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
def test_arrow_finds_the_cells_that_python_guards(tmp_path: Path, dialect: Dialect) -> None:
    signs = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    rows = rows_of([(f"{sign}{rest}", None, 0, True) for sign in signs for rest in ("", "=", "α")])
    assert written(tmp_path / "cells.csv", CELLS, [rows], dialect) == as_pandas_writes(CELLS, rows, dialect)


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
def test_an_empty_cell_alone_in_its_line_is_a_row(tmp_path: Path, dialect: Dialect) -> None:
    words = Table("words", "Λέξεις", ("word",), (Column("word", "string", "Η λέξη"),))
    rows = pa.Table.from_pylist([{"word": ""}, {"word": "-α"}, {"word": "α"}], schema=words.arrow())
    data = written(tmp_path / "words.csv", words, [rows], dialect)
    assert data == as_pandas_writes(words, rows, dialect)
    assert spreadsheet.read(data, words, dialect) == words.conform(rows)
