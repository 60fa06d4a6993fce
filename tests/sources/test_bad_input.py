"""Bad input: a clear message each, and nothing else lost by it."""

from __future__ import annotations

import json
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.records import Article, Problem
from pipeline.settings import Limits
from pipeline.sources import Notice, Seen, read
from pipeline.sources.declarations import FolderSource

TEXT = "Η Άγκυρα απειλεί την Αθήνα, και ο Έλληνας υπουργός είπε ότι δεν θα υποχωρήσει.\nΗ Κύπρος συμφώνησε."
GOOD = "Η Ρωσία διέκοψε την παροχή αερίου προς τη Βουλγαρία."
PAGE = (
    "<!DOCTYPE html><html lang='el'><head><title>Η Άγκυρα πιέζει</title>"
    "<meta property='article:published_time' content='2022-11-22T14:05:00+02:00'></head><body><nav>Αρχική</nav>"
    "<article><h1>Η Άγκυρα πιέζει</h1>"
    "<p>Η Τουρκία απείλησε χθες την Ελλάδα με νέες κινήσεις στο Αιγαίο, δήλωσε εκπρόσωπος.</p>"
    "<p>Η Αθήνα απάντησε ότι δεν δέχεται τετελεσμένα και κάλεσε την Ευρωπαϊκή Ένωση να αντιδράσει.</p></article>"
    "<footer>Όλα τα δικαιώματα</footer></body></html>"
)


def split(path: Path, limits: Limits | None = None) -> tuple[list[Article], list[Problem]]:
    found = list(read(path, limits or Limits()))
    return [a for a in found if isinstance(a, Article)], [p for p in found if isinstance(p, Problem)]


def line(**fields: object) -> str:
    return json.dumps({"doc_id": "α", "text": TEXT} | fields, ensure_ascii=False)


def front(matter: str, text: str = TEXT) -> str:
    return f"---\n{matter}\n---\n{text}"


BAD = [
    ("empty.txt", b"", "empty.txt: the file is empty", "remove the file"),
    ("blank.txt", b" \n\n", "blank.txt: the file is empty", "remove the file"),
    ("only.txt", front("title: Α", "").encode(), "only.txt: there is no text", "put the article's text there"),
    ("none.jsonl", b"", "none.jsonl: the file is empty", "put the articles there"),
    ("noise.txt", b"\x00\x01\x02\xff" * 500, "noise.txt: no text but a binary file", "plain text"),
    ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(500), "photo.txt: no text but an image", "plain text"),
    ("paper.txt", b"%PDF-1.7\n%\xe2\xe3", "paper.txt: no text but a PDF file", "plain text"),
    ("word.txt", b"PK\x03\x04" + bytes(99), "Word or LibreOffice document", "plain text"),
    (
        "huge.txt",
        ("Η Άγκυρα απειλεί. " * 180_000).encode(),
        "too long: 3,240,000 characters",
        "raise limits.characters",
    ),
    ("english.txt", b"Ankara threatens Athens.", "not Greek: 0% of its letters", "limits.greek"),
    ("open.txt", f"---\ntitle: Α\n{TEXT}".encode(), "open.txt:1: front matter without an end", "«---»"),
    ("yaml.txt", front("title: Α\ndate: [2022").encode(), "yaml.txt:4: malformed front matter", "mend the YAML"),
    ("colon.txt", front("title: Α\nsource: α: β").encode(), "colon.txt:3: malformed front matter", "quotes"),
    ("prose.txt", front("απλές λέξεις").encode(), "prose.txt:2: malformed front matter: no «key: value»", "drop these"),
    ("page.html", b"<html><body></body></html>", "page.html: no article text in the HTML", "save the article's text"),
    ("broken.jsonl", b'{"doc_id": "a", "text": ', "broken.jsonl:1: not valid JSON", "one object a line"),
    ("deep.jsonl", b"[" * 200_000, "deep.jsonl:1: not valid JSON: nested too deeply", "one object a line"),
    ("list.jsonl", b'["a"]', "list.jsonl:1: not a JSON object", "doc_id"),
    ("id.jsonl", line(doc_id=None).encode(), "id.jsonl:1: without doc_id (keys there: doc_id, text)", "of its own"),
    ("text.jsonl", line(text=["α"]).encode(), "text.jsonl:1: its text is not a string", "«text»"),
    ("half.jsonl", b'{"doc_id": "a", "text": "\\ud800 \\u03b1"}', "half.jsonl:1: characters that are no text", "UTF-8"),
]


@pytest.mark.parametrize(("name", "data", "says", "remedy"), BAD, ids=[case[0] for case in BAD])
def test_one_bad_file_costs_itself_only(tmp_path: Path, name: str, data: bytes, says: str, remedy: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "a-good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "z-good.txt").write_text(TEXT, encoding="utf-8")
    articles, [problem] = split(tmp_path)
    assert [a.text for a in articles] == [GOOD, TEXT]
    assert says in str(problem)
    assert remedy in problem.remedy
    assert str(tmp_path) in problem.place
    assert not isinstance(problem, Notice)


def test_an_article_of_5_mb_is_refused_or_read_as_the_settings_say(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_text("Η Άγκυρα απειλεί την Αθήνα. " * 105_000, encoding="utf-8")
    assert path.stat().st_size > 5_000_000
    assert "limits.characters is 500,000" in split(path)[1][0].reason
    [article], [] = split(path, Limits(characters=3_000_000))
    assert len(article.text) == 2_940_000
    _, [problem] = split(path, Limits(file_bytes=1_000_000))
    assert "limits.file_bytes is 1,000,000" in problem.reason


def test_bad_lines_among_good_ones(tmp_path: Path) -> None:
    lines = [line(), "{nonsense", "", line(doc_id="β", text="x" * 9000), line(doc_id="γ", text=GOOD)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    articles, problems = split(tmp_path / "a.jsonl", Limits(file_bytes=5000))
    assert [a.doc_id for a in articles] == ["α", "γ"]
    assert [p.place.rpartition("/")[2] for p in problems] == ["a.jsonl:2", "a.jsonl:4"]
    assert "not valid JSON" in problems[0].reason
    assert "limits.file_bytes" in problems[1].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1253", "iso8859_7"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    content = TEXT if name == "a.txt" else "\n".join([line(), line(doc_id="β", text=GOOD)])
    (tmp_path / name).write_bytes(content.encode(encoding))
    articles, problems = split(tmp_path)
    assert [a.text for a in articles] == ([TEXT] if name == "a.txt" else [TEXT, GOOD])
    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        unicodedata.normalize("NFD", TEXT),
        "Ἡ Ἑλλὰς καὶ ὁ λαὸς τῆς Τουρκίας.",
        "Η Eλλάδα και η Tουρκία στο Aιγαίo.",
        "Μία γραμμή\r\nκαι άλλη\r\n",
        "Ελ\u00adλάδα\u200b και\u00a0Κύπρος",
    ],
    ids=["decomposed", "polytonic", "look-alikes", "CRLF", "invisible"],
)
def test_the_text_is_published_as_it_was_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(front("doc_id: α1", text).encode())
    (tmp_path / "b.jsonl").write_text(line(doc_id="β1", text=text), encoding="utf-8")
    articles, [] = split(tmp_path)
    assert [a.text for a in articles] == [text, text]


def test_html_in_a_text_file_is_read_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="iso8859_7")
    [article], [notice] = split(tmp_path)
    assert article.title == "Η Άγκυρα πιέζει"
    assert article.text.startswith("Η Τουρκία απείλησε")
    assert article.text.endswith("να αντιδράσει.")
    assert article.published_at == "2022-11-22T12:05:00Z"
    assert isinstance(notice, Notice)
    assert "HTML where text was expected" in notice.reason


@pytest.mark.parametrize(
    ("text", "says"), [(TEXT, "with this text was read already, from"), (GOOD, "belongs to another text, in")]
)
def test_the_same_doc_id_twice(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.txt").write_text(front("doc_id: α1"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(front("doc_id: α1", text), encoding="utf-8")
    [article], [problem] = split(tmp_path)
    assert article.text == TEXT
    assert problem.place == f"{tmp_path}/b.txt"
    assert says in problem.reason
    assert f"{tmp_path}/a.txt" in problem.reason
    assert not isinstance(problem, Notice)


def test_two_sources_share_what_was_seen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    seen = Seen()
    assert len(list(read(tmp_path, Limits(), seen))) == 1
    [again] = read(tmp_path / "a.txt", Limits(), seen)
    assert isinstance(again, Problem)
    assert "read already" in again.reason


def test_lost_letters_and_odd_dates_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(front("date: χθες το βράδυ").encode() + "έ".encode()[:1])
    [article], [date, lost] = split(tmp_path)
    assert article.published_at == ""
    assert "the date «χθες το βράδυ» is not understood" in date.reason
    assert "1 characters of the text are lost" in lost.reason
    assert isinstance(date, Notice)


def test_what_is_passed_over(tmp_path: Path) -> None:
    for name in ("README.md", "readme.txt", ".hidden.txt", "a.png", "b.PNG", "noending"):
        (tmp_path / name).write_text("α", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text("α", encoding="utf-8")
    (tmp_path / "c.txt").write_text(front("tags: [α]\ntitel: Β"), encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    [article], [link, endings, keys] = split(tmp_path)
    assert article.doc_id == "c"
    assert "a link to a folder is not followed" in link.reason
    assert endings.reason == "files passed over for their ending: 1 (none), 2 .png"
    assert "«tags» (1), «titel» (1)" in keys.reason
    assert all(isinstance(p, Notice) for p in (link, endings, keys))


def test_there_is_nothing(tmp_path: Path) -> None:
    assert split(tmp_path / "α.txt")[1][0].reason == "there is no such file or folder"
    assert split(tmp_path)[1][0].reason == "the folder holds no article"
    (tmp_path / "gone.txt").symlink_to("nowhere")
    assert "cannot be read: No such file" in split(tmp_path)[1][0].reason


def test_a_pipe_does_not_hold_up_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "neither a file nor a folder" in split(tmp_path)[1][0].reason


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder with a locked folder and a locked file in it, and no superuser's right to open them."""
    if os.name != "posix":
        pytest.skip("rights are set otherwise there")
    superuser = os.geteuid() == 0
    # pytest's own folders are closed to the user that a superuser turns into.
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        (top / "folder").mkdir()
        for path in (top / "a.txt", top / "folder" / "b.txt", top / "c.txt"):
            path.write_text(GOOD, encoding="utf-8")
        (top / "a.txt").chmod(0)
        (top / "folder").chmod(0)
        if superuser:
            os.seteuid(65534)
        try:
            yield top
        finally:
            if superuser:
                os.seteuid(0)
            (top / "folder").chmod(0o755)


def test_what_may_not_be_read(locked: Path) -> None:
    articles, [file, folder] = split(locked)
    assert [a.doc_id for a in articles] == ["c"]
    assert (file.place, folder.place) == (f"{locked}/a.txt", f"{locked}/folder")
    assert file.reason == folder.reason == "cannot be read: Permission denied"
    assert "allow reading" in file.remedy
    assert "cannot be read" in split(locked / "folder" / "b.txt")[1][0].reason


def test_a_configured_source_gives_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(front("source: Β", GOOD), encoding="utf-8")
    articles = read(FolderSource(kind="folder", path=tmp_path, title="Εφημερίδα"), Limits())
    assert [a.source for a in articles if isinstance(a, Article)] == ["Εφημερίδα", "Β"]
