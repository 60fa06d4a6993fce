"""What a version holds, in a few lines for people: counts, the likeliest claims, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.records import ROLES, SECOND, VALUE, Notice, Problem

if TYPE_CHECKING:
    from pipeline.incremental import Plan
    from pipeline.versions import Published

FICTIONAL = "These articles are made up, with made-up quotations about real people and states."
MIXED = "Some of these articles are made up (column «fictional» of documents)."

ROWS = 1000
"""Claims of a table artifact at most."""

NAMED = 100
"""Articles of a summary that are named with the reason for which they were analysed, at most."""

_COLUMNS = ("factuality", "source", "confidence", "evidence", "doc_id", "start", "cue_start")
_SAID = {"documents": "documents", "sentences": "sentences", "entities": "mentions of actors"}
_SAID |= {"stance": "stance claims", "dependence": "dependence claims"}


def claims_of(tables: Mapping[str, Any], limit: int) -> list[dict[str, Any]]:
    """The likeliest claims of both types: ``type``, ``first``, ``value``, ``detail``, ``second`` and what they share.

    Args:
        tables: ``pyarrow.Table`` by name.
        limit: how many, at most.
    """
    parts = []
    for kind, (first, second) in ROLES.items():
        named = {"first": first, "second": second, "value": VALUE[kind], "detail": SECOND[kind]}
        named |= {name: name for name in _COLUMNS}
        rows = tables[kind].select(list(named.values())).rename_columns(list(named))
        parts.append(rows.append_column("type", pa.repeat(pa.scalar(kind, pa.large_string()), rows.num_rows)))
    order = [("confidence", "descending"), *((name, "ascending") for name in ("doc_id", "start", "cue_start", "type"))]
    found: list[dict[str, Any]] = pa.concat_tables(parts).sort_by(order).slice(0, limit).to_pylist()
    return found


def claim_rows(tables: Mapping[str, Any]) -> list[dict[str, str]]:
    """The likeliest claims as rows for a table artifact, which Prefect sends and stores in one piece."""
    return [
        {
            "type": claim["type"],
            "first": claim["first"],
            "claim": f"{claim['value']} / {claim['detail']}",
            "second": claim["second"],
            "factuality": claim["factuality"],
            "source": claim["source"],
            "confidence": f"{claim['confidence']:.2f}",
            "evidence": claim["evidence"],
        }
        for claim in claims_of(tables, ROWS)
    ]


def counts(tables: Mapping[str, Any]) -> dict[str, int]:
    """How many documents, sentences, mentions and claims of each kind there are."""
    return {said: tables[name].num_rows for name, said in _SAID.items()}


def notice(tables: Mapping[str, Any]) -> str:
    """What every summary of made-up sample articles must say, "" for real ones only."""
    fictional = tables["documents"]["fictional"]
    made_up = pc.sum(fictional).as_py() or 0
    return FICTIONAL if made_up and made_up == len(fictional) else MIXED if made_up else ""


def outcome(published: Published) -> str:
    """One line: which version there is now and what changed in it."""
    if not published.is_new:
        return f"Nothing changed: version {published.version} stays the newest."
    said = [
        f"{table} +{n['added']} -{n['removed']} ~{n['changed']}"
        for table, n in published.changes.items()
        if table in ("documents", "stance", "dependence")
    ]
    return f"Published version {published.version} ({', '.join(said)})."


def markdown(published: Published, tables: Mapping[str, Any], problems: Sequence[Problem], plan: Plan) -> str:
    """The run's summary for Prefect's page."""
    lines = [f"# {outcome(published)}", ""]
    if note := notice(tables):
        lines += [f"> {note}", ""]
    lines += [f"- {name}: {n}" for name, n in counts(tables).items()]
    lines += ["", f"## Analysed: {len(plan.fresh)}", "", plan.said() + ".", ""]
    lines += [f"- {doc_id}: {cause}" for doc_id, cause in list(plan.why.items())[:NAMED]]
    left_out = [problem for problem in problems if not isinstance(problem, Notice)]
    notes = [problem for problem in problems if isinstance(problem, Notice)]
    lines += ["", f"## Left out: {len(left_out)}", "", *(f"- {problem}" for problem in left_out)]
    lines += ["", f"## Notes: {len(notes)}", "", *(f"- {problem}" for problem in notes)]
    return "\n".join(lines)
