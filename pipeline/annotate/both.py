"""Both engines on the same text: spaCy's analysis is what the stages read, Stanza's says where it may be doubted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from pipeline.annotate.sentences import rejoin
from pipeline.annotate.spacy_engine import SpacyEngine
from pipeline.annotate.stanza_engine import StanzaParser, groups
from pipeline.annotate.stanza_model import DOWNLOAD
from pipeline.records import Article, Parsed
from pipeline.words import Tree, Word


class BothEngines:
    """spaCy and Stanza; see ``Engine``.

    Args:
        model: «shipped» for what ships of both; «download» for Stanza's own Greek package beside the spaCy pipeline
            that ships; any other is a spaCy pipeline, beside the Stanza models that ship.

    Raises:
        ModelError: when one of the two is missing.
    """

    name = "spacy+stanza"

    def __init__(self, model: str = "shipped") -> None:
        downloads = model == DOWNLOAD
        self._spacy = SpacyEngine("shipped" if downloads else model)
        self._stanza = StanzaParser(model if downloads else "shipped", self._spacy.nlp.vocab)

    def parse(self, articles: Iterable[Article]) -> Iterator[Parsed]:
        """Parse articles in their order; see ``Engine``."""
        for group in groups(articles):
            others = self._stanza.parse([normal for _, normal in group])
            mine = self._spacy.parse(article for article, _ in group)
            for parsed, other, (_, normal) in zip(mine, others, group, strict=True):
                rejoin(other, set(normal.paragraphs))
                yield replace(parsed, engine=self.name, dissent=dissent(parsed.doc, other))


def dissent(doc: Tree, other: Doc) -> frozenset[int]:
    """The tokens of ``doc`` that the other analysis of its text hangs elsewhere, calls otherwise, or does not have.

    Args:
        doc: the analysis that counts.
        other: another one of the same text, its tokens perhaps cut otherwise.
    """
    there = {(token.idx, len(token)): token for token in other}
    return frozenset(t.i for t in doc if not _agree(t, there.get((t.idx, len(t)))))


def _agree(token: Word, other: Token | None) -> bool:
    return other is not None and (token.dep_, token.head.idx) == (other.dep_, other.head.idx)
