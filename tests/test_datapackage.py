"""The newest version as CSV with its description."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from frictionless import Package
from results import MADE, result, stance

from pipeline import datapackage
from pipeline.errors import StoreError
from pipeline.spreadsheet import EXCEL, PLAIN, Dialect
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


def description(path: Path) -> Any:
    return json.loads((path / "csv" / "datapackage.json").read_text(encoding="utf-8"))


def described(path: Path) -> str:
    version: str = description(path)["version"]
    return version


def titles(store: Store) -> list[str]:
    titles: list[str] = store.read("documents")["title"].to_pylist()
    return titles


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
def test_the_package_is_valid_and_says_what_columns_mean(tmp_path: Path, dialect: Dialect) -> None:
    copy = result("α2")
    copy = replace(copy, article=replace(copy.article, duplicate_of="α1"), mentions=(), claims=(), sentences=())
    formula = result("=α3", mark="-1")  # a key that needs an apostrophe: both ends of the foreign key have it
    Store(tmp_path, dialect=dialect).publish(to_tables([result("α1"), copy, formula]), MADE)
    package = Package(str(tmp_path / "csv" / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "message"])
    assert all(field.description for resource in package.resources for field in resource.schema.fields)
    assert package.licenses and package.get_resource("stance").schema.foreign_keys
    claims: Any = package.get_resource("stance")
    assert {(row["confidence"], row["holder"]) for row in claims.read_rows()} == {(Decimal("0.9123"), "Τουρκία")}


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


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
@pytest.mark.parametrize("text", NASTY)
def test_cells_come_back_as_they_were(tmp_path: Path, text: str, dialect: Dialect) -> None:
    store = Store(tmp_path, dialect=dialect)
    publish(store, text)
    for name in ("documents", "sentences", "entities", "stance", "dependence"):
        assert datapackage.read(tmp_path / "csv", name) == store.read(name)
    assert titles(store) == [text]


def test_another_dialect_rewrites_the_files_of_the_same_version(tmp_path: Path) -> None:
    publish(Store(tmp_path), "α")
    for dialect, begins in [(EXCEL, b"\xef\xbb\xbfclaim_id;doc_id;"), (PLAIN, b"claim_id,doc_id,")]:
        assert publish(Store(tmp_path, dialect=dialect), "α") == 1
        assert (tmp_path / "csv" / "stance.csv").read_bytes().startswith(begins)
        assert {one["dialect"]["delimiter"] for one in description(tmp_path)["resources"]} == {dialect.delimiter}
        assert Store(tmp_path, dialect=dialect).heal() is False


def test_who_names_no_dialect_keeps_the_one_there(tmp_path: Path) -> None:
    publish(Store(tmp_path, dialect=EXCEL), "α")
    assert Store(tmp_path).heal() is False
    (tmp_path / "csv" / "stance.csv").unlink()
    assert Store(tmp_path).heal() is True
    publish(Store(tmp_path), "β")
    assert (tmp_path / "csv" / "stance.csv").read_bytes().startswith(b"\xef\xbb\xbfclaim_id;")


def test_files_described_otherwise_are_written_again(tmp_path: Path) -> None:
    publish(Store(tmp_path), "α")
    older = description(tmp_path)
    for resource in older["resources"]:
        del resource["dialect"]  # as before cells were guarded
    (tmp_path / "csv" / "datapackage.json").write_text(json.dumps(older), encoding="utf-8")
    assert Store(tmp_path).heal() is True
    assert "dialect" in description(tmp_path)["resources"][0]


@pytest.mark.parametrize(
    ("folder", "table", "said"),
    [
        ("csv", "tokens", "no table 'tokens'\n  -> tables there are: documents, sentences"),
        (".", "stance", "no datapackage.json\n  -> give the folder «csv»"),
    ],
)
def test_a_table_that_is_not_there_is_named(tmp_path: Path, folder: str, table: str, said: str) -> None:
    publish(Store(tmp_path), "α")
    with pytest.raises(StoreError, match=said):
        datapackage.read(tmp_path / folder, table)


def test_a_file_changed_by_hand_is_refused_by_its_name(tmp_path: Path) -> None:
    publish(Store(tmp_path), "α")
    file = tmp_path / "csv" / "stance.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("0.9123", "βέβαιο"), encoding="utf-8")
    with pytest.raises(StoreError, match=r"stance.csv: the CSV file cannot be read.*\n  -> .*not edited by hand"):
        datapackage.read(tmp_path / "csv", "stance")


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
