"""``stasis train spacy``: treebank, entities and raw news in, the shipped Greek pipeline out.

Two pipelines are trained side by side, one a core: syntax (tagger, morphology, lemmas, parser, sentence boundaries)
on GDT, entities on elNER-18. Both stand on the same vectors and are joined into one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.annotate.spacy_engine import SHIPPED, SpacyEngine
from pipeline.errors import ModelError
from pipeline.training import corpora, vectors
from pipeline.training.cards import write_card
from pipeline.training.judge import judge

PARTS = ("train", "dev", "test")
Say = Callable[[str], None]


def train(data: Path, configs: Path, work: Path, say: Say, *, to: Path = SHIPPED) -> None:
    """Train, join, measure on the test files and write the pipeline with its card and licence.

    Args:
        data: the folder with ``ud/``, ``ner/`` and ``news/``.
        configs: the folder with ``syntax.cfg`` and ``entities.cfg``.
        work: a folder for corpora, logs and intermediate models.
        say: told how far it is.
        to: where the package reads the pipeline.

    Raises:
        ModelError: when a file is missing or a training fails; the message names its log.
    """
    work.mkdir(parents=True, exist_ok=True)
    prepare(data, work)
    say(f"corpora in {work}")
    vectors.with_vectors(vectors.train(vectors.raw_texts(data), work)).to_disk(work / "vectors")
    say("vectors trained; now syntax and entities side by side, about an hour on two cores")
    running = {name: _start(name, configs, work) for name in ("syntax", "entities")}
    for name, process in running.items():
        if process.wait():
            raise ModelError(f"training of {name} failed", place=work / f"{name}.log", remedy="read the end of the log")
    nlp = join(work / "syntax" / "model-best", work / "entities" / "model-best")
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


def _start(name: str, configs: Path, work: Path) -> subprocess.Popen[bytes]:
    """Start one training in its own process on one thread, its log in a file."""
    command = [sys.executable, "-m", "spacy", "train", str(configs / f"{name}.cfg"), "--output", str(work / name)]
    paths = {"train": work / f"{name}-train.spacy", "dev": work / f"{name}-dev.spacy", "vectors": work / "vectors"}
    for key, path in paths.items():
        command += [f"--paths.{key}", str(path)]
    quiet = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with (work / f"{name}.log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=quiet)


def join(syntax: Path, entities: Path) -> Language:
    """One pipeline of both; the entity recogniser keeps its own token-to-vector layer."""
    nlp, other = spacy.load(syntax), spacy.load(entities)
    other.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=other)
    nlp.meta.update(name="stasis_news", description="Greek news: tags, morphology, lemmas, dependencies, entities")
    # Paths of the machine that trained it mean nothing where it is used.
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    nlp.config["initialize"]["vectors"] = None
    return nlp
