"""Word vectors from raw news: floret, whose few hashed rows hold vectors for every word and its parts.

Source of the method: Bojanowski et al. 2017 (subwords) and spaCy's floret (Bloom embeddings, Serrà & Karatzoglou 2017).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import conllu
import spacy
from spacy.language import Language

from pipeline.errors import ModelError

SHAPE = {"mode": "floret", "model": "cbow", "hashCount": 2, "bucket": 40_000, "minn": 3, "maxn": 6, "dim": 128}
LEARNING = {"epoch": 30, "minCount": 3, "neg": 10, "lr": 0.05, "thread": 1}
"""One thread, so that two trainings give the same vectors."""


def train(texts: Iterator[str], work: Path) -> Path:
    """Train vectors and write them as floret's text file.

    Args:
        texts: raw sentences.
        work: a folder for the text and the result.

    Raises:
        ModelError: when floret is not installed (there is no wheel of it for Python 3.13).
    """
    try:
        import floret
    except ImportError as error:
        remedy = "use Python 3.11 or 3.12 and install stasis[train]"
        raise ModelError("floret is not installed", remedy=remedy) from error
    nlp = spacy.blank("el")
    corpus, target = work / "raw.txt", work / "vectors.floret"
    with corpus.open("w", encoding="utf-8") as lines:
        for text in texts:
            lines.write(" ".join(token.lower_ for token in nlp.make_doc(" ".join(text.split()))) + "\n")
    model = floret.train_unsupervised(str(corpus), **SHAPE, **LEARNING)
    model.save_floret_vectors(str(target))
    return target


def raw_texts(data: Path) -> Iterator[str]:
    """Raw news and the treebanks' training sentences.

    Args:
        data: the folder with ``news/*.jsonl`` and ``ud/*-train.conllu``.
    """
    for path in sorted((data / "news").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
    for path in sorted((data / "ud").glob("*-train.conllu")):
        with path.open(encoding="utf-8") as lines:
            yield from (sentence.metadata["text"] for sentence in conllu.parse_incr(lines))


def with_vectors(vectors: Path) -> Language:
    """A blank Greek pipeline that holds the vectors."""
    nlp = spacy.blank("el")
    from spacy.training.initialize import convert_vectors
    from spacy.vectors import Mode

    convert_vectors(nlp, vectors, truncate=0, prune=-1, mode=Mode.floret)
    return nlp
