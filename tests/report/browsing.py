"""What the browser's tests and the benchmark of the report do in a page, in seconds where it is timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

from playwright.sync_api import TimeoutError as TooLate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

FILTERS = {
    "first search": {"query": "ελλάδα πηγές"},
    "search": {"query": "τουρκία εδώ"},
    "no hit": {"query": "ξψζ"},
    "choices": {"query": "", "type": "stance", "value": "negative"},
    "dates": {"type": "", "value": "", "from": "2018-01-01", "to": "2019-12-31"},
    "likely": {"from": "", "to": "", "least": "0.6"},
    "cleared": {"least": ""},
}
"""Fields to set one after the other, and to what. The first is typed the moment that the page stands."""

_TIMED = """fields => new Promise(done => {
  const form = document.getElementById("filters");
  const begin = performance.now();
  Filters.onChange(() => requestAnimationFrame(() => setTimeout(() => done((performance.now() - begin) / 1000))));
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  form.elements[Object.keys(fields)[0]].dispatchEvent(new Event("input", {bubbles: true}));
})"""


def opened(page: Page, path: Path) -> float:
    """Open a report and wait until it stands; the seconds that took."""
    begin = perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    return perf_counter() - begin


def evidence(page: Page, tries: int = 5) -> Locator:
    """Open the first claim that is shown; the dialog with its article.

    A click is lost where its row is drawn anew between press and release: sections that unfold move the table, and
    on a busy machine that takes its time. A person then clicks once more.
    """
    dialog = page.locator("dialog[open]")
    for _ in range(tries - 1):
        page.locator(".open").first.click()
        with suppress(TooLate):
            dialog.wait_for(timeout=2000)
            return dialog
    page.locator(".open").first.click()
    dialog.wait_for()
    return dialog


def seconds_of_filter(page: Page, fields: dict[str, str]) -> float:
    """Set fields as a person would, and wait until the table is drawn; the seconds that took."""
    seconds: float = page.evaluate(_TIMED, fields)
    return seconds


@contextmanager
def watched(browser: Browser, width: int = 1400, scheme: Literal["light", "dark"] = "light") -> Iterator[Page]:
    """A page in a window of its own, heard as ``quiet`` does."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    with quiet(page):
        try:
            yield page
        finally:
            context.close()


@contextmanager
def quiet(page: Page) -> Iterator[None]:
    """Meanwhile the page must say nothing in the console and ask nothing of the network."""
    heard: list[str] = []
    listeners: dict[Any, Callable[[Any], None]] = {
        "console": lambda message: heard.append(f"{message.type}: {message.text}"),
        "pageerror": lambda error: heard.append(str(error)),
        "request": lambda request: None if request.is_navigation_request() else heard.append(request.url),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    yield
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    assert heard == []
