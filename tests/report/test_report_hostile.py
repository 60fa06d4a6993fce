"""An article that tries to run as code, to turn the line it stands in, and to burst the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from browsing import evidence, opened, watched
from made_report import HOSTILE, hostile, version

from pipeline.report.data import contents
from pipeline.report.page import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_no_text_runs_as_code_or_turns_the_line(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(render(contents(hostile(), version())), "utf-8")
    with watched(browser, width=360) as page:
        opened(page, file)
        for language in ("en", "el"):
            page.locator(f"[data-language={language}]").click()
            for summary in page.locator("details > summary").all():
                summary.click()
            told = evidence(page).inner_text()
            assert HOSTILE.replace("\u202e", "⟨U+202E⟩") in told
            assert page.locator("dialog a").count() == 0  # «javascript:» is no link
            assert page.locator("dialog .article").evaluate("e => e.scrollWidth <= e.clientWidth + 1")
            page.locator("dialog .next").click()
            assert page.locator("mark.cue").inner_text().startswith("😀")
            page.keyboard.press("Escape")
        assert page.evaluate("window.ran") is None
        shown = page.evaluate("document.body.innerText + document.title")
        assert not set(shown) & set("\u202e\u202c\u2067\u2069")
        assert page.locator("img, b[onmouseover], body script:not([type]) script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
