"""A hash of the model files that an engine would load, found without loading them."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from pipeline.annotate import spacy_model, stanza_model


def fingerprint(engine: str, model: str = "shipped") -> str:
    """What changes when an engine's output may change, 16 hexadecimal digits.

    Args:
        engine: a name as in the configuration.
        model: likewise. One that cannot be found hashes as nothing: loading it will say so.

    >>> fingerprint("spacy") == fingerprint("spacy", "shipped")
    True
    """
    downloads = model == stanza_model.DOWNLOAD
    of_spacy = spacy_model.SHIPPED if model == "shipped" or downloads or engine == "stanza" else _place(model)
    folders = {"spacy": [of_spacy], "stanza": [of_spacy, _stanza(model)]}
    folders["both"] = [of_spacy, _stanza(model if downloads else "shipped")]
    found = hashlib.sha256(f"{engine}\0{_version('spacy')}\0{_version('simplemma')}".encode())
    if engine != "spacy":
        found.update(_version("stanza").encode())
    for folder in folders.get(engine, []):
        _add(found, folder)
    return found.hexdigest()[:16]


def _place(model: str) -> Path:
    """Where a spaCy pipeline lies that is named by path or package."""
    if Path(model).exists():
        return Path(model)
    try:
        spec = find_spec(model)
    except (ImportError, ValueError):
        return Path(model)
    return Path(spec.origin).parent if spec and spec.origin else Path(model)


def _stanza(model: str) -> Path:
    if model == "shipped":
        return stanza_model.SHIPPED
    return stanza_model.downloaded() if model == stanza_model.DOWNLOAD else Path(model)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _add(found: hashlib._Hash, folder: Path) -> None:
    files = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    for path in sorted(files if folder.parts else []):
        found.update(str(path.relative_to(folder)).encode() + b"\0")
        with path.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
