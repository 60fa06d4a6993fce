"""A desk with made-up documents on it, its page served on loopback, and a browser to look at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from results import SENTENCES, TEXT, dependence, result, stance

from pipeline.records import Article, Claim, Result
from pipeline.review.desk import Desk
from pipeline.review.documents import Json, documents, frames
from pipeline.review.journal import Journal, beside
from pipeline.review.queue import Chosen, queue
from pipeline.review.serving import listening, prepare
from pipeline.tables import to_tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BUILD = Path(__file__).parents[1] / "build"

EVIL = (
    "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'> \u202eαντίστροφα\u202c «𝔄👍» \u2067\u0007 "
    + "ατελείωτη" * 300
    + "\n"
)
"""Text that would run as code, turn the page's direction or burst its layout, and counts two units for some letters."""

SECOND_STANCE = replace(stance(doc_id="α1"), factuality="possible", confidence=0.4, cue_start=10, frame="άλλο/στηρίζω")


def evil() -> Result:
    """The two claims of ``results.TEXT``, behind evil text; title, names and source are evil as well."""
    shift = len(EVIL)
    claims = tuple(_evil(claim(doc_id="κακό", shift=shift), shift) for claim in (stance, dependence))
    article = Article("κακό", EVIL + TEXT, title="<b onclick='window.ran = 1'>Τίτλος</b>", source="<i>Εφ</i>")
    spans = ((0, shift - 1), *((start + shift, end + shift) for start, end in SENTENCES))
    return Result(article, spans, 30, (), claims)


def _evil(claim: Claim, shift: int) -> Claim:
    roles = (replace(role, start=role.start + shift, end=role.end + shift) for role in (claim.first, claim.second))
    first, second = roles
    first = replace(first, name="<img src=x onerror='window.ran = 1'>\u202e")
    return replace(
        claim, sentence_id=claim.sentence_id + 1, first=first, second=second, source="<script>ran = 1</script>"
    )


def tables(*results: Result) -> Mapping[str, Any]:
    """Tables of a version: of two claims in «α1», none in «β2», and two behind evil text in «κακό»."""
    bare = replace(result("β2"), claims=(), article=Article("β2", TEXT, title="Χωρίς", source="άλλη"))
    return to_tables(results or (result("α1"), bare, evil()))


@contextmanager
def desk(folder: Path, reviewer: str = "Ελένη", chosen: Chosen | None = None, *results: Result) -> Iterator[Desk]:
    """A desk whose judgements go to ``judgements.jsonl`` in a folder."""
    given, gold = tables(*results), folder / "judgements.jsonl"
    found = documents(given)
    with Journal(beside(gold), reviewer) as journal:
        yield Desk(found, queue(found, frames(given), chosen or Chosen()), journal, gold, 1)


def claims_of(one: Desk, doc_id: str = "α1") -> list[tuple[str, Json]]:
    """The ids of a document's proposed claims with the claims, in the order of the text."""
    return list(one.documents[doc_id].claims.items())


def judge(one: Desk, at: int, doc_id: str = "α1", *, refuse: bool = False, **changes: Any) -> Json:
    """Judge the claim at a place, confirmed if nothing is changed."""
    claim_id, claim = claims_of(one, doc_id)[at]
    before = one.standing(doc_id).judged.get(claim_id)
    wrong = changes.pop("wrong", [])
    posted = {"doc_id": doc_id, "claim_id": claim_id, "base": before["seq"] if before else 0, "wrong": wrong}
    return one.judge(posted | {"claim": claim | changes, "refuse": refuse})


@contextmanager
def serving(one: Desk) -> Iterator[str]:
    """The address of a desk's page."""
    with listening(0) as listener:
        server, address = prepare(one, listener)
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield address
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def opened(browser: Browser, address: str, width: int = 1400, locale: str = "en-GB") -> Iterator[Page]:
    """The page in a fresh profile; what it complains of on its console fails the test."""
    said: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.wait_for_selector("#claims li, #gold:not(:empty)")
    yield page
    context.close()
    assert said == [], f"the console says: {said}"


def says(page: Page, selector: str, text: str) -> None:
    """Wait until an element says something."""
    page.locator(selector, has_text=text).first.wait_for()


def judged(one: Desk) -> list[tuple[str, str]]:
    """What the journal has of claims, undone ones too: document and verdict."""
    return [(entry["doc_id"], entry["verdict"]) for entry in one.journal.entries if entry["kind"] == "judgement"]


def mark(page: Page, word: str, *, more: int = 0) -> None:
    """Mark words with the keyboard alone."""
    page.keyboard.press("e")
    page.keyboard.press("Home")
    for _ in range(60):
        if page.evaluate("getSelection().toString()") == word:
            break
        page.keyboard.press("ArrowRight")
    for _ in range(more):
        page.keyboard.press("Shift+ArrowRight")


def press(page: Page, way: str) -> None:
    """Press a key, or click what a selector names."""
    page.click(way) if way.startswith("#") else page.keyboard.press(way)
