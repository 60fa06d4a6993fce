"""Treebank and entity corpora as spaCy training data.

Surface tokens are the unit: the words of a multiword token are merged under the policy in ``annotate.multiword``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import conllu
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans, minibatch

from pipeline.annotate import multiword
from pipeline.annotate.multiword import Word
from pipeline.errors import ModelError

SENTENCES_PER_DOC = 8
"""Sentence boundaries are learned from running text, so several sentences make one training document."""


def read_treebank(path: Path, nlp: Language, *, per_doc: int = SENTENCES_PER_DOC) -> Iterator[Doc]:
    """Read a CoNLL-U file as Docs of up to ``per_doc`` consecutive sentences of one source document.

    Args:
        path: a CoNLL-U file.
        nlp: gives the vocabulary.
        per_doc: sentences to a Doc; 0 keeps each source document whole.

    Raises:
        ModelError: when the file is not there.
    """
    for group in _groups(path, per_doc):
        yield _join(group, nlp)


def paragraphs(path: Path, per_paragraph: int) -> list[str]:
    """The running text of a CoNLL-U file in paragraphs of so many sentences, grouped as ``read_treebank`` does."""
    return [" ".join(sentence.metadata["text"] for sentence in group) for group in _groups(path, per_paragraph)]


def _groups(path: Path, size: int) -> Iterator[list[conllu.TokenList]]:
    if not path.is_file():
        raise ModelError("the treebank file is not there", place=path, remedy="give --data the folder that holds ud/")
    group: list[conllu.TokenList] = []
    with path.open(encoding="utf-8") as lines:
        for sentence in conllu.parse_incr(lines):
            if group and ("newdoc id" in sentence.metadata or (size and len(group) == size)):
                yield group
                group = []
            group.append(sentence)
    if group:
        yield group


def _join(sentences: list[conllu.TokenList], nlp: Language) -> Doc:
    columns: dict[str, Any] = {k: [] for k in ("words", "spaces", "tags", "pos", "morphs", "lemmas", "heads", "deps")}
    starts: list[bool | int | None] = []
    for sentence in sentences:
        offset = len(columns["words"])
        for name, values in _surface(sentence).items():
            columns[name] += [v + offset for v in values] if name == "heads" else values
        starts += [i == offset for i in range(offset, len(columns["words"]))]
        columns["spaces"][-1] = True
    return Doc(nlp.vocab, sent_starts=starts, **columns)


def _surface(sentence: conllu.TokenList) -> dict[str, list[Any]]:
    """One sentence's columns over surface tokens; heads count from 0 within the sentence."""
    words = [t for t in sentence if isinstance(t["id"], int)]
    ranges = {t["id"][0]: t for t in sentence if isinstance(t["id"], tuple) and t["id"][1] == "-"}
    tokens, lengths, position = [], [], 1
    while position <= len(words):
        tokens.append(ranges.get(position, words[position - 1]))
        lengths.append(ranges[position]["id"][2] - position + 1 if position in ranges else 1)
        position += lengths[-1]
    out = multiword.columns(multiword.merge([_word(t) for t in words], lengths))
    out["words"] = [t["form"] for t in tokens]
    out["spaces"] = [(t["misc"] or {}).get("SpaceAfter") != "No" for t in tokens]
    return out


def _word(t: conllu.Token) -> Word:
    feats = "|".join(f"{k}={v}" for k, v in sorted((t["feats"] or {}).items()))
    return Word(t["lemma"], t["upos"], t["xpos"] or "", feats, t["head"], t["deprel"])


def read_entities(iob: Path, raw: Path, nlp: Language, *, per_doc: int = 1) -> Iterator[Doc]:
    """Read elNER as Docs that hold entities only; see ``read_spans``.

    Args:
        iob: one token and its label a line.
        raw: the same sentences as running text.
        nlp: its tokenizer cuts the running text; an entity that does not fall on its tokens is widened to them.
        per_doc: sentences to a Doc, joined by a space.
    """
    for group in minibatch(read_spans(iob, raw), per_doc):  # type: ignore[no-untyped-call]
        text, spans = "", []
        for sentence, found in group:
            spans += [(len(text) + start, len(text) + end, label) for start, end, label in found]
            text += sentence + " "
        doc = nlp.make_doc(text.rstrip())
        widened = [doc.char_span(s, e, label=label, alignment_mode="expand") for s, e, label in spans]
        doc.ents = filter_spans([s for s in widened if s is not None])
        yield doc


def read_spans(iob: Path, raw: Path) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Read elNER (IOB2) with its running text: sentences, each with start, end and label of its entities.

    Args:
        iob: one token and its label a line, blank line between sentences.
        raw: the same sentences as JSON lines with ``text``, in the same order.

    Raises:
        ModelError: when the two files do not hold the same characters.
    """
    texts = [json.loads(line)["text"] for line in raw.open(encoding="utf-8")]
    blocks = [b for b in iob.read_text(encoding="utf-8").split("\n\n") if b.strip()]
    if len(texts) != len(blocks):
        raise ModelError(f"{len(blocks)} sentences here, {len(texts)} in {raw}", place=iob, remedy="use matching files")
    for text, block in zip(texts, blocks, strict=True):
        yield text, list(_spans(text, block, iob))


def _spans(text: str, block: str, place: Path) -> Iterator[tuple[int, int, str]]:
    at, start, end, label = 0, 0, 0, ""
    for line in block.strip().split("\n"):
        form, tag = line.rsplit(" ", 1)
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(form, at):
            raise ModelError(f"«{form}» is not in «{text[at : at + 20]}»", place=place, remedy="use matching files")
        if label and not tag.startswith("I-"):
            yield start, end, label
            label = ""
        if tag.startswith("B-") or (tag.startswith("I-") and not label):
            start, label = at, tag[2:]
        at += len(form)
        end = at
    if label:
        yield start, end, label


def write(docs: Iterator[Doc], path: Path) -> int:
    """Write Docs as a ``.spacy`` file and return how many tokens it holds."""
    binary = DocBin(store_user_data=False)
    tokens = 0
    for doc in docs:
        binary.add(doc)
        tokens += len(doc)
    path.parent.mkdir(parents=True, exist_ok=True)
    binary.to_disk(path)
    return tokens
