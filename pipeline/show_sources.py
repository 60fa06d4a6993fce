"""Sources as text in a terminal: which there are, and what came of trying one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from pipeline.show import as_table

if TYPE_CHECKING:
    from pipeline.sources.declarations import Source
    from pipeline.sources.trying import Trial


def sources(out: Console, found: Mapping[str, Source], used: Sequence[str]) -> None:
    """The sources there are; those that the settings use are marked."""
    rows = [(name, "yes" if name in used else "", s.kind, s.where, s.title) for name, s in found.items()]
    as_table(out, ("source", "used", "kind", "where", "title"), rows)


def trial(out: Console, found: Trial) -> None:
    """The articles that came of trying a source."""
    for article in found.articles:
        fields = (("title", article.title), ("author", article.author), ("date", article.published_at))
        said = [(name, value or "(none)") for name, value in (*fields, ("section", article.section))]
        begins = " ".join(article.text.split())[:160]
        rows = [("address", article.path), *said, ("text", f"{len(article.text):,} characters: {begins}…")]
        as_table(out, ("what", "found"), rows)
    out.print(f"{len(found.articles)} articles read, {len(found.problems)} problems")
