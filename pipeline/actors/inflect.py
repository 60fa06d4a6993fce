"""Case forms of Greek names, without accents: a name is given in the nominative with its article.

Accents move with the case («ο Έλληνας», «των Ελλήνων») and vanish in capitals, so all forms here are folded
(``text.fold``), and the endings alone tell the cases apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.text import fold

Gender = Literal["Masc", "Fem", "Neut", ""]
ARTICLES: dict[str, tuple[Gender, bool]] = {
    "ο": ("Masc", False),
    "η": ("Fem", False),
    "το": ("Neut", False),
    "οι": ("Masc", True),
    "τα": ("Neut", True),
}
_GENITIVE_ARTICLES = {"του", "τησ", "των"}

Endings = dict[str, dict[str, tuple[str, ...]]]
"""Gender → ending of the nominative → the other endings."""

# Ending of the nominative → endings of genitive and accusative (and vocative, where it differs).
_SINGULAR: Endings = {
    "Masc": {"οσ": ("ου", "ο", "ον", "ε"), "ασ": ("α", "αν"), "ησ": ("η", "ην"), "εσ": ("ε",), "ουσ": ("ου",)},
    "Fem": {
        "ση": ("σησ", "σεωσ", "σην"),
        "ξη": ("ξησ", "ξεωσ", "ξην"),
        "ψη": ("ψησ", "ψεωσ", "ψην"),
        "α": ("ασ", "αν"),
        "η": ("ησ", "ην"),
        "ω": ("ωσ",),
        "οσ": ("ου", "ο", "ον"),
        "ησ": ("ουσ", "η"),
    },
    "Neut": {"μα": ("ματοσ",), "ο": ("ου",), "ι": ("ιου",), "οσ": ("ουσ",), "εσ": ("ουσ",)},
}
_PLURAL: Endings = {
    "Masc": {"οι": ("ων", "ουσ"), "εισ": ("εων",), "εσ": ("ων",)},
    "Neut": {"α": ("ων",), "η": ("ων",)},
}
_PLURALS_OF: Endings = {
    "Masc": {"οσ": ("οι", "ων", "ουσ"), "ασ": ("εσ", "ων"), "ησ": ("εσ", "ων", "ηδεσ", "ηδων"), "εσ": ("εδεσ", "εδων")},
    "Fem": {"α": ("εσ", "ων"), "η": ("εσ", "ων"), "ου": ("ουδεσ",)},
    "Neut": {"ο": ("α", "ων"), "ι": ("ια", "ιων")},
}
_ADJECTIVE = ("οσ", "ου", "ο", "ον", "ε", "οι", "ων", "ουσ", "η", "ησ", "ην", "εσ", "α", "ασ")


@dataclass(frozen=True, slots=True)
class Nominal:
    """A name taken apart: its words without article, its gender ("" when it does not change) and number."""

    words: tuple[str, ...]
    gender: Gender
    plural: bool

    @property
    def text(self) -> str:
        return " ".join(self.words)


def parse(name: str) -> Nominal:
    """Take the article off a name.

    >>> parse("η Ευρωπαϊκή Ένωση")
    Nominal(words=('Ευρωπαϊκή', 'Ένωση'), gender='Fem', plural=False)
    """
    first, _, rest = name.partition(" ")
    if first in ARTICLES and rest:
        gender, plural = ARTICLES[first]
        return Nominal(tuple(rest.split()), gender, plural)
    return Nominal(tuple(name.split()), "", False)


def forms(name: str, *, plurals: bool = False) -> set[tuple[str, ...]]:
    """All case forms of a name, each a tuple of folded words.

    Args:
        name: nominative with article; without one it does not change.
        plurals: also the plural of a singular («ο Ρώσος» → «Ρώσων»), for demonyms.

    >>> ("ευρωπαικησ", "ενωσησ") in forms("η Ευρωπαϊκή Ένωση")
    True
    """
    nominal = parse(name)
    words = tuple(fold(w) for w in nominal.words)
    found = {words}
    if not nominal.gender:
        return found
    tables = [_PLURAL if nominal.plural else _SINGULAR] + ([_PLURALS_OF] if plurals else [])
    for table in tables:
        cases = _declined(words, nominal.gender, table)
        for i in range(max(len(c) for c in cases)):
            found.add(tuple(c[min(i, len(c) - 1)] for c in cases))
        found |= {(form,) for form in cases[0]} if len(words) == 1 else set()
    return found


def _declined(words: tuple[str, ...], gender: Gender, table: Endings) -> list[list[str]]:
    """For each word its forms in the order of the cases; words after a genitive article stay as they are."""
    fixed = next((i for i, w in enumerate(words) if w in _GENITIVE_ARTICLES or (i and w.endswith("ων"))), len(words))
    return [_word(w, gender, table) if i < fixed else [w] for i, w in enumerate(words)]


def _word(word: str, gender: Gender, table: Endings) -> list[str]:
    # «οι Ηνωμένες Πολιτείες», «οι Βρυξέλλες»: the article «οι» is feminine too, and the endings tell.
    endings = table.get(gender, {})
    for ending in sorted(endings, key=len, reverse=True):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            return [stem + e for e in endings[ending]]
    return [word]


def adjective_forms(adjective: str) -> set[str]:
    """All forms of an adjective in «-ος», folded; one in another ending is returned as it is.

    >>> "ρωσικησ" in adjective_forms("ρωσικός")
    True
    """
    word = fold(adjective)
    return {word.removesuffix("οσ") + e for e in _ADJECTIVE} if word.endswith("οσ") else {word}
