"""Stasis: who stands where, and who depends on whom, in Greek news. For analysts: ``open`` and ``read_csv``.

>>> import pipeline
>>> pipeline.open("data/processed").stance(version=4)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pipeline.api import Corpus

# What is imported inside the functions takes a second: `import pipeline`, which every module of ours begins with, must
# not.


def open(path: str | Path) -> Corpus:  # noqa: A001 - pipeline.open, as tarfile.open
    """The published versions of an output folder, as pandas DataFrames.

    Args:
        path: the output folder, which a run named in ``--output``.

    Raises:
        StoreError: when nothing was published there, or it cannot be read.

    >>> open("data/processed").stance(version=4)["holder"].value_counts()  # doctest: +SKIP
    Τουρκία    7
    """
    from pipeline.api import Corpus

    return Corpus(path)


def read_csv(folder: str | Path, table: str, *, dates: bool = False) -> pd.DataFrame:
    """A table from the CSV files of a run alone, with every text as it was published.

    Args:
        folder: the folder ``csv`` of an output, or a copy of it.
        table: its name.
        dates: whether times are parsed, as in ``Corpus``.

    Raises:
        StoreError: when there is no such table, or the files were changed into something else.

    >>> read_csv("data/processed/csv", "stance")["holder"][0]  # doctest: +SKIP
    'Ρωσία'
    """
    from pipeline import api

    return api.read_csv(folder, table, dates=dates)
