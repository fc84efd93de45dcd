"""One answer over https, within bounds: nothing inside private walls, 16 MB, 10 seconds, three redirects."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from calsync.errors import InsideWalls, NoAddress, SourceRefused, SourceUnavailable
from calsync.outward.addresses import Resolve, checked, resolve
from calsync.outward.pinned import asked_at, trust, why_not

MOST_BYTES = 16 * 1024 * 1024
"""Of one answer, unpacked; ten years of a busy diary have about 5 MB."""
SECONDS = 10.0
"""For one answer in all, of elapsed time."""
MOST_REDIRECTS = 3
_SLICE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer, read whole."""

    status: int
    headers: httpx.Headers
    body: bytes


class Fetcher:
    """Gets what lies under https addresses. No error of it shows more of an address than its host."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        ca_file: Path | None = None,
        ask: Resolve = resolve,
        seconds: float = SECONDS,
    ) -> None:
        self._allow_private = allow_private
        self._ask = ask
        self._seconds = seconds
        try:
            self._trust = trust(ca_file)
        except (OSError, ssl.SSLError):
            raise SourceRefused("The CA file can't be read: check that feeds.ca_file names a PEM file.") from None

    async def get(self, url: str, headers: Mapping[str, str]) -> Fetched:
        """The last answer after at most three redirects. Raises SourceError; what a status means, the caller says."""
        host = _host(url)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(url, headers)
        except TimeoutError:
            raise SourceUnavailable(
                f"{host} did not give the whole calendar within {self._seconds:g} seconds; it will be asked again."
            ) from None

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._one(url, headers)
            onwards = answer.headers.get("location", "")
            if answer.status not in (301, 302, 303, 307, 308) or not onwards:
                return answer
            try:
                url = str(httpx.URL(url).join(onwards))
            except (httpx.InvalidURL, ValueError, TypeError):
                raise SourceRefused(f"{_host(url)} sends us on to no address at all: check the link.") from None
        raise SourceRefused(
            f"{_host(url)} sends us on more than {MOST_REDIRECTS} times: check the calendar's link, or publish it anew."
        )

    async def _one(self, text: str, headers: Mapping[str, str]) -> Fetched:
        host = _host(text)
        url = httpx.URL(text)
        if url.scheme != "https" or not url.host or url.userinfo:
            raise SourceRefused(
                f"{host} was not asked: a calendar's address must begin with https:// and name no user."
            )
        found = await self._addresses(host, url.port or 443)
        problem = "no connection"
        for address in found:
            try:
                return await self._read(url, address, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                problem = why_not(error)
            except httpx.TimeoutException:
                raise TimeoutError from None
            except httpx.HTTPError:
                raise SourceUnavailable(
                    f"{host} broke off in the middle of its answer; it will be asked again."
                ) from None
        raise SourceUnavailable(
            f"No answer from {host}: {problem}. Check the calendar's link and the network; feeds go through no proxy."
        )

    async def _addresses(self, host: str, port: int) -> list[str]:
        try:
            return await checked(host, port, allow_private=self._allow_private, ask=self._ask)
        except NoAddress:
            raise SourceUnavailable(
                f"There is no address for {host}: check the calendar's link, and that this machine finds names (DNS)."
            ) from None
        except InsideWalls:
            raise SourceRefused(
                f"{host} is an address inside a private network, and no calendar is read from there: check the "
                "calendar's link, or set feeds.allow_private = true if it is your own server."
            ) from None

    async def _read(self, url: httpx.URL, address: str, headers: Mapping[str, str]) -> Fetched:
        """Ask at that very address, as the host that the link names: its certificate must be that host's."""
        host, wanted = url.raw_host.decode("ascii"), {"Accept-Encoding": "gzip", **headers}
        async with asked_at(
            "GET", url, address, headers=wanted, trusted=self._trust, seconds=self._seconds
        ) as response:
            body = await _body(response, host) if response.status_code == 200 else b""
        return Fetched(status=response.status_code, headers=response.headers, body=body)


async def _body(response: httpx.Response, host: str) -> bytes:
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip"):
        raise SourceRefused(f"{host} packs the calendar as nobody asked it to; it can't be read.")
    unpack = zlib.decompressobj(31) if "gzip" in packed else None
    body, raw = bytearray(), 0
    try:
        async for chunk in response.aiter_raw():
            raw += len(chunk)
            rest = chunk
            while rest and len(body) <= MOST_BYTES and raw <= MOST_BYTES:
                if unpack is None:
                    body += rest
                    break
                # A small packed chunk may hold a thousand times as much: never more than a slice of it at once.
                body += unpack.decompress(rest, _SLICE)
                rest = unpack.unconsumed_tail
                await asyncio.sleep(0)
            if max(len(body), raw) > MOST_BYTES:
                raise SourceRefused(
                    f"{host} gave a calendar of more than {MOST_BYTES >> 20} MB; nothing of it was used. Publish a "
                    "shorter time of it."
                )
    except zlib.error:
        raise SourceUnavailable(f"The calendar that {host} gave can't be unpacked; it will be asked again.") from None
    if unpack is not None and not unpack.eof:
        raise SourceUnavailable(f"{host} broke off in the middle of the calendar; it will be asked again.")
    return bytes(body)


def _host(url: str) -> str:
    try:
        return httpx.URL(url).raw_host.decode("ascii") or "The calendar's link"
    except (httpx.InvalidURL, ValueError):
        raise SourceRefused("The calendar's link is no address: copy the ICS link from Outlook again.") from None
