"""What ``pipeline.open`` gives: the published tables of an output folder as pandas DataFrames."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pandas as pd

from pipeline import datapackage
from pipeline import diff as compare
from pipeline.catalogue import TABLES
from pipeline.errors import StoreError
from pipeline.store import Store
from pipeline.tags import resolve

TIMES = ("published_at", "retrieved_at", "created_at")


class Corpus:
    """The published versions of an output folder, table by table. Reading never waits for a run that publishes.

    Every table comes with the columns and types that its ``datapackage.json`` names; whole numbers that may be missing
    are ``Int64``. Times are text, as published: a day («2022-11-20»), a moment in UTC («2022-11-20T06:00:00Z») or ""
    for unknown. With ``dates=True`` they are timestamps in UTC, a day its midnight and the unknown ``NaT``.

    Args:
        path: the output folder or address, which a run named in ``--output``.

    Raises:
        StoreError: when nothing was published there, or it cannot be read.

    >>> Corpus("data/processed").stance()["holder"].value_counts()["Τουρκία"]  # doctest: +SKIP
    7
    """

    def __init__(self, path: str | Path) -> None:
        self._store = Store(path)
        self._store.names()  # raises, and says so, where nothing was published

    def __repr__(self) -> str:
        return f"Corpus({str(self._store.path)!r})"

    def stance(self, version: int | str | None = None, *, dates: bool = False) -> pd.DataFrame:
        """Who takes which position toward whom: a row per claim.

        Args:
            version: a version's number or tag; the newest when not given.
            dates: whether times are parsed.

        Raises:
            StoreError: when there is no such version, or its files are damaged.

        >>> Corpus("data/processed").stance(version=4)[["holder", "target", "polarity"]]  # doctest: +SKIP
             holder        target  polarity
        0   Τουρκία  Αζερμπαϊτζάν  positive
        """
        return self._table("stance", version, dates)

    def dependence(self, version: int | str | None = None, *, dates: bool = False) -> pd.DataFrame:
        """Who relies on whom for what: a row per claim. Arguments and errors as of ``stance``."""
        return self._table("dependence", version, dates)

    def documents(self, version: int | str | None = None, *, dates: bool = False) -> pd.DataFrame:
        """The articles, with their text. Arguments and errors as of ``stance``."""
        return self._table("documents", version, dates)

    def sentences(self, version: int | str | None = None) -> pd.DataFrame:
        """The sentences of the articles. Argument and errors as of ``stance``."""
        return self._table("sentences", version)

    def entities(self, version: int | str | None = None) -> pd.DataFrame:
        """The mentions of actors and whom they mean. Argument and errors as of ``stance``."""
        return self._table("entities", version)

    def tokens(self, version: int | str | None = None) -> pd.DataFrame:
        """The tokens with their analysis; only a version published with ``tokens: true`` has them.

        Args:
            version: a version's number or tag; the newest when not given.

        Raises:
            StoreError: when there is no such version, it has no tokens, or its files are damaged.

        >>> Corpus("data/processed").tokens()["lemma"][0]  # doctest: +SKIP
        'Άγκυρα'
        """
        name, found = "tokens", self._store.names(self._number(version))
        if name not in found:
            said = "the newest version" if version is None else f"version {version}"
            remedy = "set `tokens: true` in configs/pipeline.yaml and run again"
            raise StoreError(f"{said} was published without tokens", place=self._store.path, remedy=remedy)
        return self._table(name, version)

    def versions(self, *, dates: bool = False) -> pd.DataFrame:
        """The published versions, oldest first: when and from what each was made, its rows per table (``n_stance``).

        Args:
            dates: whether ``created_at`` is parsed.

        Raises:
            StoreError: when the record of versions is damaged.

        >>> Corpus("data/processed").versions()[["version", "engine", "n_stance"]]  # doctest: +SKIP
           version engine  n_stance
        0        1  spacy        58
        """
        rows = []
        for found in self._store.versions():
            row = asdict(found)
            for inner in ("counts", "changes", "delta_versions", "content_hash"):
                row.pop(inner)
            rows.append(row | {f"n_{name}": count for name, count in found.counts.items()})
        frame = pd.DataFrame(rows)
        counts = [f"n_{name}" for name in TABLES if f"n_{name}" in frame]
        frame = frame.astype(dict.fromkeys(counts, "Int64"))
        return _parsed(frame) if dates else frame

    def diff(self, a: int | str, b: int | str, table: str = "stance") -> pd.DataFrame:
        """What appeared, vanished or changed in a table between two versions.

        Args:
            a: number or tag of the earlier version.
            b: those of the later version.
            table: its name.

        Returns:
            ``change`` (``appeared``, ``vanished``, ``changed``), ``field``, ``before``, ``after``, then the row; a
            changed row stands once for every field that changed.

        Raises:
            StoreError: when there is no such version, or neither of the two has the table.

        >>> Corpus("data/processed").diff(3, 4, "stance")[["change", "field", "before", "after"]]  # doctest: +SKIP
            change     field    before     after
        0  changed  polarity  negative  positive
        """
        one, two = ((version if isinstance(version, int) else resolve(self._store, version)) for version in (a, b))
        return compare.diff(self._store, one, two, table)

    def _number(self, version: int | str | None) -> int | None:
        return resolve(self._store, version) if isinstance(version, str) else version

    def _table(self, name: str, version: int | str | None, dates: bool = False) -> pd.DataFrame:
        frame = TABLES[name].frame(self._store.read(name, self._number(version)))
        return _parsed(frame) if dates else frame


def read_csv(folder: str | Path, table: str, *, dates: bool = False) -> pd.DataFrame:
    """A table from the CSV files alone, in either dialect, with every text as it was published.

    Args:
        folder: the folder ``csv`` of an output, or a copy of it; its address, where it lies in an object store.
        table: its name.
        dates: whether times are parsed.

    Raises:
        StoreError: when there is no such table, or the files were changed into something else.

    >>> read_csv("data/processed/csv", "stance")["holder"][0]  # doctest: +SKIP
    'Ρωσία'
    """
    rows = datapackage.read(folder, table)
    frame = TABLES[table].frame(rows)
    return _parsed(frame) if dates else frame


def _parsed(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of times as timestamps; one that is no time is refused, for a NaT would pass for «unknown»."""
    for name in (column for column in TIMES if column in frame):
        try:
            frame[name] = pd.to_datetime(frame[name].replace("", None), format="ISO8601", utc=True)
        except ValueError as error:
            remedy = "leave out dates=True, and parse the column as it needs"
            raise StoreError(f"a time is not ISO 8601: {error}", place=name, remedy=remedy) from error
    return frame
