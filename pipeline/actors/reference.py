"""Pronouns and dropped subjects: the mention they refer to, by agreement and salience over the sentences before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from pipeline.actors.salience import WEIGHTS, Anchor, Weights, antecedent, quoted
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
_FIRST_PERSON = frozenset("εγω εμενα με μου εμεισ εμασ μασ".split())
_FULL = frozenset(
    "αυτοσ αυτη αυτο αυτον αυτην αυτοι αυτεσ αυτα αυτου αυτησ αυτων αυτουσ εκεινοσ εκεινη ιδιοσ ιδια ιδιο".split()
)


def find_references(doc: Doc, mentions: list[Mention], weights: Weights = WEIGHTS) -> list[Mention]:
    """A mention for each pronoun and each dropped subject whose antecedent is found.

    A dropped subject takes the subject of the clause above or beside it when number agrees; then the subject, else
    the nearest mention, of the sentences before. First-person verbs belong to the speaker of the quotation.
    """
    sentences, inside = list(doc.sents), quoted(doc)
    by_anchor = _grouped(mentions, lambda m: m.anchor)
    named, referring = _grouped(mentions, lambda m: m.sentence_id), _grouped([], lambda m: m.sentence_id)
    for number, sentence in enumerate(sentences):
        # Nothing further back is looked at, so a long text takes no more time a sentence than a short one.
        reach = range(max(0, number - REACH), number + 1)
        near = [m for n in reach for m in named[n]]
        here = referring[number]
        speaker = find_speaker(sentences, number, named)
        for token in sentence:
            if is_finite(token) and token.dep_ not in ("aux", "cop") and not _has_subject(token):
                meant = _dropped(
                    Anchor(token, number, has(token, "Number", "Plur"), quoted=inside),
                    [*near, *(m for n in reach for m in referring[n])],
                    speaker,
                    weights,
                )
                for mention in _all_of(meant, doc, by_anchor, plural=has(token, "Number", "Plur")):
                    here += _refer(mention, token, number, "zero")
            elif token.pos_ in ("PRON", "DET") and fold(token.text) in _FIRST_PERSON:
                here += _refer(speaker, token, number, "reference")
            elif token.pos_ in ("PRON", "DET") and _is_pronoun(token):
                here += _refer(antecedent(_pronoun(token, number, inside), near, weights), token, number, "reference")
    return [m for n in sorted(referring) for m in referring[n]]


def _grouped(mentions: list[Mention], key: Callable[[Mention], int]) -> defaultdict[int, list[Mention]]:
    groups = defaultdict[int, list[Mention]](list)
    for mention in mentions:
        groups[key(mention)].append(mention)
    return groups


def _all_of(meant: Mention | None, doc: Doc, by_anchor: Mapping[int, list[Mention]], *, plural: bool) -> list[Mention]:
    """«Η Γαλλία και η Ιταλία αντέδρασαν. Επέκριναν…»: a plural refers to all that are coordinated."""
    if meant is None:
        return []
    beside = sorted(t.i for t in conjuncts(doc[meant.head])) if plural else []
    return [meant, *(m for i in beside for m in by_anchor.get(i, ()) if m.label != "adjective")]


def _refer(meant: Mention | None, token: Token, sentence: int, link: Link) -> Iterator[Mention]:
    if meant is None:
        return
    yield replace(meant, anchor=token.i, sentence_id=sentence, link=link, confidence=0.6)


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


def _dropped(anchor: Anchor, known: list[Mention], speaker: Mention | None, weights: Weights) -> Mention | None:
    verb, plural = anchor.token, anchor.plural
    if has(verb, "Person", "1"):
        return speaker
    if has(verb, "Person", "2"):
        return None
    if is_speech(verb) and _behind_quotation(verb):
        # «Η Τουρκία απειλεί», είπε: who speaks is named before the quotation, not in it.
        return antecedent(replace(anchor, limit=verb.sent.start), known, weights)
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
    return antecedent(anchor, known, weights)


def _behind_quotation(verb: Token) -> bool:
    """«…», είπε: what is said stands before the verb that says so, quoted or not («Ευθύνεται η ΕΕ, είπε»)."""
    before = verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]
    told = len(before) > 0 and before[-1].text == "," and any(is_finite(t) for t in verb.doc[verb.sent.start : verb.i])
    return told or any(t.text in ("»", "”", '"') for t in before)


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


def _pronoun(token: Token, number: int, inside: frozenset[int]) -> Anchor:
    plural = fold(token.text) in ("τουσ", "των") or has(token, "Number", "Plur")
    possessive = fold(token.text) in _POSSESSIVE and token.head.pos_ not in ("VERB", "AUX")
    return Anchor(token, number, plural, _gender(token), possessive, inside)


def _gender(pronoun: Token | None) -> str:
    """The gender a pronoun shows: «της» is feminine, «του» masculine or neuter, the plural «τους» anything."""
    if pronoun is None or fold(pronoun.text) in ("του", "τουσ", "των"):
        return ""
    return next(iter(pronoun.morph.get("Gender")), "")


def find_speaker(sentences: list[Span], number: int, named: Mapping[int, list[Mention]]) -> Mention | None:
    """Who says «we» or «I» in a sentence: the subject of its verb of saying; where its quotation goes on, that of the
    sentence that ends it; else whom a heading names («ΝΔ:»), or the last who said something.

    Args:
        sentences: of the text.
        number: of the sentence.
        named: mentions that are no pronouns, by sentence.
    """
    if (found := _says(sentences[number], named[number])) is not None:
        return found
    ahead = number
    while _stays_open(sentences[ahead]) and ahead + 1 < len(sentences) and ahead < number + REACH:
        ahead += 1
        if (found := _says(sentences[ahead], named[ahead])) is not None:
            return found
    for back in range(number - 1, max(-1, number - 1 - REACH), -1):
        if (found := _heads(sentences[back], named[back]) or _says(sentences[back], named[back])) is not None:
            return found
    return None


def _says(sentence: Span, mentions: list[Mention]) -> Mention | None:
    """The subject of a verb of saying in a sentence."""
    at = {m.anchor: m for m in mentions}
    found = (subject for token in sentence if is_speech(token) for subject in subjects(token))
    return next((at[subject.i] for subject in found if subject.i in at), None)


def _heads(sentence: Span, mentions: list[Mention]) -> Mention | None:
    """The actor of a heading before what he, she or it says: «Τσίπρας:», «Βόμβα Τόμσεν:»."""
    heading = sentence[-1].text == ":" and not any(is_finite(token) for token in sentence)
    return mentions[-1] if heading and mentions else None


def _stays_open(sentence: Span) -> bool:
    """Whether a quotation that is open at the end of a sentence goes on in the next."""
    depth = 0
    for token in sentence:
        depth += (token.text in "«“") - (token.text in "»”")
    return depth > 0


def is_speech(token: Token) -> bool:
    """Whether a token is a verb of saying in the third person."""
    return (
        token.pos_ == "VERB"
        and has(token, "Person", "3")
        and not _SPEECH.isdisjoint(keys(token.text.lower(), token.lemma_))
    )
