"""The quality gate: on the gold claims of the sample articles nothing falls below ``floors.json``."""

from __future__ import annotations

from pathlib import Path

from pipeline.evaluate import evaluate
from pipeline.floors import check_floors
from pipeline.gold import read_gold
from pipeline.measure import find_claims
from pipeline.stages import Tools

HERE = Path(__file__).parent


def test_no_figure_is_below_its_floor(tools: Tools) -> None:
    gold = read_gold(HERE / "gold" / "original.jsonl")
    reports = {"original": evaluate(gold, list(find_claims(tools, gold.values()))).as_dict()}
    assert check_floors(reports, HERE / "floors.json") == []
