"""Which claims are judged, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desks import tables
from results import dependence, result, stance

from pipeline.errors import SelectionError
from pipeline.review.documents import documents, frames
from pipeline.review.queue import Chosen, Stop, queue

SURE = replace(stance(), confidence=0.95, frame="support/στηρίζω")
UNSURE = replace(dependence(), confidence=0.55, frame="dependence/εξαρτώμαι")
UNLIKELY = replace(stance(doc_id="β2"), confidence=0.2, frame="support/στηρίζω")


def stops(chosen: Chosen) -> tuple[Stop, ...]:
    second = result("β2", claims=(UNLIKELY,))
    given = tables(
        result("α1", claims=(SURE, UNSURE)),
        replace(second, article=replace(second.article, source="εφημερίδα")),
    )
    return queue(documents(given), frames(given), chosen)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Chosen(), "α1:στηρίζω α1:εξαρτώμαι α1: β2:στηρίζω β2:"),
        (Chosen(frame="support/στηρίζω"), "α1:στηρίζω β2:στηρίζω"),
        (Chosen(frame="εξαρτώμαι"), "α1:εξαρτώμαι"),
        (Chosen(actor="ΕΛΛΑΔΑ"), "α1:εξαρτώμαι"),
        (Chosen(actor="tur"), "α1:στηρίζω β2:στηρίζω"),
        (Chosen(source="εφημερίδα"), "β2:στηρίζω"),
        (Chosen(least_sure=True), "α1:εξαρτώμαι β2:στηρίζω α1:στηρίζω"),
        (Chosen(least_sure=True, sample=1), "α1:εξαρτώμαι"),
        (Chosen(sample=9), "α1:στηρίζω α1:εξαρτώμαι β2:στηρίζω"),
        (Chosen(frame="στηρίζω", source="εφημερίδα"), "β2:στηρίζω"),
    ],
)
def test_choices(chosen: Chosen, found: str) -> None:
    assert " ".join(f"{stop.doc_id}:{stop.frame.rpartition('/')[2]}" for stop in stops(chosen)) == found


def test_a_sample_is_the_same_for_the_same_seed_only() -> None:
    draws = [stops(Chosen(sample=2, seed=seed)) for seed in range(8)]
    assert [stops(Chosen(sample=2, seed=seed)) for seed in range(8)] == draws
    assert len(set(draws)) > 1


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (Chosen(actor="Ελάδα"), "no claim has the actor «Ελάδα»\n  -> the nearest there are: Ελλάδα"),
        (Chosen(source="batsh"), "--source batsh: no claim in this version is so\n  -> sources there are: εφημερίδα"),
        (Chosen(frame="batsh"), "--frame batsh: no claim in this version is so"),
    ],
)
def test_what_is_not_there(chosen: Chosen, says: str) -> None:
    with pytest.raises(SelectionError) as caught:
        stops(chosen)
    assert says in str(caught.value)
