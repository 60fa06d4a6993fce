"""The gate: what falls below a floor is named; floors only rise."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import GoldError
from pipeline.evaluate import evaluate
from pipeline.floors import check_floors, raise_floors


def report(f1: float = 0.5, category: float = 0.8) -> dict[str, Any]:
    """A report of one figure's depth and one above it, with an interval beside them."""
    return {"stance": {"full": {"f1": f1}, "category_accuracy": category, "full_f1_95": [0.4, 0.6]}}


def write(folder: Path, floors: Any) -> Path:
    path = folder / "floors.json"
    path.write_text(json.dumps(floors), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("floors", "failures"),
    [
        ({"original": {"stance": {"full": {"f1": 0.5}}}}, []),  # on the floor is not below
        ({"original": {"stance": {"full": {"f1": 0.51}}}}, ["original.stance.full.f1 is 0.5, below its floor 0.51"]),
        ({"original": {"stance": {"full": {"f1": 0.5001}}}}, ["is 0.5, below its floor 0.5001"]),
        (
            {"original": {"stance": {"full": {"f1": 0.6}, "category_accuracy": 0.9}}},
            ["original.stance.full.f1 is 0.5, below", "original.stance.category_accuracy is 0.8, below its floor 0.9"],
        ),
        (
            {"seed": {"stance": {"full": {"f1": 0.1}}}},
            ["seed.stance.full.f1 has a floor, but 'seed' was not evaluated"],
        ),
        ({"original": {"stance": {"fulll": {"f1": 0.1}}}}, ["original.stance.fulll.f1 has a floor, but no report"]),
        ({"original": {"stance": {"full_f1_95": 0.1}}}, ["original.stance.full_f1_95 has a floor, but no report"]),
        ({}, ["holds no floors, so nothing was checked"]),
        ({"original": {}}, ["holds no floors, so nothing was checked"]),
    ],
)
def test_what_is_below_its_floor_is_named(floors: Any, failures: list[str], tmp_path: Path) -> None:
    messages = check_floors({"original": report()}, write(tmp_path, floors))
    assert len(messages) == len(failures)
    for message, failure in zip(messages, failures, strict=True):
        assert failure in message


@pytest.mark.parametrize(
    ("under", "failures"),
    [
        ("original", []),
        ("models", ["models.spacy.LAS is 0.7, below its floor 0.8", "models.stanza.LAS has a floor, but no report"]),
        ("models.spacy", ["models.spacy.LAS is 0.7, below its floor 0.8"]),
        ("models.sp", ["holds no floors under models.sp, so nothing was checked"]),
    ],
)
def test_only_the_floors_under_a_name(under: str, failures: list[str], tmp_path: Path) -> None:
    floors = {
        "original": {"stance": {"full": {"f1": 0.5}}},
        "models": {"spacy": {"LAS": 0.8}, "stanza": {"LAS": 0.8}},
    }
    reports = {"original": report(), "models": {"spacy": {"LAS": 0.7}}}
    messages = check_floors(reports, write(tmp_path, floors), under=under)
    assert len(messages) == len(failures)
    for message, failure in zip(messages, failures, strict=True):
        assert failure in message


@pytest.mark.parametrize("leaf", [float("nan"), float("inf"), -0.1, True, "0.5", None, [0.5]])
def test_what_is_no_floor_is_refused(leaf: Any, tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"original\.documents is .*, no floor"):
        check_floors({"original": report()}, write(tmp_path, {"original": {"documents": leaf}}))


@pytest.mark.parametrize("raw", [b"{", b"[0.5]", b"0.5", "{α}".encode("cp1253")])
def test_a_broken_file_is_refused(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_bytes(raw)
    with pytest.raises(GoldError) as caught:
        check_floors({}, path)
    assert caught.value.place == str(path)
    assert caught.value.remedy


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        check_floors({}, tmp_path / "none.json")


def test_floors_rise_and_do_not_sink(tmp_path: Path) -> None:
    path = write(tmp_path, {"original": {"stance": {"full": {"f1": 0.4}, "category_accuracy": 0.9}}, "seed": {"x": 1}})
    assert raise_floors({"original": report(0.5, 0.8)}, path) == {"original.stance.full.f1": (0.4, 0.5)}
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "original": {"stance": {"full": {"f1": 0.5}, "category_accuracy": 0.9}},
        "seed": {"x": 1},  # not evaluated this time: it stays
    }


def test_new_floors_are_named(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    changed = raise_floors({"original": report()}, path, ["original.stance.full.f1"], slack=0.02)
    assert changed == {"original.stance.full.f1": (None, 0.48)}
    assert json.loads(path.read_text(encoding="utf-8")) == {"original": {"stance": {"full": {"f1": 0.48}}}}
    assert [one.name for one in tmp_path.iterdir()] == ["floors.json"]


def test_nothing_risen_leaves_the_file_alone(tmp_path: Path) -> None:
    path = write(tmp_path, {"original": {"stance": {"full": {"f1": 0.7}}}})
    before = path.read_bytes()
    assert raise_floors({"original": report()}, path) == {}
    assert path.read_bytes() == before


def test_an_unknown_figure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"no report gives the figures original\.stance\.f2") as caught:
        raise_floors({"original": report()}, tmp_path / "floors.json", ["original.stance.f2"])
    assert "original.stance.full.f1" in caught.value.remedy


def test_a_floor_under_no_figure_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, {"original": {"stance": {"full": 0.5}}})
    with pytest.raises(GoldError, match=r"original\.stance\.full is a figure no report gives"):
        raise_floors({"original": report()}, path, ["original.stance.full.f1"])


def test_negative_slack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="slack is -1"):
        raise_floors({"original": report()}, tmp_path / "floors.json", slack=-1)


def test_a_report_of_the_scorer_can_be_floored(tmp_path: Path) -> None:
    reports = {"empty": evaluate({}, []).as_dict()}
    names = ["empty.dependence.between_actors.full.f1", "empty.documents"]
    assert set(raise_floors(reports, tmp_path / "floors.json", names)) == set(names)
    assert check_floors(reports, tmp_path / "floors.json") == []


rates = st.floats(0, 1)


@settings(max_examples=40, deadline=None)
@given(rates, rates, st.floats(0, 0.1))
def test_what_was_just_raised_passes(floor: float, reached: float, slack: float) -> None:
    with TemporaryDirectory() as folder:
        path = write(Path(folder), {"original": {"stance": {"full": {"f1": floor}}}})
        passed = not check_floors({"original": report(reached)}, path)
        raise_floors({"original": report(reached)}, path, slack=slack)
        assert json.loads(path.read_text(encoding="utf-8"))["original"]["stance"]["full"]["f1"] >= floor
        assert (not check_floors({"original": report(reached)}, path)) is passed
