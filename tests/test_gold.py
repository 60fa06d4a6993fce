"""Gold files: what is read, and what is refused with its place and remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_gold import AZERBAIJAN, EU, GREECE, INVASION, RUSSIA, TURKEY, doc, write_gold

from pipeline.errors import GoldError
from pipeline.gold import GoldClaim, read_gold

SUPPORT = GoldClaim("stance", 0, TURKEY, AZERBAIJAN, "positive", "support", "asserted", "Reuters", "στηρίζει")
AGAINST = GoldClaim("stance", 1, EU, INVASION, "negative", "criticism", cue="επικρίνει")
RELIANCE = GoldClaim("dependence", 1, GREECE, RUSSIA, "decreasing", "energy", "intended", cue="εξάρτηση")
DOC = doc("α1", ["Η Άγκυρα στηρίζει το Μπακού.", "Η ΕΕ επικρίνει τη ρωσική εισβολή."], SUPPORT, AGAINST, RELIANCE)

SHARED = Path(__file__).parents[2] / "shared" / "gold"


def line(**changes: Any) -> dict[str, Any]:
    """A line of gold with one claim; ``None`` takes a key away."""
    data: dict[str, Any] = {
        "doc_id": "α1", "title": "", "published_at": "", "text": DOC.text,
        "sentences": [[0, 28]], "claims": [SUPPORT.as_dict()],
    }  # fmt: skip
    return {key: value for key, value in (data | changes).items() if value is not None}


def claim(gold: GoldClaim = SUPPORT, **changes: Any) -> dict[str, Any]:
    """A line of gold whose claim has other values; ``None`` takes a key away."""
    one = {key: value for key, value in (gold.as_dict() | changes).items() if value is not None}
    return line(claims=[one], sentences=[[0, 28], [29, 62]])


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    empty = doc("β", ["Τίποτε."])
    path = write_gold(tmp_path / "gold.jsonl", {"α1": DOC, "β": empty})
    assert read_gold(path) == {"α1": DOC, "β": empty}
    assert list(read_gold(str(path))) == ["α1", "β"]


def test_a_document_becomes_an_article(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    data = line(title="Στήριξη", published_at="2022-11-20", source="balkanwire", note="άγνωστο κλειδί")
    path.write_text(f"\n{json.dumps(data)}\r\n\n", encoding="utf-8")
    article = read_gold(path)["α1"].article()
    assert (article.doc_id, article.text, article.title) == ("α1", DOC.text, "Στήριξη")
    assert (article.published_at, article.source) == ("2022-11-20", "balkanwire")


@pytest.mark.parametrize(
    ("data", "problem", "remedy"),
    [
        (["α1"], 'document is ["α1"], no JSON object', "doc_id"),
        (line(doc_id=""), "doc_id is empty", "give every document"),
        (line(doc_id=7), "document.doc_id is 7", "write a string"),
        *((line(**{key: None}), f"document lacks the key '{key}'", "add it") for key in line()),
        (line(claims={}), "document.claims is {}", "write a list"),
        (line(source=3), "document.source is 3", "write a string"),
        (line(sentences=[[0, 28], [5]]), "sentences[1] is [5]", "[start, end]"),
        (line(sentences=[[0, 63]]), "sentences[0] is [0, 63]", "end <= 62"),
        (line(sentences=[[4, 4]]), "sentences[0] is [4, 4]", "start < end"),
        (line(sentences=[[0.0, 28]]), "sentences[0] is [0.0, 28]", "[start, end]"),
        (line(claims=[1]), "claims[0] is 1, no JSON object", "type"),
        *((claim(SUPPORT, **{key: None}), f"claims[0] lacks the key '{key}'", "add it") for key in SUPPORT.as_dict()),
        (claim(RELIANCE, trend=None), "claims[0] lacks the key 'trend'", "provider"),
        (claim(type="opinion"), 'claims[0].type is "opinion"', "stance, dependence"),
        (claim(type="dependence"), "claims[0] lacks the key 'dependent'", "holder"),
        (claim(sentence=2), "claims[0].sentence is 2", "0 to 1"),
        (claim(sentence=True), "claims[0].sentence is true", "0 to 1"),
        (claim(holder="Άγκυρα"), 'claims[0].holder is "Άγκυρα"', "name"),
        (claim(holder={"text": "Άγκυρα"}), "claims[0].holder lacks the key 'name'", "text"),
        (claim(target=claim()["claims"][0]["target"] | {"kind": "place"}), 'target.kind is "place"', "actor, issue"),
        (claim(polarity="neutral"), 'claims[0].polarity is "neutral"', "positive, negative"),
        (claim(category="pressure"), "pressure is never positive", "negative"),
        (claim(category="war"), 'claims[0].category is "war"', "support, alignment"),
        (claim(RELIANCE, domain="sport"), 'claims[0].domain is "sport"', "energy"),
        (claim(RELIANCE, trend="up"), 'claims[0].trend is "up"', "increasing"),
        (claim(factuality="x" * 99), 'claims[0].factuality is "xxx', "asserted"),
    ],
)
def test_a_wrong_line_is_refused(data: Any, problem: str, remedy: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(line(doc_id="α0")) + "\n" + json.dumps(data) + "\n", encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        read_gold(path)
    assert caught.value.place == f"{path}:2"
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ('{"doc_id": "α1",', "no valid JSON at character 17"),
        ("Η Άγκυρα", "no valid JSON at character 1"),
        (json.dumps(line()) + "\n" + json.dumps(line()), "'α1' stands on an earlier line too"),
    ],
)
def test_a_broken_file_is_refused(raw: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(raw, encoding="utf-8")
    with pytest.raises(GoldError, match=problem) as caught:
        read_gold(path)
    assert caught.value.place == f"{path}:{raw.count(chr(10)) + 1}"


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes('{"doc_id": "α1"}'.encode("cp1253"))
    with pytest.raises(GoldError, match="byte 13 is not UTF-8"):
        read_gold(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read: No such file"):
        read_gold(tmp_path / "none.jsonl")


@pytest.mark.skipif(not SHARED.exists(), reason=f"the shared gold is not at {SHARED}")
def test_the_shared_gold_is_read_without_loss() -> None:
    for path in sorted(SHARED.glob("dev-*.jsonl")):
        docs = read_gold(path)
        for text in path.read_text(encoding="utf-8").split("\n"):
            if text.strip():
                data = json.loads(text)
                assert [one.as_dict() for one in docs[data["doc_id"]].claims] == data["claims"]
