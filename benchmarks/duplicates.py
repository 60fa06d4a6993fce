"""What finding near-duplicates costs as the number of articles grows: time and memory, and what each tenfold takes.

Articles have some 300 words in runs that recur as phrases do. One in four repeats an earlier one with another lead and
without its end; one in fifty is a daily report with other numbers, which meets all others of its kind. Absolute figures
belong to a machine, though what else it does is not counted; where cost is linear, that of an article stays the same.

    python benchmarks/duplicates.py 100000
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Iterator
from multiprocessing import get_context
from random import Random
from time import process_time

from pipeline.duplicates import grouped
from pipeline.records import Article
from pipeline.settings import SHIPPED_CONFIGS, DuplicateSettings, Limits
from pipeline.shingles import words
from pipeline.sources import read

STEPS = (0.1, 0.3, 1.0)
LENGTH = 300
COPIES, REPORTS = 4, 50


def articles(n: int) -> Iterator[Article]:
    """Made-up articles, the same whenever they are asked for."""
    chance = Random(n)
    found = [a for a in read(SHIPPED_CONFIGS.parent / "data" / "raw" / "sample", Limits()) if isinstance(a, Article)]
    known = [word for article in found for word in words(article.text) if not word.isascii()]
    latest: list[str] = []
    for number in range(n):
        day = f"2024-{number * 12 // n + 1:02}-{number * 336 // n % 28 + 1:02}"
        if number % REPORTS == 1:
            text = _report(chance)
        elif number % COPIES == 0 and latest:
            text = _copy(chance.choice(latest), chance)
        else:
            text = _story(known, chance)
            latest = [text, *latest[:50]]
        yield Article(f"α{number}", text, published_at=day)


def _story(known: list[str], chance: Random) -> str:
    """Words of real articles, most with an ending of their own so that there are as many as in news, in short runs."""
    text: list[str] = []
    while len(text) < LENGTH:
        begin = chance.randrange(len(known) - 4)
        text += known[begin : begin + chance.randint(1, 4)]
        text.append(f"{chance.choice(known)}{chr(0x3B1 + int(chance.paretovariate(1)) % 24)}")
    return " ".join(text)


def _copy(text: str, chance: Random) -> str:
    found = text.split()
    return " ".join(["όπως", "μεταδίδει", "το", "πρακτορείο", *found[20 : int(len(found) * chance.uniform(0.6, 1))]])


def _report(chance: Random) -> str:
    cities = "Αθήνα Πάτρα Βόλος Λάρισα Ρόδος Χανιά Λαμία Τρίπολη Δράμα Σέρρες".split()
    return ". ".join(
        f"Στην πόλη {city} η θερμοκρασία θα κυμανθεί από {chance.randint(-5, 15)} έως {chance.randint(16, 44)} βαθμούς"
        for city in cities
    )


def cost(n: int) -> tuple[float, float, int]:
    """Seconds of the processor, MiB beyond the articles themselves, and how many repeat another."""
    given = list(articles(n))
    before = _peak()
    begin = process_time()
    found = grouped(given, DuplicateSettings().threshold)
    return process_time() - begin, _peak() - before, sum(bool(article.duplicate_of) for article in found)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(n: int) -> None:
    """A tenth, three tenths and all of ``n``, each in a process of its own, as a peak cannot be taken back."""
    base = None
    for step in STEPS:
        size = round(n * step)
        with get_context("spawn").Pool(1) as pool:
            seconds, memory, copies = pool.apply(cost, (size,))
        base = base or (seconds / size, memory / size)
        times, rooms = seconds / size / base[0], memory / size / base[1]
        print(f"{size:>8} articles, {copies} repeat another: {seconds:.1f} s, {memory:.0f} MiB; ", end="")
        print(f"an article takes {times:.2f} times the time and {rooms:.2f} times the memory of one in the first row")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time and memory of finding near-duplicates.")
    parser.add_argument("n", nargs="?", type=int, default=100_000, help="how many articles (default: 100000)")
    main(parser.parse_args().n)
