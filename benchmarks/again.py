"""What a run costs that finds nothing changed, and one that finds a single article changed, against the first run.

The command itself is timed, start-up included. Articles are put together from sentences of ``data/raw/sample``, drawn
by chance so that none repeats another.

    python benchmarks/again.py 10000
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from pipeline.records import Article
from pipeline.settings import SHIPPED_CONFIGS, Pipeline, load
from pipeline.sources.configured import read_all

TEXTS = SHIPPED_CONFIGS.parent / "data" / "raw"
SENTENCES = 10


def articles(n: int, changed: Sequence[int] = ()) -> Iterator[dict[str, str]]:
    """Lines of JSON Lines; those whose number is in ``changed`` say something else."""
    settings, chance = load(SHIPPED_CONFIGS / "pipeline.yaml", Pipeline), Random(n)
    whole = [a for a in read_all(settings, SHIPPED_CONFIGS, [TEXTS]) if isinstance(a, Article)]
    known = [line for article in whole for line in article.text.splitlines() if line.strip()]
    for number in range(n):
        said = "Αυτό είναι το νέο άρθρο" if number in changed else "Αυτό είναι το άρθρο"
        text = "\n".join([*chance.sample(known, min(SENTENCES, len(known))), f"{said} {number}."])
        yield {"doc_id": f"α{number}", "text": text, "title": f"Άρθρο {number}"}


def run(folder: Path) -> float:
    """Seconds of ``stasis run`` over the folder's articles."""
    stasis = str(Path(sys.executable).parent / "stasis")
    command = [stasis, "run", "--input", str(folder / "in.jsonl"), "--output", str(folder / "out")]
    begin = perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    print(next(line for line in done.stdout.splitlines() if "analysed" in line))
    return perf_counter() - begin


def main(n: int) -> None:
    """Run three times into a folder that goes away, and show what each took."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        times = []
        for changed in ((), (), (n // 2,)):
            lines = (json.dumps(line, ensure_ascii=False) for line in articles(n, changed))
            (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
            times.append(run(folder))
    for what, seconds in zip(("first", "unchanged", "one article changed"), times, strict=True):
        print(f"{what:>20}: {seconds:7.1f} s, {seconds / times[0]:6.1%} of the first")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time a run that finds nothing changed.")
    parser.add_argument("n", nargs="?", type=int, default=1000, help="how many documents (default: 1000)")
    main(parser.parse_args().n)
