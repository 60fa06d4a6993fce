"""Parsed articles as a treebank has them: words of Universal Dependencies over the article's own text, as CoNLL-U.

Form and spacing are those of ``Article.text``, not of the normalised text that was analysed, so that the result can
be laid beside a treebank of the same text, character for character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.annotate.multiword import Word, columns, expand, parts
from pipeline.records import Parsed
from pipeline.words import Stretch
from pipeline.words import Word as Analysed


class Token(NamedTuple):
    """A surface token: its form, whether white space follows, its analysis (``head`` counts the sentence's tokens)."""

    form: str
    spaced: bool
    word: Word


def sentences(parsed: Parsed) -> Iterator[list[Token]]:
    """The sentences of an article; tokens of white space are left out, each sentence has one root.

    Args:
        parsed: an article with tags, morphology, lemmas and dependencies.
    """
    forms = _forms(parsed)
    for span in parsed.doc.sents:
        tokens = [token for token in span if not token.is_space]
        if tokens:
            yield [Token(*forms[token.i], word) for token, word in zip(tokens, _words(tokens, span), strict=True)]


def _forms(parsed: Parsed) -> dict[int, tuple[str, bool]]:
    """Form and spacing by token. What the analysis left out (a soft hyphen) goes with the token before it."""
    tokens = [token.i for token in parsed.doc if not token.is_space]
    text = parsed.article.text
    borders = [0, *(parsed.span(i, i)[0] for i in tokens[1:]), len(text)]
    found = {}
    for i, (start, end) in zip(tokens, pairwise(borders), strict=False):
        piece = text[start:end]
        # A piece is empty where analysis took one sign apart and the tokenizer cut between the parts.
        found[i] = (" ".join(piece.split()) or parsed.doc[i].text, piece[-1:].isspace() or i == tokens[-1])
    return found


def _words(tokens: Sequence[Analysed], span: Stretch) -> list[Word]:
    """Analyses of a sentence. What hangs outside it, or on a blank at its top, hangs on its root."""
    number = {token.i: at for at, token in enumerate(tokens, start=1)}
    heads = [_head(token, span) for token in tokens]
    # The one that spaCy calls a root, where there is one.
    root = min((t for t, head in zip(tokens, heads, strict=True) if head is None), key=lambda t: t.head.i != t.i)
    found = []
    for token, head in zip(tokens, heads, strict=True):
        at = 0 if token is root else number[(head or root).i]
        relation = "root" if not at else "parataxis" if token.dep_ in ("ROOT", "root", "") else token.dep_
        found.append(Word(token.lemma_, token.pos_, token.tag_, str(token.morph), at, relation))
    return found


def _head(token: Analysed, span: Stretch) -> Analysed | None:
    """The governor, a blank passed over; None when there is none in the sentence."""
    head = token.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    inside = span.start <= head.i < span.end
    return head if inside and head.i != token.i and not head.is_space else None


def to_doc(parsed: Parsed, vocab: Vocab) -> Doc:
    """An article as a Doc over its own text, for spaCy's scorer.

    Args:
        parsed: an article with tags, morphology, lemmas and dependencies.
        vocab: that of the Docs it is compared with.
    """
    joined: dict[str, Any] = {"words": [], "spaces": [], "sent_starts": []}
    for sentence in sentences(parsed):
        offset = len(joined["words"])
        for name, values in columns(token.word for token in sentence).items():
            joined.setdefault(name, []).extend([v + offset for v in values] if name == "heads" else values)
        joined["words"] += [token.form for token in sentence]
        joined["spaces"] += [token.spaced for token in sentence]
        joined["sent_starts"] += [at == 0 for at in range(len(sentence))]
    return Doc(vocab, **joined)


def to_conllu(parsed: Parsed) -> str:
    """An article as CoNLL-U (https://universaldependencies.org/format.html); «στην» is two words, as in GDT.

    Args:
        parsed: an article with tags, morphology, lemmas and dependencies.
    """
    lines = [f"# newdoc id = {parsed.article.doc_id}"]
    for at, sentence in enumerate(sentences(parsed), start=1):
        text = "".join(token.form + " " * token.spaced for token in sentence).rstrip()
        lines += [f"# sent_id = {parsed.article.doc_id}-{at}", f"# text = {text}", *_lines(sentence), ""]
    return "\n".join(lines) + "\n"


def _lines(sentence: Sequence[Token]) -> Iterator[str]:
    split = [expand(token.form) if token.word.upos == "ADP" else None for token in sentence]
    number, words = [0], 0  # of the first word of each token; 0 stays 0, the root's head
    for pair in split:
        number.append(words + 1)
        words += 2 if pair else 1
    for (form, spaced, word), pair, at in zip(sentence, split, number[1:], strict=True):
        word, misc = word._replace(head=number[word.head]), "_" if spaced else "SpaceAfter=No"
        if pair is None:
            yield _line(at, form, word, misc)
            continue
        preposition, article = parts(word)
        if not word.head:  # a sentence has one root
            preposition, article = preposition._replace(deprel="root"), article._replace(head=at)
        yield "\t".join((f"{at}-{at + 1}", form, *"_" * 7, misc))
        yield _line(at, pair[0], preposition, "_")
        yield _line(at + 1, pair[1], article, "_")


def _line(at: int, form: str, word: Word, misc: str) -> str:
    cells = (form, word.lemma, word.upos, word.xpos, word.feats, str(word.head), word.deprel, "", misc)
    return "\t".join((str(at), *(" ".join(cell.split()) or "_" for cell in cells)))
