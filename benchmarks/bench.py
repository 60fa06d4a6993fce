"""How fast the way of a document is, what each stage takes of it, and what bare spaCy takes for the same texts.

Absolute figures belong to a machine and its load; the shares and the ratio to bare spaCy, taken batch by batch in one
run, do not. Articles are those of ``data/raw/sample``, as often as it takes, under new names.

The next table says how time grows: each stage over a text and over one four times as long, as many sentences and as
one. Where time is in proportion to the text, the ratio is about 4. The last says what linking and extraction take of
the parse, and how that grows with what is known: with 50,000 names more, with 2,500 and with 25,000 cues. The made-up
ones are put together from words of the real ones, so that they are looked for as often.

    make bench N=500
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline import stages
from pipeline.actors import Gazetteer, load_gazetteer
from pipeline.annotate.spacy_engine import SpacyEngine
from pipeline.claims import Extractor
from pipeline.claims.lexicon import Lexicon
from pipeline.records import Article, Result
from pipeline.settings import SHIPPED_CONFIGS, Pipeline, load
from pipeline.sources.configured import read_all
from pipeline.stages import Tools
from pipeline.store import Store
from pipeline.tables import to_tables
from pipeline.text import normalise
from pipeline.versions import Provenance

TEXTS = SHIPPED_CONFIGS.parent / "data" / "raw"
BARE = "bare nlp.pipe"
WORDS, GROWTH = 3000, 4
NAMES, FEW, MANY, KNOWN = 50_000, 2_500, 25_000, 60


@dataclass
class Clock:
    """Seconds by stage: of the wall, and of the processor, which other programs disturb less."""

    wall: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)

    def time(self, stage: str, work: Callable[..., Any], *args: Any) -> Any:
        """Call ``work`` and book its time under ``stage``."""
        wall, cpu = perf_counter(), process_time()
        result = work(*args)
        self.wall[stage] = self.wall.get(stage, 0) + perf_counter() - wall
        self.cpu[stage] = self.cpu.get(stage, 0) + process_time() - cpu
        return result


def articles(settings: Pipeline, n: int) -> list[Article]:
    """The first ``n`` of the articles of ``data/raw/sample``, repeated under new names."""
    found = [a for a in read_all(settings, SHIPPED_CONFIGS, [TEXTS]) if isinstance(a, Article)]
    again = enumerate(islice(cycle(found), n))
    return [replace(article, doc_id=f"{article.doc_id}-{i // len(found)}") for i, article in again]


def run(tools: Tools, texts: Sequence[Article], size: int, clock: Clock) -> list[Result]:
    """Every stage over all articles, and bare spaCy over the same batches."""
    results: list[Result] = []
    for batch in _batches(texts, size):
        parsed, _ = clock.time("annotate", stages.annotate, tools, batch)
        linked, _ = clock.time("link", stages.link_actors, tools, parsed)
        found, _ = clock.time("extract", stages.extract, tools, linked)
        results += found
        if isinstance(tools.engine, SpacyEngine):
            clock.time(BARE, _bare, tools.engine, [normalise(article.text).text for article in batch])
    return results


def _batches(texts: Sequence[Article], size: int) -> Iterator[Sequence[Article]]:
    return (texts[begin : begin + size] for begin in range(0, len(texts), size))


def _bare(engine: SpacyEngine, texts: Sequence[str]) -> None:
    for _ in engine.nlp.pipe(texts, batch_size=32):
        pass


def show(out: Console, clock: Clock, results: Sequence[Result]) -> None:
    """A row a stage, the way as a whole, and the reference."""
    work = [stage for stage in clock.wall if stage not in ("load", BARE)]
    wall, cpu = (sum(times[s] for s in work) for times in (clock.wall, clock.cpu))
    documents, tokens = len(results), sum(result.n_tokens for result in results)
    grid = Table("stage", "seconds", "processor", "share", "documents/s", "tokens/s", title=f"{documents} documents")
    for stage in work:
        _row(grid, stage, clock.wall[stage], clock.cpu[stage], cpu, documents, tokens)
    _row(grid, "the whole way", wall, cpu, cpu, documents, tokens)
    if BARE in clock.wall:
        _row(grid, BARE, clock.wall[BARE], clock.cpu[BARE], cpu, documents, tokens)
    out.print(grid)
    out.print(f"loading: {clock.wall['load']:.1f} s; peak memory: {_peak():.0f} MiB; {tokens} tokens")
    if bare := clock.cpu.get(BARE):
        out.print(f"the whole way takes {cpu / bare:.2f} times the processor time of bare nlp.pipe")


def _row(grid: Table, stage: str, wall: float, cpu: float, whole: float, documents: int, tokens: int) -> None:
    rates = (f"{documents / wall:.1f}", f"{tokens / wall:.0f}")
    grid.add_row(stage, f"{wall:.2f}", f"{cpu:.2f}", f"{cpu / whole:.0%}", *rates)


def grow(out: Console, tools: Tools, texts: Sequence[Article]) -> None:
    """A row a stage: by how much its processor time grows with the text."""
    words = " ".join(article.text for article in texts).split()
    shapes = {"many sentences": words, "one sentence": [w for word in words if (w := re.sub(r"\W", "", word))]}
    grid = Table("stage", *shapes, title=f"time for {GROWTH * WORDS} words over time for {WORDS}")
    ratios = {shape: _growth(tools, list(islice(cycle(some), GROWTH * WORDS))) for shape, some in shapes.items()}
    for stage in ("annotate", "link", "extract"):
        grid.add_row(stage, *(f"{ratio[stage]:.1f}" for ratio in ratios.values()))
    out.print(grid)


def _growth(tools: Tools, words: Sequence[str]) -> dict[str, float]:
    few, many = Clock(), Clock()
    for clock, n in ((few, WORDS), (many, len(words))):
        run(tools, [Article("growth", " ".join(words[:n]))], 1, clock)
    return {stage: many.cpu[stage] / few.cpu[stage] for stage in few.cpu}


def known(out: Console, tools: Tools, texts: Sequence[Article]) -> None:
    """What linking and extraction take of the parse, with knowledge of several sizes."""
    grid = Table("knowledge", "link", "extract", title=f"share of the parse, {len(texts)} documents")
    with TemporaryDirectory() as folder:
        kinds = {
            "as it ships": tools,
            f"{NAMES} names more": replace(tools, gazetteer=_crowded(Path(folder))),
            f"{FEW} cues": replace(tools, extractor=_extractor(tools, _fewer(tools.extractor.lexicon, FEW))),
            f"{MANY} cues": replace(tools, extractor=_extractor(tools, _more(tools.extractor.lexicon, MANY))),
        }
        for name, some in kinds.items():
            clock = Clock()
            run(some, texts, 50, clock)
            grid.add_row(name, *(f"{clock.cpu[stage] / clock.cpu['annotate']:.2f}" for stage in ("link", "extract")))
    out.print(grid)


def _extractor(tools: Tools, lexicon: Lexicon) -> Extractor:
    return Extractor(lexicon, tools.extractor.scorer, tools.extractor.min_confidence)


def _fewer(lexicon: Lexicon, cues: int) -> Lexicon:
    """The first frames with so many cues."""
    some, n = Lexicon(domains=lexicon.domains), 0
    for frame in lexicon.frames.values():
        n += sum(1 for _ in frame.cues())
        if n > cues:
            break
        some.add(frame)
    return some


def _more(lexicon: Lexicon, cues: int) -> Lexicon:
    """All frames, and made-up phrases of a verb and a noun of theirs until there are so many cues."""
    rich, chance = Lexicon(domains=lexicon.domains), random.Random(0)
    for frame in lexicon.frames.values():
        rich.add(frame)
    words = {pos: [t for f in lexicon.frames.values() for p, t in f.cues() if p == pos] for pos in ("verb", "noun")}
    frames = list(lexicon.frames.values())
    for n in range(cues - sum(1 for frame in frames for _ in frame.cues())):
        phrase = f"{chance.choice(words['verb'])} {chance.choice(words['noun'])}"
        empty: dict[str, list[str]] = {"verbs": [], "nouns": [], "adjectives": [], "phrases": [phrase]}
        rich.add(chance.choice(frames).model_copy(update={"id": f"made-up/{n}", **empty}))
    return rich


def _crowded(folder: Path) -> Gazetteer:
    """The gazetteer that ships with made-up persons: first names and surnames of real ones, put together anew."""
    actors = folder / "actors"
    shutil.copytree(SHIPPED_CONFIGS / "actors", actors)
    people = [e.name.split() for _, e in load_gazetteer(actors).entries.values() if e.id.startswith("P_")]
    first = sorted({(p[0], p[1]) for p in people if len(p) == 3})
    last = sorted({p[2] for p in people if len(p) == 3})
    taken, chance, lines = {" ".join(p) for p in people}, random.Random(0), ["kind: person", "actors:"]
    while len(lines) < NAMES + 2:
        article, given = chance.choice(first)
        name = f"{article} {given} {chance.choice(last)}"
        if name not in taken:
            taken.add(name)
            lines.append(f'  - {{id: P_MADE_UP_{len(lines)}, name: "{name}", state: GRC, rollup: GRC}}')
    (actors / "made-up.yaml").write_text("\n".join(lines), encoding="utf-8")
    return load_gazetteer(actors)


def _peak() -> float:
    """Peak resident memory in MiB; the kernel counts KiB, on macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(n: int) -> None:
    """Read, run, publish into a folder that goes away, and show the times."""
    clock, settings = Clock(), load(SHIPPED_CONFIGS / "pipeline.yaml", Pipeline)
    tools = clock.time("load", stages.load_tools, settings, SHIPPED_CONFIGS)
    texts = clock.time("read", articles, settings, n)
    results = run(tools, texts, settings.batch, clock)
    tables = clock.time("tables", to_tables, results)
    with TemporaryDirectory() as folder:
        clock.time("publish", Store(Path(folder)).publish, tables, Provenance())
    show(Console(), clock, results)
    grow(Console(), tools, texts)
    known(Console(), tools, texts[:KNOWN])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time the stages over articles of data/raw/sample.")
    parser.add_argument("n", nargs="?", type=int, default=200, help="how many documents (default: 200)")
    main(parser.parse_args().n)
