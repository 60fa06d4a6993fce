"""Dictionary forms under which a word may be looked up, whatever voice or accent it stands in."""

from __future__ import annotations

from functools import lru_cache

import simplemma

from pipeline.text import fold


@lru_cache(maxsize=200_000)
def dictionary_form(form: str) -> str:
    """The dictionary form that simplemma's Greek list gives, the form itself where it has none.

    >>> dictionary_form("επέκρινε")
    'επικρίνω'
    """
    return str(simplemma.lemmatize(form, lang="el"))


@lru_cache(maxsize=200_000)
def keys(form: str, lemma: str) -> frozenset[str]:
    """Folded dictionary forms of a word: the model's, the list's, and both with active and passive ending.

    Treebanks and dictionaries disagree whether «εξαρτάται» belongs to «εξαρτώ» or «εξαρτώμαι»; a lexicon entry under
    either is found.

    >>> sorted(keys("τάχθηκε", "τάσσομαι"))
    ['τασσομαι', 'τασσω', 'ταχθηκε']
    """
    found: set[str] = set()
    for candidate in {fold(lemma), fold(dictionary_form(form)), fold(dictionary_form(lemma))}:
        found.add(candidate)
        found.add(_active(candidate))
    return frozenset(found)


def _active(lemma: str) -> str:
    """«εξαρτωμαι» → «εξαρτω», «στρεφομαι» → «στρεφω», others unchanged. Folded in, folded out."""
    for passive, active in (("ουμαι", "ω"), ("ωμαι", "ω"), ("ιεμαι", "ω"), ("αμαι", "ω"), ("ομαι", "ω")):
        if lemma.endswith(passive) and len(lemma) > len(passive) + 2:
            return lemma.removesuffix(passive) + active
    return lemma
