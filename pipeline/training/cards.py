"""Card, licence and figures that lie beside the models that ship, and the floors under those figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy

from pipeline import floors
from pipeline.annotate import spacy_model, stanza_model
from pipeline.errors import ModelError
from pipeline.settings import digest
from pipeline.training.cardtexts import CARD, LICENCE, TEXTS
from pipeline.training.modelfigures import GROUPS, ModelFigures

FOLDERS = {"spacy": spacy_model.SHIPPED, "stanza": stanza_model.SHIPPED}
"""Engine → the folder of its model that ships."""

WRITTEN = ("README.md", "LICENSE", "figures.json")
"""What this module writes into such a folder; the rest are the weights."""

_SYNTAX = ("Sentences", "UPOS", "UFeats", "Lemmas", "UAS", "LAS")
FLOORED = (*(f"{scorer}.{name}" for scorer in ("conll", "spacy") for name in _SYNTAX), "entities.f1")
"""Figures of each model that get a floor."""

SLACK = 0.001
"""How far below its figure a floor is put: another processor's rounding turns a token or two."""


def shipped() -> list[str]:
    """The engines whose model is there."""
    return [engine for engine, folder in FOLDERS.items() if _files(folder)]


def folder_of(engine: str, model: str) -> Path:
    """Where a model lies.

    Args:
        engine: the engine that loads it.
        model: «shipped», «download» (Stanza's own package, fetched before), or a package name or path.

    Raises:
        ModelError: when the engine has no model of its own that ships.
    """
    if model == stanza_model.DOWNLOAD:
        from stanza.resources.common import DEFAULT_MODEL_DIR

        return Path(DEFAULT_MODEL_DIR) / "el"
    if model != "shipped":
        return Path(model) if Path(model).exists() else Path(spacy.util.get_package_path(model))
    if engine not in FOLDERS:
        remedy = f"choose one of: {', '.join(FOLDERS)}"
        raise ModelError(f"no model of its own ships for the engine «{engine}»", remedy=remedy)
    return FOLDERS[engine]


def weights(folder: Path) -> str:
    """A hash over all files of a model but the card, the licence and the figures."""
    return digest(_files(folder))


def megabytes(folder: Path) -> float:
    """Size of a model on disk, in millions of bytes."""
    return sum(path.stat().st_size for path in _files(folder)) / 1e6


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name not in WRITTEN]


def write_card(figures: ModelFigures) -> None:
    """Write ``README.md``, ``LICENSE`` and ``figures.json`` into the folder of a model of ours.

    Args:
        figures: what was measured of it.

    Raises:
        ModelError: for a model that is not ours: it has its maker's card.
    """
    if figures.model != "shipped":
        remedy = "leave --write out, or set model to «shipped»"
        raise ModelError("the card of another's model is not ours to write", place=figures.model, remedy=remedy)
    record = {"weights": weights(figures.folder), "figures": figures.figures, "detail": figures.detail}
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (figures.folder / "figures.json").write_text(text, encoding="utf-8")
    (figures.folder / "README.md").write_text(card(figures), encoding="utf-8")
    (figures.folder / "LICENSE").write_text(LICENCE, encoding="utf-8")


def card(figures: ModelFigures) -> str:
    """The model card, Markdown (Mitchell et al. 2019)."""
    (_, columns, rows), *others = figures.tables()
    detail = [f"### {title[0].upper()}{title[1:]}\n\n{_table(names, cells)}" for title, names, cells in others]
    weakest = [
        f"- Lowest {shown}, of what the test file has 20 times or more: "
        + ", ".join(f"{name} {value}" for name, value in figures.weakest(group))
        + "."
        for group, shown in GROUPS.items()
        if figures.weakest(group)
    ]
    return CARD.format(
        engine=figures.engine,
        folder=figures.folder.name,
        figures=_table(columns, rows),
        weakest="\n".join(weakest),
        detail="\n\n".join(detail),
        **TEXTS[figures.engine],
    )


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


@dataclass(frozen=True, slots=True)
class Record:
    """What ``figures.json`` holds: the figures, and the hash of the weights they were measured on."""

    weights: str
    figures: dict[str, Any]


def read_records() -> dict[str, Record]:
    """The figures on the cards of the models that ship, by engine.

    Raises:
        ModelError: when a model has none, or the file is malformed.
    """
    return {engine: _record(FOLDERS[engine] / "figures.json") for engine in shipped()}


def _record(path: Path) -> Record:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Record(found["weights"], found["figures"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = "run «stasis evaluate-models --data DIR --write»"
        raise ModelError(f"the model's figures cannot be read ({error!r})", place=path, remedy=remedy) from error


def raise_floors(path: Path) -> dict[str, tuple[float | None, float]]:
    """Raise the floors in a file to the figures on the cards; see ``floors.raise_floors``."""
    records = read_records()
    names = [f"models.{engine}.{name}" for engine in records for name in FLOORED]
    reports = {"models": {engine: record.figures for engine, record in records.items()}}
    return floors.raise_floors(reports, path, names, slack=SLACK)
