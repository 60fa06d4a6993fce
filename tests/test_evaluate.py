"""Figures of claims against gold: a case counted by hand, the reference scorer, and what must always hold."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_gold import (
    AZERBAIJAN,
    EU,
    GREECE,
    INVASION,
    NATO,
    RUSSIA,
    TURKEY,
    doc,
    found,
    random_claims,
    random_gold,
    role,
    write_gold,
)

from pipeline.evaluate import Report, evaluate
from pipeline.gold import GoldClaim
from pipeline.records import ROLES, SECOND, VALUE, Claim, ClaimType

REFERENCE = Path(__file__).parents[2] / "shared" / "tools" / "score_claims.py"

SUPPORT = GoldClaim("stance", 0, TURKEY, AZERBAIJAN, "positive", "support", source="Reuters")
AGAINST_NATO = GoldClaim("stance", 1, RUSSIA, NATO, "negative", "criticism")
AGAINST_EU = GoldClaim("stance", 1, RUSSIA, EU, "negative", "criticism")
RELIANCE = GoldClaim("dependence", 2, GREECE, RUSSIA, "dependent", "energy")
ALPHA = doc(
    "α",
    ["Η Άγκυρα στηρίζει το Μπακού.", "Η Ρωσία επικρίνει το ΝΑΤΟ και την ΕΕ.", "Η Αθήνα εξαρτάται από τη Ρωσία."],
    SUPPORT,
    AGAINST_NATO,
    AGAINST_EU,
    RELIANCE,
)
BETA = doc("β", ["Η Αθήνα σιωπά για τη ρωσική εισβολή."])
GOLD = {"α": ALPHA, "β": BETA}


@pytest.fixture(scope="module")
def report() -> Report:
    """Five stance claims against three of the gold, no dependence claim against one.

    In full agree «Άγκυρα» → «Μπακού» (but for its category) and «Ρωσία» → «ΕΕ» (but for factuality, source and one
    rollup); «Ρωσία» → «ΝΑΤΟ» has the right pair and the wrong polarity; two are made up, one of them on an issue.
    """
    return evaluate(
        GOLD,
        [
            replace(found(ALPHA, SUPPORT), detail="alignment", source="πρακτορείο Reuters"),
            replace(found(ALPHA, AGAINST_NATO), value="positive", detail="support"),
            replace(found(ALPHA, AGAINST_EU), first=role(RUSSIA, ""), factuality="possible", source="Πεσκόφ"),
            replace(found(ALPHA, RELIANCE), type="stance", value="negative", detail="criticism"),
            replace(found(ALPHA, AGAINST_EU), doc_id="β", start=0, end=20, first=role(GREECE), second=role(INVASION)),
            replace(found(ALPHA, SUPPORT), doc_id="γ"),
        ],
    )


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("gold", 3),
        ("predicted", 5),
        # Sentences with a claim: gold α0 α1; predicted α0 α1 α2 β0; both 2. P 2/4, R 2/2, F1 2·½·1/(½+1) = 2/3.
        ("detect", {"p": 0.5, "r": 1.0, "f1": 0.6667}),
        # Pairs: 3 of 5 predicted, 3 of 3 gold. F1 = 2·3/(5+3).
        ("pair", {"p": 0.6, "r": 1.0, "f1": 0.75}),
        # In full: 2 of 5, 2 of 3. F1 = 2·2/(5+3).
        ("full", {"p": 0.4, "r": 0.6667, "f1": 0.5}),
        # Of the 2 in full: one category, one factuality, one source right; 3 of 4 rollups.
        ("category_accuracy", 0.5),
        ("factuality_accuracy", 0.5),
        ("source_accuracy", 0.5),
        ("rollup_accuracy", 0.75),
        # Resamples of two documents. α: agreed 2, predicted 4, gold 3; β: 0, 1, 0.
        # αα has F1 2·4/(8+6) = 4/7 (a quarter of the draws), αβ and βα 1/2, ββ 0 (a quarter): 2.5% cut off neither end.
        ("full_f1_95", [0.0, 0.5714]),
    ],
)
def test_stance_counted_by_hand(report: Report, figure: str, expected: object) -> None:
    assert report.as_dict()["stance"][figure] == expected


def test_between_actors_leaves_issues_out(report: Report) -> None:
    # Without «ρωσική εισβολή» 4 are predicted: P 2/4, R 2/3, F1 = 2·2/(4+3).
    between = report.as_dict()["stance"]["between_actors"]
    assert list(between) == ["gold", "predicted", "pair", "full", "full_f1_95"]
    assert (between["gold"], between["predicted"], between["full"]["f1"]) == (3, 4, 0.5714)
    assert between["full_f1_95"] == [0.0, 0.5714]


def test_nothing_found_is_zero_and_no_division_by_it(report: Report) -> None:
    dependence = report.as_dict()["dependence"]
    assert (dependence["gold"], dependence["predicted"]) == (1, 0)
    assert dependence["full"] == {"p": 0.0, "r": 0.0, "f1": 0.0}
    assert (dependence["domain_accuracy"], dependence["full_f1_95"]) == (0.0, [0.0, 0.0])


def test_errors_are_what_does_not_agree_in_full(report: Report) -> None:
    errors = [(e.doc_id, e.kind, e.claim.first.text, e.claim.second.text, e.sentence) for e in report.errors]
    assert errors == [
        ("α", "missed", "Ρωσία", "ΝΑΤΟ", "Η Ρωσία επικρίνει το ΝΑΤΟ και την ΕΕ."),
        ("α", "spurious", "Ρωσία", "ΝΑΤΟ", "Η Ρωσία επικρίνει το ΝΑΤΟ και την ΕΕ."),
        ("α", "spurious", "Αθήνα", "Ρωσία", "Η Αθήνα εξαρτάται από τη Ρωσία."),
        ("β", "spurious", "Αθήνα", "ρωσική εισβολή", "Η Αθήνα σιωπά για τη"),
        ("α", "missed", "Αθήνα", "Ρωσία", "Η Αθήνα εξαρτάται από τη Ρωσία."),
    ]


def test_a_claim_on_an_unknown_document_is_counted_as_left_out(report: Report) -> None:
    assert (report.documents, report.left_out) == (2, 1)


def test_rows_are_a_table(report: Report) -> None:
    rows = report.rows()
    assert [row["figure"] for row in rows[:8]] == [
        "detect", "pair", "full", "between actors", "category", "factuality", "source", "rollup",
    ]  # fmt: skip
    assert len({tuple(row) for row in rows}) == 1  # every row has the same columns
    full = next(row for row in rows if (row["type"], row["figure"]) == ("stance", "full"))
    assert (full["gold"], full["predicted"], full["agreed"], full["f1"], full["high"]) == (3, 5, 2, 0.5, 0.5714)
    assert rows[7] == dict.fromkeys(full) | {"type": "stance", "figure": "rollup", "accuracy": 0.75}


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"the reference scorer is not at {REFERENCE}")
@pytest.mark.parametrize("seed", range(6))
def test_figures_are_the_reference_scorers(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    gold = random_gold(rng)
    claims = random_claims(rng, gold)
    reference = run_reference(tmp_path, write_gold(tmp_path / "gold.jsonl", gold), claims)
    ours = evaluate(gold, claims)
    assert 0 < ours.all["stance"].full.f1 < 1  # else the comparison says little
    assert (ours.as_dict(), [error.as_dict() for error in ours.errors]) == reference


def run_reference(folder: Path, gold: Path, claims: Iterable[Claim]) -> tuple[Any, list[Any]]:
    """What the reference scorer writes with ``--json`` and ``--errors``."""
    claims = list(claims)
    tables = [write_table(folder, claims, kind) for kind in ROLES]
    out, errors = folder / "out.json", folder / "errors.jsonl"
    command: list[str | Path] = [sys.executable, REFERENCE, gold, *tables, "--json", out, "--errors", errors]
    subprocess.run(command, check=True, capture_output=True)
    lines = errors.read_text(encoding="utf-8").split("\n")
    return json.loads(out.read_text(encoding="utf-8")), [json.loads(line) for line in lines if line]


def write_table(folder: Path, claims: Iterable[Claim], kind: ClaimType) -> Path:
    """The columns of a published table that the reference scorer reads."""
    rows = []
    for claim in (claim for claim in claims if claim.type == kind):
        row = {key: getattr(claim, key) for key in ("doc_id", "start", "end", "factuality", "source")}
        for name, one in zip(ROLES[kind], (claim.first, claim.second), strict=True):
            row |= {name: one.name} | {f"{name}_{key}": getattr(one, key) for key in ("text", "rollup", "kind")}
        rows.append(row | {VALUE[kind]: claim.value, SECOND[kind]: claim.detail})
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_gold_against_itself_is_perfect(seed: int) -> None:
    gold = random_gold(random.Random(seed), size=4)
    report = evaluate(gold, [found(one, claim) for one in gold.values() for claim in one.claims])
    assert not report.errors
    for figures in report.all.values():
        assert figures.full.agreed == figures.full.gold == figures.full.predicted
        assert figures.full.f1 == (1.0 if figures.full.gold else 0.0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_full_is_at_most_pair_and_errors_are_the_rest(seed: int) -> None:
    rng = random.Random(seed)
    gold = random_gold(rng, size=4)
    report = evaluate(gold, random_claims(rng, gold))
    for figures in report.all.values():
        assert figures.full.agreed <= figures.pair.agreed <= min(figures.pair.gold, figures.pair.predicted)
    rest = sum(f.full.gold + f.full.predicted - 2 * f.full.agreed for f in report.all.values())
    assert len(report.errors) == rest


def test_no_documents_give_no_figures() -> None:
    assert evaluate({}, []).as_dict()["stance"]["full_f1_95"] == [0.0, 0.0]
