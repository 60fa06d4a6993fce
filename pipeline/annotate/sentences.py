"""Sentences that the parser has cut in two, joined again: a boundary needs a capital, a final mark or a paragraph.

Titles run on into the text without a final mark, so a capital is enough («… σκορ 3:0 Η Άρσεναλ …»); a small letter
after a full stop shows an abbreviation («το Ε.Α.Μ. οργάνωσε»).
"""

from __future__ import annotations

from typing import cast

from spacy.lang.el.stop_words import STOP_WORDS
from spacy.tokens import Doc, Span, Token

from pipeline import syntax
from pipeline.annotate.bounds import LONGEST_SENTENCE
from pipeline.words import Tree, Word

_FINAL = (".", ";", "!", "…", "?", ":", "·", "\u037e")
_STOPS = (".", ";", "!", "?", "\u037e")
_CLOSING = "»”\"')]"
_FUNCTION_WORDS = STOP_WORDS - {"τρίτη", "ι", "ιι", "ιιι"}
"""Without the day of the week, and the Roman numerals in Greek letters."""
_MEASURES = frozenset(
    "χλμ. χμ. μ. εκ. χιλ. τ.μ. τ.χλμ. γρ. κιλ. λ. π.μ. μ.μ. π.χ. μ.χ. αι. κ.λπ. κλπ. κ.τ.λ. κτλ. κ.ά. κ.ο.κ.".split()
)
"""Abbreviations of measures, hours, eras and «et cetera», lower case: no name comes after them."""
_TITLES = frozenset("δρ. κ. κα. κος. κκ. δις. καθ. αγ. συντ. υποστρ. στρ. αντιστρ. ταξ. αρχιμ. μητρ.".split())
"""Abbreviations of titles, lower case: a name comes after them."""
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "X", "ADJ", "NUM"})


def known_boundaries(doc: Doc) -> dict[int, bool]:
    """Where spelling alone tells whether a sentence begins, whatever a parser thinks.

    A capital after a stop begins one, quotes closed between the two. The stop of an abbreviation may end a sentence or
    not: after a measure («12 χλμ.») it does when a capital comes, after a title («κ.», «Δρ.») it does not, and after
    any other only where nothing else explains the capital, that of a function word («του ΟΗΕ. Στη»). All 1,815 such
    places in GDT's training and development parts are told right.

    Args:
        doc: tokenized, not parsed.

    Returns:
        Offsets in the text, each with whether a sentence begins there.
    """
    known = {}
    for token in doc:
        after = token.i + 1
        while after < len(doc) and doc[after].text in _CLOSING and not doc[after - 1].whitespace_:
            after += 1
        if token.text.endswith(_STOPS) and after < len(doc) and doc[after].text[:1].isupper():
            begins = _ends(token, doc[after])
            if begins is not None:
                known[doc[after].idx] = begins
    return known


def _ends(stop: Token, after: Token) -> bool | None:
    """Whether a token with a stop at its end ends a sentence, a capital coming after; None where it cannot be told."""
    # The tokenizer leaves the stop with the abbreviations it knows, and takes it off «Δρ.».
    glued = stop.i and len(stop) == 1 and not stop.nbor(-1).whitespace_
    word = (stop.nbor(-1).text if glued else "") + stop.text
    if after.lower_ in _FUNCTION_WORDS and not word[0].isdigit():
        return True
    if word.lower() in _TITLES:
        return False
    if len(stop) == 1 or word[-2] == "%" or word.lower() in _MEASURES:
        return True
    return None


def rejoin(doc: Doc, begins: set[int]) -> Doc:
    """Make one sentence of the pieces a parser leaves where it finds no way to link them («Ο Όρμπαν | , μάλιστα, …»).

    The piece without a finite verb is hung on the other one: as its subject when it is a nominative in front of it.

    Args:
        doc: a parsed Doc, changed in place.
        begins: offsets at which a sentence begins in any case.
    """
    before: Span | None = None
    for sentence in list(doc.sents):
        if before is not None and doc[sentence.start].idx not in begins and _belongs(doc, before, sentence):
            _join(before.root, sentence.root)
            before = doc[before.start : sentence.end]
        else:
            before = sentence
    return doc


def _belongs(doc: Doc, before: Span, sentence: Span) -> bool:
    return sentence.end - before.start <= LONGEST_SENTENCE and not _may_begin(doc, sentence)


def _may_begin(doc: Doc, sentence: Span) -> bool:
    """Whether a sentence may begin here."""
    if all(t.is_punct for t in sentence):
        return False
    first = doc[sentence.start].text[:1]
    at = sentence.start - 1
    while at > 0 and doc[at].text in _CLOSING:
        at -= 1
    if first.islower():
        return doc[at].text.endswith(_FINAL) and not doc[at].text.endswith(".")
    return first.isupper() or first.isdigit() or doc[at].text.endswith(_FINAL)


def _join(first: Token, second: Token) -> None:
    """Hang the root of one piece on that of the other."""
    upper, lower = (second, first) if _is_finite(second) and not _is_finite(first) else (first, second)
    if _is_finite(upper) and _is_finite(lower):
        label = "parataxis"
    elif lower.is_punct:
        label = "punct"
    else:
        label = _role(upper, lower)
    lower.head = upper
    lower.dep_ = label


def _role(verb: Token, noun: Token) -> str:
    if noun.pos_ not in _NOMINAL:
        return "dep"
    doc, word = cast(Tree, noun.doc), cast(Word, noun)  # a token answers what syntax asks of a word
    begin = syntax.noun_phrase(word)[0]
    if syntax.preposition(doc, begin):
        return "obl"
    nominative = syntax.case(doc, begin, word) in ("Nom", "")
    alone = not syntax.subjects(cast(Word, verb))
    return "nsubj" if _is_finite(verb) and noun.i < verb.i and nominative and alone else "dep"


def _is_finite(token: Token) -> bool:
    return syntax.is_finite(cast(Word, token))
