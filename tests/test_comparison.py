"""A comparison as CSV, JSON and HTML."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest
from results import MADE, dependence, result, stance

from pipeline.catalogue import TABLES
from pipeline.comparison import Comparison, as_csv, as_html, as_json, compare, read_words
from pipeline.reasons import ARTICLES, ENTRIES, UNKNOWN
from pipeline.records import Result
from pipeline.store import Store
from pipeline.tables import to_tables

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</blockquote></td><svg onload='alert(1)'>",
    "{{ 7*7 }}{% include 'x' %}",
    "<a href='javascript:alert(1)'>κλικ</a><!--",
    "&lt;b&gt; <style>*{display:none}</style>",
)
"""What an article may hold and a page must show as it stands."""
MARKUP = set("html head meta title style body h1 h2 table tr th td span br blockquote dl dt dd del ins p".split())


@pytest.fixture
def found(tmp_path: Path) -> Comparison:
    """A stance that became possible and less sure, and a new dependence."""
    store = Store(tmp_path)
    store.publish(to_tables([result(claims=(stance(),))]), MADE)
    changed = replace(stance(), factuality="possible", confidence=0.4)
    store.publish(to_tables([result(claims=(changed, dependence()))]), replace(MADE, models_hash="m1"))
    return compare(store, 1, 2)


@pytest.fixture
def none(tmp_path: Path) -> Comparison:
    """Nothing differs."""
    store = Store(tmp_path)
    store.publish(to_tables([result()]), MADE)
    return compare(store, 1, 1)


class Page(HTMLParser):
    """The elements, attributes and text of a page, as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_csv_is_one_table(found: Comparison) -> None:
    rows = list(csv.DictReader(StringIO(as_csv(found), newline="")))
    assert [(row["table"], row["change"], row["field"], row["before"], row["after"]) for row in rows] == [
        ("stance", "changed", "confidence", "0.9123", "0.4"),
        ("stance", "changed", "factuality", "asserted", "possible"),
        ("dependence", "appeared", "", "", ""),
    ]
    assert {row["reason"] for row in rows} == {"changed models"}
    assert [(row["holder"], row["provider"]) for row in rows] == [("Τουρκία", ""), ("Τουρκία", ""), ("", "Ρωσία")]
    assert rows[2]["provider_start"] == "54"


def test_json_is_records_and_the_summary(found: Comparison) -> None:
    whole = json.loads(as_json(found))
    assert (whole["before"], whole["after"]) == (1, 2)
    assert whole["summary"][-1] == {"table": "dependence", "appeared": 1, "vanished": 0, "changed": 0}
    assert [(row["table"], row["field"], row["after"]) for row in whole["changes"]] == [
        ("stance", "confidence", "0.4"),
        ("stance", "factuality", "possible"),
        ("dependence", "", None),
    ]
    assert whole["changes"][2]["provider_start"] == 54


def test_html_shows_a_claim_once_with_all_that_changed(found: Comparison) -> None:
    text = Page(as_html(found, "en")).text
    assert text.count("Τουρκία → Αζερμπαϊτζάν: support, positive") == 1
    assert text.count("Η Άγκυρα στηρίζει το Μπακού.") == 1
    assert "asserted → possible" in text
    assert "0.9123 → 0.4" in text
    assert text.count("changed models") == 4  # two claims, two rows of counts
    assert "Ελλάδα → Ρωσία: energy, stands" in text


def test_html_in_greek(found: Comparison) -> None:
    page = as_html(found)
    text = Page(page.partition("</style>")[2]).text
    assert '<html lang="el">' in page
    for said in (
        "Έκδοση 1 → 2", "χάθηκαν", "Τουρκία → Αζερμπαϊτζάν: στήριξη, θετική", "εξαρτήσεις",
        "γεγονός → ενδεχόμενο", "άλλαξαν τα μοντέλα",
        "Ελλάδα → Ρωσία: ενέργεια, υπάρχει", "0.9123 → 0.4",
    ):  # fmt: skip
        assert said in text
    for label in ("Version", "change", "reason", "rows", "article", "stance", "appeared", "asserted", "models"):
        assert label not in text


def test_all_reasons_of_a_row_are_in_greek(found: Comparison) -> None:
    rows = found.tables["stance"].assign(reason="changed lexicon or changed models")
    text = Page(as_html(replace(found, tables={"stance": rows}))).text
    assert "άλλαξε το λεξικό ή άλλαξαν τα μοντέλα" in text


def test_both_languages_have_words_for_all_that_can_be_said() -> None:
    words = read_words()
    assert set(words) == {"el", "en"}
    assert words["el"].keys() == words["en"].keys()
    changed = {f"changed {what}" for what in ("lexicon", "gazetteer", "setting", "models", "code")}
    reasons = {*ARTICLES.values(), *ENTRIES.values(), *changed, UNKNOWN}
    assert {*reasons, *(f"table.{name}" for name in TABLES)} <= words["el"].keys()
    template = files("pipeline").joinpath("templates", "diff.html").read_text("utf-8")
    assert set(re.findall(r'say\("([\w.]+)"\)', template)) <= words["el"].keys()


def test_no_difference_in_every_format(none: Comparison) -> None:
    assert as_csv(none).startswith("table,change,field,before,after,reason,detail,claim_id,")
    assert as_csv(none).count("\r\n") == 1
    assert json.loads(as_json(none))["changes"] == []
    assert Page(as_html(none, "en")).text.count("No difference.") == 2


def test_text_of_an_article_never_runs(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for title in ("", " – "):
        store.publish(to_tables([_attacked(attack, title) for attack in ATTACKS]), MADE)
    pages = [Page(as_html(compare(store, 1, 2, [table]))) for table in ("stance", "documents", "entities")]
    for page in pages:
        assert page.tags <= MARKUP
        assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    assert all(pages[0].text.count(attack) >= 5 for attack in ATTACKS)


def _attacked(attack: str, mark: str) -> Result:
    """An article that holds the attack wherever it can."""
    role = replace(stance().first, name=attack, text=attack, id=attack)
    claim = replace(
        stance(), doc_id=attack, evidence=attack, cue=attack, frame=attack, first=role, source=attack + mark
    )
    article = replace(result().article, doc_id=attack, title=attack + mark, text=attack * 9)
    return replace(result(), article=article, claims=(claim,))


def test_the_page_needs_and_allows_nothing_from_outside(found: Comparison) -> None:
    page = as_html(found)
    assert "default-src 'none'" in page
    assert not {"script", "link", "img", "iframe", "a"} & Page(page).tags
    assert 'lang="el"' in page
