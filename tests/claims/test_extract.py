"""The whole way over one or two sentences: who, whom, what, how real, who says so."""

from __future__ import annotations

import pytest

from pipeline import stages
from pipeline.records import Article, Claim
from pipeline.stages import Tools

# Sentence(s), and claims as: first rollup, value, second rollup, detail, factuality, source.
CASES = [
    ("Η Γαλλία επέκρινε την Τουρκία.", ["FRA negative TUR criticism asserted -"]),
    # The passive turns the roles round.
    ("Η Τουρκία επικρίθηκε από τη Γαλλία.", ["FRA negative TUR criticism asserted -"]),
    # A negated claim keeps the polarity of its cue.
    ("Η Γαλλία δεν στηρίζει την Τουρκία.", ["FRA positive TUR support negated -"]),
    ("Η Γαλλία θέλει να στηρίξει την Τουρκία.", ["FRA positive TUR support intended -"]),
    # One claim a pair: holders, then targets, are coordinated.
    (
        "Η Γαλλία και η Ιταλία καταδίκασαν τη Ρωσία.",
        ["FRA negative RUS criticism asserted -", "ITA negative RUS criticism asserted -"],
    ),
    (
        "Οι ΗΠΑ επέβαλαν κυρώσεις στη Ρωσία και το Ιράν.",
        ["USA negative RUS pressure asserted -", "USA negative IRN pressure asserted -"],
    ),
    # A noun with its holder in the genitive.
    ("Η στήριξη της Γερμανίας στην Ουκρανία συνεχίζεται.", ["DEU positive UKR support asserted -"]),
    (
        "Σύμφωνα με το Reuters, η Ουγγαρία εξαρτάται από τη Ρωσία για το φυσικό αέριο.",
        ["HUN dependent RUS energy asserted Reuters"],
    ),
    # The phrase of change hides the plain «εξάρτηση» inside it; an adjective names the provider.
    ("Η Σερβία μειώνει την εξάρτησή της από το ρωσικό αέριο.", ["SRB decreasing RUS energy asserted -"]),
    # The second sentence drops its subject.
    (
        "Το Καζακστάν απομακρύνεται από τη Μόσχα. Στρέφεται στην Τουρκία.",
        ["KAZ negative RUS distancing asserted -", "KAZ positive TUR alignment asserted -"],
    ),
    ("Η Σερβία δεν εξαρτάται από τη Ρωσία.", ["SRB dependent RUS general negated -"]),
    # Metonymy: a regime, a people, a capital.
    ("Το ρωσικό καθεστώς απείλησε την Πολωνία.", ["RUS negative POL pressure asserted -"]),
    ("Οι Ρώσοι κατηγόρησαν το Κίεβο.", ["RUS negative UKR criticism asserted -"]),
    ("Η Λευκωσία μπορεί να στραφεί στα Εμιράτα.", ["CYP positive ARE alignment possible -"]),
    # A meeting and a neutral fact are no claims.
    ("Ο καιρός θα είναι αίθριος στην Αθήνα.", []),
]


@pytest.fixture(scope="module")
def found(tools: Tools) -> dict[str, list[str]]:
    """Claims by text, parsed in one batch."""
    articles = [Article(str(i), text) for i, (text, _) in enumerate(CASES)]
    parsed, _ = stages.annotate(tools, articles)
    linked, _ = stages.link_actors(tools, parsed)
    results, problems = stages.extract(tools, linked)
    assert problems == []
    return {result.article.text: [_short(claim) for claim in result.claims] for result in results}


def _short(claim: Claim) -> str:
    second = (claim.value, claim.second.rollup, claim.detail, claim.factuality, claim.source or "-")
    return " ".join((claim.first.rollup, *second))


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_claims_of(text: str, expected: list[str], found: dict[str, list[str]]) -> None:
    assert sorted(found[text]) == sorted(expected)


def test_the_speaker_is_the_source(tools: Tools) -> None:
    parsed, _ = stages.annotate(tools, [Article("1", "Ο Πεσκόφ δήλωσε ότι η Ουκρανία εκβιάζει τη Ρωσία.")])
    results, _ = stages.extract(tools, stages.link_actors(tools, parsed)[0])
    assert [claim.source for claim in results[0].claims if claim.first.rollup == "UKR"] == ["Ντμίτρι Πεσκόφ"]


def test_offsets_lead_into_the_text_as_it_was_read(tools: Tools) -> None:
    text = "\u00abΣχόλιο\u00bb\n\nΗ  Γαλ\u00adλία\u00a0επέκρινε\n\nτην\tΤουρκία."
    parsed, _ = stages.annotate(tools, [Article("1", text)])
    for document, mentions in stages.link_actors(tools, parsed)[0]:
        assert mentions
        for mention in mentions:
            assert text[mention.start : mention.end] == mention.text
        assert document.alignment.original(0, 1) == (0, 1)
