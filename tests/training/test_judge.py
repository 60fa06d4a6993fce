"""Measuring an engine: the figures of one that knows the answers, and of the same with one mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_data import Reciting, write
from spacy.tokens import Doc, MorphAnalysis, Span
from typer.testing import CliRunner

from pipeline.annotate import Engine
from pipeline.cli import app
from pipeline.errors import ModelError
from pipeline.records import Article
from pipeline.settings import Pipeline
from pipeline.training import judge as judging
from pipeline.training.judge import ENTITIES, RAW, TREEBANK, judge, judge_all
from pipeline.training.modelfigures import ModelFigures

PERFECT = {
    **{f"conll.{name}": 1.0 for name in ("Tokens", "Words", "Sentences", "UPOS", "UFeats", "Lemmas", "UAS", "LAS")},
    **{f"spacy.{name}": 1.0 for name in ("Tokens", "Sentences", "UPOS", "XPOS", "UFeats", "Lemmas", "UAS", "LAS")},
    **{f"entities.{name}": 1.0 for name in ("p", "r", "f1")},
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small test files."""
    return write(tmp_path_factory.mktemp("data"))


def measured(data: Path, spoil: Callable[[Doc], object] = bool) -> ModelFigures:
    """The figures of the engine that recites, its answers changed."""
    return judge(Reciting(data, spoil), data, model="shipped", folder=data)


def flat(figures: ModelFigures) -> dict[str, float]:
    """The rates by dotted name."""
    return {f"{group}.{k}": v for group in ("conll", "spacy", "entities") for k, v in figures.figures[group].items()}


def word(text: str, change: Callable[[Doc, int], object]) -> Callable[[Doc], None]:
    """Change the token of that form wherever it stands."""

    def spoil(doc: Doc) -> None:
        for token in doc:
            if token.text == text and doc.has_annotation("DEP"):
                change(doc, token.i)

    return spoil


def entities(change: Callable[[Doc], list[Span]]) -> Callable[[Doc], None]:
    """Other entities for the text about Nikos."""

    def spoil(doc: Doc) -> None:
        if "Παππάς" in doc.text:
            doc.ents = change(doc)

    return spoil


# 15 words in 14 tokens, 10 of them no punctuation; 3 sentences; 3 entities.
@pytest.mark.parametrize(
    ("spoil", "changed"),
    [
        (bool, {}),
        (
            word("Κίεβο", lambda doc, i: setattr(doc[i], "lemma_", "κίεβος")),
            {"conll.Lemmas": 14 / 15, "spacy.Lemmas": 13 / 14},
        ),
        (
            word("Κίεβο", lambda doc, i: setattr(doc[i], "dep_", "iobj")),
            {"conll.LAS": 14 / 15, "spacy.LAS": 9 / 10},
        ),
        (
            word("Κίεβο", lambda doc, i: setattr(doc[i], "dep_", "obj:lvc")),  # CoNLL leaves subtypes aside
            {"spacy.LAS": 9 / 10},
        ),
        (
            word(".", lambda doc, i: setattr(doc[i], "head", doc[i - 1])),  # spaCy leaves punctuation aside
            {"conll.UAS": 13 / 15, "conll.LAS": 13 / 15},
        ),
        (
            word(
                "στην", lambda doc, i: setattr(doc[i], "morph", MorphAnalysis(doc.vocab, "Case=Gen"))
            ),  # the article's features, not the preposition's
            {"conll.UFeats": 14 / 15, "spacy.UFeats": 13 / 14},
        ),
        (
            word("Γαλλία", lambda doc, i: setattr(doc[i], "pos_", "NOUN")),
            {"conll.UPOS": 14 / 15, "spacy.UPOS": 13 / 14},
        ),
        (entities(lambda doc: []), {"entities.r": 2 / 3, "entities.f1": 4 / 5}),
        (
            entities(lambda doc: [Span(doc, 2, 3, label="PERSON")]),  # half a name is no entity
            {"entities.p": 2 / 3, "entities.r": 2 / 3, "entities.f1": 2 / 3},
        ),
        (
            entities(lambda doc: [Span(doc, 1, 3, label="ORG")]),
            {"entities.p": 2 / 3, "entities.r": 2 / 3, "entities.f1": 2 / 3},
        ),
    ],
)
def test_each_mistake_shows_in_its_figures_alone(
    data: Path, spoil: Callable[[Doc], object], changed: dict[str, float]
) -> None:
    found = flat(measured(data, spoil))
    wanted = {**PERFECT, **{name: round(rate, 4) for name, rate in changed.items()}}
    assert {name: found[name] for name in wanted} == wanted


def test_in_detail(data: Path) -> None:
    def spoil(doc: Doc, i: int) -> None:
        doc[i].lemma_, doc[i].dep_ = "κ", "iobj"

    detail = measured(data, word("Κίεβο", spoil)).detail
    assert detail["lemmas"]["PROPN"] == {"gold": 3, "rate": 0.6667}
    assert detail["lemmas"]["VERB"] == {"gold": 4, "rate": 1.0}
    assert detail["relations"]["obj"] == {"gold": 1, "rate": 0.0}
    assert "iobj" not in detail["relations"]  # the test file has none
    assert detail["features"]["Tense"] == {"gold": 4, "rate": 1.0}
    assert detail["entities"] == {"GPE": {"gold": 2, "rate": 1.0}, "PERSON": {"gold": 1, "rate": 1.0}}


def test_speed_and_size(data: Path) -> None:
    figures = measured(data).figures
    assert figures["tokens_per_second"] > 0
    size = sum((data / path).stat().st_size for path in (TREEBANK, ENTITIES, RAW))
    assert figures["megabytes"] == round(size / 1e6, 1)


def test_the_engine_that_ships(data: Path, engine: Engine) -> None:
    found = flat(judge(engine, data, model="shipped", folder=data))
    assert found["conll.Tokens"] == found["conll.Words"] == found["spacy.Tokens"] == 1
    assert found["conll.UPOS"] > 0.8
    assert found["entities.f1"] > 0.5


@pytest.mark.parametrize("path", [TREEBANK, ENTITIES, RAW])
def test_a_test_file_that_is_not_there(tmp_path: Path, path: Path) -> None:
    engine = Reciting(write(tmp_path))
    (tmp_path / path).unlink()
    with pytest.raises(ModelError, match="the test file is not there") as caught:
        judge(engine, tmp_path, model="shipped", folder=tmp_path)
    assert caught.value.place == str(tmp_path / path)


def test_an_engine_that_gives_other_text(data: Path, tmp_path: Path) -> None:
    engine = Reciting(data)
    other = write(tmp_path)
    (other / TREEBANK).write_text((data / TREEBANK).read_text(encoding="utf-8").replace("Μίλησε", "Έλεγε"), "utf-8")
    with pytest.raises(ModelError, match="cannot be compared"):
        judging._conll(other / TREEBANK, [*engine.parse([Article("α", "Φεύγω, είπε.")])])


@pytest.mark.parametrize(
    ("engine", "settings", "loaded"),
    [
        (None, None, [("spacy", "shipped"), ("stanza", "shipped")]),
        ("stanza", None, [("stanza", "shipped")]),
        (None, Pipeline(model="el_other"), [("spacy", "el_other")]),
        ("spacy", Pipeline(model="el_other"), [("spacy", "el_other")]),
        ("stanza", Pipeline(model="el_other"), [("stanza", "shipped")]),
    ],
)
def test_which_engines_are_measured(
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine: str | None,
    settings: Pipeline | None,
    loaded: list[tuple[str, str]],
) -> None:
    asked: list[tuple[str, str]] = []

    def load(name: str, model: str) -> Engine:
        asked.append((name, model))
        return Reciting(data)

    monkeypatch.setattr(judging, "load_engine", load)
    monkeypatch.setattr("pipeline.training.cards.shipped", lambda: ["spacy", "stanza"])
    monkeypatch.setattr("pipeline.training.cards.folder_of", lambda *_: data)
    assert [figures.model for figures in judge_all(data, engine, settings)] == [model for _, model in loaded]
    assert asked == loaded


class TestCommand:
    @pytest.fixture(autouse=True)
    def recited(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The engine that recites takes the place of every other."""
        monkeypatch.setattr(judging, "load_engine", lambda *_: Reciting(data))

    def test_prints_the_table(self, data: Path) -> None:
        said = CliRunner().invoke(app, ["evaluate-models", "--data", str(data), "--engine", "spacy"])
        assert said.exit_code == 0
        assert said.stdout.startswith("spacy: shipped\nfigure\tmeasured\tspacy evaluate\tpublished\n")
        assert "\nlemmas\t100.00\t100.00\t89.60\n" in said.stdout
        assert "\nentities, F1\t100.00\t\t91.00\n" in said.stdout
        assert "Tense" not in said.stdout

    def test_prints_the_detail(self, data: Path) -> None:
        said = CliRunner().invoke(app, ["evaluate-models", "--data", str(data), "--engine", "spacy", "--detail"])
        assert "\nmorphological features (F1)\nname\tin the test file\tpercent\n" in said.stdout
        assert "\nTense\t4\t100.00\n" in said.stdout

    def test_data_that_is_not_there(self, tmp_path: Path) -> None:
        said = CliRunner().invoke(app, ["evaluate-models", "--data", str(tmp_path), "--engine", "spacy"])
        assert said.exit_code == 2
        assert "the test file is not there\n  -> give --data the folder with ud/, ner/ and news/" in said.stderr
