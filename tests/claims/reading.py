"""Sentences read in one batch: their mentions, cues and candidates, to look a table of expectations up in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.actors import Gazetteer, link
from pipeline.annotate import Engine
from pipeline.claims.attribution import source
from pipeline.claims.candidates import Candidate, candidates
from pipeline.claims.context import Context, by_anchor
from pipeline.claims.cues import Match, find_cues
from pipeline.claims.lexicon import Lexicon
from pipeline.records import Article, Mention, Parsed


@dataclass(frozen=True)
class Reading:
    """A text with all that the stages before the scorer find in it."""

    parsed: Parsed
    mentions: tuple[Mention, ...]
    matches: list[Match]

    def match(self, word: str) -> Match:
        """The cue that holds a word as it stands in the text, the longest of several."""
        here = [m for m in self.matches if any(self.parsed.doc[i].text == word for i in m.tokens)]
        assert here, f"no cue at «{word}»; there are: {self.words()}"
        return max(here, key=lambda m: len(m.tokens))

    def words(self) -> list[str]:
        """The words of the cues, for messages."""
        return [" ".join(self.parsed.doc[i].text for i in m.tokens) for m in self.matches]

    def source(self, word: str) -> str:
        """The name of the source of what the cue at ``word`` says, "" for the article's own voice."""
        doc = self.parsed.doc
        said_by = source(self.parsed, self.match(word), by_anchor(self.mentions), list(doc.sents))
        return said_by.actor.name if said_by else ""

    def candidates(self, word: str) -> list[Candidate]:
        """The candidates of the cues at a word whose two roles stand in slots that the frame expects."""
        doc = self.parsed.doc
        here = [m for m in self.matches if any(doc[i].text == word for i in m.tokens)]
        found = candidates(Context(self.parsed, self.mentions, self.matches), here)
        return [c for c in found if c.holder.rank < 9 and c.target.rank < 9]

    def pairs(self, word: str) -> set[tuple[str, str]]:
        """Their holders and targets by name."""
        return {(c.holder.mention.actor.name, c.target.mention.actor.name) for c in self.candidates(word)}


def read(engine: Engine, gazetteer: Gazetteer, lexicon: Lexicon, texts: Iterable[str]) -> dict[str, Reading]:
    """Read all texts of a table in one batch."""
    articles = [Article(str(i), text) for i, text in enumerate(dict.fromkeys(texts))]
    out = {}
    for parsed in engine.parse(articles):
        out[parsed.article.text] = Reading(parsed, link(parsed, gazetteer), find_cues(parsed.doc, lexicon))
    return out
