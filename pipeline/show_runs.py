"""How sources do, and what was registered, as text and tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from pipeline.deployments import Deployment
from pipeline.health import Health
from pipeline.locations import Location
from pipeline.show import as_table


def health(out: Console, found: Sequence[Health], place: Location) -> int:
    """A row a source, then what looks broken; returns how many sources that is true of."""
    if not found:
        out.print(f"No run is remembered in {escape(str(place))} yet: run «stasis run».")
        return 0
    rows = (
        (h.source, h.last, h.state, g.articles, g.new, g.claims, g.problems, g.length)
        for h in found
        for g in (h.given,)
    )
    columns = ("source", "last run", "state", "articles", "new", "claims", "problems", "median length")
    as_table(out, columns, rows)
    for one in found:
        for warning in one.warnings:
            out.print(f"[yellow]warning:[/] {escape(f'{one.source}: {warning}')}")
    return sum(bool(one.warnings) for one in found)


def registered(out: Console, found: Sequence[Deployment], where: str, pool: str) -> None:
    """What a server was told, and what must run for it."""
    for one in found:
        times = ", ".join(f"«{cron}»" for cron in one.cron)
        out.print(escape(f"{one.name}: {times} {one.timezone}{', paused' if one.paused else ''}"))
    out.print(escape(f"registered with {where}; their worker: prefect worker start --limit 1 --pool {pool}"))
