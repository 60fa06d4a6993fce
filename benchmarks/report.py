"""How long the page of a big version takes to be made, to open, and to answer a filter, in headless Chromium.

Opening counts from the first byte to the page that stands with table and charts; a filter counts from the key or the
choice to the table that was drawn anew.

    python benchmarks/report.py 20000
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path[:0] = [str(Path(__file__).parents[1] / "tests" / part) for part in ("", "report")]

from browsing import FILTERS, opened, seconds_of_filter
from made_report import many, version
from playwright.sync_api import sync_playwright

from pipeline.report.data import contents
from pipeline.report.page import render


def main(n: int) -> None:
    """Make the page in a folder that goes away, and show what each step took."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        sys.exit("no Chromium here: install it, or put it on the path")
    tables = many(n)
    begin = perf_counter()
    text = render(contents(tables, version()))
    print(f"{'made':>10}: {perf_counter() - begin:6.2f} s, {len(text.encode()) / 1e6:.1f} MB")
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        path = Path(name) / "report.html"
        path.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for _ in range(3):
            page = browser.new_page()
            print(f"{'opened':>10}: {opened(page, path):6.2f} s")
            for what, fields in FILTERS.items():
                print(f"{what:>10}: {seconds_of_filter(page, fields):6.3f} s")
            page.close()
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time the report of a big version.")
    parser.add_argument("n", nargs="?", type=int, default=20_000, help="how many claims (default: 20000)")
    main(parser.parse_args().n)
