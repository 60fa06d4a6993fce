"""The gate for actors: figures on the project's own gold, and mentions of newswire that were judged one by one.

``judged.csv`` has 500 mentions drawn at random from elNER's development part, each judged by a language model reading
the sentence: ids, offsets (``at``: the verb or pronoun of a dropped subject or reference) and verdicts, no text.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline.actors import Gazetteer, link
from pipeline.annotate import Engine
from pipeline.floors import check_floors
from pipeline.measure import measure_actors
from pipeline.records import Article
from pipeline.settings import Pipeline
from pipeline.stages import Tools

HERE = Path(__file__).parent
NEWS = HERE.parents[2] / "shared" / "data" / "news" / "elner-dev.jsonl"
FLOORS = HERE.parent / "floors.json"


def test_the_original_gold(pipeline: Pipeline, configs: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.stages.load_tools", lambda *_, **__: tools)
    found = measure_actors([HERE.parent / "gold" / "original.jsonl"], pipeline, configs)
    report = {"actors": {"original": found["original"].as_dict()}}
    assert check_floors(report, FLOORS, under="actors.original") == []


@pytest.mark.skipif(not NEWS.exists(), reason="the newswire lies beside the project, not in it")
def test_judged_mentions(engine: Engine, gazetteer: Gazetteer) -> None:
    with (HERE / "judged.csv").open(encoding="utf-8", newline="") as file:
        judged = list(csv.DictReader(file))
    wanted = {row["doc_id"] for row in judged}
    lines = map(json.loads, NEWS.read_text(encoding="utf-8").splitlines())
    articles = [Article(line["doc_id"], line["text"]) for line in lines if line["doc_id"] in wanted]
    found = {
        (p.article.doc_id, m.start, m.end, p.span(m.anchor, m.anchor)[0], m.actor.rollup)
        for p in engine.parse(articles)
        for m in link(p, gazetteer)
    }
    report = {"actors": {"judged": figures(judged, found)}}
    assert check_floors(report, FLOORS, under="actors.judged") == []


def figures(judged: list[dict[str, str]], found: set[tuple[str, int, int, int, str]]) -> dict[str, float]:
    """Precision over the judged mentions that are still found, for what is named and for what is referred to; and the
    share of the right ones that are still found, be it as part of a longer one that acts for the same."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    kept, right = 0, 0
    for row in judged:
        key = (row["doc_id"], int(row["start"]), int(row["end"]), int(row["at"]), row["rollup"])
        kind = "reference" if row["link"] in ("zero", "reference") else "named"
        counts[kind, row["right"], key in found] += 1
        if row["right"] == "yes":
            right += 1
            kept += key in found or any(_covers(other, key) for other in found)
    rates = {
        f"{kind}_precision": counts[kind, "yes", True] / (counts[kind, "yes", True] + counts[kind, "no", True])
        for kind in ("named", "reference")
    }
    return {**rates, "kept": kept / right}


def _covers(longer: tuple[str, int, int, int, str], key: tuple[str, int, int, int, str]) -> bool:
    """Whether a mention with a rollup has the other inside it: «εργαζόμενοι της Amazon» have that of «Amazon»."""
    return longer[0] == key[0] and longer[1] <= key[1] and key[2] <= longer[2] and longer[4] == key[4] != ""
