"""``stasis export`` as a person meets it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest
from results import MADE, result, stance
from typer.testing import CliRunner, Result

from pipeline import tags
from pipeline.catalogue import TABLES
from pipeline.cli import app
from pipeline.store import Store
from pipeline.tables import to_tables


def export(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions: the second lacks the second document, and is of made-up articles."""
    path = tmp_path_factory.mktemp("store")
    other = result("α2", claims=(stance(doc_id="α2", value="negative"),))
    Store(path).publish(to_tables([result(), other], tokens=True), MADE)
    made_up = replace(result(), article=replace(result().article, fictional=True))
    Store(path).publish(to_tables([made_up]), MADE)
    return path


def test_dna(store: Path, tmp_path: Path) -> None:
    said = export("dna", "--to", tmp_path / "dna", "--version", 1, "--output", store)
    assert (said.exit_code, said.stderr) == (0, "")
    assert "2 statements; 0 negated negative claims left out" in said.stdout
    with (tmp_path / "dna" / "statements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(row["document ID"], row["organization"], row["agreement"]) for row in rows] == [
        ("1", "TUR", "1"),
        ("2", "TUR", "0"),
    ]
    with (tmp_path / "dna" / "documents.csv").open(encoding="utf-8", newline="") as file:
        assert [row["document ID"] for row in csv.DictReader(file, delimiter=";")] == ["1", "2"]
    assert export("dna", "--to", tmp_path / "list.csv", "--version", 1, "--output", store).exit_code == 0
    assert (tmp_path / "list.csv").read_bytes() == (tmp_path / "dna" / "statements.csv").read_bytes()


def test_a_tag_names_the_version(store: Path, tmp_path: Path) -> None:
    tags.put(Store(store), 1, "paper-1")
    said = export("dna", "--to", tmp_path / "list.csv", "--version", "paper-1", "--output", store)
    assert "2 statements" in said.stdout
    tags.remove(Store(store), "paper-1")


def test_plover(store: Path, tmp_path: Path) -> None:
    said = export("plover", "--to", tmp_path / "events.jsonl", "--output", store)
    assert "1 events (version 2)" in said.stdout
    assert "These articles are made up" in said.stdout
    (line,) = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["fictional"] is True


def test_graphs(store: Path, tmp_path: Path) -> None:
    said = export("graphml", "--to", tmp_path / "s.graphml", "--version", 1, "--output", store)
    assert "1 edges in 1 graph (version 1)" in said.stdout
    assert nx.read_graphml(tmp_path / "s.graphml").edges["TUR", "AZE"]["weight"] == 2
    said = export("gexf", "--to", tmp_path / "g", "--type", "dependence", "--period", "quarter", "--output", store)
    assert said.exit_code == 0
    assert [path.name for path in (tmp_path / "g").iterdir()] == ["dependence-2022-Q4.gexf"]
    assert list(nx.read_gexf(tmp_path / "g" / "dependence-2022-Q4.gexf").edges) == [("GRC", "RUS")]
    said = export("graphml", "--to", tmp_path / "n.graphml", "--min-confidence", 0.99, "--output", store)
    assert "0 edges" in said.stdout


def test_aggregates(store: Path, tmp_path: Path) -> None:
    said = export("aggregates", "--to", tmp_path / "sums", "--version", 1, "--output", store)
    assert "1 rows in stance_by_month.csv, 1 rows in dependence_by_domain.csv" in said.stdout
    with (tmp_path / "sums" / "stance_by_month.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["month"], row["net"]) for row in csv.DictReader(file)] == [("2022-11", "0")]


@pytest.mark.parametrize("version", [1, 2])
def test_parquet(store: Path, tmp_path: Path, version: int) -> None:
    export("parquet", "--to", tmp_path / "tables", "--version", version, "--output", store)
    names = Store(store).names(version)
    assert sorted(path.stem for path in (tmp_path / "tables").iterdir()) == sorted(names)
    for name in names:
        table = pq.read_table(tmp_path / "tables" / f"{name}.parquet")
        assert table.equals(Store(store).read(name, version))
        assert table.schema.metadata[b"version"] == str(version).encode()
        assert table.schema.field(0).metadata[b"description"] == TABLES[name].columns[0].description.encode()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("plover --to {new} --version 9", "there is no version 9\n  -> versions there are: 1, 2"),
        ("parquet --to {there}", "the folder is not empty, and versions would mix in it\n  -> give --to a new"),
        ("graphml --to {there}", "is a folder, and a file is to be written"),
        ("gexf --to {file} --period month", "is a file, and a folder is to be written"),
        ("aggregates --to {file}/sums", "sums: cannot be written: "),
    ],
)
def test_what_cannot_be(store: Path, tmp_path: Path, arguments: str, says: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").touch()
    places = {"new": tmp_path / "new", "there": tmp_path / "there", "file": tmp_path / "there" / "file"}
    said = export(*arguments.format(**places).split(), "--output", store)
    assert said.exit_code == 2
    assert says in said.stderr
    assert said.stdout == ""
    assert [path.name for path in tmp_path.rglob("*")] == ["there", "file"]


def test_nothing_published_yet(tmp_path: Path) -> None:
    said = export("dna", "--to", tmp_path / "dna", "--output", tmp_path / "store")
    assert said.exit_code == 2
    assert "no version has been published here\n  -> run `stasis run` first" in said.stderr
