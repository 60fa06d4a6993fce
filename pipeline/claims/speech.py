"""Verbs of saying, and who their subject is."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.lemmas import word_set
from pipeline.records import Actor, Mention, Parsed
from pipeline.syntax import case, governors, noun_phrase, preposition, subjects
from pipeline.words import Word

SPEECH = word_set(
    """
    λεω λεγω δηλωνω αναφερω τονιζω υπογραμμιζω σημειωνω προσθετω υποστηριζω επισημαινω γραφω σχολιαζω εκτιμω απαντω
    διευκρινιζω παρατηρω εξηγω καταληγω συμπληρωνω διαβεβαιωνω ισχυριζομαι ανακοινωνω διαμηνυω μεταδιδω αποκαλυπτω
    επικαλουμαι πιστευω θεωρω υπενθυμιζω φρονω διατεινομαι μιλω προβλεπω αναγνωριζω ξεκαθαριζω επαναλαμβανω διατυπωνω
    παραδεχομαι ομολογω προειδοποιω χαρακτηριζω διαπιστωνω συνεχιζω ενημερωνω τουιταρω διευκρινιζω αντιτεινω κρινω
    διαψευδω επιμενω αφηγουμαι δημοσιευω ρωταω ρωτω αναρωτιεμαι φωναζω καυχιεμαι τεκμηριωνω συνοψιζω αποφαινομαι
    """
)
ACCUSE = frozenset({"κατηγορω", "καταγγελλω", "επικρινω", "εγκαλω", "καταλογιζω", "μεμφομαι", "κατακρινω", "απειλω"})
"""Verbs that report what they accuse of in an «ότι» clause: «κατηγόρησε την κυβέρνηση ότι στηρίζει…»."""
REQUEST = word_set("ζητω καλω προτεινω παροτρυνω προτρεπω απαιτω ευχομαι πιεζω εισηγουμαι συμβουλευω παραινω αξιωνω")
"""Verbs whose «να» clause is what its subject wants another to do."""
_DOCUMENTS = frozenset(
    "ανακοινωση δελτιο δηλωση εκθεση επιστολη αναρτηση κειμενο συμπερασμα σχολιο μηνυμα ψηφισμα εγγραφο αρθρο".split()
)
"""What says something for someone: «αναφέρει ανακοίνωση του ΚΚΕ»."""
_SPEAKERS = frozenset(
    "πηγη κυκλοσ δημοσκοπηση ερευνα μελετη μαρτυρασ ανταποκριτησ αρθρογραφοσ σχολιαστησ καθηγητησ δημοσιευμα".split()
)
_ABSTRACT = ("ση", "σεισ", "ξη", "ψη", "οτητα", "μα", "ματα", "μοσ", "μοι", "ψηφοι", "υμνοσ", "δοσ", "τροποσ", "λογοσ")
_PARTS = frozenset({"flat", "flat:name", "appos", "compound", "nmod"})
_REACH = 7


def is_speech(token: Word) -> bool:
    """Whether a token is a verb of saying or thinking that reports what others say."""
    return token.pos_ in ("VERB", "AUX") and not SPEECH.isdisjoint(forms(token))


def forms(token: Word) -> frozenset[str]:
    """The dictionary forms a token may have."""
    return token.forms


def is_gerund(token: Word) -> bool:
    """«τονίζοντας», «μιλώντας»."""
    return token.folded.endswith(("οντασ", "ωντασ"))


def speaker(parsed: Parsed, verb: Word, mentions: Mapping[int, Mention]) -> Mention | None:
    """Who says it: the verb's subject, also one that is no known actor; for a gerund the subject of its main verb.

    Args:
        parsed: the article with its analysis.
        verb: a verb of saying.
        mentions: mentions by anchor.
    """
    behind = _stands_behind(verb)
    if behind and (found := _following(verb, mentions, neuter=True)):
        return found
    overt = [_antecedent(t, verb) for t in subjects(verb) if not behind or t.i > verb.i]
    for token in overt:
        if not forms(token).isdisjoint(_DOCUMENTS):
            return _owner(token, mentions)
        if found := _covering(token, mentions):
            return found
    if found := _following(verb, mentions):
        return found
    nouns = [t for t in overt if _may_speak(t)]
    if nouns:
        return _unlisted(parsed, nouns[0])
    if verb.i in mentions:
        return mentions[verb.i]
    if is_gerund(verb):
        main = next((t for t in governors(verb, 3) if t.pos_ == "VERB" and not is_gerund(t)), None)
        return speaker(parsed, main, mentions) if main is not None else None
    return None


def _stands_behind(verb: Word) -> bool:
    """Whether a verb stands behind what it reports, so that its subject follows: «…», είπε ο Χ», «…, λέει ο Χ»."""
    before = verb.nbor(-1).text if verb.i > verb.sent.start else ""
    return before in (",", "»", "”", '"', "–", "-") and not is_gerund(verb)


def _may_speak(noun: Word) -> bool:
    """Whether a subject that is no known actor may utter something: no abstract noun, and a nominative."""
    if not forms(noun).isdisjoint(_SPEAKERS):
        return True
    nominative = case(noun.doc, noun_phrase(noun)[0], noun) == "Nom"
    return noun.pos_ in ("PROPN", "NOUN") and nominative and not noun.folded.endswith(_ABSTRACT)


def _antecedent(subject: Word, verb: Word) -> Word:
    """The noun a relative pronoun stands for: «ο Τραμπ, ο οποίος απείλησε ότι…»."""
    relative = subject.folded.startswith("οποι") or subject.folded == "που"
    return verb.head if relative and verb.dep_ == "acl:relcl" else subject


def _owner(document: Word, mentions: Mapping[int, Mention]) -> Mention | None:
    """Whose document it is: «αναφέρει ανακοίνωση του ΚΚΕ»."""
    inside = {t.i for t in document.subtree}
    return next((m for i, m in sorted(mentions.items()) if i in inside and i > document.i and m.link != "zero"), None)


def _covering(token: Word, mentions: Mapping[int, Mention]) -> Mention | None:
    """The mention at a token, or one that has it inside («ο δημοσιογράφος Α. Σανογκό»)."""
    if token.i in mentions:
        return mentions[token.i]
    inside = [m for m in mentions.values() if m.link not in ("zero", "reference") and m.first <= token.i <= m.last]
    follows = [m for m in mentions.values() if _hangs(token, m)]
    return next((m for m in (*inside, *follows) if m.label != "adjective"), None)


def _hangs(title: Word, mention: Mention) -> bool:
    """Whether a mention is the name behind a title that the parser takes for the head: «ο κ. Κοτζιάς»."""
    head = title.doc[mention.head]
    close = 0 < mention.first - title.i <= 2 and mention.link not in ("zero", "reference")
    return close and head.head.i == title.i and head.dep_ in _PARTS and title.doc[mention.first - 1].i <= title.i + 1


def _following(verb: Word, mentions: Mapping[int, Mention], *, neuter: bool = False) -> Mention | None:
    """A nominative right behind the verb: «…, δήλωσε χθες στο Μπαμακό ο πρωθυπουργός»; with ``neuter`` also a form
    that may be one («σημειώνει το Bloomberg»)."""
    end = min(verb.i + _REACH, verb.sent.end)
    for i in range(verb.i + 1, end):
        token = verb.doc[i]
        if token.folded in ("οτι", "πωσ", "να", "και") or token.text in (":", "«", ","):
            return None
        if neuter and not forms(token).isdisjoint(_DOCUMENTS):
            return _owner(token, mentions)
        found = mentions.get(i)
        if found and found.link not in ("zero", "reference") and found.label != "adjective":
            first = min(found.first, noun_phrase(token)[0])
            fits = case(verb.doc, first, token) in (("Nom", "") if neuter else ("Nom",))
            if fits and not preposition(verb.doc, first):
                return found
    return None


def _unlisted(parsed: Parsed, noun: Word) -> Mention:
    """A speaker whom the actors stage does not know: «διπλωματικές πηγές», «η ανταποκρίτρια»."""
    first, last = noun_phrase(noun)
    start, end = parsed.span(first, last)
    text = parsed.article.text[start:end]
    sentence = sum(1 for s in parsed.doc.sents if s.end <= noun.i)
    return Mention(start, end, text, first, last, noun.i, sentence, "speaker", Actor(text), "none", noun.i)
