"""What lies between the data files and Stanza's trainers, and between these and what ships."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
import torch
from spacy.tokens import Doc

from pipeline.errors import ModelError
from pipeline.settings import SHIPPED_CONFIGS, load
from pipeline.training.jackknife import _retagged
from pipeline.training.stanza import Trainers, _command, in_capitals
from pipeline.training.stanza_package import pack

NAMES = ("tokenize", "mwt", "pos", "lemma", "depparse", "pretrain")


@pytest.mark.parametrize(
    ("text", "capitals"),
    [("Η Άγκυρα στη Ρώμη, 3%", "Η ΑΓΚΥΡΑ ΣΤΗ ΡΩΜΗ, 3%"), ("προΐσταται ο ΰς", "ΠΡΟΙΣΤΑΤΑΙ Ο ΥΣ"), ("Straße", "STRAßE")],
)
def test_capitals(text: str, capitals: str) -> None:
    assert in_capitals(text) == capitals


def test_the_options_that_ship_make_commands(tmp_path: Path) -> None:
    options = load(SHIPPED_CONFIGS / "training" / "stanza.yaml", Trainers)
    command = _command("depparse", {"train_file": Path("a.conllu")}, options.depparse, tmp_path)
    assert command[0] == "stanza.models.parser"
    assert "--no_xpos" in command
    assert command[command.index("--train_file") + 1] == "a.conllu"
    assert command[command.index("--seed") + 1] == "1234"
    assert "--lang" not in _command("lemma", {}, options.lemma, tmp_path)


def test_tags_are_written_into_the_treebank() -> None:
    lines = ["# text = Πήγα στη Ρόδο\n", "1\tΠήγα\tπηγαίνω\tVERB\tVERB\tA=B\t0\troot\t_\t_\n"]
    lines += ["2-3\tστη\t_\t_\t_\t_\t_\t_\t_\t_\n", "2\tσ\tσε\tADP\tADP\t_\t4\tcase\t_\t_\n"]
    lines += ["3\tτη\tο\tDET\tDET\tC=D\t4\tdet\t_\t_\n", "4\tΡόδο\tΡόδος\tPROPN\tPROPN\tE=F\t1\tobl\t_\t_\n", "\n"]
    doc = Doc(spacy.blank("el").vocab, words=["Πήγα", "στη", "Ρόδο"], pos=["NOUN", "ADP", "X"], morphs=["", "", "G=H"])
    found = list(_retagged(lines, iter(doc)))
    assert found[1] == "1\tΠήγα\tπηγαίνω\tNOUN\tNOUN\t_\t0\troot\t_\t_\n"
    assert found[2:5] == lines[2:5]
    assert found[5] == "4\tΡόδο\tΡόδος\tX\tX\tG=H\t1\tobl\t_\t_\n"


def test_a_package_is_small_and_says_nothing_of_the_machine(tmp_path: Path) -> None:
    parts = {}
    for name in NAMES:
        parts[name] = tmp_path / f"{name}.pt"
        content = {"model": {"w": torch.ones(3), "n": torch.ones(3, dtype=torch.long)}, "dict": {"στα": "σ τα"}}
        torch.save(content | {"config": {"train_file": "/home/x", "lr": 1.0}, "optimizer_state_dict": {}}, parts[name])
    size = pack(parts, tmp_path / "out")
    assert size == sum(path.stat().st_size for path in (tmp_path / "out").rglob("*") if path.is_file())
    packed = torch.load(tmp_path / "out" / "el" / "mwt" / "stasis.pt", weights_only=True)
    assert {key: tensor.dtype for key, tensor in packed["model"].items()} == {"w": torch.half, "n": torch.long}
    assert packed["config"] == {"train_file": None, "lr": 1.0}
    assert "optimizer_state_dict" not in packed
    assert packed["dict"]["στης"] == "σ της"
    index = json.loads((tmp_path / "out" / "resources.json").read_text(encoding="utf-8"))["el"]
    assert index["depparse"]["stasis"]["dependencies"] == [{"model": "pretrain", "package": "stasis"}]


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="«tokenize» is not there"):
        pack({}, tmp_path)
