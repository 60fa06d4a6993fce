"""Tables as CSV that a spreadsheet shows and does not run, and back without loss.

A spreadsheet takes a cell that begins with «=», «+», «-» or «@» for a formula, and a formula in an article may send
away what stands beside it (OWASP, «CSV injection»). Such a cell of text is written with an apostrophe before it;
numbers stay numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from pipeline.errors import StoreError
from pipeline.schema import ARROW, DIGITS, Column, Table

# Spreadsheets and the programs that hand them a file skip blanks, byte order marks and quotes before the sign. The
# apostrophe counts among these, so that a cell which needs one still needs one when it has it: that makes the way
# back exact. Fullwidth signs are taken for the plain ones where the system's language is an Asian one.
# Blanks are listed, as \s is other characters for Python than for Arrow, which seeks out such cells among the many.
_BLANKS = "\x00-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BEGINS = f"^(?:[{_BLANKS}\ufeff\"']*[=+\\-@＝＋－＠]|[ \ufeff\"']*[\t\r\n])"
_FORMULA = re.compile(_BEGINS)
_AT_ONCE = 2**23
"""Bytes of rows that are written at a time, as Arrow has several copies of them meanwhile."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a file are written: what separates them, the decimal sign, with a byte order mark or without."""

    delimiter: str = ","
    decimal: str = "."
    encoding: Literal["utf-8", "utf-8-sig"] = "utf-8"

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
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


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
    quotable = _quotable(table, dialect)
    with path.open("wb") as file:
        names = _where(pa.array(table.names, ARROW["string"]), quotable, _quoted)
        file.write(f"{dialect.delimiter.join(names.to_pylist())}\r\n".encode(dialect.encoding))
        for part in parts:
            at_once = max(1, part.num_rows * _AT_ONCE // (part.nbytes + 1))
            for batch in part.select(table.names).to_batches(max_chunksize=at_once):
                if batch.num_rows:
                    file.write(_lines(table, batch, dialect, quotable))
                    file.write(b"\r\n")


def _quotable(table: Table, dialect: Dialect) -> str:
    """What a cell has that needs quotes; where it is alone in its line, also nothing, as an empty line is no row."""
    return f'["\r\n{re.escape(dialect.delimiter)}]' + ("|^$" if len(table.columns) == 1 else "")


def _lines(table: Table, batch: Any, dialect: Dialect, quotable: str) -> Any:
    """The rows as a buffer, without the end of the last line."""
    # Columns are handed to Arrow whole: in Python the cells take eight times as long.
    cells = [_cells(column, batch[column.name], dialect, quotable) for column in table.columns]
    rows = pc.binary_join_element_wise(*cells, _text(dialect.delimiter), null_handling="replace", null_replacement="")
    return pc.binary_join(pa.LargeListArray.from_arrays([0, len(rows)], rows), _text("\r\n"))[0].as_buffer()


def _cells(column: Column, values: Any, dialect: Dialect, quotable: str) -> Any:
    """What is written of a column, as strings; null where that is nothing."""
    if column.type == "string":
        # Most cells stay as they are: all are looked through once, and only those found are looked at again.
        return _where(values, f"{_BEGINS}|{quotable}", partial(_guarded_and_quoted, quotable))
    if column.type == "number":
        numbers = np.round(values.to_numpy(zero_copy_only=False), DIGITS).tolist()
        # The digits of Python, as Arrow takes to exponents elsewhere (1e+15). NaN is no number, and not itself.
        written = [repr(number).replace(".", dialect.decimal) if number == number else None for number in numbers]
        return pa.array(written, ARROW["string"])
    return values.cast(ARROW["string"])


def _guarded_and_quoted(quotable: str, cells: Any) -> Any:
    return _where(_where(cells, _BEGINS, partial(_each, guard)), quotable, _quoted)


def _where(cells: Any, pattern: str, made: Callable[[Any], Any]) -> Any:
    """The cells, with something else made of those in which the pattern is found."""
    found = pc.match_substring_regex(cells, pattern)
    return pc.replace_with_mask(cells, found, made(cells.filter(found))) if pc.any(found).as_py() else cells


def _each(made: Callable[[str], str], cells: Any) -> Any:
    return pa.array(map(made, cells.to_pylist()), cells.type)


def _quoted(cells: Any) -> Any:
    return pc.binary_join_element_wise(_text('"'), pc.replace_substring(cells, '"', '""'), _text('"'), _text(""))


def _text(text: str) -> Any:
    return pa.scalar(text, ARROW["string"])


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
    for position, field in enumerate(rows.schema):
        if field.type == ARROW["string"]:
            texts = [_where(cells, "^'", partial(_each, restore)) for cells in rows[position].chunks]
            rows = rows.set_column(position, field, pa.chunked_array(texts, field.type))
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
