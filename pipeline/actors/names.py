"""Actors that the text names: gazetteer names and, beyond them, what the entity recogniser finds."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.actors.gazetteer import Gazetteer, Name
from pipeline.records import Actor, Link
from pipeline.text import fold

ACTOR_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PLACES = frozenset({"state", "place"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a Doc: tokens ``first`` … ``last`` (both included), its label, whom it stands for and how we know."""

    first: int
    last: int
    label: str
    actor: Actor
    link: Link
    name: Name | None = None

    @property
    def adjective(self) -> bool:
        """Whether it only describes («ρωσική»): an actor through the noun it stands on."""
        return self.label == "adjective"


def find_names(doc: Doc, gazetteer: Gazetteer, published_at: str) -> list[Named]:
    """All names in reading order, without overlaps; a name inside a longer entity gives way to it."""
    known = {named.first: named for named in _listed(doc, gazetteer, published_at)}
    found: list[Named] = []
    within = {i: named for named in known.values() for i in range(named.first, named.last + 1)}
    for entity in doc.ents:
        wider = within.get(entity.start)
        if wider and wider.last - wider.first + 1 > len(entity) and wider.last >= entity.end - 1:
            continue  # «Λευκός» in «Λευκός Οίκος»
        inside = [known[i] for i in range(entity.start, entity.end) if i in known and known[i].last < entity.end]
        shouted = bool(inside) and entity.sent.text.isupper()  # in capitals every word looks like a name
        if entity.label_ not in ACTOR_LABELS or shouted or _explained(entity, inside):
            continue
        for named in inside:
            del known[named.first]
        found.append(_entity(entity))
    taken = {i for n in found for i in range(n.first, n.last + 1)}
    found += [n for n in known.values() if taken.isdisjoint(range(n.first, n.last + 1))]
    return _surnames(doc, sorted(found, key=lambda n: n.first))


def _listed(doc: Doc, gazetteer: Gazetteer, published_at: str) -> list[Named]:
    words = [key(token) for token in doc]
    found = []
    for first, end, names in gazetteer.find(words):
        fitting = _without_surnames([n for n in names if _fits(doc[first:end], n)], doc[first])
        if fitting:
            best = min(fitting, key=lambda n: _rank(doc[first:end], n))
            actor = gazetteer.actor(best.entry, published_at)
            label = "adjective" if best.name == "adjective" else best.name if best.name == "people" else best.kind
            found.append(Named(first, end - 1, label, actor, "gazetteer", best))
    return found


def _without_surnames(names: list[Name], token: Token) -> list[Name]:
    """«του Λιβάνου» is the state, though a politician is called Λιβανός: such a surname needs a title."""
    titled = token.i > 0 and token.nbor(-1).text.startswith(("κ.", "Κ."))
    if titled or all(n.kind != "state" for n in names):
        return names
    return [n for n in names if n.name != "surname"]


def key(token: Token) -> str:
    """What a token is looked up by: folded, and without the dots of an abbreviation («Η.Π.Α.» → «ηπα»)."""
    word = fold(token.text)
    return word.replace(".", "") if len(word) > 2 and "." in word else word


def _fits(span: Span, name: Name) -> bool:
    """Capitals and entity labels rule out what only looks like a name."""
    if name.name == "adjective":
        return True
    first = next((t for t in span if len(t) > 3), span[0])
    if name.capitals:
        return span.text.replace(".", "").isupper()
    if not first.text[:1].isupper():
        return False
    # «Γεωργία» is also a first name; what stands in a person's name is no state.
    beside = span.doc[max(span.start - 1, 0) : span.end + 1]
    person = sum(t.ent_type_ == "PERSON" for t in beside) > len(span)
    return not (name.kind in _PLACES and person)


def _rank(span: Span, name: Name) -> int:
    """Of several readings the one that agrees with the recogniser, else the more institutional."""
    label = span[0].ent_type_
    agrees = {"PERSON": "person", "GPE": "state", "ORG": "organisation"}.get(label) == name.kind
    order = ["state", "organisation", "party", "body", "person", "company", "group", "place"]
    return order.index(name.kind) - 10 * agrees


def _explained(entity: Span, inside: list[Named]) -> bool:
    """Whether the gazetteer already says who the entity is: its name covers it, but for a first name or title."""
    names = [n for n in inside if not n.adjective]
    if not names:
        return False
    covered = sum(n.last - n.first + 1 for n in names)
    whole = sum(1 for t in entity if not t.is_punct)
    if covered >= whole:
        return True
    person = names[0].name is not None and names[0].name.kind == "person"
    if entity.label_ == "PERSON":
        return person and names[0].last == entity.end - 1 and _same_first_name(entity, names[0])
    # A longer organisation («Πανεπιστήμιο της Μόσχας») is another actor than the state whose name is in it.
    return entity.label_ in ("GPE", "NORP") or any(n.first == entity.start and n.label != "state" for n in names)


def _same_first_name(entity: Span, named: Named) -> bool:
    full = [w[:3] for w in fold(named.actor.name).split()]
    return all(fold(t.text)[:3] in full or len(t.text.rstrip(".")) <= 2 for t in entity if t.i < named.first)


def _entity(entity: Span) -> Named:
    return Named(entity.start, entity.end - 1, entity.label_, Actor(nominative(entity)), "model")


def nominative(span: Span) -> str:
    """The span's words with the last one in the dictionary form the model gives, where that keeps its capital."""
    words = [t.text for t in span]
    lemma = span[-1].lemma_
    if span[-1].pos_ == "PROPN" and lemma[:1].isupper() and fold(lemma)[:3] == fold(words[-1])[:3]:
        words[-1] = lemma
    return " ".join(words)


def _surnames(doc: Doc, names: list[Named]) -> list[Named]:
    """A surname alone stands for the person that the text named in full before."""
    full: dict[str, Named] = {}
    out = []
    for named in names:
        stem = fold(doc[named.last].text).rstrip("σ")
        is_person = named.label in ("PERSON", "person")
        if is_person and named.last > named.first:
            full[stem] = named
        elif named.label == "PERSON" and stem in full:
            named = Named(named.first, named.last, full[stem].label, full[stem].actor, "gazetteer", full[stem].name)
        out.append(named)
    return out
