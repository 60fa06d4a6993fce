"""Fetching from a newspaper: politely, and whatever it answers."""

from __future__ import annotations

import gzip
import socket
import time as clock
import tracemalloc
from email.utils import formatdate
from pathlib import Path

import pytest
from fetching import CONTACT, Time, client, failure
from newspaper import Newspaper, Page
from newspaper_mishaps import zeros
from newspaper_stories import STORIES, page

from pipeline.errors import SettingsError
from pipeline.settings import WebSettings
from pipeline.sources.rawstore import RawStore
from pipeline.sources.web import Client, LimitError
from pipeline.sources.web.pace import retry_after

STORY, OTHER = STORIES[0].path, STORIES[1].path


def test_a_page_is_kept_as_it_came(tmp_path: Path, newspaper: Newspaper) -> None:
    address = f"{newspaper.address}/in/windows-1253/{STORIES[0].slug}"
    with client(tmp_path) as fetching:
        kept = fetching.get(address + "#sxolia")
    store = RawStore(tmp_path)
    assert store.content(kept) == page(STORIES[0], "windows-1253").encode("windows-1253")
    assert kept.changed and list(store.all()) == [kept]
    assert (kept.address, kept.final) == (address + "#sxolia", address)
    assert kept.headers["content-type"] == "text/html; charset=windows-1253"
    # The headers are as they came, and speak of the page packed; how, is said apart.
    assert (kept.headers["content-encoding"], kept.unpacked) == ("gzip", "gzip")
    assert int(kept.headers["content-length"]) < kept.size


def test_a_request_says_who_asks(tmp_path: Path, newspaper: Newspaper) -> None:
    client(tmp_path).get(newspaper.address + STORY)
    for request in newspaper.requests:
        assert request.headers["user-agent"].startswith("stasis/")
        assert f"(+{CONTACT})" in request.headers["user-agent"]
        assert request.headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("contact", ["", "  ", "nobody", "a@b.gr\r\nX: y", "σύνταξη@εφημερίδα", "me @b.gr"])
def test_without_a_contact_nothing_is_asked(tmp_path: Path, newspaper: Newspaper, contact: str) -> None:
    with pytest.raises(SettingsError, match=r"web.contact") as caught:
        Client(WebSettings(contact=contact, private=True), RawStore(tmp_path)).get(newspaper.address)
    assert "https://" in caught.value.remedy
    assert newspaper.requests == []


def test_fetching_may_be_switched_off(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="switched off"):
        client(tmp_path, fetch=False)


@pytest.mark.parametrize("known", [("etag", "last-modified"), ("etag",), ("last-modified",)])
def test_an_unchanged_page_is_not_sent_again(tmp_path: Path, newspaper: Newspaper, known: tuple[str, ...]) -> None:
    newspaper.validators = known
    first = client(tmp_path).get(newspaper.address + STORY)
    again = client(tmp_path).get(newspaper.address + STORY)
    assert (first.changed, again.changed, again) == (True, False, first)
    assert len(list(RawStore(tmp_path).all())) == 1
    newspaper.put(STORY, page(STORIES[1]))
    if "etag" in known:
        assert client(tmp_path).get(newspaper.address + STORY).changed
        assert len(list(RawStore(tmp_path).all())) == 2


def test_a_page_without_etag_is_sent_again_and_compared(tmp_path: Path, newspaper: Newspaper) -> None:
    newspaper.validators = ()
    assert [client(tmp_path).get(newspaper.address + STORY).changed for _ in range(2)] == [True, False]
    newspaper.put(STORY, page(STORIES[1]))
    assert client(tmp_path).get(newspaper.address + STORY).changed


def test_an_etag_goes_only_to_the_address_that_gave_it(tmp_path: Path, newspaper: Newspaper) -> None:
    address = f"{newspaper.address}/to?{STORY}"
    assert client(tmp_path).get(address).final == newspaper.address + STORY
    newspaper.requests.clear()
    assert not client(tmp_path).get(address).changed
    assert ["if-none-match" in request.headers for request in newspaper.requests] == [False, False, True]


def test_cookies_are_neither_kept_nor_sent(tmp_path: Path, newspaper: Newspaper) -> None:
    newspaper.cookie = "reader=1; Path=/"
    with client(tmp_path) as fetching:
        fetching.get(newspaper.address + STORY)
        fetching.get(newspaper.address + OTHER)
    assert not [request for request in newspaper.requests if "cookie" in request.headers]


ROBOTS: list[tuple[str | int, str]] = [
    ("", ""),
    (404, ""),
    (403, ""),
    ("<html>Δεν βρέθηκε</html>", ""),
    ("User-agent: *\nDisallow: /arxeio/", ""),
    ("User-agent: *\nDisallow: /\n\nUser-agent: stasis\nAllow: /", ""),
    ("\ufeffUser-agent: *\nDisallow: /oikonomia/", "robots.txt does not allow «stasis»"),
    ("User-agent: *\nDisallow: /*/agogos$", "robots.txt does not allow «stasis»"),
    ("User-agent: *\nAllow: /\n\nUser-agent: stasis\nDisallow: /", "robots.txt does not allow «stasis»"),
    (500, "its robots.txt could not be read: the server answered 500 Internal Server Error"),
    (429, "its robots.txt could not be read: the server answered 429 Too Many Requests"),
]


@pytest.mark.parametrize(("robots", "reason"), ROBOTS, ids=range(len(ROBOTS)))
def test_robots(tmp_path: Path, newspaper: Newspaper, robots: str | int, reason: str) -> None:
    newspaper.robots = robots
    fetching = client(tmp_path)
    if reason:
        assert reason in failure(fetching, newspaper.address + STORY).problem
        failure(fetching, newspaper.address + STORY)
        assert newspaper.paths == []
    else:
        fetching.get(newspaper.address + STORY)
        fetching.get(newspaper.address + OTHER)
        assert newspaper.paths == [STORY, OTHER]
    assert [request.path for request in newspaper.requests].count("/robots.txt") == 1


def test_a_redirect_into_what_robots_disallow_is_not_followed(tmp_path: Path, newspaper: Newspaper) -> None:
    assert "redirected to" in failure(client(tmp_path), f"{newspaper.address}/to?/arxeio/1").problem
    assert newspaper.paths == ["/to?/arxeio/1"]


PACES = [
    ("", 2.0, [2.0, 2.0]),
    ("User-agent: *\nCrawl-delay: 7", 2.0, [7.0, 7.0]),
    ("User-agent: *\nCrawl-delay: 0.5", 2.0, [2.0, 2.0]),
    ("User-agent: *\nRequest-rate: 1/20", 2.0, [20.0, 20.0]),
    ("User-agent: *\nCrawl-delay: soon", 0.0, []),
]


@pytest.mark.parametrize(("robots", "gap", "naps"), PACES)
def test_a_host_is_left_in_peace_between_two_requests(
    tmp_path: Path, newspaper: Newspaper, robots: str, gap: float, naps: list[float]
) -> None:
    newspaper.robots, time = robots, Time()
    with client(tmp_path, time, gap=gap) as fetching:
        fetching.get(newspaper.address + STORY)
        fetching.get(newspaper.address + OTHER)
    assert time.naps == naps


def test_a_host_that_wants_to_be_left_alone_for_long_is_left_alone(tmp_path: Path, newspaper: Newspaper) -> None:
    newspaper.robots, time = "User-agent: *\nCrawl-delay: 86400", Time()
    problem = failure(client(tmp_path, time), newspaper.address + STORY)
    assert isinstance(problem, LimitError) and "left alone for 1 day" in problem.problem
    assert not newspaper.paths and not time.naps


TRIES = [
    ("/status/500?times=2", 2, "", 3),
    ("/status/503?times=3", 3, "", 4),
    ("/status/503", 2, "503 Service Unavailable (3 tries)", 3),
    ("/status/429?times=1", 1, "", 2),
    ("/status/404", 3, "404 Not Found", 1),
    ("/status/410", 3, "410 Gone", 1),
    ("/status/403", 3, "403 Forbidden", 1),
    ("/status/451", 3, "451 Unavailable For Legal Reasons", 1),
    ("/status/204", 3, "204 No Content", 1),
    ("/status/299", 3, "the server answered 299", 1),
    ("/status/304", 3, "«not modified», but it was never fetched", 1),
    ("/status/302", 3, "302 Found", 1),
    ("/cut", 1, "the answer broke off: peer closed connection", 2),
    ("/bomb", 3, "too long", 1),
]


@pytest.mark.parametrize(("path", "retries", "reason", "asked"), TRIES)
def test_what_may_pass_is_tried_again(
    tmp_path: Path, newspaper: Newspaper, path: str, retries: int, reason: str, asked: int
) -> None:
    time = Time()
    fetching = client(tmp_path, time, retries=retries)
    if reason:
        assert reason in failure(fetching, newspaper.address + path).problem
    else:
        assert fetching.get(newspaper.address + path).status == 200
    assert newspaper.paths == [path] * asked
    # 1, 2, 4 seconds, each with up to a second more by chance.
    assert all(2**n <= nap <= 2**n + 1 for n, nap in enumerate(time.naps)) and len(time.naps) == asked - 1


def test_the_server_says_when_to_come_again(tmp_path: Path, newspaper: Newspaper) -> None:
    for after in ("100", formatdate(clock.time() + 100, usegmt=True)):
        time = Time()
        client(tmp_path, time, retries=1).get(f"{newspaper.address}/status/503?times=1&after={after}")
        assert 98 <= sum(time.naps) <= 102


def test_a_server_that_says_come_tomorrow_is_asked_nothing_more(tmp_path: Path, newspaper: Newspaper) -> None:
    time = Time()
    fetching = client(tmp_path, time, retries=3)
    for path in ("/status/429?after=90000", STORY):
        problem = failure(fetching, newspaper.address + path)
        assert isinstance(problem, LimitError) and "left alone for 1 day, 0:59:5" in problem.problem
    assert newspaper.paths == ["/status/429?after=90000"]


AFTER = [
    ("", 0),
    ("12", 12),
    (" 12 ", 12),
    ("-1", 0),
    ("²", 0),
    ("1e9", 0),
    ("9" * 99, 999_999_999_999),
    ("tomorrow", 0),
    ("Tue, 22 Nov 2022 12:04:00 GMT", 0),
    ("Tue, 22 Nov 2022 14:06:30 +0200", 90),
    ("Tue, 99 Nov 2022", 0),
]


@pytest.mark.parametrize(("said", "seconds"), AFTER)
def test_what_retry_after_says(said: str, seconds: float) -> None:
    assert retry_after(said, "Tue, 22 Nov 2022 12:05:00 GMT") == seconds


def test_a_host_that_keeps_failing_is_left_alone(tmp_path: Path, newspaper: Newspaper) -> None:
    fetching = client(tmp_path)
    problems = [failure(fetching, f"{newspaper.address}/status/500?{n}") for n in range(7)]
    assert [isinstance(problem, LimitError) for problem in problems] == [False] * 5 + [True] * 2
    assert len(newspaper.paths) == 5


def test_a_run_makes_so_many_requests_and_no_more(tmp_path: Path, newspaper: Newspaper) -> None:
    fetching = client(tmp_path, requests=3)
    fetching.get(f"{newspaper.address}/chain/1")
    for path in (STORY, "/status/404"):
        problem = failure(fetching, newspaper.address + path)
        assert isinstance(problem, LimitError) and "the 3 requests of a run are used up" in problem.problem
    assert len(newspaper.requests) == 3


def test_redirects_are_followed_to_a_number(tmp_path: Path, newspaper: Newspaper) -> None:
    kept = client(tmp_path, redirects=3).get(f"{newspaper.address}/chain/3")
    assert kept.final == newspaper.address + STORY
    assert "more than 3 redirects" in failure(client(tmp_path, redirects=3), f"{newspaper.address}/chain/4").problem
    assert "round in a circle" in failure(client(tmp_path), f"{newspaper.address}/loop").problem


BROKEN = [
    ("/silent", "no whole answer within 0.3 s"),
    ("/drip", "no whole answer within 0.3 s"),
    ("/drip-headers", "no whole answer within 0.3 s"),
    ("/endless", "too long: more than 100,000 bytes"),
    ("/bomb", "too long: more than 100,000 bytes"),
    ("/bomb-twice", "packed as «gzip, gzip», which was not asked for"),
    ("/brotli", "packed as «br», which was not asked for"),
    ("/script", "too long: more than 100,000 bytes"),
    ("/cut", "the answer broke off: peer closed connection"),
    ("/cut-gzip", "cut off"),
    ("/bad-gzip", "damaged: it cannot be unpacked"),
    ("/garbage", "the answer broke off: illegal status line"),
    ("/long-header", "the answer broke off"),
    ("/nothing", "404 Not Found"),
]


@pytest.mark.parametrize(("path", "reason"), BROKEN, ids=[path for path, _ in BROKEN])
def test_each_end_has_its_reason_and_the_run_goes_on(
    tmp_path: Path, newspaper: Newspaper, path: str, reason: str
) -> None:
    with client(tmp_path, timeout=0.3, bytes=100_000) as fetching:
        fetching.get(newspaper.address + STORY)
        begun = clock.monotonic()
        assert reason in failure(fetching, newspaper.address + path).problem
        assert clock.monotonic() - begun < 5
        assert fetching.get(newspaper.address + OTHER).changed
    assert len(list(RawStore(tmp_path).all())) == 2


def test_a_bomb_takes_no_more_memory_than_the_limit(tmp_path: Path, newspaper: Newspaper) -> None:
    fetching = client(tmp_path, bytes=1_000_000)
    fetching.get(newspaper.address + STORY)
    zeros()  # made before memory is counted
    tracemalloc.start()
    try:
        failure(fetching, f"{newspaper.address}/bomb")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_page_with_ten_megabytes_of_script_is_kept_where_the_limit_allows(
    tmp_path: Path, newspaper: Newspaper
) -> None:
    assert client(tmp_path, bytes=20_000_000).get(f"{newspaper.address}/script").size > 10_000_000


def test_control_characters_and_odd_headers_are_kept_and_not_sent_back(tmp_path: Path, newspaper: Newspaper) -> None:
    for _ in range(2):
        kept = client(tmp_path).get(f"{newspaper.address}/chars")
        assert b"\x00" in RawStore(tmp_path).content(kept)
    assert newspaper.requests[-1].headers.get("if-none-match") is None


def test_two_gzip_members_are_one_page(tmp_path: Path, newspaper: Newspaper) -> None:
    newspaper.packed = False
    body = gzip.compress("Η Σόφια ".encode()) + gzip.compress("στηρίζει".encode()) + b"\0" * 9
    newspaper.pages["/two"] = Page(body, headers={"Content-Encoding": "x-gzip"})
    assert RawStore(tmp_path).content(client(tmp_path).get(f"{newspaper.address}/two")).decode() == "Η Σόφια στηρίζει"


def test_nobody_listens_and_nobody_is_called_so(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        problem = failure(client(tmp_path), f"http://127.0.0.1:{taken.getsockname()[1]}/").problem
    assert "no connection" in problem and "robots.txt" in problem
    assert "no such host" in failure(client(tmp_path), f"http://{'a' * 64}.example/").problem
