"""What was fetched for one source, as it came: bytes by their hash, and a line for each answer.

    FOLDER/objects/ab/abcdef…     the bytes of an answer, named by their sha256
    FOLDER/responses.jsonl        one JSON object a line: a revision, or that one was seen again

Nothing in it is ever altered: an article that changed on the site is a further revision. The names of files are made
from hashes alone, so that no page and no header can say where something is written. Readers take no lock and leave out
a last line that is still being written, or that a killed run left unfinished.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import SourceError, StoreError
from pipeline.sources.answers import NOT_MODIFIED, VALIDATORS, Answer, Kept, Seen, from_line, revision, to_line

__all__ = ["Answer", "Kept", "RawStore"]


class RawStore:
    """The raw store of one source. Making one touches nothing on disk.

    Args:
        folder: the source's own folder, ``data/raw/NAME``.
        clock: gives the present time.
        patience: seconds to wait for another run that is writing to it.

    >>> list(RawStore(Path("δεν υπάρχει")).all())
    []
    """

    def __init__(
        self, folder: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), patience: float = 60.0
    ) -> None:
        self.folder = folder
        self.records = folder / "responses.jsonl"
        self._clock = clock
        self._patience = patience
        self._read = self._lines = 0
        self._revisions: list[Kept] = []
        self._newest: dict[str, Kept] = {}
        self._validators: dict[str, Mapping[str, str]] = {}

    def all(self) -> Iterator[Kept]:
        """Every revision, in the order of time.

        Raises:
            StoreError: when the record cannot be read, or a line of it is damaged.
        """
        self._catch_up()
        yield from tuple(self._revisions)

    def newest(self) -> dict[str, Kept]:
        """The newest revision of each address that was asked; errors as for ``all``."""
        self._catch_up()
        return dict(self._newest)

    def content(self, kept: Kept) -> bytes:
        """The bytes of a revision.

        Raises:
            SourceError: when they are gone or damaged.
        """
        path = self._object(kept.sha256)
        remedy = "fetch the source again, or bring the file back from a backup"
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SourceError(
                f"what {kept.address} answered cannot be read: {error}", place=path, remedy=remedy
            ) from error
        if hashlib.sha256(data).hexdigest() != kept.sha256:
            raise SourceError(
                f"damaged: it is no longer what {kept.address} answered on {kept.time}", place=path, remedy=remedy
            )
        return data

    def conditions(self, address: str) -> dict[str, str]:
        """Headers that ask for an answer only if it is another than the newest kept; none where that is damaged."""
        self._catch_up()
        newest = self._newest.get(address)
        if newest is None:
            return {}
        try:
            self.content(newest)
        except SourceError:  # «not modified» would leave us without it for ever
            return {}
        said = self._validators[address]
        # A server may have said anything; what may not stand in a request's header cannot be said back.
        return {
            asks: said[name]
            for name, asks in VALIDATORS.items()
            if name in said and said[name].isascii() and said[name].isprintable()
        }

    def keep(self, answer: Answer) -> Kept:
        """Keep what was fetched; the same content at the same address is noted as seen, and is no new revision.

        Raises:
            StoreError: when the folder cannot be written.
        """
        kept = revision(answer, self._now())
        with self._writing():
            self._catch_up()
            self._put(kept.sha256, answer.content)
            newest = self._newest.get(kept.address)
            if newest is not None and newest.sha256 == kept.sha256:
                return self._note(newest, kept.time, answer.status, answer.headers)
            self._append(kept)
            return kept

    def seen(self, kept: Kept, status: int, headers: Mapping[str, str]) -> Kept:
        """Note that the newest revision of an address still holds, as a 304 says; errors as for ``keep``."""
        with self._writing():
            self._catch_up()
            return self._note(kept, self._now(), status, headers)

    def _note(self, kept: Kept, time: str, status: int, headers: Mapping[str, str]) -> Kept:
        said = {name: headers[name] for name in VALIDATORS if name in headers}
        self._append(Seen(kept.address, time, status, said, kept.sha256))
        return replace(kept, changed=False)

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    def _object(self, digest: str) -> Path:
        return self.folder / "objects" / digest[:2] / digest

    def _put(self, digest: str, content: bytes) -> None:
        path = self._object(digest)
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _append(self, record: Kept | Seen) -> None:
        with self.records.open("ab") as file:
            if file.tell() > self._read:
                # What a killed run left of a line; all that is whole was read when the lock was taken.
                file.truncate(self._read)
            file.write(to_line(record))
            file.flush()
            os.fsync(file.fileno())
        self._catch_up()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=self._patience):
                yield
        except Timeout as error:
            remedy = "wait until the other run has finished fetching"
            raise StoreError("another run is writing here", place=self.folder, remedy=remedy) from error
        except (OSError, NotImplementedError) as error:  # filelock's word for a file system without locks
            remedy = "make room on its disk and allow writing there, or name another folder as «raw» in the settings"
            reason = getattr(error, "strerror", None) or str(error)
            raise StoreError(f"what was fetched cannot be kept: {reason}", place=self.folder, remedy=remedy) from error

    def _catch_up(self) -> None:
        """Read the lines written since the last time, by this or another process."""
        try:
            with self.records.open("rb") as file:
                file.seek(self._read)
                for line in file:
                    if not line.endswith(b"\n"):
                        break
                    self._take(line)
                    self._lines += 1
                    self._read += len(line)
        except FileNotFoundError:
            return
        except OSError as error:
            remedy = "allow reading it to the user who runs this, and check its disk"
            raise StoreError(f"cannot be read: {error.strerror or error}", place=self.records, remedy=remedy) from error

    def _take(self, line: bytes) -> None:
        try:
            record = from_line(line)
        except ValueError as error:
            raise StoreError(
                "this line is no record of an answer",
                place=f"{self.records}:{self._lines + 1}",
                remedy="bring the file back from a backup, or remove the line: what it named stays under objects/",
            ) from error
        said = record.headers
        if isinstance(record, Kept):
            self._revisions.append(record)
            self._newest[record.address] = record
        elif record.status == NOT_MODIFIED:
            # Such an answer may leave out what has not changed, its ETag too.
            said = {**self._validators.get(record.address, {}), **said}
        self._validators[record.address] = said
