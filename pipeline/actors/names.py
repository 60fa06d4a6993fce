"""Actors that the text names: gazetteer names and, beyond them, what the entity recogniser finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.actors.abbreviations import spelled_out
from pipeline.actors.entries import Noun
from pipeline.actors.gazetteer import Gazetteer, Name
from pipeline.actors.named import Named
from pipeline.actors.places import is_place
from pipeline.lemmas import is_listed
from pipeline.records import Actor
from pipeline.text import fold
from pipeline.words import Stretch, Tree

ACTOR_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
"""Of the recogniser's labels those of actors. A town that the gazetteer lacks is only a place, unless it acts."""
_PERSONS = ("PERSON", "person")
_ORDER = ("state", "organisation", "party", "body", "person", "company", "group", "place")
_PLACES = frozenset({"state", "place"})


def find_names(
    doc: Tree, words: Sequence[str], gazetteer: Gazetteer, nouns: Mapping[int, Noun], published_at: str
) -> list[Named]:
    """All names in reading order, without overlaps; a name inside a longer entity gives way to it.

    Args:
        doc: the parsed text.
        words: what its tokens are looked up by (``key``).
        gazetteer: the names there are.
        nouns: tokens that the noun list knows: «Κοινοβούλιο της Ερυθραίας» is described rather than named.
        published_at: ISO date, "" when unknown.
    """
    known = {named.first: named for named in _listed(doc, words, gazetteer, published_at)}
    found: list[Named] = []
    within = {i: named for named in known.values() for i in range(named.first, named.last + 1)}
    for entity in doc.ents:
        wider = within.get(entity.start)
        if wider and wider.last - wider.first + 1 > len(entity) and wider.last >= entity.end - 1:
            continue  # «Λευκός» in «Λευκός Οίκος»
        inside = [known[i] for i in range(entity.start, entity.end) if i in known and known[i].last < entity.end]
        shouted = bool(inside) and entity.sent.text.isupper()  # in capitals every word looks like a name
        described = entity.label_ == "ORG" and (noun := nouns.get(entity.root.i)) and noun.state
        place = entity.label_ == "GPE" and not entity.root.dep_.startswith("nsubj")
        if entity.label_ not in ACTOR_LABELS or shouted or described or place or _explained(entity, inside):
            continue
        for named in inside:
            del known[named.first]
        found.append(_entity(entity))
    taken = {i for n in found for i in range(n.first, n.last + 1)}
    free = (n for n in known.values() if taken.isdisjoint(range(n.first, n.last + 1)))
    found += [n for n in free if not is_place(doc, n)]
    return spelled_out(doc, _surnames(doc, sorted(found, key=lambda n: n.first)))


def _listed(doc: Tree, words: Sequence[str], gazetteer: Gazetteer, published_at: str) -> list[Named]:
    def fitting(first: int, end: int, names: list[Name]) -> list[Name]:
        return [n for n in names if not ruled_out(doc[first:end], n, names)]

    found = []
    stretches = list(gazetteer.find(words, fitting))
    told = {names[0].entry.id for _, _, names in stretches if len(names) == 1}
    # «Μόσχα» is the Soviet Union's where the text speaks of that.
    chosen = [min(n, key=lambda name: (rank(doc[a:z], name), name.entry.id not in told)) for a, z, n in stretches]
    for (first, end, _), best in zip(stretches, chosen, strict=True):
        actor = gazetteer.actor(best.entry, published_at)
        label = best.name if best.name in ("adjective", "people") else best.kind
        found.append(Named(first, end - 1, label, actor, "gazetteer", best))
    return found


def key(text: str) -> str:
    """What a token is looked up by: folded, without the dots of an abbreviation («Η.Π.Α.» → «ηπα») or an initial that
    is written to the surname («Π.Καμμένος»)."""
    word = fold(text)
    if len(word) > 5 and word[1] == "." and word.count(".") == 1:
        return word[2:]
    return word.replace(".", "") if len(word) > 2 and "." in word else word


def ruled_out(span: Stretch, name: Name, others: Sequence[Name]) -> str:
    """Why a stretch of text that reads like a name is not this one: capitals, the recogniser's labels; "" when it is.

    Args:
        span: the stretch.
        name: one of the names listed for it.
        others: all names listed for it.
    """
    if name.name == "adjective" or name.common:
        return ""
    first = next((t for t in span if len(t) > 3), span[0])
    if name.capitals:
        return "" if span.text.replace(".", "").isupper() else "an abbreviation is written in capitals"
    if not first.text[:1].isupper():
        return "a name begins with a capital"
    # «Γεωργία» is also a first name; what stands in a person's name is no state.
    beside = span.doc[max(span.start - 1, 0) : span.end + 1]
    if name.kind in _PLACES and sum(t.ent_type_ == "PERSON" for t in beside) > len(span):
        return "it stands in a person's name"
    # «του Λιβάνου» is the state, though a politician is called Λιβανός.
    titled = span.start > 0 and span[0].nbor(-1).text.startswith(("κ.", "Κ."))
    if name.name == "surname" and not titled and any(n.kind == "state" for n in others):
        return "a state has this name, and no «κ.» stands before it"
    return ""


def rank(span: Stretch, name: Name) -> int:
    """Of several readings the lowest wins: one that agrees with the recogniser, else the more institutional."""
    label = span[0].ent_type_
    agrees = {"PERSON": "person", "GPE": "state", "ORG": "organisation"}.get(label) == name.kind
    # «οι Ισραηλινοί» are a people, «η ισραηλινή κυβέρνηση» is described.
    otherwise = (name.name == "adjective") != (span[0].pos_ == "ADJ" or span[0].dep_ == "amod")
    return 2 * _ORDER.index(name.kind) - 20 * agrees + otherwise


def _explained(entity: Stretch, inside: list[Named]) -> bool:
    """Whether the gazetteer already says who the entity is: its name covers it, but for a first name or title."""
    names = [n for n in inside if not n.adjective]
    if not names:
        return False
    if any(n.first <= entity.root.i <= n.last and n.label in _PLACES for n in names):
        return True  # «Ναζιστική Γερμανία»: the state, described
    covered = sum(n.last - n.first + 1 for n in names)
    whole = sum(1 for t in entity if not t.is_punct)
    if covered >= whole:
        return True
    person = names[0].name is not None and names[0].name.kind == "person"
    if entity.label_ == "PERSON":
        return person and names[0].last == entity.end - 1 and _same_first_name(entity, names[0])
    # A longer organisation («Πανεπιστήμιο της Μόσχας») is another actor than the state whose name is in it.
    return entity.label_ in ("GPE", "NORP") or any(n.first == entity.start and n.label != "state" for n in names)


def _same_first_name(entity: Stretch, named: Named) -> bool:
    full = [w[:3] for w in fold(named.actor.name).split()]
    before = [t for t in entity if t.i < named.first]
    # «Συγχαρητήρια Τσίπρα»: the recogniser takes the first word of a headline for a first name.
    if len(before) == 1 and before[0].is_sent_start and is_listed(before[0].lower_):
        return True
    return all(t.folded[:3] in full or len(t.text.rstrip(".")) <= 2 for t in before)


def _entity(entity: Stretch) -> Named:
    end = entity.end
    while end - 1 > entity.start and entity.doc[end - 1].pos_ in ("DET", "ADP", "CCONJ", "PUNCT"):
        end -= 1  # «Εθνική Πολιτική Ένωση των»
    kept = entity.doc[entity.start : end]
    return Named(kept.start, kept.end - 1, entity.label_, Actor(nominative(kept)), "model")


def nominative(span: Stretch) -> str:
    """The span's words with the last one in the dictionary form the model gives, where that keeps its capital."""
    words = [t.text for t in span]
    lemma = span[-1].lemma_
    if span[-1].pos_ == "PROPN" and lemma[:1].isupper() and fold(lemma)[:3] == fold(words[-1])[:3]:
        words[-1] = lemma
    return " ".join(words)


def _surnames(doc: Tree, names: list[Named]) -> list[Named]:
    """A surname alone stands for the person that the text named in full before, whatever the recogniser calls it."""
    full: dict[str, Named] = {}
    out = []
    for named in names:
        stem = surname_stem(doc, named)
        if named.label in _PERSONS and named.last > named.first:
            full[stem] = named
        elif named.link == "model" and named.last == named.first and stem in full:
            named = Named(named.first, named.last, full[stem].label, full[stem].actor, full[stem].link, full[stem].name)
        out.append(named)
    return out


def surname_stem(doc: Tree, named: Named) -> str:
    """The last word without the ending that tells the cases of most surnames apart («Κοτζιάς», «Κοτζιά»)."""
    return doc[named.last].folded.rstrip("σ")
