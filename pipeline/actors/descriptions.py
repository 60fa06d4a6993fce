"""Definite descriptions: which actor «η χώρα», «ο πρωθυπουργός», «οι δύο πλευρές», «η εταιρεία» mean here.

A description without a name of its own means an actor that the text has named before. Of the states named so far the
most salient is taken: each mention counts, less with every sentence that has passed, a subject more than another
(Grosz, Joshi and Weinstein 1995: subjects are the likelier centres). For a government, ministry or office the paper's
own state competes, for a reader knows it without its being named. The weights themselves hardly matter: 0.5 to 3 for
the paper's own state change one rollup in 1,544 of ``train*.jsonl``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from pipeline.actors.gazetteer import Gazetteer
from pipeline.actors.named import Named
from pipeline.actors.nouns import STANDS_FOR_STATE, Phrase
from pipeline.records import Actor
from pipeline.syntax import has, preposition
from pipeline.text import fold
from pipeline.words import Tree, Word

SCENE = 5.0
"""What a state counts that a sentence begins with («Στα Σκόπια, η κυβέρνηση …»), in that sentence."""
SCENE_BEGINS = 2
"""Tokens from the start of a sentence to a name that sets its scene («Αλλά στη Γεωργία …»)."""
FADING = 0.8
"""What a mention still counts a sentence later."""
SUBJECT = 2.0
"""What a subject counts, another mention being 1."""
FORGOTTEN = 20
"""Sentences after which a mention counts for nothing (a hundredth), so that a long text takes no time by its square."""
HOME = 2.0
"""What the paper's own state counts for a noun that has one, named or not."""
PAPERS = "GRC"
"""The paper's own state."""
REACH = 4
"""Sentences back in which a company, party or organisation is looked for."""
CONFIDENCE = 0.7

_KINDS = {
    "company": {"company", "ORG"},
    "party": {"party"},
    "body": {"organisation", "body"},
    "states": {"organisation"},
}
"""Type of a noun without a state → labels of the actors it may mean."""
_PLURALS = frozenset({"states", "side", "people", "government"})
_OTHERS = frozenset("αλλοσ ξενοσ καθε πολυσ διαφοροσ ορισμενοσ καποιοσ τριτοσ κανενασ αρκετοσ μερικοι".split())
"""Words that say it is not the one spoken of."""
_OURS = frozenset({"μασ"})
_THEIRS = frozenset({"του", "τησ", "τουσ"})
_TWO = frozenset({"δυο", "2"})
_ARTICLES = frozenset(
    {"ο", "η", "το", "του", "τησ", "τον", "την", "τη", "στο", "στον", "στην", "στη", "οι", "των", "τουσ", "τισ"}
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An actor that has been named: where, its state, its label, whether as subject."""

    at: int
    sentence: int
    state: str
    label: str
    actor: Actor
    subject: bool
    scene: bool = False


def resolve(
    doc: Tree, phrases: Sequence[Phrase], names: Sequence[Named], sentence_of: Sequence[int], gazetteer: Gazetteer
) -> list[Phrase]:
    """The phrases, those that only describe with the actor they mean; «οι δύο χώρες» becomes two.

    Args:
        doc: the parsed text.
        phrases: noun phrases from ``find_phrases``.
        names: names from ``find_names``.
        sentence_of: number of each token's sentence.
        gazetteer: tells the state of an actor.
    """
    heads = {phrase.head for phrase in phrases}
    inside = {named for phrase in phrases for named in phrase.absorbed}
    waiting: list[Phrase | Named] = [*phrases, *(n for n in names if n not in inside and n.first not in heads)]
    seen: list[_Seen] = []
    out: list[Phrase] = []
    for item in sorted(waiting, key=lambda x: x.head if isinstance(x, Phrase) else x.first):
        if isinstance(item, Phrase):
            found = list(_resolved(doc, item, seen, sentence_of[item.head], gazetteer))
            out += found
            # What was only concluded is no evidence for the next conclusion.
            told = [phrase for phrase in found if phrase.actor.rollup and phrase.link != "reference"]
            seen += [_seen_phrase(doc, phrase, sentence_of, gazetteer) for phrase in told]
        elif not (item.adjective and item.name is None):
            seen.append(_seen_name(doc, item, sentence_of, gazetteer))
    return out


def _seen_phrase(doc: Tree, phrase: Phrase, sentence_of: Sequence[int], gazetteer: Gazetteer) -> _Seen:
    state = gazetteer.state_of_rollup(phrase.actor.rollup)
    return _Seen(phrase.head, sentence_of[phrase.head], state, phrase.label, phrase.actor, _subject(doc[phrase.head]))


def _seen_name(doc: Tree, named: Named, sentence_of: Sequence[int], gazetteer: Gazetteer) -> _Seen:
    root = doc[named.first : named.last + 1].root
    state = gazetteer.state_of(named.name.entry) if named.name else ""
    scene = preposition(doc, named.first) == "σε" and named.first - root.sent.start <= SCENE_BEGINS
    return _Seen(root.i, sentence_of[root.i], state, named.label, named.actor, _subject(root), scene)


def _subject(token: Word) -> bool:
    return token.dep_.startswith("nsubj")


def _resolved(
    doc: Tree, phrase: Phrase, seen: Sequence[_Seen], sentence: int, gazetteer: Gazetteer
) -> Iterator[Phrase]:
    if phrase.actor.rollup or not _means_one_spoken_of(doc, phrase):
        yield phrase
        return
    if _is_two(doc, phrase):
        pair = _last_states(seen, 2)
        if len(pair) == 2:
            yield from [_as(phrase, gazetteer.state(state)) for state in pair]
            return
    if phrase.noun.state:
        plural = has(doc[phrase.head], "Number", "Plur")
        state = phrase.noun.default if plural else _state(doc, phrase, seen, sentence)
        yield _as(phrase, gazetteer.state(state)) if state else phrase
        return
    labels = _KINDS.get(phrase.noun.type, set())
    last = next((s for s in _recent(seen, sentence, REACH) if s.label in labels), None)
    yield replace(phrase, actor=last.actor, link="reference", confidence=CONFIDENCE) if last else phrase


def _as(phrase: Phrase, state: Actor) -> Phrase:
    """The phrase as one that stands or speaks for a state."""
    if phrase.person is not None:
        actor = replace(phrase.actor, rollup=state.rollup)
    elif phrase.noun.type in STANDS_FOR_STATE:
        actor = state
    else:
        actor = replace(phrase.actor, rollup=state.rollup)
    return replace(phrase, actor=actor, link="reference", confidence=CONFIDENCE)


def _means_one_spoken_of(doc: Tree, phrase: Phrase) -> bool:
    """Whether a phrase can mean an actor named before: definite or in the possession of one, singular or «οι δύο»."""
    head = doc[phrase.head]
    if any(t.folded in _OTHERS or fold(t.lemma_) in _OTHERS for t in head.children if t.i < head.i):
        return False
    plural = has(head, "Number", "Plur")
    if _is_two(doc, phrase) or (phrase.noun.state and plural):
        return _is_two(doc, phrase) or bool(phrase.noun.default)
    if phrase.noun.state:
        return phrase.person is None or phrase.person.link == "model"
    before = doc[phrase.first - 1].folded if phrase.first else ""
    bare = not any(t.dep_ == "nmod" and t.i > head.i for t in head.children)
    return phrase.person is None and not plural and before in _ARTICLES and bare


def _is_two(doc: Tree, phrase: Phrase) -> bool:
    """«οι δύο χώρες», «οι δύο λαοί»: two states."""
    return phrase.noun.type in _PLURALS and any(t.folded in _TWO for t in doc[max(phrase.first - 1, 0) : phrase.head])


def _last_states(seen: Sequence[_Seen], number: int) -> list[str]:
    found: dict[str, None] = {}
    for one in reversed(seen):
        if one.state:
            found[one.state] = None
        if len(found) == number:
            break
    return list(found)[::-1]


def _state(doc: Tree, phrase: Phrase, seen: Sequence[_Seen], sentence: int) -> str:
    owner = _possessor(doc, phrase)
    home = phrase.noun.default
    if owner in _OURS:
        return _said_by(doc, phrase, seen, sentence) or home
    if owner in _THEIRS and (near := [s for s in _recent(seen, sentence, 1) if s.state]):
        return next((s for s in near if s.subject), near[0]).state
    others = _not_next_door(doc, phrase, seen, sentence)
    weights: defaultdict[str, float] = defaultdict(float)
    for one in _recent(seen, sentence, FORGOTTEN):
        if one.state and one.state not in others:
            weights[one.state] += _counts(one, sentence)
    if home and phrase.noun.type != "side" and home not in others:
        weights[home] += HOME
    best = max(weights, key=lambda state: weights[state], default="")
    return best or ("" if home in others else home)


def _counts(one: _Seen, sentence: int) -> float:
    """What a mention counts in a sentence."""
    if one.scene and one.sentence == sentence:
        return SCENE
    return (SUBJECT if one.subject else 1.0) * FADING ** (sentence - one.sentence)


def _not_next_door(doc: Tree, phrase: Phrase, seen: Sequence[_Seen], sentence: int) -> set[str]:
    """For «η γειτονική χώρα» the states it is not: the paper's own and the subject's, whose neighbour it is."""
    if not any(doc[i].folded.startswith("γειτον") for i in range(phrase.first, phrase.head + 1)):
        return set()
    return {PAPERS} | {one.state for one in _recent(seen, sentence, 0) if one.subject}


def _possessor(doc: Tree, phrase: Phrase) -> str:
    """The possessive pronoun after the noun («χώρα του»), folded, "" for none."""
    after = phrase.head + 1
    word = doc[after].folded if after < len(doc) else ""
    own = after < len(doc) and doc[after].head.i == phrase.head and doc[after].pos_ in ("PRON", "DET")
    return word if own and word in _OURS | _THEIRS else ""


def _said_by(doc: Tree, phrase: Phrase, seen: Sequence[_Seen], sentence: int) -> str:
    """The state of who says «η χώρα μας» between quotation marks: the last subject with a state near it."""
    quoted = any(t.text in ("«", "“", '"') for t in doc[doc[phrase.head].sent.start : phrase.head])
    subjects = (s.state for s in _recent(seen, sentence, 1) if s.state and s.subject)
    return next(subjects, "") if quoted else ""


def _recent(seen: Sequence[_Seen], sentence: int, reach: int) -> Iterator[_Seen]:
    """What was named in the sentence and so many before it, the last first."""
    return takewhile(lambda one: sentence - one.sentence <= reach, reversed(seen))
