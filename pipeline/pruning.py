"""Giving up old versions and the disk space that only they took. The newest and the tagged ones always stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.delta import Deltas
from pipeline.errors import StoreError
from pipeline.ledger import TABLES as LEDGER
from pipeline.store import Store
from pipeline.versions import Version

Files = dict[str, dict[str, int]]
"""Data files by table, with their size in bytes."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """What a pruning came to, or would: the numbers of the versions, how many data files, how many bytes."""

    versions: tuple[int, ...]
    files: int
    size: int


def prune(store: Store, keep: int, *, dry_run: bool = False) -> Pruned:
    """Give up all versions but the newest ``keep`` and the tagged ones, and remove the data files no other needs.

    Versions share the files of a table that did not change, so a file goes only with the last version that needs it.
    What killed runs and killed prunings left behind goes as well. Versions are first recorded as pruned, in one commit;
    then files are removed, and where that is cut short the next pruning goes on with it.

    Args:
        store: where the versions are.
        keep: how many of the newest stay, at least 1.
        dry_run: change nothing, only say what would go.

    Raises:
        StoreError: when there is no version, the store is damaged or cannot be written, or another run holds it.

    >>> prune(Store("data/processed"), keep=10)  # doctest: +SKIP
    Pruned(versions=(1, 2), files=9, size=1048576)
    """
    if keep < 1:
        raise StoreError("the newest version always stays", place=store.path, remedy="keep at least 1")
    store.newest()
    store.ledger.find()
    if dry_run:
        kept, gone = _part(store.versions(), keep)
        return _pruned(gone, _unused(store.deltas, kept))
    with store.deltas.writing():
        kept, gone = _part(store.versions(), keep)
        unused, left = _unused(store.deltas, kept), _left(store.deltas, [*kept, *gone])
        store.output.sweep()
        _remove(store.deltas, left)  # before the commit, which on a full disk needs the room that this makes
        if gone:
            store.ledger.mark_pruned(gone)
        _remove(store.deltas, {name: files.keys() - left.get(name, {}).keys() for name, files in unused.items()})
    return _pruned(gone, unused)


def _part(versions: Sequence[Version], keep: int) -> tuple[list[Version], list[Version]]:
    old, new = versions[:-keep], versions[-keep:]
    return [*(v for v in old if v.tags), *new], [v for v in old if not v.tags]


def _unused(deltas: Deltas, kept: Sequence[Version]) -> Files:
    needed = {name: {v.delta_versions[name] for v in kept if name in v.delta_versions} for name in deltas.names()}
    return {name: deltas.unused(name, versions) for name, versions in needed.items() if name not in LEDGER}


def _left(deltas: Deltas, versions: Sequence[Version]) -> Files:
    """What no version needs, also none that is to go; nothing where one is damaged: to prune it may be the remedy."""
    try:
        return _unused(deltas, versions)
    except StoreError:
        return {}


def _remove(deltas: Deltas, files: Mapping[str, Iterable[str]]) -> None:
    for name, found in files.items():
        deltas.remove(name, found)


def _pruned(gone: Sequence[Version], files: Files) -> Pruned:
    sizes = [size for found in files.values() for size in found.values()]
    return Pruned(tuple(version.version for version in gone), len(sizes), sum(sizes))
