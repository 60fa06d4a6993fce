"""The runs of an output, beside its tables: one small file a run, for an object store can append to none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError
from pipeline.intake import Given
from pipeline.outputs import Output

RUNS = "runs"
"""The folder of an output where they lie."""

KEPT = 1000
"""Runs that are remembered; each run lets go of what is older."""


@dataclass(frozen=True, slots=True)
class Record:
    """A run that has ended.

    ``started`` is ISO 8601 in UTC; ``state`` is «completed», «failed» or «stopped», ``error`` says why it failed;
    ``sources`` says what each source that was asked gave: nothing is known of it where the run failed before.
    """

    run: str
    started: str
    seconds: float
    state: str
    name: str = ""
    flow_run: str = ""
    error: str = ""
    version: int = 0
    is_new: bool = False
    sources: dict[str, Given | None] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Its name in the output; names sort by time."""
        compact = self.started[:19].replace("-", "").replace(":", "")
        return f"{RUNS}/{compact}Z-{self.run}.json"


def remember(output: Output, record: Record) -> None:
    """Put a record beside the tables.

    Raises:
        StoreError: when it cannot be written.
    """
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1)
    try:
        output.put(record.file, lambda file: _write(file, text))
        for old in sorted(output.files(RUNS))[:-KEPT]:
            output.remove(f"{RUNS}/{old}")
    except output.failures as error:
        place = str(output.place(record.file))
        raise StoreError(f"cannot be written: {error}", place=place, remedy=output.remedies[1]) from error


def recall(output: Output, limit: int = 200) -> list[Record]:
    """The newest runs, oldest first.

    Args:
        output: where.
        limit: how many, at most.

    Raises:
        StoreError: when one cannot be read.

    >>> from pipeline.outputs import output_at
    >>> recall(output_at(Path("δεν υπάρχει")))
    []
    """
    try:
        names = sorted(name for name in output.files(RUNS) if name.endswith(".json"))[-limit:]
        return [record for name in names if (record := _read(output, f"{RUNS}/{name}"))]
    except output.failures as error:
        place = str(output.place(RUNS))
        raise StoreError(f"the runs cannot be read: {error}", place=place, remedy=output.remedies[0]) from error


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _read(output: Output, name: str) -> Record | None:
    file = output.open(name)
    if file is None:  # another run let go of it just now
        return None
    with file:
        data = file.read()
    try:
        said = json.loads(data)
        told = {source: _known(Given, given) if given else None for source, given in said["sources"].items()}
        record: Record = _known(Record, {**said, "sources": told})
        return record
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "remove this file: only «stasis status» reads it"
        raise StoreError("this is no record of a run", place=str(output.place(name)), remedy=remedy) from error


def _known(kind: Any, said: Mapping[str, Any]) -> Any:
    """A record of a newer release may say more than this one knows."""
    names = {f.name for f in fields(kind)}
    return kind(**{name: value for name, value in said.items() if name in names})
