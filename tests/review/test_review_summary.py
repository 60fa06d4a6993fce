"""What judgements tell: precision, what is rejected, how far two people agree; and that they can be learned from."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

import pytest
from desks import desk, judge
from typer.testing import CliRunner

from pipeline import stages
from pipeline.cli import app
from pipeline.errors import ReviewError
from pipeline.gold import read_gold
from pipeline.review.agreement import agreements, kappa
from pipeline.review.summary import Tally, read, summarise
from pipeline.stages import Tools
from pipeline.training.examples import Names, rows

OTHER_TARGET = {"name": "Ελλάδα", "text": "", "rollup": "GRC", "kind": "actor", "start": 31, "end": 36}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two reviewers of the same four claims: they agree on one, and differ on a field, a target and a rejection."""
    folder = tmp_path_factory.mktemp("two")
    with desk(folder / "a") as one:
        judge(one, 0)
        judge(one, 1)
        one.complete("α1")
        judge(one, 0, "κακό", refuse=True, wrong=["holder"])
        judge(one, 1, "κακό", refuse=True)
    with desk(folder / "b", "Νίκος") as other:
        judge(other, 0, target=OTHER_TARGET)
        judge(other, 1, factuality="possible")
        other.complete("α1")
        judge(other, 0, "κακό", refuse=True)
        judge(other, 1, "κακό")
    return folder / "a" / "judgements.jsonl", folder / "b" / "judgements.jsonl"


def test_precision_by_frame_and_newspaper(files: tuple[Path, Path]) -> None:
    found = summarise(read(files[0])[1].values())
    assert found.all == Tally(confirmed=2, corrected=0, rejected=2, right=2)
    assert found.all.precision == 0.5
    assert list(found.frames.items()) == [
        ("εξαρτώμαι", Tally(rejected=1)),
        ("στηρίζω", Tally(rejected=1)),
        ("Στήριξη", Tally(confirmed=2, right=2)),
    ]
    assert {name: t.precision for name, t in found.sources.items()} == {"": 1.0, "<i>Εφ</i>": 0.0}
    assert found.fields["holder"] == {"confirmed": 1, "rejected": 1}
    assert (found.documents, found.finished, found.added) == (2, 1, 0)


def test_right_is_what_has_both_actors_and_the_sign_as_proposed(files: tuple[Path, Path]) -> None:
    found = summarise(read(files[1])[1].values())
    assert found.all == Tally(confirmed=1, corrected=2, rejected=1, right=2)


@pytest.mark.parametrize(
    ("tally", "interval"),
    [
        (Tally(), (0.0, 1.0)),
        (Tally(confirmed=1, rejected=1, right=1), (0.0945, 0.9055)),
        (Tally(confirmed=81, rejected=182, right=81), (0.2553, 0.3662)),  # Newcombe 1998, table I, method 3
    ],
)
def test_intervals(tally: Tally, interval: tuple[float, float]) -> None:
    assert tally.interval == pytest.approx(interval, abs=1e-4)


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], None),
        ([("α", "α")] * 3, None),
        ([("α", "α"), ("β", "β")], 1.0),
        ([("α", "β"), ("β", "α")], -1.0),
        ([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15, 0.4),  # a textbook's: p_o 0.7, p_e 0.5
    ],
)
def test_kappa(pairs: list[tuple[Hashable, Hashable]], found: float | None) -> None:
    assert kappa(pairs) == found


def test_agreement(files: tuple[Path, Path]) -> None:
    lines = {line.what: (line.n, line.equal) for line in agreements(*(read(path)[1] for path in files))}
    assert lines["verdict (kept or rejected)"] == (4, 0.75)
    assert lines["verdict (confirmed, corrected, rejected)"] == (4, 0.25)
    assert lines["target"] == (1, 0.0)
    assert lines["factuality"] == (2, 0.5)
    assert lines["trend"] == (1, 1.0)
    assert lines["stance claims of finished documents (F1)"] == (1, 0.0)
    assert lines["dependence claims of finished documents (F1)"] == (1, 1.0)


def test_the_command(files: tuple[Path, Path]) -> None:
    said = CliRunner().invoke(app, ["review", "summary", *map(str, files), "--top", "1"], catch_exceptions=False)
    assert said.exit_code == 0
    assert "\nall\t8\t3\t2\t3\t4\t0.500\t0.215\t0.785\n" in said.stdout
    assert "0 claims added; 2 of 4 articles judged whole\n" in said.stdout
    assert "By frame, the most rejected first\nframe\tjudged\t" in said.stdout
    assert "\nstance claims of finished documents (F1)\t1\t0.000\t\n" in said.stdout
    assert f"Agreement of Ελένη ({files[0]}) and Νίκος ({files[1]})\n" in said.stdout


def test_a_file_without_its_journal(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r"its journal gold.journal.jsonl is not there\n  -> give a file that"):
        read(tmp_path / "gold.jsonl")


def test_the_scorer_can_learn_from_it(files: tuple[Path, Path], tools: Tools) -> None:
    gold = read_gold(files[0])
    parsed, problems = stages.annotate(tools, [doc.article() for doc in gold.values()])
    linked, more = stages.link_actors(tools, parsed)
    found = [
        row
        for document, mentions in linked
        for row in rows(document, mentions, gold[document.article.doc_id], tools.extractor.lexicon, Names())
    ]
    assert (problems, more) == ([], [])
    assert {row.proposal.match.frame.type for row in found if row.is_cue} == {"stance", "dependence"}
