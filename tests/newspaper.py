"""A made-up newspaper on loopback: a real server with articles, feeds, sitemaps, robots.txt, and mishaps on demand.

    /                       the front page, which names the feeds
    /SECTION/SLUG           the page of a story; /in/ENCODING/SLUG is the same in another encoding
    /feed.xml /atom.xml /sitemap.xml (an index) /sitemap-news.xml /sitemap-2022.xml; /feed.xml?more=50000
    /robots.txt             ``newspaper.robots``: its text, or the status to answer with

    /status/503?times=2     answers 503 twice, then a story; with &after=SECONDS or a date, says Retry-After
    /chain/3                three redirects, then a story
    /to?ADDRESS             a redirect to wherever that is, given as it stands
    /loop                   a redirect to /pool, which leads back
    /silent /drip /drip-headers /endless        never answer, or never come to an end
    /cut /cut-gzip /bad-gzip /bomb /bomb-twice /brotli /chars     what arrives is broken or packed oddly
    /script                 a story under ten megabytes of script
    /garbage /long-header   no HTTP at all; a header of a megabyte
    /wall /english          pages without a Greek article
    /bomb.xml /entity.xml   a feed of a billion laughs; a feed with an entity from a file

A page in ``newspaper.pages`` stands before all of these.
"""

from __future__ import annotations

import gzip
import hashlib
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote

from newspaper_mishaps import mishap
from newspaper_stories import STORIES, atom, home, news_sitemap, page, rss, sitemap, sitemap_index

HTML = "text/html; charset=utf-8"
XML = "application/xml"


@dataclass(frozen=True)
class Page:
    """What is served under a path."""

    body: bytes
    kind: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A request that came in. Names of headers are in small letters."""

    path: str
    headers: Mapping[str, str]


class Newspaper:
    """A running newspaper. Change its attributes to change what it does.

    ``address`` is where it stands, without a slash at the end; ``requests`` what came in, in order.
    """

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.pages: dict[str, Page] = {}
        self.robots: str | int = "User-agent: *\nDisallow: /arxeio/\n"
        self.validators: tuple[str, ...] = ("etag", "last-modified")
        self.packed = True
        self.cookie = ""
        self.closing = threading.Event()
        self.times: Counter[str] = Counter()
        self.server = _Server((host, 0), type("Handler", (_Handler,), {"newspaper": self}))
        if tls:
            # Shaken hands in the thread of the connection, at the first read: a client that hangs must not stop others.
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self.server.server_address[1]
        self.address = f"{'https' if tls else 'http'}://{'localhost' if tls else host}:{self.port}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order, without that of robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def put(self, path: str, text: str, charset: str = "utf-8") -> None:
        """Serve this text under this path from now on."""
        self.pages[path] = Page(text.encode(charset), f"text/html; charset={charset}")

    def find(self, path: str) -> Page | None:
        """What is served under a path, None for nothing."""
        if path in self.pages:
            return self.pages[path]
        bare, _, query = path.partition("?")
        makers = {
            "/": lambda: (home(), HTML),
            "/feed.xml": lambda: (rss(self.address, int(parse_qs(query).get("more", ["0"])[0])), XML),
            "/atom.xml": lambda: (atom(self.address), XML),
            "/sitemap.xml": lambda: (sitemap_index(self.address), XML),
            "/sitemap-2022.xml": lambda: (sitemap(self.address), XML),
            "/sitemap-news.xml": lambda: (news_sitemap(self.address), XML),
        }
        if bare in makers:
            text, kind = makers[bare]()
            return Page(text.encode(), kind)
        for story in STORIES:
            if bare == story.path:
                return Page(page(story).encode())
            if bare.startswith("/in/") and bare.endswith(f"/{story.slug}"):
                charset = bare.split("/")[2]
                return Page(page(story, charset).encode(charset, "xmlcharrefreplace"), f"text/html; charset={charset}")
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up, as they should do here; only of mistakes in this file."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    newspaper: Newspaper
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.newspaper.requests.append(Request(self.path, headers))
        # The client may be gone before the end, as it should with what never ends.
        with suppress(OSError):
            self._answer(headers)

    def _answer(self, headers: Mapping[str, str]) -> None:
        if self.path == "/robots.txt" and self.path not in self.newspaper.pages:
            robots = self.newspaper.robots
            if isinstance(robots, int):
                self.say(robots)
            else:
                self.say(200, robots.encode(), {"Content-Type": "text/plain"})
            return
        found = self.newspaper.find(self.path)
        if found is not None:
            self._page(found, headers)
        elif not mishap(self, unquote(self.path)):
            self.say(404, "Δεν βρέθηκε".encode())

    def _page(self, found: Page, headers: Mapping[str, str]) -> None:
        mark, date = f'"{hashlib.sha256(found.body).hexdigest()[:12]}"', "Tue, 22 Nov 2022 12:05:00 GMT"
        known = {"etag": mark, "last-modified": date}
        said = {name.title(): known[name] for name in self.newspaper.validators} | dict(found.headers)
        if self.newspaper.cookie:
            said["Set-Cookie"] = self.newspaper.cookie
        asked = headers.get("if-none-match", "") == mark and "etag" in self.newspaper.validators
        if asked or (
            "if-none-match" not in headers and headers.get("if-modified-since") == said.get("Last-Modified", "")
        ):
            self.say(304, headers=said)
            return
        body = found.body
        if self.newspaper.packed and "gzip" in headers.get("accept-encoding", ""):
            body, said = gzip.compress(body, mtime=0), said | {"Content-Encoding": "gzip"}
        self.say(200, body, {"Content-Type": found.kind} | said)

    def say(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        """Answer, as it should be done."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 304 and "Content-Length" not in (headers or {}):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on the terminal."""


@contextmanager
def printing(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Newspaper]:
    """A newspaper that runs until the block ends."""
    newspaper = Newspaper(host, tls)
    thread = threading.Thread(target=newspaper.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield newspaper
    finally:
        newspaper.closing.set()
        newspaper.server.shutdown()
        newspaper.server.server_close()
        thread.join()
