"""The sources that ``configs/sources/*.yaml`` declares, and the articles of those a run uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.records import Article, Problem
from pipeline.settings import Pipeline
from pipeline.sources.around import Around
from pipeline.sources.checks import Seen
from pipeline.sources.declarations import FolderSource, Source
from pipeline.sources.files import read_files
from pipeline.sources.kinds import load_source, read_source
from pipeline.sources.web import Pace


def configured(configs: Path) -> dict[str, Source]:
    """All declared sources by name, the name of their file.

    Raises:
        SettingsError: for the first file that is wrong.

    >>> sorted(configured(Path("configs")))  # doctest: +SKIP
    ['902-gr', 'alithia', 'athens-voice', …, 'zougla']
    """
    return {path.stem: load_source(path) for path in sorted((configs / "sources").glob("*.yaml"))}


def find(configs: Path, name: str, named: Path | None = None) -> Source:
    """The source of a name.

    Args:
        configs: the folder with ``sources/``.
        name: the name of its file.
        named: the file that names it, for the error.

    Raises:
        SettingsError: when there is none, or it is wrong.
    """
    path = configs / "sources" / f"{name}.yaml"
    if path.parent != configs / "sources" or not path.is_file():
        near = ", ".join(get_close_matches(name, (other.stem for other in path.parent.glob("*.yaml"))))
        meant = f"perhaps {near} was meant; " if near else ""
        remedy = f"{meant}«stasis sources» lists all there are; or add {path}"
        raise SettingsError(f"no source is called «{name}»", place=named or path.parent, remedy=remedy)
    return load_source(path)


def read_all(settings: Pipeline, configs: Path, inputs: Sequence[Path] = ()) -> Iterator[Article | Problem]:
    """As ``read_each``, where it does not matter which source an article is of."""
    return (found for _, found in read_each(settings, configs, inputs))


def read_each(
    settings: Pipeline, configs: Path, inputs: Sequence[Path] = ()
) -> Iterator[tuple[str, Article | Problem]]:
    """The articles of the sources that the settings name, or of the files and folders given instead, each with the
    name of its source, or with the path that was given.

    Args:
        settings: the checked ``pipeline.yaml``.
        configs: the folder with ``sources/``.
        inputs: files or folders; when there are any, no configured source is read.

    Raises:
        SettingsError: when the settings name a source that is not declared.
    """
    there = {} if inputs else {name: find(configs, name, configs / "pipeline.yaml") for name in settings.sources}
    seen, pace, now = Seen(), Pace(), datetime.now(UTC)
    for path in inputs:
        for found in read_files(FolderSource(kind="folder", path=path), settings.limits, seen):
            yield str(path), found
    for name, source in there.items():
        for found in read_source(source, Around(name, settings, seen, pace, now)):
            yield name, found
