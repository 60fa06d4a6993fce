"""How real a claim is, and when: negation, modality, mood, tense, conditionals, verbs of wanting and trying."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.claims.cues import Match
from pipeline.lemmas import keys
from pipeline.syntax import governors, has
from pipeline.text import fold

_NOT = frozenset({"δεν", "δε", "μην", "μη", "ουτε", "ουδεποτε", "χωρισ", "διχωσ"})
_IF = frozenset({"αν", "εαν", "εφοσον", "ειδαλλωσ", "μηπωσ", "ισωσ", "πιθανον", "πιθανωσ", "ενδεχομενωσ", "τυχον"})
_MAY = frozenset(
    "μπορω ενδεχομαι κινδυνευω αναμενω προβλεπω φοβαμαι φοβουμαι πιθανολογω απειλω αποκλειω αναμενομαι".split()
)
_MAY_BE = frozenset(
    {"πιθανοσ", "πιθανο", "ενδεχομενο", "κινδυνοσ", "φοβοσ", "απειλη", "σεναριο", "πιθανοτητα", "ενδεχομενοσ"}
)
_WANT = frozenset(
    """
    θελω επιθυμω σχεδιαζω σκοπευω προσπαθω επιδιωκω στοχευω επιχειρω ζητω καλω πρεπει ελπιζω προτιθεμαι δεσμευομαι
    υποσχομαι φιλοδοξω αναζητω αποφασιζω προτεινω προτρεπω παροτρυνω ευχομαι χρειαζομαι οφειλω απαιτω αγωνιζομαι
    δηλωνω_ετοιμοσ ετοιμαζω ετοιμαζομαι προτρεπω αποβλεπω διατιθεμαι ωθω προσδοκω
    """.split()
)
_WANT_NOUNS = frozenset(
    """
    προσπαθεια επιθυμια σχεδιο προθεση στοχοσ βουληση επιδιωξη σκοποσ αναγκη προταση αποπειρα εκκληση ετοιμοτητα
    προσδοκια ελπιδα δεσμευση προοπτικη φιλοδοξια
    """.split()
)
_PURPOSE = frozenset({"ωστε", "προκειμενου"})


def factuality(doc: Doc, match: Match) -> str:
    """The reality of what a cue says: ``asserted``, ``intended``, ``possible`` or ``negated``.

    A frame that fixes it wins; then negation, then possibility, then intention; the nearest verb decides.

    >>> # «Η Αθήνα δεν στηρίζει την Άγκυρα» → negated; «θέλει να στηρίξει» → intended
    """
    if match.frame.factuality:
        return match.frame.factuality
    cue = doc[match.head]
    fixed = {fold(w) for w in match.cue.text.split()}
    chain = [cue, *_clause_governors(cue)]
    if not fixed & _NOT and any(_negated(token, match) for token in _near(chain)):
        return "negated"
    # A threat that was made is real: «απείλησε» makes possible only what hangs on it.
    if any(_may(token) for token in chain[1:]) or _conditional(cue, chain) or _asks(cue):
        return "possible"
    if any(_wants(token, cue) for token in chain) or _future(chain[0]) or _purpose(cue):
        return "intended"
    return "asserted"


def _clause_governors(cue: Token) -> Iterator[Token]:
    """Verbs and nouns above, as long as the clause below hangs on them without «ότι»: a report is no intention."""
    below = cue
    for above in governors(cue, 4):
        if below.dep_ in ("conj", "parataxis", "acl:relcl", "ROOT", "appos"):
            below = above
            if below.dep_ == "conj" and above.pos_ == "VERB":
                continue
            return
        if any(
            fold(c.text) in ("οτι", "πωσ", "που", "καθωσ", "ενω", "επειδη", "οταν")
            for c in below.children
            if c.dep_ == "mark"
        ):
            return
        yield above
        below = above


def _near(chain: list[Token]) -> list[Token]:
    """The cue and what carries it: its light verb, or the verb whose «να» clause it is."""
    return chain[:2]


def _negated(token: Token, match: Match) -> bool:
    for child in token.children:
        if fold(child.text) in _NOT and child.i not in match.tokens:
            return True
    return token.i > 0 and fold(token.nbor(-1).text) in _NOT and token.nbor(-1).i not in match.tokens


def _forms(token: Token) -> frozenset[str]:
    return keys(token.text.lower(), token.lemma_)


def _may(token: Token) -> bool:
    forms = _forms(token)
    return (token.pos_ in ("VERB", "AUX") and not forms.isdisjoint(_MAY)) or not forms.isdisjoint(_MAY_BE)


def _conditional(cue: Token, chain: list[Token]) -> bool:
    marks = {fold(c.text) for token in chain[:3] for c in token.children}
    if marks & _IF:
        return True
    verb = next((t for t in chain if t.pos_ == "VERB"), cue)
    # «θα» with the imperfect is a conditional: «θα στήριζε».
    return _future(verb) and has(verb, "Tense", "Past")


def _future(token: Token) -> bool:
    return any(fold(c.text) == "θα" for c in token.children)


def _asks(cue: Token) -> bool:
    return cue.sent.text.rstrip(' »"”').endswith((";", "\u037e"))


def _wants(token: Token, cue: Token) -> bool:
    if token.i == cue.i:
        return False
    forms = _forms(token)
    if token.pos_ in ("VERB", "AUX"):
        return not forms.isdisjoint(_WANT)
    return not forms.isdisjoint(_WANT_NOUNS)


def _purpose(cue: Token) -> bool:
    """«για να στηρίξει», «ώστε να μειώσουν», «προκειμένου να»."""
    to = next((c for c in cue.children if fold(c.text) == "να" and c.i < cue.i), None)
    if to is None or to.i == 0:
        return False
    return fold(to.nbor(-1).text) in _PURPOSE | {"για", "γι"}


def tense(doc: Doc, match: Match) -> str:
    """``past``, ``present`` or ``future`` of the cue's verb, or of the verb that carries a noun, "" where none is."""
    cue = doc[match.head]
    verb = next(
        (t for t in (cue, *governors(cue, 3)) if t.pos_ in ("VERB", "AUX") and t.morph.get("VerbForm") == ["Fin"]),
        None,
    )
    if verb is None:
        return ""
    if _future(verb):
        return "future"
    perfect = any(c.dep_ == "aux" and c.lemma_ == "έχω" for c in verb.children)
    return "past" if has(verb, "Tense", "Past") or perfect else "present"
