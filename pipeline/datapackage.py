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

from pipeline.catalogue import TABLES
from pipeline.errors import StoreError
from pipeline.schema import DIGITS, Table

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


def write(path: Path, version: int, created_at: str, tables: Mapping[str, Any]) -> None:
    """Make ``path/csv`` (and ``path/tokens.parquet``, where there are tokens) hold a version.

    Args:
        path: the output folder.
        version: its number.
        created_at: when it was published, ISO 8601.
        tables: ``pyarrow.Table`` by name.

    Raises:
        StoreError: when something that is not ours stands at ``path/csv``.
        OSError: when the folder cannot be written.

    >>> write(Path("data/processed"), 3, "2022-11-20T06:00:00+00:00", tables)  # doctest: +SKIP
    """
    _refuse_foreign(path / FOLDER)
    new = path / f".csv-{version}-{secrets.token_hex(4)}"
    new.mkdir()
    try:
        _fill(new, version, created_at, tables)
    except OSError:  # a full disk most likely, which half a folder must not keep full
        shutil.rmtree(new, ignore_errors=True)
        raise
    _write_parquet(path, version, tables.get("tokens"))
    _swap(path, new)


def holds(path: Path, version: int, tables: Iterable[str]) -> bool:
    """Whether ``path`` has this version's files, all of them.

    Args:
        path: the output folder.
        version: the number to look for.
        tables: names of the version's tables.

    >>> holds(Path("δεν υπάρχει"), 1, ["stance"])
    False
    """
    names = [name for name in tables if name != "tokens"]
    try:
        description = _description(path)
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
        return int(_description(path)["version"])
    except (OSError, ValueError, KeyError, TypeError):
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


def describe(version: int, created_at: str, names: list[str]) -> dict[str, Any]:
    """The Frictionless tabular data package of these tables.

    Args:
        version: number of the version.
        created_at: when it was published, ISO 8601.
        names: the tables it holds.

    >>> describe(3, "2022-11-20T06:00:00+00:00", ["documents"])["resources"][0]["path"]
    'documents.csv'
    """
    return {
        "profile": "tabular-data-package",
        "name": "stasis",
        "title": "Stance and dependence claims in Greek news",
        "description": "Who stands where, and who depends on whom. Articles marked fictional were made up.",
        "version": str(version),
        "created": created_at,
        "licenses": list(LICENCES),
        "resources": [_resource(TABLES[name]) for name in TABLES if name in names],
    }


def _description(path: Path) -> Any:
    return json.loads((path / FOLDER / DESCRIPTION).read_text(encoding="utf-8"))


def _fill(folder: Path, version: int, created_at: str, tables: Mapping[str, Any]) -> None:
    for name, rows in tables.items():
        if name != "tokens":
            _write_csv(folder / f"{name}.csv", TABLES[name], rows)
    description = describe(version, created_at, [name for name in tables if name != "tokens"])
    (folder / DESCRIPTION).write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": table.description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table.descriptor(),
    }


def _write_csv(path: Path, table: Table, rows: Any) -> None:
    frame = table.frame(rows)
    for column in table.columns:
        if column.type == "boolean":
            frame[column.name] = frame[column.name].map({True: "true", False: "false"})
        if column.type == "number":
            frame[column.name] = frame[column.name].round(DIGITS)
    # \r\n: what RFC 4180 asks for, and with \n alone Python leaves a lone \r in a cell without quotes.
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\r\n")


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
