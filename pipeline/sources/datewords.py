"""The words of dates, folded (lower case, no accents, one sigma), in Greek and, for feeds, in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_MONTHS = [
    "ιανουαριου ιανουαριοσ γεναρη γεναρησ january",
    "φεβρουαριου φεβρουαριοσ φλεβαρη φλεβαρησ february",
    "μαρτιου μαρτιοσ μαρτη μαρτησ march",
    "απριλιου απριλιοσ απριλη απριλησ april",
    "μαιου μαιοσ μαη μαησ may",
    "ιουνιου ιουνιοσ ιουνη ιουνησ june",
    "ιουλιου ιουλιοσ ιουλη ιουλησ july",
    "αυγουστου αυγουστοσ august",
    "σεπτεμβριου σεπτεμβριοσ σεπτεμβρη σεπτεμβρησ september",
    "οκτωβριου οκτωβριοσ οκτωβρη οκτωβρησ οχτωβρη οχτωβρησ october",
    "νοεμβριου νοεμβριοσ νοεμβρη νοεμβρησ november",
    "δεκεμβριου δεκεμβριοσ δεκεμβρη δεκεμβρησ december",
]
_WEEKDAYS = [
    "δευτερα δευτερασ monday",
    "τριτη τριτησ tuesday",
    "τεταρτη τεταρτησ wednesday",
    "πεμπτη πεμπτησ thursday",
    "παρασκευη παρασκευησ friday",
    "σαββατο σαββατου σαβ saturday",
    "κυριακη κυριακησ sunday",
]


def _beginnings(groups: Sequence[str], first: int) -> dict[str, int]:
    """Each word and each beginning of three letters or more → its number, where no other number has it («ιου»)."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(groups, first):
        for word in group.split():
            for length in range(3, len(word) + 1):
                found.setdefault(word[:length], set()).add(number)
    return {word: numbers.pop() for word, numbers in found.items() if len(numbers) == 1}


def _each(words: str, value: str) -> Iterable[tuple[str, str]]:
    return ((word, value) for word in words.split())


MONTHS = _beginnings(_MONTHS, 1)
"""«νοεμβριου», «νοε», «nov» → 11."""

WEEKDAYS = _beginnings(_WEEKDAYS, 0)
"""«κυριακη», «κυρ», «sun» → 6; Monday is 0."""

DAYS_AGO = {"σημερα": 0, "χθεσ": 1, "χτεσ": 1, "εχθεσ": 1, "προχθεσ": 2, "προχτεσ": 2, "today": 0, "yesterday": 1}

AGO: dict[str, str] = dict(
    [
        *_each("λεπτο λεπτα λεπ", "minutes"),
        *_each("ωρα ωρεσ", "hours"),
        *_each("μερα μερεσ ημερα ημερεσ", "days"),
        *_each("εβδομαδα εβδομαδεσ βδομαδα βδομαδεσ", "weeks"),
        *_each("μηνα μηνεσ", "months"),
        *_each("χρονο χρονια ετοσ ετη", "years"),
    ]
)

ONES = {"ενα": 1, "εναν": 1, "μια": 1}

NOW = frozenset(("τωρα", "μολισ τωρα", "πριν λιγο", "πριν απο λιγο", "just now"))

ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "eet": 2, "eest": 3, "cet": 1, "cest": 2, "bst": 1}
ZONES |= {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}

FILLERS = frozenset("στισ στην στη την του και ωρα ωρ at on the".split())

LABEL = re.compile(
    r"^\W*(?:ημερομηνια|ημ/νια|πρωτη δημοσιευση|δημοσι\w+|αναρτ\w+|καταχωρ\w+|ενημερω\w+|published|posted|date)\b"
)
"""What stands before a page's date."""

UPDATED = re.compile(
    r"(?<=\d)\D{0,12}\b(?:τελευταια|ενημερω\w+|τροποποι\w+|ανανεω\w+|last|updated|modified|upd)\b.*", re.S
)
"""What follows it: when the page was last changed."""
