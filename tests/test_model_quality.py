"""The gate for the language models that ship: card, weights and floors agree, and a fresh measurement holds them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.annotate import Engine
from pipeline.floors import check_floors
from pipeline.training.cards import FLOORED, FOLDERS, read_records, shipped, weights
from pipeline.training.judge import TREEBANK, judge

FLOORS = Path(__file__).parent / "floors.json"
DATA = Path(os.environ.get("STASIS_DATA") or Path(__file__).parents[2] / "shared" / "data")
ENGINES = shipped()
MEGABYTES = 60


def test_the_default_engine_ships() -> None:
    assert "spacy" in ENGINES


def test_no_card_is_below_its_floor() -> None:
    records = read_records()
    reports = {"models": {engine: record.figures for engine, record in records.items()}}
    assert check_floors(reports, FLOORS, under="models") == []


@pytest.mark.parametrize("engine", ENGINES)
def test_the_figures_are_those_of_the_weights(engine: str) -> None:
    remedy = f"new weights: run «stasis evaluate-models --engine {engine} --data DIR --write»"
    assert read_records()[engine].weights == weights(FOLDERS[engine]), remedy


@pytest.mark.parametrize("engine", ENGINES)
def test_every_figure_of_weight_has_a_floor(engine: str) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["models"][engine]
    assert {f"{group}.{name}" for group, inner in floors.items() for name in inner} >= set(FLOORED)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_model_is_small(engine: str) -> None:
    assert 0 < read_records()[engine].figures["megabytes"] <= MEGABYTES


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("name", ENGINES)
def test_measured_anew_no_figure_is_below_its_floor(name: str, request: pytest.FixtureRequest) -> None:
    if not (DATA / TREEBANK).is_file():
        pytest.skip(f"treebank and entities, which may not lie in the repository, are not in {DATA} (or STASIS_DATA)")
    if name == "stanza":
        pytest.importorskip("stanza", reason="the extra [stanza] is not installed")
    engine: Engine = request.getfixturevalue({"spacy": "engine", "stanza": "stanza_engine"}[name])
    figures = judge(engine, DATA, model="shipped", folder=FOLDERS[name])
    assert check_floors({"models": {name: figures.figures}}, FLOORS, under=f"models.{name}") == []
