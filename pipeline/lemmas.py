"""Dictionary forms under which a word may be looked up, whatever voice or accent it stands in."""

from __future__ import annotations

from functools import lru_cache

import simplemma

from pipeline import verbs
from pipeline.text import fold

_NOMINAL = {
    "ματα": ("μα",), "ματοσ": ("μα",), "ματων": ("μα",), "εισ": ("η", "ησ"), "εων": ("η", "εασ"), "εωσ": ("η",),
    "ησ": ("η", "οσ"), "ασ": ("α", "οσ"), "εσ": ("α", "η", "ησ", "οσ", "ασ"), "ων": ("οσ", "α", "η", "ησ", "ο"),
    "ου": ("οσ", "ο", "ησ"), "ο": ("οσ",), "οι": ("οσ",), "ουσ": ("οσ", "ησ"), "α": ("ο", "οσ", "ησ", "ασ"),
    "η": ("οσ", "ησ"), "ια": ("ι",), "ιων": ("ι",), "ιου": ("ι",),
}  # fmt: skip
"""Ending of a case form → endings of the nominative singular (masculine for adjectives)."""

_DEEDS = ("σεις", "ξεις", "ψεις", "σεων", "ξεων", "ψεων", "σεως", "ξεως", "ψεως")
_SHARE = frozenset({"ποσοστο"})
"""«85%» is a share though the word does not stand there."""

_ACCENTED = frozenset("άέήίόύώΐΰ")


@lru_cache(maxsize=200_000)
def dictionary_form(form: str) -> str:
    """The dictionary form that simplemma's Greek list gives, the form itself where it has none.

    >>> dictionary_form("επέκρινε")
    'επικρίνω'
    """
    return str(simplemma.lemmatize(form, lang="el"))


@lru_cache(maxsize=200_000)
def is_listed(form: str) -> bool:
    """Whether simplemma's Greek list has the form."""
    return bool(simplemma.is_known(form, lang="el"))


@lru_cache(maxsize=200_000)
def keys(form: str, lemma: str) -> frozenset[str]:
    """Folded dictionary forms a word of a text may have: the model's, the list's, and those its ending allows.

    Treebanks and dictionaries disagree whether «εξαρτάται» belongs to «εξαρτώ» or «εξαρτώμαι»; a lexicon entry under
    either is found, for both are here with active and passive ending.

    >>> "τασσομαι" in keys("τάχθηκε", "τάσσομαι"), "αποκηρυσσω" in keys("αποκήρυξε", "αποκήρυξε")
    (True, True)
    """
    form = _one_accent(form)
    found = entry_keys(lemma) | entry_keys(form) | verbs.dictionary_forms(fold(form))
    # «κρατά» is no case of «κράτος»; where the model sees no verb, «στρεβλωτικά» is one of «στρεβλωτικός».
    if not is_listed(form) and not (form.endswith("ά") and fold(lemma).endswith("ω")):
        found |= _nominal(fold(form))
    if form.endswith(_DEEDS):
        # The list has «πιέσεις» under «πιέζω»; news has the plural of «πίεση».
        found |= {fold(form)[:-3] + "η"}
    return found | _SHARE if form.endswith("%") else found


@lru_cache(maxsize=50_000)
def entry_keys(word: str) -> frozenset[str]:
    """Folded dictionary forms under which a lexicon's word is filed.

    >>> sorted(entry_keys("εξαρτώμαι"))
    ['εξαρτω', 'εξαρτωμαι']
    """
    found: set[str] = set()
    for candidate in {fold(word), fold(dictionary_form(word))}:
        found |= {candidate, _active(candidate)}
    return frozenset(found)


@lru_cache(maxsize=50_000)
def phrase_keys(word: str) -> frozenset[str]:
    """Those of a word inside a phrase, which stands as the phrase has it («δυσφημιστικό σχόλιο»), not as a dictionary.

    >>> "δυσφημιστικοσ" in phrase_keys("δυσφημιστικό")
    True
    """
    return entry_keys(word) | (frozenset() if is_listed(word) else _nominal(fold(word)))


def word_set(words: str) -> frozenset[str]:
    """A closed list of folded dictionary forms, parted by blanks, to be met with ``keys``.

    >>> sorted(word_set("ισχυριζομαι λεω"))
    ['ισχυριζομαι', 'ισχυριζω', 'λεω']
    """
    return frozenset(form for word in words.split() for form in (word, _active(word)))


def _one_accent(form: str) -> str:
    """«έσοδά (του)» → «έσοδα»: the second accent is lent by the pronoun that follows."""
    accented = [i for i, letter in enumerate(form) if letter in _ACCENTED]
    if len(accented) < 2:
        return form
    last = accented[-1]
    return form[:last] + fold(form[last]) + form[last + 1 :]


def _active(lemma: str) -> str:
    """«εξαρτωμαι» → «εξαρτω», «στρεφομαι» → «στρεφω», «βοηθαω» → «βοηθω», others unchanged. Folded in, folded out."""
    for long, short in (
        ("ουμαι", "ω"),
        ("ωμαι", "ω"),
        ("ιεμαι", "ω"),
        ("εμαι", "ω"),
        ("αμαι", "ω"),
        ("ομαι", "ω"),
        ("αω", "ω"),
    ):
        if lemma.endswith(long) and len(lemma) > len(long) + 2:
            return lemma.removesuffix(long) + short
    return lemma


def _nominal(form: str) -> frozenset[str]:
    """Nominatives that a folded noun or adjective form may belong to."""
    return frozenset(
        form.removesuffix(end) + nominative
        for end, nominatives in _NOMINAL.items()
        if form.endswith(end) and len(form) > len(end) + 2
        for nominative in nominatives
    )
