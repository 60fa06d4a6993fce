"""Case forms of Greek names, without accents: a name is given in the nominative with its article.

Accents move with the case («ο Έλληνας», «των Ελλήνων») and vanish in capitals, so all forms here are folded
(``text.fold``), and the endings alone tell the cases apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
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
_GENITIVES = ("ησ", "ασ", "ου", "ουσ", "εωσ")
_GENITIVE_ARTICLES = {"του", "τησ", "των"}

Cases = tuple[tuple[str, ...], ...]
Endings = dict[str, dict[str, Cases]]
"""Gender → ending of the nominative → for each other case the endings it may have."""

# Genitive, accusative, and vocative where it differs.
_SINGULAR: Endings = {
    "Masc": {
        "οσ": (("ου",), ("ο", "ον"), ("ε",)),
        "ασ": (("α",), ("α", "αν")),
        "ησ": (("η",), ("η", "ην")),
        "θνησ": (("θνουσ",), ("θνη",)),  # «διεθνής»
        "εσ": (("ε",), ("ε",)),
        "ουσ": (("ου",), ("ου",)),
    },
    "Fem": {
        "ση": (("σησ", "σεωσ"), ("ση", "σην")),
        "ξη": (("ξησ", "ξεωσ"), ("ξη", "ξην")),
        "ψη": (("ψησ", "ψεωσ"), ("ψη", "ψην")),
        "α": (("ασ",), ("α", "αν")),
        "η": (("ησ",), ("η", "ην")),
        "ω": (("ωσ",), ("ω",)),
        "οσ": (("ου",), ("ο", "ον")),
        "ησ": (("ουσ",), ("η",)),
    },
    "Neut": {
        "μα": (("ματοσ",), ("μα",)),
        "ο": (("ου",), ("ο",)),
        "ι": (("ιου",), ("ι",)),
        "οσ": (("ουσ",), ("οσ",)),
        "εσ": (("ουσ",), ("εσ",)),
    },
}
# Genitive and accusative of a nominative plural.
_PLURAL: Endings = {
    "Masc": {"οι": (("ων",), ("ουσ",)), "εισ": (("εων",), ("εισ",)), "εσ": (("ων",), ("εσ",))},
    "Neut": {"α": (("ων",), ("α",)), "η": (("ων",), ("η",))},
}
# Nominative, genitive and accusative plural of a nominative singular.
_PLURALS_OF: Endings = {
    "Masc": {
        "οσ": (("οι",), ("ων",), ("ουσ",)),
        "ασ": (("εσ",), ("ων",), ("εσ",)),
        "ησ": (("εσ", "ηδεσ"), ("ων", "ηδων"), ("εσ", "ηδεσ")),
        "εσ": (("εδεσ",), ("εδων",), ("εδεσ",)),
    },
    "Fem": {
        "α": (("εσ",), ("ων",), ("εσ",)),
        "η": (("εσ",), ("ων",), ("εσ",)),
        "ου": (("ουδεσ",), ("ουδων",), ("ουδεσ",)),
    },
    "Neut": {"ο": (("α",), ("ων",), ("α",)), "ι": (("ια",), ("ιων",), ("ια",))},
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
        for fixed in _cuts(words):
            declined = [_word(w, nominal.gender, table) for w in words[:fixed]]
            for case in range(max(map(len, declined))):
                variants = (cases[min(case, len(cases) - 1)] for cases in declined)
                found |= {(*forms, *words[fixed:]) for forms in product(*variants)}
    return found


def _cuts(words: tuple[str, ...]) -> list[int]:
    """From which word on a name may stay as it is: what follows a noun in the genitive does («Οργανισμός Πολιτικής
    Αεροπορίας»). The form does not always tell («Υπηρεσία Ασφάλειας» but «Μεγάλης Βρετανίας»), so all are tried."""
    certain = next((i for i, w in enumerate(words) if w in _GENITIVE_ARTICLES or (i and w.endswith("ων"))), len(words))
    return [i for i in range(1, certain + 1) if i == certain or words[i].endswith(_GENITIVES)]


def _word(word: str, gender: Gender, table: Endings) -> list[tuple[str, ...]]:
    """The forms of a word, case by case; one that the table does not know stays as it is."""
    # «οι Ηνωμένες Πολιτείες», «οι Βρυξέλλες»: the article «οι» is feminine too, and the endings tell.
    endings = table.get(gender, {})
    for ending in sorted(endings, key=len, reverse=True):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            return [tuple(stem + e for e in case) for case in endings[ending]]
    return [(word,)]


def adjective_forms(adjective: str) -> set[str]:
    """All forms of an adjective in «-ος», folded; one in another ending is returned as it is.

    >>> "ρωσικησ" in adjective_forms("ρωσικός")
    True
    """
    word = fold(adjective)
    return {word.removesuffix("οσ") + e for e in _ADJECTIVE} if word.endswith("οσ") else {word}
