"""Which source each article of a run came from, and what each source gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.records import Article, Notice, Problem


@dataclass(frozen=True, slots=True)
class Given:
    """What a source gave in one run.

    ``new`` counts articles that the version before did not have; ``problems`` what was left out. ``length`` and
    ``new_length`` are medians of characters, of all its articles and of the new ones, 0 where there are none.
    """

    articles: int = 0
    new: int = 0
    claims: int = 0
    problems: int = 0
    length: int = 0
    new_length: int = 0


class Intake:
    """What was read, by source.

    Args:
        sources: the names of those that were asked, also of one that gives nothing.
        found: articles and problems, each with the name of its source.

    >>> intake = Intake(["εφημερίδα"], [("εφημερίδα", Article("α1", "Η Άγκυρα σιωπά."))])
    >>> intake.given({}, [], new={"α1"})["εφημερίδα"].new_length
    15
    """

    def __init__(self, sources: Sequence[str], found: Iterable[tuple[str, Article | Problem]]) -> None:
        self.sources = list(dict.fromkeys(sources))
        self._of: dict[str, tuple[str, int]] = {}
        self._places: dict[str, str] = {}
        for source, item in found:
            if isinstance(item, Article):
                self._of[item.doc_id] = (source, len(item.text))
                self._places |= {item.path: source, item.doc_id: source}
            else:
                self._places.setdefault(item.place, source)

    def given(
        self, claims: Mapping[str, int], problems: Iterable[Problem], new: Iterable[str] = ()
    ) -> dict[str, Given]:
        """What each source gave.

        Args:
            claims: how many each document has, by ``doc_id``.
            problems: of the whole run.
            new: ``doc_id`` of the articles that are new.
        """
        failed = Counter(self._places.get(p.place, "") for p in problems if not isinstance(p, Notice))
        fresh = set(new)
        return {name: self._given(name, claims, failed, fresh) for name in self.sources}

    def _given(self, name: str, claims: Mapping[str, int], failed: Mapping[str, int], fresh: set[str]) -> Given:
        lengths = {doc_id: length for doc_id, (source, length) in self._of.items() if source == name}
        new = [length for doc_id, length in lengths.items() if doc_id in fresh]
        return Given(
            articles=len(lengths),
            new=len(new),
            claims=sum(claims.get(doc_id, 0) for doc_id in lengths),
            problems=failed.get(name, 0),
            length=int(median(lengths.values())) if lengths else 0,
            new_length=int(median(new)) if new else 0,
        )
