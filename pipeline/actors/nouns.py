"""Actors that a common noun denotes («η ρωσική κυβέρνηση», «ο πρωθυπουργός της Μολδαβίας», «οι χώρες της περιοχής»)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.actors.entries import Noun
from pipeline.actors.gazetteer import Gazetteer
from pipeline.actors.named import Named
from pipeline.records import Actor, Link
from pipeline.syntax import has, noun_phrase
from pipeline.words import Tree, Word

_TITLES_OF_PERSONS = frozenset({"official", "person", "experts"})
_STAFF = _TITLES_OF_PERSONS | {"people", "company", "body"}
"""Nouns of those who belong to what the phrase names, or of what it is («οίκος αξιολόγησης Moody's»)."""
_EMPLOYERS = frozenset({"party", "organisation", "company", "body"})
STANDS_FOR_STATE = frozenset({"government", "side", "forces"})
_GENITIVE = frozenset({"του", "τησ", "των"})
"""«ο σύμβουλος του Τραμπ» is another person than Trump."""
_DEFINITE = frozenset({"ο", "η", "του", "τησ", "τον", "την", "τη", "στον", "στην", "στη"})
_PARTS = frozenset({"και", "με", "κατα", "απο", "προσ", "υπερ", "εναντιον", "κατ"})
"""Words after which no name belongs to the title before them."""
_REACH = 10
"""Tokens between a title and the name it belongs to."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that denotes an actor; ``absorbed`` are the names inside that are no actors of their own."""

    first: int
    last: int
    head: int
    label: str
    actor: Actor
    noun: Noun
    absorbed: tuple[Named, ...] = ()
    person: Named | None = None
    link: Link = "none"
    confidence: float = 1.0


def find_phrases(doc: Tree, names: list[Named], nouns: Mapping[int, Noun], gazetteer: Gazetteer) -> list[Phrase]:
    """The noun phrases of ``nouns``, with the state they act for and the person they introduce.

    Args:
        doc: the parsed text.
        names: from ``find_names``.
        nouns: from ``listed_nouns``.
        gazetteer: tells states and parties.
    """
    at = {i: named for named in names for i in range(named.first, named.last + 1)}
    found = []
    introduced: dict[str, list[Named]] = {}
    for i, noun in sorted(nouns.items()):
        token = doc[i]
        if i in at and not at[i].adjective:
            continue
        phrase = _phrase(token, noun, at, gazetteer)
        bearers = introduced.setdefault(noun.lemma, [])
        if phrase.person is not None:
            bearers.append(phrase.person)
        elif noun.type == "official" and _definite(token, phrase.first):
            phrase = replace(phrase, actor=_bearer(phrase.actor, bearers))
        found.append(phrase)
    return found


def _definite(token: Word, first: int) -> bool:
    """«ο Έλληνας υπουργός»: one whom the reader knows already."""
    return has(token, "Number", "Sing") and first > 0 and token.doc[first - 1].folded in _DEFINITE


def _bearer(actor: Actor, bearers: list[Named]) -> Actor:
    """The person the text has introduced under the same title, where only one fits («ο υπουργός Νίκος Δένδιας … ο
    Έλληνας υπουργός»)."""
    fitting = [b for b in bearers if not actor.rollup or actor.rollup in _sides(b)]
    return fitting[-1].actor if len({b.actor.name for b in fitting}) == 1 else actor


def _sides(person: Named) -> set[str]:
    """All that a politician may speak for: party and state, in office or not."""
    return {person.actor.rollup, person.actor.party, person.name.entry.state if person.name else ""} - {""}


def _phrase(token: Word, noun: Noun, at: dict[int, Named], gazetteer: Gazetteer) -> Phrase:
    first, last = noun_phrase(token)
    inside = list(dict.fromkeys(at[i] for i in range(first, last + 1) if i in at))
    person = _person(token, at) if noun.type in _TITLES_OF_PERSONS else None
    around = [n for n in inside if n != person]
    described = [n for n in around if n.label in ("adjective", "people") and n.last < token.i]
    # «βουλευτές του Τμήματος Πολιτισμού του ΣΥΡΙΖΑ»: of two the one that tells for whom they act.
    owners = [n for n in around if _owns(n, noun)]
    owner = min(owners, key=lambda n: (not n.actor.rollup, abs(n.first - token.i)), default=None)
    actor = _actor(token.doc[first : last + 1].text, noun, owner, gazetteer)
    if person and not person.actor.rollup and actor.rollup:
        person = replace(person, actor=replace(person.actor, rollup=actor.rollup, party=actor.party))
    elif person and owner and owner.label == "party" and _member(person, owner):
        # «ο πρόεδρος της ΝΔ Κυριάκος Μητσοτάκης» speaks for the party, whatever office he holds or held.
        person = replace(person, actor=replace(person.actor, rollup=person.actor.party, party=""))
    if person:
        first, last, actor = person.first, person.last, person.actor
    same = [n for n in around if n.actor.rollup == actor.rollup]
    parts = [*described, *same, *([_original(person, at)] if person else [])]
    return Phrase(first, last, token.i, noun.type, actor, noun, tuple(dict.fromkeys(parts)), person)


def _member(person: Named, party: Named) -> bool:
    """Whether the title gives the party that the gazetteer has for a member of a government."""
    return bool(person.actor.party) and person.actor.party == party.actor.rollup


def _owns(named: Named, noun: Noun) -> bool:
    """Whether an actor named inside the phrase says for whom the noun acts («βουλευτές της ΝΔ», «η ρωσική πλευρά»)."""
    return (
        noun.state
        or named.label == "people"
        or (noun.type in _STAFF and named.label in _EMPLOYERS and not named.adjective)
    )


def _original(person: Named, at: dict[int, Named]) -> Named:
    return at[person.first]


def _actor(text: str, noun: Noun, owner: Named | None, gazetteer: Gazetteer) -> Actor:
    """Who a phrase stands for by its own words; ``descriptions`` looks further where they do not tell."""
    of_state = owner is None or gazetteer.state_of_rollup(owner.actor.rollup) == owner.actor.rollup
    if of_state and noun.default and gazetteer.entries[noun.default][0] != "state":
        return Actor(text, rollup=noun.default)  # «η Βελγίδα επίτροπος» acts for the EU
    if owner is None:
        return Actor(text)
    actor = owner.actor
    if noun.type == "government" and owner.name and owner.name.kind == "person":
        actor = gazetteer.state(gazetteer.state_of(owner.name.entry))  # «η κυβέρνηση Καραμανλή»
    name = actor.name if noun.type in STANDS_FOR_STATE and actor.rollup else text
    return Actor(name, actor.id if name != text else "", actor.rollup, party=actor.party, state=actor.state)


def _person(title: Word, at: dict[int, Named]) -> Named | None:
    """The person a title introduces: «ο πρωθυπουργός της Μολδαβίας Ντορίν Ρετσεάν», «…, Χάικο Μάας,»."""
    doc = title.doc
    for i in range(title.i + 1, min(title.i + 1 + _REACH, len(doc))):
        token = doc[i]
        named = at.get(i)
        if named and named.label in ("PERSON", "person"):
            return None if token.nbor(-1).folded in _GENITIVE else named
        if token.folded == "ο" and title.doc[i - 1].text == "," and not has(title, "Case", "Nom"):
            return None  # «την τροπολογία των βουλευτών του ΣΥΡΙΖΑ, ο γραμματέας της ΝΔ Χ»
        passes = (
            token.pos_ in ("NOUN", "PROPN", "ADJ", "DET", "ADP", "X", "CCONJ", "PRON") or token.text in ",.-" or named
        )
        if not passes or token.is_sent_start or token.folded in _PARTS:
            return None
    return None
