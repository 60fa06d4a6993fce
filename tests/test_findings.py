"""What a run has found, in numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from results import dependence, result, stance

from pipeline import findings
from pipeline.findings import gather
from pipeline.spool import Spool
from pipeline.tables import to_tables


@pytest.fixture
def spool() -> Spool:
    """Three documents with 2, 1 and no claims, of which the second is made up."""
    spool = Spool()
    made_up = result("α2", claims=(replace(stance(doc_id="α2"), confidence=0.95),))
    made_up = replace(made_up, article=replace(made_up.article, fictional=True))
    for one in (
        result("α1", claims=(stance(), replace(dependence(), confidence=0.5))),
        made_up,
        result("α3", claims=()),
    ):
        spool.add(to_tables([one]))
    return spool


def test_counts(spool: Spool) -> None:
    found = gather(spool.parts(), ["α2", "α3"])
    assert found.counts == {"documents": 3, "sentences": 6, "entities": 3, "stance": 2, "dependence": 1}
    assert found.fresh == {"documents": 2, "sentences": 4, "entities": 2, "stance": 1, "dependence": 0}
    assert (found.claims, sorted(found.doc_ids), found.fictional) == ({"α1": 2, "α2": 1}, ["α1", "α2", "α3"], 1)


def test_the_likeliest_claims_come_first(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [(c["type"], c["doc_id"], c["first"], c["second"]) for c in gather(spool.parts(), []).likeliest]
    assert said == [
        ("stance", "α2", "Τουρκία", "Αζερμπαϊτζάν"),
        ("stance", "α1", "Τουρκία", "Αζερμπαϊτζάν"),
        ("dependence", "α1", "Ελλάδα", "Ρωσία"),
    ]
    monkeypatch.setattr(findings, "MOST", 1)
    assert [claim["doc_id"] for claim in gather(spool.parts(), []).likeliest] == ["α2"]
