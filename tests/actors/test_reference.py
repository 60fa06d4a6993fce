"""Dropped subjects and pronouns: the actor they refer to."""

from __future__ import annotations

import pytest

from pipeline.actors import Gazetteer, link
from pipeline.annotate import Engine
from pipeline.records import Article

# A text, the verb that lacks its subject or the pronoun, and the actor meant ("" for none).
DROPPED = [
    ("Η Γαλλία αντέδρασε. Επέκρινε την Τουρκία.", "Επέκρινε", "Γαλλία"),
    ("Η Γαλλία αντέδρασε και επέκρινε την Τουρκία.", "επέκρινε", "Γαλλία"),
    ("Η Γαλλία θέλει να στηρίξει την Ουκρανία.", "στηρίξει", "Γαλλία"),
    ("Οι ΗΠΑ κάλεσαν τη Γερμανία να στηρίξει την Ουκρανία.", "στηρίξει", "Γερμανία"),
    ("Ο Μακρόν μίλησε χθες. Στηρίζει την Ουκρανία.", "Στηρίζει", "Εμανουέλ Μακρόν"),
    ("Οι Ρώσοι αντέδρασαν. Απειλούν την Πολωνία.", "Απειλούν", "Ρωσία"),
    ("Η Γαλλία και η Ιταλία συμφώνησαν χθες. Επέκριναν την Τουρκία.", "Επέκριναν", "Γαλλία, Ιταλία"),
    ("Ο Πεσκόφ δήλωσε ότι στηρίζει την Κίνα.", "στηρίζει", "Ντμίτρι Πεσκόφ"),
    ("Επέκρινε χθες την Τουρκία.", "Επέκρινε", ""),
    ("Η Γαλλία επέκρινε την Τουρκία.", "επέκρινε", ""),
    ("Ο Μακρόν μίλησε στη Βουλή. «Η Τουρκία απειλεί την Κύπρο», είπε.", "είπε", "Εμανουέλ Μακρόν"),
]

PRONOUNS = [
    ("Η Σερβία μειώνει την εξάρτησή της από τη Ρωσία.", "της", "Σερβία"),
    ("Η Αρμενία απομακρύνεται από τη Μόσχα. Μειώνει την εξάρτησή της.", "της", "Αρμενία"),
    ("Ο Πούτιν μίλησε χθες. Η Πολωνία τον επέκρινε.", "τον", "Βλαντίμιρ Πούτιν"),
]


@pytest.fixture(scope="module")
def found(engine: Engine, gazetteer: Gazetteer) -> dict[str, dict[str, str]]:
    """For each text the actors of dropped subjects and pronouns, by the word they stand at."""
    articles = [Article(str(i), text) for i, (text, _, _) in enumerate((*DROPPED, *PRONOUNS))]
    out: dict[str, dict[str, str]] = {}
    for parsed in engine.parse(articles):
        here = out.setdefault(parsed.article.text, {})
        for mention in link(parsed, gazetteer):
            if mention.link in ("zero", "reference"):
                word = parsed.doc[mention.anchor].text
                here[word] = ", ".join(filter(None, (here.get(word), mention.actor.name)))
    return out


@pytest.mark.parametrize(("text", "word", "name"), [*DROPPED, *PRONOUNS])
def test_reference(found: dict[str, dict[str, str]], text: str, word: str, name: str) -> None:
    assert found[text].get(word, "") == name
