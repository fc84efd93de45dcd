"""Which addresses of the network may be connected to: none inside the organisation's own walls, unless allowed."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from calsync.errors import InsideWalls, NoAddress

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""A host and a port -> every address that it stands for. Raises OSError."""

_TRANSLATED = IPv6Network("64:ff9b::/96")
# Of these only the first looks public: Azure answers there inside its own machines.
_METADATA = frozenset(ip_address(each) for each in ("168.63.129.16", "169.254.169.254", "fd00:ec2::254"))
# Carriers' own, and what IANA keeps for protocols: Python's lists of private networks grew over its versions.
_KEPT = tuple(ip_network(each) for each in ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"))


async def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives, each once."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_public(text: str) -> bool:
    """Whether an address lies on the open internet; one that carries another inside counts as both."""
    return all(_is_open(each) for each in _inside(ip_address(text)))


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    if address in _METADATA or any(address in each for each in _KEPT):
        return False
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inside(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The address, or the IPv4 address that stands for it, and those that it leads to by a tunnel."""
    if isinstance(address, IPv4Address):
        yield address
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
        return
    if address in _TRANSLATED:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
        return
    if int(address) >> 32 == 0 and int(address) > 1:
        yield IPv4Address(int(address) & 0xFFFFFFFF)  # the old form, "::10.0.0.1"
    yield address
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo


async def checked(host: str, port: int, *, allow_private: bool, ask: Resolve = resolve) -> list[str]:
    """Every address of the host, each fit to be connected to. Raises NoAddress and InsideWalls.

    One that is not refuses the host as a whole. Connect to these and ask for no others: a second look-up might give
    what the first did not (DNS rebinding).
    """
    try:
        found = await ask(host, port)
    except (OSError, UnicodeError):
        raise NoAddress(host) from None
    if not found:
        raise NoAddress(host)
    if not allow_private and not all(is_public(each) for each in found):
        raise InsideWalls(host)
    return found
