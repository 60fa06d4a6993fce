"""What a version was made from, entry by entry: the records that ``reasons`` compares to name the one that changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from pipeline.actors import Gazetteer
from pipeline.claims.lexicon import Lexicon
from pipeline.settings import NO_BEARING, Pipeline, Strict
from pipeline.stages import Tools
from pipeline.store import Store

NAMES = ("frames", "actors", "settings")

_REMARKS = {"example", "expect", "counter", "note"}
"""Keys of a frame that are there for people and checks: no claim depends on them."""


def records(tools: Tools, settings: Pipeline) -> dict[str, Any]:
    """Lexicon, gazetteer and settings of a run as ``Store.publish`` keeps them beside the tables.

    Args:
        tools: what the run works with.
        settings: its settings.

    Returns:
        ``pyarrow.Table`` by name, each of two columns of text, sorted: «frames» and «actors» with ``entry`` and
        ``hash``, «settings» with ``entry`` and ``value``.

    >>> records(tools, settings)["frames"].column("entry")[0].as_py()  # doctest: +SKIP
    'acts/αγοράζω'
    """
    return {
        "frames": _table("hash", _frames(tools.extractor.lexicon)),
        "actors": _table("hash", _actors(tools.gazetteer)),
        "settings": _table("value", _flat(settings.model_dump(mode="json", exclude=NO_BEARING))),
    }


def standing(store: Store) -> dict[str, Any]:
    """The same as the newest version has them; those that it lacks are left out."""
    found = {name: store.record(name) for name in NAMES} if store.newest() else {}
    return {name: rows for name, rows in found.items() if rows is not None}


def _frames(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    yield from ((name, _hash([_said(frame, _REMARKS)])) for name, frame in lexicon.frames.items())
    words = defaultdict(list)
    for word, sign in lexicon.domains.items():
        words[sign.domain].append(f"{word} {sign.strong}")
    # No frame can bear such an id: it would have to stand in domains.yaml.
    yield from ((f"domains/{domain}", _hash(sorted(found))) for domain, found in words.items())


def _actors(gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    said = defaultdict(list)
    for kind, entry in gazetteer.entries.values():
        # Claims name an actor by its Wikidata id where it has one, and two entries may share that.
        said[entry.wikidata or entry.id].append(f"{kind} {_said(entry)}")
    nouns = [*gazetteer.nouns.values(), *(noun for some in gazetteer.compounds.values() for _, noun in some)]
    for noun in nouns:
        said[f"nouns/{noun.lemma}"].append(_said(noun))
    yield from ((name, _hash(sorted(texts))) for name, texts in said.items())


def _flat(values: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _said(entry: Strict, remarks: set[str] | None = None) -> str:
    # Defaults are left out: a release that adds a key to all entries changes none of them.
    return entry.model_dump_json(exclude=remarks, exclude_defaults=True)


def _hash(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def _table(value: str, rows: Iterable[tuple[str, str]]) -> Any:
    columns = list(zip(*sorted(rows), strict=True)) or [(), ()]
    return pa.table([pa.array(column, pa.large_string()) for column in columns], names=["entry", value])
