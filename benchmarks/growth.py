"""A store that grows for a year: what publishing, reading and comparing cost at each version, with made-up tables.

Articles have as many sentences, mentions and claims as those of ``data/raw/sample``, and columns are as wide as theirs;
all words are made up. A version has the articles of those before it and its share of new ones; then comes one with the
articles of a day more, and one in which a claim in fifty has another confidence. Each step has a process of its own, as
a peak of memory cannot be taken back. Seconds are those of the processor, so that what else the machine does is not
counted.

    python benchmarks/growth.py 100000
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable, Iterator
from functools import partial, wraps
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline import datapackage, store
from pipeline.catalogue import TABLES
from pipeline.delta import Deltas
from pipeline.diff import diff, summary
from pipeline.schema import Table
from pipeline.spool import Spool
from pipeline.store import Store
from pipeline.stored import Stored
from pipeline.versions import Provenance

SENTENCES, MENTIONS, STANCE, DEPENDENCE = 13.3, 38.35, 8.45, 4.45
"""Of an article, as ``stasis run`` finds them in ``data/raw/sample``."""
BLOCK = 1000
WORDS, KNOWN = 20_000, 100_000
ACTORS, FRAMES = 6_000, 1_600
DAYS = 365
PHASES: dict[str, tuple[tuple[Any, str], ...]] = {
    "sort": ((Spool, "ordered"),),
    "hash": ((store, "content_hash"),),
    "fetch": ((Stored, "all"),),
    "compare": ((Spool, "changes"), (Spool, "added")),
    "delta": ((Deltas, "write"),),
    "csv": ((datapackage, "write"),),
}


_LARGE = partial(pa.scalar, type=pa.large_string())


class World:
    """Made-up words, sentences, actors and frames, the same at every run."""

    def __init__(self) -> None:
        chance = np.random.default_rng(0)
        letters = pa.array(list("αβγδεζηθικλμνξοπρστυφχψω"), pa.large_string())
        self.words = _joined(letters, chance.integers(0, 24, 6 * WORDS), chance.integers(2, 11, WORDS), "")
        self.sentences = self._phrases(chance, KNOWN, 14)
        self.names, self.mentions = (self._phrases(chance, ACTORS, 2) for _ in range(2))
        self.cues, self.frames = (self._phrases(chance, FRAMES, 2) for _ in range(2))
        self.titles = self._phrases(chance, KNOWN, 6)
        self.ids = _named("Q", np.arange(ACTORS) * (np.arange(ACTORS) % 5 < 3))
        self.states = self._phrases(chance, 200, 1)

    def _phrases(self, chance: Any, number: int, mean: int) -> Any:
        lengths = 1 + chance.poisson(mean - 1, number)
        return _joined(self.words, (WORDS ** chance.random(lengths.sum())).astype(np.int64) - 1, lengths, " ")

    def tables(self, block: int, doubted: bool = False) -> dict[str, Any]:
        """The tables of a thousand articles."""
        chance = np.random.default_rng([1, block])
        numbers = block * BLOCK + np.arange(BLOCK)
        counts = 1 + chance.poisson(SENTENCES - 1, BLOCK)
        begins = np.cumsum(counts) - counts
        docs = np.repeat(np.arange(BLOCK), counts)
        drawn = self.sentences.take(pa.array(chance.integers(0, KNOWN, len(docs))))
        texts = pc.binary_join_element_wise(drawn, _text(np.arange(len(docs))), _text(numbers[docs]), _LARGE(" "))
        ids = pc.binary_join_element_wise(_LARGE("άρθρο"), pc.utf8_lpad(_text(numbers), 9, "0"), _LARGE("-"))
        parts = {
            "doc_id": ids.take(pa.array(docs)),
            "sentence_id": pa.array(np.arange(len(docs)) - begins[docs]),
            "text": texts,
        }
        made = {
            "documents": self._documents(chance, numbers, ids, texts, counts),
            "sentences": self._fill("sentences", chance, len(docs), parts),
        }
        for number, (name, mean) in enumerate((("entities", MENTIONS), ("stance", STANCE), ("dependence", DEPENDENCE))):
            of = np.repeat(np.arange(BLOCK), chance.poisson(mean, BLOCK))
            at = pa.array(begins[of] + (chance.random(len(of)) * counts[of]).astype(np.int64))
            keys = (np.uint64(block * 3 + number) << np.uint64(32)) + np.arange(len(of), dtype=np.uint64)
            known = {"doc_id": parts["doc_id"].take(at), "sentence_id": parts["sentence_id"].take(at)}
            known |= {TABLES[name].key[0]: _hexadecimal(keys), "evidence": texts.take(at)}
            known["confidence"] = _confidence(chance, len(of), doubted)
            made[name] = self._fill(name, chance, len(of), known)
        return made

    def _documents(self, chance: Any, numbers: Any, ids: Any, texts: Any, counts: Any) -> Any:
        offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int64())
        known = {
            "doc_id": ids,
            "text": pc.binary_join(pa.LargeListArray.from_arrays(offsets, texts), _LARGE("\n")),
            "title": self.titles.take(pa.array(numbers % KNOWN)),
            "sha256": pc.binary_join_element_wise(
                *(_hexadecimal(numbers.astype(np.uint64) * np.uint64(4) + np.uint64(n)) for n in range(4)),
                _LARGE(""),
            ),
            "retrieved_at": pa.repeat(pa.scalar("2024-12-31T06:00:00Z"), len(ids)),
        }
        return self._fill("documents", chance, len(ids), known)

    def _fill(self, name: str, chance: Any, number: int, known: dict[str, Any]) -> Any:
        """The table with the columns that are known, and others drawn as their kind is."""
        table: Table = TABLES[name]
        columns = {}
        for column in table.columns:
            columns[column.name] = known.get(column.name)
            if columns[column.name] is None:
                columns[column.name] = self._draw(column.name, column.type, column.enum, chance, number)
        return pa.table(columns)

    def _draw(self, name: str, kind: str, enum: tuple[str, ...], chance: Any, number: int) -> Any:
        if kind == "integer":
            return pa.array(chance.integers(0, 1300, number))
        if kind == "boolean":
            return pa.array(np.ones(number, bool))
        pools = {"id": self.ids, "rollup": self.states, "text": self.mentions, "cue": self.cues, "frame": self.frames}
        pools |= dict.fromkeys(("holder", "target", "dependent", "provider", "name"), self.names)
        pool = pa.array(enum) if enum else pools.get(name.rpartition("_")[2])
        if name in ("published_at", "source", "tense", "label", "plover"):
            pool = (
                pa.array([f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(84)]) if "_" in name else self.states
            )
        if pool is None:
            return pa.repeat(pa.scalar(""), number)
        return pool.take(pa.array((chance.beta(0.5, 2, number) * len(pool)).astype(np.int64)))


def _joined(pool: Any, drawn: Any, lengths: Any, between: str) -> Any:
    offsets = pa.array(np.concatenate([[0], np.cumsum(lengths)]), pa.int64())
    values = pool.take(pa.array(np.resize(drawn, lengths.sum())))
    return pc.binary_join(pa.LargeListArray.from_arrays(offsets, values), _LARGE(between))


def _text(numbers: Any) -> Any:
    return pa.array(numbers).cast(pa.large_string())


def _named(letter: str, numbers: Any) -> Any:
    """«Q17»; "" for nought."""
    return pc.if_else(
        pa.array(numbers > 0), pc.binary_join_element_wise(_LARGE(letter), _text(numbers), _LARGE("")), _LARGE("")
    )


def _hexadecimal(numbers: Any) -> Any:
    """Sixteen digits that look drawn by chance, others for each number (splitmix64)."""
    mixed = numbers * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    nibbles = mixed.view(np.uint8).reshape(-1, 8)
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    pairs = np.stack([digits[nibbles >> 4], digits[nibbles & 15]], axis=-1)
    offsets = np.arange(len(numbers) + 1, dtype=np.int64) * 16
    return pa.LargeStringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(pairs.tobytes()))


def _confidence(chance: Any, number: int, doubted: bool) -> Any:
    drawn = 0.2 + 0.8 * chance.beta(1, 1.2, number)
    return pa.array(np.round(np.where(doubted & (np.arange(number) % 50 == 0), drawn * 0.9, drawn), 4))


def publish(folder: Path, blocks: int, doubted: bool) -> dict[str, float]:
    """Seconds of each part of publishing so many thousand articles."""
    times = dict.fromkeys(("fill", *PHASES), 0.0)
    for phase, functions in PHASES.items():
        for owner, name in functions:
            setattr(owner, name, _timed(getattr(owner, name), phase, times))
    world, found = World(), Store(folder)
    with Spool() as spool:
        for block in range(blocks):
            tables = world.tables(block, doubted)
            begin = process_time()
            spool.add(tables)
            times["fill"] += process_time() - begin
        begin, wall = process_time(), perf_counter()
        found.publish(spool, Provenance())
        times |= {"publish": process_time() - begin, "wall": perf_counter() - wall}
    return times


def _timed(work: Callable[..., Any], phase: str, times: dict[str, float]) -> Callable[..., Any]:
    @wraps(work)
    def timed(*args: Any, **kwargs: Any) -> Any:
        begin = process_time()
        try:
            return work(*args, **kwargs)
        finally:
            times[phase] += process_time() - begin

    return timed


def read(folder: Path, columns: list[str] | None) -> int:
    """Read the newest stance claims, part by part."""
    return sum(part.num_rows for part in Store(folder).parts("stance", None, columns))


def count(folder: Path, a: int, b: int) -> list[int]:
    """What ``stasis diff`` counts, for all tables: appeared, vanished, changed."""
    columns = ["appeared", "vanished", "changed"]
    return [int(total) for total in summary(Store(folder), a, b)[columns].sum()]


def lines(folder: Path, a: int, b: int) -> int:
    """The rows of stance that differ."""
    return len(diff(Store(folder), a, b, "stance"))


def alone(work: Callable[..., Any], *args: Any) -> tuple[Any, float, float]:
    """What it gives, its seconds, and the peak of memory in MiB of a process that does nothing else."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, *args))


def _measured(work: Callable[..., Any], *args: Any) -> tuple[Any, float, float]:
    begin = process_time()
    found = work(*args)
    return found, process_time() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def steps(claims: int, versions: int) -> Iterator[tuple[str, int, bool]]:
    """What each version is, how many thousand articles it has, whether claims have changed."""
    blocks = max(versions, round(claims / (STANCE + DEPENDENCE) / BLOCK))
    for number in range(1, versions + 1):
        yield "grew", blocks * number // versions, False
    day = blocks + max(1, blocks // DAYS)
    yield "a day more", day, False
    yield "a claim in fifty changed", day, True


def main(claims: int, versions: int, diffs: bool) -> None:
    """Publish one version after the other into a folder that goes away, and show what each takes."""
    with TemporaryDirectory(prefix="growth-") as name:
        folder = Path(name)
        for version, (what, blocks, doubted) in enumerate(steps(claims, versions), start=1):
            times, _, peak = alone(publish, folder, blocks, doubted)
            counts = Store(folder).versions()[-1].counts
            print(f"version {version}, {what}: {', '.join(f'{n:,} {table}' for table, n in counts.items())}")
            parts = (f"{phase} {seconds:.1f}" for phase, seconds in times.items() if phase not in ("publish", "wall"))
            told = f"{', '.join(parts)}), on the wall {times['wall']:.1f} s"
            print(f"  publish {times['publish']:.1f} s ({told}, peak {peak:,.0f} MiB")
            print(f"  on disk: store {_mib(folder / 'store'):,.0f} MiB, csv {_mib(folder / 'csv'):,.0f} MiB")
            works: dict[str, Any] = {"read stance": partial(read, folder, None)}
            works["one column of it"] = partial(read, folder, ["holder"])
            if version > 1:
                works["count against the version before"] = partial(count, folder, version - 1, version)
                works["count against the first"] = partial(count, folder, 1, version)
                if diffs:
                    works["diff of stance with the version before"] = partial(lines, folder, version - 1, version)
            for work, do in works.items():
                found, seconds, peak = alone(do)
                print(f"  {work}: {seconds:.1f} s, peak {peak:,.0f} MiB, {found}", flush=True)


def _mib(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Let a store grow for a year.")
    parser.add_argument("claims", nargs="?", type=int, default=100_000, help="claims at its end (default: 100000)")
    parser.add_argument("--versions", type=int, default=12, help="in how many equal steps (default: 12)")
    parser.add_argument("--no-diffs", action="store_true", help="count what differs, without laying the rows out")
    given = parser.parse_args()
    main(given.claims, given.versions, not given.no_diffs)
