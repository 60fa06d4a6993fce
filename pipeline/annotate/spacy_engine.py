"""The default engine: the spaCy pipeline that ships in ``pipeline/models``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import use_ops

import pipeline.annotate.lemmatizer  # noqa: F401  # makes its component known to spaCy
from pipeline.annotate.bounds import cuts, make_doc
from pipeline.annotate.coordination import coordinate
from pipeline.annotate.sentences import known_boundaries, rejoin
from pipeline.annotate.spacy_model import SHIPPED
from pipeline.errors import ModelError
from pipeline.records import Article, Parsed
from pipeline.text import Alignment, normalise
from pipeline.words import Tree

NEEDED = ("morphologizer", "trainable_lemmatizer", "parser", "ner")


class SpacyEngine:
    """spaCy over normalised text; paragraph breaks of the article are sentence boundaries.

    Args:
        model: «shipped», or a pipeline's package name or path.

    Raises:
        ModelError: when it cannot be loaded or lacks a component.
    """

    name = "spacy"

    def __init__(self, model: str = "shipped") -> None:
        self.nlp = load(SHIPPED if model == "shipped" else Path(model) if Path(model).exists() else model)

    def parse(self, articles: Iterable[Article]) -> Iterator[Parsed]:
        """Parse articles in their order; see ``Engine``."""
        prepared = map(self._prepare, articles)
        # What these articles teach the vocabulary goes with them, or it would grow with every new word of the news.
        with self.nlp.memory_zone():
            for doc, (article, alignment, begins) in self.nlp.pipe(prepared, as_tuples=True, batch_size=32):
                yield Parsed(article, Tree.of(coordinate(rejoin(doc, begins))), alignment, self.name)

    def _prepare(self, article: Article) -> tuple[Doc, tuple[Article, Alignment, set[int]]]:
        normal = normalise(article.text)
        doc = make_doc(self.nlp, normal.text)
        known = known_boundaries(doc) | dict.fromkeys(normal.paragraphs, True)
        begins = {offset for offset, begin in known.items() if begin}
        begins |= cuts(doc, begins)
        for token in doc:
            # The parser keeps what is set before it runs.
            if token.idx in begins:
                token.is_sent_start = True
            elif token.idx in known:
                token.is_sent_start = False
        return doc, (article, normal.alignment, begins)


def load(model: Path | str) -> Language:
    """Load a spaCy pipeline with all that an engine needs of it.

    Raises:
        ModelError: when it cannot be loaded or lacks a component.
    """
    try:
        # NumPy multiplies matrices two to three times as fast as BLIS, which spaCy takes by itself (AMD EPYC, AVX2).
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:  # not there; malformed, or made with what is not installed
        raise ModelError(
            f"the spaCy pipeline cannot be loaded ({error})",
            place=model,
            remedy="install it, or set model to «shipped» in configs/pipeline.yaml",
        ) from error
    # A maker may call a component as he likes; what it is says its factory.
    has = {nlp.get_pipe_meta(name).factory for name in nlp.pipe_names}
    lacks = [name for name in NEEDED if not has & {name, name.removeprefix("trainable_")}]
    if lacks:
        raise ModelError(
            f"the pipeline lacks {', '.join(lacks)}",
            place=model,
            remedy="name a pipeline with all of: " + ", ".join(NEEDED),
        )
    nlp.max_length = 10_000_000  # the reader limits length, with a message that says so
    return nlp
