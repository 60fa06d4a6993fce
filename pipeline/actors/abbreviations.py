"""Organisations that the gazetteer lacks and the text abbreviates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.actors.named import Named
from pipeline.text import fold
from pipeline.words import Tree

_LATIN = dict(
    zip("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "A V G D E Z I TH I K L M N X O P R S T Y F CH PS O".split(), strict=True)
)


def spelled_out(doc: Tree, names: Sequence[Named]) -> list[Named]:
    """Organisations the gazetteer lacks: one whose abbreviation follows is what that is («Σύνδεσμος … (ΣΕΒ)»), an
    abbreviation or a Latin name of one word rolls up to itself in Latin capitals («ΙΣΑ» → «ISA», «Altec» → «ALTEC»)."""
    at = {named.first: named for named in names}
    out = []
    for named in names:
        short = at.get(named.last + 2)
        if named.link == "model" and named.label == "ORG":
            if short and doc[named.last + 1].text == "(" and doc[short.first : short.last + 1].text.isupper():
                named = replace(named, actor=replace(_abbreviated(doc, short).actor, name=named.actor.name))
            named = _abbreviated(doc, named)
        out.append(named)
    return out


def _abbreviated(doc: Tree, named: Named) -> Named:
    word = doc[named.first].text.replace(".", "")
    short = word.isupper() and 2 < len(word) <= 7
    if named.actor.rollup or named.last > named.first or not (short or word.isascii()):
        return named
    return replace(named, actor=replace(named.actor, rollup=latin(word)))


def latin(word: str) -> str:
    """A Greek word in Latin capitals, by ISO 843 without its signs (ΕΛΟΤ 743).

    >>> latin("ΔΕΥΑΛ")
    'DEYAL'
    """
    return "".join(_LATIN.get(letter, letter.upper()) for letter in fold(word).upper())
