"""How the page looks at three widths, whether everybody can use it, and whether a big one stays quick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import FILTERS, evidence, opened, seconds_of_filter, watched
from made_report import many, version
from made_tables import claims

from pipeline.report.data import contents
from pipeline.report.page import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
SLOWER = 3
"""How many times the goal a test allows: other work may share the machine. `benchmarks/report.py` measures."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(render(contents(many(200), version(tags=("paper-1",)))), "utf-8")
    return file


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (800, "dark"), (1400, "light")])
def test_it_fits_and_everybody_can_use_it(browser: Browser, path: Path, width: int, scheme: Any) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    with watched(browser, width=width, scheme=scheme) as page:
        opened(page, path)
        page.screenshot(path=SHOTS / f"report-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for summary in page.locator("details > summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert grave(page) == []
        evidence(page)
        page.screenshot(path=SHOTS / f"report-{width}-evidence.png")
        assert page.evaluate("document.querySelector('dialog').scrollWidth") <= width
        assert grave(page) == []


def grave(page: Any) -> list[str]:
    """What axe finds that is serious or critical, and where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for one in found
        for node in one["nodes"]
        if one["impact"] in ("serious", "critical")
    ]


def test_an_empty_version_is_a_page(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text(render(contents(claims(), version()), "en"), "utf-8")
    with watched(browser) as page:
        opened(page, tmp_path / "empty.html")
        assert "0 of 0 claims" in page.locator("body").inner_text()
        assert grave(page) == []


@pytest.mark.slow
def test_twenty_thousand_claims_stay_usable(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "big.html").write_text(render(contents(many(20_000), version())), "utf-8")
    with watched(browser) as page:
        assert opened(page, tmp_path / "big.html") < 3 * SLOWER
        for fields in FILTERS.values():
            assert seconds_of_filter(page, fields) < 0.2 * SLOWER
        assert page.locator("#table .tabulator-row").count() < 100  # only what is in view is drawn
