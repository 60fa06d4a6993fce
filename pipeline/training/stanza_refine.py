"""Stanza's tagger and parser trained on: half on the treebank, half on raw news as the spaCy pipeline reads it.

The treebank shows few word forms, the raw news fifteen times as many; what the spaCy pipeline makes of them is wrong
seldom enough to learn from (self-training with another model's output, McClosky et al. 2006, Zhou and Li 2005). Rates
fall to zero and weights are averaged, which brought the spaCy pipeline most of its gain too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.annotate import Engine
from pipeline.records import Article
from pipeline.settings import Strict
from pipeline.training import treebank

SHORTEST, LONGEST = 3, 100
"""Tokens of a sentence worth learning from."""

KEPT = 0.995
"""What of the averaged weights stays at each step."""


class Refining(Strict):
    """How long and how fast, in ``configs/training/stanza.yaml``; ``sentences``: silver ones for the parser."""

    seed: int
    sentences: int
    tagger_steps: int
    tagger_rate: float
    parser_steps: int
    parser_rate: float


def write_silver(engine: Engine, articles: Iterable[Article], path: Path) -> int:
    """Write raw sentences as the engine reads them, CoNLL-U; returns how many.

    Args:
        engine: the teacher.
        articles: a sentence each.
        path: the file to write.
    """
    number = 0
    with path.open("w", encoding="utf-8") as out:
        for parsed in engine.parse(articles):
            if SHORTEST <= len(parsed.doc) <= LONGEST:
                out.write(treebank.to_conllu(parsed))
                number += 1
    return number


def refine(
    treebanks: Mapping[str, Path], silver: Path, work: Path, options: Refining, say: Callable[[str], None]
) -> None:
    """Train «pos.pt» and «depparse.pt» of a folder on, and write them there.

    Args:
        treebanks: CoNLL-U files «train» and «dev».
        silver: what ``write_silver`` wrote.
        work: the folder of ``stasis train stanza``, with ``pretrain.pt`` and the two models.
        options: steps and rates.
        say: told how far it is.
    """
    from stanza.models.common import pretrain, utils

    utils.set_random_seed(options.seed)
    vectors = pretrain.Pretrain(str(work / "pretrain.pt"))
    gold, raw = _read(treebanks["train"]), _read(silver)
    tagger = _tagger(work / "pos.pt", vectors)
    batches = _alternating(_tag_batches(tagger, gold, vectors), _tag_batches(tagger, raw, vectors))
    _fit(tagger, "optimizers", batches, options.tagger_steps, options.tagger_rate)
    tagger.save(str(work / "pos.pt"))
    say(f"tagger trained on, {options.tagger_steps} steps")
    # The parser meets predicted tags: on unseen text as they are, on the treebank, which the tagger knows by heart,
    # drawn with dropout, so that they have the errors of unseen text.
    few = _read(silver, options.sentences, options.seed)
    _retag(tagger, gold, vectors, noisy=True)
    _retag(tagger, few, vectors)
    parser = _parser(work / "depparse.pt", vectors)
    batches = _alternating(_parse_batches(parser, gold, vectors), _parse_batches(parser, few, vectors))
    _fit(parser, "optimizer", batches, options.parser_steps, options.parser_rate)
    parser.save(str(work / "depparse.pt"))
    say(f"parser trained on, {options.parser_steps} steps")


def _read(path: Path, sentences: int = 0, seed: int = 0) -> Any:
    """A CoNLL-U file as a Stanza document; with ``sentences`` only so many, drawn at random."""
    from stanza.models.common.doc import Document
    from stanza.utils.conll import CoNLL

    found, _, _ = CoNLL.conll2dict(input_file=str(path))
    if sentences:
        random.Random(seed).shuffle(found)
        found = found[:sentences]
    return Document(found)


def _tagger(path: Path, vectors: Any) -> Any:
    from stanza.models.pos.trainer import Trainer

    trainer = Trainer(pretrain=vectors, model_file=str(path), device="cpu")
    trainer.model.float()
    return trainer


def _parser(path: Path, vectors: Any) -> Any:
    from stanza.models.depparse.trainer import Trainer

    trainer = Trainer.load(str(path), pretrain=vectors, args={"device": "cpu"}, device="cpu", reset_history=True)
    trainer.model.float()
    return trainer


def _tag_batches(trainer: Any, document: Any, vectors: Any) -> Iterator[Any]:
    from stanza.models.pos.data import ShuffledDataset

    data = _tag_data(trainer, document, vectors, evaluation=False)
    while True:
        yield from ShuffledDataset([data], trainer.args["batch_size"])


def _tag_data(trainer: Any, document: Any, vectors: Any, *, evaluation: bool) -> Any:
    from stanza.models.pos.data import Dataset
    from stanza.models.pos.tag_columns import tag_columns_from_args

    told = {"vocab": trainer.vocab, "evaluation": evaluation, "sort_during_eval": evaluation}
    return Dataset(document, trainer.args, vectors, tag_columns=tag_columns_from_args(trainer.args), **told)


def _parse_batches(trainer: Any, document: Any, vectors: Any) -> Iterator[Any]:
    from stanza.models.depparse.data import DataLoader

    batches = DataLoader(document, trainer.args["batch_size"], trainer.args, vectors, vocab=trainer.vocab)
    while True:
        yield from batches
        batches.reshuffle()


def _alternating(first: Iterator[Any], second: Iterator[Any]) -> Iterator[Any]:
    while True:
        yield next(first)
        yield next(second)


def _fit(trainer: Any, name: str, batches: Iterator[Any], steps: int, rate: float) -> None:
    """Train on for some steps; the trainer's model is the average afterwards. ``name`` is its attribute of
    optimisers."""
    import torch
    from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

    optimizer = torch.optim.AdamW(trainer.model.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=1e-4)
    setattr(trainer, name, {"general": optimizer})
    average = AveragedModel(trainer.model, multi_avg_fn=get_ema_multi_avg_fn(KEPT))
    for step, batch in enumerate(islice(batches, steps), start=1):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, step / 50) * (1 - step / (steps + 1))
        trainer.update(batch)
        average.update_parameters(trainer.model)
    trainer.model = average.module


def _retag(trainer: Any, document: Any, vectors: Any, *, noisy: bool = False) -> None:
    """Put the tagger's tags on a document, in place; ``noisy``: with dropout, as in training."""
    import torch
    from stanza.models.common import utils
    from stanza.models.tagger import set_predictions

    data = _tag_data(trainer, document, vectors, evaluation=True)
    found: list[Any] = []
    order: list[int] = []
    resting = trainer.model.eval
    if noisy:
        trainer.model.eval = trainer.model.train  # ``predict`` would switch dropout off
    with torch.no_grad():
        for batch in data.to_loader(batch_size=trainer.args["batch_size"]):
            tags, _ = trainer.predict(batch, extra_columns=True)
            found += tags
            order.extend(batch.idx)
    trainer.model.eval = resting
    trainer.model.eval()
    set_predictions(document, trainer, utils.unsort(found, order), None)
