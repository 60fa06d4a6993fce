"""Web archives (WARC) → articles. An archive is raw already, and read where it lies."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import SourceError
from pipeline.records import Article, Problem
from pipeline.sources.archives import Saved, read_archive
from pipeline.sources.around import Around
from pipeline.sources.collecting import clean, is_wanted
from pipeline.sources.declarations import ArchiveSource
from pipeline.sources.fetched import admitted, doc_id
from pipeline.sources.pages import page_article


def read_archived(source: ArchiveSource, around: Around) -> Iterator[Article | Problem]:
    """The articles of the pages in an archive; of a page that stands there several times the latest.

    Args:
        source: the archive as declared.
        around: its name, the settings, and what the sources of one run share.
    """
    try:
        for item in _chosen(source, around):
            if isinstance(item, Problem):
                yield item
            else:
                yield from _article(*item, source, around)
    except SourceError as error:
        yield Problem(error.place, error.problem, error.remedy)


def _chosen(source: ArchiveSource, around: Around) -> Iterator[tuple[str, Saved] | Problem]:
    """The pages to read, with their addresses. The archive is gone through twice, for it may not fit into memory."""
    newest: dict[str, tuple[str, int]] = {}
    for number, found in enumerate(read_archive(source.path, around.limits)):
        if not isinstance(found, Problem) and is_wanted(address := clean(found.address), source):
            newest[address] = max(newest.get(address, ("", -1)), (found.time, number))
    for number, found in enumerate(read_archive(source.path, around.limits)):
        if isinstance(found, Problem):
            yield found
        elif newest.get(address := clean(found.address)) == (found.time, number):
            yield address, found


def _article(address: str, saved: Saved, source: ArchiveSource, around: Around) -> Iterator[Article | Problem]:
    try:
        articles = page_article(
            saved.content,
            address=saved.address,
            declared=saved.headers.get("content-type", ""),
            rules=source.page,
            retrieved_at=saved.time,
            source=source.title,
            name=doc_id(around.name, address),
        )
        yield from admitted(list(articles), source, around)
    except SourceError as error:
        yield Problem(error.place, error.problem, error.remedy)
