"""The bytes of an answer as they arrive → the entity, unpacked, and never more of it than a limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from pipeline.sources.web.failures import AGAIN, BROKEN, FetchError

ACCEPTED = "gzip"
"""The one coding asked for: of each piece that arrives zlib unpacks no more than it is told to."""

_PLAIN = ("", "identity")
_GZIP = ("gzip", "x-gzip")


def gather(pieces: Iterable[bytes], coding: str, most: int, address: str) -> bytes:
    """The whole entity.

    Args:
        pieces: the body as it arrives.
        coding: its Content-Encoding.
        most: the longest entity allowed, in bytes, unpacked.
        address: for errors.

    Raises:
        FetchError: when it is longer, cut off, damaged, or in a coding that was not asked for.

    >>> gather([b"\\xce", b"\\xb1"], "", 10, "https://efimerida.example/").decode()
    'α'
    """
    if coding not in (*_PLAIN, *_GZIP):
        problem = f"packed as «{coding}», which was not asked for"
        raise FetchError(problem, place=address, remedy=BROKEN)
    whole = bytearray()
    for piece in pieces if coding in _PLAIN else _unpacked(pieces, most, address):
        whole += piece
        if len(whole) > most:
            raise too_long(address, most)
    return bytes(whole)


def too_long(address: str, most: int) -> FetchError:
    """What to say of an answer longer than ``most`` bytes."""
    remedy = "nothing, if it is no article; else raise web.bytes in configs/pipeline.yaml"
    return FetchError(f"too long: more than {most:,} bytes, unpacked", place=address, remedy=remedy)


def _unpacked(pieces: Iterable[bytes], most: int, address: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    begun = False
    for piece in pieces:
        todo = piece
        while todo:
            if unpacker.eof:
                # A second member may follow the first; what else stands there is padding.
                if not todo.startswith(b"\x1f\x8b"):
                    break
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            begun = True
            try:
                yield unpacker.decompress(todo, most + 1)
            except zlib.error as error:
                raise FetchError("damaged: it cannot be unpacked", place=address, remedy=AGAIN, passing=True) from error
            todo = unpacker.unconsumed_tail or unpacker.unused_data
    if begun and not unpacker.eof:
        raise FetchError("cut off: the end of what was packed is missing", place=address, remedy=AGAIN, passing=True)
