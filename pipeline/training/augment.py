"""Changed copies of training examples: capitals, missing accents, other quotation marks, as Greek news has them.

For the reader of a spaCy corpus, with ``spacy train --code pipeline/training/augment.py``:

    [corpora.train.augmenter]
    @augmenters = "stasis.greek_news.v1"
    capitals = 0.05
    unaccented = 0.05
    initials = 0.1
    quotes = 0.1
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.training import Example
from spacy.training.iob_utils import _doc_to_biluo_tags_with_partial
from spacy.util import registry

from pipeline.greek import is_greek
from pipeline.polytonic import ACUTE

Change = Callable[[Doc], list[str]]

_DIAERESIS = "\u0308"
# «Κάιρο», «άυλος»: once the accent no longer keeps the vowels apart, the dialytika must: «ΚΑΪΡΟ», «ΑΫΛΟΣ».
_HIATUS = re.compile("(?<=[άέόήΆΈΌΉ])[ιυ]")
_OPENING, _CLOSING = frozenset("«“„"), frozenset("»”")
_PAIRS = ("«»", "“”", "„“", '""', "''", "‘’")
_DASHES = ("-", "–", "—")


@registry.augmenters("stasis.greek_news.v1")  # type: ignore[untyped-decorator]  # spaCy does not type its registry
def greek_news(
    capitals: float, unaccented: float, initials: float, quotes: float, lemmas: bool = True
) -> Callable[[Language, Example], Iterator[Example]]:
    """An augmenter that gives each example and, at the rates named, changed copies of it.

    Args:
        capitals: share of examples (0 to 1) that come again in capitals without accents, as headlines are.
        unaccented: the same, with all accents and dialytika left out.
        initials: the same, with accents left out on initial capitals only: «Ελληνες», «Αγκυρα».
        quotes: the same, with another kind of quotation marks and dashes.
        lemmas: whether copies keep the lemmas of words that are written otherwise. An edit tree that leads from
            «ΤΟΥΡΚΙΑ» to «Τουρκία» serves no other word, and a word whose tree was too rare to be kept is taken
            by spaCy for one of the first tree. Without lemmas those words do not train the lemmatizer.
    """
    changes: tuple[tuple[float, Change], ...] = (
        (capitals, lambda doc: [in_capitals(t.text) for t in doc]),
        (unaccented, lambda doc: [without_accents(t.text) for t in doc]),
        (initials, lambda doc: [with_bare_initial(t.text) for t in doc]),
        (quotes, with_other_quotes),
    )
    return partial(_copies, changes=changes, lemmas=lemmas)


def _copies(
    nlp: Language, example: Example, *, changes: Sequence[tuple[float, Change]], lemmas: bool
) -> Iterator[Example]:
    yield example
    for rate, change in changes:
        # The trainer seeds this generator, as it does for spaCy's own augmenters.
        if random.random() < rate:
            words = change(example.reference)
            if words != [t.text for t in example.reference]:
                yield _copy(nlp, example, words, lemmas)


def _copy(nlp: Language, example: Example, words: list[str], lemmas: bool) -> Example:
    """The example with other words under the same annotation, made as spaCy's own augmenters make theirs."""
    doc = example.reference
    columns = example.to_dict()
    columns["doc_annotation"]["entities"] = _doc_to_biluo_tags_with_partial(doc)
    tokens = columns["token_annotation"]
    tokens["ORTH"] = words
    tokens["LEMMA"] = [_lemma(token.text, token.lemma_, word, lemmas) for token, word in zip(doc, words, strict=True)]
    # Where heads are known, sentences follow from them; what is not annotated must not turn into an annotation.
    absent = {"SENT_START"} if doc.has_annotation("DEP") else {"HEAD", "DEP"}
    if not doc.has_annotation("SENT_START"):
        absent.add("SENT_START")
    for name in absent:
        del tokens[name]
    text = "".join(word + " " * space for word, space in zip(words, tokens["SPACY"], strict=True))
    return Example.from_dict(nlp.make_doc(text), columns)


def _lemma(old: str, lemma: str, new: str, keep: bool) -> str:
    if old == new or not lemma:
        return lemma
    if lemma == old and not old[0].isalpha():
        return new  # a quotation mark is its own lemma
    return lemma if keep else ""


def in_capitals(word: str) -> str:
    """A word as in a headline: accents go, the dialytika stay, and come where vowels would run together.

    >>> in_capitals("Κάιρο"), in_capitals("προϊόντος"), in_capitals("ή")
    ('ΚΑΪΡΟ', 'ΠΡΟΪΟΝΤΟΣ', 'Ή')
    """
    if word.lower() == "ή":
        return "Ή"  # «or» keeps its accent, or it would be the article
    apart = _HIATUS.sub(lambda vowel: unicodedata.normalize("NFC", vowel[0] + _DIAERESIS), word)
    # A letter that becomes two («ß») would shift what lies behind it.
    return "".join(upper if len(upper := c.upper()) == 1 else c for c in _without(ACUTE, apart))


def without_accents(word: str) -> str:
    """A word as it is typed in haste: «τουρκια», «προιον»."""
    return _without(ACUTE + _DIAERESIS, word)


def with_bare_initial(word: str) -> str:
    """A word as old typesetting has it: «Αγκυρα», «Ελληνες»; «Ή» alone keeps what tells it from the article."""
    return _without(ACUTE, word[0]) + word[1:] if word[:1].isupper() and len(word) > 1 else word


def _without(signs: str, word: str) -> str:
    return "".join(_bare(signs, char) if is_greek(char) else char for char in word)


def _bare(signs: str, char: str) -> str:
    """One letter without some of its signs."""
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", char) if c not in signs))


def with_other_quotes(doc: Doc) -> list[str]:
    """The words of a Doc with one kind of quotation marks and one kind of dash throughout, picked at random."""
    pair, dash = random.choice(_PAIRS), random.choice(_DASHES)
    words = []
    for token in doc:
        if token.text in _OPENING or (token.text == '"' and _opens(token)):
            words.append(pair[0])
        elif token.text in _CLOSING or token.text == '"':
            words.append(pair[1])
        else:
            words.append(dash if token.text in _DASHES else token.text)
    return words


def _opens(token: Token) -> bool:
    """Whether a straight quotation mark opens: nothing but a bracket stands close before it, something behind."""
    before = token.i == 0 or bool(token.nbor(-1).whitespace_) or token.nbor(-1).text in "(["
    return before and not token.whitespace_
