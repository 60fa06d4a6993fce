"""A pipeline the user names: taken when it has what is needed, else refused with what it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.annotate import fingerprint, load_engine
from pipeline.annotate.spacy_engine import NEEDED
from pipeline.errors import ModelError
from pipeline.records import Article

TEXT = "Η Γαλλία στηρίζει το Κίεβο."


def trained(*components: str | tuple[str, str]) -> Language:
    """A pipeline made ready, not trained, of these factories (with names of their own where a pair is given)."""
    nlp = spacy.blank("el")
    for component in components:
        factory, name = component if isinstance(component, tuple) else (component, component)
        nlp.add_pipe(factory, name=name, config={"mode": "rule"} if factory == "lemmatizer" else {})
    words = ["Η", "Γαλλία", "στηρίζει", "το", "Κίεβο", "."]
    doc = Doc(
        nlp.vocab, words=words, spaces=[True, True, True, True, False, False], heads=[1, 2, 2, 4, 2, 2],
        deps=["det", "nsubj", "ROOT", "det", "obj", "punct"], pos=["DET", "PROPN", "VERB", "DET", "PROPN", "PUNCT"],
        lemmas=["ο", "Γαλλία", "στηρίζω", "ο", "Κίεβο", "."], ents=["O", "B-GPE", "O", "O", "B-GPE", "O"],
    )  # fmt: skip
    tables = Lookups()
    for name in ("lemma_index", "lemma_exc", "lemma_rules"):
        tables.add_table(name, {})
    pipes: list[tuple[str, Any]] = nlp.pipeline
    for name, pipe in pipes:
        if nlp.get_pipe_meta(name).factory == "lemmatizer":
            pipe.initialize(lookups=tables)
        else:
            pipe.initialize(lambda: [Example(doc.copy(), doc)], nlp=nlp)
    return nlp


ALL = ("morphologizer", "trainable_lemmatizer", "parser", "ner")


@pytest.mark.parametrize(
    "components",
    [
        ALL,
        ("morphologizer", "lemmatizer", "parser", "ner"),  # lemmas by rule, as the published pipelines have them
        ("morphologizer", "lemmatizer", "parser", ("ner", "my_names")),
    ],
)
def test_a_pipeline_with_all_it_needs_is_taken(tmp_path: Path, components: tuple[str | tuple[str, str], ...]) -> None:
    trained(*components).to_disk(tmp_path / "model")
    engine = load_engine("spacy", str(tmp_path / "model"))
    (parsed,) = engine.parse([Article("α", TEXT)])
    assert parsed.doc.text == TEXT
    assert fingerprint("spacy", str(tmp_path / "model")) != fingerprint("spacy")


@pytest.mark.parametrize(
    ("components", "lacks"),
    [
        ((), "morphologizer, trainable_lemmatizer, parser, ner"),
        (("parser",), "morphologizer, trainable_lemmatizer, ner"),
        (("morphologizer", "lemmatizer", "parser"), "ner"),
        (("morphologizer", "parser", "ner"), "trainable_lemmatizer"),
        (("morphologizer", "lemmatizer", "parser", ("morphologizer", "ner")), "ner"),  # called so, but none
    ],
)
def test_a_pipeline_is_refused_with_what_it_lacks(
    tmp_path: Path, components: tuple[str | tuple[str, str], ...], lacks: str
) -> None:
    trained(*components).to_disk(tmp_path / "model")
    with pytest.raises(ModelError, match="the pipeline lacks") as caught:
        load_engine("spacy", str(tmp_path / "model"))
    assert caught.value.problem == f"the pipeline lacks {lacks}"
    assert caught.value.place == str(tmp_path / "model")
    assert caught.value.remedy == "name a pipeline with all of: " + ", ".join(NEEDED)


def test_a_component_that_is_switched_off_is_lacking(tmp_path: Path) -> None:
    nlp = trained(*ALL)
    nlp.disable_pipe("ner")
    nlp.to_disk(tmp_path / "model")
    with pytest.raises(ModelError, match="lacks ner"):
        load_engine("spacy", str(tmp_path / "model"))


@pytest.mark.parametrize("model", ["el_core_news_gone", "no/such/folder"])
def test_what_is_not_installed_is_refused(model: str) -> None:
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_engine("spacy", model)
    assert caught.value.place == model
    assert "set model to «shipped»" in caught.value.remedy


@pytest.mark.parametrize("config", ["", "nonsense", '[nlp]\nlang = "el"\npipeline = ["my_own_component"]\n'])
def test_a_folder_that_holds_no_pipeline_is_refused(tmp_path: Path, config: str) -> None:
    (tmp_path / "meta.json").write_text('{"lang": "el", "name": "mine"}', encoding="utf-8")
    (tmp_path / "config.cfg").write_text(config, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_engine("spacy", str(tmp_path))
