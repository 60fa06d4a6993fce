"""The second engine: Stanza's words, merged to surface tokens; entities from the spaCy pipeline that ships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.annotate import lemmatizer, multiword, spacy_engine, stanza_model
from pipeline.annotate.bounds import LONGEST_SENTENCE
from pipeline.annotate.multiword import Word
from pipeline.annotate.sentences import rejoin
from pipeline.annotate.spacy_model import SHIPPED
from pipeline.annotate.tiling import Token, tile
from pipeline.records import Article, Parsed
from pipeline.text import Normalised, normalise
from pipeline.words import Tree

LETTERS = 30_000
"""Characters that are analysed together: more is hardly faster, and memory stays below a gigabyte."""

_BREAK = "\n\n"
"""What Stanza's tokenizer never reads across."""

KEPT = ("tok2vec", lemmatizer.NAME, "ner")
"""Components of the spaCy pipeline that work on Stanza's Docs."""

_STOPS = frozenset(".;!?…·:,")


class StanzaParser:
    """Normalised texts to Docs without entities.

    Args:
        model: as ``stanza_model.load`` takes it.
        vocab: of the Docs.

    Raises:
        ModelError: when Stanza or the model is missing.
    """

    def __init__(self, model: str, vocab: Vocab) -> None:
        self._stanza = stanza_model.load(model)
        self._vocab = vocab

    def parse(self, normals: Sequence[Normalised]) -> Iterator[Doc]:
        """Parse texts together, in their order; paragraphs are sentence boundaries."""
        texts = [normal.text[a:b].rstrip() for normal in normals for a, b in pairwise(_bounds(normal))]
        found = self._paragraphs(texts)
        for normal in normals:
            bounds = _bounds(normal)
            paragraphs = [(end, [_shifted(s, start) for s in next(found)]) for start, end in pairwise(bounds)]
            yield tile(self._vocab, normal.text, paragraphs)

    def _paragraphs(self, texts: Sequence[str]) -> Iterator[list[list[Token]]]:
        """The sentences of each paragraph, offsets counted from its start."""
        analysed = iter(self._analysed(_BREAK.join(texts)) if any(texts) else ())
        sentence = next(analysed, None)
        start = 0
        for text in texts:
            here = []
            while sentence is not None and sentence[0].start < start + len(text):
                here.append(_shifted(sentence, -start))
                sentence = next(analysed, None)
            yield here
            start += len(text) + len(_BREAK)

    def _analysed(self, text: str) -> Iterator[list[Token]]:
        from stanza.models.common.doc import Document

        document = self._stanza.processors["tokenize"].process(text)
        if any(len(sentence.tokens) > LONGEST_SENTENCE for sentence in document.sentences):
            document = Document([piece for s in document.to_dict() for piece in _cut(s)], text)
        document = self._stanza.process(document, processors="mwt,pos,lemma,depparse")
        for sentence in document.sentences:
            yield _surface(sentence, text)


def _bounds(normal: Normalised) -> list[int]:
    return [*normal.paragraphs, len(normal.text)]


def _shifted(sentence: Iterable[Token], by: int) -> list[Token]:
    return [token._replace(start=token.start + by, end=token.end + by) for token in sentence]


def _cut(sentence: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Pieces of bounded length, for the parser compares each word with each.

    A piece ends with a stop where there is one in its second half.
    """
    begin = 0
    while begin < len(sentence):
        end = min(begin + LONGEST_SENTENCE, len(sentence))
        if end < len(sentence):
            stops = (i + 1 for i in range(end - 1, begin + LONGEST_SENTENCE // 2, -1) if sentence[i]["text"] in _STOPS)
            end = next(stops, end)
        yield [token | {"id": (i,)} for i, token in enumerate(sentence[begin:end], start=1)]
        begin = end


def _surface(sentence: Any, text: str) -> list[Token]:
    """A Stanza sentence's words merged to surface tokens, with offsets into ``text``."""
    words, spans = [], []
    for token in sentence.tokens:
        # Now and then a token takes in a space and what follows; that is left to ``tile``.
        form = text[token.start_char : token.end_char].split()[0]
        spans.append((token.start_char, token.start_char + len(form)))
        for w in token.words:
            # Stanza writes <UNK> for a word of more than a thousand characters.
            lemma = form if w.text == "<UNK>" or not w.lemma else w.lemma
            words.append(Word(lemma, w.upos or "X", w.xpos or "", w.feats or "", w.head, w.deprel))
    merged = multiword.merge(words, [len(token.words) for token in sentence.tokens])
    return [Token(*span, word) for span, word in zip(spans, merged, strict=True)]


class StanzaEngine:
    """Stanza over normalised text; see ``Engine``.

    Args:
        model: «shipped», «download» for Stanza's own Greek package, or a folder with ``resources.json``.

    Raises:
        ModelError: when Stanza or the model is missing.
    """

    name = "stanza"

    def __init__(self, model: str = "shipped") -> None:
        self._spacy = spacy_engine.load(SHIPPED)
        self._parser = StanzaParser(model, self._spacy.vocab)
        # Entities need the words only, known lemmas Stanza's tags; the rest would overwrite its analysis.
        self._spacy.select_pipes(enable=[name for name in self._spacy.pipe_names if name in KEPT])

    def parse(self, articles: Iterable[Article]) -> Iterator[Parsed]:
        """Parse articles in their order; see ``Engine``."""
        for group in groups(articles):
            with self._spacy.memory_zone():  # as for the spaCy engine
                docs = self._spacy.pipe(self._parser.parse([normal for _, normal in group]))
                for (article, normal), doc in zip(group, docs, strict=True):
                    yield Parsed(article, Tree.of(rejoin(doc, set(normal.paragraphs))), normal.alignment, self.name)


def groups(articles: Iterable[Article]) -> Iterator[list[tuple[Article, Normalised]]]:
    """Articles with their texts for analysis, up to ``LETTERS`` characters together, or a single longer one."""
    group: list[tuple[Article, Normalised]] = []
    size = 0
    for article in articles:
        normal = normalise(article.text)
        if group and size + len(normal.text) > LETTERS:
            yield group
            group, size = [], 0
        group.append((article, normal))
        size += len(normal.text)
    if group:
        yield group
