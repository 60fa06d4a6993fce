"""When an undated article was written, as whom it names tells; and for whom its politicians speak then."""

from __future__ import annotations

import pytest
from mentions import linked, named

from pipeline.actors import Gazetteer
from pipeline.actors.entries import Entry
from pipeline.actors.era import era
from pipeline.annotate import Engine


def person(*office: str) -> Entry:
    return Entry(id=str(office), name="Κάποιος", office=list(office))


@pytest.mark.parametrize(
    ("persons", "day"),
    [
        ([], ""),
        ([person("2015-01-26/2019-07-08")], ""),  # of one alone an article may speak long after
        ([person("2015-01-26/2019-07-08"), person("2017-05-31/2020-01-03")], "2017-06-01"),
        ([person("2001-01-01/2005-01-01"), person("2010-01-01/2015-01-01")], ""),
        # Two who took turns, with a third who stayed: it may be either's time, unless one's was much longer.
        ([person("2004-01-01/2009-01-01"), person("2009-01-01/2014-01-01"), person("2000-01-01/2020-01-01")], ""),
        (
            [person("2004-01-01/2008-10-01"), person("2008-10-01/2009-01-01"), person("2000-01-01/2020-01-01")],
            "2004-01-02",
        ),
        # The day of handing over is no time in office together.
        ([person("2015-01-26/2019-07-08"), person("2019-07-08/")], ""),
        ([person(), person("2019-07-08/")], ""),
    ],
)
def test_the_day(persons: list[Entry], day: str) -> None:
    assert era(persons) == day


TEXTS = {
    "Ο Τσίπρας και ο Κοτζιάς απάντησαν στον Μητσοτάκη.": {"Κυριάκος Μητσοτάκης": "ND", "Αλέξης Τσίπρας": "GRC"},
    "Ο Μητσοτάκης τηλεφώνησε στον Μπορέλ.": {"Κυριάκος Μητσοτάκης": "GRC", "Ζοζέπ Μπορέλ": "EU"},
    "Ο Γιούνκερ επικρίνει την Ιταλία.": {"Ζαν-Κλοντ Γιούνκερ": "EU"},
    "Ο Μοσκοβισί στηρίζει την Ελλάδα.": {"Πιερ Μοσκοβισί": "EU"},
}


def test_for_whom_they_speak(engine: Engine, gazetteer: Gazetteer) -> None:
    for text, found in linked(engine, gazetteer, TEXTS).items():
        assert TEXTS[text].items() <= dict(named(found)).items(), text


def test_a_date_counts_before_all_that(engine: Engine, gazetteer: Gazetteer) -> None:
    [text] = [text for text in TEXTS if "Κοτζιάς" in text]
    [found] = linked(engine, gazetteer, [text], "2021-05-01").values()
    assert dict(named(found))["Κυριάκος Μητσοτάκης"] == "GRC"
