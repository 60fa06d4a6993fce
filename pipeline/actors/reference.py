"""Pronouns and dropped subjects: the mention they refer to, by agreement and salience over the sentences before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pipeline.actors.salience import WEIGHTS, Anchor, Candidates, Weights
from pipeline.actors.speakers import REACH, Speakers, is_speech
from pipeline.lemmas import word_set
from pipeline.records import Link, Mention
from pipeline.syntax import OBJECT_CONTROL, conjuncts, first_conjunct, governors, has, is_finite, is_plural, subjects
from pipeline.words import Tree, Word

_IMPERSONAL = word_set(
    "προκειται πρεπει σημαινω υπαρχω φαινομαι αξιζω χρειαζεται ισχυω απομενω αρκω επιτρεπεται απαγορευεται ενδεχεται"
)
"""Verbs that mostly have no one for a subject."""
_POSSESSIVE = frozenset({"του", "τησ", "τουσ", "των"})
_CLITIC = frozenset({"τον", "την", "τη", "τουσ", "τισ", "το", "τα"})
_FIRST_PERSON = frozenset("εγω εμενα με μου εμεισ εμασ μασ".split())
_FULL = frozenset(
    "αυτοσ αυτη αυτο αυτον αυτην αυτοι αυτεσ αυτα αυτου αυτησ αυτων αυτουσ εκεινοσ εκεινη ιδιοσ ιδια ιδιο".split()
)
_PRONOUNS = _FULL | _POSSESSIVE | _CLITIC


def find_references(doc: Tree, mentions: list[Mention], weights: Weights = WEIGHTS) -> list[Mention]:
    """A mention for each pronoun and each dropped subject whose antecedent is found.

    A dropped subject takes the subject of the clause above or beside it when number agrees; then the subject, else
    the nearest mention, of the sentences before. First-person verbs belong to the speaker of the quotation.
    """
    candidates = Candidates(doc, weights)
    by_anchor = _grouped(mentions, lambda m: m.anchor)
    named, referring = _grouped(mentions, lambda m: m.sentence_id), _grouped([], lambda m: m.sentence_id)
    tokens = list(doc)
    sentences = [tokens[span.start : span.end] for span in doc.sents]
    speakers = Speakers(sentences, named)
    for number, sentence in enumerate(sentences):
        # Nothing further back is looked at, so a long text takes no more time a sentence than a short one.
        reach = range(max(0, number - REACH), number + 1)
        near = [m for n in reach for m in named[n]]
        here = referring[number]
        for token in sentence:
            pos = token.pos_
            if pos in ("VERB", "AUX") and token.dep_ not in ("aux", "cop"):
                if is_finite(token) and not _has_subject(token) and _IMPERSONAL.isdisjoint(token.forms):
                    known = [*near, *(m for n in reach for m in referring[n])]
                    meant = _dropped(Anchor(token, number, has(token, "Number", "Plur")), known, speakers, candidates)
                    for mention in _all_of(meant, doc, by_anchor, plural=has(token, "Number", "Plur")):
                        here += _refer(mention, token, number, "zero")
            elif pos in ("PRON", "DET"):
                word = token.folded
                if word in _FIRST_PERSON:
                    here += _refer(speakers.of(number), token, number, "reference")
                elif word in _PRONOUNS and _is_pronoun(token):
                    here += _refer(candidates.antecedent(_pronoun(token, number), near), token, number, "reference")
    return [m for n in sorted(referring) for m in referring[n]]


def _grouped(mentions: list[Mention], key: Callable[[Mention], int]) -> defaultdict[int, list[Mention]]:
    groups = defaultdict[int, list[Mention]](list)
    for mention in mentions:
        groups[key(mention)].append(mention)
    return groups


def _all_of(meant: Mention | None, doc: Tree, by_anchor: Mapping[int, list[Mention]], *, plural: bool) -> list[Mention]:
    """«Η Γαλλία και η Ιταλία αντέδρασαν. Επέκριναν…»: a plural refers to all that are coordinated."""
    if meant is None:
        return []
    beside = sorted(t.i for t in conjuncts(doc[meant.head])) if plural else []
    return [meant, *(m for i in beside for m in by_anchor.get(i, ()) if m.label != "adjective")]


def _refer(meant: Mention | None, token: Word, sentence: int, link: Link) -> Iterator[Mention]:
    if meant is None:
        return
    yield replace(meant, anchor=token.i, sentence_id=sentence, link=link, confidence=0.6)


def _has_subject(verb: Word) -> bool:
    if subjects(verb):
        return True
    return verb.dep_ == "acl:relcl" and not any(t.dep_ == "obj" and t.folded == "που" for t in verb.children)


def _is_pronoun(token: Word) -> bool:
    word = token.folded
    if (token.pos_ == "DET" and token.dep_ in ("det", "case")) or _is_article(token):
        return False
    # The parser often misses how a clitic hangs; «τον» right before a verb is its object all the same.
    before_verb = token.i + 1 < token.sent.end and token.nbor(1).pos_ in ("VERB", "AUX")
    clitic = token.dep_ in ("obj", "iobj", "expl") or (token.pos_ == "PRON" and before_verb)
    possessive = token.dep_ in ("nmod", "nmod:poss") or has(token, "Poss", "Yes")
    return word in _FULL or (word in _POSSESSIVE and possessive) or (word in _CLITIC and clitic)


def _is_article(token: Word) -> bool:
    """«του νομοθέτη»: the tagger takes some articles for pronouns; what follows agrees with them."""
    if token.i + 1 >= token.sent.end or token.nbor(1).pos_ not in ("NOUN", "PROPN", "ADJ", "NUM"):
        return False
    after = token.nbor(1)
    return all(
        set(token.morph.get(feature)) & set(after.morph.get(feature)) or not after.morph.get(feature)
        for feature in ("Case", "Gender", "Number")
    )


def _dropped(anchor: Anchor, known: list[Mention], speakers: Speakers, candidates: Candidates) -> Mention | None:
    verb, plural = anchor.token, anchor.plural
    if has(verb, "Person", "1"):
        return speakers.of(anchor.sentence)
    if has(verb, "Person", "2"):
        return None
    if is_speech(verb) and _behind_quotation(verb):
        # «Η Τουρκία απειλεί», είπε: who speaks is named before the quotation, not in it.
        return candidates.antecedent(replace(anchor, limit=verb.sent.start), known)
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
            if _agrees(subject, plural):
                return at.get(subject.i)  # none, where a thing is the subject: «το σχέδιο απέτυχε και εγκαταλείφθηκε»
    return candidates.antecedent(anchor, known)


def _behind_quotation(verb: Word) -> bool:
    """«…», είπε: what is said stands before the verb that says so, quoted or not («Ευθύνεται η ΕΕ, είπε»)."""
    before = verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]
    told = len(before) > 0 and before[-1].text == "," and any(is_finite(t) for t in verb.doc[verb.sent.start : verb.i])
    return told or any(t.text in ("»", "”", '"') for t in before)


def _controller(verb: Word, above: Word) -> Word | None:
    """Who does what a «να» clause says when the verb above is «καλώ» or «πιέζω»: its object."""
    if OBJECT_CONTROL.isdisjoint(above.forms) or not _is_complement(verb, above):
        return None
    objects = [c for c in above.children if c.dep_ in ("obj", "obl", "iobj") and above.i < c.i < verb.i]
    bare = [c for c in objects if not any(g.dep_ == "case" for g in c.children)]
    return bare[0] if bare else None


def _is_complement(verb: Word, above: Word) -> bool:
    return verb.head.i == above.i and any(c.folded == "να" for c in verb.children)


def _agrees(subject: Word, plural: bool) -> bool:
    return is_plural(subject) in (plural, None) or (plural and bool(conjuncts(subject)))


def _pronoun(token: Word, number: int) -> Anchor:
    plural = token.folded in ("τουσ", "των") or has(token, "Number", "Plur")
    possessive = token.folded in _POSSESSIVE and token.head.pos_ not in ("VERB", "AUX")
    return Anchor(token, number, plural, _gender(token), possessive)


def _gender(pronoun: Word | None) -> str:
    """The gender a pronoun shows: «της» is feminine, «του» masculine or neuter, the plural «τους» anything."""
    if pronoun is None or pronoun.folded in ("του", "τουσ", "των"):
        return ""
    return next(iter(pronoun.morph.get("Gender")), "")
