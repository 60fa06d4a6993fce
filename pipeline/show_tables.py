"""A table of a version: plain lines for other programs, readable columns and a pager on a terminal."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.records import ROLES, SECOND, VALUE
from pipeline.show import as_table

if TYPE_CHECKING:
    import pandas as pd

WIDE = 110
"""Columns of a terminal from which on the evidence stands beside a claim, not under it."""

SIGNS = {"positive": ("+", "green"), "negative": ("−", "red"), "increasing": ("↑", ""), "decreasing": ("↓", "")}
"""What can be told without colour, and is coloured besides."""


def table(out: Console, name: str, rows: pd.DataFrame, limit: int, *, among: int | None = None, note: str = "") -> None:
    """The most telling columns of a table's first rows.

    Args:
        out: where to.
        name: the table's.
        rows: its rows, or those of them that were asked for.
        limit: how many to show.
        among: how many the table has, when not all were asked for.
        note: what else is to be known of the choice.
    """
    columns = _telling(name, list(rows.columns))
    shown = rows.head(limit)
    title = f"{name}: {len(shown)} of {len(rows)} rows"
    if among is not None:
        title += f" asked for, among {among}"
    title += f"; {note}" if note else ""
    if not out.is_terminal or name not in ROLES:
        as_table(out, columns, shown[columns].itertuples(index=False), title)
        return
    _paged(out, Group(escape(title), _claims(name, shown.to_dict("records"), out.width)))


def _telling(name: str, columns: list[str]) -> list[str]:
    if name in ROLES:
        first, second = ROLES[name]
        value, detail = VALUE[name], SECOND[name]
        return ["doc_id", first, value, detail, second, "factuality", "source", "cue", "confidence", "evidence"]
    chosen = {
        "documents": ["doc_id", "source", "title", "published_at", "n_sentences", "duplicate_of", "fictional"],
        "entities": ["doc_id", "sentence_id", "text", "label", "name", "rollup", "kind", "link"],
    }
    return chosen.get(name, columns)


def _claims(name: Any, rows: list[dict[Any, Any]], width: int) -> RenderableType:
    first, second = ROLES[name]
    wide = width >= WIDE
    grid = Table(box=None, padding=(0, 2, 0, 0), expand=wide, header_style="bold", pad_edge=False)
    grid.add_column("date", no_wrap=True)
    for head in (first, VALUE[name], second):
        grid.add_column(head, overflow="fold", max_width=24)
    grid.add_column("factuality", no_wrap=True)
    grid.add_column("sure", justify="right", no_wrap=True)
    if not wide:
        return Group(*_stacked(name, rows))
    grid.add_column("source", overflow="fold", max_width=16)
    grid.add_column("evidence", ratio=1, overflow="fold")
    for row in rows:
        cells = _cells(name, row)
        grid.add_row(*cells.values(), Text(_harmless(row["source"])), _evidence(row))
    return grid


def _cells(name: Any, row: Mapping[Any, Any]) -> dict[str, Text]:
    first, second = ROLES[name]
    sign, colour = SIGNS.get(row[VALUE[name]], ("=", ""))
    return {
        "date": Text(row["published_at"][:10] or "no date"),
        "first": Text(_harmless(row[first])),
        "value": Text(f"{sign} {row[SECOND[name]]}", style=colour),
        "second": Text(_harmless(row[second])),
        "factuality": Text(row["factuality"]),
        "sure": Text(f"{row['confidence']:.2f}"),
    }


def _stacked(name: Any, rows: list[dict[Any, Any]]) -> Iterator[RenderableType]:
    """For a narrow terminal: a line or two that say the claim, and the evidence under them."""
    for row in rows:
        cells = _cells(name, row)
        said = Text.assemble(
            "\n", (cells["first"].plain, "bold"), "  ", cells["value"], "  ", (cells["second"].plain, "bold")
        )
        yield said
        about = [cells["date"].plain, cells["factuality"].plain, cells["sure"].plain]
        about += [f"source: {_harmless(row['source'])}"] if row["source"] else []
        yield Padding(" · ".join(map(escape, about)), (0, 0, 0, 2))
        yield Padding(_evidence(row), (0, 0, 0, 2))


def _evidence(row: Mapping[Any, Any]) -> Text:
    """The sentence on one line, its cue set off."""
    before, after = row["cue_start"] - row["start"], row["cue_end"] - row["start"]
    sentence = row["evidence"]
    pieces = (sentence[:before], sentence[before:after], sentence[after:])
    plain = [_harmless(" ".join(("." + piece + ".").split())[1:-1]) for piece in pieces]
    return Text.assemble(plain[0], (plain[1], "bold underline"), plain[2])


def _harmless(text: str) -> str:
    """Text without signs that a terminal would obey: escape sequences, and marks that turn the direction of reading."""
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf"))


def _paged(out: Console, what: RenderableType) -> None:
    """Through the pager when it would run off the screen. ``less`` shows colours only when told to (-R)."""
    if len(out.render_lines(what, pad=False)) < out.height:
        out.print(what)
        return
    os.environ.setdefault("LESS", "-FRX")
    with out.pager(styles=not out.no_color):
        out.print(what)
