"""Tables as CSV that a spreadsheet shows and does not run, and back without loss.

A spreadsheet takes a cell that begins with «=», «+», «-» or «@» for a formula, and a formula in an article may send
away what stands beside it (OWASP, «CSV injection»). Such a cell of text is written with an apostrophe before it;
numbers stay numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from pipeline.errors import StoreError
from pipeline.schema import DIGITS, Table

# Spreadsheets and the programs that hand them a file skip blanks, byte order marks and quotes before the sign. The
# apostrophe counts among these, so that a cell which needs one still needs one when it has it: that makes the way
# back exact. Fullwidth signs are taken for the plain ones where the system's language is an Asian one.
_FORMULA = re.compile("[\\s\x00-\x1f\ufeff\"']*[=+\\-@＝＋－＠]|[ \ufeff\"']*[\t\r\n]")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a file are written: what separates them, the decimal sign, the encoding by Python's name."""

    delimiter: str = ","
    decimal: str = "."
    encoding: str = "utf-8"

    def descriptor(self) -> dict[str, Any]:
        """The Frictionless dialect.

        >>> EXCEL.descriptor()["delimiter"]
        ';'
        """
        return {"delimiter": self.delimiter, "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"}


PLAIN = Dialect()
"""RFC 4180, for programs."""

EXCEL = Dialect(";", ",", "utf-8-sig")
"""What a Greek Excel opens by a double click: it splits at the semicolon because its decimal sign is the comma."""


def guard(text: str) -> str:
    """A cell that no spreadsheet runs: with an apostrophe before it, where it would.

    >>> guard("=ΑΘΡΟΙΣΜΑ(Α1:Α9)"), guard("Η Άγκυρα")
    ("'=ΑΘΡΟΙΣΜΑ(Α1:Α9)", 'Η Άγκυρα')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def restore(cell: str) -> str:
    """The text that ``guard`` made this cell of; ``restore(guard(text)) == text`` for every text.

    >>> restore("'- Όχι, είπε"), restore("'90s")
    ('- Όχι, είπε', "'90s")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


def write(path: Path, table: Table, parts: Iterable[Any], dialect: Dialect = PLAIN) -> None:
    """Write the rows of a table as CSV.

    Args:
        path: the file.
        table: its schema.
        parts: the rows, ``pyarrow.Table`` of that schema after another.
        dialect: how cells are written.

    Raises:
        OSError: when the file cannot be written.

    >>> write(Path("stance.csv"), TABLES["stance"], [rows], EXCEL)  # doctest: +SKIP
    """
    # newline: as it is given; and with \n alone for the end of a line (not RFC 4180) Python leaves a lone \r in a
    # cell without quotes.
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        _frame(table, table.empty()).to_csv(file, **_written(dialect))
        for part in parts:
            _frame(table, part).to_csv(file, header=False, **_written(dialect))


def _frame(table: Table, rows: Any) -> pd.DataFrame:
    frame = table.frame(rows)
    for column in table.columns:
        if column.type == "string":
            frame[column.name] = frame[column.name].map(guard)
        if column.type == "boolean":
            frame[column.name] = frame[column.name].map({True: "true", False: "false"})
        if column.type == "number":
            frame[column.name] = frame[column.name].round(DIGITS)
    return frame


def _written(dialect: Dialect) -> dict[str, Any]:
    return {"index": False, "sep": dialect.delimiter, "decimal": dialect.decimal, "lineterminator": "\r\n"}


def read(data: bytes, table: Table, dialect: Dialect = PLAIN, *, place: str = "") -> Any:
    """The rows of a CSV file that ``write`` made, as a ``pyarrow.Table`` with every text as it was.

    Args:
        data: the file.
        table: its schema.
        dialect: the one it was written in.
        place: what an error names.

    Raises:
        StoreError: when it cannot be read, or its columns or values are not the table's.

    >>> data = Path("data/processed/csv/stance.csv").read_bytes()  # doctest: +SKIP
    >>> read(data, TABLES["stance"])["holder"][0].as_py()  # doctest: +SKIP
    'Ρωσία'
    """
    try:
        # A row may not be longer than a block, and a long article is longer than the block that Arrow would take.
        options = csv.ReadOptions(block_size=min(max(len(data), 1), 2**31 - 1))
        rows = csv.read_csv(pa.py_buffer(data), options, _parsing(dialect), _converting(table, dialect))
    except pa.ArrowException as error:
        remedy = "give a folder that `stasis run` left, with the datapackage.json beside it, not edited by hand"
        raise StoreError(f"the CSV file cannot be read: {error}", place=place, remedy=remedy) from error
    for index, column in enumerate(table.columns):
        if column.type == "string" and column.name in rows.column_names:
            texts = [restore(cell) for cell in rows[column.name].to_pylist()]
            position = rows.column_names.index(column.name)
            rows = rows.set_column(position, table.arrow().field(index), pa.array(texts, pa.large_string()))
    return table.conform(rows, place=place)


def _parsing(dialect: Dialect) -> csv.ParseOptions:
    return csv.ParseOptions(delimiter=dialect.delimiter, newlines_in_values=True)


def _converting(table: Table, dialect: Dialect) -> csv.ConvertOptions:
    return csv.ConvertOptions(
        column_types=table.arrow(),
        null_values=[""],
        strings_can_be_null=False,
        true_values=["true"],
        false_values=["false"],
        decimal_point=dialect.decimal,
    )
