"""What a run need not do again: articles whose rows a full run would make just as the newest version has them.

Rows depend on the article and on models, lexicon, gazetteer, settings and code. For each article of the newest version
the store keeps a hash of these (``Ledger.made``); where all are the same as now, the rows are taken over.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.records import Article
from pipeline.rows import STRETCH
from pipeline.settings import Pipeline
from pipeline.shelf import Chosen
from pipeline.versions import Provenance

UNMADE = frozenset({"path", "retrieved_at"})
"""Fields of an article that differ at every run, or that no table holds."""

_CHANGED = "changed article"
_OTHER = {
    "models": "changed model",
    "gazetteer": "changed gazetteer",
    "lexicon": "changed lexicon",
    "settings": "changed setting",
    "code": "changed code",
}
"""Columns of the record of what rows were made from, the likeliest cause first, and what a difference is called."""

_COLUMNS = ("doc_id", "article", *_OTHER)

NEW, ASKED = "new article", "full run asked for"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which articles are to be analysed, and why by ``doc_id``; the rows of ``kept`` are taken over."""

    fresh: Sequence[Article]
    kept: Sequence[Article]
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
    before = dict(_before(made, now)) if made is not None else {}
    fresh, kept, why = list[int](), list[int](), dict[str, str]()
    for at, article in enumerate(articles):
        if cause := ASKED if full else _cause(before, article):
            why[article.doc_id] = cause
        (fresh if cause else kept).append(at)
    return Plan(Chosen(articles, fresh), Chosen(articles, kept), why)


def _before(made: Any, now: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Of each article that has rows: the hash of it that they were made from, and what else is other now."""
    for batch in made.to_batches(max_chunksize=STRETCH):
        for row in batch.to_pylist():
            yield row["doc_id"], (row["article"], next((said for n, said in _OTHER.items() if row[n] != now[n]), ""))


def _cause(before: Mapping[str, tuple[str, str]], article: Article) -> str:
    if article.doc_id not in before:
        return NEW
    of_article, other = before[article.doc_id]
    return _CHANGED if of_article != article_hash(article) else other


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
    hashes = {article.doc_id: article_hash(article) for article in articles if article.doc_id in there}
    columns = [pa.array(list(hashes), pa.large_string()), pa.array(hashes.values(), pa.large_string())]
    columns += [pa.repeat(pa.scalar(now[name], pa.large_string()), len(hashes)) for name in _OTHER]
    fields = [pa.field(name, pa.large_string(), nullable=False) for name in _COLUMNS]
    return pa.table(columns, schema=pa.schema(fields))


class Standing:
    """Articles whose rows are taken over from the newest version.

    Args:
        kept: the articles as they were read now: when they were fetched is theirs.
    """

    def __init__(self, kept: Iterable[Article]) -> None:
        self._fetched = {article.doc_id: article.retrieved_at for article in kept}
        self._ids = pa.array(list(self._fetched), pa.large_string())

    def rows(self, name: str, parts: Iterable[Any]) -> Iterator[Any]:
        """Their rows of a table.

        Args:
            name: the table.
            parts: ``pyarrow.Table`` after ``pyarrow.Table``, as the newest version has them.
        """
        for part in parts:
            found = part.filter(pc.is_in(part["doc_id"], value_set=self._ids))
            if name == "documents":
                times = [self._fetched[doc_id] for doc_id in found["doc_id"].to_pylist()]
                at = found.schema.get_field_index("retrieved_at")
                found = found.set_column(at, found.schema.field(at), pa.array(times, pa.large_string()))
            yield found


def article_hash(article: Article) -> str:
    """A hash of all of an article that tables hold or that analysis sees, 16 hexadecimal digits."""
    fields = (f.name for f in dataclasses.fields(article) if f.name not in UNMADE)
    return _digest([(name, getattr(article, name)) for name in fields])


def _digest(said: Any) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
