"""Definite descriptions: whom «η χώρα», «ο υπουργός», «οι δύο πλευρές» mean."""

from __future__ import annotations

import pytest
from mentions import Linked, linked

from pipeline.actors import Gazetteer
from pipeline.annotate import Engine

# A text, the words that describe, and the rollups meant.
TABLE = [
    ("Η Αίγυπτος αγοράζει σιτάρι. Η χώρα εξαρτάται από τη Ρωσία.", "χώρα", ["EGY"]),
    ("Η Αίγυπτος αγοράζει σιτάρι. Η χώρα της Αφρικής αντέδρασε.", "Αίγυπτος", ["EGY"]),
    ("Η Γαλλία και η Ιταλία διαφωνούν. Οι δύο χώρες συναντήθηκαν.", "δύο χώρες", ["FRA", "ITA"]),
    ("Η κυβέρνηση επέκρινε την αντιπολίτευση.", "κυβέρνηση", ["GRC"]),
    ("Η κυβέρνηση Καραμανλή στήριξε το σχέδιο.", "κυβέρνηση Καραμανλή", ["GRC"]),
    ("Η ελληνική κυβέρνηση στήριξε το σχέδιο.", "ελληνική κυβέρνηση", ["GRC"]),
    ("Τα κράτη-μέλη επέβαλαν δασμούς στην Κίνα.", "κράτη-μέλη", ["EU"]),
    ("Ο Μακρόν μίλησε χθες. Η χώρα του στηρίζει την Ουκρανία.", "χώρα του", ["FRA"]),
    ("Η Gazprom ανακοίνωσε ζημιές. Η εταιρεία διέκοψε τη ροή.", "εταιρεία", ["GAZPROM"]),
    ("Η τουρκική Εθνοσυνέλευση καταδίκασε το Ισραήλ.", "τουρκική Εθνοσυνέλευση", ["TUR"]),
    ("Η γερμανική κεντρική τράπεζα αντέδρασε.", "γερμανική κεντρική τράπεζα", ["DEU"]),
    ("Ο ευρωβουλευτής της Λέγκα ζητά κίνητρα.", "ευρωβουλευτής της Λέγκα", ["LEGA"]),
    # A neighbour is not the subject's own state, nor the paper's.
    ("Η Νιγηρία πίεσε τον Νίγηρα. Η Νιγηρία απειλεί τη γειτονική χώρα.", "γειτονική χώρα", ["NER"]),
    ("Η Ελλάδα και η Αλβανία διαφωνούν. Η γειτονική χώρα αντέδρασε.", "γειτονική χώρα", ["ALB"]),
    # The place that a sentence begins with says whose government it is.
    ("Η Ελλάδα υπέγραψε τη συμφωνία. Στα Τίρανα, η κυβέρνηση ενέκρινε το σχέδιο.", "κυβέρνηση", ["ALB"]),
    ("Η καγκελάριος επέκρινε την πρόταση.", "καγκελάριος", ["DEU"]),
    # Another than the one spoken of.
    ("Η Αίγυπτος διαμαρτυρήθηκε. Κάθε χώρα αντιδρά.", "Κάθε χώρα", [""]),
    ("Η Αίγυπτος διαμαρτυρήθηκε. Άλλες χώρες σιωπούν.", "Άλλες χώρες", [""]),
]


@pytest.fixture(scope="module")
def found(engine: Engine, gazetteer: Gazetteer) -> Linked:
    return linked(engine, gazetteer, [text for text, _, _ in TABLE])


@pytest.mark.parametrize(("text", "words", "rollups"), TABLE)
def test_description(found: Linked, text: str, words: str, rollups: list[str]) -> None:
    assert [m.actor.rollup for m in found[text] if m.text == words and not m.elsewhere] == rollups


def test_it_says_how_it_was_concluded(found: Linked) -> None:
    here = {m.text: m for m in found[TABLE[0][0]] if not m.elsewhere}
    assert (here["χώρα"].link, here["Αίγυπτος"].link) == ("reference", "gazetteer")
    assert here["χώρα"].confidence < here["Αίγυπτος"].confidence == 1
