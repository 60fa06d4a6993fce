"""``stasis train claims``: gold files in, the shipped scorer out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline import stages
from pipeline.claims.scorer import SHIPPED
from pipeline.errors import GoldError
from pipeline.gold import GoldDoc, read_gold
from pipeline.settings import Pipeline
from pipeline.stages import Tools
from pipeline.training.claims import Example, examples, fit, write


def train(data: Path, settings: Pipeline, configs: Path, say: Callable[[str], None], *, to: Path = SHIPPED) -> None:
    """Train the scorer on every ``train*.jsonl`` of a folder and write it where the package reads it.

    Args:
        data: the folder of gold files.
        settings: engine and model whose analyses are learned from.
        configs: the folder with ``actors/`` and ``frames/``.
        say: told how far it is.
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
    rows: list[Example] = []
    for path in paths:
        rows += _examples(tools, read_gold(path))
        say(f"{path.name}: {len(rows)} candidates so far, {sum(row.is_claim for row in rows)} of them claims")
    model = fit(rows)
    write(model, to)
    say(f"{to}: {sum(len(weights['weights']) for weights in model.values())} weights")


def _examples(tools: Tools, gold: dict[str, GoldDoc]) -> Iterator[Example]:
    parsed, _ = stages.annotate(tools, [doc.article() for doc in gold.values()])
    for document, mentions in stages.link_actors(tools, parsed)[0]:
        yield from examples(document, mentions, gold[document.article.doc_id], tools.extractor.lexicon)
