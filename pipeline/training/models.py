"""``stasis train spacy``: treebank, entities and raw news in, the shipped Greek pipeline out.

Two pipelines are trained side by side, one a core: syntax (tagger, morphology, edit-tree lemmas, parser, sentence
boundaries) on GDT, entities on elNER-18. Both stand on the same vectors. With a teacher, syntax is then refined on
silver trees of raw news. The two are joined into one, with the lemmas that the treebank gives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import DocBin

from pipeline.annotate import lemmatizer
from pipeline.annotate.spacy_engine import SpacyEngine
from pipeline.annotate.spacy_model import SHIPPED
from pipeline.training import augment, corpora, silver, vectors
from pipeline.training.cards import write_card
from pipeline.training.judge import judge
from pipeline.training.process import run_all

PARTS = ("train", "dev", "test")
Say = Callable[[str], None]


def train(data: Path, configs: Path, work: Path, say: Say, *, teacher: Path | None = None, to: Path = SHIPPED) -> None:
    """Train, join, measure on the test files and write the pipeline with its card and licence.

    Args:
        data: the folder with ``ud/``, ``ner/`` and ``news/``.
        configs: the folder with ``syntax.cfg``, ``entities.cfg`` and ``refined.cfg``.
        work: a folder for corpora, logs and intermediate models.
        say: told how far it is.
        teacher: the work folder of ``stasis train stanza``; None leaves the refining out.
        to: where the package reads the pipeline.

    Raises:
        ModelError: when a file is missing or a training fails; the message names its log.
    """
    work.mkdir(parents=True, exist_ok=True)
    prepare(data, work)
    say(f"corpora in {work}")
    vectors.with_vectors(vectors.train(vectors.raw_texts(data), work)).to_disk(work / "vectors")
    say("vectors trained; now syntax and entities side by side, about an hour on two cores")
    run_all({name: _command(name, configs, work) for name in ("syntax", "entities")}, work)
    syntax = work / "syntax" / "model-best"
    if teacher:
        say("now the silver trees, and refining on them")
        corpus = silver.write(data, teacher, syntax, work)
        run_all({"refined": [*_command("refined", configs, work, corpus), "--paths.base", str(syntax)]}, work)
        syntax = work / "refined" / "model-best"
    nlp = join(syntax, work / "entities" / "model-best", work / "syntax-train.spacy")
    nlp.to_disk(to)
    figures = judge(SpacyEngine(str(to)), data, model="shipped", folder=to)
    write_card(figures)
    say(f"{to}: " + ", ".join(f"{row[0]} {row[1]}" for row in figures.rows()))


def prepare(data: Path, work: Path) -> None:
    """Write the corpora in spaCy's format; dev and test documents are kept whole, as they are met in use."""
    nlp = spacy.blank("el")
    for part in PARTS:
        treebank = data / "ud" / f"el_gdt-ud-{part}.conllu"
        size = corpora.SENTENCES_PER_DOC if part == "train" else 0
        corpora.write(corpora.read_treebank(treebank, nlp, per_doc=size), work / f"syntax-{part}.spacy")
        iob, raw = data / "ner" / f"{part}_elNER18.iob2", data / "news" / f"elner-{part}.jsonl"
        corpora.write(corpora.read_entities(iob, raw, nlp), work / f"entities-{part}.spacy")


def _command(name: str, configs: Path, work: Path, corpus: Path | None = None) -> Sequence[str]:
    """The training of one pipeline; a refined one is measured on the file that syntax is measured on."""
    part = "syntax" if corpus else name
    paths = {"train": corpus or work / f"{name}-train.spacy", "dev": work / f"{part}-dev.spacy"}
    paths["vectors"] = work / "vectors"
    told = [word for key, path in paths.items() for word in (f"--paths.{key}", str(path))]
    files = [str(configs / f"{name}.cfg"), "--code", augment.__file__, "--output", str(work / name)]
    return ["spacy", "train", *files, *told]


def join(syntax: Path, entities: Path, treebank: Path) -> Language:
    """One pipeline of both; the entity recogniser keeps its own token-to-vector layer.

    Args:
        syntax: a trained pipeline with tagger and edit-tree lemmas.
        entities: a trained pipeline with an entity recogniser.
        treebank: the training part in spaCy's format, whose lemmas are looked up.
    """
    nlp, other = spacy.load(syntax), spacy.load(entities)
    other.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=other)
    lemmas = nlp.add_pipe(lemmatizer.NAME, after="trainable_lemmatizer")
    lemmas.learn(DocBin().from_disk(treebank).get_docs(nlp.vocab))  # type: ignore[attr-defined]
    nlp.meta.update(name="stasis_news", description="Greek news: tags, morphology, lemmas, dependencies, entities")
    # Paths of the machine that trained it mean nothing where it is used, nor does what it was trained with.
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    nlp.config["initialize"]["vectors"] = None
    nlp.config["corpora"]["train"]["augmenter"] = None
    for corpus in nlp.config["corpora"].values():
        corpus["path"] = None
    return nlp
