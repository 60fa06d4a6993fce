"""The newest version as CSV with its description."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from frictionless import Package
from results import MADE, result, stance

from pipeline.errors import StoreError
from pipeline.store import Store
from pipeline.tables import to_tables

NASTY = [
    '«Είπε "όχι"», δήλωσε',
    "=ΑΘΡΟΙΣΜΑ(Α1:Α9)",
    "δύο\nγραμμές",
    "τρεις\r\nγραμμές",
    "μόνο\rεπιστροφή",
    ";\t'",
    "ΐ ΰ",
]


def publish(store: Store, mark: str, *, tokens: bool = False) -> int:
    return store.publish(to_tables([result(mark=mark)], tokens=tokens), MADE).version


def cells(path: Path, table: str) -> list[dict[str, str]]:
    with (path / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def described(path: Path) -> str:
    version: str = json.loads((path / "csv" / "datapackage.json").read_text(encoding="utf-8"))["version"]
    return version


def titles(store: Store) -> list[str]:
    titles: list[str] = store.read("documents")["title"].to_pylist()
    return titles


def test_the_package_is_valid_and_says_what_columns_mean(tmp_path: Path) -> None:
    copy = result("α2")
    copy = replace(copy, article=replace(copy.article, duplicate_of="α1"), mentions=(), claims=(), sentences=())
    Store(tmp_path).publish(to_tables([result("α1"), copy]), MADE)
    package = Package(str(tmp_path / "csv" / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "message"])
    assert all(field.description for resource in package.resources for field in resource.schema.fields)
    assert package.licenses and package.get_resource("stance").schema.foreign_keys


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"polarity": "ναι"}, "constraint-error"),
        ({"doc_id": "αλλού"}, "foreign-key"),
        ({"cue": ""}, "constraint-error"),
    ],
)
def test_the_package_holds_rows_to_their_limits(tmp_path: Path, change: dict[str, str], error: str) -> None:
    Store(tmp_path).publish(to_tables([result()]), MADE)
    rows = [cells(tmp_path, "stance")[0] | change]
    with (tmp_path / "csv" / "stance.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    report = Package(str(tmp_path / "csv" / "datapackage.json")).validate()
    assert [kind for (kind,) in report.flatten(["type"])] == [error] * len(report.flatten(["type"])) != []


@pytest.mark.parametrize("text", NASTY)
def test_cells_come_back_as_they_were(tmp_path: Path, text: str) -> None:
    store = Store(tmp_path)
    publish(store, text)
    assert [row["title"] for row in cells(tmp_path, "documents")] == [text]
    assert titles(store) == [text]


def test_numbers_and_truth_values_are_written_plainly(tmp_path: Path) -> None:
    nowhere = replace(stance(), second=replace(stance().second, start=-1))
    Store(tmp_path).publish(to_tables([result(claims=(nowhere,))]), MADE)
    (claim,), (document,) = cells(tmp_path, "stance"), cells(tmp_path, "documents")
    assert (claim["confidence"], claim["start"], claim["target_start"]) == ("0.9123", "0", "")
    assert document["fictional"] == "false"


def test_only_the_newest_folder_stays(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for mark in "αβγ":
        publish(store, mark)
    assert described(tmp_path) == "3"
    assert len([entry for entry in tmp_path.iterdir() if entry.name.startswith(".csv-")]) == 1


def test_tokens_are_parquet_when_asked_for(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "α", tokens=True)
    assert pq.read_table(tmp_path / "tokens.parquet")["lemma"].to_pylist() == ["Άγκυρα"]
    assert not (tmp_path / "csv" / "tokens.csv").exists()
    publish(store, "β")
    assert not (tmp_path / "tokens.parquet").exists()  # it would be an older version's


@pytest.mark.parametrize("lost", ["csv", "csv/stance.csv", "csv/datapackage.json"])
def test_lost_files_are_written_again(tmp_path: Path, lost: str) -> None:
    store = Store(tmp_path)
    publish(store, "α")
    (tmp_path / lost).unlink()
    assert publish(store, "α") == 1
    assert Package(str(tmp_path / "csv" / "datapackage.json")).validate().valid
    assert store.heal() is False


def test_a_folder_of_a_file_system_without_links_is_replaced(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "α")
    folder = (tmp_path / "csv").resolve()
    (tmp_path / "csv").unlink()
    folder.rename(tmp_path / "csv")
    publish(store, "β")
    assert described(tmp_path) == "2"


def test_what_a_user_put_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "διατριβή.txt").write_text("μοναδικό", encoding="utf-8")
    with pytest.raises(StoreError, match="move it away"):
        publish(Store(tmp_path), "α")
    assert (tmp_path / "csv" / "διατριβή.txt").exists()
