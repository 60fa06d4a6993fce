"""The whole way over annotated articles, without a store: what ``stasis evaluate`` and the quality gate call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline import stages
from pipeline.errors import GoldError
from pipeline.evaluate import evaluate
from pipeline.figures import Report
from pipeline.gold import GoldDoc, read_gold
from pipeline.records import Claim
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
    stems = Counter(path.stem for path in paths)
    gold = {path.stem if stems[path.stem] == 1 else str(path): read_gold(path) for path in paths}
    together: dict[str, GoldDoc] = {}
    for name, docs in gold.items():
        if not docs:
            raise GoldError("there is no document in it", place=name, remedy="give a file of annotated articles")
        if twice := together.keys() & docs.keys():
            raise GoldError(f"{min(twice)} stands in another file too", place=name, remedy="give each gold file once")
        together |= docs
    tools = stages.load_tools(settings, configs)
    claims = {name: list(find_claims(tools, docs.values())) for name, docs in gold.items()}
    reports = {name: evaluate(docs, claims[name]) for name, docs in gold.items()}
    if len(gold) > 1:
        reports[ALL] = evaluate(together, [claim for found in claims.values() for claim in found])
    return reports


def find_claims(tools: Tools, docs: Iterable[GoldDoc]) -> Iterable[Claim]:
    """The claims found in gold documents, their annotation unseen.

    Raises:
        GoldError: when a document cannot be worked through.
    """
    parsed, problems = stages.annotate(tools, [doc.article() for doc in docs])
    linked, more = stages.link_actors(tools, parsed)
    results, yet_more = stages.extract(tools, linked)
    for problem in (*problems, *more, *yet_more):
        raise GoldError(problem.reason, place=problem.place, remedy=problem.remedy)
    return [claim for result in results for claim in result.claims]
