"""What a dependence is about: the frame's domain, else the nearest word of the sentence that tells."""

from __future__ import annotations

from pipeline.claims.cues import Match
from pipeline.claims.lexicon import Lexicon
from pipeline.records import Mention
from pipeline.words import Tree

REACH = 12
"""Tokens from the cue beyond which a word tells nothing about it."""


def domain(doc: Tree, match: Match, provider: Mention, lexicon: Lexicon) -> str:
    """The domain of a dependence claim, ``general`` where no word near the cue tells it.

    Words of the cue and of the provider («από το ρωσικό αέριο») come before their surroundings.

    >>> # «εξαρτάται από το ρωσικό αέριο» → energy
    """
    if match.frame.domain:
        return match.frame.domain
    sentence = doc[match.head].sent
    best, distance = "general", REACH + 1
    for token in sentence:
        if token.is_punct or token.is_stop:
            continue
        told = next((lexicon.domains[k] for k in sorted(token.forms) if k in lexicon.domains), None)
        away = min(_away(token.i, match.tokens[0], match.tokens[-1]), _away(token.i, provider.first, provider.last))
        if told and away < distance:
            best, distance = told, away
    return best


def _away(i: int, first: int, last: int) -> int:
    return max(first - i, i - last, 0)
