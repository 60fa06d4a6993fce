"""Stores that are damaged, old, full or closed: said clearly, with place and remedy, and nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake
from places import as_ordinary_user, disk_of, room_for
from results import described, marks, publish, rewrite, without

from pipeline.errors import StoreError
from pipeline.pruning import prune
from pipeline.store import Store
from pipeline.tags import put

Acts = list[Callable[[], object]]


class TestBadPlaces:
    @pytest.mark.parametrize("inside", ["", "πιο/μέσα"])
    def test_a_path_that_is_a_file(self, tmp_path: Path, inside: str) -> None:
        (tmp_path / "αρχείο").write_text("κείμενο", encoding="utf-8")
        with pytest.raises(StoreError, match=r"cannot be written: Not a directory\n  -> see that"):
            publish(Store(tmp_path / "αρχείο" / inside), "α")
        assert (tmp_path / "αρχείο").read_text(encoding="utf-8") == "κείμενο"

    def test_a_file_is_no_store_to_read(self, tmp_path: Path) -> None:
        (tmp_path / "αρχείο").write_text("κείμενο", encoding="utf-8")
        with pytest.raises(StoreError, match="is a file, not a folder"):
            Store(tmp_path / "αρχείο").versions()

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        with as_ordinary_user(), pytest.raises(StoreError, match=r"cannot be written: Permission denied"):
            publish(Store(tmp_path / "νέος"), "α")

    def test_a_store_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "store").write_text("κείμενο", encoding="utf-8")
        for act in (Store(tmp_path).versions, Store(tmp_path).check):
            with pytest.raises(
                StoreError, match=r"store: the store cannot be here: this is a file[^\n]*\n  -> move it"
            ):
                act()
        assert (tmp_path / "store").read_text(encoding="utf-8") == "κείμενο"

    @pytest.mark.parametrize("size", [0, 100, 1500, 4000, 8000])
    def test_a_full_disk_costs_only_the_new_version(self, tmp_path: Path, size: int) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        with room_for(size), pytest.raises(StoreError, match="the disk has room"):
            publish(store, "β" * 4000)
        assert (marks(store), described(tmp_path)) == ({"α"}, "1")
        assert publish(store, "β") == 2

    def test_pruning_makes_room_on_a_full_disk(self, tmp_path: Path) -> None:
        with disk_of("400k", tmp_path / "disk") as disk:
            store = Store(disk / "out")
            with pytest.raises(StoreError, match="No space left on device"):
                for number in range(60):
                    publish(store, f"γύρος {number}")
            newest = store.versions()[-1].version
            assert prune(store, keep=1).versions == tuple(range(1, newest))
            assert publish(store, "μετά") == newest + 1
            assert marks(store) == {"μετά"}

    def test_a_store_that_may_only_be_read(self) -> None:
        with TemporaryDirectory() as folder:  # pytest's own are closed to others
            Path(folder).chmod(0o755)
            store = Store(folder)
            publish(store, "α")
            publish(store, "β")
            acts: Acts = [store.check, lambda: publish(store, "γ"), lambda: put(store, 1, "α"), lambda: prune(store, 1)]
            with as_ordinary_user():
                assert (marks(store, 1), marks(store), len(store.versions())) == ({"α"}, {"β"}, 2)
                assert prune(store, keep=1, dry_run=True).versions == (1,)
                for act in acts:
                    with pytest.raises(StoreError, match=r"cannot be written: Permission denied\n  -> see that the"):
                        act()
            assert len(store.versions()) == 2

    def test_a_store_that_may_not_be_read(self, tmp_path: Path) -> None:
        publish(Store(tmp_path), "α")
        tmp_path.chmod(0o600)
        with (
            as_ordinary_user(),
            pytest.raises(StoreError, match=r"cannot be read: Permission denied\n  -> see that you"),
        ):
            Store(tmp_path).versions()

    def test_nothing_published_yet(self, tmp_path: Path) -> None:
        assert Store(tmp_path / "αύριο").versions() == []
        assert Store(tmp_path / "αύριο").heal() is False
        with pytest.raises(StoreError, match="stasis run"):
            Store(tmp_path / "αύριο").read("stance")
        assert not (tmp_path / "αύριο").exists()


def garble(file: Path) -> None:
    file.write_text("σκουπίδια", encoding="utf-8")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


class TestDamage:
    @pytest.mark.parametrize("harm", [garble, cut, Path.unlink])
    @pytest.mark.parametrize("table", ["stance", "versions"])
    @pytest.mark.parametrize("files", ["_delta_log/*.json", "*.parquet"])
    def test_is_named_and_not_written_to(
        self, tmp_path: Path, table: str, files: str, harm: Callable[[Path], None]
    ) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        for file in (tmp_path / "store" / table).glob(files):
            harm(file)
        before = sorted(tmp_path.rglob("*"))
        acts: Acts = [lambda: publish(store, "β"), store.check, lambda: prune(store, keep=1)]
        if (table, files) == ("stance", "*.parquet"):
            del acts[2]  # pruning reads no rows
        if not (table == "versions" and files.endswith("json") and harm is Path.unlink):  # then there is no table
            acts.append(lambda: store.read("stance"))
        for act in acts:
            with pytest.raises(StoreError, match=r": (the store cannot be read|the CSV files are)[^\n]*\n  -> restore"):
                act()
        assert sorted(file for file in tmp_path.rglob("*") if file.name != ".lock") == [
            file for file in before if file.name != ".lock"
        ]
        assert DeltaTable(tmp_path / "store" / "documents").version() == 0

    def test_a_lost_record_of_versions_is_not_begun_anew(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        for mark in "αβ":
            publish(store, mark)
        (tmp_path / "store" / "versions" / "_delta_log" / f"{1:020}.json").unlink()
        with pytest.raises(StoreError, match="CSV files are of version 2, and the record of versions ends with 1\n"):
            publish(store, "γ")
        with pytest.raises(StoreError, match="restore store/ from a backup"):
            prune(store, keep=1)

    @pytest.mark.parametrize("commit", [0, 1])
    def test_a_commit_that_a_power_cut_left_empty(self, tmp_path: Path, commit: int) -> None:
        store = Store(tmp_path)
        for mark in "αβγ":
            publish(store, mark)
        (tmp_path / "store" / "stance" / "_delta_log" / f"{commit:020}.json").write_bytes(b"")
        for act in (lambda: store.read("stance", 2), lambda: store.read("stance"), lambda: prune(store, keep=1)):
            with pytest.raises(StoreError, match=r"stance: the store cannot be read: "):
                act()
        assert len(list((tmp_path / "store" / "stance").glob("*.parquet"))) == 3

    def test_rows_that_went_astray(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        rewrite(store, "stance", lambda row: row, times=2)
        with pytest.raises(StoreError, match="stance: the store is damaged: version 1 had 1 rows here, there are 2\n"):
            store.read("stance")

    def test_the_row_of_a_version(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        rewrite(store, "versions", lambda row: row | {"counts": "{"})
        with pytest.raises(StoreError, match=r"versions: the record of version 1 is damaged\n  -> restore"):
            store.versions()


class TestOtherReleases:
    """What an older or newer release wrote."""

    def test_an_optional_column_that_an_older_one_lacked(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        rewrite(store, "stance", lambda row: without(row, "plover", "holder_start"))
        store.check()
        [row] = store.read("stance").to_pylist()
        assert (row["plover"], row["holder_start"]) == ("", None)
        assert publish(store, "β") == 2
        assert [store.read("stance", version)["frame"][0].as_py() for version in (1, 2)] == ["α", "β"]

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (lambda row: without(row, "polarity"), "it lacks polarity"),
            (lambda row: without(row, "confidence") | {"mood": ""}, "it lacks confidence; it has also mood"),
        ],
    )
    def test_columns_no_default_can_stand_for(
        self, tmp_path: Path, change: Callable[[dict[str, Any]], dict[str, Any]], says: str
    ) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        rewrite(store, "stance", change)
        for act in (lambda: store.read("stance"), store.check, lambda: publish(store, "β")):
            with pytest.raises(StoreError, match=rf"stance: [^\n]*{says}\n  -> use the release that wrote it"):
                act()
        assert len(store.versions()) == 1

    def test_a_record_of_versions_with_fewer_columns(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        rewrite(store, "versions", lambda row: without(row, "engine", "n_documents", "content_hash"))
        [version] = store.versions()
        assert (version.engine, version.n_documents, version.code_version) == ("", 1, "0.1.0")
        assert publish(store, "β") == 2
        assert [version.engine for version in store.versions()] == ["", "spacy"]
        assert marks(store, 1) == {"α"}

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (lambda row: row | {"mood": "α"}, "a newer release wrote this, [^\n]*: mood\n  -> install"),
            (lambda row: without(row, "delta_versions"), "the record of a version lacks delta_versions\n  -> restore"),
        ],
    )
    def test_a_record_of_versions_that_says_too_little_or_too_much(
        self, tmp_path: Path, change: Callable[[dict[str, Any]], dict[str, Any]], says: str
    ) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        rewrite(store, "versions", change)
        for act in (store.versions, store.check, lambda: publish(store, "β")):
            with pytest.raises(StoreError, match=rf"store/versions: {says}"):
                act()

    def test_a_table_that_a_newer_one_has(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        write_deltalake(tmp_path / "store" / "moods", pa.table({"mood": ["α"]}))

        def add(row: dict[str, Any]) -> dict[str, Any]:
            return row | {"delta_versions": json.dumps(json.loads(row["delta_versions"]) | {"moods": 0})}

        rewrite(store, "versions", add)
        for act in (lambda: store.read("moods"), store.check, lambda: publish(store, "β")):
            with pytest.raises(StoreError, match=r"a newer release wrote this: table 'moods'[^\n]*\n  -> install"):
                act()
        assert marks(store) == {"α"}
