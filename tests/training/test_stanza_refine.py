"""Stanza's tagger and parser trained on, from those that ship, for two steps on three sentences."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path
from shutil import copy

import pytest
import torch
from small_data import CONLLU

from pipeline.annotate import Engine
from pipeline.annotate.stanza_model import SHIPPED
from pipeline.records import Article
from pipeline.training.stanza_refine import LONGEST, Refining, _alternating, refine, write_silver

MODELS = {"pos": "pos", "depparse": "depparse", "pretrain": "pretrain"}
OPTIONS = Refining(seed=1, sentences=2, tagger_steps=2, tagger_rate=0.001, parser_steps=2, parser_rate=0.001)


def weights(path: Path) -> dict[str, torch.Tensor]:
    return dict(torch.load(path, weights_only=True)["model"])


def test_silver_leaves_out_what_is_too_short_or_too_long(engine: Engine, tmp_path: Path) -> None:
    texts = ["Η Γαλλία στηρίζει το Κίεβο.", "Ναι", "λέξη " * (LONGEST + 1)]
    path = tmp_path / "silver.conllu"
    assert write_silver(engine, (Article(str(i), text) for i, text in enumerate(texts)), path) == 1
    assert "# text = Η Γαλλία στηρίζει το Κίεβο." in path.read_text(encoding="utf-8")


def test_both_are_trained_on_and_again_the_same(tmp_path: Path) -> None:
    treebank = tmp_path / "treebank.conllu"
    treebank.write_text(CONLLU, encoding="utf-8")
    for work in (tmp_path / "one", tmp_path / "two"):
        work.mkdir()
        for name in MODELS:
            copy(SHIPPED / "el" / name / "stasis.pt", work / f"{name}.pt")
    # In a process of its own, as trainings are: Stanza draws from the generator of random numbers that all threads of a
    # process share, and other tests leave threads behind.
    training = get_context("spawn").Process(target=_train_twice, args=(treebank, tmp_path))
    training.start()
    training.join()
    assert training.exitcode == 0
    for name in ("pos", "depparse"):
        one, two = (weights(tmp_path / work / f"{name}.pt") for work in ("one", "two"))
        before = weights(SHIPPED / "el" / name / "stasis.pt")
        assert not all(torch.equal(one[key], before[key].float()) for key in before)
        assert all(torch.equal(one[key], two[key]) for key in one)


@pytest.mark.parametrize("number", [1, 5])
def test_gold_and_silver_alternate(number: int) -> None:
    batches = _alternating(iter("γ" * number), iter("ρ" * number))
    assert "".join(next(batches) for _ in range(2 * number)) == "γρ" * number


def _train_twice(treebank: Path, folder: Path) -> None:
    told: list[str] = []
    for name in ("one", "two"):
        refine({"train": treebank, "dev": treebank}, treebank, folder / name, OPTIONS, told.append)
    assert len(told) == 4
