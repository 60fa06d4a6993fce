"""What a search finds, however a word is written: in the browser, and letter for letter as Python folds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from browsing import opened, watched
from made_report import version
from results import SENTENCES, TEXT, dependence, stance

from pipeline.greek import fold
from pipeline.records import Article, Result
from pipeline.report.data import contents
from pipeline.report.page import render
from pipeline.tables import to_tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDED = [
    ("Άγκυρας ΑΓΚΥΡΑΣ αγκυρασ", "αγκυρασ αγκυρασ αγκυρασ"),
    ("Ο ΟΔΥΣΣΕΑΣ, ο Οδυσσέας", "ο οδυσσεασ, ο οδυσσεασ"),
    ("ΐ ΰ ϊ ϋ Ϊ Ϋ ά έ ή ί ό ύ ώ Ώ", "ι υ ι υ ι υ α ε η ι ο υ ω ω"),
    ("Ἡ Ἑλλὰς τῆς ᾠδῆς, ᾳ ᾧ ῥ", "η ελλασ τησ ωδησ, α ω ρ"),
    ("Α\u0301γκυρα μαϊ\u0301ου ι\u0308\u0301", "αγκυρα μαιου ι"),
    ("Ａ é Ç ı İ ß ẞ ª 😀\u0301", None),
    ("Ω Ω µ ϐ ϑ ϲ ’ ΄Α «;·»", None),
    ("", ""),
]
"""Texts, and what they become; None where only that both languages agree is of interest."""

LETTERS = [
    code
    for code in (*range(0x250), *range(0x300, 0x530), *range(0x1D00, 0x2200), 0xFEFF)
    if unicodedata.category(chr(code)) != "Me" and code != 0x34F
]
"""Latin, Greek, Cyrillic and their signs, as code points; not the rings of Cyrillic numerals, nor the joiner."""

TITLES = {
    "α1": "Ἡ Ἑλλὰς τῶν Μουσῶν",
    "α2": unicodedata.normalize("NFD", "Οι Ταΐστριες του Μαΐου"),
    "α3": "ΤΑ ΝΗΣΙΑ ΤΟΥ ΑΪ-ΣΤΡΑΤΗ\nπρώτη γραμμή",
    "α4": "",
}


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Four articles with a claim each; the text of the second is decomposed, the last begins with a surrogate pair."""
    file = tmp_path_factory.mktemp("report") / "search.html"
    file.write_text(render(contents(to_tables(map(_article, TITLES)), version())), "utf-8")
    with watched(browser) as page:
        opened(page, file)
        yield page


def _article(doc_id: str) -> Result:
    claim = dependence(doc_id=doc_id) if doc_id == "α4" else stance(doc_id=doc_id)
    text = TEXT
    if doc_id == "α2":
        text = unicodedata.normalize("NFD", TEXT)
        end = text.index(".") + 1
        claim = replace(claim, start=0, end=end, evidence=text[:end])
    if doc_id == "α4":
        text = "😀" + TEXT[1:]
    return Result(Article(doc_id, text, title=TITLES[doc_id]), SENTENCES, 14, (), (claim,))


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_browser_and_python_fold_alike(page: Page, text: str, folded: str | None) -> None:
    assert page.evaluate("text => Search.fold(text)", text) == (fold(text) if folded is None else folded)
    assert folded is None or fold(text) == folded


def test_they_fold_every_letter_alike(page: Page) -> None:
    there: list[str] = page.evaluate(
        "codes => codes.map((code) => Search.fold(`α${String.fromCodePoint(code)}ω`))", LETTERS
    )
    differ = [f"U+{code:04X}" for code, ours in zip(LETTERS, there, strict=True) if ours != fold(f"α{chr(code)}ω")]
    assert differ == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ελλας", "α1"),
        ("ΕΛΛΆΣ μουσων", "α1"),  # capital with accent, and final sigma where none is written
        ("Μουσῶν", "α1"),  # circumflex
        ("ταιστριες", "α2"),
        ("μαϊου", "α2"),  # the text is decomposed, the query composed
        ("μαι\u0308\u0301ου", "α2"),
        ("αϊ-στράτη", "α3"),
        ("γραμμη νησια", "α3"),
        ("νησιαγραμμη", ""),
        ("στρατηπρωτη", ""),
        ("στηρίζει", "α1 α2 α3"),
        ("ΜΠΑΚΟΎ άγκυρα", "α1 α2 α3"),
        ("εξαρταται", "α4"),
        ("μπακουη", ""),  # a word does not go on from one value to the next
        ("αθηνα αεριο.", "α4"),
        ("α3", "α3"),
        ("αζερμπαιτζαν", "α1 α2 α3"),
        ("\u0301", "α1 α2 α3 α4"),  # a sign alone is no word
        ("(", ""),
        ("   ", "α1 α2 α3 α4"),
    ],
)
def test_found_however_it_is_written(page: Page, query: str, found: str) -> None:
    ids: Any = page.evaluate(
        """query => { const test = Search.test(query) ?? (() => true);
        return Data.documents.id.filter((_, place) => test(Data.columns.document.indexOf(place))) }""",
        query,
    )
    assert " ".join(sorted(ids)) == found
