"""An output in a folder of this machine, or of a network drive that looks like one."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from pipeline.errors import StoreError

# Only names this module gives: a folder a user made is never removed.
_LEFT_OVER = re.compile(r"\.csv-(\d+-|link-|old-)?[0-9a-f]{8}|\.tokens-[0-9a-f]{8}|\.file-[0-9a-f]{8}")


class Disk:
    """As ``outputs.Output`` says.

    ``csv`` is written whole under another name and then takes its place in one step, so that whoever opens it finds
    one version, never half of two.

    Args:
        location: the folder; made when something is first written.

    >>> Disk(Path("δεν υπάρχει")).tables()
    []
    """

    failures = (OSError,)
    remedies = (
        "restore the folder from a backup, or choose another --output",
        "see that the folder is writable and the disk has room, or choose another --output",
    )

    def __init__(self, location: Path) -> None:
        self.location = location
        self.options: dict[str, str] = {}

    def place(self, name: str = "") -> Path:
        return self.location / name

    def tables(self) -> list[str]:
        for folder in (self.location, self.location / "store"):
            _refuse_file(folder)
        store = self.location / "store"
        return sorted(folder.name for folder in store.iterdir() if folder.is_dir()) if store.exists() else []

    def files(self, folder: str) -> dict[str, int]:
        place = self.location / folder
        # A folder that may not be looked into is an error, not one that is not there.
        return {file.name: file.stat().st_size for file in place.iterdir() if file.is_file()} if place.exists() else {}

    def open(self, file: str) -> BinaryIO | None:
        try:
            return (self.location / file).open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def remove(self, file: str) -> None:
        (self.location / file).unlink(missing_ok=True)

    @contextmanager
    def writing(self, patience: float) -> Iterator[Callable[[], None]]:
        store = self.location / "store"
        _refuse_file(store)
        store.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(store / ".lock", timeout=patience):
                yield lambda: None
        except Timeout as error:
            remedy = "wait until it is done, then run again"
            raise StoreError("another run is publishing here", place=self.location, remedy=remedy) from error

    def show(self, fill: Callable[[Path], None], description: str) -> None:
        target = self.location / "csv"
        if target.exists() and not target.is_symlink() and not (target / description).is_file():
            raise StoreError(
                "something that is no output of stasis stands where the CSV files go",
                place=target,
                remedy="move it away, or choose another --output",
            )
        new = self.location / f".csv-{secrets.token_hex(4)}"
        new.mkdir()
        try:
            fill(new)
        except OSError:  # a full disk most likely, which half a folder must not keep full
            shutil.rmtree(new, ignore_errors=True)
            raise
        self._swap(target, new)

    def put(self, file: str, write: Callable[[Path], None]) -> None:
        new = self.location / f".file-{secrets.token_hex(4)}"
        target = self.location / file
        target.parent.mkdir(parents=True, exist_ok=True)
        write(new)
        new.replace(target)

    def sweep(self) -> None:
        csv = self.location / "csv"
        keep = str(csv.readlink()) if csv.is_symlink() else ""
        for entry in self.location.iterdir():
            if entry.name == keep or not _LEFT_OVER.fullmatch(entry.name):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)

    def _swap(self, target: Path, new: Path) -> None:
        link = self.location / f".csv-link-{secrets.token_hex(4)}"
        try:
            link.symlink_to(new.name, target_is_directory=True)
        except (OSError, NotImplementedError):  # a file system or a Windows account without symbolic links
            link = new
        if target.is_dir() and not target.is_symlink():
            target.rename(self.location / f".csv-old-{secrets.token_hex(4)}")
        elif link is new and target.is_symlink():
            target.unlink()
        link.replace(target)


def _refuse_file(folder: Path) -> None:
    if folder.is_file():
        remedy = "move it away, or choose another --output"
        raise StoreError("the store cannot be here: this is a file, not a folder", place=folder, remedy=remedy)
