"""A capital as a place: «η σύνοδος έγινε στη Μόσχα», not «η Μόσχα απάντησε»."""

from __future__ import annotations

from pipeline.actors.named import Named
from pipeline.lemmas import word_set
from pipeline.syntax import governors, preposition
from pipeline.words import Tree

_HAPPENS = word_set(
    """
    γινομαι πραγματοποιω διεξαγω διοργανωνω βρισκομαι ζω μενω κατοικω φτανω φθανω μεταβαινω ταξιδευω πηγαινω
    επισκεπτομαι συναντω συνεδριαζω συγκεντρωνω παρευρισκομαι γεννιεμαι σπουδαζω πεθαινω επιστρεφω προσγειωνω αναχωρω
    συνερχομαι διαδηλωνω φιλοξενω εγκαθισταμαι εδρευω
    """
)
"""Verbs beside which «σε» and a capital tell where."""
_PLACED = word_set(
    """
    συνοδος συναντηση επισκεψη ταξιδι διασκεψη συνεδριο αεροδρομιο κεντρο δρομος πλατεια προαστιο δημος δημαρχος
    νοσοκομειο πανεπιστημιο χρηματιστηριο εφετειο πρωτοδικειο εισαγγελια πρεσβεια εδρα γραφειο στασιο σταδιο μουσειο
    θεατρο φεστιβαλ εκθεση διαδηλωση πορεια συλλαλητηριο συγκεντρωση κατοικος περιοχη περιχωρα λιμανι μετρο
    """
)
"""Nouns whose genitive, or «σε» after them, tells where."""


def is_place(doc: Tree, named: Named) -> bool:
    """Whether the name of a capital only tells where something is or happens.

    Args:
        doc: the parsed text.
        named: a name in it.
    """
    if named.name is None or named.name.name != "capital":
        return False
    root = doc[named.first : named.last + 1].root
    above = next(governors(root, 1), None)
    if above is None:
        return False
    before = preposition(doc, named.first)
    forms = above.forms
    if before == "σε":
        return not (_HAPPENS | _PLACED).isdisjoint(forms)
    return not before and root.dep_ == "nmod" and not _PLACED.isdisjoint(forms)
