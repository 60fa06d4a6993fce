"""What a dependence is about: the frame's domain, else what the words about the cue tell, the nearer ones more.

The weights are those of a multinomial logistic regression over ``train*.jsonl`` and ``data/annotated``, rounded and
some made alike by hand; they are the same for every domain, so that a few hundred claims suffice to find them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import product

from pipeline.claims.cues import Match
from pipeline.claims.lexicon import Lexicon, Sign
from pipeline.records import Mention
from pipeline.words import Stretch, Tree, Word

PROVIDER, COMPLEMENT, CLOSE, SENTENCE, BEFORE, LEAD, TOPIC = 4.0, 3.0, 2.5, 1.5, 1.0, 0.75, 1.5
"""What a word counts in the provider, in «για» + noun at the cue, in the cue and what hangs on it or stands beside it,
in its sentence, in the one before, in the first; and the domain that most words of the article tell."""

HINT = 0.4
"""The share of it that a hint counts."""

LEAST = 0.8
"""What the words must count together to tell a domain: a hint far from the cue does not."""

MANY = 3
"""So many domains in what the text says a dependence is for («για νερό, ρεύμα και δάνεια») are everything; so many
words make a topic."""

_BESIDE = 4
_FOR = frozenset({"για", "γι", "σε", "στη", "στην", "στο", "στον", "στα", "στισ", "στουσ"})
_ARGUMENTS = ("amod", "advmod", "obj", "obl", "nmod", "iobj", "nsubj", "xcomp", "conj")
_CLAUSES = frozenset({"acl:relcl", "parataxis", "punct", "advcl", "ccomp"})


class Domains:
    """Tells the domains of the dependence claims of one article; its words are looked through once.

    Args:
        doc: the article.
        lexicon: with the words that tell.
    """

    def __init__(self, doc: Tree, lexicon: Lexicon) -> None:
        self._doc = doc
        self._lexicon = lexicon

    def domain(self, match: Match, provider: Mention) -> str:
        """The domain of a dependence claim, ``general`` where no word tells it or the text names everything.

        >>> # «εξαρτάται από το ρωσικό αέριο» → energy; «εξαρτάται για τα πάντα» → general
        """
        if match.frame.domain:
            return match.frame.domain
        places = _places(self._doc, match, provider)
        at_complement = (self._signs.get(i) for i, place in places.items() if place == COMPLEMENT)
        named = {sign.domain for sign in at_complement if sign is not None and sign.strong}
        if _everything(self._doc, match) or len(named) >= MANY:
            return "general"
        counts = self._counts(match, places)
        best = max(counts, key=lambda found: counts[found], default="general")
        return best if counts.get(best, 0.0) > LEAST else "general"

    @cached_property
    def _signs(self) -> dict[int, Sign]:
        return dict(_signs(self._doc, self._lexicon))

    @cached_property
    def _topics(self) -> list[str]:
        """Domains that half of the telling words of the article tell, or more."""
        every: dict[str, float] = defaultdict(float)
        for sign in self._signs.values():
            every[sign.domain] += 1.0 if sign.strong else HINT
        return [found for found, shares in every.items() if shares >= MANY and 2 * shares >= sum(every.values())]

    def _counts(self, match: Match, places: dict[int, float]) -> dict[str, float]:
        """What all words count for each domain; in one place many words count no more than one that tells by itself."""
        told: dict[tuple[str, float], float] = defaultdict(float)
        before = self._doc.sents[match.sentence - 1] if match.sentence else ()
        outer = {w.i: LEAD for w in self._doc.sents[0]} | {w.i: BEFORE for w in before}
        for i, place in sorted((outer | places).items()):
            if (sign := self._signs.get(i)) is not None:
                told[sign.domain, place] += 1.0 if sign.strong else HINT
        counts: dict[str, float] = defaultdict(float)
        for (found, place), shares in told.items():
            counts[found] += place * min(shares, 1.0)
        for found in self._topics:
            counts[found] += TOPIC
        return counts


def _places(doc: Tree, match: Match, provider: Mention) -> dict[int, float]:
    """The place of every word of the cue's sentence, by what a word there counts."""
    places = {w.i: SENTENCE for w in doc[match.head].sent}
    ends = [(match.tokens[0], match.tokens[-1])]
    if not provider.elsewhere:
        ends.append((provider.first, provider.last))
    for first, last in ends:
        places |= dict.fromkeys(_within(doc[match.head].sent, first - _BESIDE, last + _BESIDE), CLOSE)
    for child in (c for i in match.tokens for c in doc[i].children if c.i not in match.tokens):
        if child.dep_.startswith(_ARGUMENTS):
            purpose = any(c.dep_ == "case" and c.folded in _FOR for c in child.children)
            places |= dict.fromkeys(_phrase(child, match), COMPLEMENT if purpose else CLOSE)
    if not provider.elsewhere:
        places |= dict.fromkeys((*range(provider.first, provider.last + 1), *_provided(doc, match, provider)), PROVIDER)
    return places | dict.fromkeys(match.tokens, CLOSE)


def _provided(doc: Tree, match: Match, provider: Mention) -> Iterator[int]:
    """The noun that a provider describes or owns («ρωσικό πετρέλαιο», «τσιπ της Ταϊβάν»)."""
    head = doc[provider.head]
    if head.dep_ in ("amod", "nmod") and head.head.pos_ in ("NOUN", "PROPN") and head.head.i not in match.tokens:
        yield head.head.i


def _within(sentence: Stretch, first: int, last: int) -> range:
    return range(max(first, sentence.start), min(last + 1, sentence.end))


def _phrase(head: Word, match: Match) -> Iterator[int]:
    """A word with what hangs on it, without the clauses that do."""
    todo = [head]
    for word in todo:
        yield word.i
        todo += [c for c in word.children if c.dep_ not in _CLAUSES and c.i not in match.tokens]


def _everything(doc: Tree, match: Match) -> bool:
    """«εξαρτάται για τα πάντα», «σε όλα»."""
    sentence = doc[match.head].sent
    return any(w.folded == "παντα" and w.i and w.nbor(-1).folded in ("τα", "στα") for w in sentence)


def _signs(doc: Tree, lexicon: Lexicon) -> Iterator[tuple[int, Sign]]:
    """Where words stand that tell a domain; two side by side go before each of them («πυρηνικός σταθμός»)."""
    before: Word | None = None
    for word in doc:
        if word.is_punct or word.is_stop:
            before = None
            continue
        if before is not None:
            pair = _first(lexicon, (f"{a} {b}" for a, b in product(sorted(before.forms), sorted(word.forms))))
            if pair is not None:
                yield before.i, pair
                yield word.i, pair
                before = None
                continue
        sign = _first(lexicon, sorted(word.forms))
        if sign is not None:
            yield word.i, sign
        before = word


def _first(lexicon: Lexicon, keys: Iterator[str] | list[str]) -> Sign | None:
    found = [lexicon.domains[key] for key in keys if key in lexicon.domains]
    return next((sign for sign in found if sign.strong), found[0] if found else None)
