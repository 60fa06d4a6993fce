"""Issues: noun phrases that may be a target, and the actor behind them."""

from __future__ import annotations

import pytest

from pipeline import stages
from pipeline.claims.context import Context
from pipeline.records import Article
from pipeline.stages import Tools

# A sentence, the noun that heads the issue, and the rollup of whom the text says that it is.
OWNERS = [
    ("Η Γαλλία επέκρινε την εισβολή της Ρωσίας.", "εισβολή", "RUS"),
    ("Η Γαλλία επέκρινε την απόφαση του Μαδούρο.", "απόφαση", "VEN"),
    # A pronoun stands for the owner.
    ("Ο Μαδούρο υπερασπίστηκε την πολιτική του.", "πολιτική", "VEN"),
    # What stands behind a preposition owns nothing, nor does what hangs below it.
    ("Η Γαλλία επέκρινε τη συμφωνία με την Τουρκία.", "συμφωνία", ""),
    ("Η Γαλλία στηρίζει τη συμφωνία για το όνομα της Βόρειας Μακεδονίας.", "συμφωνία", ""),
    # Two share it.
    ("Η Γαλλία στηρίζει τη συμφωνία της Αρμενίας και της Τουρκίας.", "συμφωνία", ""),
]


@pytest.mark.parametrize(("text", "head", "rollup"), OWNERS)
def test_whose_it_is(tools: Tools, text: str, head: str, rollup: str) -> None:
    assert _issues(tools, text)[head] == rollup


def test_a_form_of_address_is_no_issue(tools: Tools) -> None:
    assert "κ." not in _issues(tools, "Ο ΣΥΡΙΖΑ επέκρινε τον κ. Μητσοτάκη.")


def _issues(tools: Tools, text: str) -> dict[str, str]:
    parsed, _ = stages.annotate(tools, [Article("α1", text)])
    ((document, mentions),), _ = stages.link_actors(tools, parsed)
    issues = Context(document, mentions).issues(0)
    return {document.doc[issue.head].text: issue.actor.rollup for issue in issues}
