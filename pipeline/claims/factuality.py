"""How real a claim is, and when: negation, modality, mood, tense, conditionals, verbs of wanting and trying."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.claims.cues import Match
from pipeline.lemmas import word_set
from pipeline.syntax import governors, has, is_passive
from pipeline.text import fold
from pipeline.words import Tree, Word

_NOT = frozenset({"δεν", "δε", "μην", "μη", "ουτε", "ουδεποτε", "χωρισ", "διχωσ"})
_IF = frozenset(
    {
        "αν",
        "εαν",
        "εφοσον",
        "ειδαλλωσ",
        "μηπωσ",
        "ισωσ",
        "πιθανον",
        "πιθανωσ",
        "πιθανοτατα",
        "ενδεχομενωσ",
        "τυχον",
        "μαλλον",
    }
)
_MAY = word_set("μπορω ενδεχομαι κινδυνευω αναμενω προβλεπω φοβαμαι φοβουμαι πιθανολογω αποκλειω")
_MAY_BE = frozenset("πιθανοσ πιθανο ενδεχομενο κινδυνοσ φοβοσ απειλη σεναριο πιθανοτητα ενδεχομενοσ περιπτωση".split())
_FORECAST = word_set("πιστευω εκτιμω προβλεπω θεωρω φοβαμαι φοβουμαι απειλω προειδοποιω περιμενω νομιζω πιθανολογω")
"""Verbs after which «θα» is no plan of anyone's, only a forecast or a threat."""
_WANT = word_set(
    """
    θελω επιθυμω σχεδιαζω σκοπευω προσπαθω επιδιωκω στοχευω επιχειρω ζητω καλω πρεπει ελπιζω προτιθεμαι δεσμευομαι
    υποσχομαι φιλοδοξω αναζητω προτεινω προτρεπω παροτρυνω ευχομαι χρειαζομαι οφειλω απαιτω αγωνιζομαι ετοιμαζω
    ετοιμαζομαι αποβλεπω διατιθεμαι ωθω προσδοκω επιτρεπω προσφερομαι δρομολογω πασχιζω μελεταω εξεταζω συζητω εργαζομαι
    διεκδικω παλευω πιεζω ονειρευομαι ορκιζομαι προγραμματιζω
    """
)
_WANT_BE = frozenset({"ετοιμοσ", "προθυμοσ", "αποφασισμενοσ", "διατεθειμενοσ", "υποχρεωμενοσ"})
_WANT_NOUNS = frozenset(
    """
    προσπαθεια επιθυμια σχεδιο προθεση στοχοσ βουληση επιδιωξη σκοποσ αναγκη αποπειρα εκκληση ετοιμοτητα προσδοκια
    ελπιδα δεσμευση προοπτικη φιλοδοξια υποσχεση προτροπη παραινεση ευχη προτεραιοτητα
    """.split()
)
_STANCE = word_set("πρεπει ζητω προτεινω τασσομαι απαιτω απειλω προειδοποιω καλω")
"""Cues that are a stance once they are uttered: «θα ζητήσει», «πρέπει να» are asserted (codebook, Settled cases)."""
_WISHES = word_set("ευχομαι δεσμευομαι σκοπευω σχεδιαζω φιλοδοξω ελπιζω υποσχομαι προσφερομαι προτιθεμαι")
"""Cues that say themselves that nothing has been done yet; «θέλει» is a stance already."""
_STILL = word_set("παραλειπω διστάζω δισταζω σταματω παυω αποκλειω αμφιβαλλω κρυβω")
"""«Δεν παρέλειψε να», «δεν διστάζει να»: the negation makes the clause below no less real."""
_DENY = frozenset({"αποφευγω", "διαψευδω"})
_EXISTS = word_set("υπαρχω γινομαι επερχομαι ακολουθω λειπω αρχιζω συνεχιζω δινω")
_PURPOSE = frozenset({"ωστε", "προκειμενου"})
_REPORT = frozenset({"οτι", "πωσ", "που", "καθωσ", "ενω", "επειδη", "οταν", "αφου", "γιατι"})


def factuality(doc: Tree, match: Match) -> str:
    """The reality of what a cue says: ``asserted``, ``intended``, ``possible`` or ``negated``.

    A frame that fixes it wins; then negation, then possibility, then intention; the nearest verb decides.

    >>> # «Η Αθήνα δεν στηρίζει την Άγκυρα» → negated; «θέλει να στηρίξει» → intended
    """
    if match.frame.factuality:
        return match.frame.factuality
    cue = doc[match.head]
    chain = [cue, *_clause_governors(cue)]
    if not _negates(match) and _negated(chain, match):
        return "negated"
    own = _forms(cue) if match.pos in ("verb", "phrase") else frozenset[str]()
    if any(_may(token) for token in chain[1:]) or _conditional(cue, chain) or _asks(cue, match):
        return "possible"
    if _negates(match) or (own & _STANCE and not any(_wants(token) for token in chain[1:])):
        return "asserted"
    if any(_wants(token) for token in chain[1:]) or own & _WISHES or _purpose(chain) or _is_goal(_carrier(chain)):
        return "intended"
    if _future(_carrier(chain)):
        return "possible" if _forecast(_carrier(chain)) else "intended"
    return "asserted"


def _negates(match: Match) -> bool:
    """Whether the cue holds the negation itself («δεν αναγνωρίζω»): a refusal is a stance now, even in the future."""
    return bool({fold(w) for w in match.cue.text.split()} & _NOT)


def _clause_governors(cue: Word) -> Iterator[Word]:
    """Words above that bear on the reality of the cue: through «να» clauses, objects and genitives, not through a
    report («ότι»), a relative clause, a preposition («μετά την απέλαση») or as the subject of another act."""
    below = cue
    for above in governors(cue, 4):
        if below.dep_ == "conj":
            if above.pos_ not in ("VERB", "AUX", "NOUN"):
                return
            below = above
            continue
        if below.dep_ in ("parataxis", "acl:relcl", "ROOT", "appos") or not _bears(below, above):
            return
        yield above
        below = above


def _bears(below: Word, above: Word) -> bool:
    marks = {c.folded for c in below.children if c.dep_ in ("mark", "advmod")}
    if marks & _REPORT:
        return False
    if below.pos_ in ("VERB", "AUX"):
        return below.dep_ != "advcl" or "να" in {c.folded for c in below.children}
    cases = {c.folded for c in below.children if c.dep_ == "case"}
    if cases and not cases <= {"σε", "στην", "στη", "στον", "στο", "στισ", "στουσ", "στα", "για", "υπερ", "κατα", "με"}:
        return False
    if cases & {"για", "με"} and above.pos_ in ("VERB", "AUX") and not _wants(above):
        return False
    if below.dep_.startswith("nsubj"):
        return is_passive(above) or above.pos_ not in ("VERB", "AUX") or not _forms(above).isdisjoint(_EXISTS)
    return True


def _carrier(chain: list[Word]) -> Word:
    """The verb of the cue: itself, or the one a noun is object or subject of."""
    return next((t for t in chain[:3] if t.pos_ in ("VERB", "AUX")), chain[0])


def _negated(chain: list[Word], match: Match) -> bool:
    """Whether the cue, its light verb, or the verb whose «να» clause it is, stands under a negation."""
    if (len(chain) > 1 and not _forms(chain[1]).isdisjoint(_DENY)) or _denied(chain[0]):
        return True
    for depth, token in enumerate(chain[:2]):
        if any(t.i not in match.tokens for t in _negations(token)):
            return not (depth and not _forms(token).isdisjoint(_STILL))
    return False


def _negations(token: Word) -> list[Word]:
    """Negating words that hang on a verb or stand before it and its particle: «χωρίς όμως να στηρίζει»."""
    found = [c for c in token.children if c.folded in _NOT]
    start = token.sent.start
    particle = next((c for c in token.children if c.folded in ("να", "θα") and c.i < token.i), None)
    first = particle.i if particle is not None else token.i
    reach = 2 if particle is not None and particle.folded == "να" else 1
    before = list(token.doc[max(start, first - reach) : first])
    if any(t.pos_ in ("VERB", "AUX") for t in before):
        before = []
    return found + [t for t in before if t.folded in _NOT]


def _denied(cue: Word) -> bool:
    """«διαψεύδει ότι διατηρεί διασυνδέσεις»."""
    verb = next((t for t in (cue, *governors(cue, 2)) if t.pos_ == "VERB"), cue)
    return verb.dep_ == "ccomp" and not _forms(verb.head).isdisjoint(_DENY)


def _forms(token: Word) -> frozenset[str]:
    return token.forms


def _may(token: Word) -> bool:
    forms = _forms(token)
    return (token.pos_ in ("VERB", "AUX") and not forms.isdisjoint(_MAY)) or not forms.isdisjoint(_MAY_BE)


def _conditional(cue: Word, chain: list[Word]) -> bool:
    marks = {c.folded for token in chain[:3] for c in token.children if c.dep_ in ("mark", "advmod", "cc", "det")}
    if marks & _IF:
        return True
    verb = next((t for t in chain if t.pos_ == "VERB"), cue)
    if not _future(verb):
        return False
    # «θα» with the imperfect is a conditional («θα στήριζε»), and so is «θα» beside an «αν» clause.
    words = [t.folded for t in cue.sent]
    beside = any(w in ("αν", "εαν") and words[i + 1 : i + 2] != ["και"] for i, w in enumerate(words))
    return has(verb, "Tense", "Past") or beside


def _future(token: Word) -> bool:
    return any(c.folded == "θα" for c in token.children)


def _forecast(verb: Word) -> bool:
    """Whether a «θα» clause is what someone else expects: «εκτιμά ότι η Άγκυρα θα στηρίξει»."""
    return verb.head.i != verb.i and verb.dep_ in ("ccomp", "csubj") and not _forms(verb.head).isdisjoint(_FORECAST)


def _asks(cue: Word, match: Match) -> bool:
    """Whether the cue is what a question asks; an act in noun form is presupposed («σας ξάφνιασε η στήριξη;»)."""
    return match.pos in ("verb", "phrase") and cue.sent.text.rstrip(' »"”').endswith((";", "\u037e"))


def _wants(token: Word) -> bool:
    forms = _forms(token)
    if token.pos_ in ("VERB", "AUX"):
        return not forms.isdisjoint(_WANT)
    return not forms.isdisjoint(_WANT_NOUNS | _WANT_BE)


def _is_goal(cue: Word) -> bool:
    """«στόχος είναι να στηρίξει»: in Universal Dependencies the verb is the predicate, the goal its subject."""
    wanted = any(c.dep_.startswith("nsubj") and not _forms(c).isdisjoint(_WANT_NOUNS) for c in cue.children)
    return wanted and any(c.dep_ == "cop" for c in cue.children)


def _purpose(chain: list[Word]) -> bool:
    """«για να στηρίξει», «ώστε να μειώσουν», «προκειμένου να»."""
    verb = _carrier(chain)
    to = next((c for c in verb.children if c.folded == "να" and c.i < verb.i), None)
    if to is None or to.i == 0:
        return False
    return to.nbor(-1).folded in _PURPOSE | {"για", "γι"}


def tense(doc: Tree, match: Match) -> str:
    """``past``, ``present`` or ``future`` of the cue's verb, or of the verb that carries a noun, "" where none is."""
    cue = doc[match.head]
    verb = next((t for t in (cue, *governors(cue, 3)) if has(t, "VerbForm", "Fin") or _perfect(t)), None)
    if verb is None:
        return ""
    if _future(verb):
        return "future"
    return "past" if has(verb, "Tense", "Past") or _perfect(verb) else "present"


def _perfect(verb: Word) -> bool:
    """«έχει στηρίξει»."""
    return any(c.dep_ == "aux" and c.lemma_ == "έχω" for c in verb.children)
