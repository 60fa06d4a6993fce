"""Where a text may make a claim: the words of the lexicon that stand in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pipeline.claims.lexicon import Cue, CuePos, Frame, Lexicon
from pipeline.lemmas import dictionary_form
from pipeline.syntax import is_finite, is_passive_form
from pipeline.words import Stretch, Tree, Word

_WINDOW = 7
"""Tokens between the words of one phrase: «άσκησε χθες στη Βουλή δριμεία κριτική»."""

_FINITE = ("α", "ε", "ει", "αν", "ουν", "ται", "βη", "αρη", "ουμε", "οντασ", "ωντασ", "θη")
"""Endings of the third person, of «we» and of the gerund."""

_POS = {
    "verb": frozenset({"VERB", "AUX"}),
    "noun": frozenset({"NOUN", "PROPN", "X", "ADJ"}),
    "adjective": frozenset({"ADJ", "VERB", "NOUN", "ADV", "PROPN"}),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A cue in a Tree: its tokens in reading order, and the one that governs the others."""

    cue: Cue
    tokens: tuple[int, ...]
    head: int
    sentence: int

    @property
    def frame(self) -> Frame:
        return self.cue.frame

    @property
    def pos(self) -> CuePos:
        return self.cue.pos


def find_cues(doc: Tree, lexicon: Lexicon) -> list[Match]:
    """All cues of a Tree. A phrase hides the single words inside it, a longer phrase a shorter one.

    Args:
        doc: a parsed Tree.
        lexicon: from ``load_lexicon``.

    Returns:
        Matches in reading order; one stretch may evoke several frames, and then stands several times.
    """
    found: list[Match] = []
    for number, sentence in enumerate(doc.sents):
        places = _where(sentence)
        here = [m for i in range(len(sentence)) for m in _at(sentence, i, places, lexicon, number)]
        found += _longest(here)
    return found


def _where(sentence: Stretch) -> dict[str, list[int]]:
    """Where in a sentence the words of each dictionary form stand."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(sentence):
        for form in word.forms:
            places[form].append(i)
    return places


def _at(sentence: Stretch, i: int, where: dict[str, list[int]], lexicon: Lexicon, number: int) -> list[Match]:
    out = []
    seen: set[tuple[str, str]] = set()
    for cue in lexicon.led_by(sentence[i].forms):
        if (cue.rest and not _all_there(cue, where)) or (cue.frame.id, cue.text) in seen:
            continue
        places = _places(sentence, i, cue, where)
        if not places or not _voice_fits(sentence, places, cue):
            continue
        seen.add((cue.frame.id, cue.text))
        tokens = tuple(sentence.start + p for p in places)
        out.append(Match(cue, tokens, _head(sentence.doc, tokens), number))
    return out


def _all_there(cue: Cue, where: dict[str, list[int]]) -> bool:
    """Whether the sentence has a form of each of the cue's other words."""
    return not any(map(where.keys().isdisjoint, cue.rest))


def _places(sentence: Stretch, i: int, cue: Cue, where: dict[str, list[int]]) -> list[int]:
    """Where the cue's words stand if its most telling one stands at ``i``, nothing if they do not."""
    if cue.pos != "phrase":
        return [i] if sentence[i].pos_ in _POS[cue.pos] or _misread(sentence[i], cue.pos) else []
    others = _others(i, cue, where)
    if others is None:
        return []
    places = sorted({i, *others})
    if cue.clitic and not _has_clitic(sentence, places, cue.clitic):
        return []
    fits = _one_clause(sentence, places) if cue.has_verb else _coherent(sentence, places)
    return places if fits else []


def _has_clitic(sentence: Stretch, places: list[int], clitic: str) -> bool:
    """Whether the pronoun of «τα βρίσκω» stands right before its verb: «βρήκε τα κλειδιά» has an article."""
    place = next((p for p in places if sentence[p].folded == clitic), None)
    return place is not None and place + 1 < len(sentence) and sentence[place + 1].pos_ in ("VERB", "AUX")


def _one_clause(sentence: Stretch, places: list[int]) -> bool:
    """Whether the words of a phrase with a verb stand in one clause: none hangs on another finite verb, unless the
    verb describes it («η στήριξη που παρέχουν»)."""
    tokens = [sentence[p] for p in places]
    verbs = {t.i for t in tokens if t.pos_ in ("VERB", "AUX")}
    described = {a.i for i in verbs for a in sentence.doc[i].ancestors}
    for token in tokens:
        if token.i in described:
            continue
        above = next((g for g in token.ancestors if g.i in verbs or (g.pos_ == "VERB" and is_finite(g))), None)
        if verbs and token.i not in verbs and above is not None and above.i not in verbs:
            return False
    return True


def _coherent(sentence: Stretch, places: list[int]) -> bool:
    """Whether the words of a phrase without verb belong together: no adjective describes a noun outside it."""
    tokens = {sentence[p].i for p in places}
    return all(sentence[p].dep_ != "amod" or sentence[p].head.i in tokens or _beside(p, places) for p in places)


def _beside(p: int, places: list[int]) -> bool:
    return p + 1 in places


def _voice_fits(sentence: Stretch, places: list[int], cue: Cue) -> bool:
    """Whether a cue in «-μαι» stands in a passive form: «απομακρύνω» is another act than «απομακρύνομαι»."""
    return not cue.middle or all(
        is_passive_form(sentence[p].text) for p in places if not cue.middle.isdisjoint(sentence[p].forms)
    )


def _misread(word: Word, pos: CuePos) -> bool:
    """Whether the tagger may be wrong about a rare word: a finite verb taken for a noun («κρατά», «παρενέβη»), a noun
    taken for a verb or adverb.

    What stands after an article or preposition is no finite verb, and what stands after an article no adverb.
    """
    before = "" if word.is_sent_start else word.nbor(-1).pos_
    form = word.text
    listed = dictionary_form(form)
    is_verb = listed != form and listed.endswith(("ω", "μαι"))
    if pos == "verb":
        lower = form.islower() or (word.is_sent_start and form[1:].islower())
        finite = word.folded.endswith(_FINITE) and lower
        return finite and (is_verb or listed == form) and before not in ("DET", "ADP", "NUM")
    return not is_verb and (word.pos_ not in ("VERB", "AUX") or before == "DET")


def _others(i: int, cue: Cue, where: dict[str, list[int]]) -> list[int] | None:
    """The nearest tokens for the other words of a phrase, None where one is missing."""
    places: list[int] = []
    for wanted in cue.rest:
        there = (p for form in wanted if form in where for p in where[form] if p != i and p not in places)
        place = min(there, key=lambda p: (abs(p - i), p), default=None)
        if place is None or abs(place - i) > _WINDOW:
            return None
        places.append(place)
    return places


def _head(doc: Tree, tokens: tuple[int, ...]) -> int:
    """The cue's verb, else the token highest in the tree."""
    verbs = [i for i in tokens if doc[i].pos_ == "VERB"]
    return min(verbs or tokens, key=lambda i: (_depth(doc[i]), i))


def _depth(token: Word) -> int:
    return len(token.ancestors)


def _longest(matches: list[Match]) -> list[Match]:
    """Without the cues inside a longer phrase of the same type: it may turn the sense («αποσύρω την υποστήριξη»)."""
    spans = {(m.tokens, m.frame.type) for m in matches if len(m.tokens) > 1}
    return [m for m in matches if not any(set(m.tokens) < set(s) and t == m.frame.type for s, t in spans)]
