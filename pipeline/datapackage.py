"""The newest version as plain files for people: a folder of CSV with its Frictionless description."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline import spreadsheet
from pipeline.catalogue import TABLES
from pipeline.errors import StoreError
from pipeline.outputs import CSV, Output, output_at
from pipeline.rows import Rows
from pipeline.schema import Table
from pipeline.spreadsheet import EXCEL, PLAIN, Dialect

PARQUET = "tokens.parquet"
DESCRIPTION = "datapackage.json"
_HERE = f"{CSV}/{DESCRIPTION}"
LICENCES = (
    {
        "name": "Apache-2.0",
        "path": "https://www.apache.org/licenses/LICENSE-2.0",
        "title": "Apache License 2.0, for all but the words of the articles, which stay their publishers'",
    },
)


def write(
    output: Output, version: int, created_at: str, tables: Mapping[str, Rows], *, dialect: Dialect | None = None
) -> None:
    """Make ``csv/`` of an output (and ``tokens.parquet``, where there are tokens) hold a version.

    Args:
        output: where.
        version: its number.
        created_at: when it was published, ISO 8601.
        tables: rows by the name of their table, sorted by key.
        dialect: how the cells are written; as in the files that are there, when not given.

    Raises:
        StoreError: when something that is not ours stands at ``csv/``.
        OSError: when it cannot be written, or what else is in ``output.failures``.

    >>> write(output_at(Path("data/processed")), 3, "2022-11-20T06:00:00+00:00", tables)  # doctest: +SKIP
    """
    chosen = dialect or _dialect(_described(output, _HERE))
    output.show(lambda folder: _fill(folder, version, created_at, tables, chosen), DESCRIPTION)
    tokens = tables.get("tokens")
    if tokens is None:
        output.remove(PARQUET)
    else:
        output.put(PARQUET, lambda file: _write_tokens(file, tokens, version))


def read(folder: Path | str, name: str) -> Any:
    """A table of the folder as a ``pyarrow.Table``, equal to the one that was published.

    Args:
        folder: the folder ``csv`` of an output, or a copy of it; its address, where it lies in an object store.
        name: the table.

    Raises:
        StoreError: when there is no such file or description, or it was changed by hand into something else.

    >>> read(Path("data/processed/csv"), "stance")["holder"][0].as_py()  # doctest: +SKIP
    'Ρωσία'
    """
    output = output_at(folder)
    description = _described(output, DESCRIPTION)
    there = [resource["name"] for resource in description.get("resources", ())]
    if name not in there:
        said = f"there is no table '{name}'" if there else f"there is no {DESCRIPTION}"
        remedy = f"tables there are: {', '.join(there)}" if there else "give the folder «csv» that `stasis run` left"
        raise StoreError(said, place=folder, remedy=remedy)
    place = str(output.place(f"{name}.csv"))
    try:
        data = _content(output, f"{name}.csv")
    except output.failures as error:
        raise StoreError(f"the CSV file cannot be read: {error}", place=place, remedy=output.remedies[0]) from error
    return spreadsheet.read(data, TABLES[name], _dialect(description), place=place)


def holds(output: Output, version: int, tables: Iterable[str], dialect: Dialect | None = None) -> bool:
    """Whether an output has this version's files, all of them, in this dialect (in any, when none is given).

    Args:
        output: where.
        version: the number to look for.
        tables: names of the version's tables.
        dialect: how their cells must be written.

    >>> holds(output_at(Path("δεν υπάρχει")), 1, ["stance"])
    False
    """
    names = [name for name in tables if name != "tokens"]
    description = _described(output, _HERE)
    # Compared whole: files of a release that wrote them otherwise are written again, too.
    if description.get("resources") != describe(version, "", names, dialect or _dialect(description))["resources"]:
        return False
    if "tokens" in tables and _parquet(output) != str(version):
        return False
    whole = {f"{name}.csv" for name in names} <= output.files(CSV).keys()
    return whole and description.get("version") == str(version)


def described(output: Output) -> int:
    """The number of the version that ``csv/`` of an output says it holds; 0 where there is none that says so.

    Args:
        output: where.

    >>> described(output_at(Path("δεν υπάρχει")))
    0
    """
    try:
        return int(_described(output, _HERE)["version"])
    except (ValueError, KeyError, TypeError):
        return 0


def describe(version: int, created_at: str, names: list[str], dialect: Dialect = PLAIN) -> dict[str, Any]:
    """The Frictionless tabular data package of these tables.

    Args:
        version: number of the version.
        created_at: when it was published, ISO 8601.
        names: the tables it holds.
        dialect: how their cells are written.

    >>> describe(3, "2022-11-20T06:00:00+00:00", ["documents"])["resources"][0]["path"]
    'documents.csv'
    """
    return {
        "profile": "tabular-data-package",
        "name": "stasis",
        "title": "Stance and dependence claims in Greek news",
        "description": "Who stands where, and who depends on whom. Articles marked fictional were made up. A text that "
        "a spreadsheet would run as a formula has an apostrophe before it, which offsets do not count.",
        "version": str(version),
        "created": created_at,
        "licenses": list(LICENCES),
        "resources": [_resource(TABLES[name], dialect) for name in TABLES if name in names],
    }


def _write_tokens(file: Path, tokens: Rows, version: int) -> None:
    schema = tokens.table.arrow().with_metadata({"version": str(version)})
    with pq.ParquetWriter(file, schema) as writer:
        for part in tokens.stretches():
            writer.write_table(part.replace_schema_metadata(schema.metadata))


def _fill(folder: Path, version: int, created_at: str, tables: Mapping[str, Rows], dialect: Dialect) -> None:
    for name, rows in tables.items():
        if name != "tokens":
            spreadsheet.write(folder / f"{name}.csv", rows.table, rows.stretches(), dialect)
    description = describe(version, created_at, [name for name in tables if name != "tokens"], dialect)
    (folder / DESCRIPTION).write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _resource(table: Table, dialect: Dialect) -> dict[str, Any]:
    schema = table.descriptor()
    for field in schema["fields"]:
        if field["type"] == "number" and dialect.decimal != ".":
            field["decimalChar"] = dialect.decimal
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": table.description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": dialect.encoding,
        "dialect": dialect.descriptor(),
        "schema": schema,
    }


def _described(output: Output, file: str) -> dict[str, Any]:
    """What the files say of themselves; nothing where they do not."""
    try:
        found = json.loads(_content(output, file))
    except output.failures:
        return {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _content(output: Output, file: str) -> bytes:
    handle = output.open(file)
    if handle is None:
        return b""
    with handle:
        return handle.read()


def _parquet(output: Output) -> str:
    """The version that the file of tokens was written for."""
    try:
        handle = output.open(PARQUET)
        if handle is None:
            return ""
        with handle:
            return str(pq.read_schema(handle).metadata[b"version"].decode())
    except output.failures:
        return ""
    except (ValueError, KeyError):
        return ""


def _dialect(description: Mapping[str, Any]) -> Dialect:
    delimiters = {resource.get("dialect", {}).get("delimiter") for resource in description.get("resources", ())}
    return EXCEL if delimiters == {EXCEL.delimiter} else PLAIN
