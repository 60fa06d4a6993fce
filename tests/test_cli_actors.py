"""``stasis actors`` and ``stasis evaluate-actors`` as a person meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.stages import Tools

GOLD = {
    "doc_id": "α",
    "title": "",
    "published_at": "",
    "text": "Η Γαλλία αντέδρασε. Επέκρινε την Τουρκία.",
    "sentences": [[0, 19], [20, 41]],
    "claims": [
        {
            "type": "stance",
            "sentence": 1,
            "holder": {"text": "Γαλλία", "name": "Γαλλία", "rollup": "DEU", "kind": "actor"},
            "target": {"text": "Τουρκία", "name": "Τουρκία", "rollup": "GRC", "kind": "actor"},
            "polarity": "negative",
            "category": "criticism",
            "factuality": "asserted",
            "source": "",
            "cue": "Επέκρινε",
        }
    ],
}


STATES = """kind: state
actors:
  - id: RUS
    name: η Ρωσία
    capital: [η Μόσχα]
    people: [ο Ρώσος]
    adjective: [ρωσικός]
"""


def stasis(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings of one's own, with a small gazetteer."""
    (tmp_path / "configs" / "actors").mkdir(parents=True)
    (tmp_path / "configs" / "actors" / "states.yaml").write_text(STATES, encoding="utf-8")
    (tmp_path / "configs" / "pipeline.yaml").write_text("sources: []\n", encoding="utf-8")
    return tmp_path / "configs" / "pipeline.yaml"


def test_evaluate_actors(tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.stages.load_tools", lambda *_, **__: tools)
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    said = stasis("evaluate-actors", tmp_path / "gold.jsonl", "--errors", tmp_path / "errors.csv")
    assert said.exit_code == 0
    assert "1.000 (1 of 1)" in said.stdout
    with (tmp_path / "errors.csv").open(encoding="utf-8-sig") as file:
        assert [(row["what"], row["rollup"]) for row in csv.DictReader(file)] == [("rollup", "GRC")]


def test_an_actor_is_added_and_found(config: Path) -> None:
    added = stasis("actors", "add", "ο Ιβάν Πετρόφσκι", "--kind", "person", "--id", "P_X", "--rollup", "RUS",
                   "--config", config)  # fmt: skip
    assert (added.exit_code, added.stderr) == (0, "")
    explained = stasis("actors", "explain", "Ο Πετρόφσκι επέκρινε την Κίνα.", "--config", config)
    assert "P_X" in explained.stdout
    assert "RUS" in explained.stdout
    assert stasis("actors", "check", config.parent / "actors" / "added-person.yaml", "--config", config).exit_code == 0


@pytest.mark.parametrize(
    ("kind", "told"), [("planet", "no kind of actor"), ("state", "stands already"), ("person", "stands already")]
)
def test_what_cannot_be_added(config: Path, kind: str, told: str) -> None:
    said = stasis("actors", "add", "η Ρωσία", "--kind", kind, "--id", "RUS", "--config", config)
    assert said.exit_code == 2
    assert told in said.stderr
    assert not list((config.parent / "actors").glob("added-*"))


def test_doubts_end_with_status_1(config: Path, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("kind: party\nactors:\n  - id: XQ\n    name: Κόμμα\n", encoding="utf-8")
    said = stasis("actors", "check", tmp_path / "x.yaml", "--config", config)
    assert said.exit_code == 1
    assert "no article" in said.stderr


def test_explain_reads_a_file(config: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("Η Μόσχα απάντησε.", encoding="utf-8")
    assert "RUS" in stasis("actors", "explain", tmp_path / "article.txt", "--config", config).stdout
