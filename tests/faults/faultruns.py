"""Runs that begin at once, struck or not: all is loaded here, and each run is forked off.

A run is that of ``flows.whole_way``, without Prefect around it: its tasks are called as plain functions, once. Reads a
line of JSON, answers with one: how the run ended, what it said, and what it left out.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import prefect
from boundaries import strike
from forking import preloaded

from pipeline import artifacts, batches, flows, ingredients, stages
from pipeline.annotate import Engine
from pipeline.claims import Extractor
from pipeline.errors import StasisError
from pipeline.flows import Job
from pipeline.records import Article, Claim, Mention, Parsed
from pipeline.settings import SHIPPED_CONFIGS, Limits, Pipeline, load
from pipeline.sources.configured import read_all
from pipeline.stages import Tools
from pipeline.store import Store

REFUSED, BROKEN = 3, 4
"""Exit statuses: an error that says what to do; one that does not."""


class Remembering:
    """An engine that has parsed all the texts there are, for the parser is none of the boundaries."""

    def __init__(self, engine: Engine) -> None:
        self.name, self._engine = engine.name, engine
        self._parsed: dict[str, Parsed] = {}

    def parse(self, articles: Iterable[Article]) -> Iterator[Parsed]:
        for article in articles:
            if article.text not in self._parsed:
                self._parsed[article.text] = next(iter(self._engine.parse([article])))
            yield replace(self._parsed[article.text], article=article)


class Searched:
    """An extractor that has searched all the texts there are, likewise."""

    def __init__(self, extractor: Extractor) -> None:
        self.lexicon, self._extractor = extractor.lexicon, extractor
        self._found: dict[tuple[str, str], tuple[Claim, ...]] = {}

    def extract(self, parsed: Parsed, mentions: tuple[Mention, ...]) -> tuple[Claim, ...]:
        key = (parsed.article.doc_id, parsed.article.text)
        if key not in self._found:
            self._found[key] = self._extractor.extract(parsed, mentions)
        return self._found[key]


def without_prefect() -> None:
    """Make the tasks plain functions, and leave nothing for Prefect's pages."""
    for module in (flows, batches):
        for name, found in list(vars(module).items()):
            if isinstance(found, prefect.Task):
                setattr(module, name, found.fn)
        vars(module).update(quote=lambda given: given, get_run_logger=logging.getLogger)
    artifacts.leave = lambda run: None


def run(asked: dict[str, Any], tools: Tools) -> dict[str, Any]:
    """Do one run."""
    settings = Pipeline(output=asked["output"], batch=asked["batch"], limits=Limits(document_seconds=asked["limit"]))
    job = Job(settings, SHIPPED_CONFIGS, (Path(asked["input"]),))
    if asked["fault"]:
        tools = strike(asked["fault"], tools, Path(asked["input"]).parent)
    preloaded(tools)
    Store(settings.output).check()
    done = flows.whole_way(job)
    return {"is_new": done.published.is_new, "left_out": [str(problem) for problem in done.problems]}


def forked(asked: dict[str, Any], tools: Tools) -> dict[str, Any]:
    """Do one run in a process of its own; what is told of it comes through a pipe."""
    here, there = os.pipe()
    if not (child := os.fork()):
        status, told = 0, {}
        try:
            told = run(asked, tools)
        except StasisError as error:
            status, told = REFUSED, {"said": str(error)}
        except BaseException:
            status, told = BROKEN, {"said": traceback.format_exc()}
        os.write(there, json.dumps(told).encode())
        os._exit(status)
    os.close(there)
    with os.fdopen(here, "rb") as answer:
        told = dict(json.loads(answer.read() or b"{}"))
    return told | {"status": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}


def main() -> None:
    without_prefect()
    tools = stages.load_tools(load(SHIPPED_CONFIGS / "pipeline.yaml", Pipeline), SHIPPED_CONFIGS)
    searched = cast(Extractor, Searched(tools.extractor))
    tools = replace(tools, engine=Remembering(tools.engine), extractor=searched)
    for folder in sys.argv[1:]:
        found = read_all(Pipeline(), SHIPPED_CONFIGS, [Path(folder)])
        parsed, _ = stages.annotate(tools, [article for article in found if isinstance(article, Article)])
        stages.extract(tools, stages.link_actors(tools, parsed)[0])
    # Hashes of the code and all YAML, the same for every run.
    made, records = flows.provenance(Job(Pipeline(), SHIPPED_CONFIGS)), ingredients.records(tools, Pipeline())
    flows.provenance = lambda job: made
    ingredients.records = lambda tools, settings: records
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(forked(json.loads(line), tools)), flush=True)


if __name__ == "__main__":
    main()
