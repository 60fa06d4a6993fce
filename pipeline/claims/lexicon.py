"""``configs/frames/*.yaml`` → an index from dictionary forms to the frames they may evoke."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Literal

from pydantic import Field

from pipeline.claims.checking import Contradictions, check_cue
from pipeline.errors import SettingsError
from pipeline.lemmas import entry_keys, phrase_keys
from pipeline.records import POLARITY, ClaimType
from pipeline.settings import Strict, lines_of, load_folder
from pipeline.syntax import ARTICLES
from pipeline.text import fold

Category = Literal["support", "alignment", "criticism", "distancing", "pressure"]
Trend = Literal["dependent", "increasing", "decreasing"]
Domain = Literal["energy", "trade", "security", "finance", "politics", "technology", "resources", "general"]
Factuality = Literal["asserted", "intended", "possible", "negated"]
CuePos = Literal["verb", "noun", "adjective", "phrase"]
Slot = Literal[
    "subject", "object", "genitive", "possessive", "clause", "speaker", "σε", "από", "με", "για", "προς", "κατά",
    "υπέρ", "εναντίον", "ενάντια", "έναντι", "απέναντι", "μεταξύ", "ανάμεσα", "χωρίς", "παρά", "εις βάρος", "πίσω από",
    "δίπλα", "μαζί", "υπό", "μέσω",
]  # fmt: skip
Plover = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip

PLOVER_OF: dict[str, str] = {
    "support": "SUPPORT",
    "alignment": "COOPERATE",
    "criticism": "ACCUSE",
    "distancing": "REJECT",
    "pressure": "COERCE",
}


_VERBAL = ("ω", "μαι", "ει", "ται")
_KEPT = 50_000
"""Words whose cues are kept at most: some megabytes."""

_CLITICS = frozenset({"τα", "τη", "την", "το", "τον", "τους", "του", "της"})
_MIXED = ("ερχομαι", "γινομαι", "καθομαι", "υφισταμαι", "κειμαι", "ειμαι")
"""Verbs in «-μαι» with active forms in the past («ήρθε», «έγινε»), or with no other forms."""


class Frame(Strict):
    """One entry of the lexicon; ``docs/frames.md`` explains the keys. Once loaded, the id begins with
    the file's name.
    """

    id: str = Field(min_length=1)
    verbs: list[str] = []
    nouns: list[str] = []
    adjectives: list[str] = []
    phrases: list[str] = []
    category: Category | None = None
    trend: Trend | None = None
    domain: Domain | None = None
    holder: list[Slot] = ["subject"]
    target: list[Slot] = ["object"]
    noun_holder: list[Slot] = ["genitive", "από"]
    noun_target: list[Slot] = ["σε", "προς", "για"]
    adjective_holder: list[Slot] = ["subject"]
    adjective_target: list[Slot] = ["σε", "προς", "με"]
    mutual: bool = False
    factuality: Factuality | None = None
    plover: Plover | None = None
    example: str = Field(min_length=1)
    expect: str = Field(min_length=1)
    counter: list[str] = []
    note: str = ""

    @property
    def type(self) -> ClaimType:
        return "stance" if self.category else "dependence"

    @property
    def value(self) -> str:
        """Polarity of a stance frame, trend of a dependence frame."""
        return POLARITY[self.category] if self.category else str(self.trend)

    def cues(self) -> Iterator[tuple[CuePos, str]]:
        """Every cue with the list it stands in."""
        yield from (("verb", text) for text in self.verbs)
        yield from (("noun", text) for text in self.nouns)
        yield from (("adjective", text) for text in self.adjectives)
        yield from (("phrase", text) for text in self.phrases)

    def slots(self, pos: CuePos) -> tuple[list[Slot], list[Slot]]:
        """Where a cue of this part of speech has its holder and its target, best first."""
        if pos == "noun":
            return self.noun_holder, self.noun_target
        if pos == "adjective":
            return self.adjective_holder, self.adjective_target
        return self.holder, self.target


class FrameFile(Strict):
    """A file of frames; ``category`` and ``trend`` hold for frames that do not say otherwise."""

    category: Category | None = None
    trend: Trend | None = None
    frames: list[Frame]


class DomainFile(Strict):
    """``configs/frames/domains.yaml``: words that tell what a dependence is about; ``hints`` tell less."""

    domains: dict[Domain, list[str]]
    hints: dict[Domain, list[str]] = {}


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue under one of its words: ``rest`` are the keys of a phrase's other words, each a set of dictionary forms;
    ``middle`` the keys of its verb in «-μαι», which its active forms do not evoke («απομάκρυνε», «απομακρύνθηκε»).
    """

    frame: Frame
    pos: CuePos
    text: str
    rest: tuple[frozenset[str], ...] = ()
    middle: frozenset[str] = frozenset()

    @property
    def clitic(self) -> str:
        """The pronoun an idiom begins with («τα βρίσκω»), folded, "" for none."""
        first, _, rest = self.text.partition(" ")
        return fold(first) if rest and first in _CLITICS and fold(rest.split()[0]).endswith(_VERBAL) else ""

    @property
    def has_verb(self) -> bool:
        """Whether the cue is a verb or a phrase that begins with one."""
        return fold(self.text.split()[-1 if self.text.split()[0] in _CLITICS else 0]).endswith(_VERBAL)


@dataclass(frozen=True, slots=True)
class Sign:
    """What a word tells of the domain, by itself (``strong``) or only as a hint."""

    domain: Domain
    strong: bool


@dataclass(slots=True)
class Lexicon:
    """Cues by the folded dictionary form of their most telling word. Build with ``load_lexicon``."""

    cues: dict[str, list[Cue]] = field(default_factory=lambda: defaultdict(list))
    domains: dict[str, Sign] = field(default_factory=dict)
    """Signs by the folded dictionary form of the word, or by the two of a pair («πυρηνικοσ σταθμοσ»)."""
    frames: dict[str, Frame] = field(default_factory=dict)
    _led: dict[frozenset[str], list[Cue]] = field(default_factory=dict, compare=False, repr=False)

    def led_by(self, forms: frozenset[str]) -> list[Cue]:
        """The cues whose most telling word has one of these dictionary forms; kept, as the same words come again."""
        found = self._led.get(forms)
        if found is None:
            if len(self._led) >= _KEPT:
                self._led.clear()
            found = [cue for form in sorted(forms & self.cues.keys()) for cue in self.cues[form]]
            self._led[forms] = found
        return found

    def add(self, frame: Frame) -> None:
        """Index every cue of a frame."""
        self.frames[frame.id] = frame
        self._led.clear()
        for pos, text in frame.cues():
            self._add_cue(frame, pos, text)

    def _add_cue(self, frame: Frame, pos: CuePos, text: str) -> None:
        words = _words(text)
        # A phrase is looked up by its longest word: the others are looked for only where that one stands.
        anchor = max(range(len(words)), key=lambda i: len(words[i]))
        rest = tuple(_keys(w) for i, w in enumerate(words) if i != anchor)
        middle = next(
            (entry_keys(w) for w in words if fold(w).endswith("μαι") and not fold(w).endswith(_MIXED)), frozenset()
        )
        cue = Cue(frame, "phrase" if len(words) > 1 else _pos(pos, words[0]), text, rest, middle)
        for key in phrase_keys(words[anchor]) if rest else entry_keys(words[anchor]):
            self.cues[key].append(cue)


def _keys(word: str) -> frozenset[str]:
    """Keys of a phrase's word; a pronoun stands for itself, for all articles share a dictionary form."""
    return frozenset({fold(word)}) if fold(word) in ARTICLES else phrase_keys(word)


def _sign_keys(entry: str) -> Iterator[str]:
    """The keys of a word that tells a domain, or of two that stand side by side."""
    words = entry.split()
    yield from entry_keys(entry) if len(words) == 1 else map(" ".join, product(*map(phrase_keys, words)))


def _words(text: str) -> list[str]:
    """The words of a cue without articles; a «τα» before the verb is a pronoun that makes the idiom («τα βρίσκω»)."""
    words = text.split()
    if len(words) == 1:
        return words
    clitic = words[0] in _CLITICS and fold(words[1]).endswith(_VERBAL)
    return [w for i, w in enumerate(words) if fold(w) not in ARTICLES or (clitic and i == 0)]


def _pos(pos: CuePos, word: str) -> CuePos:
    """A one-word «phrase» is a verb if it ends like one, else a preposition or particle with the roles of a phrase."""
    if pos != "phrase":
        return pos
    return "verb" if fold(word).endswith(_VERBAL) else "phrase"


def load_lexicon(folder: Path) -> Lexicon:
    """Read all frame files of a folder, and ``domains.yaml``.

    Raises:
        SettingsError: for a malformed file, two frames of one file with one id, one without cues or without category
            and trend, a cue that no rule inflects, or two entries that contradict each other.
    """
    lexicon = Lexicon()
    places: dict[str, str] = {}
    contradictions = Contradictions()
    for path, file in load_folder(folder, FrameFile, "frames"):
        for frame, line in zip(file.frames, lines_of(path, "frames"), strict=True):
            place = f"{path}:{line}"
            frame = frame.model_copy(update={"id": f"{path.stem}/{frame.id}"})
            if frame.id in places:
                problem = f"the frame «{frame.id}» stands already in {places[frame.id]}"
                raise SettingsError(problem, place=place, remedy="give one of the two another id, or join them")
            places[frame.id] = place
            if frame.category is None and frame.trend is None:
                frame = frame.model_copy(update={"category": file.category, "trend": file.trend})
            _check(frame, place)
            for pos, text in frame.cues():
                check_cue(text, pos, frame.id, place)
                holder, target = frame.slots(pos)
                sense = (pos, text, frame.type, tuple(holder), tuple(target))
                contradictions.check(sense, frame.value, frame.id, place)
            lexicon.add(frame)
    for _, domains in load_folder(folder, DomainFile, "domains"):
        for strong, lists in ((False, domains.hints), (True, domains.domains)):
            signs = ((Sign(domain, strong), word) for domain, words in lists.items() for word in words)
            lexicon.domains |= {key: sign for sign, word in signs for key in _sign_keys(word)}
    return lexicon


def _check(frame: Frame, place: str) -> None:
    if not (frame.verbs or frame.nouns or frame.adjectives or frame.phrases):
        raise SettingsError(
            f"the frame «{frame.id}» has no cue", place=place, remedy="give it verbs, nouns, adjectives or phrases"
        )
    if (frame.category is None) == (frame.trend is None):
        raise SettingsError(
            f"the frame «{frame.id}» needs either a category (stance) or a trend (dependence)",
            place=place,
            remedy="give one of the two, here or at the top of the file",
        )
