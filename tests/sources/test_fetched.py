"""A newspaper on the web, from its feed or sitemap to articles: what is asked, what is kept, what is read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fetching import CONTACT, Time
from newspaper import Newspaper
from newspaper_stories import STORIES

from pipeline.errors import SettingsError
from pipeline.records import Article, Notice, Problem
from pipeline.settings import Pipeline, WebSettings
from pipeline.sources.around import Around
from pipeline.sources.checks import Seen
from pipeline.sources.declarations import FeedSource, PageRules, SitemapSource
from pipeline.sources.entries import Entry
from pipeline.sources.entrylog import EntryLog
from pipeline.sources.fetched import read_web
from pipeline.sources.rawstore import RawStore

PRINTED = datetime(2022, 11, 24, tzinfo=UTC)
TEXTS = {story.title: story.text for story in STORIES}
FEED, SITEMAP = "feed.xml", "sitemap.xml"


def declared(newspaper: Newspaper, *files: str, **rules: object) -> FeedSource | SitemapSource:
    """The newspaper as a source: of its feeds, or of its sitemaps."""
    said = {"title": "Ο Φάρος του Βορρά", "home": newspaper.address} | rules
    addresses = [f"{newspaper.address}/{file}" for file in files or (FEED,)]
    if "sitemap" in addresses[0]:
        return SitemapSource.model_validate(said | {"kind": "sitemap", "sitemaps": addresses})
    return FeedSource.model_validate(said | {"kind": "feed", "feeds": addresses})


def around(folder: Path, now: datetime = PRINTED, **web: object) -> Around:
    """A run at this moment, which may fetch from loopback and need not wait."""
    given = {"contact": CONTACT, "private": True, "gap": 0, "retries": 0, "timeout": 5} | web
    settings = Pipeline(raw=folder, web=WebSettings.model_validate(given))
    return Around("faros", settings, Seen(), Time().pace(), now)


def read(source: FeedSource | SitemapSource, run: Around) -> tuple[list[Article], list[Problem]]:
    found = list(read_web(source, run))
    return [a for a in found if isinstance(a, Article)], [p for p in found if isinstance(p, Problem)]


def pages(newspaper: Newspaper) -> list[str]:
    """The pages of stories that were asked for since this was asked last."""
    asked = [path for path in newspaper.paths if path in {story.path for story in STORIES}]
    newspaper.requests.clear()
    return asked


@pytest.mark.parametrize("file", [FEED, "atom.xml", SITEMAP])
def test_stories_become_articles(newspaper: Newspaper, tmp_path: Path, file: str) -> None:
    articles, problems = read(declared(newspaper, file), around(tmp_path))
    assert problems == []
    assert {a.title: a.text for a in articles} == TEXTS
    story, article = STORIES[0], next(a for a in articles if a.title == STORIES[0].title)
    assert (article.source, article.author) == ("Ο Φάρος του Βορρά", story.author)
    assert (article.url, article.path) == (newspaper.address + story.path,) * 2
    assert article.published_at == "2022-11-22T12:05:00Z"
    assert article.doc_id.startswith("faros-")


class TestAgain:
    def test_all_is_read_without_the_network(self, newspaper: Newspaper, tmp_path: Path) -> None:
        first, _ = read(declared(newspaper), around(tmp_path))
        newspaper.requests.clear()
        (tmp_path / "faros" / ".readings.jsonl").unlink()
        for _ in range(2):  # from the pages, and from what was made of them
            again, problems = read(declared(newspaper), around(tmp_path, fetch=False))
            assert (again, problems) == (first, [])
        assert newspaper.requests == []

    def test_only_what_is_fresh_is_asked_again(self, newspaper: Newspaper, tmp_path: Path) -> None:
        read(declared(newspaper), around(tmp_path))
        assert len(pages(newspaper)) == len(STORIES)
        read(declared(newspaper), around(tmp_path))
        fresh = [s.path for s in STORIES if PRINTED - datetime.fromisoformat(s.date) < timedelta(days=2)]
        assert sorted(pages(newspaper)) == sorted(fresh)
        read(declared(newspaper), around(tmp_path, PRINTED + timedelta(days=9)))
        assert pages(newspaper) == []

    def test_an_article_that_changed_is_a_revision(self, newspaper: Newspaper, tmp_path: Path) -> None:
        story = STORIES[0]
        before, _ = read(declared(newspaper), around(tmp_path))
        text = "Η Βουλγαρία απέσυρε τη στήριξή της στον νέο αγωγό, όπως ανακοίνωσε η κυβέρνηση στη Σόφια αργά χθες."
        newspaper.put(story.path, f"<html><body><article><h1>{story.title}</h1><p>{text}</p></article></body></html>")
        after, _ = read(declared(newspaper), around(tmp_path, datetime.fromisoformat(story.date)))
        old, new = (next(a for a in found if a.title == story.title) for found in (before, after))
        assert (old.doc_id, old.text, new.text) == (new.doc_id, story.text, text)
        assert new.published_at == "2022-11-22T12:05:00Z"  # the page no longer says so, the feed does
        assert [k.address for k in RawStore(tmp_path / "faros").all()].count(newspaper.address + story.path) == 2

    def test_a_rule_that_changed_is_used_on_what_is_kept(self, newspaper: Newspaper, tmp_path: Path) -> None:
        read(declared(newspaper), around(tmp_path))
        rules = PageRules(body="//article//p[last()]")
        articles, _ = read(declared(newspaper, page=rules), around(tmp_path, fetch=False))
        assert {a.text.splitlines()[-1] for a in articles} == {story.paragraphs[-1] for story in STORIES}
        assert not any(STORIES[0].paragraphs[0] in a.text for a in articles)

    def test_what_a_limit_left_comes_next_time(self, newspaper: Newspaper, tmp_path: Path) -> None:
        first, [limit] = read(declared(newspaper), around(tmp_path, requests=4))  # robots.txt, the feed, two pages
        assert "web.requests" in limit.remedy or "requests" in limit.reason
        newest = sorted(STORIES, key=lambda story: datetime.fromisoformat(story.date), reverse=True)[:2]
        assert {a.title for a in first} == {story.title for story in newest}
        second, problems = read(declared(newspaper), around(tmp_path))
        assert ({a.title for a in second}, problems) == (set(TEXTS), [])


class TestWhatIsWanted:
    def test_patterns(self, newspaper: Newspaper, tmp_path: Path) -> None:
        articles, _ = read(
            declared(newspaper, include=["/politiki/", "/oikonomia/"], exclude=["agogos"]), around(tmp_path)
        )
        assert {a.title for a in articles} == {
            s.title for s in STORIES if s.section in ("politiki", "oikonomia") and s.slug != "agogos"
        }

    @pytest.mark.parametrize("file", [FEED, SITEMAP])
    def test_days(self, newspaper: Newspaper, tmp_path: Path, file: str) -> None:
        days = sorted({datetime.fromisoformat(story.date).date() for story in STORIES})
        articles, _ = read(declared(newspaper, file, since=days[1], until=days[1]), around(tmp_path))
        assert {a.title for a in articles} == {
            s.title for s in STORIES if datetime.fromisoformat(s.date).date() == days[1]
        }
        # A sitemap says when a page was changed, not when it was published.
        assert len(pages(newspaper)) == len(articles) if file == FEED else len(pages(newspaper)) < len(STORIES)

    def test_other_sites_are_passed_over(self, newspaper: Newspaper, tmp_path: Path) -> None:
        articles, problems = read(declared(newspaper, home="https://alli-efimerida.gr"), around(tmp_path))
        assert articles == []
        assert [type(p) for p in problems] == [Notice]
        assert "entries that lie on 127.0.0.1 are passed over" in problems[0].reason


class TestTrouble:
    @pytest.mark.parametrize(
        ("path", "status", "again"),
        [("/status/404", "404 Not Found", False), ("/status/503", "503 Service Unavailable", True)],
    )
    def test_one_page_that_fails_leaves_the_others(
        self, newspaper: Newspaper, tmp_path: Path, path: str, status: str, again: bool
    ) -> None:
        """What is gone is not asked again once the feed has dropped it; what may pass is."""
        EntryLog(tmp_path / "faros").add([Entry(newspaper.address + path, "Χαμένο", "2022-11-23")])
        articles, [problem] = read(declared(newspaper), around(tmp_path))
        assert len(articles) == len(STORIES)
        assert status in problem.reason
        newspaper.requests.clear()
        read(declared(newspaper), around(tmp_path))
        assert (path in newspaper.paths) == again

    @pytest.mark.parametrize(
        ("path", "reason", "timeout"),
        [
            ("/wall", "consent", 20),
            ("/english", "not Greek", 20),
            ("/cut", "broke off", 20),
            ("/bomb", "bytes", 20),
            ("/loop", "circle", 20),
            ("/to?http://169.254.169.254/latest/", "169.254.169.254", 20),
            ("/silent", "no whole answer within", 0.5),
        ],
    )
    def test_each_mishap_is_a_problem_with_its_reason(
        self, newspaper: Newspaper, tmp_path: Path, path: str, reason: str, timeout: float
    ) -> None:
        EntryLog(tmp_path / "faros").add([Entry(newspaper.address + path, "Ατυχία", "2022-11-23")])
        articles, [problem] = read(declared(newspaper), around(tmp_path, timeout=timeout, bytes=1_000_000))
        assert len(articles) == len(STORIES)
        assert reason in problem.reason
        assert problem.remedy

    @pytest.mark.parametrize("file", ["status/500", "bomb.xml", "entity.xml", "wall", "cut"])
    def test_a_feed_that_fails_leaves_the_other(self, newspaper: Newspaper, tmp_path: Path, file: str) -> None:
        articles, problems = read(declared(newspaper, file, "feed.xml"), around(tmp_path))
        assert {a.title for a in articles} >= set(TEXTS)
        assert all(p.remedy for p in problems)

    def test_no_contact_no_request(self, newspaper: Newspaper, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match=r"web\.contact"):
            read(declared(newspaper), around(tmp_path, contact=""))
        assert newspaper.requests == []

    def test_a_folder_that_cannot_be_written(self, newspaper: Newspaper, tmp_path: Path) -> None:
        (tmp_path / "faros").write_text("αρχείο", encoding="utf-8")
        articles, [problem] = read(declared(newspaper), around(tmp_path))
        assert articles == []
        assert "Not a directory" in problem.reason


def test_the_log_of_entries(tmp_path: Path) -> None:
    log, entry = EntryLog(tmp_path / "faros"), Entry("https://efimerida.example/α", "Τίτλος", "2022-11-22")
    log.add([entry, Entry("https://efimerida.example/β")])
    log.add([Entry(entry.address, updated="2022-11-23")])
    with log.path.open("ab") as file:
        file.write(b'{"address": "https://efimerida.ex')  # a run was killed here
    log.add([Entry("https://efimerida.example/γ")])
    log.drop("https://efimerida.example/β")
    assert list(log.all().values()) == [replace(entry, updated="2022-11-23"), Entry("https://efimerida.example/γ")]


@pytest.fixture(autouse=True)
def nothing_else_is_written(tmp_path: Path) -> Iterator[None]:
    """Whatever a page says, files are written in the source's own folder only."""
    yield
    assert {path.name for path in tmp_path.iterdir()} <= {"faros"}
