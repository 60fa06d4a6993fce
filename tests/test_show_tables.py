"""Claims on a terminal: columns that fit, colour that repeats a sign, a pager for what is longer than the screen."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from results import result, stance
from rich.console import Console

from pipeline.catalogue import TABLES
from pipeline.show_tables import table
from pipeline.tables import to_tables


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """What a pager is told stays in the test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", dict(os.environ))
        patch.delenv("NO_COLOR", raising=False)
        yield


def claims(n: int = 1, evidence: str = "Η Άγκυρα στηρίζει\tτο Μπακού.") -> pd.DataFrame:
    found = tuple(replace(stance(shift=i), evidence=evidence, value="negative", detail="criticism") for i in range(n))
    return TABLES["stance"].frame(to_tables([result(claims=found)])["stance"])


def shown(rows: pd.DataFrame, width: int, *, height: int = 50, colour: bool = False) -> str:
    out = Console(
        file=io.StringIO(), force_terminal=True, width=width, height=height, no_color=not colour,
        color_system="standard" if colour else None, highlight=False,
    )  # fmt: skip
    table(out, "stance", rows, 20)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


@pytest.mark.parametrize("width", [40, 80, 109, 110, 160])
def test_nothing_is_wider_than_the_terminal_and_nothing_is_lost(width: int) -> None:
    said = shown(claims(), width)
    assert max(map(len, said.splitlines())) <= width
    for word in ("Τουρκία", "− criticism", "Αζερμπαϊτζάν", "2022-11-20", "asserted", "0.91"):
        assert word in said
    assert "Η Άγκυρα στηρίζει το Μπακού." in " ".join(said.split())


def test_colour_only_repeats_what_a_sign_says() -> None:
    assert "\x1b[31m− criticism" in shown(claims(), 160, colour=True)
    assert "\x1b[1;4mστηρίζει\x1b[0m" in shown(claims(), 160, colour=True)
    assert "− criticism" in shown(claims(), 160)


def test_text_cannot_command_the_terminal() -> None:
    said = shown(claims(evidence="\x1b[2J\u202e\x07[bold]Η Άγ στηρίζει το Μπακού."), 160)
    assert not re.search("[\x1b\x07\u202e]", said)
    assert "[bold]" in said


def test_what_is_longer_than_the_screen_goes_through_a_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    paged: list[str] = []
    monkeypatch.setattr("pydoc.pager", paged.append)
    assert shown(claims(9), 80, height=10) == ""
    assert "stance: 9 of 9 rows" in paged[0]
    assert os.environ["LESS"] == "-FRX"
    assert shown(claims(1), 80, height=20)
    assert len(paged) == 1
