"""Made-up results of a run, for the tests of what is published."""

from __future__ import annotations

from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

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


def publish_for_ever(path: Path, ready: Connection) -> None:
    """Publish one version after another until killed; says so once it begins."""
    store = Store(path)
    ready.send("ready")
    for number in count():
        store.publish(to_tables([result(mark=f"γύρος {number}")], tokens=True), MADE)
