"""What a version holds, in a few lines for people: counts, the likeliest claims, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pipeline.findings import Findings
from pipeline.locations import Location
from pipeline.outputs import CSV, output_at
from pipeline.records import Notice, Problem

if TYPE_CHECKING:
    from pipeline.flows import Run
    from pipeline.incremental import Plan
    from pipeline.versions import Published

FICTIONAL = "These articles are made up, with made-up quotations about real people and states."
MIXED = "Some of these articles are made up (column «fictional» of documents)."

SOURCES = 3
"""Sources of a run that its name says."""

NAMED = 100
"""Articles that a summary names with the reason for which they were analysed, left out or noted, at most."""

_SAID = {"documents": "documents", "sentences": "sentences", "entities": "mentions of actors"}
_SAID |= {"stance": "stance claims", "dependence": "dependence claims"}


def claim_rows(found: Findings) -> list[dict[str, str]]:
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
        for claim in found.likeliest
    ]


def counts(found: Findings) -> dict[str, int]:
    """How many documents, sentences, mentions and claims of each kind there are."""
    return {said: found.counts[name] for name, said in _SAID.items()}


def notice(made_up: int, documents: int) -> str:
    """What every summary of made-up sample articles must say, "" for real ones only.

    Args:
        made_up: how many of the documents are fictional.
        documents: how many there are.
    """
    return FICTIONAL if made_up and made_up == documents else MIXED if made_up else ""


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


def run_name(sources: Sequence[str], when: datetime) -> str:
    """What a run is called: what it reads, and the minute it is of.

    >>> run_name(["efsyn", "data/raw/νέα"], datetime(2022, 11, 22, 7, 0))
    'efsyn, νέα 2022-11-22 07:00'
    """
    names = [PurePath(source).name for source in sources]
    more = f" and {len(names) - SOURCES} more" if len(names) > SOURCES else ""
    return f"{', '.join(names[:SOURCES])}{more} {when:%Y-%m-%d %H:%M}"


def links(location: Location) -> list[str]:
    """Links in Markdown to the files of the newest version, by their addresses."""
    output = output_at(location)
    places = {name: output.place(f"{CSV}/{name}") for name in sorted(output.files(CSV))}
    return [
        f"[{name}]({place.absolute().as_uri()})" if isinstance(place, Path) else f"[{name}]({place})"
        for name, place in places.items()
    ]


def stages(result: Run) -> list[tuple[str, float, str]]:
    """Each stage of a run with its seconds and what it dealt with."""
    plan, found = result.plan, result.findings.fresh
    left_out = len(parted(result.problems)["left out"])
    said = {
        "read": f"{len(plan.fresh) + len(plan.kept)} articles, {left_out} left out in all",
        "compare": f"{len(plan.fresh)} to analyse, {len(plan.kept)} stand",
        "load": "models, lexicon, names",
        "annotate": f"{found['sentences']} sentences",
        "link": f"{found['entities']} mentions of actors",
        "extract": f"{found['stance']} stance claims, {found['dependence']} dependence claims",
        "publish": f"version {result.published.version}{'' if result.published.is_new else ', unchanged'}",
    }
    return [(stage, seconds, said.get(stage, "")) for stage, seconds in result.seconds.items()]


def markdown(
    published: Published,
    found: Findings,
    problems: Sequence[Problem],
    plan: Plan,
    files: Sequence[str] = (),
) -> str:
    """The run's summary for Prefect's page; ``files`` are links to what was published."""
    lines = [f"# {outcome(published)}", ""]
    if note := notice(found.fictional, found.counts["documents"]):
        lines += [f"> {note}", ""]
    lines += [f"- {name}: {n}" for name, n in counts(found).items()]
    if files:
        lines += ["", "## Files", "", *(f"- {file}" for file in files)]
    lines += ["", f"## Analysed: {len(plan.fresh)}", "", plan.said() + ".", ""]
    lines += [f"- {doc_id}: {cause}" for doc_id, cause in list(plan.why.items())[:NAMED]]
    for kind, some in parted(problems).items():
        lines += ["", f"## {kind.capitalize()}: {len(some)}", "", *(f"- {line}" for line in foremost(some))]
    return "\n".join(lines)


def parted(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    """What was left out, and what is only to be known.

    >>> {kind: len(some) for kind, some in parted([Notice("a.txt", "έρχεται πάλι", "τίποτα")]).items()}
    {'left out': 0, 'notes': 1}
    """
    found: dict[str, list[Problem]] = {"left out": [], "notes": []}
    for problem in problems:
        found["notes" if isinstance(problem, Notice) else "left out"].append(problem)
    return found


def foremost(problems: Sequence[Problem]) -> list[str]:
    """The first of them in words, and how many more there are: agencies' copies alone can be thousands.

    >>> foremost([Problem("a.txt", "είναι άδειο", "γράψτε κάτι")] * 102)[-1]
    "and 2 more, which the run's log names"
    """
    more = len(problems) - NAMED
    return [*map(str, problems[:NAMED]), *([f"and {more} more, which the run's log names"] if more > 0 else [])]
