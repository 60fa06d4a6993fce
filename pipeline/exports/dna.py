"""Stance claims as the event list of the Discourse Network Analyzer (DNA), with the documents they stand in.

The first columns and their order are those of DNA's own event list (``Exporter.eventCSV`` of DNA 3) with its statement
type «DNA Statement»; what Stasis knows besides follows. ``docs/exports.md`` has the mapping.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.catalogue import TABLES

SEPARATOR = ";"
_DOCUMENT = ["document ID", "document title", "author", "source", "section", "type"]
COLUMNS = [
    "statement ID", "time", *_DOCUMENT, "text", "person", "organization", "concept", "agreement",
    "start", "stop", "target_organization", "attributed_to", "attributed_organization",
    "polarity", "category", "factuality", "tense", "cue", "confidence", "claim_id", "doc_id",
]  # fmt: skip


def statements(stance: Any, documents: Any, entities: Any, least: float = 0.0) -> pd.DataFrame:
    """The event list: a row for each stance claim that agrees or disagrees with its target.

    ``agreement`` is 1 for a positive claim, 0 for a negative or a negated positive one. A negated negative claim
    («δεν καταδικάζει») is neither and left out; ``neither`` counts them.

    Args:
        stance: the table, a ``pyarrow.Table``.
        documents: likewise.
        entities: likewise; tells which actors are persons.
        least: leave out claims less likely than this, 0 to 1.

    >>> statements(stance, documents, entities)[["organization", "concept", "agreement"]]  # doctest: +SKIP
      organization       concept  agreement
    0          TUR  Αζερμπαϊτζάν          1
    """
    claims = TABLES["stance"].frame(stance)
    claims = claims[(claims["confidence"] >= least) & ~_neither(claims)]
    about = _numbered(documents)
    persons = _persons(entities)
    rows = claims.merge(
        about.drop(columns="published_at").rename(columns={"text": "whole"}), on="doc_id", suffixes=("_claim", "")
    )
    rows = rows.sort_values(["document ID", "start", "cue_start", "claim_id"])
    rows["statement ID"] = range(1, len(rows) + 1)
    rows["time"] = rows["published_at"].map(moment).astype(object)
    rows["person"] = rows["holder"].where(rows["holder"].isin(persons), "")
    alone = (rows["holder_rollup"] == "") & (rows["person"] == "")
    rows["organization"] = rows["holder_rollup"].where(~alone, rows["holder"])
    rows["agreement"] = ((rows["polarity"] == "positive") & (rows["factuality"] != "negated")).astype(int)
    for theirs, ours in (("start", "start"), ("stop", "end")):
        rows[theirs] = [_caret(text, at) for text, at in zip(rows["whole"], rows[ours], strict=True)]
    names = {
        "evidence": "text", "target": "concept", "target_rollup": "target_organization",
        "source_claim": "attributed_to", "source_rollup": "attributed_organization",
    }  # fmt: skip
    return rows.rename(columns=names)[COLUMNS].reset_index(drop=True)


def neither(stance: Any, least: float = 0.0) -> int:
    """How many claims are neither agreement nor disagreement, and so stand in no event list.

    >>> neither(TABLES["stance"].empty())
    0
    """
    claims = TABLES["stance"].frame(stance)
    return int((_neither(claims) & (claims["confidence"] >= least)).sum())


def texts(documents: Any) -> pd.DataFrame:
    """The documents that statements stand in, with their text, for DNA to hold; repeated ones are left out.

    >>> texts(TABLES["documents"].empty()).columns.to_list()[:3]
    ['document ID', 'time', 'document title']
    """
    rows = _numbered(documents)
    rows["time"] = rows["published_at"].map(moment).astype(object)
    rows["text"] = rows["text"].map(_lines).astype(object)
    return rows[["document ID", "time", *_DOCUMENT[1:], "url", "text", "doc_id"]]


def moment(published_at: str) -> str:
    """A date or moment as DNA writes it, in UTC; "" where there is none.

    >>> moment("2022-11-20"), moment("2022-11-20T06:00:00Z")
    ('2022-11-20 00:00:00', '2022-11-20 06:00:00')
    """
    return published_at and f"{published_at[:10]} {published_at[11:19] or '00:00:00'}"


def _neither(claims: pd.DataFrame) -> pd.Series[bool]:
    return (claims["factuality"] == "negated") & (claims["polarity"] == "negative")


def _numbered(documents: Any) -> pd.DataFrame:
    rows = TABLES["documents"].frame(documents)
    rows = rows[rows["duplicate_of"] == ""].copy()
    rows.insert(0, "document ID", range(1, len(rows) + 1))  # DNA counts documents and statements in whole numbers
    rows["type"] = rows["fictional"].map({True: "made up", False: ""}).astype(object)
    return rows.rename(columns={"title": "document title"})


def _persons(entities: Any) -> set[str]:
    rows = TABLES["entities"].frame(entities)
    # With no link the «name» is a description («ένας διπλωμάτης»), and no person can be told from the next by it.
    named = rows["label"].isin(["person", "PERSON"]) & rows["link"].isin(["gazetteer", "model"])
    return set(rows.loc[named, "name"])


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _caret(text: str, offset: int) -> int:
    """An offset as DNA counts it: in UTF-16, over a text whose lines end in one character."""
    return len(_lines(text[:offset]).encode("utf-16-le")) // 2
