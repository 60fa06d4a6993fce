"""The page in a browser: going about in it, its dialogs and languages, and what a reload or another window leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desks import claims_of, judge, judged, opened, press, says

from pipeline.review.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["desk_fixtures"]


class TestGoingAbout:
    def test_next_and_previous(self, page: Page) -> None:
        ways = ("j", "Claim 2"), ("#next", "Is anything"), ("k", "Claim 2"), ("#previous", "Claim 1"), ("k", "Claim 1")
        for way, heading in ways:
            press(page, way)
            says(page, "#heading", heading)

    def test_next_open(self, page: Page) -> None:
        page.keyboard.press("j")
        says(page, "#heading", "Claim 2")
        page.keyboard.press("y")
        for way in ("n", "#open"):
            says(page, "#heading", "Is anything missing")
            page.keyboard.press("k")
            says(page, "#verdict", "Confirmed")
            press(page, way)
        says(page, "#heading", "Is anything missing")

    def test_the_list_of_claims(self, page: Page) -> None:
        page.locator("#claims button").nth(1).click()
        says(page, "#heading", "Claim 2 of 7")
        assert page.locator("#claims [aria-current]").inner_text().split("\n") == [
            "· Ελλάδα = energy → Ρωσία",
            "(Not judged yet)",
        ]

    def test_marks(self, page: Page) -> None:
        marks = [(span.get_attribute("class"), span.inner_text()) for span in page.locator("#text span").all()]
        assert [mark for mark in marks if mark[0] != "evidence"][:3] == [
            ("evidence first", "Άγκυρα"),
            ("evidence cue", "στηρίζει"),
            ("evidence second", "Μπακού"),
        ]

    def test_dialogs(self, page: Page) -> None:
        for way, dialog, holds in (
            ("?", "#help", "right as it stands"),
            ("#show-help", "#help", "Ctrl+Z"),
            ("p", "#frames", "εξαρτώμαι"),
            ("#show-frames", "#frames", "(is anything missing?)"),
        ):
            press(page, way)
            assert holds in page.locator(dialog).inner_text()
            page.keyboard.press("x")  # no shortcut works behind a dialog
            page.keyboard.press("Escape") if way.startswith("#") else page.click(f"{dialog} .close")
            assert not page.locator(dialog).is_visible()
        says(page, "#count", "0 of 7 done")

    def test_language(self, page: Page) -> None:
        for way, language, said in (
            ("l", "el", "Ισχυρισμός 1 από 7"),
            ("#language", "en", "Claim 1 of 7"),
            ("l", "el", "Ισχ"),
        ):
            press(page, way)
            says(page, "#heading", said)
            assert page.evaluate("document.documentElement.lang") == language
        page.reload()
        says(page, "#confirm", "Σωστή όπως είναι")

    def test_a_greek_browser_and_keyboard(self, browser: Browser, address: str) -> None:
        with opened(browser, address, locale="el-GR") as page:
            says(page, "#reject", "Απόρριψη")
            page.evaluate(
                "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'χ', code: 'KeyX', bubbles: true}))"
            )
            says(page, "#status", "Απορρίφθηκε, αποθηκεύτηκε.")

    def test_letters_can_be_switched_off(self, page: Page) -> None:
        page.click("#show-help")
        page.uncheck("#keys-on")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.keyboard.press("Control+Enter")
        says(page, "#heading", "Claim 2 of 7")
        says(page, "#status", "Confirmed, saved.")


class TestKeeping:
    def test_reload_keeps_place_judgements_and_what_is_not_saved_yet(self, page: Page) -> None:
        page.keyboard.press("y")
        says(page, "#heading", "Claim 2 of 7")
        page.keyboard.press("f")
        page.reload()
        says(page, "#heading", "Claim 2 of 7")
        says(page, "#count", "1 of 7 done")
        assert page.locator("#field-factuality").input_value() == "intended"

    def test_two_windows_do_not_overwrite_each_other(self, page: Page, one: Desk) -> None:
        judge(one, 0)
        page.keyboard.press("x")
        says(page, "#status.bad", "Another window was faster.")
        says(page, "#verdict", "Confirmed")
        says(page, "#count", "1 of 7 done")
        assert judged(one) == [("α1", "confirmed")]

    def test_judged_claims_show_as_they_were_judged(self, page: Page, one: Desk) -> None:
        page.keyboard.press("4")
        page.click("#confirm")
        says(page, "#status", "Corrected, saved.")
        page.keyboard.press("k")
        says(page, "#verdict", "Corrected")
        assert page.locator("#field-category").input_value() == "distancing"
        assert claims_of(one)[0][1]["category"] == "support"
