"""What the report counts, on two small articles and one that repeats the first."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from made_report import many, small, version
from made_tables import ANALYSTS, ERDOGAN, INVASION, claims, position
from results import ANKARA, ATHENS

from pipeline.exports.counting import ISSUE
from pipeline.records import ROLES
from pipeline.report import laying
from pipeline.report.data import contents
from pipeline.report.encoding import coded, moved, wide
from pipeline.report.maps import network
from pipeline.report.times import timelines


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return contents(small(), version()).shown


def test_the_summary_counts_what_was_read_and_found(shown: dict[str, Any]) -> None:
    figures = shown["figures"]
    assert {name: figures[name] for name in ("documents", "repeats", "fictional", "undated", "made_up")} == {
        "documents": 3, "repeats": 1, "fictional": 0, "undated": 1, "made_up": "",
    }  # fmt: skip
    assert (figures["first_day"], figures["last_day"]) == ("2022-11-20", "2023-01-05")
    assert figures["sources"] == [("Εφημερίδα", 2), ("Πρακτορείο", 1)]
    assert figures["claims"]["stance"]["all"] == 4
    assert figures["claims"]["stance"]["values"] == {"positive": 2, "negative": 1}  # the denied one is neither
    assert figures["claims"]["stance"]["factualities"]["negated"] == 1
    assert figures["claims"]["dependence"]["values"] == {"dependent": 1, "increasing": 0, "decreasing": 1}


def test_a_map_has_signed_links_and_none_to_oneself(shown: dict[str, Any]) -> None:
    names, found = shown["actors"]["names"], shown["maps"]["stance"]
    (link,) = found["links"]
    assert (names[link["from"]], names[link["to"]]) == ("TUR", "AZE")  # nobody names the two states in their own name
    assert (link["claims"], link["net"], link["sign"]) == (2, 0, 0)
    assert link["counts"] == {"positive": 1, "negative": 1}
    assert found["own"] == 1
    assert len(found["nodes"]) == 2
    assert found["left_out"] == 0
    (reliance,) = shown["maps"]["dependence"]["links"]
    assert reliance["counts"] == {"dependent": 1, "increasing": 0, "decreasing": 1}


def test_a_map_holds_the_most_told_of_and_says_how_many_it_leaves_out() -> None:
    tables = many(300)
    both = laying.lay(tables)
    actors = laying.actors(both)
    found = network(both[0], actors, most=10)
    assert len(found["nodes"]) == 10
    assert found["left_out"] == len({*both[0].pairs["first"], *both[0].pairs["second"]}) - 10
    places = {(node["x"], node["y"]) for node in found["nodes"]}
    assert len(places) == 10
    assert all(-1 <= place <= 1 for pair in places for place in pair)
    assert found == network(both[0], actors, most=10)  # the same version gives the same map


def test_the_matrix_is_of_actors_alone() -> None:
    shown = contents(claims(position(), position(ATHENS, INVASION, "criticism")), version()).shown
    assert shown["matrix"]["stance"]["cells"] == [
        {"row": 0, "column": 0, "claims": 1, "net": 1, "counts": {"positive": 1, "negative": 0}}
    ]
    assert any(shown["actors"]["issues"])


def test_months_have_no_gaps_and_every_claim_has_a_month_or_none(shown: dict[str, Any]) -> None:
    times = shown["times"]
    assert times["months"] == ["2022-11", "2022-12", "2023-01"]
    assert sorted(times["all"]["stance"]) == [(0, 0, 1), (2, 0, 1), (2, 1, 1)]
    assert times["all"]["dependence"] == [(0, 0, 1), (2, 2, 1)]
    assert times["undated"] == {"stance": 0, "dependence": 0}
    turkey = next(one for one in times["actors"] if shown["actors"]["names"][one["actor"]] == "TUR")
    assert turkey["first"]["stance"] == [(0, 0, 1), (2, 1, 1)]
    assert turkey["second"] == {}


@pytest.mark.parametrize(
    ("dates", "months", "undated"),
    [
        (("", "2022-13-01"), [], 2),
        (("2022-13-01", "2022-01-01"), ["2022-01"], 1),
        (("1821-03-25", "2022-01-01"), ["1821-03", "2022-01"], 0),  # too far apart to draw every month
    ],
)
def test_odd_dates(dates: tuple[str, str], months: list[str], undated: int) -> None:
    both = laying.lay(claims(*(position(cue=f"στηρίζει {date}", published_at=date) for date in dates), published_at=""))
    found = timelines(both, laying.actors(both))
    assert found["months"] == months
    assert found["undated"]["stance"] == undated


@pytest.mark.parametrize(
    ("first", "mentioned", "name"),
    [
        (ANKARA, False, "TUR"),  # Q43 is not the code of a state: only what is called by its own id names it
        (ERDOGAN, False, "TUR"),
        (ERDOGAN, True, "Τουρκία"),  # no claim names the state, but the article does
        (ANALYSTS, False, "αναλυτές"),
    ],
)
def test_an_actor_is_called_by_its_own_name(first: Any, mentioned: bool, name: str) -> None:
    made = claims(position(first))
    entities = made["entities"]
    if mentioned:
        at = entities.column_names.index("actor_id")
        ids = ["TUR" if name == "Τουρκία" else "" for name in entities["name"].to_pylist()]
        entities = entities.set_column(at, entities.schema.field(at), [pa.array(ids, pa.large_string())])
    actors = laying.actors(laying.lay(made), entities)
    assert name in actors.names


def test_unlikely_claims_can_be_left_out() -> None:
    assert len(contents(small(), version(), 0.45).shown["claims"]["claim_id"]) == 4
    assert contents(small(), version(), 0.45).shown["about"]["least"] == 0.45


def test_a_version_without_claims_is_a_page_too() -> None:
    shown = contents({**claims(), **{name: claims()[name].slice(0, 0) for name in ROLES}}, version()).shown
    assert shown["claims"]["claim_id"] == []
    assert shown["maps"]["stance"]["nodes"] == shown["matrix"]["stance"]["rows"] == shown["times"]["months"] == []


def test_an_issue_is_called_by_its_name() -> None:
    both = laying.lay(claims(position(ATHENS, INVASION, "criticism")))
    actors = laying.actors(both)
    assert dict(zip(actors.keys, actors.names, strict=True))[f"{ISSUE}ρωσική εισβολή"] == "ρωσική εισβολή"


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [("αβγ", 2, 2), ("α😀β", 1, 1), ("α😀β", 2, 3), ("😀😀", 2, 4), ("", 0, 0), ("αβγ", None, -1)],
)
def test_offsets_count_as_javascript_does(text: str, offset: int | None, place: int) -> None:
    assert moved(offset, wide(text)) == place
    if offset is not None:
        assert place == len(text[:offset].encode("utf-16-le")) // 2


def test_a_coded_column_gives_the_column_back() -> None:
    values = ["Ρωσία", "", "Κίνα", "Ρωσία"]
    found = coded(values)
    assert [found["values"][code] for code in found["codes"]] == values
