"""``stasis train claims``: gold files in, the shipped scorer out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline import stages
from pipeline.claims.scorer import SHIPPED
from pipeline.errors import GoldError
from pipeline.gold import GoldDoc, read_gold
from pipeline.settings import Pipeline
from pipeline.stages import Tools
from pipeline.training.claims import fit, write
from pipeline.training.examples import CueRow, Names, rows


def train(
    data: Path,
    settings: Pipeline,
    configs: Path,
    say: Callable[[str], None],
    *,
    more: Sequence[Path] = (),
    to: Path = SHIPPED,
) -> None:
    """Train the scorer on every ``train*.jsonl`` of a folder and write it where the package reads it.

    Args:
        data: the folder of gold files.
        settings: engine and model whose analyses are learned from.
        configs: the folder with ``actors/`` and ``frames/``.
        say: told how far it is.
        more: further annotated files, which are learned from but not calibrated on.
        to: the file to write.

    Raises:
        GoldError: when there is no such file, or one is malformed.
    """
    paths = sorted(data.glob("train*.jsonl"))
    if not paths:
        raise GoldError(
            "no gold file «train*.jsonl» is there", place=data, remedy="give --data the folder of gold files"
        )
    tools = stages.load_tools(settings, configs, scorer=False)
    names, found = Names(), list[CueRow]()
    for path in (*paths, *more):
        found += _rows(tools, read_gold(path), names, trusted=path in paths)
        say(f"{path.name}: {len(found)} cues so far, {sum(row.is_cue for row in found)} of them claims")
    model = fit(found, names, say)
    write(model, to)
    say(f"{to} is written")


def _rows(tools: Tools, gold: dict[str, GoldDoc], names: Names, *, trusted: bool) -> Iterator[CueRow]:
    parsed, _ = stages.annotate(tools, [doc.article() for doc in gold.values()])
    for document, mentions in stages.link_actors(tools, parsed)[0]:
        yield from rows(
            document, mentions, gold[document.article.doc_id], tools.extractor.lexicon, names, trusted=trusted
        )
