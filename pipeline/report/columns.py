"""The claims and their articles as columns that are small on disk and quick to filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.records import ROLES, SECOND, VALUE
from pipeline.report.encoding import coded, moved, wide
from pipeline.report.laying import SIDES, Actors, Claims

_CODED = ("type", "value", "detail", "factuality", "source", "frame", "cue", "tense", "date", "first", "second")
_PLACES = ("start", "end", "cue_start", "cue_end", "first_start", "first_end", "second_start", "second_end")
_SHARED = ("claim_id", "doc_id", "factuality", "source", "frame", "cue", "tense", "confidence", "published_at")
_DOCUMENT = ("source", "url", "title", "author", "published_at", "section", "fictional")


@dataclass(frozen=True, slots=True)
class Columns:
    """What the table on the page shows: the claims, the articles they stand in, and apart from these their texts."""

    claims: dict[str, Any]
    documents: dict[str, Any]
    texts: list[str]


def columns(both: Sequence[Claims], actors: Actors, documents: Any) -> Columns:
    """The claims, newest article first, then the likeliest; an article without claims is left out.

    Offsets count UTF-16 units, as JavaScript does; -1 says that there is none. Confidence is in ten-thousandths.

    Args:
        both: the claims.
        actors: the numbers of the actors.
        documents: that table, a ``pyarrow.Table``.

    >>> columns(both, actors(both), tables["documents"]).claims["cue"]["values"][0]  # doctest: +SKIP
    'στηρίζει'
    """
    rows = pd.concat([_same(claims, actors) for claims in both], ignore_index=True)
    rows = rows.sort_values(["date", "confidence", "claim_id"], ascending=[False, False, True], ignore_index=True)
    order = {doc_id: place for place, doc_id in enumerate(dict.fromkeys(rows["doc_id"]))}
    told = documents.select(["doc_id", "text", *_DOCUMENT]).to_pandas().set_index("doc_id").loc[list(order)]
    texts = told["text"].to_list()
    rows["document"] = rows["doc_id"].map(order).astype(int)
    claims: dict[str, Any] = {name: coded(rows[name]) for name in _CODED}
    claims |= {name: rows[name].to_list() for name in ("claim_id", "document", "first_actor", "second_actor")}
    claims["confidence"] = [round(float(value) * 10_000) for value in rows["confidence"]]
    return Columns(claims | _moved(rows, texts), _documents(told, list(order)), texts)


def _same(claims: Claims, actors: Actors) -> pd.DataFrame:
    """The claims of a type with the columns that both types have."""
    same = claims.rows[list(_SHARED)].rename(columns={"published_at": "date"})
    same.insert(0, "type", claims.kind)
    same["value"], same["detail"] = claims.rows[VALUE[claims.kind]], claims.rows[SECOND[claims.kind]]
    for side, role in zip(SIDES, ROLES[claims.kind], strict=True):
        same[side] = claims.rows[role]
        same[f"{side}_actor"] = claims.counted[side].map(actors.numbers).astype(int)
        same[f"{side}_start"], same[f"{side}_end"] = claims.rows[f"{role}_start"], claims.rows[f"{role}_end"]
    for name in _PLACES[:4]:
        same[name] = claims.rows[name]
    return same


def _moved(rows: pd.DataFrame, texts: Sequence[str]) -> dict[str, list[int]]:
    wides = [wide(text) for text in texts]
    return {
        name: [
            moved(None if pd.isna(place) else int(place), wides[document])
            for place, document in zip(rows[name], rows["document"], strict=True)
        ]
        for name in _PLACES
    }


def _documents(told: pd.DataFrame, ids: list[str]) -> dict[str, Any]:
    return {
        "id": ids,
        "source": coded(told["source"]),
        **{name: told[name].to_list() for name in ("url", "title", "author", "section")},
        "date": told["published_at"].to_list(),
        "fictional": [bool(value) for value in told["fictional"]],
    }
