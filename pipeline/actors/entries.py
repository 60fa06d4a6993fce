"""What a file of ``configs/actors/`` may hold."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.settings import Strict

EntryKind = Literal["state", "organisation", "body", "party", "person", "company", "group", "place"]
NameKind = Literal["name", "capital", "seat", "people", "adjective", "surname"]
NounType = Literal[
    "government",
    "body",
    "official",
    "person",
    "people",
    "forces",
    "side",
    "states",
    "party",
    "company",
    "media",
    "experts",
]


class Entry(Strict):
    """One actor of the gazetteer; ``docs/actors.md`` explains the keys."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    rollup: str | None = None
    also: list[str] = []
    capital: list[str] = []
    seats: list[str] = []
    people: list[str] = []
    adjective: list[str] = []
    surname: list[str] | None = None
    state: str = ""
    office: list[str] = []
    role: str = ""
    wikidata: str = Field(default="", pattern=r"^(Q[1-9]\d*)?$")
    gender: Literal["m", "f", "n", ""] = ""


class EntryFile(Strict):
    """A file of entries; ``kind`` holds for all of them."""

    kind: EntryKind
    actors: list[Entry]


class Noun(Strict):
    """A common noun that denotes an actor («κυβέρνηση»)."""

    lemma: str
    type: NounType
    state: bool = False
    default: str = ""


class NounFile(Strict):
    """``configs/actors/nouns.yaml``."""

    nouns: list[Noun]
