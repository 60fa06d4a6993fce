"""The figures of a language model, their names and tables: what is printed, written on its card, held to floors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIGURES = {
    "Tokens": "tokens",
    "Words": "words",
    "Sentences": "sentences",
    "UPOS": "part of speech",
    "XPOS": "part of speech, the treebank's own",
    "UFeats": "morphology",
    "AllTags": "all of these tags",
    "Lemmas": "lemmas",
    "UAS": "heads (UAS)",
    "LAS": "heads and relations (LAS)",
    "CLAS": "the same, content words (CLAS)",
    "MLAS": "the same, with morphology (MLAS)",
    "BLEX": "the same, with lemmas (BLEX)",
}
"""Figures of syntax by the name the CoNLL 2018 evaluation gives them, with what they are of."""

PUBLISHED = {
    "UPOS": 0.963,
    "UFeats": 0.911,
    "Lemmas": 0.896,
    "UAS": 0.882,
    "LAS": 0.845,
    "Sentences": 0.926,
    "entities": 0.910,
    "tokens_per_second": 8000,
    "megabytes": 542,
}
"""``el_core_news_lg`` 3.7, by ``spacy evaluate`` on an older GDT (https://spacy.io/models/el); entities: spaCy trained
on elNER-18 (Bartziokas, Mavropoulos, Kotropoulos, SETN 2020)."""

COLUMNS = ("figure", "measured", "spacy evaluate", "published")
"""Syntax is measured as the CoNLL 2018 evaluation does, and by spaCy's scorer as what was published."""

GROUPS = {
    "entities": "entity types (F1)",
    "features": "morphological features (F1)",
    "relations": "relations (F1 of LAS)",
    "lemmas": "lemmas by part of speech (share that is right)",
}
"""Tables of detail, each with what its percentages are."""

Counted = Mapping[str, Mapping[str, float]]
"""``gold``, how often something stands in the test file, and ``rate``, F1 or accuracy, by its name."""


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What was measured of an engine with a model.

    ``figures`` nests rates between 0 and 1 to four decimals: ``conll`` (F1 of raw text), ``spacy`` and ``entities``;
    beside them stand ``tokens_per_second`` and ``megabytes``. ``detail`` has a table for each of ``GROUPS``.
    """

    engine: str
    model: str
    folder: Path
    figures: Mapping[str, Any]
    detail: Mapping[str, Counted]

    def tables(self, detail: bool = True) -> Iterator[tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]]]:
        """Title, columns and rows of the table of figures, then of those in detail."""
        yield f"{self.engine}: {self.model}", COLUMNS, self.rows()
        for group, title in GROUPS.items() if detail else ():
            yield title, ("name", "in the test file", "percent"), self._detail(group)

    def rows(self) -> list[tuple[str, str, str, str]]:
        """The table of figures under ``COLUMNS``, in percent; "" where a column does not apply."""
        conll, spacy, entities = (self.figures[name] for name in ("conll", "spacy", "entities"))
        found = [
            (shown, percent(conll.get(name)), percent(spacy.get(name)), percent(PUBLISHED.get(name)))
            for name, shown in FIGURES.items()
        ]
        for name, published in (("f1", PUBLISHED["entities"]), ("p", None), ("r", None)):
            shown = {"f1": "entities, F1", "p": "entities, precision", "r": "entities, recall"}[name]
            found.append((shown, percent(entities[name]), "", percent(published)))
        for name, shown in (("tokens_per_second", "tokens a second, one core"), ("megabytes", "size, MB")):
            found.append((shown, f"{self.figures[name]:,.0f}", "", f"{PUBLISHED[name]:,}"))
        return found

    def _detail(self, group: str) -> list[tuple[str, str, str]]:
        """Name, number in the test file, and figure in percent, the most frequent first."""
        counted = sorted(self.detail[group].items(), key=lambda item: (-item[1]["gold"], item[0]))
        return [(name, f"{row['gold']:,.0f}", percent(row["rate"])) for name, row in counted]

    def weakest(self, group: str, *, seen: int = 20, most: int = 4) -> list[tuple[str, str]]:
        """The lowest figures of a group with their names, among what the test file has at least ``seen`` times."""
        rows = sorted((row["rate"], name) for name, row in self.detail[group].items() if row["gold"] >= seen)
        return [(name, percent(rate)) for rate, name in rows[:most]]


def percent(rate: float | None) -> str:
    """A rate in percent to two decimals, "" for none.

    >>> percent(0.9587), percent(None)
    ('95.87', '')
    """
    return "" if rate is None else f"{100 * rate:.2f}"
