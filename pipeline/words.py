"""The analysis of a text as plain records: what every stage after the parser reads.

Words have the names of spaCy's tokens (``lemma_``, ``dep_``, ``head``, ``children``) and answer in a tenth of the time,
for nothing is looked up anew: a stage asks some hundred questions of each word. They do not change, so that an answer
once found can be kept (``remembered``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, overload

from pipeline.lemmas import keys
from pipeline.morphology import Features, features
from pipeline.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc

T = TypeVar("T")


class Word:
    """A token with its analysis; the head of a root is the root itself, ``children`` stand in reading order."""

    __slots__ = (
        "children", "dep_", "doc", "ent_type_", "folded", "head", "i", "idx", "is_punct", "is_space", "is_stop",
        "lemma_", "lower_", "memory", "morph", "pos_", "sent", "tag_", "text", "whitespace_",
    )  # fmt: skip

    doc: Tree
    head: Word
    children: list[Word]
    sent: Stretch
    i: int
    idx: int
    text: str
    lower_: str
    folded: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    whitespace_: str
    morph: Features
    is_punct: bool
    is_space: bool
    is_stop: bool
    memory: dict[str, Any]

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"{self.text}/{self.dep_}"

    @property
    def is_sent_start(self) -> bool:
        """Whether a sentence begins here."""
        return self.sent.start == self.i

    @property
    def ancestors(self) -> Sequence[Word]:
        """The words above, nearest first."""
        found = self.memory.get("ancestors")
        if found is None:
            found = []
            word = self
            while word.head is not word:
                word = word.head
                found.append(word)
            self.memory["ancestors"] = found
        return found

    @property
    def subtree(self) -> list[Word]:
        """The word with all that hangs below it, in reading order."""
        found = [self]
        for word in found:
            found += word.children
        return sorted(found, key=lambda word: word.i)

    @property
    def forms(self) -> frozenset[str]:
        """The dictionary forms it may have: ``lemmas.keys``."""
        found = self.memory.get("forms")
        if found is None:
            found = self.memory["forms"] = keys(self.lower_, self.lemma_)
        return found

    def nbor(self, steps: int = 1) -> Word:
        """The word so many steps further on.

        Raises:
            IndexError: when there is none.
        """
        if self.i + steps < 0:
            raise IndexError(self.i + steps)
        return self.doc.words[self.i + steps]


class Stretch(Sequence[Word]):
    """Neighbouring words: a sentence, an entity (then with a label). ``end`` is exclusive."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Tree, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Word]:
        return iter(self.doc.words[self.start : self.end])

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Stretch: ...
    def __getitem__(self, at: int | slice) -> Word | Stretch:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Stretch(self.doc, self.start + start, self.start + max(start, end))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self.doc.words[(self.start if at >= 0 else self.end) + at]

    def __repr__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """As it stands in the text."""
        if self.start == self.end:
            return ""
        last = self.doc.words[self.end - 1]
        return self.doc.text[self.doc.words[self.start].idx : last.idx + len(last.text)]

    @property
    def sent(self) -> Stretch:
        """The sentence it begins in."""
        return self.doc.words[self.start].sent

    @property
    def root(self) -> Word:
        """The word highest in the tree, the first of several."""
        outside = (w for w in self if w.head is w or not self.start <= w.head.i < self.end)
        return min(outside, key=lambda word: len(word.ancestors))


class Tree(Sequence[Word]):
    """A text's words, sentences and entities.

    Args:
        text: the text they stand in.
        words: in reading order, their ``idx`` offsets into the text.
        sentences: first word and end (exclusive) of each, without gaps.
        entities: first word, end and label of each.
    """

    __slots__ = ("ents", "sents", "text", "words")

    def __init__(
        self,
        text: str,
        words: list[Word],
        sentences: Sequence[tuple[int, int]],
        entities: Sequence[tuple[int, int, str]] = (),
    ) -> None:
        self.text = text
        self.words = words
        self.sents = [Stretch(self, start, end) for start, end in sentences]
        self.ents = [Stretch(self, *entity) for entity in entities]
        for sentence in self.sents:
            for word in sentence:
                word.doc = self
                word.sent = sentence

    @classmethod
    def of(cls, doc: Doc) -> Tree:
        """What spaCy's Doc holds, as it is now; one that knows no sentences is one."""
        words = [_word(token) for token in doc]
        for word, token in zip(words, doc, strict=True):
            word.head = words[token.head.i]
            if word.head is not word:
                word.head.children.append(word)
        entities = [(entity.start, entity.end, entity.label_) for entity in doc.ents]
        known = doc.has_annotation("SENT_START") or not words
        sentences = [(s.start, s.end) for s in doc.sents] if known else [(0, len(words))]
        return cls(doc.text, words, sentences, entities)

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Stretch: ...
    def __getitem__(self, at: int | slice) -> Word | Stretch:
        if not isinstance(at, slice):
            return self.words[at]
        start, end, _ = at.indices(len(self.words))
        return Stretch(self, start, max(start, end))


def _word(token: Any) -> Word:
    word = Word()
    word.i, word.idx, word.text, word.whitespace_ = token.i, token.idx, token.text, token.whitespace_
    word.lower_, word.lemma_, word.folded = token.lower_, token.lemma_, fold(token.text)
    word.pos_, word.tag_, word.dep_, word.ent_type_ = token.pos_, token.tag_, token.dep_, token.ent_type_
    word.morph = features(str(token.morph))
    word.is_punct, word.is_space, word.is_stop = token.is_punct, token.is_space, token.is_stop
    word.children = []
    word.memory = {}
    return word


def remembered(question: Callable[[Word], T]) -> Callable[[Word], T]:
    """Keep what a function says of a word with the word. A spaCy token, which may still change, is asked anew."""
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def asked(word: Word) -> T:
        memory = getattr(word, "memory", None)
        if memory is None:
            return question(word)
        if name not in memory:
            memory[name] = question(word)
        found: T = memory[name]
        return found

    return asked
