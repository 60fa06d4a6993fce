"""``stasis actors add``: an entry written into a file of the gazetteer, comments and layout of the rest untouched."""

from __future__ import annotations

import tempfile
from pathlib import Path
from shutil import copytree

import yaml

from pipeline.actors.checking import check
from pipeline.actors.entries import Entry, EntryFile, EntryKind
from pipeline.errors import SettingsError
from pipeline.records import Problem
from pipeline.settings import load

_KEYS = [*Entry.model_fields]


def add(entry: Entry, kind: EntryKind, path: Path, folder: Path) -> list[Problem]:
    """Append an entry to a file, which is made when it is not there.

    Args:
        entry: the new actor.
        kind: that of the file's entries.
        path: a YAML file in ``folder``.
        folder: the gazetteer, ``configs/actors``.

    Returns:
        What is doubtful about the new entry; it is written all the same.

    Raises:
        SettingsError: when the file has entries of another kind, or the gazetteer would not load with the new one
            (an id twice, a wrong value); then nothing is written.
    """
    if path.exists() and (there := load(path, EntryFile).kind) != kind:
        remedy = f"name a file with «kind: {kind}», or a new one"
        raise SettingsError(f"its entries are of the kind «{there}», not «{kind}»", place=path, remedy=remedy)
    before = path.read_text(encoding="utf-8").rstrip() if path.exists() else f"kind: {kind}\nactors:"
    text = f"{before}\n{_as_yaml(entry)}"
    with tempfile.TemporaryDirectory() as scratch:
        tried = Path(scratch) / "actors"
        copytree(folder, tried)
        (tried / path.name).write_text(text, encoding="utf-8")
        doubts = check(tried / path.name, tried)
    path.write_text(text, encoding="utf-8")
    return [p for p in doubts if f"«{entry.id}»" in p.reason]


def _as_yaml(entry: Entry) -> str:
    """The entry's keys that are set, in their order, indented as a list item."""
    values = {key: getattr(entry, key) for key in _KEYS if getattr(entry, key) not in ([], "", None)}
    lines = yaml.safe_dump(
        values, allow_unicode=True, sort_keys=False, width=1000, default_flow_style=None
    ).splitlines()
    return "\n".join(("  - " if i == 0 else "    ") + line for i, line in enumerate(lines)) + "\n"
