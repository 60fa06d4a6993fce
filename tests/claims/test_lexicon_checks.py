"""Mistakes in the lexicon are refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.claims.lexicon import load_lexicon
from pipeline.errors import SettingsError

FRAME = """
  - id: {id}
    {cues}
    category: {category}
    {more}
    example: "Η Γαλλία στηρίζει την Κύπρο."
    expect: "Γαλλία > Κύπρος"
"""


def frame(cues: str, category: str = "support", id: str = "δοκιμή", more: str = 'note: ""') -> str:
    """A frame of a file, as YAML."""
    return FRAME.format(id=id, cues=cues, category=category, more=more)


def load(folder: Path, *frames: str) -> str:
    """Load a file of frames and give back what is said against it."""
    (folder / "δοκιμές.yaml").write_text("frames:" + "".join(frames), encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_lexicon(folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("cues", "problem", "remedy"),
    [
        ("verbs: [στήριξε]", "no rule inflects the verb «στήριξε»", "first person singular"),
        ("verbs: [στηρίζω πολύ]", "«στηρίζω πολύ» has several words", "under phrases"),
        ("adjectives: [φιλικά]", "no rule inflects the adjective «φιλικά»", "masculine nominative"),
        ("nouns: [ενισχύσεις]", "the noun «ενισχύσεις» is a plural", "nominative singular"),
        ("nouns: ['στήριξη!']", "«στήριξη!» is no word of Greek", "in letters"),
        ("phrases: ['']", "«» is no word of Greek", "in letters"),
        ("verbs: [στηρίζω]\n    holder: [υποκείμενο]", "holder", "subject"),
        ("verbs: [στηρίζω]\n    plover: HELP", "plover", "SUPPORT"),
    ],
)
def test_a_cue_that_cannot_be(tmp_path: Path, cues: str, problem: str, remedy: str) -> None:
    said = load(tmp_path, frame(cues))
    assert problem in said
    assert remedy in said
    assert "δοκιμές.yaml:" in said


def test_an_unknown_category(tmp_path: Path) -> None:
    said = load(tmp_path, frame("verbs: [στηρίζω]", category="praise"))
    assert "δοκιμές.yaml:" in said
    assert "support" in said


def test_two_entries_that_contradict_each_other(tmp_path: Path) -> None:
    said = load(tmp_path, frame("nouns: [στήριξη]"), frame("nouns: [στήριξη]", category="criticism", id="άλλη"))
    assert "«στήριξη» is negative in the frame «δοκιμές/άλλη» and positive in «δοκιμές/δοκιμή»" in said
    assert said.startswith(f"{tmp_path / 'δοκιμές.yaml'}:")


def test_other_slots_are_another_sense(tmp_path: Path) -> None:
    (tmp_path / "δοκιμές.yaml").write_text(
        "frames:"
        + frame("nouns: [στήριξη]")
        + frame("nouns: [στήριξη]", category="criticism", id="άλλη", more="noun_target: [κατά]"),
        encoding="utf-8",
    )
    assert len(load_lexicon(tmp_path).frames) == 2
