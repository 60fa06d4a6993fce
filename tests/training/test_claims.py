"""The claim scorer made from a few articles: it learns, it is the same every time, and it is refused when broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.actors import Gazetteer, link
from pipeline.annotate import Engine
from pipeline.claims.lexicon import Lexicon
from pipeline.claims.ranking import NUMBERS
from pipeline.claims.scorer import load_scorer
from pipeline.errors import ModelError
from pipeline.gold import read_gold
from pipeline.training.claims import fit, write
from pipeline.training.examples import AT_CUE, CueRow, Names, rows

GOLD = Path(__file__).parents[1] / "gold" / "original.jsonl"


@pytest.fixture(scope="module")
def taught(engine: Engine, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[list[CueRow], Names]:
    """The rows of the articles written for the project."""
    gold = read_gold(GOLD)
    names, found = Names(), list[CueRow]()
    for parsed in engine.parse([doc.article() for doc in gold.values()]):
        found += rows(parsed, link(parsed, gazetteer), gold[parsed.article.doc_id], lexicon, names)
    return found, names


def test_what_is_taught(taught: tuple[list[CueRow], Names]) -> None:
    found, _ = taught
    cues = [row for row in found if row.is_cue]
    assert 0.1 < len(cues) / len(found) < 0.9
    # A pair is right at a cue only if both its sides are.
    for row in cues:
        for (i, j), label in row.pairs.items():
            assert label != AT_CUE or (row.holders[i][1] and row.targets[j][1])


@pytest.mark.no_cover
def test_it_learns_and_is_the_same_every_time(taught: tuple[list[CueRow], Names], tmp_path: Path) -> None:
    models = [fit(*taught, lambda line: None) for _ in range(2)]
    for number, model in enumerate(models):
        write(model, tmp_path / f"{number}.json")
    assert (tmp_path / "0.json").read_bytes() == (tmp_path / "1.json").read_bytes()
    weights = load_scorer(tmp_path / "0.json").weights["stance"]
    subject, object_ = (weights.holder.by_feature.get(f"verb:slot={slot}", 0.0) for slot in ("subject", "object"))
    assert subject > object_
    rest = [0] * (len(NUMBERS) - 8)
    likely, unlikely = weights.pair.probabilities(
        [[3, 3, 3, 0, 0, 2, 2, 4, *rest], [-3, -3, -3, 3, 3, -2, -2, 4, *rest]]
    )
    assert likely > unlikely


@pytest.mark.parametrize("spoil", ["not JSON", "a part is missing", "a matrix is cut"])
def test_a_broken_scorer_is_refused(taught: tuple[list[CueRow], Names], tmp_path: Path, spoil: str) -> None:
    path = tmp_path / "claims.json"
    model = json.loads((Path(__file__).parents[2] / "pipeline" / "models" / "claims.json").read_text(encoding="utf-8"))
    if spoil == "a part is missing":
        del model["stance"]["cue"]
    elif spoil == "a matrix is cut":
        model["stance"]["pair"]["perceptrons"][0]["hidden"].pop()
    path.write_text("{" if spoil == "not JSON" else json.dumps(model), encoding="utf-8")
    with pytest.raises(ModelError, match="stasis train claims") as error:
        load_scorer(path)
    assert str(path) in str(error.value)
