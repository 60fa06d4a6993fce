"""Between words of Universal Dependencies and surface tokens: the one policy, for training, engines and evaluation.

UD counts «στην» as two words, «σ» (``ADP``, lemma «σε», ``case``) and «την» (``DET``, lemma «ο», ``det``), both hung on
the noun: «σε» with the article is all that GDT writes so. A spaCy Doc has one token there. It takes part of speech,
lemma and relation of the first word, here the preposition, and features of the last, here the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pipeline.text import fold

CONTRACTIONS = ("στο", "στον", "στη", "στην", "στα", "στους", "στις", "στου", "στης", "στων")
"""«σε» and article as one; GDT lacks the genitives («στου Μαξίμου»)."""

_FOLDED = frozenset(map(fold, CONTRACTIONS))
_ARTICLE = {"Definite": "Def", "PronType": "Art"}


class Word(NamedTuple):
    """A word's analysis. ``head`` counts from 1 within the sentence, 0 for the root, as in CoNLL-U."""

    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str


def merge(words: Sequence[Word], lengths: Iterable[int]) -> list[Word]:
    """One word for each surface token of a sentence; heads count tokens.

    What hung on any word of a token hangs on the token, which hangs where its highest word hung: so the result
    is a tree whatever tree comes in.

    Args:
        words: a sentence, its heads a tree.
        lengths: for each token the number of its words, 1 or more; they sum up to ``len(words)``.
    """
    spans, place = [], [0]
    for number, length in enumerate(lengths, start=1):
        spans.append(range(len(place) - 1, len(place) - 1 + length))
        place += [number] * length
    return [_merged([words[i] for i in span], [_depth(words, i) for i in span], place) for span in spans]


def _merged(words: list[Word], depths: list[int], place: Sequence[int]) -> Word:
    first, last = words[0], words[-1]
    if len(words) == 1:
        return first._replace(head=place[first.head])
    head = words[depths.index(min(depths))].head
    return first._replace(feats=last.feats, head=place[head], deprel=first.deprel if head else "root")


def _depth(words: Sequence[Word], at: int) -> int:
    """Steps from a word to the root."""
    steps = 0
    while words[at].head:
        at, steps = words[at].head - 1, steps + 1
    return steps


def columns(words: Iterable[Word]) -> dict[str, Any]:
    """A sentence's tokens as ``spacy.tokens.Doc`` takes them; heads count from 0 within the sentence."""
    out: dict[str, list[Any]] = {key: [] for key in ("tags", "pos", "morphs", "lemmas", "heads", "deps")}
    for i, word in enumerate(words):
        out["tags"].append(word.xpos or word.upos)
        out["pos"].append(word.upos)
        out["morphs"].append(word.feats)
        out["lemmas"].append(word.lemma)
        out["heads"].append(word.head - 1 if word.head else i)
        out["deps"].append(word.deprel if word.head else "ROOT")
    return out


def expand(form: str) -> tuple[str, str] | None:
    """The forms of the two words of a contraction, None for any other form.

    Whether «στη» is one here, and not a name, says its tag: ``ADP``.

    Args:
        form: a surface token.

    >>> expand("Στην"), expand("στήλη")
    (('Σ', 'την'), None)
    """
    return (form[:1], form[1:]) if fold(form) in _FOLDED else None


def parts(token: Word) -> tuple[Word, Word]:
    """The analyses of the two words of a contraction; both hang where the token does.

    Args:
        token: the surface token; its ``head`` must count words already.
    """
    feats = dict(pair.split("=", 1) for pair in token.feats.split("|") if "=" in pair) | _ARTICLE
    article = "|".join(f"{name}={value}" for name, value in sorted(feats.items()))
    return (
        Word("σε", "ADP", "ADP", "", token.head, "case"),
        Word("ο", "DET", "DET", article, token.head, "det"),
    )
