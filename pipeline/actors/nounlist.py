"""Which noun of ``configs/actors/nouns.yaml`` a token is: of one word («κυβέρνηση») or several («κεντρική τράπεζα»)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.actors.entries import Noun
from pipeline.actors.gazetteer import STEM, Gazetteer
from pipeline.lemmas import keys
from pipeline.syntax import has
from pipeline.text import fold
from pipeline.words import Tree, Word

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "X"})
_ADJECTIVAL = ("οσ", "η", "ο", "εσ", "οι", "α", "ων", "ησ")
"""Endings of the nominative that the words before the head of a noun of several words may have."""


def listed_nouns(doc: Tree, words: Sequence[str], gazetteer: Gazetteer) -> dict[int, Noun]:
    """The nouns of a Tree that denote actors, by the token that is their head.

    Args:
        doc: the parsed text.
        words: its folded words.
        gazetteer: with the noun list.
    """
    found: dict[int, Noun] = {}
    longer: dict[int, Noun] = {}
    tokens = list(doc)
    for token, folded in zip(tokens, words, strict=True):
        if token.pos_ in _NOMINAL and (noun := lookup(token, gazetteer)):
            found[token.i] = noun
        for parts, noun in gazetteer.compounds.get(folded[:STEM], ()):
            end = token.i + len(parts)
            if end <= len(tokens) and all(map(_same, tokens[token.i : end], parts)):
                longer[doc[token.i : end].root.i] = noun
    return found | longer


def _same(token: Word, word: str) -> bool:
    """Whether a token is a form of a folded word: it need not be its dictionary form («δυνάμεις», «πηγές»)."""
    form = token.folded
    return form == word or word in token.forms or _declined(form, word)


def _declined(form: str, word: str) -> bool:
    stem = next((word.removesuffix(e) for e in sorted(_ADJECTIVAL, key=len, reverse=True) if word.endswith(e)), word)
    return len(stem) >= STEM - 1 and form.startswith(stem) and len(form) - len(stem) <= 3


def lookup(token: Word, gazetteer: Gazetteer) -> Noun | None:
    """The noun list's entry of one word for a token that is no verb."""
    describes = token.pos_ == "ADJ" and token.dep_ == "amod" and token.head.i > token.i
    if token.pos_ not in _NOMINAL or len(token) < 3 or describes:
        return None
    known = _known(token.text.lower(), token.lemma_, gazetteer)
    if not known and "-" in token.text:  # «κρατών-μελών»: the first part is the noun
        known = _known(token.text.lower().partition("-")[0], token.lemma_.partition("-")[0], gazetteer)
    # A noun in the plural means something of its own: «αρχές», «χώρες».
    plural = has(token, "Number", "Plur")
    return next((n for n in known if plural and fold(n.lemma) == token.folded), next(iter(known), None))


def _known(form: str, lemma: str, gazetteer: Gazetteer) -> list[Noun]:
    if not form or not lemma:
        return []
    return [gazetteer.nouns[k] for k in sorted(keys(form, lemma)) if k in gazetteer.nouns]
