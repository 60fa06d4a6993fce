"""Pronouns and dropped subjects: the mention they refer to, by agreement and salience over the sentences before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from pipeline.lemmas import keys, word_set
from pipeline.records import Link, Mention
from pipeline.syntax import OBJECT_CONTROL, conjuncts, first_conjunct, governors, has, is_finite, is_plural, subjects
from pipeline.text import fold

REACH = 3
"""Sentences before the pronoun's own in which an antecedent is looked for."""

_SPEECH = word_set(
    """
    λεω δηλωνω αναφερω τονιζω υπογραμμιζω σημειωνω προσθετω υποστηριζω επισημαινω γραφω σχολιαζω εκτιμω απαντω
    διευκρινιζω παρατηρω εξηγω καταληγω συμπληρωνω διαβεβαιωνω ισχυριζομαι ανακοινωνω διαμηνυω προειδοποιω
    """
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
    by_anchor = _grouped(mentions, lambda m: m.anchor)
    named, referring = _grouped(mentions, lambda m: m.sentence_id), _grouped([], lambda m: m.sentence_id)
    for number, sentence in enumerate(sentences):
        # Nothing further back is looked at, so a long text takes no more time a sentence than a short one.
        reach = range(max(0, number - REACH), number + 1)
        near = [m for n in reach for m in named[n]]
        here = referring[number]
        for token in sentence:
            if is_finite(token) and token.dep_ not in ("aux", "cop") and not _has_subject(token):
                antecedent = _dropped(token, sentences, number, [*near, *(m for n in reach for m in referring[n])])
                for mention in _all_of(antecedent, doc, by_anchor, plural=has(token, "Number", "Plur")):
                    here += _refer(mention, token, number, "zero")
            elif token.pos_ in ("PRON", "DET") and _is_pronoun(token):
                here += _refer(_pronoun(token, sentences, number, near), token, number, "reference")
    return [m for n in sorted(referring) for m in referring[n]]


def _grouped(mentions: list[Mention], key: Callable[[Mention], int]) -> defaultdict[int, list[Mention]]:
    groups = defaultdict[int, list[Mention]](list)
    for mention in mentions:
        groups[key(mention)].append(mention)
    return groups


def _all_of(
    antecedent: Mention | None, doc: Doc, by_anchor: Mapping[int, list[Mention]], *, plural: bool
) -> list[Mention]:
    """«Η Γαλλία και η Ιταλία αντέδρασαν. Επέκριναν…»: a plural refers to all that are coordinated."""
    if antecedent is None:
        return []
    beside = sorted(t.i for t in conjuncts(doc[antecedent.head])) if plural else []
    return [antecedent, *(m for i in beside for m in by_anchor.get(i, ()) if m.label != "adjective")]


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
    if token.pos_ == "DET" and token.dep_ in ("det", "case"):
        return False
    # The parser often misses how a clitic hangs; «τον» right before a verb is its object all the same.
    before_verb = token.i + 1 < token.sent.end and token.nbor(1).pos_ in ("VERB", "AUX")
    clitic = token.dep_ in ("obj", "iobj", "expl") or (token.pos_ == "PRON" and before_verb)
    possessive = token.dep_ in ("nmod", "nmod:poss") or has(token, "Poss", "Yes")
    return word in _FULL or (word in _POSSESSIVE and possessive) or (word in _CLITIC and clitic)


def _dropped(verb: Token, sentences: list[Span], number: int, known: list[Mention]) -> Mention | None:
    if has(verb, "Person", "1"):
        return _speaker(sentences, number, known)
    if has(verb, "Person", "2"):
        return None
    plural = has(verb, "Number", "Plur")
    if is_speech(verb) and _behind_quotation(verb):
        # «Η Τουρκία απειλεί», είπε: who speaks is named before the quotation, not in it.
        return _salient(sentences, number, known, plural, before=verb.sent.start)
    at = {m.anchor: m for m in known}
    if verb.dep_ == "acl" and verb.head.i in at and _agrees(verb.head, plural):
        return at[verb.head.i]  # «ωθεί τις κυβερνήσεις να …», hung on the noun
    for above in (first_conjunct(verb), *governors(verb)):
        if above.i == verb.i or not is_finite(above):
            continue
        if above.i in at and at[above.i].link == "zero":
            return at[above.i]
        if (control := _controller(verb, above)) is not None:
            return at.get(control.i)
        for subject in subjects(above):
            if subject.i in at and _agrees(subject, plural):
                return at[subject.i]
    return _salient(sentences, number, known, plural, before=verb.i)


def _behind_quotation(verb: Token) -> bool:
    before = verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]
    return any(t.text in ("»", "”", '"') for t in before)


def _controller(verb: Token, above: Token) -> Token | None:
    """Who does what a «να» clause says when the verb above is «καλώ» or «πιέζω»: its object."""
    if OBJECT_CONTROL.isdisjoint(keys(above.text.lower(), above.lemma_)) or not _is_complement(verb, above):
        return None
    objects = [c for c in above.children if c.dep_ in ("obj", "obl", "iobj") and above.i < c.i < verb.i]
    bare = [c for c in objects if not any(g.dep_ == "case" for g in c.children)]
    return bare[0] if bare else None


def _is_complement(verb: Token, above: Token) -> bool:
    return verb.head.i == above.i and any(fold(c.text) == "να" for c in verb.children)


def _agrees(subject: Token, plural: bool) -> bool:
    return is_plural(subject) in (plural, None) or (plural and bool(conjuncts(subject)))


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
    fits = is_plural(head) in (plural, None) or (plural and bool(conjuncts(head)))
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
