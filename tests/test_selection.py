"""Asking for claims: by actor, time, words; and in which order they come."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from results import ANKARA, ATHENS, BAKU, RUSSIA, result, stance

from pipeline.catalogue import TABLES
from pipeline.errors import SelectionError
from pipeline.records import Article, Role
from pipeline.selection import Wanted, ordered, select
from pipeline.tables import to_tables

PUTIN = Role("Βλαντιμίρ Πούτιν", "Πούτιν", 0, 6, "Q7747", "RUS")
SOLD = replace(stance(doc_id="γ"), value="negative", detail="pressure", confidence=0.3)
CLAIMS = [
    ("α", "2022-01-15", replace(stance(doc_id="α"), first=ANKARA, second=BAKU, source="Reuters")),
    ("β", "2022-03-31T22:00:00Z", replace(stance(doc_id="β"), first=RUSSIA, second=ATHENS, factuality="possible")),
    ("γ", "2023-05-01", replace(SOLD, first=PUTIN, second=ANKARA, evidence="Ο Πούτιν πίεσε την Άγκυρα.")),
    ("δ", "", replace(stance(doc_id="δ"), first=ATHENS, second=RUSSIA, source="Ντμίτρι Πεσκόφ", source_rollup="RUS")),
]


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    """Four stances: Turkey to Azerbaijan, Russia to Greece, Putin to Turkey, Greece to Russia."""
    results = [
        replace(
            result(doc_id, claims=(replace(claim, published_at=date),)),
            article=Article(doc_id, "κείμενο", published_at=date),
        )
        for doc_id, date, claim in CLAIMS
    ]
    return TABLES["stance"].frame(to_tables(results)["stance"]).sort_values("doc_id")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), "αβγδ"),
        (Wanted(actor="Ρωσία"), "βδ"),
        (Wanted(actor=" ΡΩΣΙΑ "), "βδ"),
        (Wanted(actor="rus"), "βγδ"),
        (Wanted(actor="Q43"), "αγ"),
        (Wanted(actor="πουτιν"), "γ"),
        (Wanted(actor="Ρωσία", role="holder"), "β"),
        (Wanted(actor="Ρωσία", role="target"), "δ"),
        (Wanted(actor="Ρωσία", role="provider"), "δ"),
        (Wanted(since="2022-02"), "βγ"),
        (Wanted(since="2022", until="2022"), "αβ"),
        (Wanted(until="2022-03"), "αβ"),
        (Wanted(until="2022-03-31"), "αβ"),
        (Wanted(until="2022-03-30"), "α"),
        (Wanted(source="reuters"), "α"),
        (Wanted(source="Πεσκοφ"), "δ"),
        (Wanted(source="RUS"), "δ"),
        (Wanted(source=""), "βγ"),
        (Wanted(search="ΠΙΕΣΕ αγκυρα"), "γ"),
        (Wanted(search="Πούτιν μπακού"), ""),
        (Wanted(least=0.5), "αβδ"),
        (Wanted(equal={"polarity": "negative"}), "γ"),
        (Wanted(equal={"factuality": "possible", "category": "support"}), "β"),
        (Wanted(actor="RUS", since="2022", equal={"polarity": "positive"}), "β"),
    ],
)
def test_what_is_asked_for(claims: pd.DataFrame, wanted: Wanted, found: str) -> None:
    assert "".join(select(claims, "stance", wanted).rows["doc_id"]) == found


def test_those_without_a_date_are_counted(claims: pd.DataFrame) -> None:
    assert select(claims, "stance", Wanted(since="2022-02")).undated == 1
    assert select(claims, "stance", Wanted()).undated == 0


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Wanted(actor="Ρωσσία"), "--actor: no claim has the actor «Ρωσσία»\n  -> the nearest there are: Ρωσία"),
        (Wanted(actor="batsh"), "no claim has the actor «batsh»\n  -> `stasis show` lists what there is"),
        (Wanted(source="Reuter"), "--source: no claim has the source «Reuter»\n  -> the nearest there are: Reuters"),
        (Wanted(actor="Ρωσία", role="batsh"), "«batsh» is no role\n  -> choose among holder, target, any"),
        (Wanted(equal={"polarity": "good"}), "«good» is no polarity\n  -> choose among positive, negative"),
        (
            Wanted(equal={"domain": "energy"}),
            "the table stance has no domain\n  -> leave it out, or ask for --polarity",
        ),
        (Wanted(since="χθες"), "--since: «χθες» is no date\n  -> write 2022, 2022-01 or 2022-01-31"),
        (Wanted(until="2022-13"), "--until: «2022-13» is no date"),
        (Wanted(until="20221"), "--until: «20221» is no date"),
    ],
)
def test_what_is_not_there_or_makes_no_sense(claims: pd.DataFrame, wanted: Wanted, says: str) -> None:
    with pytest.raises(SelectionError) as caught:
        select(claims, "stance", wanted)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("by", "found"),
    [("-date", "γβαδ"), ("sure", "γαβδ"), ("-confidence,-doc_id", "δβαγ"), ("holder", "γδβα")],
)
def test_order(claims: pd.DataFrame, by: str, found: str) -> None:
    assert "".join(ordered(claims, by)["doc_id"]) == found
