"""Adding a newspaper and trying it, as a person would: against a made-up one on loopback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from fetching import CONTACT
from newspaper import Newspaper, Page
from newspaper_stories import STORIES
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.records import Article
from pipeline.settings import Pipeline, load
from pipeline.sources.adding import name_of
from pipeline.sources.configured import read_all

Sources = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A settings file of its own, with a folder for sources."""
    (tmp_path / "sources").mkdir()
    said = {"sources": ["faros"], "raw": str(tmp_path / "raw"), "web": {"contact": CONTACT, "gap": 0, "private": True}}
    path = tmp_path / "pipeline.yaml"
    path.write_text(yaml.safe_dump(said), encoding="utf-8")
    return path


@pytest.fixture
def sources(settings: Path) -> Sources:
    """``stasis sources …`` with these settings."""

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(app, ["sources", *map(str, arguments), "--config", str(settings)])

    return invoke


def declared(settings: Path, name: str = "faros") -> dict[str, Any]:
    said = yaml.safe_load((settings.parent / "sources" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(said, dict)
    return said


class TestAdd:
    def test_a_front_page_gives_its_feeds(self, newspaper: Newspaper, sources: Sources, settings: Path) -> None:
        told = sources("add", newspaper.address, "--name", "faros")
        assert told.exit_code == 0, told.output
        said = declared(settings)
        # The second feed of the page has nothing that the first has not.
        assert (said["kind"], said["feeds"]) == ("feed", [f"{newspaper.address}/feed.xml"])
        assert (said["title"], said["home"]) == ("Ο Φάρος του Βορρά", f"{newspaper.address}/")
        assert said["found"].startswith("looked up at ")
        assert max(STORIES, key=lambda story: story.date).title in told.stdout
        assert "sources: [faros]" in told.stdout
        articles = [a for a in read_all(load(settings, Pipeline), settings.parent) if isinstance(a, Article)]
        assert {a.title for a in articles} == {story.title for story in STORIES}

    def test_without_feeds_the_sitemap_of_robots_txt(
        self, newspaper: Newspaper, sources: Sources, settings: Path
    ) -> None:
        newspaper.put("/", "<html><head><title>Ο Φάρος</title></head><body>Καλημέρα</body></html>")
        newspaper.robots = f"User-agent: *\nDisallow:\nSitemap: {newspaper.address}/sitemap.xml\n"
        newspaper.pages["/robots.txt"] = Page(newspaper.robots.encode(), "text/plain")
        sources("add", newspaper.address, "--name", "faros")
        said = declared(settings)
        assert (said["kind"], said["sitemaps"]) == ("sitemap", [f"{newspaper.address}/sitemap.xml"])
        assert said["since"]

    def test_the_address_of_a_feed(self, newspaper: Newspaper, sources: Sources, settings: Path) -> None:
        assert sources("add", f"{newspaper.address}/atom.xml", "--name", "faros").exit_code == 0
        assert declared(settings)["feeds"] == [f"{newspaper.address}/atom.xml"]

    def test_nothing_is_replaced(self, newspaper: Newspaper, sources: Sources, settings: Path) -> None:
        (settings.parent / "sources" / "faros.yaml").write_text("kind: folder\npath: α\n", encoding="utf-8")
        told = sources("add", newspaper.address, "--name", "faros")
        assert (told.exit_code, declared(settings)) == (2, {"kind": "folder", "path": "α"})
        assert "there is a source of this name\n  -> choose another name with --name" in told.output

    @pytest.mark.parametrize(
        ("path", "said"),
        [("/wall", "neither a feed nor a sitemap is named there"), ("/status/404", "404 Not Found")],
    )
    def test_what_offers_nothing(self, newspaper: Newspaper, sources: Sources, path: str, said: str) -> None:
        told = sources("add", newspaper.address + path, "--name", "faros")
        assert told.exit_code == 2
        assert said in told.output

    def test_without_a_contact(self, newspaper: Newspaper, settings: Path, sources: Sources) -> None:
        settings.write_text("web: {private: true}\n", encoding="utf-8")
        told = sources("add", newspaper.address)
        assert told.exit_code == 2
        assert "web.contact" in told.output
        assert newspaper.requests == []

    @pytest.mark.parametrize(
        ("address", "name"),
        [
            ("https://www.kathimerini.gr/", "kathimerini"),
            ("https://www.kathimerini.com.cy/gr/", "kathimerini"),
            ("https://Ta-Nea.gr", "ta-nea"),
            ("http://127.0.0.1:8000/", "127-0-0-1"),
        ],
    )
    def test_names(self, address: str, name: str) -> None:
        assert name_of(address) == name


class TestTest:
    @pytest.fixture
    def faros(self, newspaper: Newspaper, sources: Sources) -> str:
        sources("add", newspaper.address, "--name", "faros")
        return "faros"

    def test_shows_what_came_out_and_what_was_dropped(
        self, newspaper: Newspaper, sources: Sources, settings: Path, faros: str
    ) -> None:
        newest = max(STORIES, key=lambda story: story.date)
        newspaper.put(newest.path, "<html><body></body></html>")
        told = sources("test", faros, "--articles", 3)
        assert told.exit_code == 1, told.output
        assert told.stdout.count("address\t") == 2
        assert "2 articles read, 1 problems" in told.stdout
        assert f"left out: {newspaper.address}{newest.path}" in told.stderr
        assert not (settings.parent / "raw").exists()

    def test_the_case_that_was_kept_needs_no_network(self, newspaper: Newspaper, sources: Sources, faros: str) -> None:
        newspaper.requests.clear()
        told = sources("test", faros, "--offline")
        assert (told.exit_code, newspaper.requests) == (0, [])
        assert "faros: as expected" in told.stdout

    def test_a_rule_that_breaks_the_case(self, sources: Sources, settings: Path, faros: str) -> None:
        path = settings.parent / "sources" / "faros.yaml"
        path.write_text(
            path.read_text(encoding="utf-8") + "page: {title: .ημερομηνία, drop: ['//p[last()]']}\n", "utf-8"
        )
        told = sources("test", faros, "--offline")
        assert told.exit_code == 1
        assert "characters was" in told.stderr
        assert "keep it with --save" in told.stderr
        assert sources("test", faros, "--save").exit_code in (0, 1)
        assert sources("test", faros, "--offline").exit_code == 0

    @pytest.mark.parametrize(
        ("name", "text", "said"),
        [
            ("farros", "", "no source is called «farros»"),
            ("../pipeline", "", "no source is called «../pipeline»"),
            ("fakelos", "kind: folder\npath: α\n", "a source of kind «folder» has no feed to try"),
        ],
    )
    def test_what_cannot_be_tried(self, sources: Sources, settings: Path, name: str, text: str, said: str) -> None:
        if text:
            (settings.parent / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
        told = sources("test", name)
        assert told.exit_code == 2
        assert said in told.output
