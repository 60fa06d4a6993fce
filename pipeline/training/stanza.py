"""``stasis train stanza``: Stanza's own trainers on GDT, then their models made small and packed as they ship."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language

from pipeline.annotate import Engine
from pipeline.annotate.stanza_engine import StanzaEngine
from pipeline.annotate.stanza_model import PROCESSORS, SHIPPED
from pipeline.errors import ModelError
from pipeline.settings import Strict, load
from pipeline.training import corpora, jackknife, silver, vectors
from pipeline.training.cards import write_card
from pipeline.training.judge import judge
from pipeline.training.process import run_all
from pipeline.training.stanza_package import pack
from pipeline.training.stanza_refine import Refining, refine, write_silver

Options = dict[str, bool | int | float | str]
MODULES = dict(zip(PROCESSORS, ("tokenizer", "mwt_expander", "tagger", "lemmatizer", "parser"), strict=True))
NORM = 5.0
"""Length of the word vectors: that of the vectors Stanza's default settings were found with."""

EVERY = 8
"""One paragraph in so many is read a second time in capitals without accents, as headlines are set."""


class Trainers(Strict):
    """``configs/training/stanza.yaml``: options of each trainer by name; true gives an option without value."""

    tokenize: Options
    mwt: Options
    pos: Options
    lemma: Options
    depparse: Options
    refine: Refining


def train(
    data: Path,
    configs: Path,
    work: Path,
    say: Callable[[str], None],
    *,
    teacher: Engine | None = None,
    to: Path = SHIPPED,
) -> None:
    """Train the five processors and their word vectors, and write them as a package with its card and licence.

    Args:
        data: the folder with ``ud/``, ``ner/`` and ``news/``.
        configs: the folder with ``stanza.yaml`` and ``tagger.cfg``.
        work: a folder for corpora, logs and models.
        say: told how far it is.
        teacher: an engine whose reading of the raw news tagger and parser learn from too; None leaves that out.
        to: where the package reads the models.

    Raises:
        ModelError: when Stanza or a file is missing or a training fails; the message names its log.
    """
    options = load(configs / "stanza.yaml", Trainers)
    treebanks = {part: data / "ud" / f"el_gdt-ud-{part}.conllu" for part in ("train", "dev")}
    work.mkdir(parents=True, exist_ok=True)
    with_vectors = vectors.with_vectors(vectors.train(vectors.raw_texts(data), work))
    with_vectors.to_disk(work / "vectors")
    pretrained = write_vectors(with_vectors, work)
    for part, path in treebanks.items():
        write_characters(path, part, work)
    say("vectors trained; now the parser's tags, then the processors side by side, some hours on two cores")
    retagged = jackknife.retag(treebanks, configs / "tagger.cfg", work)
    files = _files(treebanks, retagged, pretrained, work)
    run_all({name: _command(name, files[name], getattr(options, name), work) for name in PROCESSORS}, work)
    if teacher:
        written = write_silver(teacher, silver.articles(data), work / "silver.conllu")
        say(f"{written} sentences of raw news read; now tagger and parser are trained on, an hour and a half")
        refine(treebanks, work / "silver.conllu", work, options.refine, say)
    size = pack({name: work / f"{name}.pt" for name in PROCESSORS} | {"pretrain": pretrained}, to)
    write_card(judge(StanzaEngine(str(to)), data, model="shipped", folder=to))
    say(f"{to}: {size / 2**20:.0f} MB")


def _files(
    treebanks: Mapping[str, Path], retagged: Mapping[str, Path], pretrained: Path, work: Path
) -> dict[str, dict[str, Path]]:
    """What each trainer reads, by the name of its option."""
    plain = {"train_file": treebanks["train"], "eval_file": treebanks["dev"]}
    characters = {"txt_file": work / "train.txt", "label_file": work / "train.labels"}
    characters |= {"dev_txt_file": work / "dev.txt", "dev_label_file": work / "dev.labels"}
    characters |= {"dev_conll_gold": treebanks["dev"], "mwt_json_file": work / "train-mwt.json"}
    words = {"wordvec_pretrain_file": pretrained}
    return {
        "tokenize": characters,
        "mwt": plain | {"gold_file": treebanks["dev"]},
        "pos": plain | words,
        "lemma": plain,
        "depparse": {"train_file": retagged["train"], "eval_file": retagged["dev"]} | words,
    }


def _command(name: str, files: Mapping[str, Path], options: Options, work: Path) -> Sequence[str]:
    told: dict[str, object] = {"mode": "train", "shorthand": "el_gdt", "cpu": True}
    told |= {} if name == "lemma" else {"lang": "el"}
    told |= {"save_dir": work, "save_name": f"{name}.pt"} | dict(files) | options
    command = [f"stanza.models.{MODULES[name]}"]
    for key, value in told.items():
        command += [f"--{key}"] if value is True else [f"--{key}", str(value)]
    return command


def write_vectors(nlp: Language, work: Path) -> Path:
    """Vectors of the words that occur twice or more in ``raw.txt``, as Stanza reads them."""
    counts = Counter(word.lower() for line in (work / "raw.txt").open(encoding="utf-8") for word in line.split())
    words = [word for word, n in counts.most_common() if n >= 2]
    text, target = work / "pretrain.txt", work / "pretrain.pt"
    with text.open("w", encoding="utf-8") as out:
        out.write(f"{len(words)} {nlp.vocab.vectors_length}\n")
        for word in words:
            vector = np.asarray(nlp.vocab[word].vector)
            scaled = vector / (np.linalg.norm(vector) + 1e-8) * NORM
            out.write(f"{word} {' '.join(f'{x:.4f}' for x in scaled)}\n")
    _pretrain(text, target)
    return target


def _pretrain(text: Path, target: Path) -> None:
    try:
        from stanza.models.common.pretrain import Pretrain
    except ImportError as error:
        raise ModelError("Stanza is not installed", remedy="pip install 'stasis[stanza,train]'") from error
    target.unlink(missing_ok=True)  # Stanza would read it instead of writing it
    Pretrain(str(target), str(text)).load()


def write_characters(treebank: Path, part: str, work: Path) -> None:
    """The treebank's text and a label a character, which the tokenizer learns from; training text also in capitals."""
    from stanza.utils.datasets.prepare_tokenizer_data import main

    text, labels = work / f"{part}.txt", work / f"{part}.labels"
    paragraphs = corpora.paragraphs(treebank, 4 if part == "train" else 0)
    text.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    main([str(text), str(treebank), "-o", str(labels), "-m", str(work / f"{part}-mwt.json")])
    if part == "train":
        marks = labels.read_text(encoding="utf-8").rstrip().split("\n\n")
        paragraphs += [in_capitals(paragraph) for paragraph in paragraphs[::EVERY]]
        text.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
        labels.write_text("\n\n".join(marks + marks[::EVERY]) + "\n", encoding="utf-8")


def in_capitals(text: str) -> str:
    """The text as a headline is set, a character for a character.

    >>> in_capitals("Η Άγκυρα στη Ρώμη")
    'Η ΑΓΚΥΡΑ ΣΤΗ ΡΩΜΗ'
    """
    upper = (unicodedata.normalize("NFD", char)[0].upper() for char in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(upper, text, strict=True))
