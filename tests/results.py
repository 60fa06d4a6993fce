"""Made-up results of a run, for the tests of what is published."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import write_deltalake

from pipeline import pruning, tags
from pipeline.ledger import TABLES as LEDGER
from pipeline.records import Actor, Article, Claim, ClaimType, Mention, Result, Role, TokenRow
from pipeline.store import Store
from pipeline.tables import to_tables
from pipeline.versions import Provenance

TEXT = "Η Άγκυρα στηρίζει το Μπακού. Η Αθήνα εξαρτάται από το ρωσικό αέριο."
SENTENCES = ((0, 28), (29, 67))
BAKU = Role("Αζερμπαϊτζάν", "Μπακού", 21, 27, "Q227", "AZE")
ANKARA = Role("Τουρκία", "Άγκυρα", 2, 8, "Q43", "TUR")
ATHENS = Role("Ελλάδα", "Αθήνα", 31, 36, "Q41", "GRC")
RUSSIA = Role("Ρωσία", "ρωσικό", 54, 60, "Q159", "RUS")
MADE = Provenance("c0", "0.1.0", "m0", "l0", "g0", "spacy")
MARKED = {"documents": "title", "entities": "name", "stance": "frame", "dependence": "frame"}
"""The tables that show a result's mark, and in which column."""


def stance(*, doc_id: str = "α1", shift: int = 0, value: str = "positive", frame: str = "στηρίζω") -> Claim:
    """«Η Άγκυρα στηρίζει το Μπακού», ``shift`` characters further into the text."""
    return _claim("stance", doc_id, 0, shift, "στηρίζει", 9, frame, ANKARA, BAKU, value, "support")


def dependence(*, doc_id: str = "α1", shift: int = 0, frame: str = "εξαρτώμαι") -> Claim:
    """«Η Αθήνα εξαρτάται από το ρωσικό αέριο», likewise."""
    return _claim("dependence", doc_id, 1, shift, "εξαρτάται", 37, frame, ATHENS, RUSSIA, "dependent", "energy")


def _claim(
    kind: ClaimType,
    doc_id: str,
    sentence: int,
    shift: int,
    cue: str,
    at: int,
    frame: str,
    first: Role,
    second: Role,
    value: str,
    detail: str,
) -> Claim:
    start, end = SENTENCES[sentence]
    return Claim(
        kind, doc_id, sentence, start + shift, end + shift, TEXT[start:end], cue, at + shift, at + shift + len(cue),
        frame, first, second, value, detail, confidence=0.912345,
    )  # fmt: skip


def mention(*, name: str = "Τουρκία") -> Mention:
    """«Άγκυρα», found in the gazetteer."""
    return Mention(2, 8, "Άγκυρα", 1, 1, 1, 0, "GPE", Actor(name, "Q43", "TUR"), "gazetteer", 1)


def result(doc_id: str = "α1", *, mark: str = "Στήριξη", claims: tuple[Claim, ...] | None = None) -> Result:
    """An article of two sentences; ``mark`` shows in every table but ``sentences``."""
    if claims is None:
        claims = (stance(doc_id=doc_id, frame=mark), dependence(doc_id=doc_id, frame=mark))
    tokens = (TokenRow(0, 2, 8, "Άγκυρα", "Άγκυρα", "PROPN", "Case=Nom", 0, "nsubj", "GPE"),)
    article = Article(doc_id, TEXT, title=mark, published_at="2022-11-20", retrieved_at="2022-11-20T06:00:00Z")
    return Result(article, SENTENCES, 14, (mention(name=mark),), claims, tokens)


def publish(store: Store, mark: str, *, tokens: bool = False) -> int:
    """Publish a version of one article; returns the number of the newest version."""
    return store.publish(to_tables([result(mark=mark)], tokens=tokens), MADE).version


def described(path: Path) -> str:
    """The version that the CSV files are of."""
    version: str = json.loads((path / "csv" / "datapackage.json").read_text(encoding="utf-8"))["version"]
    return version


def marks(store: Store, version: int | None = None) -> set[str]:
    """The mark of a version (the newest), which every table that carries one must share."""
    return {store.read(table, version)[column][0].as_py() for table, column in MARKED.items()}


def size(path: Path) -> int:
    """Bytes of the data files of all tables that are published."""
    files = path.glob("store/*/*.parquet")
    return sum(file.stat().st_size for file in files if file.parent.name not in LEDGER)


def without(row: dict[str, Any], *columns: str) -> dict[str, Any]:
    """A row that lacks some columns."""
    return {name: value for name, value in row.items() if name not in columns}


def rewrite(store: Store, table: str, change: Callable[[dict[str, Any]], dict[str, Any]], times: int = 1) -> None:
    """Make the first Delta version of a table what another release would have written."""
    rows = [change(row) for row in store.deltas.rows(table).to_pylist()] * times
    folder = Path(store.path) / "store" / table
    folder.rename(Path(store.path) / f"old {table}")
    write_deltalake(folder, pa.Table.from_pylist(rows))


def work_for_ever(path: Path, ready: Connection) -> None:
    """Publish one version after another, tag some and prune the older ones until killed; says so once it begins."""
    store = Store(path)
    ready.send("ready")
    for number in count():
        newest = publish(store, f"γύρος {number}", tokens=True)
        if number % 2:
            tags.put(store, newest, "μονή", move=True)
            pruning.prune(store, keep=2)
