"""The slot a noun phrase fills by its own shape: preposition, case of its article, place before or after the verb."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.claims.cues import Match
from pipeline.records import Mention
from pipeline.syntax import case, noun_phrase, preposition
from pipeline.text import fold
from pipeline.words import Tree, Word


@dataclass(frozen=True, slots=True)
class Place:
    """A mention, the cue it is measured against, the token by which it hangs in the tree, and the first of those it is
    coordinated with."""

    doc: Tree
    match: Match
    mention: Mention
    head: Word
    begin: Word

    @property
    def first(self) -> int:
        """Where the noun phrase begins: at the pronoun itself for a pronoun, whose mention is its antecedent's."""
        if self.mention.pronoun:
            return self.mention.anchor
        return min(self.mention.first, noun_phrase(self.doc[self.mention.head])[0])

    @property
    def case(self) -> str:
        """``Nom``, ``Acc``, ``Gen``, "" where the form does not tell."""
        return case(self.doc, self.first, self.doc[self.mention.anchor])


def own_preposition(place: Place) -> str:
    """The preposition the mention itself stands behind; of a coordination that of its first member."""
    own = preposition(place.doc, place.first)
    if not own and place.doc[place.mention.anchor].dep_ == "conj":
        own = preposition(place.doc, noun_phrase(place.begin)[0])
    noun = place.doc[place.first - 2] if place.first > 1 else None
    # «στο πλευρό της Κύπρου», «όμηρο της Κίνας»: what follows a noun of the cue in the genitive belongs to that noun.
    if noun is not None and noun.i in place.match.tokens and place.case == "Gen" and noun.pos_ not in ("ADP", "ADV"):
        return "genitive" if not place.mention.pronoun else own
    return own


def bare(place: Place, node: Word, above: Word) -> str:
    """The slot of a noun phrase without preposition that hangs on ``above`` by ``node``.

    The case of the article corrects the parser: «τον» is no subject, «ο» no object; a neuter shows neither, and then
    the one before the verb is the subject, for Greek doubles an object in front by a clitic.
    """
    form = place.case
    verbal = above.pos_ in ("VERB", "AUX")
    if node.dep_.startswith("nsubj"):
        return "object" if form == "Acc" or _second(node, above) else "subject"
    if node.dep_ == "obj":
        return "subject" if form == "Nom" or _fronted(node, above) else "object"
    if place.mention.label == "adjective" or (node.dep_ in ("amod", "det") and not verbal):
        return "genitive"
    if form == "Acc" and node.dep_ in ("nmod", "obl") and not place.mention.pronoun:
        return "object"
    if form == "Gen" or node.dep_ == "iobj" or (node.dep_ == "nmod" and not verbal):
        return "possessive" if place.mention.pronoun and node.dep_ != "iobj" else "genitive"
    if verbal and (form == "Nom" or node.dep_ not in ("conj", "parataxis", "advcl", "vocative")):
        return "subject" if form == "Nom" or (not form and _fronted(node, above)) else "object"
    return "other"


def turned(slot: str, passive: bool) -> str:
    """The slot in the active voice: the passive's subject is the object, its «από» phrase the subject."""
    if not passive:
        return slot
    return {"subject": "object", "από": "subject", "υπό": "subject", "object": "other"}.get(slot, slot)


def is_deponent(match: Match, verb: Word) -> bool:
    """Whether a passive form is none in meaning: the dictionary form is itself passive («αντιτίθεμαι»), or the noun
    that a phrase has as its object is not the subject («βασίζει/βασίζεται για την άμυνα»)."""
    if any(fold(word).endswith(("μαι", "ται")) for word in match.cue.text.split()):
        return True
    inside = [c for c in verb.subtree if c.i in match.tokens and c.i != verb.i]
    return bool(inside) and not any(c.dep_.startswith("nsubj") for c in inside)


def _second(node: Word, above: Word) -> bool:
    """Whether the verb has another subject before it, and this one follows in a form that may be accusative."""
    verbs = (above, above.head) if above.dep_ == "xcomp" else (above,)
    others = [c for verb in verbs for c in verb.children if c.dep_.startswith("nsubj") and c.i != node.i]
    return (
        node.i > above.i and any(o.i < above.i for o in others) and case(node.doc, noun_phrase(node)[0], node) != "Nom"
    )


def _fronted(node: Word, above: Word) -> bool:
    """Whether the phrase stands before a verb that has no other subject, in a form that may be nominative."""
    doubled = any(c.pos_ == "PRON" and c.dep_ in ("obj", "expl", "iobj") and c.i != node.i for c in above.children)
    others = any(c.dep_.startswith("nsubj") for c in above.children)
    return node.i < above.i and not others and not doubled and case(node.doc, noun_phrase(node)[0], node) == ""
