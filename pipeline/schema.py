"""Columns and tables, and the Arrow, pandas and Frictionless schemas derived from them.

Strings are never null, "" says unknown. A column that is ``required`` is never empty; whole numbers that are not
required may be null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from pipeline.errors import StoreError

Type = Literal["string", "integer", "number", "boolean"]

# Large strings count bytes in 64 bits: the texts of a big corpus together pass the two gigabytes of plain ones.
ARROW: dict[Type, Any] = {
    "string": pa.large_string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
DIGITS = 4
"""Decimals of every published number: more would be noise, and would make versions of nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, Frictionless type, meaning, and what its values must satisfy.

    ``volatile`` marks what differs at every run and says nothing of content: hashes and diffs leave it out.
    """

    name: str
    type: Type
    description: str
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    volatile: bool = False

    def arrow(self) -> Any:
        """The Arrow field. Only whole numbers that are not required may be null."""
        return pa.field(self.name, ARROW[self.type], nullable=self.type == "integer" and not self.required)

    def descriptor(self) -> dict[str, Any]:
        """The Frictionless field."""
        limits: dict[str, Any] = {"required": self.required or None, "enum": list(self.enum) or None}
        limits |= {"minimum": self.minimum, "maximum": self.maximum}
        kept = {name: value for name, value in limits.items() if value is not None}
        return {"name": self.name, "type": self.type, "description": self.description, "constraints": kept}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: columns in order, primary key, and foreign keys as (own columns, table, its columns)."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    foreign: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = field(default=())

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.columns]

    @property
    def stable(self) -> list[str]:
        """The names of the columns that make up the content."""
        return [column.name for column in self.columns if not column.volatile]

    def of(self, columns: Sequence[str]) -> Table:
        """This table with some of its columns only, in the order they are given."""
        known = {column.name: column for column in self.columns}
        return replace(self, columns=tuple(known[name] for name in columns))

    def arrow(self) -> Any:
        """The ``pyarrow.Schema``."""
        return pa.schema([column.arrow() for column in self.columns])

    def descriptor(self) -> dict[str, Any]:
        """The Frictionless table schema, with keys; a table's reference to itself has "" for its name."""
        links = [
            {"fields": list(own), "reference": {"resource": "" if to == self.name else to, "fields": list(theirs)}}
            for own, to, theirs in self.foreign
        ]
        fields = [column.descriptor() for column in self.columns]
        return {"fields": fields, "primaryKey": list(self.key), "foreignKeys": links, "missingValues": [""]}

    def empty(self) -> Any:
        """A ``pyarrow.Table`` of this schema without rows."""
        return self.arrow().empty_table()

    def migrate(self, rows: Any) -> Any:
        """Rows with the columns that an older release did not have, where they may be empty: "" or null.

        Args:
            rows: a ``pyarrow.Table``.

        >>> words = Table("words", "Λέξεις", ("word",), (Column("word", "string", "Η λέξη"),))
        >>> words.migrate(pa.table({"n": [1]})).to_pylist()
        [{'n': 1, 'word': ''}]
        """
        for column in self.columns:
            if column.name not in rows.column_names and not column.required and column.type in ("string", "integer"):
                nothing = pa.scalar("" if column.type == "string" else None, ARROW[column.type])
                rows = rows.append_column(column.name, pa.repeat(nothing, rows.num_rows))
        return rows

    def conform(self, rows: Any, *, place: str = "") -> Any:
        """Rows with exactly these columns and types, sorted by key.

        Args:
            rows: a ``pyarrow.Table``.
            place: where the rows come from, for the message.

        Raises:
            StoreError: when columns differ, a value does not fit its type, or two rows share a key.

        >>> words = Table("words", "Λέξεις", ("word",), (Column("word", "string", "Η λέξη"),))
        >>> words.conform(pa.table({"word": ["στηρίζει", "απειλεί"]})).to_pylist()
        [{'word': 'απειλεί'}, {'word': 'στηρίζει'}]
        """
        ordered = self.typed(rows, place=place).combine_chunks().sort_by([(name, "ascending") for name in self.key])
        self._refuse_twins(ordered, place or self.name)
        return ordered

    def typed(self, rows: Any, *, place: str = "") -> Any:
        """Rows with exactly these columns and types, in the order they come.

        Args:
            rows: a ``pyarrow.Table``.
            place: where the rows come from, for the message.

        Raises:
            StoreError: when columns differ, or a value does not fit its type.

        >>> words = Table("words", "Λέξεις", ("word",), (Column("word", "string", "Η λέξη"),))
        >>> words.typed(pa.table({"word": pa.array(["στηρίζει"])})).schema.field("word").type
        LargeStringType(large_string)
        """
        lacking, unknown = set(self.names) - set(rows.column_names), set(rows.column_names) - set(self.names)
        if lacking or unknown:
            sides = {"it lacks": lacking, "it has also": unknown}
            odd = "; ".join(f"{side} {', '.join(sorted(names))}" for side, names in sides.items() if names)
            raise StoreError(
                f"table '{self.name}' has other columns than this release knows: {odd}",
                place=place or self.name,
                remedy="use the release that wrote it, or run again into a new --output",
            )
        try:
            return rows.select(self.names).cast(self.arrow())
        except (pa.ArrowException, ValueError) as error:
            problem = f"a value does not fit table '{self.name}': {error}"
            remedy = "give every column the type that catalogue.py names, and no null where it allows none"
            raise StoreError(problem, place=place or self.name, remedy=remedy) from error

    def _refuse_twins(self, rows: Any, place: str) -> None:
        counts = rows.select(list(self.key)).group_by(list(self.key)).aggregate([([], "count_all")])
        if counts.num_rows == rows.num_rows:
            return
        raise self.twins(next(row for row in counts.to_pylist() if row["count_all"] > 1), place)

    def twins(self, row: Mapping[str, Any], place: str = "") -> StoreError:
        """The error for two rows that share the key of this one."""
        key = ", ".join(f"{name} {row[name]}" for name in self.key)
        said = f"table '{self.name}' has two rows for {key}"
        return StoreError(said, place=place or self.name, remedy="give each its own id")

    def frame(self, rows: Any) -> pd.DataFrame:
        """A DataFrame of the rows; whole numbers stay whole where some are missing (``Int64``).

        >>> counts = Table("counts", "Πλήθη", ("n",), (Column("n", "integer", "Το πλήθος"),))
        >>> counts.frame(counts.empty()).dtypes["n"]
        Int64Dtype()
        """
        frame: pd.DataFrame = rows.select(self.names).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        return frame
