"""How a mention stands to a cue: the slot it fills, and over how many steps of the tree."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.claims.cues import Match
from pipeline.lemmas import keys
from pipeline.records import Mention
from pipeline.syntax import first_conjunct, governors, has, is_passive, noun_phrase, preposition
from pipeline.text import fold

_OBJECT_CONTROL = frozenset(
    "καλω πιεζω αναγκαζω ωθω πειθω επιτρεπω εμποδιζω υποχρεωνω βοηθω αφηνω παροτρυνω προτρεπω προσκαλω διατασσω".split()
)
"""Verbs whose object does what the «να» clause says: «κάλεσε την Άγκυρα να σταματήσει»."""

_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "csubj", "acl", "conj", "parataxis", "csubj:pass", "acl:relcl"})


@dataclass(frozen=True, slots=True)
class Relation:
    """``slot`` is "" where grammar links the two in no way we know; ``steps`` counts clauses or nouns between."""

    slot: str
    steps: int = 0


NONE = Relation("", 9)


def relation(doc: Doc, match: Match, mention: Mention) -> Relation:
    """The slot that a mention fills with regard to a cue.

    Args:
        doc: the Doc both stand in.
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
        return NONE
    head = first_conjunct(_phrase_head(token))
    for steps, (node, above) in enumerate(_chain(head)):
        if above.i in cue:
            return Relation(_slot(doc, match, above, node, mention), steps)
        if steps > 3:
            break
    return _through_governor(doc, match, head, mention)


def _phrase_head(token: Token) -> Token:
    """Up through names and titles to the head of the noun phrase."""
    while token.dep_ in ("flat", "flat:name", "appos", "compound", "goeswith") and token.head.i != token.i:
        token = token.head
    return token


def _chain(head: Token) -> list[tuple[Token, Token]]:
    """Pairs of a token and its governor, from ``head`` up, as long as the governor is no verb."""
    pairs = []
    node = head
    for above in governors(head, 5):
        pairs.append((node, above))
        if above.pos_ == "VERB":
            break
        node = above
    return pairs


def _slot(doc: Doc, match: Match, above: Token, node: Token, mention: Mention) -> str:
    """The slot of ``node``, which hangs on the cue's token ``above``."""
    passive = above.pos_ == "VERB" and is_passive(above) and not _deponent(match)
    if node.dep_.startswith("nsubj"):
        return "object" if passive else "subject"
    before = preposition(doc, min(mention.first, noun_phrase(node)[0])) if mention.link != "reference" else ""
    if node.dep_ == "obl:agent" or (passive and before in ("από", "υπό")):
        return "subject" if passive else "από"
    if before:
        return before
    if node.dep_ == "obj":
        return "object"
    if node.dep_ in ("amod", "det") or (mention.label == "adjective"):
        return "genitive"
    if has(node, "Case", "Gen") or node.dep_ in ("iobj", "nmod"):
        return "possessive" if mention.link == "reference" else "genitive"
    return "object" if has(node, "Case", "Acc") and node.dep_ == "obl" else "other"


def _deponent(match: Match) -> bool:
    """Whether the cue's dictionary form is itself passive («αντιτίθεμαι»): its subject is no patient."""
    return any(fold(word).endswith("μαι") for word in match.cue.text.split())


def _through_governor(doc: Doc, match: Match, head: Token, mention: Mention) -> Relation:
    """The mention hangs on a verb or noun above the cue: control, relative clauses, light verbs, participles."""
    cue = doc[match.head]
    for steps, above in enumerate(governors(cue), start=1):
        below = cue if steps == 1 else list(governors(cue))[steps - 2]
        if above.i == head.i:
            return Relation(_modified(doc, match, below), steps)
        if head.head.i == above.i and head.i != above.i:
            return Relation(_inherited(doc, match, above, head, below, mention), steps)
    return NONE


def _modified(doc: Doc, match: Match, below: Token) -> str:
    """The cue describes the mention: «οι επικριτικές δηλώσεις», «η χώρα που εξαρτάται», «χώρες εξαρτημένες από»."""
    if below.dep_ == "acl:relcl":
        relative = next((c for c in below.children if fold(c.text) in ("που", "οποιοσ", "οποια", "οποιο", "οποιοι")), None)
        if relative is not None and relative.dep_ == "obj":
            return "object"
        return "object" if is_passive(below) and not _deponent(match) else "subject"
    return "subject" if below.dep_ in ("amod", "acl", "appos", "conj") else "head"


def _inherited(doc: Doc, match: Match, above: Token, head: Token, below: Token, mention: Mention) -> str:
    before = preposition(doc, min(mention.first, noun_phrase(head)[0])) if mention.link != "reference" else ""
    control = not _OBJECT_CONTROL.isdisjoint(keys(above.text.lower(), above.lemma_))
    if head.dep_.startswith("nsubj"):
        return "over" if control and below.dep_ in _CLAUSES else "subject"
    if head.dep_ in ("obj", "iobj") and control:
        return "subject"
    return before or ("object" if head.dep_ == "obj" else "genitive" if has(head, "Case", "Gen") else "other")


def _of_verb(doc: Doc, match: Match, verb: Token) -> Relation:
    """A dropped subject: of the cue's own verb, or of the verb that governs the cue."""
    if verb.i in match.tokens:
        return Relation("object" if is_passive(verb) and not _deponent(match) else "subject", 0)
    for steps, above in enumerate(governors(doc[match.head]), start=1):
        if above.i == verb.i:
            control = not _OBJECT_CONTROL.isdisjoint(keys(verb.text.lower(), verb.lemma_))
            return Relation("over" if control else "subject", steps)
    return NONE
