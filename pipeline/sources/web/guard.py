"""Which addresses may be asked: the web's, and nothing inside (server-side request forgery).

A page, a feed or a redirect may name any address, and the host of a harmless one may lead to a private one. So a host
is looked up once for each connection, what comes out is judged, and the connection goes to the very numbers that were
judged: a second look-up, which could come out otherwise (DNS rebinding), does not happen.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence

import httpx

from pipeline.sources.web.failures import AGAIN, FetchError

Number = ipaddress.IPv4Address | ipaddress.IPv6Address

WEB = (80, 443)
_LONGEST = 2000
_CORRECT = "correct the address in the source's YAML; one that a page gave is rightly left out"
_ALLOW = "nothing, if a page or a redirect gave it; for a site of your own network set web.private: true"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Guard:
    """Judges addresses before and while they are asked.

    Args:
        private: whether hosts of private networks, this machine included, and any port may be asked.
        ports: those that may be asked otherwise.

    >>> Guard().check("https://efimerida.example/α#σχόλια")
    'https://efimerida.example/%CE%B1'
    """

    def __init__(self, private: bool = False, ports: Sequence[int] = WEB) -> None:
        self.private = private
        self.ports = ports

    def check(self, address: str) -> str:
        """An address as it is asked for, without its fragment.

        Raises:
            FetchError: when it is not a web address, carries a password, or asks for a port that is not the web's.
        """
        place = address if len(address) <= _LONGEST else address[:100] + "…"
        if len(address) > _LONGEST:
            raise FetchError(f"longer than {_LONGEST:,} characters", place=place, remedy=_CORRECT)
        try:
            url = httpx.URL(address)
            host = url.host  # which takes internationalised names apart, and fails where they are none
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"not a web address: {error}", place=repr(address)[1:-1], remedy=_CORRECT) from error
        if (url.port or 0) > 65535:
            raise FetchError(f"not a web address: port {url.port}", place=place, remedy=_CORRECT)
        if url.scheme not in ("http", "https") or not host:
            raise FetchError("neither http:// nor https:// with a host", place=place, remedy=_CORRECT)
        if url.userinfo:
            raise FetchError("a user name or password in the address", place=place, remedy=_CORRECT)
        if url.port not in (None, *self.ports) and not self.private:
            asked = ", ".join(map(str, self.ports))
            raise FetchError(f"port {url.port} is not asked (allowed: {asked})", place=place, remedy=_ALLOW)
        return str(url.copy_with(fragment=None))

    def numbers(self, host: str, port: int) -> list[str]:
        """The numbers of a host, all judged, in the order to try them.

        Raises:
            FetchError: when it has none, or one of them is not of the public network.
        """
        found = self.resolve(host, port)
        for number in found:
            reason = self.refusal(ipaddress.ip_address(number))
            if reason:
                shown = host if host == number else f"{host} ({number})"
                raise FetchError(f"{shown} is {reason}: not asked", place=host, remedy=_ALLOW)
        return found

    def resolve(self, host: str, port: int) -> list[str]:
        """What the system says are a host's numbers; errors as for ``numbers``."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            passing = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            reason = f"no such host: {getattr(error, 'strerror', None) or error}"
            raise FetchError(reason, place=host, remedy=AGAIN, passing=passing) from error
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def refusal(self, number: Number) -> str:
        """Why a number is not asked, "" if it may be."""
        reason = _kind(number)
        return "" if self.private and reason in ("private", "this machine") else reason


def _kind(number: Number) -> str:
    """What a number is when it is not of the public network."""
    if isinstance(number, ipaddress.IPv6Address):
        if number in _NAT64:  # where there is no IPv4, every site's number is of these, and is judged by what it holds
            return _kind(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
        inner = number.ipv4_mapped or number.sixtofour
        if number.ipv4_mapped or (inner and _kind(inner)):
            return f"another form of {inner}"
        if number.is_site_local:
            return "private"
    for holds, reason in (
        (number.is_unspecified, "no address at all"),
        (number.is_loopback, "this machine"),
        (number.is_link_local, "link-local"),
        (number.is_multicast, "multicast"),
        (number.is_reserved, "reserved"),
        (not number.is_global, "private"),
    ):
        if holds:
            return reason
    return ""
