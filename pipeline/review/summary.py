"""What judgements tell of the pipeline: how often a frame, a newspaper, a field is right."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ReviewError
from pipeline.gold import parse_claim
from pipeline.matching import agree
from pipeline.review.documents import Json
from pipeline.review.journal import beside, entries
from pipeline.review.standing import Standing, standings


@dataclass(frozen=True, slots=True)
class Tally:
    """Judgements of proposed claims. ``right`` are those with both actors and polarity or trend as proposed."""

    confirmed: int = 0
    corrected: int = 0
    rejected: int = 0
    right: int = 0

    @property
    def judged(self) -> int:
        """How many were judged."""
        return self.confirmed + self.corrected + self.rejected

    @property
    def precision(self) -> float:
        """Share of the judged that are right, as the ``full`` of ``stasis evaluate`` has it."""
        return self.right / self.judged if self.judged else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the precision (Wilson 1927), which stays sensible for a handful of judgements.

        >>> Tally(confirmed=4, right=4).interval
        (0.5101, 1.0)
        """
        n, p, z = self.judged, self.precision, 1.959964
        if not n:
            return 0.0, 1.0
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
        return round(max(low, 0), 4), round(min(high, 1), 4)


@dataclass(frozen=True, slots=True)
class Summary:
    """Tallies over all judgements, by frame and by newspaper; verdicts by field; what was added and finished."""

    all: Tally
    frames: Mapping[str, Tally]
    sources: Mapping[str, Tally]
    fields: Mapping[str, Mapping[str, int]]
    added: int
    documents: int
    finished: int


def read(path: Path) -> tuple[str, dict[str, Standing]]:
    """The reviewer of a file of judgements, and where each document stands.

    Args:
        path: the gold file or its journal, which must lie beside it.

    Raises:
        ReviewError: when the journal is not there or damaged.

    >>> read(Path("κρίσεις.jsonl"))  # doctest: +SKIP
    ('Ελένη', {'original-001': …})
    """
    journal = path if path.name.endswith(".journal.jsonl") else beside(path)
    if not journal.exists():
        remedy = "give a file that «stasis review» wrote, with its journal beside it"
        raise ReviewError(f"its journal {journal.name} is not there", place=path, remedy=remedy)
    found = entries(journal)
    return str(found[0]["reviewer"]) if found else "", standings(found, str(journal))


def summarise(found: Iterable[Standing]) -> Summary:
    """Sum judgements up; documents that several files hold count as often.

    >>> summarise([]).all.judged
    0
    """
    frames: dict[str, list[Json]] = defaultdict(list)
    sources: dict[str, list[Json]] = defaultdict(list)
    fields: dict[str, Counter[str]] = defaultdict(Counter)
    every: list[Json] = []
    added = documents = finished = 0
    for standing in found:
        documents += 1
        finished += standing.is_gold
        for claim_id, entry in standing.judged.items():
            if claim_id not in standing.document.claims:
                added += entry["verdict"] != "rejected"
                continue
            said = entry | {"right": _right(standing.document.claims[claim_id], entry)}
            every.append(said)
            frames[standing.document.claims[claim_id]["frame"]].append(said)
            sources[standing.document.source].append(said)
            for name, verdict in entry["fields"].items():
                fields[name][verdict] += 1
    by_frame = sorted(((name, _tally(said)) for name, said in frames.items()), key=_most_rejected)
    by_source = sorted((name, _tally(said)) for name, said in sources.items())
    return Summary(_tally(every), dict(by_frame), dict(by_source), fields, added, documents, finished)


def _tally(said: Iterable[Json]) -> Tally:
    counts: Counter[str] = Counter()
    for entry in said:
        counts[entry["verdict"]] += 1
        counts["right"] += entry["right"]
    return Tally(**counts)


def _right(proposed: Json, entry: Json) -> bool:
    if entry["verdict"] == "rejected":
        return False
    sentences = 1 + max(proposed["sentence"], entry["claim"]["sentence"])
    was, now = (parse_claim(claim, sentences, "journal") for claim in (proposed, entry["claim"]))
    return was.value == now.value and agree(now.first, was.first) and agree(now.second, was.second)


def _most_rejected(item: tuple[str, Tally]) -> tuple[int, float, str]:
    name, tally = item
    return -tally.rejected, tally.precision, name
