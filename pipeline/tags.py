"""Names that people give to versions: «paper-1» for the one a paper rests on. A tagged version is never pruned."""

from __future__ import annotations

import unicodedata

from pipeline.errors import StoreError
from pipeline.store import Store


def resolve(store: Store, given: str) -> int:
    """The number of the version meant by a number or a tag. Whether there is such a version is seen on reading it.

    Args:
        store: where the versions are.
        given: what a person typed.

    Raises:
        StoreError: when it is no number and there is no such tag.

    >>> resolve(Store("δεν υπάρχει"), "12")
    12
    """
    return number if (number := _number(given)) is not None else _tagged(store, given)[1]


def put(store: Store, version: int, tag: str, *, move: bool = False) -> None:
    """Give a version a tag.

    Args:
        store: where the versions are.
        version: its number.
        tag: any printable text that is no number; letters are composed (NFC), as Greek can be typed in two ways.
        move: take the tag from another version that has it.

    Raises:
        StoreError: when there is no such version, the text cannot be a tag, or another version has it.

    >>> put(Store("data/processed"), 12, "άρθρο-1")  # doctest: +SKIP
    """
    name = _checked(store, tag)
    with store.deltas.writing():
        found, tags = store.ledger.find(version), store.ledger.tags()
        has = tags.get(name, version)
        if has != version and not move:
            raise StoreError(
                f"version {has} has the tag «{name}»", place=store.path, remedy="add --move, or choose another tag"
            )
        if name not in found.tags:
            store.ledger.put_tags(tags | {name: version})


def remove(store: Store, tag: str) -> int:
    """Take a tag away; returns the number of the version that had it.

    Raises:
        StoreError: when there is no such tag.

    >>> remove(Store("data/processed"), "άρθρο-1")  # doctest: +SKIP
    12
    """
    _tagged(store, tag)  # an error of the user's is told before anything is made on disk
    with store.deltas.writing():
        name, version = _tagged(store, tag)
        store.ledger.put_tags({other: n for other, n in store.ledger.tags().items() if other != name})
    return version


def _tagged(store: Store, tag: str) -> tuple[str, int]:
    tags, name = store.ledger.tags(), unicodedata.normalize("NFC", tag)
    if name not in tags:
        there = f"tags there are: {', '.join(sorted(tags))}" if tags else "`stasis versions` lists what there is"
        raise StoreError(f"there is no tag «{name}»", place=store.path, remedy=there)
    return name, tags[name]


def _checked(store: Store, tag: str) -> str:
    name = unicodedata.normalize("NFC", tag)
    wrongs = {
        "is empty": not name,
        "is a number, and would be taken for a version": _number(name) is not None,
        "has white space at an end": name != name.strip(),
        "begins with «-», as options do": name.startswith("-"),
        "has signs that cannot be seen": not name.isprintable(),
    }
    for wrong in (wrong for wrong, found in wrongs.items() if found):
        raise StoreError(f"a tag cannot be {name!r}: it {wrong}", place=store.path, remedy="choose one like «paper-1»")
    return name


def _number(given: str) -> int | None:
    try:
        return int(given)
    except ValueError:
        return None
