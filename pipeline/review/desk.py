"""The desk: documents, the order in which claims are judged, and what a person does with them."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import ReviewError
from pipeline.review.documents import Document, Json
from pipeline.review.journal import Journal
from pipeline.review.judging import judge
from pipeline.review.queue import Stop
from pipeline.review.standing import Standing, apply, gold_lines, last, standings


class StaleError(Exception):
    """Another window has judged the claim, or undone something, since this one last looked."""


class Desk:
    """What one person judges, in a file that is gold at any time. Not for several threads at once.

    Args:
        documents: by id.
        queue: the claims to judge, in order.
        journal: keeps the judgements.
        gold: the file written from them.
        version: the number of the version that the documents are of.

    Raises:
        ReviewError: when the journal cannot be understood or the gold file cannot be written.
    """

    def __init__(
        self, documents: Mapping[str, Document], queue: Sequence[Stop], journal: Journal, gold: Path, version: int
    ) -> None:
        self.documents, self.queue, self.journal, self.gold, self.version = documents, queue, journal, gold, version
        self.standings: dict[str, Standing] = {}
        self._recount()

    @property
    def last(self) -> Json | None:
        """What undoing would take back."""
        return last(self.journal.entries)

    def standing(self, doc_id: str) -> Standing:
        """How far the review of a document is; its claims are those of the version on the desk.

        Raises:
            ReviewError: when there is no such document.
        """
        if doc_id not in self.documents:
            raise ReviewError(f"there is no document «{doc_id}»", place="judgement", remedy="reload the page")
        document, known = self.documents[doc_id], self.standings.get(doc_id)
        if known is None or known.document.text != document.text:
            return Standing(document)
        return replace(known, document=document)

    def judge(self, posted: Mapping[str, Any]) -> Json:
        """Keep a judgement; returns its entry.

        Args:
            posted: ``doc_id``; ``claim_id``, "" for a claim to be added; ``base``, the number of the judgement that the
                page knew of this claim, 0 for none; ``claim``, ``wrong`` and ``refuse`` as ``judging.judge`` has them.

        Raises:
            ReviewError: when it is no judgement, or cannot be kept.
            StaleError: when another window was faster.
        """
        doc_id, claim_id = str(posted.get("doc_id")), posted.get("claim_id")
        standing = self.standing(doc_id)
        proposed = standing.document.claims.get(str(claim_id))
        before = standing.judged.get(str(claim_id))
        if claim_id and not proposed and not before:
            raise ReviewError(f"there is no claim «{claim_id}»", place="judgement", remedy="reload the page")
        if (before["seq"] if before else 0) != posted.get("base"):
            raise StaleError
        claim, wrong = posted.get("claim"), posted.get("wrong", [])
        if not isinstance(claim, dict) or not isinstance(wrong, list) or not all(isinstance(w, str) for w in wrong):
            raise ReviewError("it holds no claim", place="judgement", remedy="reload the page")
        said = judge(standing.document, proposed, claim, wrong, refuse=posted.get("refuse") is True)
        self._lay(standing.document)
        # The number of the entry makes the id of an added claim: nothing else in the file has it.
        return self._say(
            "judgement", doc_id=doc_id, claim_id=claim_id or f"added-{len(self.journal.entries) + 1}", **said
        )

    def complete(self, doc_id: str) -> Json:
        """Keep that nothing is missing in a document; returns the entry.

        Raises:
            ReviewError: when a claim in it is still to be judged, or it cannot be kept.
        """
        standing = self.standing(doc_id)
        if standing.left:
            problem = f"{len(standing.left)} claims in it are still to be judged"
            raise ReviewError(problem, place=doc_id, remedy="judge them first")
        self._lay(standing.document)
        return self._say("complete", doc_id=doc_id)

    def undo(self, of: object) -> Json:
        """Take back the last judgement; returns its entry. Undone again, the one before it.

        Args:
            of: its number, as the page knows it.

        Raises:
            ReviewError: when there is nothing to take back.
            StaleError: when it is not the last any more.
        """
        entry = self.last
        if entry is None:
            raise ReviewError("nothing is left to undo", place="judgement", remedy="go on judging")
        if entry["seq"] != of:
            raise StaleError
        self.journal.append("undo", of=entry["seq"])
        self._recount()
        return entry

    def _lay(self, document: Document) -> None:
        """Put a document into the journal, so that the file can be understood when the version is long pruned."""
        known = self.standings.get(document.doc_id)
        if known is None or known.document.as_dict() != document.as_dict():
            entry = self.journal.append("document", version=self.version, document=document.as_dict())
            apply(self.standings, entry, str(self.journal.path))

    def _say(self, kind: str, **what: Any) -> Json:
        was_gold = self.standings[what["doc_id"]].is_gold
        entry = self.journal.append(kind, **what)
        apply(self.standings, entry, str(self.journal.path))
        if was_gold or self.standings[what["doc_id"]].is_gold:
            self._write()
        return entry

    def _recount(self) -> None:
        self.standings = standings(self.journal.entries, str(self.journal.path))
        self._write()

    def _write(self) -> None:
        """The gold file, whole or not at all; a crash before the new name leaves the old file, mended at next start."""
        lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in gold_lines(self.standings)]
        new = self.gold.with_name(f".{self.gold.name}-{secrets.token_hex(4)}")
        try:
            with new.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.gold)
        except OSError as error:
            new.unlink(missing_ok=True)
            remedy = "see that the folder is writable and the disk has room; the journal beside it holds all"
            raise ReviewError(f"cannot be written: {error.strerror}", place=self.gold, remedy=remedy) from error


def refuse_foreign(gold: Path, journal: Path) -> None:
    """See that a file of judgements to be written is no other gold file.

    Raises:
        ReviewError: when it stands there without the journal that it would be written from.
    """
    if gold.exists() and gold.stat().st_size and not journal.exists():
        remedy = "give another --file: this one would be written over"
        raise ReviewError(f"it was not made here: {journal.name} is not beside it", place=gold, remedy=remedy)
