"""How long the page of a big version takes to be made, to open, and to answer a filter, in headless Chromium.

Opening counts from the first byte to the page that stands with table and charts; a filter counts from the key or the
choice to the table that was drawn anew. «first search» is typed the moment that the page stands, when it has folded no
text yet. The least of the tries is what the page takes; what is above it, other work on the machine took.

    python benchmarks/report.py 20000
"""

from __future__ import annotations

import argparse
import shutil
import sys
from os import cpu_count, getloadavg
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path[:0] = [str(Path(__file__).parents[1] / "tests" / part) for part in ("", "report")]

from browsing import FILTERS, opened, seconds_of_filter
from made_report import many, version
from playwright.sync_api import Browser, sync_playwright

from pipeline.report.data import contents
from pipeline.report.page import render

TRIES = 5


def main(n: int) -> None:
    """Make the page in a folder that goes away, and show what each step took."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        sys.exit("no Chromium here: install it, or put it on the path")
    tables = many(n)
    begin = perf_counter()
    text = render(contents(tables, version()))
    print(f"{'made':>12}: {perf_counter() - begin:6.2f} s, {len(text.encode()) / 1e6:.1f} MB")
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        path = Path(name) / "report.html"
        path.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        tries = [_try(browser, path) for _ in range(TRIES)]
        browser.close()
    for what in tries[0]:
        took = sorted(one[what] for one in tries)
        print(f"{what:>12}: {took[0]:6.3f} s, median of {TRIES} tries {median(took):6.3f} s")
    print(f"{'load':>12}: {getloadavg()[0]:4.1f} on {cpu_count()} cores")


def _try(browser: Browser, path: Path) -> dict[str, float]:
    """Open the page and set one filter after the other; the seconds that each took."""
    page = browser.new_page()
    took = {"opened": opened(page, path)}
    took |= {what: seconds_of_filter(page, fields) for what, fields in FILTERS.items()}
    page.close()
    return took


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time the report of a big version.")
    parser.add_argument("n", nargs="?", type=int, default=20_000, help="how many claims (default: 20000)")
    main(parser.parse_args().n)
