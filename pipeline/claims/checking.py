"""Mistakes in a lexicon that YAML cannot show: cues no rule inflects, entries that contradict each other."""

from __future__ import annotations

import re

from pipeline.errors import SettingsError
from pipeline.text import fold

_WORD = re.compile(r"\d+|[^\W\d_]+(?:[-'’.][^\W\d_]+)*[.'’]?")
_ENDINGS = {
    "verb": ("ω", "μαι", "ει", "ται"),
    "adjective": ("οσ", "ησ", "υσ", "ων", "εισ", "ασ"),
}
_PLURALS = ("σεισ", "ξεισ", "ψεισ", "ματα", "οτητεσ")
_WANTED = {
    "verb": "the first person singular of the present («επικρίνω», «αντιτίθεμαι»), or an impersonal («πρέπει»)",
    "adjective": "the masculine nominative singular («επικριτικός», «συνεπής»)",
    "noun": "the nominative singular («πίεση», «κύρωση»)",
}

Sense = tuple[str, str, str, tuple[str, ...], tuple[str, ...]]
"""A cue as it is told apart: part of speech, text, type of claim, slots of holder and of target."""


def check_cue(text: str, pos: str, frame: str, place: str) -> None:
    """Refuse a cue of which no rule makes the other forms.

    Args:
        text: the cue.
        pos: ``verb``, ``noun``, ``adjective`` or ``phrase``, by the list it stands in.
        frame: the id of its frame, for the message.
        place: file and line, for the message.

    Raises:
        SettingsError: when it is no word, several words outside ``phrases``, or no dictionary form.
    """
    words = text.split()
    strange = next((word for word in words if not _WORD.fullmatch(word.strip("%,"))), None)
    if not words or strange is not None:
        problem, remedy = f"«{text}» is no word of Greek", "give words in letters, parted by one space"
    elif pos != "phrase" and len(words) > 1:
        problem, remedy = f"«{text}» has several words", "give it under phrases"
    elif pos in _ENDINGS and not fold(text).endswith(_ENDINGS[pos]):
        problem, remedy = f"no rule inflects the {pos} «{text}»", f"give {_WANTED[pos]}"
    elif pos == "noun" and fold(text).endswith(_PLURALS):
        problem, remedy = f"the noun «{text}» is a plural", f"give {_WANTED[pos]}"
    else:
        return
    raise SettingsError(f"the frame «{frame}»: {problem}", place=place, remedy=remedy)


class Contradictions:
    """Finds the same cue with the same roles under two values: nothing could tell which is meant."""

    def __init__(self) -> None:
        self._seen: dict[Sense, tuple[str, str, str]] = {}

    def check(self, sense: Sense, value: str, frame: str, place: str) -> None:
        """Remember a cue of a frame.

        Raises:
            SettingsError: when another frame gives it the same roles but another polarity or trend.
        """
        other, where, meant = self._seen.setdefault(sense, (frame, place, value))
        if meant != value:
            both = f"{value} in the frame «{frame}» and {meant} in «{other}» ({where})"
            raise SettingsError(
                f"«{sense[1]}» is {both}, with the same roles",
                place=place,
                remedy="leave it in one of the two, or tell them apart: by a longer phrase, or by other slots",
            )
