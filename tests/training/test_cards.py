"""Cards: what was measured stands on them, with the hash of the weights it was measured on; floors come from them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.training import cards
from pipeline.training.cards import FLOORED, folder_of, raise_floors, read_records, shipped, weights, write_card
from pipeline.training.modelfigures import FIGURES, ModelFigures

RATES = dict.fromkeys(FIGURES, 0.9)
FIGURES_OF_ONE = {
    "conll": {**RATES, "LAS": 0.8123},
    "spacy": {"UPOS": 0.95, "UFeats": 0.9, "Lemmas": 0.9, "UAS": 0.9, "LAS": 0.83, "Sentences": 0.9},
    "entities": {"p": 0.9, "r": 0.8, "f1": 0.8471},
    "tokens_per_second": 3456,
    "megabytes": 49.6,
}
DETAIL = {
    "entities": {"GPE": {"gold": 40, "rate": 0.9}, "LAW": {"gold": 3, "rate": 0.1}, "ORG": {"gold": 50, "rate": 0.7}},
    "features": {"Case": {"gold": 90, "rate": 0.92}},
    "relations": {"nsubj": {"gold": 30, "rate": 0.8}},
    "lemmas": {"X": {"gold": 1, "rate": 0.0}},
}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Where the two models would lie; only the first is there."""
    found = {"spacy": tmp_path / "el_stasis_news", "stanza": tmp_path / "el_stasis_stanza"}
    (found["spacy"] / "ner").mkdir(parents=True)
    (found["spacy"] / "ner" / "model").write_bytes(b"weights")
    monkeypatch.setattr(cards, "FOLDERS", found)
    return found


def figures(folder: Path, engine: str = "spacy") -> ModelFigures:
    return ModelFigures(engine, "shipped", folder, FIGURES_OF_ONE, DETAIL)


@pytest.mark.parametrize("engine", ["spacy", "stanza"])
def test_both_engines_have_a_card_from_one_template(folders: dict[str, Path], engine: str) -> None:
    folders[engine].mkdir(exist_ok=True)
    write_card(figures(folders[engine], engine))
    card = (folders[engine] / "README.md").read_text(encoding="utf-8")
    for words in (
        f"# {folders[engine].name}\n",
        f"`stasis evaluate-models --engine {engine} --data DIR --write`",
        f"`stasis train {engine} --data DIR",
        "| heads and relations (LAS) | 81.23 | 83.00 | 84.50 |",
        "| entities, F1 | 84.71 |  | 91.00 |",
        "| tokens a second, one core | 3,456 |  | 8,000 |",
        "| size, MB | 50 |  | 542 |",
        "| GPE | 40 | 90.00 |",
        "- Lowest entity types (F1), of what the test file has 20 times or more: ORG 70.00, GPE 90.00.",
        "Universal Dependencies 2.17",
        "## Known weaknesses",
        "## Intended use",
    ):
        assert words in card
    assert "{" not in card
    assert "Lowest lemmas" not in card  # nothing there is frequent enough
    assert "CC BY-NC-SA 4.0" in (folders[engine] / "LICENSE").read_text(encoding="utf-8")


def test_the_weights_are_known_again(folders: dict[str, Path]) -> None:
    before = weights(folders["spacy"])
    write_card(figures(folders["spacy"]))
    assert weights(folders["spacy"]) == before
    assert read_records()["spacy"].weights == before
    (folders["spacy"] / "ner" / "model").write_bytes(b"other weights")
    assert weights(folders["spacy"]) != before


def test_what_ships(folders: dict[str, Path]) -> None:
    assert shipped() == ["spacy"]
    folders["stanza"].mkdir()
    assert shipped() == ["spacy"]
    (folders["stanza"] / "tagger.pt").touch()
    assert shipped() == ["spacy", "stanza"]


def test_anothers_model_keeps_its_card(folders: dict[str, Path]) -> None:
    with pytest.raises(ModelError, match="not ours to write"):
        write_card(replace(figures(folders["spacy"]), model="el_other"))
    assert not (folders["spacy"] / "README.md").exists()


@pytest.mark.parametrize(("engine", "model"), [("spacy", "shipped"), ("stanza", "shipped"), ("spacy", "given")])
def test_where_a_model_lies(folders: dict[str, Path], tmp_path: Path, engine: str, model: str) -> None:
    place = str(tmp_path) if model == "given" else model
    assert folder_of(engine, place) == (tmp_path if model == "given" else folders[engine])


def test_an_engine_without_a_model_of_its_own(folders: dict[str, Path]) -> None:
    with pytest.raises(ModelError, match="«both»") as caught:
        folder_of("both", "shipped")
    assert caught.value.remedy == "choose one of: spacy, stanza"


@pytest.mark.parametrize("content", [None, "{", "[]", '{"weights": "α"}'])
def test_a_model_without_figures(folders: dict[str, Path], content: str | None) -> None:
    if content is not None:
        (folders["spacy"] / "figures.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="figures cannot be read") as caught:
        read_records()
    assert caught.value.remedy == "run «stasis evaluate-models --data DIR --write»"


def test_floors_rise_to_the_cards(folders: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text('{"original": {"f1": 0.5}, "models": {"spacy": {"conll": {"LAS": 0.8}}}}', encoding="utf-8")
    write_card(figures(folders["spacy"]))
    changed = raise_floors(path)
    assert changed["models.spacy.conll.LAS"] == (0.8, 0.8113)
    assert changed["models.spacy.entities.f1"] == (None, 0.8461)
    assert set(changed) == {f"models.spacy.{name}" for name in FLOORED}
    assert json.loads(path.read_text(encoding="utf-8"))["original"] == {"f1": 0.5}
    assert raise_floors(path) == {}
