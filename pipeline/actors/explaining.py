"""``stasis actors explain``: which names of the gazetteer a text may hold, which of them won, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.actors.gazetteer import Gazetteer
from pipeline.actors.names import key, rank, ruled_out
from pipeline.records import Parsed


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of text read as a name. ``verdict`` says whether it won or why it did not."""

    text: str
    id: str
    kind: str
    name: str
    verdict: str


def readings(parsed: Parsed, gazetteer: Gazetteer) -> Iterator[Reading]:
    """Every name of the gazetteer that stands in a text, in reading order, the longest stretch first.

    Args:
        parsed: the text with its analysis, whose labels and capitals decide.
        gazetteer: from ``load_gazetteer``.
    """
    doc = parsed.doc
    words = [key(token.text) for token in doc]
    taken = 0
    for first in range(len(words)):
        for end in range(min(len(words), first + gazetteer.longest.get(words[first], 0)), first, -1):
            listed = gazetteer.names.get(tuple(words[first:end]), [])
            span = doc[first:end]
            fitting = sorted((n for n in listed if not ruled_out(span, n, listed)), key=lambda n: rank(span, n))
            for name in listed:
                why = ruled_out(span, name, listed)
                if why:
                    verdict = f"no: {why}"
                elif first < taken:
                    verdict = "no: a longer name covers it"
                elif name is fitting[0]:
                    verdict = "yes" if len(fitting) == 1 else "yes: the likelier of those that fit"
                else:
                    verdict = "no: another reading is likelier"
                yield Reading(span.text, name.entry.id, name.kind, name.name, verdict)
            if fitting and first >= taken:
                taken = end
