"""Versions: all of one or nothing of it, whatever happens to the process that publishes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake
from filelock import FileLock
from results import MADE, described, marks, publish, result

from pipeline.errors import StoreError
from pipeline.store import Store
from pipeline.tables import to_tables


class TestPublish:
    def test_records_what_a_version_was_made_from(self, tmp_path: Path) -> None:
        published = Store(tmp_path).publish(to_tables([result()]), MADE)
        (version,) = Store(tmp_path).versions()
        assert (published.version, published.is_new) == (1, True)
        assert (version.version, version.n_documents, version.counts["stance"]) == (1, 1, 1)
        assert (version.config_hash, version.code_version, version.engine) == ("c0", "0.1.0", "spacy")
        assert version.changes["stance"] == {"added": 1, "removed": 0, "changed": 0}

    def test_keeps_records_of_how_a_version_was_made(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        for number, mark in enumerate("αββ", start=1):
            frames = pa.table({"frame": ["support.back"], "hash": [f"h{number}"]})
            store.publish(to_tables([result(mark=mark)]), MADE, {"frames": frames})
        assert [store.record("frames", v.version).column("hash").to_pylist() for v in store.versions()] == [
            ["h1"],
            ["h2"],
        ]
        assert store.record("letters") is None
        assert "_frames" not in store.names()
        with pytest.raises(StoreError, match="no table '_frames'"):
            store.read("_frames")

    def test_the_same_again_makes_no_version(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        later = result(mark="α")
        later = replace(later, article=replace(later.article, retrieved_at="2023-01-01T00:00:00Z"))
        again = store.publish(to_tables([later]), MADE)
        assert (again.version, again.is_new, again.changes) == (1, False, {})
        assert len(store.versions()) == 1

    def test_an_older_version_stays_readable(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        publish(store, "β")
        assert [store.read("documents", v)["title"][0].as_py() for v in (1, 2, None)] == ["α", "β", "β"]
        assert store.versions()[1].changes["stance"] == {"added": 0, "removed": 0, "changed": 1}

    def test_a_table_that_did_not_change_is_not_written_again(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        publish(store, "α")
        publish(store, "β")
        assert [v.delta_versions["sentences"] for v in store.versions()] == [0, 0]
        assert [v.delta_versions["stance"] for v in store.versions()] == [0, 1]

    def test_what_only_grew_is_added_to(self, tmp_path: Path) -> None:
        store, articles = Store(tmp_path), [result(f"α{n}") for n in range(4)]
        for number in (1, 2, 4):
            store.publish(to_tables(articles[:number]), MADE)
        files = list((tmp_path / "store" / "stance").glob("*.parquet"))
        assert len(files) == 3
        assert [store.read("stance", v) for v in (1, 2, 3)] == [to_tables(articles[:n])["stance"] for n in (1, 2, 4)]
        # Its rows cannot be told from those of a version: the next is written anew.
        write_deltalake(str(tmp_path / "store" / "stance"), store.read("stance").slice(0, 1), mode="append")
        store.publish(to_tables([*articles, result("β")]), MADE)
        assert store.read("stance") == to_tables([*articles, result("β")])["stance"]

    def test_a_table_in_many_files_is_written_as_one(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("pipeline.delta.FILES", 2)
        store, articles = Store(tmp_path), [result(f"α{n}") for n in range(4)]
        for number in (1, 2, 3, 4):
            store.publish(to_tables(articles[:number]), MADE)
        newest = store.versions()[-1].delta_versions["stance"]
        uris = [len(DeltaTable(tmp_path / "store" / "stance", version=v).file_uris()) for v in range(newest + 1)]
        assert uris == [1, 2, 1, 2]
        assert store.read("stance") == to_tables(articles)["stance"]

    def test_a_large_version_is_read_in_parts(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        store.publish(to_tables([result("α1"), result("α2")]), MADE)
        assert sum(part.num_rows for part in store.parts("stance")) == 2
        with pytest.raises(StoreError, match="there is no version 2"):
            list(store.parts("stance", 2))

    def test_of_a_version_that_grew_only_what_came_need_be_read(self, tmp_path: Path) -> None:
        store, articles = Store(tmp_path), [result(f"α{n}") for n in range(3)]
        for some in (articles[:1], articles[:2], articles[1:]):
            store.publish(to_tables(some), MADE)
        rows = [pa.concat_tables(store.parts("stance", one, ["doc_id"], but=two)) for one, two in ((1, 2), (2, 1))]
        assert [part.to_pydict() for part in rows] == [{"doc_id": []}, {"doc_id": ["α1"]}]
        assert sum(part.num_rows for part in store.parts("stance", 3, but=1)) == 2  # what lost rows is written anew

    def test_no_claims_leave_tables_with_their_header(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        store.publish(to_tables([result(claims=())]), MADE)
        assert store.read("stance").num_rows == 0
        assert (tmp_path / "csv" / "stance.csv").read_text(encoding="utf-8").startswith("claim_id,doc_id,")

    def test_waits_for_no_one_for_ever(self, tmp_path: Path) -> None:
        publish(Store(tmp_path), "α")
        with FileLock(tmp_path / "store" / ".lock"):
            with pytest.raises(StoreError, match="another run is publishing here\n  -> wait"):
                publish(Store(tmp_path, patience=0), "β")
            assert marks(Store(tmp_path)) == {"α"}  # readers do not take the lock

    def test_two_at_once_take_turns(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(2) as writers:
            numbers = list(writers.map(lambda mark: publish(Store(tmp_path), mark), "αβγδ"))
        assert sorted(numbers) == [v.version for v in Store(tmp_path).versions()] == [1, 2, 3, 4]
        assert described(tmp_path) == "4"

    def test_a_table_that_lacks_is_named(self, tmp_path: Path) -> None:
        tables = to_tables([result()])
        del tables["stance"]
        with pytest.raises(StoreError, match="tables lacking or unknown: stance"):
            Store(tmp_path).publish(tables, MADE)
