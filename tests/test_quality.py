"""The quality gate for claims: none falls below ``floors.json``; and the figures are those of the reference scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.floors import check_floors
from pipeline.measure import measure
from pipeline.settings import Pipeline
from pipeline.stages import Tools

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
FLOORED = (
    "stance.detect.f1",
    "stance.full.f1",
    "stance.between_actors.full.f1",
    "dependence.detect.f1",
    "dependence.full.f1",
)


@pytest.fixture(autouse=True)
def loaded(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are those of the session."""
    monkeypatch.setattr("pipeline.stages.load_tools", lambda *_, **__: tools)


def test_no_figure_is_below_its_floor(pipeline: Pipeline, configs: Path) -> None:
    reports = measure([HERE / "gold" / "original.jsonl"], pipeline, configs)
    found = {name: report.as_dict() for name, report in reports.items()}
    assert check_floors(found, HERE / "floors.json", under="original") == []


@pytest.mark.parametrize("figure", FLOORED)
def test_every_figure_of_weight_has_a_floor(figure: str) -> None:
    floor = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["original"]
    for name in figure.split("."):
        floor = floor[name]
    assert 0 < floor < 1


def test_the_published_tables_have_the_same_figures(
    api: str, tmp_path: Path, pipeline: Pipeline, configs: Path
) -> None:
    gold, scorer = SHARED / "gold" / "dev-seed.jsonl", SHARED / "tools" / "score_claims.py"
    if not (gold.exists() and scorer.exists()):
        pytest.skip("the gold and the scorer that lie beside the project are not here")
    with temporary_settings({PREFECT_API_URL: api}):
        said = CliRunner().invoke(app, ["run", "--input", str(gold), "--output", str(tmp_path)], catch_exceptions=False)
    assert said.exit_code == 0
    tables = [tmp_path / "csv" / f"{kind}.csv" for kind in ("stance", "dependence")]
    subprocess.run(
        [sys.executable, scorer, gold, *tables, "--json", tmp_path / "figures.json"], check=True, capture_output=True
    )
    theirs = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    ours = measure([gold], pipeline, configs)["dev-seed"].as_dict()
    assert json.loads(json.dumps(ours)) == theirs
