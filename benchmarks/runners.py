"""How much faster a run is in two processes than in one, and on a Dask cluster of this machine.

The command itself is timed, start-up included, on the same articles, one runner after the other. What a single process
does beside the others (reading, joining tables, publishing, Prefect's server) bounds what more of them can give.

    python benchmarks/runners.py 2000
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from again import articles

from pipeline.settings import SHIPPED_CONFIGS

RUNNERS = ("local", "processes", "dask")


def run(folder: Path, runner: str) -> float:
    """Seconds of ``stasis run`` with a runner."""
    configs = folder / runner
    shutil.copytree(SHIPPED_CONFIGS, configs)
    settings = configs / "pipeline.yaml"
    said = re.sub(r"^runner: \w+", f"runner: {runner}", settings.read_text(encoding="utf-8"), flags=re.MULTILINE)
    settings.write_text(said, encoding="utf-8")
    stasis = str(Path(sys.executable).parent / "stasis")
    files = ["--input", str(folder / "in.jsonl"), "--output", str(folder / f"out-{runner}")]
    begin = perf_counter()
    done = subprocess.run(
        [stasis, "run", "--config", str(settings), *files], check=False, capture_output=True, text=True
    )
    seconds = perf_counter() - begin
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return seconds


def main(n: int) -> None:
    """Run once with each, and show what each took, as a share of the first; the tables are compared."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        lines = (json.dumps(line, ensure_ascii=False) for line in articles(n))
        (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
        first, tables = 0.0, b""
        for runner in RUNNERS:
            seconds = run(folder, runner)
            made = (folder / f"out-{runner}" / "csv" / "stance.csv").read_bytes()
            first, tables = first or seconds, tables or made
            same = "the same tables" if made == tables else "OTHER TABLES"
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{runner:>10}: {seconds:7.1f} s, {first / seconds:.2f} times as fast as local; {same}")
            print(f"{'':>10}  largest process so far: {peak:,.0f} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Compare the runners.")
    parser.add_argument("n", nargs="?", type=int, default=1000, help="how many documents (default: 1000)")
    main(parser.parse_args().n)
