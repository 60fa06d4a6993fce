"""Stance claims as event records of PLOVER, the Political Language Ontology for Verifiable Event Records.

Field names are those of the chapter «JSON Data Fields» of its manual (0.7b1), event classes those of the manual and of
POLECAT, the data set coded by it. ``docs/exports.md`` has the mapping.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from pipeline.claims.lexicon import PLOVER_OF

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1,
    "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""Event class → verbal cooperation, material cooperation, verbal conflict, material conflict."""

_RECAST = {("support", "REQUEST"): "SUPPORT", ("alignment", "REQUEST"): "AGREE"}
# PLOVER asks that the mode of these be «verbal»; CONSULT and THREATEN have modes that no frame tells.
_VERBAL = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT"})


def records(stance: Any, documents: Any, version: int, least: float = 0.0) -> Iterator[dict[str, Any]]:
    """A record for each stance claim. Claims of dependence are no events of PLOVER.

    Args:
        stance: the table, a ``pyarrow.Table``.
        documents: likewise.
        version: the version's number, kept with each record.
        least: leave out claims less likely than this, 0 to 1.

    >>> list(records(stance, documents, 3))[0]["event"]  # doctest: +SKIP
    ['SUPPORT']
    """
    about = {row["doc_id"]: row for row in documents.drop_columns(["text"]).to_pylist()}
    for claim in stance.to_pylist():
        if claim["confidence"] >= least:
            yield _record(claim, about[claim["doc_id"]], version)


def event(category: str, plover: str) -> str:
    """The event class of a claim: its frame's, except where that would turn an approval into a conflict.

    «Ζητά εκεχειρία» is support for a ceasefire here; as a request it would count among the verbal conflicts.

    >>> event("support", "REQUEST"), event("pressure", "REQUEST"), event("criticism", "")
    ('SUPPORT', 'REQUEST', 'ACCUSE')
    """
    return _RECAST.get((category, plover), plover or PLOVER_OF[category])


def write_lines(found: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write records as JSON lines, one a line, as the manual suggests.

    >>> write_lines([{"id": "α1"}], Path("γεγονότα.jsonl"))  # doctest: +SKIP
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in found:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _record(claim: Mapping[str, Any], document: Mapping[str, Any], version: int) -> dict[str, Any]:
    kind = event(claim["category"], claim["plover"])
    auxiliary = auxiliaries(claim["factuality"], claim["tense"])
    return {
        "id": claim["claim_id"],
        "date": claim["published_at"][:10] or None,
        "actor": [_actor(claim, "holder")],
        "recipient": _recipient(claim),
        "issue": claim["target"] if claim["target_kind"] == "issue" else None,
        "event": [kind],
        "quad_code": QUADS[kind],
        "mode": ["verbal"] if kind in _VERBAL else [],
        "context": [name for name, holds in auxiliary.items() if holds],
        **auxiliary,
        "report": _report(claim),
        "event_text": [claim["cue"]],
        "text": claim["evidence"],
        "text_info": {"sequence": claim["sentence_id"], "start": claim["start"], "end": claim["end"]},
        "cite_info": _citation(document, version),
        "stance": {name: claim[name] for name in ("polarity", "category", "factuality", "tense")},
        "frame": claim["frame"],
        "confidence": claim["confidence"],
        "fictional": document["fictional"],
    }


def auxiliaries(factuality: str, tense: str) -> dict[str, bool]:
    """PLOVER's «negation», «hypothetical» and «future» for how real a claim is, and when.

    >>> auxiliaries("possible", "future")
    {'negation': False, 'hypothetical': True, 'future': True}
    """
    return {
        "negation": factuality == "negated",
        "hypothetical": factuality == "possible",
        "future": factuality == "intended" or tense == "future",
    }


def _actor(claim: Mapping[str, Any], role: str) -> dict[str, str]:
    parts = {"code": "rollup", "actor_text": "text", "identifier_id": "id"}
    return {ours: claim[f"{role}_{part}"] for ours, part in parts.items()} | {"identifier_text": claim[role]}


def _recipient(claim: Mapping[str, Any]) -> list[dict[str, str]]:
    if claim["target_kind"] == "actor":
        return [_actor(claim, "target")]
    # An issue is no actor; the one behind it is, where the text says whose it is («η ρωσική εισβολή»).
    return [{"code": claim["target_rollup"]}] if claim["target_rollup"] else []


def _report(claim: Mapping[str, Any]) -> dict[str, str] | None:
    if not claim["source"]:
        return None
    return {"attributed_to": claim["source"], "code": claim["source_rollup"]}


def _citation(document: Mapping[str, Any], version: int) -> dict[str, str]:
    return {
        "citation": document["doc_id"],
        "url": document["url"],
        "title": document["title"],
        "language": "el",
        "publication": document["source"],
        "coder": _coder(),
        "version": str(version),
    }


@cache  # looking the version up reads files, which takes milliseconds: minutes over a hundred thousand records
def _coder() -> str:
    return f"stasis {installed('stasis')}"
