"""Microsoft's clouds: where each gives tokens, and where its Graph is.

Microsoft's page: "Microsoft Graph national cloud deployments".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """The two addresses of one cloud."""

    authority: str
    root: str


CLOUDS = {
    "global": Cloud(authority="https://login.microsoftonline.com", root="https://graph.microsoft.com"),
    "usgov": Cloud(authority="https://login.microsoftonline.us", root="https://graph.microsoft.us"),
    "usgov-dod": Cloud(authority="https://login.microsoftonline.us", root="https://dod-graph.microsoft.us"),
    "china": Cloud(
        authority="https://login.partner.microsoftonline.cn", root="https://microsoftgraph.chinacloudapi.cn"
    ),
}
GLOBAL = CLOUDS["global"]
ADDRESSES = ("authority", "root")


def completed(given: Mapping[str, object]) -> dict[str, object]:
    """The keys of [graph] with the addresses of the chosen cloud, where none were given by hand."""
    name = given.get("cloud")
    cloud = CLOUDS.get(name, GLOBAL) if isinstance(name, str) else GLOBAL
    return {**{key: getattr(cloud, key) for key in ADDRESSES}, **given}


def contradictions(name: str | None, authority: str, root: str) -> Iterator[str]:
    """A sentence for each address that belongs to another cloud than the chosen one, or than the other address."""
    if name is not None:
        for key, address in zip(ADDRESSES, (authority, root), strict=True):
            if address != (right := getattr(CLOUDS[name], key)):
                yield f'{key} is {address}, and cloud = "{name}" has {right}: take one of the two out'
        return
    whose = {other for other, cloud in CLOUDS.items() if cloud.root == root}
    issued = {other for other, cloud in CLOUDS.items() if cloud.authority == authority}
    if whose and issued and not whose & issued:
        right = next(iter(whose))
        yield f'authority and root belong to different clouds: write cloud = "{right}" in place of both'
