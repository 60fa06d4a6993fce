"""The page in a browser: claims are judged, corrected and added by mouse and by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desks import mark, press, says

from pipeline.gold import read_gold
from pipeline.review.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ["desk_fixtures"]


class TestJudging:
    def test_confirm_and_undo(self, page: Page, one: Desk) -> None:
        assert page.locator("#undo").is_disabled()
        for confirm, undo in (("y", "u"), ("Enter", "Control+z"), ("Control+Enter", "#undo"), ("#confirm", "u")):
            press(page, confirm)
            says(page, "#status", "Confirmed, saved.")
            says(page, "#heading", "Claim 2 of 7")
            says(page, "#count", "1 of 7 done, 6 left")
            assert [entry["verdict"] for entry in one.standing("α1").judged.values()] == ["confirmed"]
            press(page, undo)
            says(page, "#status", "Undone.")
            says(page, "#heading", "Claim 1 of 7")
            says(page, "#count", "0 of 7 done")
            assert one.standing("α1").judged == {}

    def test_reject(self, page: Page, one: Desk) -> None:
        for way in ("x", "#reject"):
            page.click("#wrong-holder")
            page.click("#wrong-category")
            page.keyboard.press("y")
            says(page, "#status.bad", "A field is marked wrong")
            press(page, way)
            says(page, "#status", "Rejected, saved.")
            assert one.journal.entries[-1]["fields"] == dict.fromkeys(("holder", "polarity", "category"), "rejected")
            press(page, "u")
            says(page, "#status", "Undone.")

    def test_a_whole_article_becomes_gold(self, page: Page, one: Desk) -> None:
        assert page.locator("#complete").is_disabled()
        page.keyboard.press("m")
        says(page, "#status.bad", "2 claims of this article are still open.")
        page.keyboard.press("y")
        says(page, "#heading", "Claim 2")
        page.keyboard.press("y")
        says(page, "#heading", "Is anything missing")
        page.keyboard.press("m")
        says(page, "#status", "Nothing is missing: saved.")
        says(page, "#title", "Χωρίς")
        page.click("#complete")
        says(page, "#heading", "Claim 5 of 7")
        assert list(read_gold(one.gold)) == ["α1", "β2"]
        assert len(read_gold(one.gold)["α1"].claims) == 2


class TestCorrecting:
    def test_by_key(self, page: Page, one: Desk) -> None:
        for keys, field, value in (
            ("4", "category", "distancing"),
            ("1", "category", "support"),
            ("3", "category", "criticism"),
            ("f", "factuality", "intended"),
            ("f f", "factuality", "negated"),
            ("z", "tense", "past"),
        ):
            for key in keys.split():
                page.keyboard.press(key)
            assert page.locator(f"#field-{field}").input_value() == value
        page.keyboard.press("y")
        says(page, "#status", "Corrected, saved.")
        claim = one.journal.entries[-1]["claim"]
        assert [claim[field] for field in ("polarity", "category", "factuality", "tense")] == [
            "negative", "criticism", "negated", "past",
        ]  # fmt: skip

    def test_by_typing(self, page: Page, one: Desk) -> None:
        for key, typed in (("h", "Χ"), ("t", "Ψ"), ("s", "Reuters")):
            page.keyboard.press(key)
            page.keyboard.press("Control+a")
            page.keyboard.type(typed)
            page.keyboard.press("Escape")
        page.keyboard.press("d")
        assert page.evaluate("document.activeElement.id") == "field-category"
        page.keyboard.press("Escape")
        assert page.locator(".badge.corrected").count() == 3
        page.keyboard.press("y")
        says(page, "#status", "Corrected, saved.")
        claim = one.journal.entries[-1]["claim"]
        assert (claim["holder"]["name"], claim["target"]["name"], claim["source"]) == ("Χ", "Ψ", "Reuters")

    def test_by_control(self, page: Page, one: Desk) -> None:
        changes = {"category": "pressure", "factuality": "possible", "tense": "future", "target.kind": "issue"}
        for field, value in changes.items():
            page.locator(f"[id='field-{field}']").select_option(value)
        page.locator("[id='field-holder.rollup']").fill("NATO")
        page.click("#confirm")
        says(page, "#status", "Corrected, saved.")
        said = one.journal.entries[-1]["fields"]
        assert {name for name, verdict in said.items() if verdict == "corrected"} == {
            *changes,
            "polarity",
            "holder.rollup",
        }

    def test_a_known_name_brings_whom_it_acts_for(self, page: Page) -> None:
        page.fill("#field-target", "Στήριξη")  # the one mention of the sample is called so
        for _ in range(100):
            if page.locator("[id='field-target.rollup']").input_value() == "TUR":
                break
            page.wait_for_timeout(20)
        assert page.locator("#actors option").first.get_attribute("value") == "Στήριξη"
        assert page.locator("[id='field-target.rollup']").input_value() == "TUR"

    def test_by_marking_words(self, page: Page, one: Desk) -> None:
        page.keyboard.press("e")
        page.click("#title")
        mark(page, "ρωσικό", more=1)
        page.click("#use-target")
        says(page, "#status", "Target: «ρωσικό αέριο»")
        mark(page, "Αθήνα")
        page.keyboard.press("h")
        says(page, "#status", "Holder: «Αθήνα»")
        for _ in range(5):  # the message above may still move the text when the second click comes
            page.locator("#text .cue").dblclick()
            if page.evaluate("getSelection().toString().trim()") == "στηρίζει":
                break
        page.keyboard.press("c")
        says(page, "#status", "Cue: «στηρίζει»")
        page.keyboard.press("y")
        says(page, "#status", "Corrected, saved.")
        claim, text = one.journal.entries[-1]["claim"], one.documents["α1"].text
        assert [text[claim[role]["start"] : claim[role]["end"]] for role in ("holder", "target")] == [
            "Αθήνα",
            "ρωσικό αέριο",
        ]
        assert one.journal.entries[-1]["fields"]["cue"] == "confirmed"

    def test_wrong_source_and_tense_are_taken_away(self, page: Page, one: Desk) -> None:
        page.fill("#field-source", "Reuters")
        page.click("#wrong-source")
        page.click("#wrong-tense")
        page.keyboard.press("y")
        says(page, "#status", "saved.")
        assert (one.journal.entries[-1]["claim"]["source"], one.journal.entries[-1]["claim"]["tense"]) == ("", "")

    def test_as_proposed(self, page: Page, one: Desk) -> None:
        for way in ("r", "#reset"):
            page.keyboard.press("5")
            page.click("#wrong-cue")
            says(page, "#confirm", "Keep as corrected")
            press(page, way)
            says(page, "#confirm", "Right as it stands")
        page.keyboard.press("y")
        says(page, "#status", "Confirmed, saved.")


class TestAdding:
    def test_by_keyboard_alone(self, page: Page, one: Desk) -> None:
        page.keyboard.press("a")
        says(page, "#heading", "A claim that was missed")
        page.keyboard.press("y")
        says(page, "#status.bad", "Still lacking: Holder, Target, Cue.")
        for word, key in (("Αθήνα", "h"), ("Άγκυρα", "t"), ("στηρίζει", "c")):
            mark(page, word)
            page.keyboard.press(key)
        page.keyboard.press("3")
        page.keyboard.press("Enter")
        says(page, "#status", "Added, saved.")
        entry = one.journal.entries[-1]
        claim = entry["claim"]
        assert (entry["verdict"], claim["category"], claim["cue"], claim["sentence"]) == (
            "added",
            "criticism",
            "στηρίζει",
            0,
        )
        assert claim["target"] == {
            "name": "Στήριξη", "text": "Άγκυρα", "rollup": "TUR", "kind": "actor", "start": 2, "end": 8,
        }  # fmt: skip
        page.keyboard.press("u")
        says(page, "#status", "Undone.")
        assert page.locator("#claims li").count() == 2

    def test_of_the_other_type_and_dropped(self, page: Page, one: Desk) -> None:
        page.click("#add")
        page.select_option("#field-type", "dependence")
        says(page, "#claim", "Provider")
        mark(page, "ρωσικό", more=1)
        page.keyboard.press("t")
        says(page, "#status", "Provider: «ρωσικό αέριο»")
        page.keyboard.press("3")
        assert page.locator("#field-trend").input_value() == "decreasing"
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        says(page, "#status", "The new claim was dropped.")
        assert one.journal.entries == []
