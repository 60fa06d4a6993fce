"""The lock of writers in an object store: a lease on an object, taken, kept and given back by conditional writes.

An object store has no locks, and its clock is not ours. Who wants to write creates the object, which succeeds for one
only; who holds it writes it anew every few seconds, which changes its tag; who waits and sees the same tag for as long
as a lease lasts, by its own clock, takes it over, on the condition that the tag is still that one. So no two clocks are
compared, and what a killed run leaves keeps others waiting no longer than a lease.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError, PreconditionError

from pipeline.errors import StoreError

LEASE = 30.0
"""Seconds that a writer may stand still before another takes over."""


@contextmanager
def held(store: Any, key: str, place: str, patience: float, lease: float) -> Iterator[Callable[[], None]]:
    """Hold the lease; gives a function that raises once another writer may have taken it.

    Args:
        store: an obstore store.
        key: the object's name in it.
        place: what an error names.
        patience: seconds to wait for another writer that is at work. One that no longer is costs a lease more.
        lease: seconds after which it is no longer at work.

    Raises:
        StoreError: when another writer keeps it, or took it over.
        obstore.exceptions.BaseError: when the store does not answer.
    """
    mine = _Lease(store, key, place, _taken(store, key, place, patience, lease), lease)
    keeper = threading.Thread(target=mine.keep, daemon=True)
    keeper.start()
    try:
        yield mine.check
    finally:
        mine.give_back()
        keeper.join()


class _Lease:
    """A lease that is held: its tag, and when it was last renewed."""

    def __init__(self, store: Any, key: str, place: str, tag: str, lease: float) -> None:
        self._store, self._key, self._place, self._tag, self._lease = store, key, place, tag, lease
        self._renewed, self._over, self._lock = monotonic(), threading.Event(), threading.Lock()

    def keep(self) -> None:
        """Renew it until it is given back or lost."""
        while not self._over.wait(self._lease / 4):
            with suppress(BaseError, StoreError):  # ``check`` says so where it matters, before the next step
                self._renew()

    def check(self) -> None:
        """See that no other writer can have it yet."""
        if monotonic() - self._renewed > self._lease / 2:
            self._renew()

    def give_back(self) -> None:
        """Let another have it; where the store does not answer, that one waits until it has run out."""
        self._over.set()
        with self._lock, suppress(BaseError, StoreError):
            self._write()  # fails where another took it over, whose lease this must not remove
            obstore.delete(self._store, self._key)

    def _renew(self) -> None:
        with self._lock:
            if not self._over.is_set():
                self._write()

    def _write(self) -> None:
        begin = monotonic()
        try:
            self._tag = _put(self._store, self._key, {"e_tag": self._tag})
        except (PreconditionError, NotFoundError) as error:
            problem = "this run stood still, and another is publishing here"
            raise StoreError(problem, place=self._place, remedy="run again when it is done") from error
        self._renewed = begin


def _taken(store: Any, key: str, place: str, patience: float, lease: float) -> str:
    """The tag of the object, once it is ours."""
    begin = since = monotonic()
    seen = ""
    while True:
        with suppress(AlreadyExistsError):
            return _put(store, key, "create")
        tag = _tag(store, key)
        if tag != seen:
            seen, since = tag, monotonic()
        elif tag and monotonic() - since > lease:
            with suppress(PreconditionError, NotFoundError):
                return _put(store, key, {"e_tag": tag})
        # A writer that is at work changes the tag: waiting for one that does not has an end of its own.
        if monotonic() - begin > patience and monotonic() - since < lease / 2:
            remedy = "wait until it is done, then run again"
            raise StoreError("another run is publishing here", place=place, remedy=remedy)
        sleep(min(0.5, lease / 10))


def _put(store: Any, key: str, mode: Any) -> str:
    # Other bytes each time: the tag of an object is often a hash of them.
    return str(obstore.put(store, key, secrets.token_hex(16).encode(), mode=mode)["e_tag"])


def _tag(store: Any, key: str) -> str:
    try:
        return str(obstore.head(store, key)["e_tag"])
    except (NotFoundError, FileNotFoundError):
        return ""
