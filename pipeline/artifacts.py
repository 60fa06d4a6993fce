"""What a run leaves on Prefect's pages: the likeliest claims as a table, and a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from pipeline import summary

if TYPE_CHECKING:
    from pipeline.flows import Run


def leave(run: Run) -> None:
    """Leave the artifacts ``claims`` and ``summary`` of the flow run that is going on."""
    found = run.findings
    rows = summary.claim_rows(found)
    total = found.counts["stance"] + found.counts["dependence"]
    said = f"{len(rows)} of {total} claims found, the likeliest first"
    note = summary.notice(found.fictional, found.counts["documents"])
    create_table_artifact(key="claims", table=rows, description=f"{said}. {note}".strip())
    text = summary.markdown(run.published, found, run.problems, run.plan, summary.links(run.output))
    create_markdown_artifact(key="summary", markdown=text)
