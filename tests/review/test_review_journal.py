"""The journal: what is written stays, whole lines only, and one writer at a time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import ReviewError
from pipeline.review.journal import Journal, beside, entries

NOON = datetime(2022, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal of two entries."""
    found = beside(tmp_path / "deeper" / "κρίσεις.jsonl")
    with Journal(found, "Ελένη", lambda: NOON) as journal:
        journal.append("complete", doc_id="α1")
        journal.append("undo", of=1)
    return found


def test_an_entry_has_its_number_its_writer_and_its_time(path: Path) -> None:
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0]) == {
        "seq": 1, "kind": "complete", "reviewer": "Ελένη", "time": "2022-11-20T12:00:00+00:00", "doc_id": "α1",
    }  # fmt: skip


def test_it_is_gone_on_with(path: Path) -> None:
    with Journal(path, "Ελένη") as journal:
        assert journal.mended == 0
        assert journal.append("complete", doc_id="β")["seq"] == 3
    assert [entry["seq"] for entry in entries(path)] == [1, 2, 3]


@pytest.mark.parametrize(
    "cut", [b'{"seq": 3, "kind"', '{"α'.encode()[:-1], b'{"seq": 3, "kind": "undo", "reviewer": "x"}']
)
def test_a_last_line_that_was_cut_off_is_taken_out(path: Path, cut: bytes) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + cut)
    assert len(entries(path)) == 2
    with Journal(path, "Ελένη") as journal:
        assert journal.mended == len(cut)
        journal.append("complete", doc_id="γ")
    assert path.read_bytes().startswith(whole)
    assert [entry["kind"] for entry in entries(path)] == ["complete", "undo", "complete"]


@pytest.mark.parametrize("line", [b"nonsense\n", b'{"seq": 7}\n', b"[]\n", b"\xff\n"])
def test_damage_before_the_end_is_told_with_its_line(path: Path, line: bytes) -> None:
    path.write_bytes(path.read_bytes() + line + b"{}\n")
    for read in (entries, lambda path: Journal(path, "Ελένη")):
        with pytest.raises(ReviewError, match=r"jsonl:3: the line is damaged.*\n  -> restore"):
            read(path)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    with Journal(path, "Ελένη"):
        pass  # a refusal leaves no lock behind


def test_two_reviews_do_not_write_to_one_file(path: Path) -> None:
    with Journal(path, "Ελένη"), pytest.raises(ReviewError, match="another review has it open"):
        Journal(path, "Ελένη")


def test_one_file_holds_one_persons_judgements(path: Path) -> None:
    with pytest.raises(ReviewError, match=r"these are the judgements of «Ελένη»\n  -> give --reviewer 'Ελένη', or"):
        Journal(path, "Νίκος")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReviewError, match="cannot be read or written"):
        Journal(tmp_path / "file" / "κρίσεις.journal.jsonl", "Ελένη")
