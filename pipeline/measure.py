"""The whole way over annotated articles, without a store: what ``stasis evaluate`` and the quality gate call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline import stages
from pipeline.actorfigures import ActorFigures, total
from pipeline.errors import GoldError
from pipeline.evaluate import evaluate
from pipeline.figures import Report
from pipeline.gold import GoldDoc, read_gold
from pipeline.records import Claim, Mention, Parsed, Problem
from pipeline.settings import Pipeline
from pipeline.stages import Tools

ALL = "all"
"""The name of the row for all files together."""


def measure(paths: Sequence[Path], settings: Pipeline, configs: Path) -> dict[str, Report]:
    """Figures for each gold file, by its name without ending, and for all together.

    Args:
        paths: gold files.
        settings: engine, model and threshold to measure with.
        configs: the folder with ``actors/`` and ``frames/``.

    Raises:
        GoldError: for a file that is malformed or empty, or the same document in two of them.
    """
    gold, together = _read(paths)
    tools = stages.load_tools(settings, configs)
    claims = {name: list(find_claims(tools, docs.values())) for name, docs in gold.items()}
    reports = {name: evaluate(docs, claims[name]) for name, docs in gold.items()}
    if len(gold) > 1:
        reports[ALL] = evaluate(together, [claim for found in claims.values() for claim in found])
    return reports


def measure_actors(paths: Sequence[Path], settings: Pipeline, configs: Path) -> dict[str, ActorFigures]:
    """Figures of mentions for each gold file, and for all together; arguments and errors as for ``measure``."""
    gold, _ = _read(paths)
    tools = stages.load_tools(settings, configs, scorer=False)
    figures = {
        name: total(zip(docs.values(), *_linked(tools, docs.values()), strict=True)) for name, docs in gold.items()
    }
    if len(gold) > 1:
        together = ActorFigures()
        for one in figures.values():
            together += one
        figures[ALL] = together
    return figures


def _read(paths: Sequence[Path]) -> tuple[dict[str, dict[str, GoldDoc]], dict[str, GoldDoc]]:
    """Documents by the name of their file and their id, and all by their id."""
    stems = Counter(path.stem for path in paths)
    gold = {path.stem if stems[path.stem] == 1 else str(path): read_gold(path) for path in paths}
    together: dict[str, GoldDoc] = {}
    for name, docs in gold.items():
        if not docs:
            raise GoldError("there is no document in it", place=name, remedy="give a file of annotated articles")
        if twice := together.keys() & docs.keys():
            raise GoldError(f"{min(twice)} stands in another file too", place=name, remedy="give each gold file once")
        together |= docs
    return gold, together


def _linked(tools: Tools, docs: Iterable[GoldDoc]) -> tuple[list[Parsed], list[tuple[Mention, ...]]]:
    parsed, problems = stages.annotate(tools, [doc.article() for doc in docs])
    linked, more = stages.link_actors(tools, parsed)
    _none_lost(problems, more)
    return parsed, [mentions for _, mentions in linked]


def _none_lost(*problems: Sequence[Problem]) -> None:
    for problem in (p for some in problems for p in some):
        raise GoldError(problem.reason, place=problem.place, remedy=problem.remedy)


def find_claims(tools: Tools, docs: Iterable[GoldDoc]) -> Iterable[Claim]:
    """The claims found in gold documents, their annotation unseen.

    Raises:
        GoldError: when a document cannot be worked through.
    """
    parsed, problems = stages.annotate(tools, [doc.article() for doc in docs])
    linked, more = stages.link_actors(tools, parsed)
    results, yet_more = stages.extract(tools, linked)
    _none_lost(problems, more, yet_more)
    return [claim for result in results for claim in result.claims]
