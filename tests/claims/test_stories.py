"""Why a cue became a claim or did not, and what the lexicon lacks."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.actors import link
from pipeline.claims.explaining import Story, stories
from pipeline.claims.gaps import gaps
from pipeline.cli import app
from pipeline.records import Article
from pipeline.stages import Tools


def told(tools: Tools, text: str) -> dict[str, Story]:
    """The stories of a text's cues, by the name of their frame."""
    [parsed] = tools.engine.parse([Article("α", text)])
    return {story.match.frame.id: story for story in stories(tools.extractor, parsed, link(parsed, tools.gazetteer))}


def test_a_claim_and_what_speaks_for_it(tools: Tools) -> None:
    story = told(tools, "Η Γαλλία επέκρινε σφοδρά την Τουρκία.")["criticism/επικρίνω"]
    assert (story.words, story.why) == ("επέκρινε", "a claim")
    likeliest = story.outcomes[0]
    assert (likeliest.holder, likeliest.target, likeliest.why) == ("Γαλλία", "Τουρκία", "a claim")
    assert story.holders[0].mention.actor.name == "Γαλλία"
    assert story.holders[0].slot == "subject"
    assert story.holders[0].parts, "nothing is said for it"
    weights = [abs(weight) for _, weight in story.parts]
    assert weights == sorted(weights, reverse=True)


def test_the_pair_that_lost(tools: Tools) -> None:
    story = told(tools, "Η Γαλλία επέκρινε την Τουρκία παρουσία της Ιταλίας.")["criticism/επικρίνω"]
    assert {o.why for o in story.outcomes[1:]} <= {"less likely than min_confidence", "a likelier pair has its place"}


def test_no_actors_in_reach(tools: Tools) -> None:
    story = told(tools, "Επικρίθηκε.").get("criticism/επικρίνω")
    assert story is not None
    assert story.why.startswith(("no claim: two actors", "given up"))
    assert story.outcomes == ()


@pytest.fixture
def loaded(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are those of the session."""
    monkeypatch.setattr("pipeline.stages.load_tools", lambda *_, **__: tools)


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "άρθρο.txt"
    path.write_text("Η Γαλλία επέκρινε την Τουρκία.", encoding="utf-8")
    said = CliRunner().invoke(app, ["explain", str(path), "--features", "2"])
    assert said.exit_code == 0
    assert "criticism/επικρίνω (criticism)" in said.stdout
    assert "Γαλλία\tΤουρκία\t" in said.stdout
    assert "a claim" in said.stdout


def test_the_command_without_cues(loaded: None) -> None:
    said = CliRunner().invoke(app, ["explain", "Σήμερα βρέχει."])
    assert "no word of the lexicon stands in it" in said.stdout


@pytest.mark.parametrize(("text", "word"), [("Η Γαλλία ζωγραφίζει την Τουρκία.", "ζωγραφίζω")])
def test_gaps(tools: Tools, text: str, word: str) -> None:
    texts = [
        text,
        "Χθες " + text[0].lower() + text[1:],
        "Η Γαλλία επέκρινε την Τουρκία.",
        "Η Γαλλία δήλωσε στην Τουρκία.",
    ]
    parsed = list(tools.engine.parse([Article(str(i), t) for i, t in enumerate(texts)]))
    found = gaps([(p, link(p, tools.gazetteer)) for p in parsed], tools.extractor.lexicon)
    assert [(gap.lemma, gap.times, gap.example) for gap in found] == [(word, 2, text)]


def test_the_command_gaps(loaded: None, tmp_path: Path) -> None:
    lines = "Η Γαλλία ζωγραφίζει την Τουρκία στον χάρτη. Η Ιταλία ζωγραφίζει τη Γερμανία στον χάρτη της Ευρώπης."
    (tmp_path / "α.txt").write_text(
        lines + " Οι χάρτες είναι παλιοί και τους έχει το μουσείο της πόλης.", encoding="utf-8"
    )
    said = CliRunner().invoke(app, ["frames", "gaps", "--input", str(tmp_path)])
    assert said.exit_code == 0
    assert "ζωγραφίζω\tVERB\t2" in said.stdout
