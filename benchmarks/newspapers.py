"""``docs/newspapers.md``: the newspapers, agencies and portals that ``configs/sources/`` declares, and their doubts.

Run as ``python benchmarks/newspapers.py`` after a change of a source; a test holds the page to the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.settings import SHIPPED_CONFIGS
from pipeline.sources.declarations import FeedSource, SitemapSource
from pipeline.sources.kinds import load_source

PAGE = Path(__file__).parents[1] / "docs" / "newspapers.md"
HEAD = """\
# Newspapers, agencies and portals

`configs/sources/` declares {sources} of them, {cyprus} from Cyprus, with {addresses} addresses of feeds and sitemaps.
None is read unless `sources:` in `configs/pipeline.yaml` names it.

**No address was fetched.** Each was seen written in a public list or program, named under «found», and was checked for
form only: that it is a web address of the paper's own domain, or of Feedburner. Some will have moved. A «code index,
file N» is a file of a public repository which the index we searched gives by its number and its text alone; such a
finding is harder to follow up than one with repository and path.

This page is made by `python benchmarks/newspapers.py` from the YAML files.

| name | title | country | what it is | kind | addresses | found |
| --- | --- | --- | --- | --- | --- | --- |
"""
DOUBTS = """
## Doubts

Where lists contradict each other, or one alone is not much:

"""
MISSING = """
## Looked for, and not found

- ΑΠΕ-ΜΠΕ (amna.gr): its site is a program that asks for JSON (`/feeds/getfolder.php`), which no kind of source here
  reads. Lists name feeds (`/rss`, `/news/rss`), but someone who tried several of them in 2026 got HTML or 404.
- ΡΙΚ (news.rik.cy), Alpha News, ANT1, Omega and Η Καθημερινή in Cyprus: no address of a feed or sitemap is written in
  what we searched. StockWatch: only that of its English edition.
- Liberal (liberal.gr): two lists name `/feed/`, but someone keeps a program that makes feeds of its pages.
- Εστία, Δημοκρατία, Star, ΑΝΤ1 in Greece: none that we would trust.
- The Greek services of the Voice of America and of Sputnik: none.
"""


def page(folder: Path = SHIPPED_CONFIGS / "sources") -> str:
    """The whole page, as the files in the folder have it."""
    rows, doubts, addresses = [], [], 0
    for path, source in newspapers(folder):
        country, what, doubt = remarks(path)
        asked = source.feeds if isinstance(source, FeedSource) else source.sitemaps
        addresses += len(asked)
        cells = (f"`{path.stem}`", source.title, country, what, source.kind, str(len(asked)), source.found)
        rows.append("| " + " | ".join(cells) + " |\n")
        doubts += [f"- `{path.stem}`: {doubt}\n"] if doubt else []
    cyprus = sum("| Cyprus |" in row for row in rows)
    head = HEAD.format(sources=len(rows), cyprus=cyprus, addresses=addresses)
    return head + "".join(rows) + DOUBTS + "".join(doubts) + MISSING


def newspapers(folder: Path) -> Iterator[tuple[Path, FeedSource | SitemapSource]]:
    """The declarations of feeds and sitemaps, by the names of their files."""
    for path in sorted(folder.glob("*.yaml")):
        source = load_source(path)
        if isinstance(source, FeedSource | SitemapSource):
            yield path, source


def remarks(path: Path) -> tuple[str, str, str]:
    """What the comments at the top say: «# Country: what it is» and perhaps «# Doubt: …»."""
    first, second = path.read_text(encoding="utf-8").splitlines()[:2]
    country, _, what = first.removeprefix("# ").partition(": ")
    return country, what, second.removeprefix("# Doubt: ") if second.startswith("# Doubt: ") else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
