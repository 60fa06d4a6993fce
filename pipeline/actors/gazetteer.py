"""``configs/actors/*.yaml`` → an index from the case forms of names to the actors they stand for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from babel import Locale
from babel.core import get_global

from pipeline.actors.entries import Entry, EntryFile, EntryKind, NameKind, Noun, NounFile
from pipeline.actors.inflect import adjective_forms, forms, parse
from pipeline.errors import SettingsError
from pipeline.lemmas import is_listed
from pipeline.records import Actor
from pipeline.settings import lines_of, load_folder
from pipeline.text import fold

STEM = 5
"""Letters of a word that no case form changes."""


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """One way to name an entry. ``capitals``: an abbreviation, found only where it is written in capitals; ``common``:
    begins with an ordinary word («η ελληνική κυβέρνηση»), which no capital marks."""

    entry: Entry
    kind: EntryKind
    name: NameKind
    capitals: bool = False
    common: bool = False


@dataclass(slots=True)
class Gazetteer:
    """Names by their folded words. Build with ``load_gazetteer``."""

    names: dict[tuple[str, ...], list[Name]] = field(default_factory=lambda: defaultdict(list))
    longest: dict[str, int] = field(default_factory=dict)
    entries: dict[str, tuple[EntryKind, Entry]] = field(default_factory=dict)
    nouns: dict[str, Noun] = field(default_factory=dict)
    compounds: dict[str, list[tuple[tuple[str, ...], Noun]]] = field(default_factory=lambda: defaultdict(list))
    """Nouns of several words, folded, by the first ``STEM`` letters of the first word."""

    def add(self, words: tuple[str, ...], name: Name) -> None:
        """Index a name under its folded words; «Ισραηλινή» is a demonym and «ισραηλινή» an adjective."""
        same = (name.entry.id, name.name == "adjective")
        if all((known.entry.id, known.name == "adjective") != same for known in self.names[words]):
            self.names[words].append(name)
            self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))

    def find(
        self, words: Sequence[str], fitting: Callable[[int, int, list[Name]], list[Name]]
    ) -> Iterator[tuple[int, int, list[Name]]]:
        """Longest names in a row of folded words, left to right: first word, one past the last, the names.

        Args:
            words: folded words of a text.
            fitting: given a stretch and the names listed for it, those that the text does not rule out; where none is
                left, a shorter stretch is tried.
        """
        at = 0
        while at < len(words):
            length = 1
            for size in range(min(self.longest.get(words[at], 0), len(words) - at), 0, -1):
                listed = self.names.get(tuple(words[at : at + size]))
                if listed and (names := fitting(at, at + size, listed)):
                    yield at, at + size, names
                    length = size
                    break
            at += length

    def actor(self, entry: Entry, published_at: str = "") -> Actor:
        """The actor an entry stands for on a day (ISO date; "" when unknown).

        A politician in office speaks for the state abroad and for the party at home, so both are given. Where the day
        is not known, a party's politician who ever held an office counts as in office, for that is when papers write of
        him or her most; one whom the entry gives to an organisation (the EU, the ECB) speaks for that, and one who went
        there from a party for the party.
        """
        rollup = entry.id if entry.rollup is None else entry.rollup
        actor = Actor(parse(entry.name).text, entry.wikidata or entry.id, rollup, state=self.state_of(entry))
        known = self.entries.get(rollup)
        served = self.state_of_rollup(entry.state) != ""
        undated = bool(entry.office) and served and (known is None or known[0] == "party")
        if entry.state and entry.state != rollup and (_in_office(entry, published_at) if published_at else undated):
            return replace(actor, rollup=entry.state, party=rollup)
        return actor

    def state_of(self, entry: Entry) -> str:
        """The code of the state an actor belongs to: its rollup, else that of its government or party, "" for none."""
        return entry.state or self.state_of_rollup(entry.id if entry.rollup is None else entry.rollup)

    def state_of_rollup(self, rollup: str) -> str:
        """The code itself when it is a state's, the state of a party, "" for anything else."""
        known = self.entries.get(rollup)
        if known is None:
            return ""
        return rollup if known[0] == "state" else known[1].state

    def state(self, rollup: str) -> Actor:
        """The actor of a rollup code, named by the code itself where the gazetteer has no entry."""
        known = self.entries.get(rollup)
        return self.actor(known[1]) if known else Actor(rollup, rollup, rollup)


def _in_office(entry: Entry, day: str) -> bool:
    return any(begin <= day[:10] <= (end or "9999") for begin, _, end in (p.partition("/") for p in entry.office))


def load_gazetteer(folder: Path) -> Gazetteer:
    """Read all entry files and noun lists of a folder.

    Raises:
        SettingsError: for a malformed file, two entries with one id, or a rollup that no entry or ISO code explains.
    """
    gazetteer = Gazetteer()
    places: dict[str, str] = {}
    for path, file in load_folder(folder, EntryFile, "actors"):
        for entry, line in zip(file.actors, lines_of(path, "actors"), strict=True):
            if entry.id in places:
                raise SettingsError(
                    f"the id «{entry.id}» stands already in {places[entry.id]}",
                    place=f"{path}:{line}",
                    remedy="give one of the two another id, or join them",
                )
            places[entry.id] = f"{path}:{line}"
            gazetteer.entries[entry.id] = (file.kind, entry)
            _index(gazetteer, entry, file.kind)
    _index_surnames(gazetteer)
    for _, nouns in load_folder(folder, NounFile, "nouns"):
        for noun in nouns.nouns:
            words = tuple(fold(noun.lemma).split())
            if len(words) == 1:
                gazetteer.nouns[words[0]] = noun
            else:
                gazetteer.compounds[words[0][:STEM]].append((words, noun))
    return gazetteer


def _index(gazetteer: Gazetteer, entry: Entry, kind: EntryKind) -> None:
    listed: list[tuple[NameKind, list[str]]] = [
        ("name", [entry.name, *entry.also, *(_cldr(entry.id) if kind == "state" else [])]),
        ("seat", entry.seats),
        ("capital", entry.capital),
        ("people", entry.people),
        ("surname", entry.surname or []),
    ]
    for role, names in listed:
        for name in names:
            for words in forms(_articled(name, entry, role), plurals=role == "people"):
                gazetteer.add(words, Name(entry, kind, role, _abbreviation(name), _common(name)))
    for adjective in entry.adjective:
        for word in adjective_forms(adjective):
            gazetteer.add((word,), Name(entry, kind, "adjective"))


def _index_surnames(gazetteer: Gazetteer) -> None:
    """Index the surname of each person who lists none, where it is no word of Greek and nobody else's name."""
    silent = [entry for kind, entry in gazetteer.entries.values() if kind == "person" and entry.surname is None]
    last = {entry.id: parse(entry.name).words[-1] for entry in silent if len(parse(entry.name).words) > 1}
    bearers = Counter(fold(word) for word in last.values())
    for entry in silent:
        word = last.get(entry.id, "")
        alone = bearers[fold(word)] == 1 and (fold(word),) not in gazetteer.names
        if len(word) >= STEM and alone and not is_listed(word.lower()):
            for words in forms(_articled(word, entry, "surname")):
                gazetteer.add(words, Name(entry, "person", "surname"))


def _articled(name: str, entry: Entry, role: NameKind) -> str:
    """A surname is written without article: it takes the person's gender."""
    if role != "surname" or parse(name).gender:
        return name
    return f"{entry.name.partition(' ')[0]} {name}"


def _abbreviation(name: str) -> bool:
    return name.isupper() and len(name) <= 6


def _common(name: str) -> bool:
    """Whether a name is written without a capital, as «η ελληνική κυβέρνηση» and «φον ντερ Λάιεν» are."""
    return parse(name).words[0][0].islower()


def _cldr(code: str) -> list[str]:
    """The state's Greek name in Unicode CLDR; a former state has several successors there, and none of its own."""
    short: list[str] = get_global("territory_aliases").get(code, [])
    territories = Locale("el").territories
    return [str(territories[alias]) for alias in short if alias in territories and len(short) == 1]
