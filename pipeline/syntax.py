"""Questions about a word that several stages ask: its noun phrase, its preposition, its subject.

They ask nothing of a ``Word`` that a spaCy token cannot answer too, so that the engines may ask them while they mend a
parse.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.text import fold
from pipeline.words import Tree, Word, remembered

ARTICLES = frozenset("ο η το οι τα του τησ των τον την τη τουσ τισ ενασ μια μιασ ενα ενοσ εναν μιαν μιασ".split())
_TO = frozenset(["σε", "σ", "στο", "στη", "στην", "στον", "στουσ", "στισ", "στα", "στου", "στησ"])
_SIMPLE = {"απο": "από", "απ": "από", "με": "με", "μ": "με", "για": "για", "γι": "για", "προσ": "προς", "υπερ": "υπέρ"}
_SIMPLE |= {"εναντιον": "εναντίον", "εναντι": "έναντι", "μεταξυ": "μεταξύ", "χωρισ": "χωρίς", "διχωσ": "χωρίς"}
_SIMPLE |= {"παρα": "παρά", "υπο": "υπό", "ενωπιον": "σε", "συν": "με", "κατ": "κατά", "καθ": "κατά", "μεσω": "μέσω"}
_BEFORE_TO = {"απεναντι": "απέναντι", "εναντια": "ενάντια", "αναμεσα": "ανάμεσα", "διπλα": "δίπλα", "πλαι": "δίπλα"}
_BEFORE_TO |= {"κοντα": "σε", "μπροστα": "σε", "κοντρα": "ενάντια"}
_BEFORE_WITH = {"μαζι": "μαζί", "παρεα": "μαζί", "αντιμετωποσ": "με"}
_BEFORE_FROM = {"πισω": "πίσω από", "μακρια": "από", "περα": "από"}
BEFORE_GENITIVE = {"βαροσ": "εις βάρος", "πλευρο": "δίπλα", "μερουσ": "από", "πλευρασ": "από"}
LINKS = frozenset({*_BEFORE_TO, *_BEFORE_WITH, *_BEFORE_FROM, "πανω"})
"""Adverbs that make a compound preposition with «σε», «με», «από»."""

OBJECT_CONTROL = frozenset(
    "καλω πιεζω αναγκαζω ωθω πειθω επιτρεπω εμποδιζω υποχρεωνω βοηθω αφηνω παροτρυνω προτρεπω προσκαλω διατασσω".split()
)
"""Verbs whose object does what the «να» clause says: «κάλεσε την Άγκυρα να σταματήσει»."""

_CASES = {"ο": "Nom", "η": "Nom", "οι": "Nom", "τον": "Acc", "την": "Acc", "τη": "Acc", "τουσ": "Acc", "τισ": "Acc"}
_CASES |= {
    "του": "Gen",
    "τησ": "Gen",
    "των": "Gen",
    "στον": "Acc",
    "στην": "Acc",
    "στη": "Acc",
    "στουσ": "Acc",
    "στισ": "Acc",
}
_CASES |= {"ενασ": "Nom", "εναν": "Acc", "ενοσ": "Gen", "μιασ": "Gen"}
_PASSIVE = ("μαι", "μεθα", "σαι", "ται", "μαστε", "μουν", "σουν", "οταν", "νταν", "ατο", "ετο", "ειτο")
_PASSIVE_AORIST = tuple(
    """
    θω θεισ θει θουμε θειτε θουν τω τεισ τει τουμε τειτε τουν ηκα ηκεσ ηκε ηκαμε ηκατε ηκαν ηκανε ησαν
    φει φουν πει πουν γει γουν μενοσ μενη μενο μενοι μενεσ μενα μενου μενησ μενων μενουσ
    """.split()
)
_ACTIVE_AORIST = ("βρηκ", "βγηκ", "μπηκ", "βηκ")
"""Stems that only look passive: «βγήκε», «ανέβηκε»."""

_INSIDE = frozenset({"amod", "nummod", "flat", "flat:name", "compound", "nmod", "det", "fixed", "goeswith", "appos"})
_QUOTES = frozenset("«»\"“”'‘’(")


def has(token: Word, feature: str, value: str) -> bool:
    """Whether a morphological feature has the value: ``has(token, "Case", "Gen")``."""
    return value in token.morph.get(feature)


def preposition(doc: Tree, first: int) -> str:
    """The preposition before the noun phrase that begins at ``first``, in dictionary form, "" for none.

    Read off the surface: articles, adjectives and quotation marks are passed over. «κατά» is returned only with
    the genitive («κατά της Ρωσίας»): with the accusative it tells time.
    """
    return _before(doc[first])


@remembered
def _before(begin: Word) -> str:
    doc = begin.doc
    at = begin.i - 1
    article = ""
    while at >= 0 and (fold(doc[at].text) in ARTICLES or doc[at].text in _QUOTES):
        article = fold(doc[at].text) if doc[at].text not in _QUOTES else article
        at -= 1
    if at < 0:
        return ""
    word = fold(doc[at].text)
    before = fold(doc[at - 1].text) if at else ""
    if word in _TO:
        return _BEFORE_TO.get(before, "σε")
    if word in ("με", "μ") and before in _BEFORE_WITH:
        return _BEFORE_WITH[before]
    if word in ("απο", "απ") and before in _BEFORE_FROM:
        return _BEFORE_FROM[before]
    if word == "κατα":
        genitive = article in ("του", "τησ", "των") or (not article and not has(begin, "Case", "Acc"))
        return "κατά" if genitive else ""
    if word in BEFORE_GENITIVE and article in ("του", "τησ", "των"):
        return BEFORE_GENITIVE[word]
    return _SIMPLE.get(word, "")


def noun_phrase(head: Word, *, prepositional: bool = False) -> tuple[int, int]:
    """First and last token of the noun phrase of ``head``, without its article.

    Args:
        head: the noun.
        prepositional: also what hangs on it by a preposition («συμφωνία για το χρέος»).
    """
    return _phrase(head, prepositional=True) if prepositional else _bare_phrase(head)


@remembered
def _bare_phrase(head: Word) -> tuple[int, int]:
    return _phrase(head, prepositional=False)


def _phrase(head: Word, *, prepositional: bool) -> tuple[int, int]:
    keep = {head.i}
    for child in head.children:
        case = any(c.dep_ == "case" for c in child.children)
        named = child.dep_ != "appos" or bool(child.ent_type_)
        describes = child.dep_ in ("amod", "nummod") and child.i < head.i
        if child.dep_ in _INSIDE and named and (not case or describes or (prepositional and child.i > head.i)):
            _collect(child, keep)
    first = last = head.i
    while first - 1 in keep and fold(head.doc[first].text) not in ARTICLES:
        first -= 1
    while last + 1 in keep:
        last += 1
    while first < head.i and (fold(head.doc[first].text) in ARTICLES or head.doc[first].is_punct):
        first += 1
    while last > head.i and head.doc[last].is_punct:
        last -= 1
    return first, last


def _collect(token: Word, keep: set[int]) -> None:
    """A modifier with its own modifiers, but no clause that hangs on it."""
    keep.add(token.i)
    for child in token.children:
        # «για τον κατώτατο μισθό»: a preposition that the parser hangs on the adjective is no part of the phrase.
        inside = (
            child.dep_ in _INSIDE or child.dep_ in ("conj", "cc") or (child.dep_ == "case" and token.dep_ != "amod")
        )
        if inside and child.pos_ not in ("VERB", "AUX"):
            _collect(child, keep)


@remembered
def subjects(verb: Word) -> list[Word]:
    """Overt subjects of a verb or nominal predicate, those coordinated with them included."""
    found = [t for t in verb.children if t.dep_.startswith(("nsubj", "csubj"))]
    return [t for subject in found for t in (subject, *conjuncts(subject))]


@remembered
def conjuncts(token: Word) -> list[Word]:
    """Tokens coordinated after this one («η Ρωσία, η Τουρκία και το Ιράν»)."""
    found: list[Word] = []
    todo = [token]
    while todo:
        for child in todo.pop().children:
            if child.dep_ == "conj":
                found.append(child)
                todo.append(child)
    return found


@remembered
def is_plural(noun: Word) -> bool | None:
    """The number of a noun phrase, by its article where it has one («οι ΗΠΑ»); None where nothing tells."""
    shown = _shown(noun, "Number")
    return "Plur" in shown if shown else None


@remembered
def gender(noun: Word) -> list[str]:
    """The gender of a noun phrase, by its article where it has one («ο Πομπέο»); empty where nothing tells."""
    return _shown(noun, "Gender")


def _shown(noun: Word, feature: str) -> list[str]:
    """A feature of the article, which names and abbreviations do not show, else of the noun."""
    article = next((c for c in noun.children if c.dep_ == "det" and c.morph.get(feature)), noun)
    return list(article.morph.get(feature))


def first_conjunct(token: Word) -> Word:
    """The first member of the coordination a token belongs to."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def governors(token: Word, limit: int = 6) -> Iterator[Word]:
    """The tokens above, nearest first."""
    while token.head.i != token.i and limit:
        token = token.head
        limit -= 1
        yield token


@remembered
def is_finite(token: Word) -> bool:
    """Whether a token is a finite verb or auxiliary."""
    return token.pos_ in ("VERB", "AUX") and (has(token, "VerbForm", "Fin") or bool(token.morph.get("Person")))


@remembered
def is_passive(token: Word) -> bool:
    """Whether the verb stands in the passive voice, by the tagger and by its ending: «επέκρινε» never does."""
    form = fold(token.text)
    if form.endswith(_PASSIVE):
        return True
    if any(c.dep_ == "obj" and c.pos_ != "PRON" for c in token.children):
        return False  # «επαναπροωθεί τους μετανάστες»: only looks like a passive aorist
    told = has(token, "Voice", "Pass") or any(c.dep_ == "nsubj:pass" for c in token.children)
    return told and is_passive_form(token.text)


def is_passive_form(form: str) -> bool:
    """Whether a verb form may be passive or middle: «εξαρτήθηκε», «εξαρτηθεί», «εξαρτώνται», never «εξήρτησε»."""
    folded = fold(form)
    if any(stem in folded for stem in _ACTIVE_AORIST):
        return False
    return folded.endswith(_PASSIVE + _PASSIVE_AORIST)


def case(doc: Tree, first: int, head: Word) -> str:
    """``Nom``, ``Acc`` or ``Gen`` of the noun phrase that begins at ``first``, "" where its form does not tell.

    The article tells best. Without one only the genitive, and the masculine, show their case.
    """
    before = fold(doc[first - 1].text) if first else ""
    article = fold(doc[first - 2].text) if first > 1 and before in _QUOTES else before
    if article in _CASES:
        return _CASES[article]
    if article in ARTICLES or article in _TO:
        return ""
    tagged = next(iter(head.morph.get("Case")), "")
    tells = has(head, "Gender", "Masc") and not fold(head.text).endswith(("εσ", "εισ"))
    return tagged if tagged == "Gen" or tells else ""
