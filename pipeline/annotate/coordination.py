"""Coordinations that the parser has taken apart, put together: «η Γαλλία και η Ιταλία» is one subject, not two."""

from __future__ import annotations

from spacy.tokens import Doc, Token

_BETWEEN = frozenset({"cc", "det", "amod", "case", "punct"})
_TWICE = frozenset({"nsubj", "obj", "nsubj:pass"})
"""Relations that a verb has once (UD: «a predicate has at most one nsubj»)."""


def coordinate(doc: Doc) -> Doc:
    """Hang the second of two like dependents on the first, where only a conjunction and its own words stand between.

    Args:
        doc: a parsed Doc, changed in place.
    """
    for second in doc:
        if second.dep_ in _TWICE and (first := _first(second)) is not None:
            second.head = first
            second.dep_ = "conj"
    return doc


def _first(second: Token) -> Token | None:
    if not any(child.dep_ == "cc" and child.i < second.i for child in second.children):
        return None
    for first in reversed(list(second.head.children)):
        if first.i < second.i and first.dep_ == second.dep_:
            last = max(token.i for token in first.subtree)
            between = second.doc[last + 1 : second.i]
            fits = last < second.i and all(t.head == second and t.dep_ in _BETWEEN for t in between)
            return first if fits else None
    return None
