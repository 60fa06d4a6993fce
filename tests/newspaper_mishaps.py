"""What may go wrong with a server, on demand: the paths are listed in ``newspaper``."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from newspaper_stories import STORIES, page

if TYPE_CHECKING:
    from newspaper import _Handler

STORY = page(STORIES[0]).encode()
HTML = {"Content-Type": "text/html; charset=utf-8"}


def mishap(to: _Handler, path: str) -> bool:
    """Let happen what the path asks for; False when it asks for nothing known."""
    parts = urlsplit(path)
    name = parts.path.split("/")[1]
    if parts.path.startswith("/status/"):
        _status(to, int(parts.path[8:]), parse_qs(parts.query))
    elif parts.path.startswith("/chain/"):
        left = int(parts.path[7:])
        to.say(302, headers={"Location": f"/chain/{left - 1}" if left > 1 else STORIES[0].path})
    elif name == "to":
        # As bytes of UTF-8, whatever http.server thinks of headers.
        to.say(302, headers={"Location": path.partition("?")[2].encode().decode("latin-1")})
    elif name in _MISHAPS:
        _MISHAPS[name](to)
    else:
        return False
    return True


def _status(to: _Handler, status: int, query: dict[str, list[str]]) -> None:
    times = int(query.get("times", ["1000"])[0])
    to.newspaper.times[to.path] += 1
    if to.newspaper.times[to.path] > times:
        to.say(200, STORY, HTML)
        return
    to.say(status, "Λυπούμεθα".encode(), {"Retry-After": query["after"][0]} if "after" in query else {})


def _silent(to: _Handler) -> None:
    to.newspaper.closing.wait(30)


def _drip(to: _Handler) -> None:
    to.say(200, headers=HTML | {"Content-Length": "90000"})
    _bit_by_bit(to, b"<p>")


def _drip_headers(to: _Handler) -> None:
    to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    _bit_by_bit(to, b"a")


def _bit_by_bit(to: _Handler, bit: bytes) -> None:
    while not to.newspaper.closing.wait(0.02):
        to.wfile.write(bit)
        to.wfile.flush()


def _endless(to: _Handler) -> None:
    to.send_response(200)
    to.send_header("Transfer-Encoding", "chunked")
    to.end_headers()
    while not to.newspaper.closing.is_set():
        to.wfile.write(b"10000\r\n" + b"<!-->" * 13107 + b"!\r\n")


def _cut(to: _Handler) -> None:
    to.say(200, STORY[:100], HTML | {"Content-Length": str(len(STORY))})
    to.close_connection = True


def _cut_gzip(to: _Handler) -> None:
    to.say(200, gzip.compress(STORY)[:-20], HTML | {"Content-Encoding": "gzip"})


def _bad_gzip(to: _Handler) -> None:
    to.say(200, STORY, HTML | {"Content-Encoding": "gzip"})


def _bomb(to: _Handler) -> None:
    to.say(200, zeros(), HTML | {"Content-Encoding": "gzip"})


def _bomb_twice(to: _Handler) -> None:
    to.say(200, gzip.compress(zeros()), HTML | {"Content-Encoding": "gzip, gzip"})


@lru_cache(maxsize=1)
def zeros() -> bytes:
    """50 MB of nothing, in 50 kB."""
    return gzip.compress(bytes(50_000_000))


def _brotli(to: _Handler) -> None:
    to.say(200, b"\x0b\x02\x80\xce\xb1\xce\xb2\x03", HTML | {"Content-Encoding": "br"})


def _chars(to: _Handler) -> None:
    body = STORY.replace("Σόφια".encode(), "Σό\x00φ\x1b[31mια\u202e".encode())
    to.say(200, body, HTML | {"ETag": '"\xe9\xff"'})


def _script(to: _Handler) -> None:
    script = b"<script>" + b"var x = 'alpha';\n" * 600_000 + b"</script>"
    to.say(200, STORY.replace(b"</head>", script + b"</head>"), HTML)


def _loop(to: _Handler) -> None:
    to.say(301, headers={"Location": "/pool"})


def _pool(to: _Handler) -> None:
    to.say(301, headers={"Location": "/loop"})


def _garbage(to: _Handler) -> None:
    to.wfile.write("Καλημέρα, δεν μιλώ HTTP\r\n\r\n".encode())
    to.close_connection = True


def _long_header(to: _Handler) -> None:
    to.say(200, STORY, HTML | {"X-Long": "a" * 1_000_000})


def _wall(to: _Handler) -> None:
    text = "Για να συνεχίσετε, αποδεχθείτε τα cookies. <button>Αποδοχή όλων</button>"
    to.say(
        200,
        f"<html lang='el'><head><title>Συγκατάθεση</title></head><body><div>{text}</div></body></html>".encode(),
        HTML,
    )


def _english(to: _Handler) -> None:
    text = "Bulgaria supports the new pipeline, an adviser said at a meeting in Drama. " * 5
    to.say(200, f"<html lang='en'><body><article><h1>Pipeline</h1><p>{text}</p></article></body></html>".encode(), HTML)


def _xml_bomb(to: _Handler) -> None:
    entities = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    doctype = f"<!DOCTYPE rss [<!ENTITY l0 'χα'>{entities}]>"
    body = f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel><title>&l9;</title></channel></rss>"
    to.say(200, body.encode(), {"Content-Type": "application/xml"})


def _xml_entity(to: _Handler) -> None:
    doctype = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
    item = "<item><title>&x;</title><link>/politiki/synomilies</link></item>"
    body = f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel>{item}</channel></rss>"
    to.say(200, body.encode(), {"Content-Type": "application/xml"})


_MISHAPS: dict[str, Callable[[_Handler], None]] = {
    "silent": _silent,
    "drip": _drip,
    "drip-headers": _drip_headers,
    "endless": _endless,
    "cut": _cut,
    "cut-gzip": _cut_gzip,
    "bad-gzip": _bad_gzip,
    "bomb": _bomb,
    "bomb-twice": _bomb_twice,
    "brotli": _brotli,
    "chars": _chars,
    "script": _script,
    "loop": _loop,
    "pool": _pool,
    "garbage": _garbage,
    "long-header": _long_header,
    "wall": _wall,
    "english": _english,
    "bomb.xml": _xml_bomb,
    "entity.xml": _xml_entity,
}
