"""What a run need not do again: articles whose rows a full run would make just as the newest version has them.

Rows depend on the article and on models, lexicon, gazetteer, settings and code. For each article of the newest version
the store keeps a hash of these (``Ledger.made``); where all are the same as now, the rows are taken over.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.catalogue import TABLES
from pipeline.records import Article
from pipeline.settings import Pipeline
from pipeline.versions import Provenance

UNMADE = frozenset({"path", "retrieved_at"})
"""Fields of an article that differ at every run, or that no table holds."""

_CAUSES = {
    "article": "changed article",
    "models": "changed model",
    "gazetteer": "changed gazetteer",
    "lexicon": "changed lexicon",
    "settings": "changed setting",
    "code": "changed code",
}
"""Columns of the record of what rows were made from, the likeliest cause first, and what a difference is called."""

NEW, ASKED = "new article", "full run asked for"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which articles are to be analysed, and why by ``doc_id``; the rows of ``kept`` are taken over."""

    fresh: tuple[Article, ...]
    kept: tuple[Article, ...]
    why: dict[str, str]

    def said(self) -> str:
        """One line for people."""
        total = len(self.fresh) + len(self.kept)
        causes = ", ".join(f"{cause}: {n}" for cause, n in Counter(self.why.values()).most_common())
        return f"{len(self.fresh)} of {total} articles analysed" + (f" ({causes})" if causes else "")


def plan(articles: Sequence[Article], now: Mapping[str, str], made: Any, *, full: bool = False) -> Plan:
    """Part articles into those that must be analysed and those whose rows stand.

    Args:
        articles: what the run has read, repeated ones left out.
        now: from ``conditions``.
        made: the record that belongs to the newest version, None where there is none.
        full: analyse all.

    >>> plan([Article("α1", "Η Άγκυρα σιωπά.")], {}, None).said()
    '1 of 1 articles analysed (new article: 1)'
    """
    before = {row["doc_id"]: row for row in made.to_pylist()} if made is not None else {}
    why = {}
    for article in articles:
        cause = ASKED if full else _cause(before.get(article.doc_id), {"article": article_hash(article), **now})
        if cause:
            why[article.doc_id] = cause
    fresh = tuple(article for article in articles if article.doc_id in why)
    return Plan(fresh, tuple(article for article in articles if article.doc_id not in why), why)


def _cause(before: Mapping[str, str] | None, now: Mapping[str, str]) -> str:
    if before is None:
        return NEW
    return next((said for name, said in _CAUSES.items() if before[name] != now[name]), "")


def conditions(settings: Pipeline, provenance: Provenance) -> dict[str, str]:
    """What every article's rows depend on beside the article itself.

    Args:
        settings: of the run; only what bears on rows is looked at.
        provenance: of the version to be made.
    """
    bearing = settings.model_dump(mode="json", include={"engine", "model", "tokens", "claims"})
    return {
        "models": provenance.models_hash,
        "gazetteer": provenance.gazetteer_hash,
        "lexicon": provenance.lexicon_hash,
        "settings": _digest(bearing),
        "code": provenance.code_version,
    }


def record(doc_ids: Iterable[str], articles: Iterable[Article], now: Mapping[str, str]) -> Any:
    """What the rows of a version were made from, a row an article: a ``pyarrow.Table``.

    Args:
        doc_ids: of the articles that have rows; one that could not be analysed is tried again next time.
        articles: what the run has read.
        now: from ``conditions``.
    """
    there = set(doc_ids)
    names = ["doc_id", *_CAUSES]
    rows = [{"doc_id": a.doc_id, "article": article_hash(a), **now} for a in articles if a.doc_id in there]
    return pa.Table.from_pylist(rows, schema=pa.schema([pa.field(n, pa.large_string(), nullable=False) for n in names]))


def rows_of(kept: Sequence[Article], before: Mapping[str, Any]) -> dict[str, Any]:
    """The rows that the newest version has of some articles.

    Args:
        kept: the articles as they were read now: when they were fetched is theirs.
        before: ``pyarrow.Table`` by name.
    """
    ids = pa.array([article.doc_id for article in kept], pa.large_string())
    found = {name: rows.filter(pc.is_in(rows["doc_id"], value_set=ids)) for name, rows in before.items()}
    fetched = {article.doc_id: article.retrieved_at for article in kept}
    documents = found["documents"]
    times = pa.array([fetched[doc_id] for doc_id in documents["doc_id"].to_pylist()], pa.large_string())
    at = documents.schema.get_field_index("retrieved_at")
    found["documents"] = documents.set_column(at, TABLES["documents"].arrow().field("retrieved_at"), times)
    return found


def article_hash(article: Article) -> str:
    """A hash of all of an article that tables hold or that analysis sees, 16 hexadecimal digits."""
    fields = (f.name for f in dataclasses.fields(article) if f.name not in UNMADE)
    return _digest([(name, getattr(article, name)) for name in fields])


def _digest(said: Any) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
