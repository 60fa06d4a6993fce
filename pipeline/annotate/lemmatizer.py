"""Lemmas from three sources, each where it is best: the treebank's words, a dictionary, learned edit trees.

An edit tree (Müller et al. 2015) guesses well on a word that is like those it has seen, and badly on a Greek verb
it has not: no other verb shows it the way from «επέκρινε» to «επικρίνω». A word form that the treebank has with the
same part of speech is looked up; another one that simplemma's Greek list knows gets the lemma of that list where it
knows the part of speech well; for the rest the guess of the edit trees stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import srsly
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.lemmas import dictionary_form, is_listed

NAME = "stasis_lemmas"
LISTED = frozenset({"NOUN", "VERB", "ADJ"})
"""Parts of speech whose unseen words the list knows better than the edit trees: on GDT's development file NOUN .94
against .66, VERB .89 against .45, ADJ .88 against .68. It knows pronouns and adverbs worse."""

_FILE = "lemmas.msgpack"


class Lemmas:
    """A pipeline component that puts a better lemma on the tokens it knows; parts of speech must be set before it."""

    def __init__(self, name: str = NAME) -> None:
        self.name = name
        self.seen: dict[str, dict[str, str]] = {}
        """Part of speech → lower-case form → lemma."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a tagged Doc, in place."""
        for token in doc:
            if lemma := self.lemma(token.text, token.pos_):
                token.lemma_ = lemma
        return doc

    def lemma(self, form: str, pos: str) -> str:
        """The lemma of a form, "" where neither the treebank nor the list has it.

        Args:
            form: as it stands in the text.
            pos: its UPOS tag.
        """
        seen = self.seen.get(pos, {}).get(form.lower())
        if seen is not None:
            return seen
        if pos in LISTED and is_listed(form):
            return dictionary_form(form)
        return ""

    def learn(self, docs: Iterable[Doc]) -> None:
        """Take the most frequent lemma of each form and part of speech from annotated Docs."""
        counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for doc in docs:
            for token in doc:
                counts[token.pos_, token.lower_][token.lemma_] += 1
        self.seen = {}
        for (pos, form), lemmas in sorted(counts.items()):
            # Of two that are as frequent the first in the alphabet, so that two trainings agree.
            self.seen.setdefault(pos, {})[form] = min(lemmas, key=lambda lemma: (-lemmas[lemma], lemma))

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The table as bytes (spaCy's protocol)."""
        return bytes(srsly.msgpack_dumps(self.seen))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Lemmas:
        """Read the table back."""
        self.seen = srsly.msgpack_loads(data)
        return self

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the table into a folder of the pipeline."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> Lemmas:
        """Read the table from a folder of the pipeline."""
        return self.from_bytes((Path(path) / _FILE).read_bytes())


@Language.factory(NAME, assigns=["token.lemma"], requires=["token.pos"])
def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """Made by spaCy when a pipeline with this component is loaded; ``nlp`` is not needed."""
    return Lemmas(name)
