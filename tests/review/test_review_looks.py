"""The page as people meet it: at three widths, read out, with evil text, and with a server that dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desks import BUILD, EVIL, opened, says, tables

from pipeline.gold import read_gold
from pipeline.review.desk import Desk
from pipeline.store import Store
from pipeline.versions import Provenance

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["desk_fixtures"]
WIDTHS = (360, 800, 1400)
STASIS = str(Path(sys.executable).with_name("stasis"))


def to_evil(page: Page) -> None:
    """Go to the first claim behind evil text."""
    for heading in ("Claim 2", "Is anything", "Is anything", "Claim 5"):
        page.keyboard.press("j")
        says(page, "#heading", heading)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_off_and_axe_finds_nothing_serious(browser: Browser, address: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    shots = BUILD / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    with opened(browser, address, width) as page:
        for name in ("claim", "evil", "new", "missing", "help", "greek"):
            if name == "evil":
                to_evil(page)
                page.keyboard.press("4")
                page.click("#wrong-holder")
            elif name in ("new", "help", "greek"):
                page.keyboard.press("Escape")
                page.keyboard.press({"new": "a", "help": "?", "greek": "l"}[name])
            elif name == "missing":
                page.click("#previous")
                says(page, "#heading", "Is anything missing")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.screenshot(path=shots / f"review-{name}-{width}.png", full_page=name != "help")
            if width < max(WIDTHS) and name != "claim":
                continue  # the same elements and colours, in another place
            # axe.run() puts itself in as a script, which the page's policy forbids; through the protocol it gets in.
            page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
            found = page.evaluate("axe.run()")
            assert [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")] == []


def test_text_is_never_more_than_text(browser: Browser, address: str, one: Desk) -> None:
    with opened(browser, address) as page:
        to_evil(page)
        assert page.locator("#text").evaluate("box => box.textContent") == one.documents["κακό"].text
        assert EVIL in page.locator("#text").evaluate("box => box.textContent")
        assert page.evaluate("window.ran") is None
        assert page.locator("#text img, #text script, #claims img, #title b, main i").count() == 0
        assert page.locator("#title").inner_text().startswith("<b onclick=")
        assert [c.get_attribute("data-code") for c in page.locator("#text .control").all()] == [
            "U+202E", "U+202C", "U+2067", "U+0007",
        ]  # fmt: skip
        # The turned-round letters are put upright: each sign is shut in by itself.
        assert page.locator("#text .control").first.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"
        page.keyboard.press("y")
        says(page, "#status", "Confirmed, saved.")
        page.keyboard.press("y")
        says(page, "#heading", "Is anything missing")
        page.keyboard.press("m")
        says(page, "#status", "Nothing is missing")
        gold = read_gold(one.gold)["κακό"]
        assert [gold.text[slice(*gold.sentences[c.sentence])].find(c.cue) >= 0 for c in gold.claims] == [True, True]


def test_marked_words_are_counted_in_characters(browser: Browser, address: str, one: Desk) -> None:
    with opened(browser, address) as page:
        to_evil(page)
        page.locator("#text .cue").dblclick()
        page.keyboard.press("t")
        page.keyboard.press("y")
        says(page, "#status", "Corrected, saved.")
        target = one.journal.entries[-1]["claim"]["target"]
        assert (target["text"], target["start"]) == ("στηρίζει", len(EVIL) + 9)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A store with the made-up documents."""
    Store(tmp_path / "out").publish(tables(), Provenance("c0", "0.1.0", "m0", "l0", "g0", "spacy"))
    return tmp_path


def start(folder: Path) -> tuple[subprocess.Popen[str], str, list[str]]:
    """The command in a process of its own, the address it prints, and what it says before."""
    command = [STASIS, "review", "--output", "out", "--file", "j.jsonl", "--reviewer", "Ελένη"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder, env=os.environ)
    said: list[str] = []
    assert process.stdout
    for line in process.stdout:
        if line.startswith("open "):
            return process, line.split()[1], said
        said.append(line)
    raise AssertionError(said)


def test_a_killed_server_loses_nothing_and_stopping_says_what_there_is(browser: Browser, published: Path) -> None:
    process, address, _ = start(published)
    with pytest.raises(AssertionError, match="ERR_CONNECTION_REFUSED"), opened(browser, address) as page:
        page.keyboard.press("y")
        says(page, "#count", "1 of 7 done")
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        page.keyboard.press("x")
        says(page, "#status.bad", "this was NOT saved")
    journal = published / "j.journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"seq": 3, "ki')
    process, address, said = start(published)
    assert any("a last line that was cut off, 14 bytes, was taken out" in line for line in said)
    with opened(browser, address) as page:
        says(page, "#count", "1 of 7 done")
        says(page, "#heading", "Claim 2 of 7")
        page.keyboard.press("x")
        says(page, "#heading", "Is anything missing")
        page.keyboard.press("m")
        says(page, "#status", "Nothing is missing")
    process.send_signal(signal.SIGINT)
    assert "1 articles are judged whole" in process.communicate()[0]
    assert process.returncode == 0
    assert len(read_gold(published / "j.jsonl")["α1"].claims) == 1
