"""A parsed article → the mentions of actors in it, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.actors.descriptions import resolve
from pipeline.actors.gazetteer import Gazetteer
from pipeline.actors.named import Named
from pipeline.actors.names import find_names, key, surname_stem
from pipeline.actors.nounlist import listed_nouns
from pipeline.actors.nouns import Phrase, find_phrases
from pipeline.actors.reference import find_references
from pipeline.records import Actor, Mention, Parsed
from pipeline.words import Tree


def link(parsed: Parsed, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """All mentions of actors: names, noun phrases that denote actors, pronouns and dropped subjects.

    Args:
        parsed: the article with its analysis.
        gazetteer: from ``load_gazetteer``.

    Returns:
        Mentions ordered by anchor. An adjective of nationality («ρωσική») is one too, labelled ``adjective``,
        where it does not describe an actor that is a mention itself.
    """
    doc = parsed.doc
    sentence_of = [n for n, sentence in enumerate(doc.sents) for _ in range(len(sentence))]
    words = [key(token.text) for token in doc]
    nouns = listed_nouns(doc, words, gazetteer)
    names = find_names(doc, words, gazetteer, nouns, parsed.article.published_at)
    found = _outermost(find_phrases(doc, names, nouns, gazetteer))
    phrases = resolve(doc, found, names, sentence_of, gazetteer)
    absorbed = {named for phrase in phrases for named in phrase.absorbed}
    mentions = [_from_phrase(parsed, p, sentence_of) for p in phrases]
    told = _told(doc, phrases)
    partisan = frozenset() if parsed.article.published_at else _partisan(phrases)
    mentions += [
        _from_name(parsed, _known(doc, _of_party(n, partisan), told), sentence_of) for n in names if n not in absorbed
    ]
    mentions.sort(key=lambda m: (m.first, m.last))
    mentions += find_references(doc, mentions)
    return tuple(sorted(mentions, key=lambda m: (m.anchor, m.first)))


def _told(doc: Tree, phrases: list[Phrase]) -> dict[str, Actor]:
    """Persons whose title says for whom they act, by the stem of their surname."""
    persons = [(p.person, p.actor) for p in phrases if p.person and p.actor.rollup]
    return {surname_stem(doc, person): actor for person, actor in reversed(persons)}


def _partisan(phrases: Sequence[Phrase]) -> frozenset[str]:
    """Politicians whom a title calls one of their party («ο πρόεδρος της ΝΔ Κυριάκος Μητσοτάκης»), by their id."""
    named = (p.person for p in phrases if p.person is not None and p.person.name is not None)
    return frozenset(
        n.actor.id for n in named if n.name and n.name.entry.office and n.actor.rollup == n.name.entry.rollup
    )


def _of_party(named: Named, partisan: frozenset[str]) -> Named:
    """In an article without a date, such a politician is held to be in no government."""
    if named.actor.id not in partisan or not named.actor.party:
        return named
    return replace(named, actor=replace(named.actor, rollup=named.actor.party, party=""))


def _known(doc: Tree, named: Named, told: dict[str, Actor]) -> Named:
    """A person the gazetteer lacks, with what a title elsewhere in the text says («ο αντιπρόεδρος … Μπουλέντ Αρίντς …
    τόνισε ο Αρίντς»)."""
    if named.link != "model" or named.actor.rollup or (actor := told.get(surname_stem(doc, named))) is None:
        return named
    return replace(named, label="PERSON", actor=actor)


def _outermost(phrases: list[Phrase]) -> list[Phrase]:
    """Of two phrases that introduce one person («ο πρόεδρος και πρώην υπουργός Χ») or share a head, the first."""
    out: list[Phrase] = []
    persons: set[int] = set()
    for phrase in phrases:
        if phrase.person is None:
            out.append(phrase)
        elif phrase.person.first not in persons:
            persons.add(phrase.person.first)
            out.append(phrase)
    return out


def _from_phrase(parsed: Parsed, phrase: Phrase, sentence_of: Sequence[int]) -> Mention:
    known = phrase.person.link if phrase.person else phrase.link
    start, end = parsed.span(phrase.first, phrase.last)
    label = phrase.person.label if phrase.person else phrase.label
    text = parsed.article.text[start:end]
    first, last, head = phrase.first, phrase.last, phrase.head
    return Mention(
        start, end, text, first, last, head, sentence_of[head], label, phrase.actor, known, head, phrase.confidence
    )


def _from_name(parsed: Parsed, named: Named, sentence_of: Sequence[int]) -> Mention:
    head = parsed.doc[named.first : named.last + 1].root.i
    start, end = parsed.span(named.first, named.last)
    text = parsed.article.text[start:end]
    return Mention(
        start, end, text, named.first, named.last, head, sentence_of[head], named.label, named.actor, named.link, head
    )
