"""Every control of the page, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import evidence, opened, quiet, watched
from made_report import small, version

from pipeline.report.data import contents
from pipeline.report.page import read_words, render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WORDS = read_words()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "small.html"
    file.write_text(render(contents(small(), version())), "utf-8")
    return file


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """A window that the tests share: anew in it, the report opens in a third of the time that a new window takes."""
    with watched(browser) as window:
        yield window


@pytest.fixture
def page(window: Page, file: Path) -> Iterator[Page]:
    """The small report, opened anew; that it ends without an error in the console or a request is part of each test."""
    with quiet(window):
        window.emulate_media(media="null")
        window.mouse.move(0, 0)
        opened(window, file)
        yield window


def count(page: Page) -> int:
    """How many claims the page says it shows."""
    return int(page.locator("#count").inner_text().split()[0])


def rows(page: Page) -> int:
    return page.locator("#table .tabulator-row").count()


def choose(page: Page, **fields: str) -> None:
    """Fill fields of the filter form."""
    for name, value in fields.items():
        control = page.locator(f"#filters [name={name}]")
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


@pytest.mark.parametrize(
    ("fields", "n"),
    [
        ({}, 6),
        ({"query": "ΣΤΗΡΊΖΕΙ μπακου"}, 4),  # without regard to accents and case; both words must be there
        ({"query": "αέριο"}, 2),
        ({"query": "πρακτορειο"}, 3),
        ({"query": "ξψζ"}, 0),
        ({"type": "dependence"}, 2),
        ({"value": "positive"}, 3),
        ({"detail": "pressure"}, 1),
        ({"factuality": "negated"}, 1),
        ({"from": "2023-01-01"}, 3),
        ({"to": "2022-12-31"}, 3),
        ({"from": "2022-11-20", "to": "2022-11-20"}, 3),
        ({"least": "0.5"}, 4),
        ({"type": "stance", "value": "positive", "least": "0.5"}, 2),
    ],
)
def test_filters(page: Page, fields: dict[str, str], n: int) -> None:
    choose(page, **fields)
    said = f"{n} από 6 ισχυρισμούς" if n else WORDS["el"]["filter.none"]
    page.wait_for_function("said => document.getElementById('count').textContent === said", arg=said)
    assert rows(page) == n
    page.get_by_role("button", name=WORDS["el"]["filter.reset"]).click()
    page.wait_for_function("() => document.querySelectorAll('#table .tabulator-row').length === 6")


@pytest.mark.parametrize(
    ("name", "who", "n"),
    [("actor", "Ρωσία", 3), ("first", "AZE", 1), ("second", "RUS", 3), ("outlet", "Πρακτορείο", 3)],
)
def test_filters_by_name(page: Page, name: str, who: str, n: int) -> None:
    labels = page.locator(f"#filters [name={name}] option").all_inner_texts()
    wanted = who if who in labels else {"Ρωσία": "RUS"}[who]
    page.locator(f"#filters [name={name}]").select_option(label=wanted)
    page.wait_for_function("n => document.querySelectorAll('#table .tabulator-row').length === n", arg=n)


def test_order_by_list_and_by_heading(page: Page) -> None:
    def shares() -> list[str]:
        return page.locator("#table .tabulator-cell[tabulator-field=confidence]").all_inner_texts()

    choose(page, sort="confidence.asc")
    assert shares() == sorted(shares()) != sorted(shares(), reverse=True)
    choose(page, sort="confidence.desc")
    assert shares() == sorted(shares(), reverse=True)
    heading = page.locator("[tabulator-field=confidence] button").first
    heading.focus()
    page.keyboard.press("Enter")
    assert page.locator("#filters [name=sort]").input_value() == ""
    assert page.locator(".tabulator-col[tabulator-field=confidence]").get_attribute("aria-sort") in (
        "ascending",
        "descending",
    )


def test_a_claim_opens_in_its_article(page: Page) -> None:
    choose(page, type="dependence", to="2022-12-31")
    assert page.locator(".open").count() == 1
    dialog = evidence(page)
    assert [page.locator(f"mark.{role}").inner_text() for role in ("first", "cue", "second")] == [
        "Αθήνα εξαρτώμενος", "εξαρτάται ένδειξη", "ρωσικό πάροχος",
    ]  # fmt: skip
    assert "Η Αθήνα" in page.locator(".sentence").first.inner_text() + page.locator(".article").inner_text()
    told = dialog.inner_text()
    for text in ("0,91", "εξαρτώμαι", "γεγονός", "το ίδιο το άρθρο", "Εφημερίδα", "20 Νοε 2022", "ενέργεια"):
        assert text in told
    link = dialog.get_by_role("link")
    assert link.get_attribute("href") == "https://example.org/%CE%B11"
    assert link.get_attribute("rel") == "noopener noreferrer"
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.className") == "open"


def test_from_claim_to_claim(page: Page) -> None:
    page.locator(".open").first.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.activeElement === document.querySelectorAll('.open')[1]")
    page.keyboard.press("ArrowUp")
    page.wait_for_function("() => document.activeElement === document.querySelectorAll('.open')[0]")
    page.keyboard.press("Enter")
    assert "1 από 6" in page.locator("dialog").inner_text()
    assert page.locator("dialog .previous").is_disabled()
    page.locator("dialog .next").click()
    assert "2 από 6" in page.locator("dialog").inner_text()
    page.locator("dialog .previous").click()
    assert "1 από 6" in page.locator("dialog").inner_text()
    page.locator("dialog .close").click()
    assert not page.locator("dialog").is_visible()


def test_the_language_changes_everywhere(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    text = page.locator("body").inner_text()
    for key in (
        "title",
        "caution",
        "map.stance.about",
        "times.about",
        "matrix.about",
        "column.evidence",
        "fact.sources",
    ):
        assert WORDS["en"][key] in text
        assert WORDS["el"][key] not in text
    assert "6 of 6 claims" in text
    assert "Probability" in evidence(page).inner_text()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ελληνικά").click()
    assert WORDS["el"]["title"] in page.locator("h1").inner_text()


def test_the_matrix_asks_the_table(page: Page) -> None:
    page.get_by_role("button", name="TUR → AZE").click()
    page.wait_for_function("() => document.querySelectorAll('#table .tabulator-row').length === 2")
    page.locator("[name=matrix-kind][value=dependence]").check()
    assert page.locator("#matrix-table button").all_inner_texts() == ["0"]
    assert "υπάρχει 1, μειώνεται 1" in (page.locator("#matrix-table button").get_attribute("aria-label") or "")


def test_a_map_and_its_settings(page: Page) -> None:
    section = page.locator("#dependence")
    label = section.locator(".chart").get_attribute("aria-label") or ""
    assert "2 κόμβους και 1 βέλη" in label
    section.locator("input.least").fill("3")
    assert "0 βέλη" in (section.locator(".chart").get_attribute("aria-label") or "")
    assert WORDS["el"]["map.empty"] in section.inner_text()
    section.locator("input.least").fill("1")
    section.locator(".around").select_option(index=1)
    assert "1 βέλη" in (section.locator(".chart").get_attribute("aria-label") or "")
    for name in ("in", "in", "out", "reset"):
        section.locator(f"[data-zoom={name}]").click()
    assert section.get_attribute("data-zoom") == "1.00"
    section.locator("details summary").click()
    section.locator("button.link").click()
    page.wait_for_function("() => document.querySelectorAll('#table .tabulator-row').length === 2")


def test_a_click_on_a_node_and_on_a_bar_asks_the_table(page: Page) -> None:
    page.locator("#stance .chart").scroll_into_view_if_needed()
    point: Any = page.evaluate(
        """() => { const chart = echarts.getInstanceByDom(document.querySelector("#stance .chart"));
        const at = chart.getModel().getSeriesByIndex(0).getData().getItemGraphicEl(0);
        return at.getComputedTransform().slice(4, 6) }"""
    )
    page.locator("#stance .chart").click(position={"x": point[0], "y": point[1]})
    page.wait_for_function("() => document.querySelector('#filters [name=actor]').value !== ''")
    page.evaluate("document.getElementById('times-stance').scrollIntoView()")
    chart = "echarts.getInstanceByDom(document.getElementById('times-stance'))"
    bar: Any = page.evaluate(f"{chart}.convertToPixel({{gridIndex: 0}}, [0, 0.5])")
    page.locator("#times-stance").click(position={"x": bar[0], "y": bar[1]})
    page.wait_for_function("() => document.querySelector('#filters [name=to]').value === '2022-11-30'")
    assert page.locator("#filters [name=from]").input_value() == "2022-11-01"
    assert page.locator("#filters [name=actor]").input_value() == ""


def test_the_timeline_of_one_actor(page: Page) -> None:
    assert "3 ισχυρισμοί" in (page.locator("#times-stance").get_attribute("aria-label") or "")
    assert page.locator("[name=side]").first.is_disabled()
    page.locator("#times-actor").select_option(label="TUR")
    assert "2 ισχυρισμοί" in (page.locator("#times-stance").get_attribute("aria-label") or "")
    page.locator("[name=side][value=second]").check()
    assert "0 ισχυρισμοί" in (page.locator("#times-stance").get_attribute("aria-label") or "")
    page.locator("#times details summary").click()
    assert page.locator("#times-table tbody tr").count() == 3


def test_by_keyboard_from_the_top(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'claims'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "query"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_on_paper_stand_summary_matrix_and_the_filtered_claims(page: Page) -> None:
    choose(page, type="dependence")
    page.wait_for_function("() => document.querySelectorAll('#table .tabulator-row').length === 2")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#printed tbody tr").count() == 2
    for shown in ("#summary", "#matrix-table", "#printed"):
        assert page.locator(shown).is_visible(), shown
    for hidden in ("#filters", "#table", "#stance", "#times", "nav"):
        assert not page.locator(hidden).is_visible(), hidden
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#printed tbody tr").count() == 0
    assert page.pdf()[:4] == b"%PDF"
