"""Silver trees: raw news as a stronger parser reads it, for a fast parser to learn from beside the treebank.

The treebank has 41,000 tokens, the raw news 600,000. Stanza's parser, which compares every word with every other, reads
them; the spaCy pipeline trained on the treebank alone reads them too. A sentence on whose arcs the two mostly agree is
kept with the teacher's tree, the others are left out: spaCy's parser cannot learn from half a tree (an arc without its
relation would be taught as ``dep``). Tags are kept where two taggers agree, and unset elsewhere, which the taggers take
as unknown. Agreement as a filter is from Sagae and Tsujii (2007).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import minibatch

from pipeline.errors import ModelError
from pipeline.records import Article, Parsed
from pipeline.text import normalise
from pipeline.training import corpora, treebank
from pipeline.training.process import run_all
from pipeline.words import Tree

LEAST = 0.7
"""Share of arcs on which two parsers must agree for a sentence to be learned from."""

LONGEST = 150
"""Tokens of a sentence worth learning from."""

GOLD_COPIES = 4
"""How often the treebank stands beside the silver trees, so that a third of what is learned from is gold."""


def write(data: Path, teacher: Path, syntax: Path, work: Path) -> Path:
    """Make the corpus of gold and silver trees.

    Args:
        data: the folder with ``news/``; the documents that ``../gold/kept-for-measuring.txt`` names are not read.
        teacher: the work folder of ``stasis train stanza``, with its tagger and parser.
        syntax: the spaCy pipeline trained on the treebank alone.
        work: a folder with ``syntax-train.spacy``; the corpus goes to its subfolder ``silver``.

    Returns:
        The corpus, a folder of ``.spacy`` files.

    Raises:
        ModelError: when the teacher's models are missing or its parser fails; the message names its log.
    """
    tagger, parser = teacher / "tagger-dev" / "model-best", teacher / "depparse.pt"
    for path in (tagger, parser):
        if not path.exists():
            raise ModelError("the teacher is not there", place=path, remedy="run `stasis train stanza` first")
    tagged, parsed = work / "silver-tagged.conllu", work / "silver-parsed.conllu"
    with tagged.open("w", encoding="utf-8") as out:
        out.writelines(_tagged(spacy.load(tagger), articles(data)))
    options: dict[str, object] = {
        "eval_file": tagged,
        "output_file": parsed,
        "wordvec_pretrain_file": teacher / "pretrain.pt",
    }
    options |= {"save_dir": teacher, "save_name": parser.name, "shorthand": "el_gdt", "lang": "el"}
    words = [word for key, value in options.items() for word in (f"--{key}", str(value))]
    run_all({"silver": ["stanza.models.parser", "--mode", "predict", "--cpu", "--no_gold_labels", *words]}, work)
    target = work / "silver"
    corpora.write(agreed(parsed, spacy.load(syntax)), target / "silver.spacy")
    for copied in range(GOLD_COPIES):
        copy(work / "syntax-train.spacy", target / f"gold-{copied}.spacy")
    return target


def _kept_out(data: Path) -> frozenset[str]:
    path = data.parent / "gold" / "kept-for-measuring.txt"
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()


def articles(data: Path) -> Iterator[Article]:
    """The raw news, a sentence an article; neither the test and development parts of elNER nor what is kept for
    measuring is read.

    Args:
        data: the folder with ``news/``.
    """
    without = _kept_out(data)
    for name in ("elner-train", "parseme"):
        with (data / "news" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if record["doc_id"] not in without:
                    for at, sentence in enumerate(record["text"].split("\n")):
                        if text := " ".join(sentence.split()):
                            yield Article(f"{record['doc_id']}-{at}", text)


def _tagged(tagger: Language, articles: Iterator[Article]) -> Iterator[str]:
    """Sentences as CoNLL-U, with tags and features and no tree that means anything."""
    for article in articles:
        normal = normalise(article.text)
        doc = tagger.make_doc(normal.text)
        if 0 < len(doc) <= LONGEST:
            for token in doc:
                token.is_sent_start = token.i == 0
            yield treebank.to_conllu(Parsed(article, Tree.of(tagger(doc)), normal.alignment))


def agreed(parsed: Path, nlp: Language) -> Iterator[Doc]:
    """The sentences on which two parsers agree, several to a Doc.

    Args:
        parsed: the teacher's trees, CoNLL-U, a sentence a document.
        nlp: the other parser's pipeline.
    """
    sentences = (kept for doc, other in _both(parsed, nlp) if (kept := _kept(doc, other)))
    for group in minibatch(sentences, corpora.SENTENCES_PER_DOC):  # type: ignore[no-untyped-call]
        yield Doc.from_docs(list(group))


def _both(parsed: Path, nlp: Language) -> Iterator[tuple[Doc, Doc]]:
    for docs in minibatch(corpora.read_treebank(parsed, nlp, per_doc=1), 256):  # type: ignore[no-untyped-call]
        plain = (Doc(nlp.vocab, words=[t.text for t in d], spaces=_spaces(d), sent_starts=_starts(d)) for d in docs)
        yield from zip(docs, nlp.pipe(plain, batch_size=64), strict=True)


def _kept(doc: Doc, other: Doc) -> Doc | None:
    same = sum(_arc(a) == _arc(b) for a, b in zip(doc, other, strict=True))
    if same < LEAST * len(doc):
        return None
    tags = [(a.pos_, str(a.morph)) if _tags(a) == _tags(b) else ("", "") for a, b in zip(doc, other, strict=True)]
    return Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[*_spaces(doc)[:-1], True],
        sent_starts=_starts(doc),
        tags=[pos for pos, _ in tags],
        pos=[pos for pos, _ in tags],
        morphs=[morph for _, morph in tags],
        heads=[t.head.i for t in doc],
        deps=[t.dep_ for t in doc],
    )


def _arc(token: Token) -> tuple[int, str]:
    return token.head.i, token.dep_


def _tags(token: Token) -> tuple[str, str]:
    return token.pos_, str(token.morph)


def _spaces(doc: Doc) -> list[bool]:
    return [bool(token.whitespace_) for token in doc]


def _starts(doc: Doc) -> list[bool | int | None]:
    return [token.i == 0 for token in doc]
