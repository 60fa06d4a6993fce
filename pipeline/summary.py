"""What a run found, in a few lines for people: counts, the likeliest claims, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.records import Claim, Notice, Problem, Result

if TYPE_CHECKING:
    from pipeline.versions import Published

FICTIONAL = "These articles are made up, with made-up quotations about real people and states."
MIXED = "Some of these articles are made up (column «fictional» of documents)."

ROWS = 1000
"""Claims of a table artifact at most."""


def claims_of(results: Iterable[Result]) -> list[Claim]:
    """All claims, the likeliest first."""
    found = [claim for result in results for claim in result.claims]
    return sorted(found, key=lambda c: (-c.confidence, c.doc_id, c.start, c.cue_start))


def claim_rows(results: Iterable[Result]) -> list[dict[str, str]]:
    """The likeliest claims as rows for a table artifact, which Prefect sends and stores in one piece."""
    return [
        {
            "type": claim.type,
            "first": claim.first.name,
            "claim": f"{claim.value} / {claim.detail}",
            "second": claim.second.name,
            "factuality": claim.factuality,
            "source": claim.source,
            "confidence": f"{claim.confidence:.2f}",
            "evidence": claim.evidence,
        }
        for claim in claims_of(results)[:ROWS]
    ]


def counts(results: Sequence[Result]) -> dict[str, int]:
    """How many documents, sentences, mentions and claims of each kind there are."""
    found = Counter(claim.type for result in results for claim in result.claims)
    return {
        "documents": len(results),
        "sentences": sum(len(r.sentences) for r in results),
        "mentions of actors": sum(len(r.mentions) for r in results),
        "stance claims": found["stance"],
        "dependence claims": found["dependence"],
    }


def notice(results: Sequence[Result]) -> str:
    """What every summary of made-up sample articles must say, "" for real ones only."""
    return notice_of([r.article.fictional for r in results])


def notice_of(fictional: Sequence[bool]) -> str:
    """The same from the column «fictional» of documents.

    >>> notice_of([True, False])
    'Some of these articles are made up (column «fictional» of documents).'
    """
    return FICTIONAL if fictional and all(fictional) else MIXED if any(fictional) else ""


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


def markdown(published: Published, results: Sequence[Result], problems: Sequence[Problem]) -> str:
    """The run's summary for Prefect's page."""
    lines = [f"# {outcome(published)}", ""]
    if note := notice(results):
        lines += [f"> {note}", ""]
    lines += [f"- {name}: {n}" for name, n in counts(results).items()]
    left_out = [problem for problem in problems if not isinstance(problem, Notice)]
    notes = [problem for problem in problems if isinstance(problem, Notice)]
    lines += ["", f"## Left out: {len(left_out)}", "", *(f"- {problem}" for problem in left_out)]
    lines += ["", f"## Notes: {len(notes)}", "", *(f"- {problem}" for problem in notes)]
    return "\n".join(lines)
