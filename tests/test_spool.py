"""Tables that are put together, sorted and compared on disk."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from results import result

from pipeline import pieces
from pipeline.catalogue import TABLES
from pipeline.errors import StoreError
from pipeline.fingerprint import content_hash
from pipeline.rows import STRETCH, Rows
from pipeline.schema import Column, Table
from pipeline.spool import Spool
from pipeline.tables import to_tables

NOTES = Table(
    "notes",
    "Σημειώσεις",
    ("word", "n"),
    (
        Column("word", "string", "Η λέξη", required=True),
        Column("n", "integer", "Ο αριθμός", required=True),
        Column("said", "string", "Τι λέει"),
        Column("share", "integer", "Μπορεί να λείπει"),
        Column("seen", "string", "Πότε διαβάστηκε", volatile=True),
    ),
)
Line = tuple[str, int, str, int | None, str]


@pytest.fixture(params=[pieces.PIECE, 100], ids=["small", "in pieces"])
def spool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spool]:
    """With tables that are small, and with the same as if they were large."""
    monkeypatch.setattr(pieces, "PIECE", request.param)
    with Spool() as spool:
        yield spool


def kept(spool: Spool, *lines: Line) -> Rows:
    rows = [dict(zip(NOTES.names, line, strict=True)) for line in lines]
    return spool.keep(NOTES, [pa.Table.from_pylist(rows, schema=NOTES.arrow())])


A: Line = ("α", 1, "πρώτο", None, "χθες")
B: Line = ("β", 1, "δεύτερο", 5, "χθες")


class TestOrder:
    def test_is_that_of_arrow(self, spool: Spool) -> None:
        words = ["ω", "Ω", "ά", "α", "z", "", "ἀρχή", "α\x00", "'", "\U0001d6fc", "\uffff"]
        rows = spool.ordered(kept(spool, *((word, n, "", None, "") for word in words for n in (2, 1))))
        expected = rows.read().sort_by([("word", "ascending"), ("n", "ascending")])
        assert rows.read() == expected
        assert rows.ordered
        assert spool.ordered(rows) is rows

    def test_parts_come_out_as_if_they_had_come_in_one(self, spool: Spool) -> None:
        articles = [result(f"α{n}", mark=f"Σήμα {n}") for n in range(7)]
        for article in reversed(articles):
            spool.add(to_tables([article], tokens=True))
        whole = to_tables(articles, tokens=True)
        for name, rows in spool.parts().items():
            assert spool.ordered(rows).read() == whole[name], name

    @pytest.mark.parametrize("piece", [pieces.PIECE, 30_000])
    def test_more_rows_than_are_in_memory_at_a_time(
        self, spool: Spool, piece: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pieces, "PIECE", piece)
        number = 3 * STRETCH + 1
        rows = spool.ordered(kept(spool, *((f"{n * 7919 % number:06}", 0, "", n, "") for n in range(number))))
        stretches = list(rows.stretches(["word"]))
        assert max(part.num_rows for part in stretches) <= STRETCH
        words = [word for part in stretches for word in part["word"].to_pylist()]
        assert words == [f"{n:06}" for n in range(number)]

    def test_two_rows_of_one_key_are_refused_wherever_they_came_from(self, spool: Spool) -> None:
        with pytest.raises(StoreError, match=r"table 'notes' has two rows for word α, n 1\n  -> give each its own id"):
            spool.ordered(kept(spool, A, B, replace_said(A, "άλλο")))

    def test_no_rows_are_a_table_too(self, spool: Spool) -> None:
        spool.add({"stance": TABLES["stance"].empty()})
        rows = spool.ordered(spool.parts()["stance"])
        assert rows.read() == TABLES["stance"].empty()
        assert rows.reader().read_all().schema == TABLES["stance"].arrow()


def test_pieces_follow_one_another(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 30_000)
    number = 3 * STRETCH
    rows = kept(spool, *((f"{n * 7919 % number // 2:06}", n % 2, "", n, "") for n in range(number)))
    names = iter(range(number))
    divided = pieces.divide(rows, pieces.bounds([rows]), lambda: rows.path.with_name(f"{next(names)} piece"))
    words = [piece.read()["word"].to_pylist() for piece in divided]
    assert len(words) > 5
    assert sum(map(len, words)) == number
    assert max(map(len, words)) < 2 * number / len(words)
    assert all(max(one) < min(other) for one, other in itertools.pairwise(words))  # no key's rows are parted


def replace_said(line: Line, said: str) -> Line:
    return (line[0], line[1], said, *line[3:])


@pytest.mark.parametrize(
    ("before", "after", "changes", "touched"),
    [
        ([], [], (0, 0, 0), False),
        ([A], [A], (0, 0, 0), False),
        ([A], [A, B], (1, 0, 0), False),
        ([A, B], [B], (0, 1, 0), False),
        ([A, B], [replace_said(A, "άλλο"), B], (0, 0, 1), True),
        ([A], [(*A[:3], 0, A[4])], (0, 0, 1), True),  # nothing is not nought
        ([A], [(*A[:4], "σήμερα")], (0, 0, 0), True),  # read again: no change, but another row
        ([A], [("α", 2, *A[2:])], (1, 1, 0), False),
    ],
)
def test_changes(spool: Spool, before: list[Line], after: list[Line], changes: tuple[int, ...], touched: bool) -> None:
    counted, found = spool.changes(kept(spool, *before), kept(spool, *after))
    assert (tuple(counted.values()), found) == (changes, touched)


@pytest.mark.parametrize(
    ("before", "after", "alone"),
    [
        ([A, B], [B, A], ([], [])),
        ([A], [B, A], ([], ["δεύτερο"])),
        ([A, B], [replace_said(A, "άλλο"), B], (["πρώτο"], ["άλλο"])),
        ([A], [(*A[:3], 0, A[4])], (["πρώτο"], ["πρώτο"])),
        ([A], [(*A[:4], "σήμερα")], ([], [])),
    ],
)
def test_differing(spool: Spool, before: list[Line], after: list[Line], alone: tuple[list[str], list[str]]) -> None:
    found = spool.differing(kept(spool, *before), kept(spool, *after))
    assert tuple(rows.read()["said"].to_pylist() for rows in found) == alone


def test_added(spool: Spool) -> None:
    newer = [("γ", 1, "", None, ""), B, ("α", 2, "", None, ""), A]
    assert [row["word"] for row in spool.added(kept(spool, A, B), kept(spool, *newer)).read().to_pylist()] == ["α", "γ"]


def test_the_hash_is_of_what_is_said_not_of_how_it_is_laid_out(spool: Spool) -> None:
    one, parts = kept(spool, A, B), spool.keep(NOTES, [kept(spool, line).read() for line in (A, B)])
    later = kept(spool, A, (*B[:4], "σήμερα"))
    assert content_hash({"notes": one}) == content_hash({"notes": parts}) == content_hash({"notes": later})
    others = [(A,), (A, replace_said(B, "δεύτερ")), (A, (*B[:3], None, B[4])), (("αβ", 1, *A[2:]), ("", 1, *B[2:]))]
    hashes = {content_hash({"notes": kept(spool, *lines)}) for lines in ((A, B), *others)}
    assert len(hashes) == 1 + len(others)


def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "it's here"))
    (tmp_path / "it's here").mkdir()
    with Spool() as spool:
        spool.add(to_tables([result()]))
        assert spool.ordered(spool.parts()["stance"]).num_rows == 1
        assert any((tmp_path / "it's here").iterdir())
    assert not any((tmp_path / "it's here").iterdir())


def test_a_full_disk_is_told(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
    with pytest.raises(StoreError, match=r"No space left on device\n  -> see that the disk has room .*TMPDIR"):
        spool.add(to_tables([result()]))


def test_an_article_that_was_read_again_is_another_row() -> None:
    later = replace(result(), article=replace(result().article, retrieved_at="2023-01-01T00:00:00Z"))
    with Spool() as one, Spool() as two:
        one.add(to_tables([result()]))
        two.add(to_tables([later]))
        assert one.changes(one.parts()["documents"], two.parts()["documents"])[1]
