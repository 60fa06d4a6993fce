"""``stasis frames gaps``: words of news that stand between two actors and that the lexicon does not know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.claims.cues import find_cues
from pipeline.claims.lexicon import Lexicon
from pipeline.claims.speech import is_speech
from pipeline.records import Mention, Parsed
from pipeline.words import Word

SUBJECTS = ("nsubj", "csubj")
OBJECTS = ("obj", "iobj", "obl", "nmod")


@dataclass(frozen=True, slots=True)
class Gap:
    """A word without frame: its lemma and part of speech, how often it links two actors, and one such sentence."""

    lemma: str
    pos: str
    times: int
    example: str


def gaps(texts: Iterable[tuple[Parsed, tuple[Mention, ...]]], lexicon: Lexicon, least: int = 2) -> list[Gap]:
    """The words that most often have an actor as subject and another as object, or two beside a noun, unknown to the
    lexicon there; verbs of saying left out.

    Args:
        texts: parsed articles with their mentions.
        lexicon: from ``load_lexicon``.
        least: words met less often are left out.
    """
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for parsed, mentions in texts:
        known = {i for match in find_cues(parsed.doc, lexicon) for i in match.tokens}
        for token in _between(parsed, mentions):
            if token.i not in known and not is_speech(token):
                start, end = parsed.span(token.sent.start, token.sent.end - 1)
                places[token.lemma_, token.pos_].append(parsed.article.text[start:end])
    found = [
        Gap(lemma, pos, len(sentences), min(sentences, key=len))
        for (lemma, pos), sentences in places.items()
        if len(sentences) >= least
    ]
    return sorted(found, key=lambda gap: (-gap.times, gap.lemma, gap.pos))


def _between(parsed: Parsed, mentions: tuple[Mention, ...]) -> Iterator[Word]:
    """Verbs with an actor as subject and another as object or in a phrase, nouns with two actors in phrases."""
    hanging: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for mention in mentions:
        word = parsed.doc[mention.anchor] if mention.link != "zero" else None
        if word is not None and word.head.i != word.i:
            hanging[word.head.i].append((word.dep_.split(":")[0], mention.actor.name))
        elif word is None:
            hanging[mention.anchor].append(("nsubj", mention.actor.name))
    for number, found in sorted(hanging.items()):
        token = parsed.doc[number]
        subjects = {name for dep, name in found if dep in SUBJECTS}
        others = {name for dep, name in found if dep in OBJECTS}
        if (token.pos_ == "VERB" and any(a != b for a in subjects for b in others)) or (
            token.pos_ == "NOUN" and len(others) > 1
        ):
            yield token
