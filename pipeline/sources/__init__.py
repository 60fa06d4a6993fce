"""Articles from where they lie. What cannot be read comes out as a ``Problem`` in its place; nothing stops the run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline import settings
from pipeline.records import Article, Notice, Problem
from pipeline.sources.checks import Seen
from pipeline.sources.declarations import FolderSource
from pipeline.sources.files import read_files

__all__ = ["Notice", "Seen", "read"]


def read(source: FolderSource | Path, limits: settings.Limits, seen: Seen | None = None) -> Iterator[Article | Problem]:
    """The articles of a source in a fixed order, with what was left out among them.

    Args:
        source: a source as configured, or the path of a file or a folder.
        limits: what is too long, or not Greek enough, to be read.
        seen: what earlier sources of the same run held, to find a ``doc_id`` that two of them have.

    Yields:
        Articles; a ``Notice`` for what a person should know of an article that was read all the same (HTML in a
        text file); any other ``Problem`` for what was left out.

    >>> [a.doc_id for a in read(Path("data/raw/sample"), settings.Limits())]  # doctest: +SKIP
    ['original-001', 'original-002', …]
    """
    folder = FolderSource(kind="folder", path=source) if isinstance(source, Path) else source
    return read_files(folder, limits, seen if seen is not None else Seen())
