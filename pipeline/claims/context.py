"""What of a text matters to every cue in it: mentions, possible issues, quotation marks, topics; worked out once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from pipeline.claims.cues import Match
from pipeline.claims.quotes import is_quoted
from pipeline.implied import implied
from pipeline.records import Actor, Mention, Parsed
from pipeline.syntax import noun_phrase, preposition
from pipeline.words import Stretch, Tree, Word

_NOT_ISSUES = frozenset(
    {"φορά", "χρόνος", "έτος", "μέρα", "ημέρα", "πλαίσιο", "τρόπος", "μήνας", "ώρα", "στιγμή", "εβδομάδα"}
)
_MISTER = frozenset({"κ.", "κ", "κα", "κκ."})
_POSSESSIVE = frozenset({"του", "τησ", "των", "τουσ", "μου", "μασ"})
_STOPS = frozenset(",;:«»–-")
_QUOTES = frozenset('«»"“”')
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})


class Context:
    """A parsed article with its mentions and cues.

    Args:
        parsed: the article with its analysis.
        mentions: from the actors stage.
        matches: all cues of the article, from ``find_cues``.
    """

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention], matches: Iterable[Match] = ()) -> None:
        self.parsed = parsed
        self.doc: Tree = parsed.doc
        self.sentences: list[Stretch] = list(parsed.doc.sents)
        self.anchors = by_anchor(mentions)
        self._mentions: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            self._mentions[mention.sentence_id].append(mention)
        self._frames: dict[int, list[Match]] = defaultdict(list)
        for match in matches:
            for token in match.tokens:
                self._frames[token].append(match)
        self._quoted: dict[int, bool] = {}
        self._issues: dict[int, tuple[Mention, ...]] = {}
        self._topics: dict[int, tuple[str, ...]] = {}
        self._anchors: dict[int, tuple[int, ...]] = {}
        self._implied: dict[int, tuple[tuple[Mention, int], ...]] = {}
        self._passed: list[tuple[int, int, int]] = []

    def mentions(self, sentence: int) -> list[Mention]:
        """The mentions of a sentence, in the order of the actors stage."""
        return self._mentions.get(sentence, [])

    def implied(self, sentence: int) -> tuple[tuple[Mention, int], ...]:
        """Actors that a sentence may mean without a word, the likeliest first, each with the sentences back."""
        if sentence not in self._implied:
            self._implied[sentence] = implied(self.doc, sentence, self.mentions)
        return self._implied[sentence]

    def anchors_in(self, sentence: int) -> tuple[int, ...]:
        """Where the mentions of a sentence stand, in reading order, each token once."""
        if sentence not in self._anchors:
            self._anchors[sentence] = tuple(sorted({m.anchor for m in self.mentions(sentence)}))
        return self._anchors[sentence]

    def passed(self, i: int) -> tuple[int, int, int]:
        """How many verbs, stops (commas, dashes and the like) and quotation marks stand before a word."""
        if not self._passed:
            told = ((w.pos_ == "VERB", w.text in _STOPS, w.text in _QUOTES) for w in self.doc)
            self._passed = list(
                accumulate(told, lambda n, w: (n[0] + w[0], n[1] + w[1], n[2] + w[2]), initial=(0, 0, 0))
            )
        return self._passed[i]

    def rivals(self, match: Match) -> set[str]:
        """Categories and trends of the other frames that the cue's words evoke."""
        return {
            other.frame.category or other.frame.trend or ""
            for token in match.tokens
            for other in self._frames.get(token, ())
            if other.frame.id != match.frame.id
        }

    def quoted(self, token: int) -> bool:
        """Whether a token stands in a quotation."""
        if token not in self._quoted:
            self._quoted[token] = is_quoted(self.doc[token])
        return self._quoted[token]

    def topics(self, sentence: int) -> tuple[str, ...]:
        """What a sentence is about: its content words and the labels of its mentions, as features."""
        if sentence not in self._topics:
            span = self.sentences[sentence]
            labels = Counter(mention.label for mention in self.mentions(sentence))
            words = {f"word={token.lemma_}" for token in span if token.pos_ in _CONTENT}
            self._topics[sentence] = (
                *sorted(words),
                *(f"label={label}:{min(n, 3)}" for label, n in sorted(labels.items())),
                f"length={min(8, len(span) // 6)}",
            )
        return self._topics[sentence]

    def issues(self, sentence: int) -> tuple[Mention, ...]:
        """The noun phrases of a sentence that no mention of an actor covers: policies, agreements, acts."""
        if sentence not in self._issues:
            mentions = self.mentions(sentence)
            covered = {
                i for m in mentions if m.label != "adjective" and m.link != "zero" for i in range(m.first, m.last + 1)
            }
            taken = covered | {m.head for m in mentions}
            self._issues[sentence] = tuple(
                issue_mention(self.parsed, token.i, sentence, mentions)
                for token in self.sentences[sentence]
                if token.pos_ == "NOUN" and token.i not in taken and not _no_issue(token)
            )
        return self._issues[sentence]


def by_anchor(mentions: Iterable[Mention]) -> dict[int, Mention]:
    """Mentions by anchor, names before adjectives."""
    return {m.anchor: m for m in sorted(mentions, key=lambda m: m.label != "adjective")}


def issue_mention(parsed: Parsed, head: int, sentence: int, mentions: Sequence[Mention]) -> Mention:
    """The noun phrase of the noun ``head`` as an issue; the actor in its genitive or adjective lends its rollup."""
    first, last = noun_phrase(parsed.doc[head], prepositional=True)
    start, end = parsed.span(first, last)
    owner = _owner(parsed.doc, head, (first, last), mentions)
    text = parsed.article.text[start:end]
    behind = owner.actor if owner else Actor("")
    # Party and state too: in a quarrel at home «η πολιτική του υπουργού» is the party's, as the minister is.
    actor = Actor(text, "", behind.rollup, "issue", behind.party, behind.state)
    return Mention(start, end, text, first, last, head, sentence, "issue", actor, "none", head)


def _no_issue(token: Word) -> bool:
    """Words of time and manner; and «κ.», which the tagger takes for a noun («κ. Μητσοτάκη»)."""
    return token.lemma_ in _NOT_ISSUES or token.folded in _MISTER


def _owner(doc: Tree, head: int, phrase: tuple[int, int], mentions: Sequence[Mention]) -> Mention | None:
    """The actor an issue is of: the nearest of those in its phrase that no preposition parts from its head.

    «Συμφωνία με την Τουρκία» and «συμφωνία για το όνομα της ΠΓΔΜ» are nobody's, nor is «συμφωνία Τσίπρα-Ζάεφ», which
    is two states'. «Η πολιτική του» is his whom the pronoun means.
    """
    first, last = phrase
    near = [m for m in mentions if first <= m.anchor <= last and m.link != "zero" and m.anchor != head]
    inside = [m for m in near if not m.pronoun or doc[m.anchor].folded in _POSSESSIVE]
    owners = [m for m in inside if m.anchor < head or not _parted(doc, head, m)]
    owner = min(owners, key=lambda m: abs(m.anchor - head), default=None)
    if owner is None or any(_joined(doc, owner, m) for m in owners):
        return None
    return owner


def _parted(doc: Tree, head: int, mention: Mention) -> bool:
    begin = mention.anchor if mention.pronoun else mention.first
    return any(doc[i].pos_ == "ADP" for i in range(head + 1, begin)) or bool(preposition(doc, begin))


def _joined(doc: Tree, owner: Mention, other: Mention) -> bool:
    """Whether two actors of different sides share an issue: coordinated, or with a dash between."""
    if not other.actor.rollup or other.actor.rollup == owner.actor.rollup:
        return False
    a, b = sorted((owner, other), key=lambda m: m.anchor)
    between = {t.folded for t in doc[a.anchor + 1 : b.anchor]}
    return not between.isdisjoint({"και", "-", "–"}) and len(between) <= 4
