"""What front matter, pages and JSON say of an article, and the sample articles."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.records import Article, Problem
from pipeline.settings import Limits, load
from pipeline.sources import Notice, read
from pipeline.sources.declarations import FolderSource
from pipeline.sources.fields import plain

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold" / "original.jsonl"
TEXT = "Η Άγκυρα απειλεί την Αθήνα."


def only(path: Path) -> Article:
    [article] = read(path, Limits())
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12, "12"),
        ("α\n β", "α β"),
        (["α", "β"], "α, β"),
        ([["α"], "β"], "β"),
        ({"α": 1}, ""),
        ("\ud800", "?"),
    ],
)
def test_plain(value: object, text: str) -> None:
    assert plain(value) == text


def test_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "α.md"
    matter = (
        "doc_id: 0012\ntitle: Off\nsource: i-proini\ndate: 2022-11-22\nurl: https://example.org/α\n"
        "author: [Μαρία, Νίκος]\nsection: ~\nfictional: true\nlanguage: el"
    )
    path.write_bytes(f"---\r\n{matter}\r\n--- \r\n\n {TEXT}\n---\nκαι άλλο\n".encode())
    os.utime(path, (0, 1_700_000_000))
    assert only(path) == Article(
        doc_id="0012",
        text=f"\n {TEXT}\n---\nκαι άλλο\n",
        title="Off",
        source="i-proini",
        url="https://example.org/α",
        author="Μαρία, Νίκος",
        published_at="2022-11-22",
        retrieved_at="2023-11-14T22:13:20Z",
        fictional=True,
        path=str(path),
    )


@pytest.mark.parametrize(
    "text", [TEXT, f"---\n{TEXT}", f"{TEXT}\n---\n{TEXT}", f"--- {TEXT}\n---\n", f"{TEXT}\n<p>α</p>"]
)
def test_text_without_front_matter(tmp_path: Path, text: str) -> None:
    (tmp_path / "άρθρο.v2.txt").write_text(text, encoding="utf-8")
    article = only(tmp_path)
    assert (article.doc_id, article.text, article.fictional) == ("άρθρο.v2", text, False)


def test_front_matter_before_html(tmp_path: Path) -> None:
    page = f"<div><h1>Τίτλος</h1><p>{TEXT * 5}</p><p>{TEXT * 5}</p></div>"
    (tmp_path / "a.txt").write_text(f"---\ntitle: Άλλος\n---\n{page}", encoding="utf-8")
    notice, article = read(tmp_path, Limits())
    assert isinstance(notice, Notice)
    assert isinstance(article, Article)
    assert article.title == "Άλλος"
    assert "<" not in article.text


def test_page(tmp_path: Path) -> None:
    (tmp_path / "σελίδα.html").write_text(
        "<html><head><meta name='author' content='Μαρία Νικολάου'><link rel='canonical' href='https://example.org/1'>"
        "<meta property='og:title' content='Η Άγκυρα πιέζει'><meta property='article:section' content='Διεθνή'></head>"
        f"<body><nav>Αρχική</nav><article><h1>Η Άγκυρα πιέζει</h1><p>{TEXT * 4}</p><p>{TEXT * 3} 3/4/2020</p></article>"
        "<script>var x = 'όχι';</script></body></html>",
        encoding="utf-8",
    )
    article = only(tmp_path)
    assert (article.doc_id, article.title, article.author) == ("σελίδα", "Η Άγκυρα πιέζει", "Μαρία Νικολάου")
    assert (article.url, article.section) == ("https://example.org/1", "Διεθνή")
    assert article.text == f"{TEXT * 4}\n{TEXT * 3} 3/4/2020"
    # a date in the text is not the article's
    assert article.published_at == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.jsonl",
            '{"doc_id": 7, "text": " α ", "claims": [1]}\n\n{"doc_id": "β", "text": "β\\n", "date": "1/2/2023"}\n',
        ),
        ("a.json", '[{"doc_id": 7, "text": " α "},\n {"doc_id": "β", "text": "β\\n", "published_at": "2023-02-01"}]'),
        ("a.json", '{"doc_id": 7, "text": " α "}\n{"doc_id": "β", "text": "β\\n", "date": "2023-02-01"}'),
    ],
)
def test_json(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = [a for a in read(tmp_path, Limits()) if isinstance(a, Article)]
    assert [(a.doc_id, a.text, a.published_at) for a in found] == [("7", " α ", ""), ("β", "β\n", "2023-02-01")]


def test_one_pretty_printed_object(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"doc_id": "α", "text": TEXT}, indent=2), encoding="utf-8")
    assert only(tmp_path).text == TEXT


def test_folders_are_walked_in_a_fixed_order(tmp_path: Path) -> None:
    for number, name in enumerate(("b/2.txt", "b/1.TXT", "a/3.txt", "0.txt")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT + "α" * number, encoding="utf-8")
    assert [a.doc_id for a in read(tmp_path, Limits()) if isinstance(a, Article)] == ["0", "3", "1", "2"]


def test_a_file_that_is_named_is_read_whatever_its_ending(tmp_path: Path) -> None:
    for name in ("README.md", "άρθρο", "a.log"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
        assert only(tmp_path / name).text == TEXT


def test_the_sample_articles_are_the_gold_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    gold = {d["doc_id"]: d for d in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())}
    found = list(read(load(Path("configs/sources/sample.yaml"), FolderSource), Limits()))
    assert not [p for p in found if isinstance(p, Problem)]
    articles = [a for a in found if isinstance(a, Article)]
    assert len(articles) == len(gold) == 20
    for article in articles:
        document = gold[article.doc_id]
        assert article.text == document["text"]
        assert (article.title, article.published_at) == (document["title"], document["published_at"])
        assert article.source == document["source"]
        assert article.fictional


def test_gold_files_are_input() -> None:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    found = [a for a in read(GOLD, Limits()) if isinstance(a, Article)]
    assert [(a.doc_id, a.text) for a in found] == [(d["doc_id"], d["text"]) for d in gold]
