"""No feed leads inside private walls, whatever its name stands for and whenever."""

from __future__ import annotations

import asyncio

import pytest

from calsync.errors import SourceRefused, SourceUnavailable
from calsync.feeds.fetching import Fetcher
from calsync.outward.addresses import is_public
from tests.feeds.conftest import Answer, Publisher, calendar

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.251",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_private_walls_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["52.96.0.1", "2603:1000::1", "::ffff:52.96.0.1", "64:ff9b::3460:1"])
def test_an_address_on_the_open_internet_is_not(address: str) -> None:
    assert is_public(address)


def resolver(*answers: list[str]):
    """A resolver that answers each time with the next of these, and notes how often it was asked."""
    asked: list[str] = []

    async def ask(host: str, _port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return ask, asked


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    ask, _ = resolver(["52.96.0.1", "10.0.0.1"])
    with pytest.raises(SourceRefused, match="inside a private network"):
        asyncio.run(Fetcher(ask=ask).get("https://calendar.example/a.ics", {}))


def test_a_name_that_stands_for_nothing_is_worth_another_try() -> None:
    async def ask(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(SourceUnavailable, match=r"no address for calendar\.example"):
        asyncio.run(Fetcher(ask=ask).get("https://calendar.example/a.ics", {}))


def test_the_checked_address_is_connected_to_and_the_name_is_not_looked_up_again(publisher: Publisher) -> None:
    publisher.says(Answer(body=calendar()))
    # Were the name looked up a second time, it would lead elsewhere: that is DNS rebinding.
    ask, asked = resolver(["127.0.0.1"], ["192.0.2.1"])
    fetcher = Fetcher(allow_private=True, ca_file=publisher.certificates.ca_file, ask=ask)
    got = asyncio.run(fetcher.get(publisher.url(), {}))
    assert (got.status, asked) == (200, ["localhost"])
    # The server is greeted by the name in the link, and its certificate was that name's.
    assert publisher.names == ["localhost"]
    assert publisher.asked[0][1]["host"] == f"localhost:{publisher.port}"


def test_a_certificate_of_another_name_is_not_trusted(publisher: Publisher) -> None:
    ask, _ = resolver(["127.0.0.1"])
    fetcher = Fetcher(allow_private=True, ca_file=publisher.certificates.ca_file, ask=ask)
    with pytest.raises(SourceUnavailable, match=r"calendar\.example: its certificate is not to be trusted"):
        asyncio.run(fetcher.get(publisher.url(host="calendar.example"), {}))
    assert publisher.asked == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_loopback_in_any_spelling_is_not_connected_to(publisher: Publisher, host: str) -> None:
    publisher.says(Answer(body=calendar()))
    with pytest.raises(SourceRefused, match="inside a private network"):
        asyncio.run(Fetcher(ca_file=publisher.certificates.ca_file).get(publisher.url(host=host), {}))
    assert (publisher.asked, publisher.names) == ([], [])


def test_each_redirect_is_checked_anew(publisher: Publisher) -> None:
    publisher.says(Answer(302, {"Location": "https://inside.example/metadata"}))
    asked: list[str] = []

    async def ask(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if host == "localhost" else ["169.254.169.254"]

    fetcher = Fetcher(allow_private=False, ca_file=publisher.certificates.ca_file, ask=ask)
    with pytest.raises(SourceRefused, match="localhost is an address inside"):
        asyncio.run(fetcher.get(publisher.url(), {}))
    assert asked == ["localhost"]
