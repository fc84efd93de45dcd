"""Who counts as one caller: an IPv4 address, or the network of an IPv6 one."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

ONE_LINE = 64
"""A line to the internet is given at least so large a network in IPv6: whoever has one has all of its addresses."""


@lru_cache(maxsize=4096)
def caller(host: str) -> str:
    """The address, or the network for one of IPv6; the text itself where it is no address."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), ONE_LINE), strict=False))
