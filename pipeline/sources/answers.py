"""What a server answered, what is kept of it, and the line of JSON that records it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
"""What a server says to know its own answer by, and the header that asks whether that still holds."""

NOT_MODIFIED = 304

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. ``headers`` are as they came, with names in small letters.

    ``final`` is the address after redirects; ``unpacked`` the Content-Encoding that was taken off ``content``.
    """

    address: str
    final: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    unpacked: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """One revision: what an address answered, and when it was first seen to answer that (ISO 8601, UTC).

    ``sha256`` and ``size`` are those of the bytes kept, which are unpacked: the headers, as they came, may speak of
    them packed, and ``unpacked`` says how. ``changed`` tells whoever just fetched it whether it was new.
    """

    address: str
    final: str
    time: str
    status: int
    headers: Mapping[str, str]
    sha256: str
    size: int
    unpacked: str = ""
    changed: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """A later answer that was no other: the hash of the revision that still holds, and the server's validators."""

    address: str
    time: str
    status: int
    headers: Mapping[str, str]
    seen: str


def revision(answer: Answer, time: str) -> Kept:
    """What is kept of an answer that is new."""
    digest, size = hashlib.sha256(answer.content).hexdigest(), len(answer.content)
    return Kept(answer.address, answer.final, time, answer.status, dict(answer.headers), digest, size, answer.unpacked)


def to_line(record: Kept | Seen) -> bytes:
    """A record as a line of JSON.

    >>> to_line(Seen("https://efimerida.example/α", "2022-11-22T12:05:00Z", 304, {}, "0" * 64)).decode()[:42]
    '{"address": "https://efimerida.example/α",'
    """
    fields = {name: getattr(record, name) for name in record.__slots__ if name != "changed"}
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def from_line(line: bytes) -> Kept | Seen:
    """What a line records.

    Raises:
        ValueError: when it is no such line; a hash that is none, too, as files are named by it.
    """
    try:
        fields = json.loads(line)
        if not _HASH.fullmatch(fields["seen"] if "seen" in fields else fields["sha256"]):
            raise ValueError("no hash")
        if not isinstance(fields["address"], str):
            raise ValueError("no address")
        fields["headers"] = {name: str(value) for name, value in fields["headers"].items()}
        return Seen(**fields) if "seen" in fields else Kept(**fields)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error
