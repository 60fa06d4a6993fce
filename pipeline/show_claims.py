"""Why a text's cues became claims or did not, and what the lexicon lacks, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from pipeline.records import Parsed
from pipeline.show import as_table

if TYPE_CHECKING:
    from pipeline.claims.explaining import Parts, Side, Story
    from pipeline.claims.gaps import Gap

PAIRS = 5
"""Pairs shown of a cue, the likeliest."""


def parse(out: Console, parsed: Parsed) -> None:
    """The words with their analysis (Universal Dependencies)."""
    rows = (
        (
            t.i,
            t.text,
            t.lemma_,
            t.pos_,
            str(t.morph),
            f"{t.dep_} ← {t.head.text if t.head.i != t.i else '-'}",
            t.ent_type_,
        )
        for t in parsed.doc
    )
    as_table(out, ("", "word", "lemma", "POS", "features", "relation ← governor", "entity"), rows)


def stories(out: Console, found: Iterable[Story], features: int) -> None:
    """For each cue its verdict, its possible arguments and its pairs, the ``features`` weightiest reasons with each."""
    told = 0
    for story in found:
        told += 1
        frame = story.match.frame
        out.print()
        out.print(
            f"«{story.words}», frame {frame.id} ({frame.category or frame.trend}), a claim with {story.probability:.2f}"
            f" by its words: {story.why}",
            markup=False,
        )
        _reasons(out, story.parts, features)
        for role, sides in zip(_roles(story), (story.holders, story.targets), strict=True):
            _sides(out, role, sides, features)
        if story.outcomes:
            rows = ((o.holder, o.target, f"{o.probability:.2f}", o.why) for o in story.outcomes[:PAIRS])
            as_table(out, (*_roles(story), "sure", "becomes"), rows)
    if not told:
        out.print("no word of the lexicon stands in it")


def _roles(story: Story) -> tuple[str, str]:
    return ("holder", "target") if story.match.frame.type == "stance" else ("dependent", "provider")


def _sides(out: Console, role: str, sides: Sequence[Side], features: int) -> None:
    rows = (
        (
            side.mention.actor.name,
            side.mention.label,
            side.slot,
            f"{side.probability:.2f}",
            _short(side.parts, features),
        )
        for side in sides[:PAIRS]
    )
    if sides:
        as_table(out, (role, "label", "slot", "sure", "because"), rows)


def _reasons(out: Console, parts: Parts, features: int) -> None:
    if features and parts:
        out.print(f"  because {_short(parts, features)}", markup=False)


def _short(parts: Parts, features: int) -> str:
    return ", ".join(f"{name} {weight:+.2f}" for name, weight in parts[:features])


def gaps(out: Console, found: Sequence[Gap]) -> None:
    """The words without frame."""
    as_table(out, ("word", "POS", "times", "for example"), ((g.lemma, g.pos, g.times, g.example) for g in found))
