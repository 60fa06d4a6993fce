"""The file itself: what it carries, what it allows, and that nothing in it can get out of its place."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from made_report import HOSTILE, SCRIPTS, hostile, many, small, version
from results import MADE
from typer.testing import CliRunner

import pipeline.report
from pipeline import tags
from pipeline.cli import app
from pipeline.report.columns import columns
from pipeline.report.data import contents
from pipeline.report.laying import actors, lay
from pipeline.report.page import SCRIPTS as OURS
from pipeline.report.page import STYLES, embedded, read_vendor, read_words, render
from pipeline.store import Store
from pipeline.summary import FICTIONAL

FOLDER = Path(pipeline.report.__file__).parent


def block(text: str, name: str) -> Any:
    """The JSON of a data block of the page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_offsets_lead_to_the_words_in_the_text() -> None:
    for tables in (small(), hostile(), many(50)):
        both = lay(tables)
        found = columns(both, actors(both), tables["documents"])
        rows = found.claims
        for i, document in enumerate(rows["document"]):
            wide = found.texts[document].encode("utf-16-le")
            cue = wide[2 * rows["cue_start"][i] : 2 * rows["cue_end"][i]].decode("utf-16-le")
            assert cue == rows["cue"]["values"][rows["cue"]["codes"][i]]


def test_claims_stand_newest_first_and_articles_without_claims_are_left_out() -> None:
    found = contents(small(), version())
    dates = found.shown["claims"]["date"]
    assert [dates["values"][code] for code in dates["codes"]] == ["2023-01-05"] * 3 + ["2022-11-20"] * 3
    assert found.shown["documents"]["id"] == ["α2", "α1"]
    assert len(found.texts) == 2


def test_no_text_can_leave_its_block() -> None:
    text = render(contents(hostile(), version()))
    assert "window.ran" in text
    assert "<script>window" not in text
    assert "<img src=x" not in text
    assert text.count("</script>") == 3 + len(OURS) + 2  # data blocks, ours, libraries
    assert block(text, "texts") == [SCRIPTS]
    assert HOSTILE in block(text, "data")["actors"]["names"]


@pytest.mark.parametrize("value", ["</script>", "<!-- <script>", "]]>", "\u2028\u2029", "&lt;", "\x00\x1b", "😀"])
def test_what_is_embedded_comes_back(value: str) -> None:
    text = embedded([value])
    assert not set(text) & set("<>&\u2028\u2029\x00")
    assert json.loads(text) == [value]


def test_nothing_is_loaded_and_only_these_scripts_run() -> None:
    text = render(contents(small(), version()))
    said = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert said
    rules = dict(rule.split(" ", 1) for rule in said[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in inside]
        assert rules[rule].split() == hashes
    assert not re.search(r"<[^>]+\s(src|on\w+|style)=", re.sub(r"<(script|style).*?</\1>", "", text, flags=re.DOTALL))
    assert "sourceMappingURL" not in text


def test_the_libraries_are_as_released_with_their_licences() -> None:
    libraries = read_vendor()
    named = {one["file"] for one in libraries} | {name for one in libraries for name in one["licence_files"]}
    there = {path.name for path in (FOLDER / "vendor").iterdir()}
    assert named | {"vendor.json"} == there
    for one in libraries:
        whole = (FOLDER / "vendor" / one["file"]).read_bytes()
        assert hashlib.sha256(whole).hexdigest() == one["sha256"]
        assert one["version"].encode() in whole or one["file"].endswith(".css")
        assert one["address"] == f"https://registry.npmjs.org/{one['name']}/-/{one['name']}-{one['version']}.tgz"
    assert sum((FOLDER / "vendor" / one["file"]).stat().st_size for one in libraries) < 2_000_000


def test_every_file_of_the_page_is_used() -> None:
    there = {path.name for path in (FOLDER / "page").iterdir()}
    assert there == {*OURS, *STYLES, "page.html", "words.json"}
    assert all(len(path.read_text("utf-8").splitlines()) <= 250 for path in (FOLDER / "page").glob("*.[jc]s*s"))


def test_no_script_of_ours_makes_markup_of_text() -> None:
    for name in OURS:
        text = (FOLDER / "page" / name).read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|fetch\(", text
        )


def test_both_languages_say_the_same_things() -> None:
    words = read_words()
    assert set(words) == {"el", "en"}
    assert list(words["el"]) == list(words["en"])
    for key, text in words["el"].items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", words["en"][key])), key
    assert words["en"]["made_up.all"] == FICTIONAL


def test_every_word_that_is_asked_for_is_there() -> None:
    there = set(read_words()["el"])
    sources = "\n".join(
        path.read_text("utf-8") for path in (FOLDER / "page").iterdir() if path.suffix in (".js", ".html")
    )
    asked = re.findall(r'say\("([^"$]+)"', sources) + re.findall(
        r'data-(?:word|label|hint)"?[=:] ?"([^"{$]+)"', sources
    )
    assert asked
    assert set(asked) <= there


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store")
    Store(path).publish(small(), MADE)
    Store(path).publish(many(20), MADE)
    tags.put(Store(path), 1, "paper-1")
    return path


@pytest.mark.parametrize(
    ("arguments", "language", "said"),
    [
        ([], "el", "20 claims"),
        (["--version", "1"], "el", "6 claims"),
        (["--version", "paper-1", "--lang", "en", "--min-confidence", "0.45"], "en", "4 claims"),
    ],
)
def test_the_command(store: Path, tmp_path: Path, arguments: list[str], language: str, said: str) -> None:
    to = tmp_path / "νέος" / "αναφορά.html"
    found = CliRunner().invoke(app, ["report", "--output", str(store), "--to", str(to), *arguments])
    assert (found.exit_code, found.stderr) == (0, "")
    assert said in found.stdout
    text = to.read_text("utf-8")
    assert f'<html lang="{language}">' in text
    assert read_words()[language]["title"] in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--version", "9"], "there is no version 9\n  -> versions there are: 1, 2"),
        (["--version", "άλλο"], "άλλο"),
        (["--to", "."], "is a folder, and a file is to be written"),
    ],
)
def test_what_cannot_be(store: Path, arguments: list[str], says: str) -> None:
    found = CliRunner().invoke(app, ["report", "--output", str(store), *arguments])
    assert found.exit_code == 2
    assert says in found.stderr


def test_nothing_published_yet(tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["report", "--output", str(tmp_path), "--to", str(tmp_path / "α.html")])
    assert found.exit_code == 2
    assert "no version has been published here\n  -> run `stasis run` first" in found.stderr
