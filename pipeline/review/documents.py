"""What lies on the desk: documents of a version with the claims proposed in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.catalogue import TABLES
from pipeline.gold import GoldClaim, GoldRole, parse_claim
from pipeline.records import ROLES, SECOND, VALUE, ClaimType

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be judged. ``claims`` are those proposed in it, by their id, as a gold file writes them.

    A claim has more keys than gold defines, which its readers pass over: where the cue and the mentions stand
    (``start``, ``end``, ``cue_start``, ``cue_end``, code points), ``tense``, ``frame``, ``confidence``.
    """

    doc_id: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    claims: Mapping[str, Json]
    title: str = ""
    published_at: str = ""
    source: str = ""
    fictional: bool = False
    mentions: tuple[Json, ...] = field(default=(), compare=False, repr=False)

    def as_dict(self) -> Json:
        """The document as the journal keeps it.

        >>> Document("α1", "Η Άγκυρα.", ((0, 9),), {}).as_dict()["sentences"]
        [[0, 9]]
        """
        return {
            "doc_id": self.doc_id,
            "title": self.title,
            "published_at": self.published_at,
            "source": self.source,
            "text": self.text,
            "sentences": [list(span) for span in self.sentences],
            "claims": dict(self.claims),
        }

    def sentence_at(self, offset: int) -> int | None:
        """The number of the sentence that holds a character, None where none does."""
        return next((i for i, (start, end) in enumerate(self.sentences) if start <= offset < end), None)


def documents(tables: Mapping[str, Any]) -> dict[str, Document]:
    """The documents of a version that were analysed, by id; those that repeat another are left out.

    Args:
        tables: ``documents``, ``sentences``, ``entities``, ``stance``, ``dependence`` as ``pyarrow.Table``.

    >>> documents({name: store.read(name) for name in store.names()})["original-001"].title  # doctest: +SKIP
    'Κλείνει η στρόφιγγα για Σόφια και Βαρσοβία'
    """
    sentences, numbers = _sentences(tables["sentences"])
    mentions: dict[str, list[Json]] = defaultdict(list)
    columns = ["start", "end", "text", "name", "rollup", "kind", "link"]
    for row in tables["entities"].select(["doc_id", *columns]).to_pylist():
        mentions[row["doc_id"]].append({column: row[column] for column in columns})
    claims: dict[str, dict[str, Json]] = defaultdict(dict)
    for kind in ROLES:
        for row in tables[kind].to_pylist():
            claims[row["doc_id"]][row["claim_id"]] = _proposed(kind, row, numbers)
    return {
        row["doc_id"]: Document(
            row["doc_id"],
            row["text"],
            tuple(sentences[row["doc_id"]]),
            dict(sorted(claims[row["doc_id"]].items(), key=lambda item: (item[1]["cue_start"], item[0]))),
            row["title"],
            row["published_at"],
            row["source"],
            row["fictional"],
            tuple(mentions[row["doc_id"]]),
        )
        for row in tables["documents"].to_pylist()
        if not row["duplicate_of"]
    }


def frames(tables: Mapping[str, Any]) -> dict[ClaimType, pd.DataFrame]:
    """The two claim tables as frames."""
    return {kind: TABLES[kind].frame(tables[kind]) for kind in ROLES}


def _sentences(table: Any) -> tuple[dict[str, list[tuple[int, int]]], dict[tuple[str, int], int]]:
    """Offsets by document, and at which place of the list each sentence stands; gold counts places."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    numbers = {}
    for row in table.select(["doc_id", "sentence_id", "start", "end"]).to_pylist():
        numbers[row["doc_id"], row["sentence_id"]] = len(spans[row["doc_id"]])
        spans[row["doc_id"]].append((row["start"], row["end"]))
    return spans, numbers


def _proposed(kind: ClaimType, row: Json, numbers: Mapping[tuple[str, int], int]) -> Json:
    first, second = (GoldRole(row[r], row[f"{r}_text"], row[f"{r}_rollup"], row[f"{r}_kind"]) for r in ROLES[kind])
    claim = GoldClaim(
        kind,
        numbers[row["doc_id"], row["sentence_id"]],
        first,
        second,
        row[VALUE[kind]],
        row[SECOND[kind]],
        row["factuality"],
        row["source"],
        row["cue"],
    ).as_dict()
    for role in ROLES[kind]:
        claim[role] |= {"start": row[f"{role}_start"], "end": row[f"{role}_end"]}
    more = ("cue_start", "cue_end", "tense", "frame", "confidence")
    return claim | {key: row[key] for key in more}


def parse_document(data: Json, place: str) -> Document:
    """A document as the journal keeps it.

    Raises:
        GoldError: when a claim in it is none.
        KeyError: when a key is missing; likewise TypeError and ValueError for what is no document.

    >>> parse_document(Document("α1", "Η Άγκυρα.", ((0, 9),), {}).as_dict(), "εδώ").doc_id
    'α1'
    """
    spans = tuple((int(start), int(end)) for start, end in data["sentences"])
    for claim in data["claims"].values():
        parse_claim(claim, len(spans), place)
    keys = ("title", "published_at", "source")
    return Document(data["doc_id"], data["text"], spans, data["claims"], *(data[key] for key in keys))
