"""Pages that hold something else where an article should be: a request for consent, for money, for a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.text import fold


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands before the article, the words by which it is told, and what most of its lines are about."""

    reason: str
    remedy: str
    pattern: re.Pattern[str]
    about: re.Pattern[str]


# Folded, and only in the words in which a page addresses its reader: an article may be about cookies.
_WALLS = (
    Wall(
        "a request for consent stands where the article should be",
        "nothing; the paper shows the article only after a click",
        re.compile(
            r"αποδοχη ολων|αποδεχεστε τη χρηση|χρησιμοποιουμε (?:\w+ )?cookies|χρησιμοποιει (?:\w+ )?cookies"
            r"|ρυθμισεισ (?:των )?cookies|συγκαταθεση σασ|διαχειριση συγκαταθεσησ|we use cookies|accept all"
            r"|we and our partners|we value your privacy|before you continue|(?:πριν|προτου) συνεχισετε"
        ),
        re.compile(r"cookie|συγκαταθεσ|αποδοχη|απορρητ|προσωπικ\w+ δεδομεν|συνεργατ|privacy|consent|partners|continue"),
    ),
    Wall(
        "the page asks for a browser with cookies or scripts",
        "nothing; the paper shows the article only to browsers",
        re.compile(
            r"enable (?:javascript|cookies|js)|ενεργοποιησ\w+ (?:\w+ ){0,2}(?:javascript|cookies)|requires javascript"
            r"|javascript (?:is )?(?:disabled|required|(?:ειναι )?απενεργοποι)|turn on javascript"
        ),
        re.compile(r"javascript|cookies|browser|φυλλομετρητ"),
    ),
    Wall(
        "the page checks whether its reader is a person",
        "fetch more slowly, or ask the paper for leave",
        re.compile(
            r"captcha|checking your browser|just a moment|verify (?:that )?you are (?:a )?human|δεν ειστε ρομποτ"
            r"|are you a robot|unusual traffic|access denied|ειστε ανθρωποσ|cloudflare ray"
        ),
        re.compile(r"captcha|browser|moment|human|ρομποτ|robot|traffic|denied|permission|ανθρωποσ|cloudflare"),
    ),
)
_LONGEST_WALL = 1500
_TO_PAY = re.compile(
    r"(?:γινετε|ειστε) (?:\w+ )?συνδρομητ|μονο (?:για|σε) συνδρομητ|αποκτηστε (?:\w+ ){0,2}(?:συνδρομη|προσβαση)"
    r"|για να (?:συνεχισετε|διαβασετε)[^.]{0,60}(?:συνδεθειτε|εγγραφειτε|συνδρομ)|συνδεθειτε για να"
    r"|subscribe to (?:continue|read)|subscribers only"
)
_TO_PAY_AT_END = 400
_PAID = Wall(
    "only the beginning of the article, for the rest is to be paid for",
    "nothing, or give the source as text from a subscription",
    _TO_PAY,
    _TO_PAY,
)
_SHORT = 750


def wall(text: str, *, free: bool = True) -> Wall | None:
    """What stands before the article, None where the text is one.

    Args:
        text: what was taken for the article, or all words of a page that has none.
        free: whether the page says that all of it may be read.

    >>> wall("Για να διαβάσετε τη συνέχεια, συνδεθείτε.").reason
    'only the beginning of the article, for the rest is to be paid for'
    """
    if len(text) > _LONGEST_WALL:
        return None
    folded = fold(text)
    for one in _WALLS:
        if one.pattern.search(folded) and _mostly(folded, one.about):
            return one
    return _PAID if _TO_PAY.search(folded[-_TO_PAY_AT_END:]) or (not free and len(text) <= _SHORT) else None


def _mostly(folded: str, about: re.Pattern[str]) -> bool:
    """Whether sentences with these words make up half of a text."""
    sentences = re.split(r"[.!;\n]+", folded)
    return 2 * sum(len(sentence) for sentence in sentences if about.search(sentence)) >= sum(map(len, sentences))
