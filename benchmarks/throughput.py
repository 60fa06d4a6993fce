"""How much of the bare parser's pace a whole run keeps, and what Prefect costs: tokens a second, all in one go.

Each is a process of its own, start-up included, over the same articles, made of the sample's sentences, which are dense
with claims, or of a file's texts: bare ``nlp.pipe`` in one process and in two;
the way of a document without Prefect; ``stasis run`` in this process and in two. Then a run over a single article
(start-up), and Stanza and UDPipe 1 over a part of the texts where they are installed.

    python benchmarks/throughput.py 2000
    python benchmarks/throughput.py 2000 --texts ../shared/data/news/elner-train.jsonl
    python benchmarks/throughput.py 2000 --udpipe greek-gdt-ud-2.5-191206.udpipe
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

import psutil
from again import articles
from rich.console import Console
from rich.table import Table

from pipeline.settings import SHIPPED_CONFIGS, Pipeline, load
from pipeline.workbench import parts

SLOW = 20
"""Stanza and UDPipe read one text of so many, as they take ten times as long."""


def texts(file: Path) -> list[str]:
    """The texts of a file of articles."""
    return [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]


def joined(file: Path, n: int) -> Iterator[dict[str, str]]:
    """So many articles of the texts of a file, in their order, as many to each as there are enough of."""
    found = texts(file)
    for number, some in enumerate(islice(parts(found, max(1, len(found) // n)), n)):
        yield {"doc_id": f"α{number}", "text": "\n".join(some), "title": f"Άρθρο {number}"}


def bare(file: Path, processes: int) -> int:
    """Tokens that the shipped spaCy pipeline finds, and nothing else done."""
    from pipeline.annotate.spacy_engine import SpacyEngine

    nlp = SpacyEngine("shipped").nlp
    return sum(len(doc) for doc in nlp.pipe(texts(file), batch_size=64, n_process=processes))


def plain(file: Path, output: Path) -> None:
    """All that a run does, without Prefect."""
    from pipeline import flows, triage
    from pipeline.findings import gather
    from pipeline.incremental import conditions, record
    from pipeline.spool import Spool
    from pipeline.store import Store
    from pipeline.workbench import Workbench

    settings = load(SHIPPED_CONFIGS / "pipeline.yaml", Pipeline).model_copy(update={"output": output})
    job = flows.Job(settings, SHIPPED_CONFIGS, (file,))
    made, store, given = flows.provenance(job), Store(output), flows.read.fn(job)
    now, bench = conditions(settings, made), Workbench(settings, SHIPPED_CONFIGS, "")
    with Spool() as spool, closing(bench):
        chosen = triage.alone(given.articles, spool, settings)
        todo = triage.compared(chosen, store, now, spool, full=True)
        for part in parts(todo.fresh, settings.batch):
            spool.add(bench.analyse(part).tables)
        found = gather(spool.parts(), list(todo.why))
        store.publish(spool, made, bench.records(), record(found.doc_ids, chosen, now))


def stanza(file: Path) -> int:
    """Tokens that Stanza finds with the models that ship."""
    from pipeline.annotate import load_engine
    from pipeline.records import Article

    some = [Article(str(n), text) for n, text in enumerate(texts(file)[::SLOW])]
    return sum(len(parsed.doc) for parsed in load_engine("stanza", "shipped").parse(some))


def udpipe(file: Path, model: Path) -> int:
    """Tokens that UDPipe 1 finds, with tags and heads."""
    from ufal.udpipe import Model, ProcessingError
    from ufal.udpipe import Pipeline as Udpipe

    loaded, failed = Model.load(str(model)), ProcessingError()
    reads = Udpipe(loaded, "tokenize", Udpipe.DEFAULT, Udpipe.DEFAULT, "conllu")
    said = (reads.process(text, failed) for text in texts(file)[::SLOW])
    return sum(1 for one in said for line in one.splitlines() if re.match(r"\d+\t", line))


def measured(command: list[str]) -> tuple[float, float, str]:
    """Seconds, peak memory in MiB of a process with those it starts, and what it printed."""
    begin, peak = perf_counter(), 0.0
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        with said.open("w") as out, psutil.Popen(command, stdout=out, stderr=subprocess.STDOUT) as process:
            while process.poll() is None:
                peak = max(peak, _memory(process))
                sleep(0.2)
        text = said.read_text()
        if process.returncode:
            sys.exit(text)
        return perf_counter() - begin, peak / 2**20, text


def _memory(process: Any) -> float:
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_info().rss
        except psutil.Error:  # it ended meanwhile
            continue
    return total


def main(n: int, model: Path | None, real: Path | None) -> None:
    """Measure one after the other, and show each against bare ``nlp.pipe`` in one process."""
    made = partial(joined, real) if real else articles
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, some in (("in", n), ("one", 1)):
            lines = (json.dumps(line, ensure_ascii=False) for line in islice(made(n), some))
            (folder / f"{file}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        found = {what: measured(command) for what, command in commands(folder, model).items()}
    out, grid = Console(), Table("what", "seconds", "tokens/s", "of bare", "MiB in all", title=f"{n} documents")
    tokens = int(found[BARE][2].split()[-1])
    for what, (seconds, peak, said) in found.items():
        read = int(said.split()[-1]) if what in ("Stanza", "UDPipe 1") else tokens
        pace = "" if what == ONE else f"{read / seconds:.0f}"
        share = "" if what == ONE else f"{read / seconds / (tokens / found[BARE][0]):.0%}"
        grid.add_row(what, f"{seconds:.1f}", pace, share, f"{peak:.0f}")
    out.print(grid)
    without, run = found[PLAIN][0], found[RUN][0]
    out.print(f"Prefect takes {max(run - without, 0) / run:.1%} of a run; {tokens} tokens")


BARE, PLAIN, RUN, ONE = "bare nlp.pipe", "without Prefect", "stasis run", "stasis run, one article"


def commands(folder: Path, model: Path | None) -> dict[str, list[str]]:
    """What is measured, and how it is called."""
    again, file = [sys.executable, __file__, "--call"], str(folder / "in.jsonl")
    found = {BARE: [*again, "bare", file, "1"], f"{BARE}, 2 processes": [*again, "bare", file, "2"]}
    found[PLAIN] = [*again, "plain", file, str(folder / "plain")]
    found[RUN] = run(folder, "local", "in")
    found[f"{RUN}, 2 processes"] = run(folder, "processes", "in")
    found[ONE] = run(folder, "local", "one")
    if find_spec("stanza"):
        found["Stanza"] = [*again, "stanza", file]
    if model is not None and find_spec("ufal.udpipe"):
        found["UDPipe 1"] = [*again, "udpipe", file, str(model)]
    return found


def run(folder: Path, runner: str, file: str) -> list[str]:
    """``stasis run`` with settings of its own."""
    configs = folder / f"{runner}-{file}"
    shutil.copytree(SHIPPED_CONFIGS, configs)
    settings = configs / "pipeline.yaml"
    said = re.sub(r"^runner: \w+", f"runner: {runner}\nworkers: 2", settings.read_text("utf-8"), flags=re.MULTILINE)
    settings.write_text(said, encoding="utf-8")
    stasis = str(Path(sys.executable).parent / "stasis")
    return [stasis, "run", "--config", str(settings), "--input", str(folder / f"{file}.jsonl"),
            "--output", str(folder / f"out-{runner}-{file}")]  # fmt: skip


def call(what: str, file: Path, *more: str) -> None:
    """One of the things that are measured, in the process that was started for it."""
    if what == "plain":
        plain(file, Path(more[0]))
    elif what == "bare":
        print(bare(file, int(more[0])))
    else:
        print(stanza(file) if what == "stanza" else udpipe(file, Path(more[0])))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Compare the pace of a whole run with that of the bare parser.")
    parser.add_argument("n", nargs="?", type=int, default=2000, help="how many documents (default: 2000)")
    parser.add_argument("--texts", type=Path, help="JSON Lines whose texts the articles are made of")
    parser.add_argument("--udpipe", type=Path, help="a model of UDPipe 1 for Greek")
    parser.add_argument("--call", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.call:
        call(given.call[0], Path(given.call[1]), *given.call[2:])
    else:
        main(given.n, given.udpipe, given.texts)
