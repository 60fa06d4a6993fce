"""Whom a sentence means though no word of it refers to him: «Το ΔΝΤ επιμένει.», toward whom was said before.

Arguments that a cue leaves out altogether are null complements (Fillmore 1986); they are looked for among the actors of
the sentences before, the subjects first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.records import Mention
from pipeline.words import Tree

REACH = 3
"""Sentences back in which an actor is looked for."""
TRIED = 2
"""How many are given."""


def implied(doc: Tree, sentence: int, mentions: Callable[[int], Sequence[Mention]]) -> tuple[tuple[Mention, int], ...]:
    """Actors that a sentence may mean without a word, the likeliest first, each with the number of sentences back.

    Subjects before others, the nearest sentence before those further away; none whom the sentence names or refers to.

    Args:
        doc: the parsed text.
        sentence: its number in it.
        mentions: gives those of a sentence.
    """
    named = {key for mention in mentions(sentence) for key in _keys(mention)}
    found: list[tuple[Mention, int]] = []
    for back in range(1, min(REACH, sentence) + 1):
        for mention in sorted(mentions(sentence - back), key=lambda m: (not _is_subject(doc, m), m.anchor)):
            if mention.label != "adjective" and named.isdisjoint(_keys(mention)):
                named |= _keys(mention)
                found.append((mention, back))
    return tuple(found[:TRIED])


def _is_subject(doc: Tree, mention: Mention) -> bool:
    return mention.link == "zero" or doc[mention.anchor].dep_.startswith("nsubj")


def _keys(mention: Mention) -> set[str]:
    """What two mentions of one actor have in common."""
    return {mention.actor.name, mention.actor.rollup} - {""}
