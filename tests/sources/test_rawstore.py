"""The raw store: what was fetched stays as it came, whatever happens to the run."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from places import as_ordinary_user, disk_of, room_for

from pipeline.errors import SourceError, StoreError
from pipeline.sources.rawstore import Answer, Kept, RawStore

PAGE = "https://efimerida.example/α"
OLD, NEW = "Η Σόφια στηρίζει τον αγωγό.".encode(), "Η Σόφια απορρίπτει τον αγωγό.".encode()


def answer(
    content: bytes = OLD, headers: dict[str, str] | None = None, *, address: str = PAGE, final: str = ""
) -> Answer:
    return Answer(address, final or address, 200, {"content-type": "text/html"} | (headers or {}), content)


def contents(store: RawStore) -> list[bytes]:
    return [store.content(kept) for kept in store.all()]


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def clock() -> Iterator[datetime]:
    return (datetime(2022, 11, 22, 12, 5, tzinfo=UTC) + timedelta(hours=n) for n in range(100))


def test_what_is_kept_is_there_again_in_another_run(tmp_path: Path, clock: Iterator[datetime]) -> None:
    kept = RawStore(tmp_path, clock=lambda: next(clock)).keep(answer(OLD, {"etag": '"1"'}, final=f"{PAGE}/1"))
    [again] = RawStore(tmp_path).all()
    assert again == kept
    assert (again.address, again.final, again.time, again.status) == (PAGE, f"{PAGE}/1", "2022-11-22T12:05:00Z", 200)
    assert again.headers == {"content-type": "text/html", "etag": '"1"'}
    assert (RawStore(tmp_path).content(again), again.size) == (OLD, len(OLD))
    assert files(tmp_path) == [".lock", f"objects/{kept.sha256[:2]}/{kept.sha256}", "responses.jsonl"]


def test_a_changed_article_is_a_new_revision_and_both_stay(tmp_path: Path, clock: Iterator[datetime]) -> None:
    store = RawStore(tmp_path, clock=lambda: next(clock))
    changed = [store.keep(answer(content)).changed for content in (OLD, OLD, NEW, NEW, OLD)]
    assert changed == [True, False, True, False, True]
    assert contents(store) == [OLD, NEW, OLD]
    assert [kept.time[11:13] for kept in store.all()] == ["12", "14", "16"]
    assert store.newest()[PAGE].time[11:13] == "16"


def test_two_addresses_with_one_content_share_its_file(tmp_path: Path) -> None:
    store = RawStore(tmp_path)
    assert store.keep(answer()).changed and store.keep(answer(address=f"{PAGE}/amp")).changed
    assert set(store.newest()) == {PAGE, f"{PAGE}/amp"}
    assert len(files(tmp_path / "objects")) == 1


CONDITIONS = [
    ({}, {}),
    ({"etag": '"1"'}, {"If-None-Match": '"1"'}),
    ({"last-modified": "Tue, 22 Nov 2022 12:05:00 GMT"}, {"If-Modified-Since": "Tue, 22 Nov 2022 12:05:00 GMT"}),
    ({"etag": '"ε"'}, {}),
    ({"etag": '"1"\r\nHost: alli.example'}, {}),
]


@pytest.mark.parametrize(("said", "asked"), CONDITIONS)
def test_the_next_request_says_what_the_server_said(
    tmp_path: Path, said: dict[str, str], asked: dict[str, str]
) -> None:
    RawStore(tmp_path).keep(answer(OLD, said))
    assert RawStore(tmp_path).conditions(PAGE) == asked


def test_what_still_holds_is_noted_as_seen_with_what_the_server_says_now(tmp_path: Path) -> None:
    store = RawStore(tmp_path)
    kept = store.keep(answer(OLD, {"etag": '"1"', "last-modified": "Tue, 22 Nov 2022 12:05:00 GMT"}))
    assert not store.seen(kept, 304, {"etag": '"2"', "date": "…"}).changed
    assert len(list(store.all())) == 1
    # A 304 may leave out what has not changed; a whole answer says all there is.
    assert set(store.conditions(PAGE)) == {"If-None-Match", "If-Modified-Since"}
    assert store.conditions(PAGE)["If-None-Match"] == '"2"'
    assert not store.keep(answer(OLD, {"etag": '"3"'})).changed
    assert RawStore(tmp_path).conditions(PAGE) == {"If-None-Match": '"3"'}


def test_a_line_cut_short_by_a_kill_is_skipped_and_mended(tmp_path: Path) -> None:
    RawStore(tmp_path).keep(answer())
    record = tmp_path / "responses.jsonl"
    whole = record.read_bytes()
    RawStore(tmp_path).keep(answer(NEW))
    for cut in (len(whole) + 1, len(whole) + 100, record.stat().st_size - 1):
        record.write_bytes(record.read_bytes()[:cut])
        assert contents(RawStore(tmp_path)) == [OLD]
    assert RawStore(tmp_path).keep(answer(NEW)).changed
    assert contents(RawStore(tmp_path)) == [OLD, NEW]
    assert record.read_bytes().startswith(whole)


def test_a_damaged_object_is_refused_not_asked_for_by_its_etag_and_mended_by_the_next_fetch(tmp_path: Path) -> None:
    store = RawStore(tmp_path)
    kept = store.keep(answer(OLD, {"etag": '"1"'}))
    [path] = (tmp_path / "objects").rglob(kept.sha256)
    for damage in (lambda: path.write_bytes(b"\0" * len(OLD)), path.unlink):
        damage()
        with pytest.raises(SourceError, match=r"damaged|cannot be read") as caught:
            store.content(kept)
        assert caught.value.place == str(path) and "backup" in caught.value.remedy
        assert store.conditions(PAGE) == {}
        assert not store.keep(answer(OLD, {"etag": '"1"'})).changed
        assert store.content(kept) == OLD


LINES = [
    "",
    "[]",
    "{",
    '{"address": "α"}',
    '{"seen": "../../../etc/passwd", "address": "α", "time": "", "status": 200, "headers": {}}',
    '{"seen": 7, "address": "α", "time": "", "status": 200, "headers": {}}',
    "[" * 100_000,
]


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_damaged_line_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    RawStore(tmp_path).keep(answer())
    with (tmp_path / "responses.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    store = RawStore(tmp_path)
    for _ in range(2):
        with pytest.raises(StoreError, match="no record of an answer") as caught:
            list(store.all())
        assert caught.value.place.endswith("responses.jsonl:2")


def test_a_record_that_points_outside_reads_nothing_there(tmp_path: Path) -> None:
    kept = RawStore(tmp_path / "raw").keep(answer())
    (tmp_path / "secret").write_bytes(OLD)
    fields = json.loads((tmp_path / "raw/responses.jsonl").read_text()) | {"sha256": "../../secret"}
    (tmp_path / "raw/responses.jsonl").write_text(json.dumps(fields) + "\n")
    assert kept.sha256
    with pytest.raises(StoreError, match="no record of an answer"):
        list(RawStore(tmp_path / "raw").all())


NASTY = ["https://efimerida.example/../../../etc/passwd", "file:///etc/passwd", "α\0\n\x1b[31m{}", "/", "\ud800"]


@pytest.mark.parametrize("address", NASTY, ids=range(len(NASTY)))
def test_no_address_and_no_header_writes_outside_the_folder(tmp_path: Path, address: str) -> None:
    folder = tmp_path / "raw" / "efimerida"
    name = 'attachment; filename="../../../../tmp/x"'
    RawStore(folder).keep(answer(OLD, {"content-disposition": name, "etag": address}, address=address))
    assert all(name.startswith("raw/efimerida/") for name in files(tmp_path))
    [kept] = RawStore(folder).all()
    assert kept.headers["content-disposition"] == name
    assert len((folder / "responses.jsonl").read_bytes().splitlines()) == 1


def test_a_read_only_folder_can_be_read_and_says_that_it_cannot_be_written(tmp_path: Path) -> None:
    RawStore(tmp_path).keep(answer())
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in tmp_path.parents[: 3 if "PYTEST_XDIST_WORKER" in os.environ else 2]:  # pytest's own
        parent.chmod(0o755)
    with as_ordinary_user():
        assert contents(RawStore(tmp_path)) == [OLD]
        with pytest.raises(StoreError, match="cannot be kept: Permission denied") as caught:
            RawStore(tmp_path).keep(answer(NEW))
    assert "allow writing" in caught.value.remedy


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    store = RawStore(tmp_path)
    store.keep(answer())
    with room_for(1000), pytest.raises(StoreError, match="cannot be kept: File too large"):
        store.keep(answer(NEW * 1000))
    with disk_of("64k", tmp_path / "small") as small:
        tiny = RawStore(small)
        with pytest.raises(StoreError, match="cannot be kept: No space left"):
            tiny.keep(answer(NEW * 10_000))
        assert tiny.keep(answer(NEW)).changed and contents(RawStore(small)) == [NEW]
    assert contents(store) == contents(RawStore(tmp_path)) == [OLD]
    assert not [name for name in files(tmp_path) if name.endswith(".part")]


def _keep_many(folder: Path, name: str) -> None:
    store = RawStore(folder)
    for n in range(20):
        store.keep(answer(f"{name} {n}".encode(), address=f"{PAGE}/{name}/{n}"))


def test_two_runs_may_write_at_once(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("fork")
    workers = [spawn.Process(target=_keep_many, args=(tmp_path, name)) for name in "αβ"]
    for worker in workers:
        worker.start()
    _keep_many(tmp_path, "γ")
    for worker in workers:
        worker.join()
    assert len({kept.address for kept in RawStore(tmp_path).all()}) == 60


def test_kept_compares_by_what_was_kept() -> None:
    one = Kept(PAGE, PAGE, "2022-11-22T12:05:00Z", 200, {}, "0" * 64, 1)
    assert one == Kept(PAGE, PAGE, "2022-11-22T12:05:00Z", 200, {}, "0" * 64, 1, changed=False)
