"""Whom a sentence may mean without a word, by what the sentences before say."""

from __future__ import annotations

from collections import defaultdict

import pytest

from pipeline.actors import Gazetteer, link
from pipeline.annotate import Engine
from pipeline.implied import TRIED, implied
from pipeline.records import Article, Mention

QUIET = " Ο καιρός ήταν βροχερός. Οι δρόμοι ήταν άδειοι. Το βράδυ ήταν ήσυχο."
CASES = [
    ("Η Γαλλία επέκρινε την Τουρκία. Η Ελλάδα συμφωνεί.", ["Γαλλία", "Τουρκία"]),
    ("Την Τουρκία επέκρινε η Γαλλία. Η Ελλάδα συμφωνεί.", ["Γαλλία", "Τουρκία"]),
    ("Η Γερμανία σιωπά. Η Κίνα επέκρινε την Ιαπωνία. Η καταδίκη ήταν σαφής.", ["Κίνα", "Ιαπωνία"]),
    ("Η Γαλλία επέκρινε την Τουρκία. Η Άγκυρα απάντησε.", ["Γαλλία"]),
    ("Η Γαλλία επέκρινε την Τουρκία.", []),
    (f"Η Γαλλία επέκρινε την Τουρκία.{QUIET} Η Ελλάδα συμφωνεί.", []),
]


@pytest.mark.parametrize(("text", "names"), CASES)
def test_implied(text: str, names: list[str], engine: Engine, gazetteer: Gazetteer) -> None:
    """In the last sentence of a text."""
    parsed = next(iter(engine.parse([Article("α", text)])))
    mentions = defaultdict[int, list[Mention]](list)
    for mention in link(parsed, gazetteer):
        mentions[mention.sentence_id].append(mention)
    last = len(list(parsed.doc.sents)) - 1
    found = implied(parsed.doc, last, lambda n: mentions[n])
    assert [mention.actor.name for mention, _ in found] == names
    assert len(found) <= TRIED
    assert all(1 <= back <= last for _, back in found)
