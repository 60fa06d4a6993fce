"""How a mention stands to a cue: the slot it fills, and over how many steps of the tree."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.claims.cues import Match
from pipeline.claims.slots import Place, bare, is_deponent, own_preposition, turned
from pipeline.records import Mention
from pipeline.syntax import LINKS, OBJECT_CONTROL, governors, is_passive, noun_phrase, preposition, subjects
from pipeline.words import Tree, Word

_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "csubj", "acl", "conj", "parataxis", "csubj:pass", "acl:relcl"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "csubj", "csubj:pass", "advcl", "acl"})
_NAME_PARTS = frozenset({"flat", "flat:name", "appos", "compound", "goeswith"})


@dataclass(frozen=True, slots=True)
class Relation:
    """``slot`` is "" where grammar links the two in no way we know; ``steps`` counts clauses or nouns between."""

    slot: str
    steps: int = 0


NONE = Relation("", 9)
IMPLIED = "implied"
"""The slot of an actor that only sentences before name; ``steps`` counts them."""


def relation(doc: Tree, match: Match, mention: Mention) -> Relation:
    """The slot that a mention fills with regard to a cue.

    Args:
        doc: the Tree both stand in.
        match: the cue.
        mention: its ``anchor`` says where it stands: at the verb for a dropped subject, at the pronoun for a pronoun.

    Returns:
        The slot in the active voice («επικρίθηκε από τη Γαλλία»: Γαλλία is ``subject``).
    """
    cue = set(match.tokens)
    token = doc[mention.anchor]
    if mention.link == "zero":
        return _of_verb(doc, match, token)
    if token.i in cue:
        return _around(match, mention)
    if slot := _clitic(token, cue, mention):
        return Relation(slot, 0)
    first = _first(_phrase_head(token), cue)
    head = _linked(first, cue)
    place = Place(doc, match, mention, head, first)
    for steps, (node, above) in enumerate(_chain(head)):
        if above.i in cue:
            return Relation(_slot(place, node, above, steps), steps)
        if steps > 3:
            break
    return _in_complement(place, cue) or _through_governor(place)


def _clitic(token: Word, cue: set[int], mention: Mention) -> str:
    """The slot of a pronoun right before the cue's verb («τον επέκρινε»), "" for other mentions."""
    verb = token.nbor(1) if token.i + 1 < token.sent.end else token
    if not mention.pronoun or verb.i not in cue or verb.pos_ not in ("VERB", "AUX"):
        return ""
    return "genitive" if token.folded in ("του", "τησ", "των", "μου", "σου") else "object"


def _around(match: Match, mention: Mention) -> Relation:
    """«κάλεσε τον πρέσβη της Ρωσίας»: the cue's own noun denotes an official, and the rest of the phrase says whose."""
    beyond = not set(range(mention.first, mention.last + 1)) <= set(match.tokens)
    return (
        Relation("genitive", 0)
        if beyond and mention.link in ("none", "reference") and not mention.pronoun and mention.actor.rollup
        else NONE
    )


def _phrase_head(token: Word) -> Word:
    """Up through names and titles to the head of the noun phrase."""
    while token.dep_ in _NAME_PARTS and token.head.i != token.i:
        token = token.head
    return token


def _first(token: Word, cue: set[int]) -> Word:
    """The first member of the coordination a name belongs to.

    Where the parser coordinates a name with the cue itself («πόλεμος μεταξύ Αρμενίας και Αζερμπαϊτζάν»), the noun
    before «και» is taken instead.
    """
    while token.dep_ == "conj" and token.head.i != token.i:
        conjunction = next((c for c in token.children if c.dep_ == "cc" and c.i < token.i), None)
        if token.head.i in cue and conjunction is not None and conjunction.i - 1 not in cue and conjunction.i > 0:
            return _phrase_head(conjunction.nbor(-1))
        token = token.head
    return token


def _linked(token: Word, cue: set[int]) -> Word:
    """The adverb of a compound preposition, by which the noun hangs in the tree («απέναντι στην Τουρκία»)."""
    for above in governors(token):
        if above.pos_ not in ("ADV", "ADP") or above.folded not in LINKS or above.i in cue:
            break
        token = above
    return token


def _chain(head: Word) -> list[tuple[Word, Word]]:
    """Pairs of a token and its governor, from ``head`` up, as long as the governor is no verb."""
    pairs = []
    node = head
    for above in governors(head, 5):
        pairs.append((node, above))
        if above.pos_ == "VERB":
            break
        node = above
    return pairs


def _slot(place: Place, node: Word, above: Word, steps: int) -> str:
    """The slot of ``node``, which hangs on the cue's token ``above``.

    The mention's own preposition wins over that of a noun between: «η στήριξη της Γερμανίας προς την Ουκρανία» is
    often parsed as if «προς» belonged to Germany. A bare accusative depends on no noun, whatever the parser says.
    """
    passive = above.pos_ in ("VERB", "AUX") and is_passive(above) and not is_deponent(place.match, above)
    own = own_preposition(place)
    if own or steps == 0:
        return turned(own or bare(place, node, above), passive)
    if place.case == "Acc" and place.head.dep_ in ("nmod", "obl", "dep"):
        return "other" if passive else "object"
    if place.case == "Nom" and place.head.dep_.startswith("nsubj"):
        return turned("subject", passive)
    between = preposition(place.doc, noun_phrase(node)[0])
    return turned(between or bare(Place(place.doc, place.match, place.mention, node, node), node, above), passive)


def _in_complement(place: Place, cue: set[int]) -> Relation | None:
    """What stands in a «να» or «ότι» clause that hangs on the cue: its subject («πρέπει να συνεχιστούν οι…») is
    ``clause``, its other arguments keep their slot, a step further away («αρνείται να στηρίξει την πρόταση»)."""
    verb = place.head.head
    marks = {c.folded for c in verb.children}
    if verb.dep_ not in _COMPLEMENTS or verb.head.i not in cue or marks.isdisjoint({"να", "οτι", "πωσ", "που"}):
        return None
    slot = _slot(place, place.head, verb, 0)
    subject = slot == "subject" or place.head.dep_.startswith("nsubj")
    return Relation("clause", 1) if subject else Relation(slot, 2)


def _through_governor(place: Place) -> Relation:
    """The mention hangs on a verb or noun above the cue: control, relative clauses, light verbs, participles."""
    head = place.head
    below = place.doc[place.match.head]
    for steps, above in enumerate(governors(below), start=1):
        if above.i == head.i:
            return Relation(_modified(place, below), steps)
        if head.head.i == above.i and head.i != above.i:
            return Relation(_inherited(place, above, below), steps)
        below = above
    return NONE


def _modified(place: Place, below: Word) -> str:
    """The cue describes the mention: «οι επικριτικές δηλώσεις», «η χώρα που εξαρτάται», «χώρες εξαρτημένες από»."""
    if any(c.dep_ == "case" and c.i in place.match.tokens for c in place.head.children):
        # «είναι υπέρ της συμφωνίας»: in Universal Dependencies the noun is the head, the preposition hangs on it.
        return own_preposition(place) or "object"
    if below.dep_ == "acl:relcl":
        return _relative(place, below)
    # A name governs no clause: where the parser takes it for the predicate, it is the subject.
    predicate = below.i > place.head.i and below.dep_ in ("xcomp", "ccomp", "nsubj", "nsubj:pass")
    return "subject" if predicate or below.dep_ in ("amod", "acl", "appos", "conj") else "head"


def _relative(place: Place, verb: Word) -> str:
    """The slot of what a relative clause describes, by its pronoun («από την οποία εξαρτάται») and its own subject."""
    pronoun = next((c for c in verb.children if c.folded.startswith("οποι") or c.folded == "που"), None)
    if pronoun is not None and (before := preposition(place.doc, pronoun.i)) and pronoun.folded != "που":
        return before
    others = [s for s in subjects(verb) if pronoun is None or s.i != pronoun.i]
    role = "object" if others or (pronoun is not None and pronoun.dep_ == "obj") else "subject"
    return turned(role, is_passive(verb) and not is_deponent(place.match, verb))


def _inherited(place: Place, above: Word, below: Word) -> str:
    """The slot of what hangs on a verb above the cue: its subject is the cue's, or its object with «καλώ», «πιέζω»."""
    control = below.dep_ in _CLAUSES and not OBJECT_CONTROL.isdisjoint(above.forms)
    role = own_preposition(place) or bare(place, place.head, above)
    if control and role in ("subject", "object"):
        return "over" if role == "subject" else "subject"
    return role


def _of_verb(doc: Tree, match: Match, verb: Word) -> Relation:
    """A dropped subject: of the cue's own verb, or of the verb that governs the cue."""
    if verb.i in match.tokens:
        return Relation(turned("subject", is_passive(verb) and not is_deponent(match, verb)), 0)
    below = doc[match.head]
    for steps, above in enumerate(governors(below), start=1):
        if above.i == verb.i:
            control = below.dep_ in _CLAUSES and not OBJECT_CONTROL.isdisjoint(verb.forms)
            return Relation("over" if control else "subject", steps)
        below = above
    return NONE
