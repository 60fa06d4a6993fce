"""Trying a source: a few of its articles are fetched aside, and what came out can be kept as a test case.

A case is a folder ``configs/sources/cases/NAME/`` with a page as it came (``page``) and what is expected of it
(``case.yaml``). It tells whether a change of a rule, or of this package, still reads the paper as it was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from pipeline.errors import SettingsError, SourceError
from pipeline.records import Article, Problem
from pipeline.settings import Strict, load
from pipeline.sources.around import Around
from pipeline.sources.collecting import collect
from pipeline.sources.declarations import FeedSource, PagedSource, SitemapSource
from pipeline.sources.entrylog import EntryLog
from pipeline.sources.fetched import doc_id, read_kept
from pipeline.sources.pages import page_article
from pipeline.sources.rawstore import Kept, RawStore

CASES = "cases"
PAGE, CASE = "page", "case.yaml"
_BEGINS = 200


class Expected(Strict):
    """What ``case.yaml`` says: where a page came from, and the article it holds. ``begins`` is how its text does."""

    address: str
    declared: str = ""
    retrieved_at: str = ""
    title: str = ""
    author: str = ""
    published_at: str = ""
    section: str = ""
    begins: str
    characters: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying: the articles, what was dropped and why, and the page behind the first article."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    page: tuple[Kept, bytes] | None = None


def attempt(source: FeedSource | SitemapSource, around: Around, most: int) -> Trial:
    """Fetch up to so many articles of a source, the newest, into a folder that goes away.

    Args:
        source: what is tried.
        around: the settings; its raw folder is not touched.
        most: how many pages are asked for.

    Raises:
        SettingsError: when no contact is set.
    """
    web = around.web.model_copy(update={"fetch": True})
    with TemporaryDirectory(prefix="stasis-") as folder:
        settings = around.settings.model_copy(update={"web": web, "raw": Path(folder)})
        aside = replace(around, settings=settings)
        problems = list(collect(source, aside, most))
        found = list(read_kept(source, aside))
        read = [item for item in found if isinstance(item, Article)]
        articles = tuple(sorted(read, key=lambda article: article.published_at, reverse=True))
        problems += [item for item in found if isinstance(item, Problem)]
        page = _page(RawStore(aside.raw), aside, articles[0]) if articles else None
    return Trial(articles, tuple(problems), page)


def save(folder: Path, page: tuple[Kept, bytes], source: PagedSource) -> Path:
    """Write a test case of a page; returns its folder.

    Raises:
        SourceError: when there is no article in the page, or the case cannot be written.
    """
    kept, content = page
    declared = kept.headers.get("content-type", "")
    article = _article(content, kept.final, declared, kept.time, source)
    expected = Expected(
        address=kept.final, declared=declared, retrieved_at=kept.time, title=article.title, author=article.author,
        published_at=article.published_at, section=article.section, begins=article.text[:_BEGINS],
        characters=len(article.text),
    )  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAGE).write_bytes(content)
        said = yaml.safe_dump(expected.model_dump(), allow_unicode=True, sort_keys=False, width=1000)
        (folder / CASE).write_text(said, encoding="utf-8")
    except OSError as error:
        remedy = "see that the folder may be written"
        raise SourceError(f"cannot be written: {error.strerror or error}", place=folder, remedy=remedy) from error
    return folder


def check(folder: Path, source: PagedSource) -> Iterator[Problem]:
    """What is read otherwise now than its test case expects; nothing where there is no case.

    Raises:
        SettingsError: when ``case.yaml`` is malformed.
    """
    if not (folder / CASE).exists():
        return
    expected = load(folder / CASE, Expected)
    try:
        content = (folder / PAGE).read_bytes()
        article = _article(content, expected.address, expected.declared, expected.retrieved_at, source)
    except OSError as error:
        remedy = "remove the folder, and make the case anew with `stasis sources test NAME --save`"
        raise SettingsError("its page is not there", place=folder, remedy=remedy) from error
    except SourceError as error:
        yield Problem(str(folder / CASE), f"no article is found any more: {error.problem}", error.remedy)
        return
    now = {
        "title": article.title, "author": article.author, "published_at": article.published_at,
        "section": article.section, "begins": article.text[:_BEGINS], "characters": len(article.text),
    }  # fmt: skip
    remedy = "mend the rules under «page» in the source; or, if it is right now, keep it with --save"
    for name, value in now.items():
        if value != getattr(expected, name):
            reason = f"{name} was {getattr(expected, name)!r}, and is read as {value!r}"
            yield Problem(str(folder / CASE), reason, remedy)


def _article(content: bytes, address: str, declared: str, at: str, source: PagedSource) -> Article:
    found = page_article(
        content, address=address, declared=declared, rules=source.page, retrieved_at=at, source="", name="case"
    )
    return next(item for item in found if isinstance(item, Article))


def _page(store: RawStore, aside: Around, article: Article) -> tuple[Kept, bytes] | None:
    for address, kept in store.newest().items():
        if doc_id(aside.name, address) == article.doc_id and address in EntryLog(aside.raw).all():
            return kept, store.content(kept)
    return None
