"""Where an output lies: on disk, or in a bucket of an object store. What reads and writes tables need not know."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from pipeline.errors import StoreError
from pipeline.locations import Location, locate
from pipeline.outputs.disk import Disk

CSV = "csv"
"""The folder of the newest version's files."""


class Output(Protocol):
    """An output: under ``store/`` a folder for each Delta table, under ``csv/`` the newest version for people.

    Names of files and folders count from the output and have «/» between their parts.
    """

    @property
    def location(self) -> Location:
        """The folder or address."""

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What its methods raise, apart from ``StoreError``."""

    @property
    def remedies(self) -> tuple[str, str]:
        """What a person can do where it cannot be read, and where it cannot be written."""

    @property
    def options(self) -> dict[str, str]:
        """What Delta Lake must be told to reach it."""

    def place(self, name: str = "") -> Location:
        """A file or folder of it, to be shown; with ``options`` also what Delta Lake opens."""

    def tables(self) -> list[str]:
        """The folders under ``store/``, in order; none where there is no output.

        Raises:
            StoreError: when something that cannot hold an output stands there.
        """

    def files(self, folder: str) -> dict[str, int]:
        """The files in a folder, with their size in bytes; none where there is no such folder."""

    def open(self, file: str) -> BinaryIO | None:
        """A file, to be read from any place in it; None where there is none."""

    def remove(self, file: str) -> None:
        """Remove a file; one that is not there is none the less gone."""

    def writing(self, patience: float) -> AbstractContextManager[Callable[[], None]]:
        """Be the only one who writes; what it gives is to be called before each step that others will see.

        Args:
            patience: seconds to wait for another writer.

        Raises:
            StoreError: when another writer holds it, or took over because this one stood still.
        """

    def show(self, fill: Callable[[Path], None], description: str) -> None:
        """Put files under ``csv/`` in place of what is there. Who reads finds the old ones, the new ones, or is told
        by the file ``description`` that they are being written.

        Args:
            fill: writes the files into an empty folder.
            description: the file among them that tells what the others are.
        """

    def put(self, file: str, write: Callable[[Path], None]) -> None:
        """Put one file in place of what is there, whole."""

    def sweep(self) -> None:
        """Remove what killed runs left half-written, as far as it is known to be no one else's."""


def output_at(given: Path | str) -> Output:
    """The output in a folder, or at an address. Nothing is touched or asked yet.

    Raises:
        StoreError: for an address that is none.

    >>> output_at("data/processed").place("csv")
    PosixPath('data/processed/csv')
    """
    try:
        location = locate(given)
    except ValueError as error:
        raise StoreError(str(error), place=str(given), remedy="give a folder, or s3://BUCKET/FOLDER") from error
    if isinstance(location, Path):
        return Disk(location)
    from pipeline.outputs.bucket import Bucket  # a fifth of a second that few need

    return Bucket(location)
