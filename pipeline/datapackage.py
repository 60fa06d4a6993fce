"""The newest version as plain files for people: a folder of CSV with its Frictionless description.

The folder is written whole under another name and then takes its place in one step, so that whoever opens it
finds one version, never half of two.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline import spreadsheet
from pipeline.catalogue import TABLES
from pipeline.errors import StoreError
from pipeline.schema import Table
from pipeline.spreadsheet import EXCEL, PLAIN, Dialect

FOLDER = "csv"
PARQUET = "tokens.parquet"
DESCRIPTION = "datapackage.json"
LICENCES = (
    {
        "name": "Apache-2.0",
        "path": "https://www.apache.org/licenses/LICENSE-2.0",
        "title": "Apache License 2.0, for all but the words of the articles, which stay their publishers'",
    },
)
# Only names this module gives: a folder a user made is never removed.
_LEFT_OVER = re.compile(r"\.csv-(\d+|link|old)-[0-9a-f]{8}|\.tokens-[0-9a-f]{8}")


def write(
    path: Path, version: int, created_at: str, tables: Mapping[str, Any], *, dialect: Dialect | None = None
) -> None:
    """Make ``path/csv`` (and ``path/tokens.parquet``, where there are tokens) hold a version.

    Args:
        path: the output folder.
        version: its number.
        created_at: when it was published, ISO 8601.
        tables: ``pyarrow.Table`` by name.
        dialect: how the cells are written; as in the folder that is there, when not given.

    Raises:
        StoreError: when something that is not ours stands at ``path/csv``.
        OSError: when the folder cannot be written.

    >>> write(Path("data/processed"), 3, "2022-11-20T06:00:00+00:00", tables)  # doctest: +SKIP
    """
    _refuse_foreign(path / FOLDER)
    dialect = dialect or _dialect(_described(path / FOLDER))
    new = path / f".csv-{version}-{secrets.token_hex(4)}"
    new.mkdir()
    try:
        _fill(new, version, created_at, tables, dialect)
    except OSError:  # a full disk most likely, which half a folder must not keep full
        shutil.rmtree(new, ignore_errors=True)
        raise
    _write_parquet(path, version, tables.get("tokens"))
    _swap(path, new)


def read(folder: Path, name: str) -> Any:
    """A table of the folder as a ``pyarrow.Table``, equal to the one that was published.

    Args:
        folder: the folder ``csv`` of an output, or a copy of it.
        name: the table.

    Raises:
        StoreError: when there is no such file or description, or it was changed by hand into something else.

    >>> read(Path("data/processed/csv"), "stance")["holder"][0].as_py()  # doctest: +SKIP
    'Ρωσία'
    """
    description = _described(folder)
    there = [resource["name"] for resource in description.get("resources", ())]
    if name not in there:
        said = f"there is no table '{name}'" if there else f"there is no {DESCRIPTION}"
        remedy = f"tables there are: {', '.join(there)}" if there else "give the folder «csv» that `stasis run` left"
        raise StoreError(said, place=folder, remedy=remedy)
    return spreadsheet.read(folder / f"{name}.csv", TABLES[name], _dialect(description))


def holds(path: Path, version: int, tables: Iterable[str], dialect: Dialect | None = None) -> bool:
    """Whether ``path`` has this version's files, all of them, in this dialect (in any, when none is given).

    Args:
        path: the output folder.
        version: the number to look for.
        tables: names of the version's tables.
        dialect: how their cells must be written.

    >>> holds(Path("δεν υπάρχει"), 1, ["stance"])
    False
    """
    names = [name for name in tables if name != "tokens"]
    description = _described(path / FOLDER)
    # Compared whole: files of a release that wrote them otherwise are written again, too.
    if description.get("resources") != describe(version, "", names, dialect or _dialect(description))["resources"]:
        return False
    try:
        parquet = pq.read_schema(path / PARQUET).metadata[b"version"] if "tokens" in tables else b""
    except (OSError, ValueError, KeyError):
        return False
    if "tokens" in tables and parquet != str(version).encode():
        return False
    whole = all((path / FOLDER / f"{name}.csv").is_file() for name in names)
    return whole and description.get("version") == str(version)


def described(path: Path) -> int:
    """The number of the version that ``path/csv`` says it holds; 0 where there is none that says so.

    Args:
        path: the output folder.

    >>> described(Path("δεν υπάρχει"))
    0
    """
    try:
        return int(_described(path / FOLDER)["version"])
    except (ValueError, KeyError, TypeError):
        return 0


def sweep(path: Path) -> None:
    """Remove older folders, and what a killed run left half-written.

    Args:
        path: the output folder.

    Raises:
        OSError: when the folder cannot be listed.

    >>> sweep(Path("."))
    """
    keep = str((path / FOLDER).readlink()) if (path / FOLDER).is_symlink() else ""
    for entry in path.iterdir():
        if entry.name == keep or not _LEFT_OVER.fullmatch(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


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


def _fill(folder: Path, version: int, created_at: str, tables: Mapping[str, Any], dialect: Dialect) -> None:
    for name, rows in tables.items():
        if name != "tokens":
            spreadsheet.write(folder / f"{name}.csv", TABLES[name], rows, dialect)
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


def _described(folder: Path) -> dict[str, Any]:
    """What the folder says of itself; nothing where it does not."""
    try:
        found = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _dialect(description: Mapping[str, Any]) -> Dialect:
    delimiters = {resource.get("dialect", {}).get("delimiter") for resource in description.get("resources", ())}
    return EXCEL if delimiters == {EXCEL.delimiter} else PLAIN


def _write_parquet(path: Path, version: int, rows: Any) -> None:
    if rows is None:
        (path / PARQUET).unlink(missing_ok=True)
        return
    new = path / f".tokens-{secrets.token_hex(4)}"
    pq.write_table(rows.replace_schema_metadata({"version": str(version)}), new)
    new.replace(path / PARQUET)


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink() or not folder.exists() or (folder / DESCRIPTION).is_file():
        return
    raise StoreError(
        "something that is no output of stasis stands where the CSV files go",
        place=folder,
        remedy="move it away, or choose another --output",
    )


def _swap(path: Path, new: Path) -> None:
    target, link = path / FOLDER, path / f".csv-link-{secrets.token_hex(4)}"
    try:
        link.symlink_to(new.name, target_is_directory=True)
    except (OSError, NotImplementedError):  # a file system or a Windows account without symbolic links
        link = new
    if target.is_dir() and not target.is_symlink():
        target.rename(path / f".csv-old-{secrets.token_hex(4)}")
    elif link is new and target.is_symlink():
        target.unlink()
    link.replace(target)
