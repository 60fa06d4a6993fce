"""The treebank with tags as a tagger gives them, for a parser to learn from: it meets no other in use.

Jackknifing: each part is tagged by a tagger that has not seen it, so that its tags have the errors of unseen text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.training import corpora
from pipeline.training.process import run_all

PARTS = 4
DEV = "dev"


def retag(treebanks: dict[str, Path], config: Path, work: Path) -> dict[str, Path]:
    """Write the treebank anew with predicted tags and features; words, lemmas and tree stay.

    Args:
        treebanks: CoNLL-U files «train» and «dev».
        config: the tagger's spaCy configuration.
        work: a folder for corpora, taggers, logs and the results; its ``vectors`` are the taggers'.

    Returns:
        The new CoNLL-U files, «train» and «dev».

    Raises:
        ModelError: when a training fails; the message names its log.
    """
    nlp = spacy.blank("el")
    train = list(corpora.read_treebank(treebanks["train"], nlp))
    dev = list(corpora.read_treebank(treebanks["dev"], nlp, per_doc=0))
    held_out = {str(k): train[k::PARTS] for k in range(PARTS)} | {DEV: dev}
    commands = {}
    for part, docs in held_out.items():
        learned = [doc for i, doc in enumerate(train) if str(i % PARTS) != part]
        corpora.write(iter(learned), work / f"tagger-{part}-train.spacy")
        corpora.write(iter(docs), work / f"tagger-{part}-dev.spacy")
        commands[f"tagger-{part}"] = _command(config, work, f"tagger-{part}")
    run_all(commands, work)
    taggers = [spacy.load(work / f"tagger-{k}" / "model-best") for k in range(PARTS)]
    out = {name: work / f"parser-{name}.conllu" for name in ("train", DEV)}
    _rewrite(treebanks["train"], (_tagged(doc, taggers[i % PARTS]) for i, doc in enumerate(train)), out["train"])
    tagger = spacy.load(work / f"tagger-{DEV}" / "model-best")
    _rewrite(treebanks[DEV], (_tagged(doc, tagger) for doc in dev), out[DEV])
    return out


def _command(config: Path, work: Path, name: str) -> Sequence[str]:
    paths = {"train": work / f"{name}-train.spacy", "dev": work / f"{name}-dev.spacy", "vectors": work / "vectors"}
    options = [word for key, path in paths.items() for word in (f"--paths.{key}", str(path))]
    return ["spacy", "train", str(config), "--output", str(work / name), *options]


def _tagged(doc: Doc, tagger: Language) -> Doc:
    """The same tokens and sentences, tagged anew."""
    spaces = [bool(token.whitespace_) for token in doc]
    starts: list[bool | int | None] = [token.is_sent_start for token in doc]
    return tagger(Doc(tagger.vocab, words=[token.text for token in doc], spaces=spaces, sent_starts=starts))


def _rewrite(source: Path, docs: Iterable[Doc], target: Path) -> None:
    """Copy a CoNLL-U file with the tags of ``docs``; the words of a contraction have one tagging only, and keep it."""
    tokens = (token for doc in docs for token in doc)
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        out.writelines(_retagged(lines, tokens))


def _retagged(lines: Iterable[str], tokens: Iterator[Token]) -> Iterator[str]:
    inside = 0
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        if len(cells) == 10 and "-" in cells[0]:
            first, last = map(int, cells[0].split("-"))
            inside = last - first + 1
            next(tokens)
        elif len(cells) == 10 and inside:
            inside -= 1
        elif len(cells) == 10:
            token = next(tokens)
            cells[3] = cells[4] = token.pos_ or "X"
            cells[5] = str(token.morph) or "_"
            line = "\t".join(cells) + "\n"
        yield line
