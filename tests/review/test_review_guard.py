"""Who is let in, and what the page may do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from desks import desk, serving

from pipeline.errors import ReviewError
from pipeline.review.serving import listening


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page."""
    with desk(tmp_path_factory.mktemp("guard")) as one, serving(one) as found:
        yield found


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("", {}, 200),
        ("api/session", {}, 200),
        ("page/main.js", {}, 200),
        ("api/session", {"Host": "localhost:{port}"}, 200),
        ("api/session", {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}, 200),
        ("", {"Sec-Fetch-Site": "none"}, 200),
        ("/", {}, 403),
        ("/api/session", {}, 403),
        ("/page/main.js", {}, 403),
        ("/wrong/api/session", {}, 403),
        ("/favicon.ico", {}, 403),
        ("", {"Host": "evil.example"}, 403),
        ("", {"Host": "evil.example:{port}"}, 403),
        ("", {"Host": "127.0.0.1"}, 403),
        ("", {"Host": "127.0.0.1:1"}, 403),
        ("api/session", {"Origin": "http://evil.example"}, 403),
        ("api/session", {"Origin": "http://127.0.0.1:1"}, 403),
        ("api/session", {"Origin": "https://127.0.0.1:{port}"}, 403),
        ("api/session", {"Origin": "null"}, 403),
        ("api/session", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("api/session", {"Sec-Fetch-Site": "same-site"}, 403),
        ("", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403),
        ("page/%2e%2e%2fdesk.py", {}, 404),
        ("page/__init__.py", {}, 404),
        ("api/document?id=nothing", {}, 422),
    ],
)
def test_only_the_page_itself_is_served(address: str, path: str, headers: dict[str, str], status: int) -> None:
    parts = urlsplit(address)
    url = f"{parts.scheme}://{parts.netloc}{path}" if path.startswith("/") else address + path
    sent = {name: value.format(port=parts.port) for name, value in headers.items()}
    answer = httpx.get(url, headers=sent, trust_env=False)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not any(name.startswith(("access-control", "set-cookie")) for name in answer.headers)


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{}", {"Content-Type": "application/json"}, 422),
        (b"nonsense", {"Content-Type": "application/json"}, 422),
        (b"[]", {"Content-Type": "application/json"}, 422),
        (b"\xff", {"Content-Type": "application/json"}, 422),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"x" * 2_000_000, {"Content-Type": "application/json"}, 413),
        (b"{}", {"Content-Type": "application/json", "Origin": "http://evil.example"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["judge", "complete", "undo"])
def test_what_is_no_judgement_is_refused(
    address: str, path: str, content: bytes, headers: dict[str, str], status: int
) -> None:
    answer = httpx.post(f"{address}api/{path}", content=content, headers=headers, trust_env=False)
    assert answer.status_code == status


def test_another_method_and_a_foreign_preflight_get_nothing(address: str) -> None:
    assert httpx.get(f"{address}api/judge", trust_env=False).status_code == 405
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    assert httpx.options(f"{address}api/judge", headers=asked, trust_env=False).status_code == 403


def test_it_listens_on_loopback_only(address: str) -> None:
    port = urlsplit(address).port
    assert port
    with listening(0) as own:
        assert own.getsockname()[0] == "127.0.0.1"
    with socket.socket(socket.AF_INET6) as other:
        assert other.connect_ex(("::1", port)) != 0


def test_a_port_that_is_taken(address: str) -> None:
    with pytest.raises(ReviewError, match=r"--port \d+: no page can be opened there: Address .*\n  -> name another"):
        listening(urlsplit(address).port or 0)


def test_every_address_has_its_own_secret(tmp_path: Path) -> None:
    with desk(tmp_path) as one, serving(one) as a, serving(one) as b:
        tokens = {urlsplit(address).path.strip("/") for address in (a, b)}
    assert len(tokens) == 2
    assert min(map(len, tokens)) >= 43
