"""Actors that a common noun denotes («η ρωσική κυβέρνηση», «ο πρωθυπουργός της Μολδαβίας», «οι χώρες της περιοχής»)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from pipeline.actors.gazetteer import Gazetteer, Noun
from pipeline.actors.names import Named
from pipeline.lemmas import keys
from pipeline.records import Actor
from pipeline.syntax import has, noun_phrase
from pipeline.text import fold

_TITLES_OF_PERSONS = frozenset({"official", "person", "experts"})
_STANDS_FOR_STATE = frozenset({"government", "side", "forces"})
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
    absorbed: tuple[Named, ...] = ()
    person: Named | None = None


def find_phrases(doc: Doc, names: list[Named], gazetteer: Gazetteer) -> list[Phrase]:
    """Every noun phrase whose head the noun list knows, with the state it acts for and the person it introduces."""
    at = {i: named for named in names for i in range(named.first, named.last + 1)}
    found = []
    introduced: dict[str, list[Named]] = {}
    for token in doc:
        noun = None if token.i in at and not at[token.i].adjective else lookup(token, gazetteer)
        if not noun:
            continue
        phrase = _phrase(token, noun, at, gazetteer)
        bearers = introduced.setdefault(noun.lemma, [])
        if phrase.person is not None:
            bearers.append(phrase.person)
        elif noun.type == "official" and _definite(token, phrase.first):
            phrase = replace(phrase, actor=_bearer(phrase.actor, bearers))
        found.append(phrase)
    return found


def _definite(token: Token, first: int) -> bool:
    """«ο Έλληνας υπουργός»: one whom the reader knows already."""
    return has(token, "Number", "Sing") and first > 0 and fold(token.doc[first - 1].text) in _DEFINITE


def _bearer(actor: Actor, bearers: list[Named]) -> Actor:
    """The person the text has introduced under the same title, where only one fits («ο υπουργός Νίκος Δένδιας … ο
    Έλληνας υπουργός»)."""
    fitting = [b for b in bearers if not actor.rollup or actor.rollup in _sides(b)]
    return fitting[-1].actor if len({b.actor.name for b in fitting}) == 1 else actor


def _sides(person: Named) -> set[str]:
    """All that a politician may speak for: party and state, in office or not."""
    return {person.actor.rollup, person.actor.party, person.name.entry.state if person.name else ""} - {""}


def lookup(token: Token, gazetteer: Gazetteer) -> Noun | None:
    """The noun list's entry for a token that is no verb."""
    describes = token.pos_ == "ADJ" and token.dep_ == "amod" and token.head.i > token.i
    if token.pos_ not in ("NOUN", "PROPN", "ADJ", "X") or len(token) < 3 or describes:
        return None
    # «κρατών-μελών»: the first part is the noun.
    form, lemma = (text.partition("-")[0] or text for text in (token.text.lower(), token.lemma_))
    return next((gazetteer.nouns[k] for k in sorted(keys(form, lemma)) if k in gazetteer.nouns), None)


def _phrase(token: Token, noun: Noun, at: dict[int, Named], gazetteer: Gazetteer) -> Phrase:
    first, last = noun_phrase(token)
    inside = list(dict.fromkeys(at[i] for i in range(first, last + 1) if i in at))
    person = _person(token, at) if noun.type in _TITLES_OF_PERSONS else None
    around = [n for n in inside if n != person]
    described = [n for n in around if n.label in ("adjective", "people") and n.last < token.i]
    owner = min(around, key=lambda n: abs(n.first - token.i), default=None) if noun.state else None
    actor = _actor(token.doc, first, last, noun, owner, gazetteer)
    if person and person.link == "model" and actor.rollup:
        person = replace(person, actor=replace(person.actor, rollup=actor.rollup, party=actor.party))
    if person:
        first, last, actor = person.first, person.last, person.actor
    same = [n for n in around if n.actor.rollup == actor.rollup]
    absorbed = dict.fromkeys([*described, *same, *([_original(person, at)] if person else [])])
    return Phrase(first, last, token.i, noun.type, actor, tuple(absorbed), person)


def _original(person: Named, at: dict[int, Named]) -> Named:
    return at[person.first]


def _actor(doc: Doc, first: int, last: int, noun: Noun, owner: Named | None, gazetteer: Gazetteer) -> Actor:
    text = doc[first : last + 1].text
    if owner:
        name = owner.actor.name if noun.type in _STANDS_FOR_STATE and owner.actor.rollup else text
        return Actor(name, owner.actor.id if name != text else "", owner.actor.rollup, party=owner.actor.party)
    # Only a bare noun means the paper's own state: «η κυβέρνηση», not «οι κυβερνήσεις τους», «οι χώρες της περιοχής».
    bare = first == last and has(doc[first], "Number", "Sing")
    return Actor(text, "", noun.default if bare and noun.default in gazetteer.entries else "")


def _person(title: Token, at: dict[int, Named]) -> Named | None:
    """The person a title introduces: «ο πρωθυπουργός της Μολδαβίας Ντορίν Ρετσεάν», «…, Χάικο Μάας,»."""
    doc = title.doc
    for i in range(title.i + 1, min(title.i + 1 + _REACH, len(doc))):
        token = doc[i]
        named = at.get(i)
        if named and named.label in ("PERSON", "person"):
            return None if fold(token.nbor(-1).text) in _GENITIVE else named
        passes = token.pos_ in ("NOUN", "PROPN", "ADJ", "DET", "ADP", "X", "CCONJ") or token.text in ",.-" or named
        if not passes or token.is_sent_start or fold(token.text) in _PARTS:
            return None
    return None
