"""Which claims are judged, and in which order."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import pandas as pd

from pipeline.errors import SelectionError
from pipeline.records import ClaimType
from pipeline.review.documents import Document
from pipeline.selection import actor_names, by_actor, unknown

MISSING = ""
"""The claim id of a stop that asks of a whole document whether anything is missing."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """How claims are chosen; what is empty does not narrow. ``sample`` takes so many, by chance or the least sure."""

    frame: str = ""
    actor: str = ""
    source: str = ""
    least_sure: bool = False
    sample: int | None = None
    seed: int = 0

    @property
    def everything(self) -> bool:
        """Whether all documents are gone through whole."""
        return not (self.frame or self.actor or self.source or self.least_sure or self.sample)


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to judge: a claim, or with claim id ``MISSING`` what is missing in a document."""

    doc_id: str
    claim_id: str
    frame: str = ""


def queue(
    documents: Mapping[str, Document], tables: Mapping[ClaimType, pd.DataFrame], chosen: Chosen
) -> tuple[Stop, ...]:
    """The claims to judge.

    Without any choice each document comes whole: its claims in the order of the text, then whether one is missing.

    Args:
        documents: by id.
        tables: the claims, as frames.
        chosen: which of them.

    Raises:
        SelectionError: when no claim is so.

    >>> queue({"α1": Document("α1", "Η Άγκυρα.", ((0, 9),), {})}, {}, Chosen())
    (Stop(doc_id='α1', claim_id='', frame=''),)
    """
    if chosen.everything:
        return tuple(stop for document in documents.values() for stop in (*_stops(document), _end(document)))
    wanted = _of_actor(tables, chosen.actor) if chosen.actor else None
    stops = [
        stop
        for document in documents.values()
        if not chosen.source or document.source == chosen.source
        for stop in _stops(document)
        if (wanted is None or stop.claim_id in wanted) and _of_frame(stop, chosen.frame)
    ]
    if not stops:
        raise _nothing(documents, chosen)
    if chosen.least_sure:
        # Nearest to an even chance: of a claim with 0.2 the scorer is rather sure that it is wrong.
        stops.sort(key=lambda stop: abs(documents[stop.doc_id].claims[stop.claim_id]["confidence"] - 0.5))
        return tuple(stops[: chosen.sample])
    if chosen.sample is not None and chosen.sample < len(stops):
        drawn = sorted(random.Random(chosen.seed).sample(range(len(stops)), chosen.sample))
        return tuple(stops[i] for i in drawn)
    return tuple(stops)


def _stops(document: Document) -> list[Stop]:
    return [Stop(document.doc_id, claim_id, claim["frame"]) for claim_id, claim in document.claims.items()]


def _end(document: Document) -> Stop:
    return Stop(document.doc_id, MISSING)


def _of_frame(stop: Stop, frame: str) -> bool:
    return not frame or stop.frame == frame or stop.frame.partition("/")[2] == frame


def _of_actor(tables: Mapping[ClaimType, pd.DataFrame], actor: str) -> set[str]:
    found: set[str] = set()
    for kind, rows in tables.items():
        with suppress(SelectionError):  # it is enough that one of the two tables has the actor
            found |= set(rows.loc[by_actor(rows, kind, actor), "claim_id"])
    if not found:
        raise unknown("actor", actor, [name for kind, rows in tables.items() for name in actor_names(rows, kind)])
    return found


def _nothing(documents: Mapping[str, Document], chosen: Chosen) -> SelectionError:
    asked = {"--frame": chosen.frame, "--actor": chosen.actor, "--source": chosen.source}
    place = " ".join(f"{option} {value}" for option, value in asked.items() if value)
    sources = ", ".join(sorted({document.source for document in documents.values() if document.source})[:12])
    remedy = f"sources there are: {sources}" if chosen.source else "`stasis show stance` lists what there is"
    return SelectionError("no claim in this version is so", place=place, remedy=remedy)
