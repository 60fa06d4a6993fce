"""Requests that a page, a redirect or a name would turn against the network they come from."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme
from fetching import Outside, Time, client, failure
from newspaper import Newspaper, printing
from newspaper_stories import STORIES

from pipeline.sources.web import FetchError, Guard

STORY = STORIES[0].path

INSIDE = [
    ("127.0.0.1", "this machine"),
    ("127.8.9.10", "this machine"),
    ("::1", "this machine"),
    ("0.0.0.0", "no address at all"),
    ("::", "no address at all"),
    ("10.0.0.1", "private"),
    ("172.16.0.1", "private"),
    ("192.168.1.1", "private"),
    ("100.64.0.1", "private"),
    ("198.18.0.1", "private"),
    ("fd00::1", "private"),
    ("169.254.169.254", "link-local"),
    ("fe80::1", "link-local"),
    ("224.0.0.1", "multicast"),
    ("ff02::1", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("fec0::1", "private"),
    ("::ffff:10.0.0.1", "another form of 10.0.0.1"),
    ("::ffff:93.184.215.14", "another form of 93.184.215.14"),
    ("2002:7f00:1::", "another form of 127.0.0.1"),
    ("64:ff9b::7f00:1", "this machine"),
    ("64:ff9b::a9fe:a9fe", "link-local"),
]


@pytest.mark.parametrize(("number", "reason"), INSIDE, ids=[number for number, _ in INSIDE])
def test_numbers_that_are_not_of_the_public_network(number: str, reason: str) -> None:
    with pytest.raises(FetchError, match=f"is {reason}: not asked"):
        Guard().numbers(number, 80)


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e", "2002:5db8:d70e::"])
def test_numbers_of_the_public_network(number: str) -> None:
    assert Guard().numbers(number, 443) == [number]


@pytest.mark.parametrize("form", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "０x7f.1"])
def test_other_ways_to_write_this_machine(form: str) -> None:
    with pytest.raises(FetchError, match="this machine"):
        Guard().numbers(form, 80)


def test_private_networks_may_be_allowed_but_not_what_is_none() -> None:
    allowed = Guard(private=True)
    assert allowed.numbers("127.0.0.1", 8080) and allowed.numbers("192.168.1.1", 80) and allowed.numbers("fd00::1", 80)
    for number in ("169.254.169.254", "0.0.0.0", "224.0.0.1", "240.0.0.1", "::ffff:10.0.0.1"):
        with pytest.raises(FetchError, match="not asked"):
            allowed.numbers(number, 80)


ADDRESSES = [
    ("ftp://efimerida.example/α", "neither http:// nor https://"),
    ("file:///etc/passwd", "neither http:// nor https://"),
    ("javascript:alert(1)", "neither http:// nor https://"),
    ("//efimerida.example/α", "neither http:// nor https://"),
    ("https:///α", "neither http:// nor https://"),
    ("", "neither http:// nor https://"),
    ("https://user:secret@efimerida.example/", "user name or password"),
    ("https://efimerida.example@127.0.0.1/", "user name or password"),
    ("https://efimerida.example\\@127.0.0.1/", "user name or password"),
    ("https://efimerida.example:22/", "port 22 is not asked"),
    ("http://efimerida.example:8080/", "port 8080 is not asked"),
    ("https://efimerida.example:99999999/", "not a web address"),
    ("https://efimerida.example/\x00", "not a web address"),
    ("https://efimerida.example/\r\nHost: alli.example", "not a web address"),
    ("https://[::1/", "not a web address"),
    ("https://xn--/", "not a web address"),
    ("https://efimerida.example/\ud800", "not a web address"),
    ("https://efimerida.example/" + "α" * 2000, "longer than 2,000"),
]


@pytest.mark.parametrize(("address", "reason"), ADDRESSES, ids=range(len(ADDRESSES)))
def test_addresses_that_are_not_asked(address: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as caught:
        Guard().check(address)
    str(caught.value).encode()


def test_an_address_is_asked_without_its_fragment() -> None:
    assert Guard().check("HTTPS://Efimerída.example:443/α β?γ#δ") == (
        "https://xn--efimerda-h2a.example/%CE%B1%20%CE%B2?%CE%B3"
    )
    assert Guard().check("http://80.example:80/") == "http://80.example/"


HOPS = [
    ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is link-local"),
    ("http://10.0.0.1/", "10.0.0.1 is private"),
    ("http://[::1]/", "::1 is this machine"),
    ("http://127.0.0.2/", "127.0.0.2 is this machine"),
    ("http://127.0.0.1:1/", "port 1 is not asked"),
    ("//10.0.0.1/", "10.0.0.1 is private"),
    ("file:///etc/passwd", "neither http:// nor https://"),
    ("gopher://efimerida.example/", "neither http:// nor https://"),
    ("http://x:y@efimerida.example/", "user name or password"),
    ("mailto:syntaxi@efimerida.example", "a redirect to no web address"),
    ("data:text/html,α", "a redirect to no web address"),
    ("http://xn--/", "a redirect to no web address"),
    ("http://[::1/", "a redirect to no web address"),
    ("http://%01/", "a redirect to no web address"),
    ("http://efimerida.example:99999999/", "not a web address: port 99999999"),
]


@pytest.mark.parametrize(("onward", "reason"), HOPS, ids=[repr(hop) for hop, _ in HOPS])
def test_a_public_newspaper_redirects_inside(tmp_path: Path, newspaper: Newspaper, onward: str, reason: str) -> None:
    fetching = client(tmp_path, private=False, guard=Outside(newspaper))
    assert reason in failure(fetching, f"{newspaper.address}/to?{onward}").problem
    assert not list(tmp_path.rglob("*"))


def test_a_server_inside_is_never_reached_by_a_redirect_nor_asked_for_its_robots(
    tmp_path: Path, newspaper: Newspaper
) -> None:
    with printing("127.0.0.2") as inside:
        guard = Outside(newspaper)
        guard.ports = (newspaper.port, inside.port)
        fetching = client(tmp_path, private=False, guard=guard)
        address = f"{newspaper.address}/to?{inside.address}{STORY}"
        assert f"redirected to {inside.address}" in failure(fetching, address).problem
        newspaper.pages.clear()
        assert inside.requests == []
        # The same way is open where private networks are allowed.
        assert client(tmp_path).get(address).final == f"{inside.address}{STORY}"


def test_by_default_this_machine_is_not_asked_at_all(tmp_path: Path, newspaper: Newspaper) -> None:
    assert "port" in failure(client(tmp_path, private=False), newspaper.address).problem
    assert "this machine" in failure(client(tmp_path, private=False), "http://localhost/").problem
    assert newspaper.requests == []


def test_a_name_that_leads_elsewhere_at_the_second_look_up(tmp_path: Path, newspaper: Newspaper) -> None:
    """DNS rebinding: what was judged is what is connected to, for each connection anew."""
    names = {"efimerida.example": [["127.0.0.1"], ["127.0.0.2"]]}
    fetching = client(tmp_path, private=False, guard=Outside(newspaper, names))
    place = f"http://efimerida.example:{newspaper.port}"
    assert fetching.get(f"{place}{STORY}").status == 200
    assert newspaper.requests[-1].headers["host"] == f"efimerida.example:{newspaper.port}"
    failure(fetching, f"{place}/cut")  # the connection ends, so the next request looks the name up again
    assert "efimerida.example (127.0.0.2) is this machine" in failure(fetching, f"{place}{STORY}").problem


def test_one_private_number_among_several_is_enough(tmp_path: Path, newspaper: Newspaper) -> None:
    guard = Outside(newspaper, {"efimerida.example": [["127.0.0.1", "10.0.0.1"]]})
    fetching = client(tmp_path, private=False, guard=guard)
    assert "10.0.0.1" in failure(fetching, f"http://efimerida.example:{newspaper.port}/").problem


def test_a_number_that_does_not_answer_gives_way_to_the_next(tmp_path: Path, newspaper: Newspaper) -> None:
    guard = Outside(newspaper, {"efimerida.example": [["127.0.0.3", "127.0.0.1"]] * 2})
    guard.private = True
    assert client(tmp_path, guard=guard).get(f"http://efimerida.example:{newspaper.port}{STORY}").status == 200


def test_a_certificate_of_the_name_is_asked_for_though_the_number_is_connected_to(tmp_path: Path) -> None:
    authority = trustme.CA()
    server, trusting = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("efimerida.example").configure_cert(server)
    authority.configure_trust(trusting)
    with printing(tls=server) as newspaper:
        names = {"efimerida.example": [["127.0.0.1"]], "alli.example": [["127.0.0.1"]] * 2}
        fetching = client(tmp_path, private=False, guard=Outside(newspaper, names), tls=trusting)
        assert fetching.get(f"https://efimerida.example:{newspaper.port}{STORY}").status == 200
        problem = failure(fetching, f"https://alli.example:{newspaper.port}{STORY}").problem
        assert "no safe connection (TLS): Hostname mismatch" in problem
        assert (
            "no safe connection (TLS): unable to get local issuer"
            in failure(client(tmp_path), newspaper.address).problem
        )


def test_an_environment_with_a_proxy_leads_nobody_past_the_guard(
    tmp_path: Path, newspaper: Newspaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, newspaper.address)
    time = Time()
    assert "is private" in failure(client(tmp_path, time, private=False), "http://10.0.0.1/").problem
    assert newspaper.requests == []
