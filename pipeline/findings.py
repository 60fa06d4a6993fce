"""What a run has found, in numbers and the likeliest claims, gathered in one pass over tables too large for memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.records import ROLES, SECOND, VALUE
from pipeline.rows import Rows

MOST = 1000
"""The likeliest claims that are kept."""

_COLUMNS = ("factuality", "source", "confidence", "evidence", "doc_id", "start", "cue_start")
_ORDER = [("confidence", "descending"), *((name, "ascending") for name in ("doc_id", "start", "cue_start", "type"))]


@dataclass(frozen=True, slots=True)
class Findings:
    """Rows by table: ``counts`` in all, ``fresh`` of articles that were analysed in this run.

    ``likeliest``: the ``MOST`` likeliest claims of both types, with ``type``, ``first``, ``value``, ``detail``,
    ``second`` and what they share; ``claims``: how many claims each document has, by ``doc_id``; ``doc_ids``: of all
    documents; ``fictional``: how many of these are made up.
    """

    counts: dict[str, int]
    fresh: dict[str, int]
    likeliest: list[dict[str, Any]] = field(default_factory=list)
    claims: Counter[str] = field(default_factory=Counter)
    doc_ids: list[str] = field(default_factory=list)
    fictional: int = 0


def gather(tables: Mapping[str, Rows], fresh: Collection[str]) -> Findings:
    """See what tables hold.

    Args:
        tables: rows by the name of their table.
        fresh: ``doc_id`` of the articles that were analysed in this run.
    """
    new = pa.array(fresh, pa.large_string())
    counts = {name: rows.num_rows for name, rows in tables.items()}
    of_fresh = Counter(dict.fromkeys(tables, 0))
    claims, likeliest = Counter[str](), list[Any]()
    for name, rows in tables.items():
        for part in rows.stretches(None if name in ROLES else ["doc_id"]):
            of_fresh[name] += pc.sum(pc.is_in(part["doc_id"], value_set=new)).as_py() or 0
            if name in ROLES:
                claims.update(part["doc_id"].to_pylist())
                likeliest = [_likeliest([*likeliest, _plain(part, name)])]
    documents = list(tables["documents"].stretches(["doc_id", "fictional"]))
    return Findings(
        counts,
        dict(of_fresh),
        likeliest[0].to_pylist() if likeliest else [],
        claims,
        [doc_id for part in documents for doc_id in part["doc_id"].to_pylist()],
        sum(pc.sum(part["fictional"]).as_py() or 0 for part in documents),
    )


def _likeliest(parts: list[Any]) -> Any:
    return pa.concat_tables(parts).sort_by(_ORDER).slice(0, MOST).combine_chunks()


def _plain(rows: Any, kind: Any) -> Any:
    """Claims of a type with the columns that both types have."""
    first, second = ROLES[kind]
    named = {"first": first, "second": second, "value": VALUE[kind], "detail": SECOND[kind]}
    named |= {name: name for name in _COLUMNS}
    plain = rows.select(list(named.values())).rename_columns(list(named))
    return plain.append_column("type", pa.repeat(pa.scalar(kind, pa.large_string()), rows.num_rows))
