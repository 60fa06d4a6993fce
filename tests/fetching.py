"""Clients for tests: time that passes at once, a guard that takes one newspaper for a public one."""

from __future__ import annotations

import ipaddress
import ssl
from functools import lru_cache
from pathlib import Path

import httpx
from newspaper import Newspaper

from pipeline.settings import WebSettings
from pipeline.sources.rawstore import RawStore
from pipeline.sources.web import Client, Clock, FetchError, Guard, Pace
from pipeline.sources.web.guard import Number

CONTACT = "syntaktis@efimerida.example"


class Time:
    """Time that a test need not wait for: ``naps`` are the seconds slept, one after the other."""

    def __init__(self) -> None:
        self.present = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.present += seconds
        self.naps.append(seconds)

    def pace(self) -> Pace:
        """A pace in this time."""
        return Pace(Clock(lambda: self.present, self.sleep))


class Outside(Guard):
    """A guard for whom this newspaper, at 127.0.0.1, is a site of the public network, and its port the web's.

    ``names`` are hosts with their numbers, a list for each time they are looked up.
    """

    def __init__(self, newspaper: Newspaper, names: dict[str, list[list[str]]] | None = None) -> None:
        super().__init__(ports=(newspaper.port,))
        self.names = names or {}

    def refusal(self, number: Number) -> str:
        """The guard's own judgement of any other number."""
        return "" if number == ipaddress.ip_address("127.0.0.1") else super().refusal(number)

    def resolve(self, host: str, port: int) -> list[str]:
        """What the test says; the system is asked for the rest."""
        return self.names[host].pop(0) if host in self.names else super().resolve(host, port)


def client(
    folder: Path,
    time: Time | None = None,
    *,
    guard: Guard | None = None,
    tls: ssl.SSLContext | None = None,
    **settings: object,
) -> Client:
    """A client that may fetch from loopback, with no gap and no second tries unless the test sets them."""
    given = {"contact": CONTACT, "private": True, "gap": 0, "retries": 0, "timeout": 5} | settings
    pace = (time or Time()).pace()
    return Client(WebSettings.model_validate(given), RawStore(folder), pace=pace, guard=guard, tls=tls or _tls())


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """What certifi trusts, read once: it takes a tenth of a second."""
    return httpx.create_ssl_context()


def failure(fetching: Client, address: str) -> FetchError:
    """How fetching an address fails; it is an error if it does not."""
    try:
        fetching.get(address)
    except FetchError as error:
        assert error.place == address
        assert error.remedy
        return error
    raise AssertionError(f"{address} was fetched")
