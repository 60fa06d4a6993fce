"""``configs/*.yaml`` → checked settings; what is wrong is named by file, line, key and the keys there are."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline.errors import SettingsError
from pipeline.locations import Location, locate

SHIPPED_CONFIGS = Path(__file__).parents[1] / "configs"
Model = TypeVar("Model", bound=BaseModel)


NO_BEARING: dict[str, Any] = {
    **dict.fromkeys(("output", "csv", "raw", "web", "log", "runner", "workers", "scheduler"), True),
    "limits": {"document_seconds"},
}
"""Settings that have no bearing on what a version holds: where things lie, and how they are fetched and worked on. As
pydantic takes what it is to exclude."""


class Strict(BaseModel):
    """Base of everything read from YAML: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(Strict):
    """What is not worth reading. Lengths in characters, ``greek`` a share of letters between 0 and 1.

    ``file_bytes`` bounds a file, or a line of JSON Lines, before it is opened: markup is many times its article.
    ``document_seconds``: what is not worth waiting for; a document that takes longer to analyse is given up alone.
    """

    characters: int = Field(default=500_000, gt=0)
    file_bytes: int = Field(default=20_000_000, gt=0)
    greek: float = Field(default=0.5, ge=0, le=1)
    document_seconds: float = Field(default=600.0, gt=0)


class ClaimSettings(Strict):
    """Claims less likely than ``min_confidence`` (0 to 1) are not published."""

    min_confidence: float = Field(default=0.22, ge=0, le=1)


class WebSettings(Strict):
    """How pages are fetched. ``contact``, an e-mail address or a page, is in every request; without it none goes out.

    ``gap``: seconds between two requests to a host, unless its robots.txt asks for more; ``requests``: most of them a
    run and source; ``timeout``: seconds for one answer, from the first byte to the last; ``bytes``: longest answer,
    unpacked; ``retries``: of what failed for a reason that may pass; ``private``: whether addresses of private networks
    may be asked; ``fetch``: whether to ask the network at all, or to read only what is kept under ``raw``.
    """

    contact: str = ""
    gap: float = Field(default=2.0, ge=0)
    requests: int = Field(default=500, gt=0)
    timeout: float = Field(default=30.0, gt=0)
    bytes: int = Field(default=10_000_000, gt=0)
    redirects: int = Field(default=5, ge=0)
    retries: int = Field(default=3, ge=0)
    private: bool = False
    fetch: bool = True


class DuplicateSettings(Strict):
    """``threshold``: share of the shorter text's word shingles, 0 to 1, from which two texts are one story.

    1 finds equal texts only.
    """

    threshold: float = Field(default=0.5, gt=0, le=1)


class CsvSettings(Strict):
    """How ``OUT/csv`` is written: ``excel`` for a byte order mark, semicolons, and the comma as decimal sign."""

    excel: bool = False


class Pipeline(Strict):
    """``configs/pipeline.yaml``. Relative paths count from the folder the command is given in.

    ``output`` may be the address of an object store. ``runner`` says where batches are analysed: in a process
    beside the run, in ``workers`` of them (as many as there are processors, when not given), or on a Dask cluster, the
    one of ``scheduler`` or one of this machine. ``log`` is a folder for a file a run; «logs» in the output, where that
    is a folder and nothing else is said.
    """

    sources: list[str] = Field(default_factory=lambda: ["sample"])
    output: Annotated[Location, BeforeValidator(locate)] = Path("data/processed")
    engine: str = "spacy"
    model: str = "shipped"
    batch: int = Field(default=64, gt=0)
    runner: Literal["local", "processes", "dask"] = "local"
    workers: int | None = Field(default=None, gt=0)
    scheduler: str = ""
    tokens: bool = False
    raw: Path = Path("data/raw")
    limits: Limits = Limits()
    web: WebSettings = WebSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    claims: ClaimSettings = ClaimSettings()
    csv: CsvSettings = CsvSettings()
    log: Path | None = None

    @property
    def at_once(self) -> int:
        """How many batches are analysed at a time.

        >>> Pipeline(runner="processes", workers=3).at_once
        3
        """
        if self.runner == "local":
            return 1
        # What this process may use of the machine; macOS does not say.
        usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        return self.workers or usable or 1


def load(path: Path, model: type[Model]) -> Model:
    """Read one YAML file into its settings class.

    Raises:
        SettingsError: when it is not there, not YAML, or says what the class does not know.
    """
    data, root = _compose(path)
    try:
        return model.model_validate(data if data is not None else {})
    except ValidationError as error:
        first = error.errors()[0]
        place = f"{path}:{_line(root, first['loc'])}"
        raise SettingsError(_problem(first), place=place, remedy=_remedy(first, model)) from error


def load_folder(folder: Path, model: type[Model], key: str) -> Iterator[tuple[Path, Model]]:
    """Read every YAML file of a folder that has ``key`` at its top, in the order of their names.

    One after the other, so that ``lines_of`` of the file just read need not read it again.

    Raises:
        SettingsError: for the first file that is wrong.
    """
    if not folder.is_dir():
        raise SettingsError(
            "the folder is not there", place=folder, remedy="run in the project's folder, or give --config"
        )
    for path in sorted(folder.glob("*.yaml")):
        if f"{key}:" not in _text(path):
            continue
        data, _ = _compose(path)
        if isinstance(data, dict) and key in data:
            yield path, load(path, model)


def lines_of(path: Path, key: str) -> list[int]:
    """The line on which each item of the top-level list ``key`` begins, for errors that compare entries."""
    _, root = _compose(path)
    if isinstance(root, yaml.MappingNode):
        for name, value in root.value:
            if name.value == key and isinstance(value, yaml.SequenceNode):
                return [item.start_mark.line + 1 for item in value.value]
    return []


def digest(paths: Iterable[Path], text: str = "") -> str:
    """One hash over a text and the names and bytes of files, 16 hexadecimal digits."""
    found = hashlib.sha256(text.encode())
    for path in sorted(paths):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        remedy = "save the file as UTF-8"
        raise SettingsError(f"byte {error.start + 1} is not UTF-8", place=path, remedy=remedy) from error
    except OSError as error:
        raise SettingsError("the file cannot be read", place=path, remedy=error.strerror or str(error)) from error


def _compose(path: Path) -> tuple[Any, yaml.Node | None]:
    text = _text(path)
    try:
        return _parsed(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        remedy = "mend the YAML there: quotes around text with «:», spaces (no tabs) before keys, UTF-8"
        raise SettingsError(f"not valid YAML: {problem}", place=place, remedy=remedy) from error


@lru_cache(maxsize=1)
def _parsed(text: str) -> tuple[Any, yaml.Node | None]:
    """Kept, as a file of actors or frames is asked for several times and takes a third of a second each."""
    loader = yaml.CSafeLoader(text)
    root = loader.get_single_node()
    return (loader.construct_document(root) if root else None), root


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """The line of the innermost node that the location reaches."""
    line = node.start_mark.line + 1 if node else 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            pairs = [(k, v) for k, v in node.value if k.value == str(step)]
            if not pairs:
                break
            line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _problem(error: Any) -> str:
    key = f"«{'.'.join(map(str, error['loc']))}»" if error["loc"] else "the file"
    if error["type"] == "extra_forbidden":
        return f"unknown key {key}"
    given = f" (given: {error['input']!r})" if error["type"] != "missing" else ""
    return f"{key}: {error['msg'][0].lower()}{error['msg'][1:]}{given}"[:300]


def _remedy(error: Any, model: type[BaseModel]) -> str:
    for step in error["loc"][:-1]:
        inner = _inner(model, step)
        model = inner if inner is not None else model
    allowed = ", ".join(model.model_fields)
    return f"keys allowed here: {allowed}" if error["type"] in ("extra_forbidden", "missing") else "correct the value"


def _inner(model: type[BaseModel], step: int | str) -> type[BaseModel] | None:
    """The settings class that a field holds, also inside a list or an optional."""
    field = model.model_fields.get(str(step))
    todo = [field.annotation] if field else []
    while todo:
        annotation = todo.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return annotation
        todo.extend(get_args(annotation))
    return None


def tree(folder: Path, pattern: str) -> list[Path]:
    """Files below a folder that match, sorted."""
    return sorted(folder.rglob(pattern))
