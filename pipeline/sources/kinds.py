"""The kinds of source there are: the settings class of each, and what reads its articles.

A package of someone else's adds a kind by an entry point of the group ``stasis.sources``: its name is what stands after
``kind:`` in a source's YAML, and it gives a ``Kind``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from pipeline.errors import SettingsError
from pipeline.records import Article, Problem
from pipeline.settings import load
from pipeline.sources.archived import read_archived
from pipeline.sources.around import Around
from pipeline.sources.declarations import (
    ArchiveSource,
    FeedSource,
    FolderSource,
    SitemapSource,
    Source,
    TableSource,
)
from pipeline.sources.fetched import read_web
from pipeline.sources.files import read_files
from pipeline.sources.rows import read_table

GROUP = "stasis.sources"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source.

    ``declared`` is the class of its YAML, derived from ``declarations.Source``; ``read`` takes such a declaration and
    an ``Around``, and gives articles, and problems where they come up, never raised where only one article suffers.
    """

    declared: type[Source]
    read: Callable[[Any, Around], Iterator[Article | Problem]]


BUILT_IN = {
    "folder": Kind(FolderSource, lambda source, around: read_files(source, around.limits, around.seen)),
    "table": Kind(TableSource, lambda source, around: read_table(source, around.limits, around.seen, around.name)),
    "feed": Kind(FeedSource, read_web),
    "sitemap": Kind(SitemapSource, read_web),
    "warc": Kind(ArchiveSource, read_archived),
}


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """All kinds by name: ours, and those of packages that are installed. None of these replaces one of ours.

    Raises:
        SettingsError: when such a package cannot be imported, or gives something else.
    """
    found = dict(BUILT_IN)
    for entry in entry_points(group=GROUP):
        try:
            kind = entry.load()
        except Exception as error:  # someone else's code, which may fail in any way
            raise SettingsError(
                f"the kind of source «{entry.name}» cannot be imported ({type(error).__name__}: {error})",
                place=entry.value,
                remedy="mend or uninstall the package that has it",
            ) from error
        if not isinstance(kind, Kind):
            remedy = "it has to be a pipeline.sources.kinds.Kind"
            raise SettingsError(f"the kind of source «{entry.name}» is none", place=entry.value, remedy=remedy)
        found.setdefault(entry.name, kind)
    return found


def load_source(path: Path) -> Source:
    """Read the declaration of one source into the class of its kind.

    Raises:
        SettingsError: when it is malformed, its kind is none there is, or it says what its kind does not know.

    >>> load_source(Path("configs/sources/philenews.yaml")).title
    'Ο Φιλελεύθερος'
    """
    return load(path, kinds()[load(path, _Declared).kind].declared)


def read_source(source: Source, around: Around) -> Iterator[Article | Problem]:
    """The articles of a declared source, with what was left out among them."""
    return kinds()[source.kind].read(source, around)


def _there_is(kind: str) -> str:
    if kind not in kinds():
        raise PydanticCustomError("kind", "No such kind of source; there are {kinds}", {"kinds": ", ".join(kinds())})
    return kind


class _Declared(BaseModel):
    """As much of a file as must be read to know which class reads the rest."""

    model_config = ConfigDict(frozen=True)
    kind: Annotated[str, AfterValidator(_there_is)]
