"""Where the review of each document stands: what the entries of a journal come to, those undone taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.errors import GoldError, ReviewError
from pipeline.review.documents import Document, Json, parse_document

SAID = ("judgement", "complete")
"""The kinds of entries that can be undone."""


@dataclass(slots=True)
class Standing:
    """The review of one document: what was judged, each by the entry that counts, and whether nothing is missing."""

    document: Document
    judged: dict[str, Json] = field(default_factory=dict)
    complete: Json | None = None

    @property
    def left(self) -> list[str]:
        """The ids of the proposed claims that nobody has judged."""
        return [claim_id for claim_id in self.document.claims if claim_id not in self.judged]

    @property
    def is_gold(self) -> bool:
        """Whether every proposed claim is judged and the reviewer said that nothing is missing."""
        return self.complete is not None and not self.left

    def claims(self) -> list[Json]:
        """The claims that are right, in the order of the text: confirmed, corrected, added."""
        kept = [entry for entry in self.judged.values() if entry["verdict"] != "rejected"]
        return sorted(kept, key=lambda entry: (entry["claim"]["cue_start"], entry["seq"]))


def standings(entries: Iterable[Json], place: str = "journal") -> dict[str, Standing]:
    """The state of each document that a journal tells of, by its id.

    A document that comes again with another text begins anew: offsets into the old one say nothing of the new.

    Args:
        entries: in their order.
        place: where they come from, for messages.

    Raises:
        ReviewError: when an entry is none.

    >>> standings([])
    {}
    """
    found: dict[str, Standing] = {}
    for entry in effective(entries):
        try:
            apply(found, entry, place)
        except (KeyError, TypeError, ValueError, AttributeError, GoldError) as error:
            problem = f"entry {entry.get('seq')} cannot be understood: {error!r}"
            raise ReviewError(problem, place=place, remedy="restore the file from a backup") from error
    return found


def effective(entries: Iterable[Json]) -> list[Json]:
    """The entries that count: without those undone and the undoing.

    >>> effective([{"seq": 1, "kind": "complete"}, {"seq": 2, "kind": "undo", "of": 1}])
    []
    """
    every = list(entries)
    undone = {entry.get("of") for entry in every if entry["kind"] == "undo"}
    return [entry for entry in every if entry["kind"] != "undo" and entry["seq"] not in undone]


def last(entries: Iterable[Json]) -> Json | None:
    """The entry that undoing would take back."""
    return next((entry for entry in reversed(effective(entries)) if entry["kind"] in SAID), None)


def apply(found: dict[str, Standing], entry: Json, place: str) -> None:
    """Let one more entry count."""
    if entry["kind"] == "document":
        document = parse_document(entry["document"], place)
        before = found.get(document.doc_id)
        same = before is not None and before.document.text == document.text
        found[document.doc_id] = (
            Standing(document, before.judged, before.complete) if before and same else Standing(document)
        )
    elif entry["kind"] == "judgement":
        standing = found[entry["doc_id"]]
        if entry["verdict"] == "added" and entry["claim_id"] not in standing.judged:
            standing.complete = None  # something was missing after all: that nothing more is, is to be said again
        standing.judged[entry["claim_id"]] = entry
    elif entry["kind"] == "complete":
        found[entry["doc_id"]].complete = entry


def gold_lines(found: Mapping[str, Standing]) -> list[Json]:
    """The documents that count as gold, in the form of a gold file, with who judged when in keys that it passes over.

    >>> gold_lines({})
    []
    """
    return [_gold(standing) for standing in found.values() if standing.is_gold]


def _gold(standing: Standing) -> Json:
    def signed(entry: Json) -> Json:
        return {"claim_id": entry["claim_id"], "verdict": entry["verdict"], "judged_at": entry["time"]}

    said = standing.complete or {}
    claims = [entry["claim"] | signed(entry) | {"reviewer": entry["reviewer"]} for entry in standing.claims()]
    return {
        **standing.document.as_dict(),
        "claims": claims,
        "reviewer": said["reviewer"],
        "reviewed_at": said["time"],
        "rejected": [signed(entry) for entry in standing.judged.values() if entry["verdict"] == "rejected"],
    }
