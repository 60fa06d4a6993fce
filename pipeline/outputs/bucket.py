"""An output in a bucket of an object store: Amazon S3 or one that speaks like it, Google Cloud Storage.

Credentials, region and endpoint are taken from the environment, by the names that the services' own tools use
(AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, GOOGLE_APPLICATION_CREDENTIALS, …), and are kept nowhere.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url

from pipeline.errors import StoreError
from pipeline.locations import locate
from pipeline.outputs.lease import LEASE, held

_BLOCK = 1 << 16
_RETRIES, _PATIENCE = 3, 20
"""How often a request that failed is made again, and for how many seconds: a wrong endpoint should be told of soon."""


class Bucket:
    """As ``outputs.Output`` says.

    An object store moves nothing in one step. While the files under ``csv/`` are replaced, their description says that
    they are being written; it is put back last.

    Args:
        location: the address, ``s3://BUCKET/FOLDER`` or ``gs://BUCKET/FOLDER``.

    Raises:
        ValueError: when it is none.

    >>> Bucket("s3://bucket/stasis").place("csv")
    's3://bucket/stasis/csv'
    """

    lease = LEASE
    failures = (BaseError, OSError)
    remedies = (
        "see that the address is right, that its service answers, and that the credentials in the environment "
        "(AWS_ACCESS_KEY_ID …, GOOGLE_APPLICATION_CREDENTIALS) may read it",
        "see that the bucket is there, that its service answers, and that the credentials in the environment "
        "(AWS_ACCESS_KEY_ID …, GOOGLE_APPLICATION_CREDENTIALS) may write to it",
    )

    def __init__(self, location: str) -> None:
        self.location = str(locate(location))
        self.options = {"max_retries": str(_RETRIES), "retry_timeout": f"{_PATIENCE}s"}
        retry: Any = {"max_retries": _RETRIES, "retry_timeout": timedelta(seconds=_PATIENCE)}
        self._store = from_url(self.location, retry_config=retry)

    def place(self, name: str = "") -> str:
        return f"{self.location}/{name}" if name else self.location

    def tables(self) -> list[str]:
        found = obstore.list_with_delimiter(self._store, "store")["common_prefixes"]
        return sorted(folder.rstrip("/").rsplit("/", 1)[-1] for folder in found)

    def files(self, folder: str) -> dict[str, int]:
        found = obstore.list_with_delimiter(self._store, folder)["objects"]
        return {meta["path"].rsplit("/", 1)[-1]: meta["size"] for meta in found}

    def open(self, file: str) -> BinaryIO | None:
        try:
            reader = obstore.open_reader(self._store, file)
        except FileNotFoundError:
            return None
        return io.BufferedReader(_Object(reader), _BLOCK)

    def remove(self, file: str) -> None:
        obstore.delete(self._store, file)

    def writing(self, patience: float) -> AbstractContextManager[Callable[[], None]]:
        return held(self._store, "store/.lock", self.location, patience, self.lease)

    def show(self, fill: Callable[[Path], None], description: str) -> None:
        there = self.files("csv")
        if there and description not in there:
            raise StoreError(
                "something that is no output of stasis stands where the CSV files go",
                place=self.place("csv"),
                remedy="move it away, or choose another --output",
            )
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder))
            new = sorted(Path(folder).iterdir(), key=lambda file: file.name == description)
            note = {"name": "stasis", "description": "These files are being written.", "resources": []}
            obstore.put(self._store, f"csv/{description}", json.dumps(note).encode())
            for file in new:
                obstore.put(self._store, f"csv/{file.name}", file)
        for name in there.keys() - {file.name for file in new}:
            self.remove(f"csv/{name}")

    def put(self, file: str, write: Callable[[Path], None]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder) / "file")
            obstore.put(self._store, file, Path(folder) / "file")

    def sweep(self) -> None:
        """Nothing is ever half-written here."""


class _Object(io.RawIOBase):
    """An object as a file, of which only what is read is fetched."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = bytes(self._reader.read(len(buffer)))
        buffer[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._reader.seek(offset, whence)
        return self.tell()

    def tell(self) -> int:
        return int(self._reader.tell())
