"""Pronouns and dropped subjects: the mention they refer to, by agreement and salience over the sentences before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from pipeline.lemmas import keys
from pipeline.records import Link, Mention
from pipeline.syntax import conjuncts, first_conjunct, governors, has, is_finite, subjects
from pipeline.text import fold

REACH = 3
"""Sentences before the pronoun's own in which an antecedent is looked for."""

_SPEECH = frozenset(
    """
    λεω δηλωνω αναφερω τονιζω υπογραμμιζω σημειωνω προσθετω υποστηριζω επισημαινω γραφω σχολιαζω εκτιμω απαντω
    διευκρινιζω παρατηρω εξηγω καταληγω συμπληρωνω διαβεβαιωνω ισχυριζομαι ανακοινωνω διαμηνυω προειδοποιω
    """.split()
)
_POSSESSIVE = frozenset({"του", "τησ", "τουσ", "των"})
_CLITIC = frozenset({"τον", "την", "τη", "τουσ", "τισ", "το", "τα"})
_FULL = frozenset(
    "αυτοσ αυτη αυτο αυτον αυτην αυτοι αυτεσ αυτα αυτου αυτησ αυτων αυτουσ εκεινοσ εκεινη ιδιοσ ιδια ιδιο".split()
)


def find_references(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """A mention for each pronoun and each dropped subject whose antecedent is found.

    A dropped subject takes the subject of the clause above or beside it when number agrees; then the subject, else
    the nearest mention, of the sentences before. First-person verbs belong to the speaker of the quotation.
    """
    sentences = list(doc.sents)
    found: list[Mention] = []
    for number, sentence in enumerate(sentences):
        for token in sentence:
            if is_finite(token) and token.dep_ not in ("aux", "cop") and not _has_subject(token):
                antecedent = _dropped(token, sentences, number, [*mentions, *found])
                found += _refer(antecedent, token, number, "zero")
            elif token.pos_ in ("PRON", "DET") and _is_pronoun(token):
                antecedent = _pronoun(token, sentences, number, mentions)
                found += _refer(antecedent, token, number, "reference")
    return found


def _refer(antecedent: Mention | None, token: Token, sentence: int, link: Link) -> Iterator[Mention]:
    if antecedent is None:
        return
    yield replace(antecedent, anchor=token.i, sentence_id=sentence, link=link, confidence=0.6)


def _has_subject(verb: Token) -> bool:
    if subjects(verb):
        return True
    return verb.dep_ == "acl:relcl" and not any(t.dep_ == "obj" and fold(t.text) == "που" for t in verb.children)


def _is_pronoun(token: Token) -> bool:
    word = fold(token.text)
    if token.dep_ in ("det", "case"):
        return False
    return (
        word in _FULL
        or (word in _POSSESSIVE and token.dep_ in ("nmod", "nmod:poss"))
        or (word in _CLITIC and token.dep_ in ("obj", "iobj", "expl"))
    )


def _dropped(verb: Token, sentences: list[Span], number: int, known: list[Mention]) -> Mention | None:
    if has(verb, "Person", "1"):
        return _speaker(sentences, number, known)
    if has(verb, "Person", "2"):
        return None
    plural = has(verb, "Number", "Plur")
    at = {m.anchor: m for m in known}
    for above in (first_conjunct(verb), *governors(verb)):
        if above.i == verb.i or not is_finite(above):
            continue
        if above.i in at and at[above.i].link == "zero":
            return at[above.i]
        for subject in subjects(above):
            if subject.i in at and _agrees(subject, plural):
                return at[subject.i]
    return _salient(sentences, number, known, plural, before=verb.i)


def _agrees(subject: Token, plural: bool) -> bool:
    return has(subject, "Number", "Plur") == plural or (plural and bool(conjuncts(subject)))


def _salient(
    sentences: list[Span], number: int, known: list[Mention], plural: bool, *, before: int, pronoun: Token | None = None
) -> Mention | None:
    """The subject, else the last mention, of the nearest sentence before; in its own sentence only what precedes.

    A dropped subject looks in its own sentence only before the main verb: what follows belongs to other clauses.
    """
    gender = _gender(pronoun)
    doc = sentences[number].doc
    for back in range(REACH + 1):
        if number - back < 0:
            break
        span = sentences[number - back]
        here = [
            m for m in known if span.start <= m.anchor < min(span.end, before) and _may_refer(doc, m, plural, gender)
        ]
        if back == 0 and pronoun is None:
            here = [m for m in here if m.anchor < sentences[number].root.i and _is_subject(doc, m)]
        main = [m for m in here if _is_subject(doc, m)]
        if main:
            return main[0] if back else main[-1]
        if here and back:
            return here[-1]
    return None


def _may_refer(doc: Doc, mention: Mention, plural: bool, gender: str) -> bool:
    if mention.label == "adjective":
        return False
    head = doc[mention.head]
    number = head.morph.get("Number")
    fits = not number or has(head, "Number", "Plur") == plural
    genders = head.morph.get("Gender")
    return fits and (not gender or not genders or gender in genders)


def _is_subject(doc: Doc, mention: Mention) -> bool:
    return doc[mention.anchor].dep_.startswith("nsubj") or mention.link == "zero"


def _pronoun(token: Token, sentences: list[Span], number: int, known: list[Mention]) -> Mention | None:
    plural = fold(token.text) in ("τουσ", "των") or has(token, "Number", "Plur")
    return _salient(sentences, number, known, plural, before=token.i, pronoun=token)


def _gender(pronoun: Token | None) -> str:
    """The gender a pronoun shows: «της» is feminine, «του» masculine or neuter, the plural «τους» anything."""
    if pronoun is None or fold(pronoun.text) in ("του", "τουσ", "των"):
        return ""
    return next(iter(pronoun.morph.get("Gender")), "")


def _speaker(sentences: list[Span], number: int, known: list[Mention]) -> Mention | None:
    """Who says «we» or «I»: the subject of the verb of saying in this sentence, else in those before."""
    at = {m.anchor: m for m in known}
    for back in range(REACH + 1):
        if number - back < 0:
            break
        for token in sentences[number - back]:
            if is_speech(token):
                for candidate in (*subjects(token), token):
                    if candidate.i in at:
                        return at[candidate.i]
    return None


def is_speech(token: Token) -> bool:
    """Whether a token is a verb of saying in the third person."""
    return (
        token.pos_ == "VERB"
        and has(token, "Person", "3")
        and not _SPEECH.isdisjoint(keys(token.text.lower(), token.lemma_))
    )
