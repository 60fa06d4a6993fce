"""Files and folders that appear whole or not at all: written beside their place under another name, then renamed."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd

from pipeline.errors import ExportError

Write = Callable[[Path], object]


def write_file(path: Path, write: Write) -> None:
    """Write one file; one that stands there already is replaced in one step.

    Args:
        path: the file. Folders above it are made.
        write: is given the path to write to, beside ``path`` and with the same ending.

    Raises:
        ExportError: when ``path`` is a folder or cannot be written.

    >>> write_file(Path("γράφημα.txt"), lambda new: new.write_text("Ρωσία"))  # doctest: +SKIP
    """
    with _beside(path) as new:
        if path.is_dir():
            raise ExportError("is a folder, and a file is to be written", place=path, remedy="give --to a file name")
        write(new)
        new.replace(path)


def write_folder(path: Path, writes: Mapping[str, Write]) -> None:
    """Write a folder of files. A folder that holds something is left alone: it may be another version's.

    Args:
        path: the folder; it must be empty or not there yet. Folders above it are made.
        writes: for each file its name, and what writes it.

    Raises:
        ExportError: when ``path`` is a file, holds something, or cannot be written.

    >>> write_folder(Path("εξαγωγή"), {"α.txt": lambda new: new.write_text("Ρωσία")})  # doctest: +SKIP
    """
    with _beside(path) as new:
        if path.exists() and not path.is_dir():
            raise ExportError("is a file, and a folder is to be written", place=path, remedy="give --to a folder")
        if path.is_dir() and any(path.iterdir()):
            remedy = "give --to a new folder, or empty this one"
            raise ExportError("the folder is not empty, and versions would mix in it", place=path, remedy=remedy)
        new.mkdir()
        for name, write in writes.items():
            write(new / name)
        if path.is_dir():
            path.rmdir()  # Windows renames no folder over another, not even over an empty one
        new.rename(path)


def write_csv(frame: pd.DataFrame, path: Path, separator: str = ",") -> None:
    """A DataFrame as UTF-8 CSV with RFC 4180 quoting.

    >>> write_csv(pd.DataFrame({"όνομα": ["Ρωσία"]}), Path("ονόματα.csv"))  # doctest: +SKIP
    """
    frame.to_csv(path, index=False, sep=separator, encoding="utf-8", lineterminator="\r\n")


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    whole = path.absolute()  # «.» alone has no name and no folder above it
    new = whole.parent / f".{secrets.token_hex(4)}-{whole.name}"
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        yield new
    except OSError as error:
        remedy = "see that the folder is writable and the disk has room, or give another --to"
        raise ExportError(f"cannot be written: {error.strerror or error}", place=path, remedy=remedy) from error
    finally:
        if new.is_dir():
            shutil.rmtree(new, ignore_errors=True)
        else:
            with suppress(OSError):  # what kept it from being written is told; this would only hide it
                new.unlink(missing_ok=True)
