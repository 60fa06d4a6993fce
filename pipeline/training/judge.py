"""``stasis evaluate-models``: an engine, as it ships, measured on the test files, raw text in.

Syntax: each document of the treebank's test file is one article; what comes out is scored as the CoNLL 2018 shared
task does (Zeman et al. 2018, by the UD project's ``udtools``) and as ``spacy evaluate`` does, which leaves punctuation
out of UAS and LAS and counts surface tokens. Entities: those of elNER-18, right when start, end and type are.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time

import spacy
from spacy.scorer import PRFScore, Scorer
from spacy.tokens import Doc
from spacy.training import Example
from udtools import udeval

from pipeline.annotate import Engine, load_engine
from pipeline.annotate.spacy_engine import SpacyEngine
from pipeline.errors import ModelError
from pipeline.records import Article, Parsed
from pipeline.settings import Pipeline
from pipeline.training import cards, corpora, treebank
from pipeline.training.modelfigures import FIGURES, Counted, ModelFigures

TREEBANK = Path("ud/el_gdt-ud-test.conllu")
ENTITIES = Path("ner/test_elNER18.iob2")
RAW = Path("news/elner-test.jsonl")

SPACY = {
    "Tokens": "token_f",
    "Sentences": "sents_f",
    "UPOS": "pos_acc",
    "XPOS": "tag_acc",
    "UFeats": "morph_acc",
    "Lemmas": "lemma_acc",
    "UAS": "dep_uas",
    "LAS": "dep_las",
}
"""Name of a figure → spaCy's."""

SCORED = ("tagger", "morphologizer", "trainable_lemmatizer", "parser")
"""Components whose figures are asked of spaCy's scorer where no spaCy pipeline made the analysis."""


def judge_all(data: Path, engine: str | None, settings: Pipeline | None) -> Iterator[ModelFigures]:
    """Measure the engines asked for, one after the other.

    Args:
        data: the folder with ``ud/``, ``ner/`` and ``news/``.
        engine: only this one; None for that of ``settings``.
        settings: engine and model; None for every engine whose model ships.

    Raises:
        ModelError: when an engine cannot be loaded or a test file is not there.
    """
    models = {settings.engine: settings.model} if settings else dict.fromkeys(cards.shipped(), "shipped")
    for name in [engine] if engine else list(models):
        model = models.get(name, "shipped")
        loaded = load_engine(name, model)
        yield judge(loaded, data, model=model, folder=cards.folder_of(name, model))


def judge(engine: Engine, data: Path, *, model: str, folder: Path) -> ModelFigures:
    """Measure one engine.

    Args:
        engine: what to measure, loaded.
        data: the folder with the test files.
        model: the engine's model, as the settings name it.
        folder: where the model lies, for its size.

    Raises:
        ModelError: when a test file is not there, or the engine changed the text.
    """
    for path in (TREEBANK, ENTITIES, RAW):
        if not (data / path).is_file():
            remedy = "give --data the folder with ud/, ner/ and news/"
            raise ModelError("the test file is not there", place=data / path, remedy=remedy)
    # spaCy's scorer looks up the words of both sides in one vocabulary.
    nlp = engine.nlp if isinstance(engine, SpacyEngine) else spacy.blank("xx")
    gold = list(corpora.read_treebank(data / TREEBANK, nlp, per_doc=0))
    parsed = list(engine.parse(Article(f"d{i}", doc.text) for i, doc in enumerate(gold, start=1)))
    scores, detail = _spacy(_docs(engine, gold, parsed), gold)
    entities, types, speed = _entities(engine, data)
    figures = {
        "conll": _conll(data / TREEBANK, parsed),
        "spacy": scores,
        "entities": entities,
        "tokens_per_second": round(speed),
        "megabytes": round(cards.megabytes(folder), 1),
    }
    return ModelFigures(engine.name, model, folder, figures, {"entities": types, **detail})


def _conll(gold: Path, parsed: Sequence[Parsed]) -> dict[str, float]:
    system = io.StringIO("".join(map(treebank.to_conllu, parsed)))
    try:
        with gold.open(encoding="utf-8") as lines:
            right = udeval.load_conllu(lines, str(gold), {})
        scores = udeval.evaluate(right, udeval.load_conllu(system, "the engine's", {}))
    except udeval.UDError as error:
        remedy = "the engine must keep every character, or the file is no CoNLL-U"
        raise ModelError(f"cannot be compared: {error}", place=gold, remedy=remedy) from error
    return {name: round(scores[name].f1, 4) for name in FIGURES}


def _docs(engine: Engine, gold: Sequence[Doc], parsed: Sequence[Parsed]) -> list[Doc]:
    """What ``spacy evaluate`` would look at: of a spaCy pipeline its own Docs, without what the engine adds to it."""
    if isinstance(engine, SpacyEngine):
        return list(engine.nlp.pipe(doc.text for doc in gold))
    return [treebank.to_doc(one, doc.vocab) for one, doc in zip(parsed, gold, strict=True)]


def _spacy(docs: Sequence[Doc], gold: Sequence[Doc]) -> tuple[dict[str, float], dict[str, Counted]]:
    examples = [Example(doc, right) for doc, right in zip(docs, gold, strict=True)]
    scores = Scorer(default_pipeline=SCORED).score(examples)
    tokens = [token for doc in gold for token in doc]
    seen = {
        "features": Counter(name for token in tokens for name in token.morph.to_dict()),
        "relations": Counter(token.dep_.lower() for token in tokens),
    }
    detail = {
        "features": _counted(scores["morph_per_feat"], seen["features"]),
        "relations": _counted(scores["dep_las_per_type"], seen["relations"]),
        "lemmas": _lemmas(examples),
    }
    return {name: round(scores[key], 4) for name, key in SPACY.items()}, detail


def _counted(scores: Mapping[str, Mapping[str, float]], seen: Counter[str]) -> Counted:
    """A figure for what the test file has; what only the model sees shows in the other figures' precision."""
    return {name: {"gold": seen[name], "rate": round(row["f"], 4)} for name, row in scores.items() if seen[name]}


def _lemmas(examples: Sequence[Example]) -> Counted:
    """Share of the tokens with the right lemma, by part of speech; a token cut otherwise counts as wrong."""
    gold: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for example in examples:
        found = example.get_aligned("LEMMA", as_string=True)
        for token in example.predicted:
            at = example.alignment.x2y[token.i]
            if len(at) == 1 and found[token.i] == token.lemma_:
                right[example.reference[int(at[0])].pos_] += 1
        gold.update(token.pos_ for token in example.reference)
    return {pos: {"gold": n, "rate": round(right[pos] / n, 4)} for pos, n in gold.items()}


def _entities(engine: Engine, data: Path) -> tuple[dict[str, float], Counted, float]:
    """Micro figures, figures by type, and tokens a second of processor time, whatever else the machine does."""
    gold = list(corpora.read_spans(data / ENTITIES, data / RAW))
    begin = process_time()
    parsed = list(engine.parse(Article(f"s{i}", text) for i, (text, _) in enumerate(gold, start=1)))
    spent = process_time() - begin
    every, types = PRFScore(), {label: PRFScore() for _, spans in gold for _, _, label in spans}
    for (_, spans), one in zip(gold, parsed, strict=True):
        found = {(*one.span(ent.start, ent.end - 1), ent.label_) for ent in one.doc.ents}
        every.score_set(found, set(spans))
        for label, score in types.items():
            score.score_set({e for e in found if e[2] == label}, {e for e in spans if e[2] == label})
    rates = {"p": every.precision, "r": every.recall, "f1": every.fscore}
    seen = Counter(label for _, spans in gold for _, _, label in spans)
    by_type = _counted({label: score.to_dict() for label, score in types.items()}, seen)
    tokens = sum(not token.is_space for one in parsed for token in one.doc)
    return {name: round(rate, 4) for name, rate in rates.items()}, by_type, tokens / spent
