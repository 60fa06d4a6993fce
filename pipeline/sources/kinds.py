"""The kinds of source, and the settings class of each: ``kind`` in ``configs/sources/NAME.yaml`` chooses one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from pipeline.settings import load
from pipeline.sources.declarations import (
    ArchiveSource,
    FeedSource,
    FolderSource,
    SitemapSource,
    Source,
    TableSource,
)

KINDS: dict[str, type[Source]] = {
    "folder": FolderSource,
    "table": TableSource,
    "feed": FeedSource,
    "sitemap": SitemapSource,
    "warc": ArchiveSource,
}


def _there_is(kind: str) -> str:
    if kind not in KINDS:
        raise PydanticCustomError("kind", "No such kind of source; there are {kinds}", {"kinds": ", ".join(KINDS)})
    return kind


class _Declared(BaseModel):
    """As much of a file as must be read to know which class reads the rest."""

    model_config = ConfigDict(frozen=True)
    kind: Annotated[str, AfterValidator(_there_is)]


def load_source(path: Path) -> Source:
    """Read the declaration of one source into the class of its kind.

    Raises:
        SettingsError: when it is malformed, its kind is none there is, or it says what its kind does not know.

    >>> load_source(Path("configs/sources/philenews.yaml")).title
    'Ο Φιλελεύθερος'
    """
    return load(path, KINDS[load(path, _Declared).kind])
