"""One answer over https, within bounds: nothing inside private walls, 16 MB, 10 seconds, three redirects."""

from __future__ import annotations

import asyncio
import logging
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from calsync.errors import SourceRefused, SourceUnavailable
from calsync.feeds.addresses import Resolve, checked, resolve

MOST_BYTES = 16 * 1024 * 1024
"""Of one answer, unpacked; ten years of a busy diary have about 5 MB."""
SECONDS = 10.0
"""For one answer in all, of elapsed time."""
MOST_REDIRECTS = 3
_SLICE = 1024 * 1024

# Its debug lines hold the headers of answers, and a Location is as secret as the link that led to it.
logging.getLogger("httpcore").setLevel(logging.INFO)


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
            self._trust = ssl.create_default_context(cafile=ca_file) if ca_file else httpx.create_ssl_context()
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
        found = await checked(host, url.port or 443, allow_private=self._allow_private, ask=self._ask)
        problem = "no connection"
        for address in found:
            try:
                return await self._read(url, address, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                problem = _why(error)
            except httpx.TimeoutException:
                raise TimeoutError from None
            except httpx.HTTPError:
                raise SourceUnavailable(
                    f"{host} broke off in the middle of its answer; it will be asked again."
                ) from None
        raise SourceUnavailable(
            f"No answer from {host}: {problem}. Check the calendar's link and the network; feeds go through no proxy."
        )

    async def _read(self, url: httpx.URL, address: str, headers: Mapping[str, str]) -> Fetched:
        """Ask at that very address, as the host that the link names: its certificate must be that host's."""
        host = url.raw_host.decode("ascii")
        request = httpx.Request(
            "GET",
            url.copy_with(host=address, fragment=None),
            headers={"Host": url.netloc.decode("ascii"), "Accept-Encoding": "gzip", **headers},
            extensions={
                "sni_hostname": host,
                "timeout": httpx.Timeout(self._seconds, connect=self._seconds / 2).as_dict(),
            },
        )
        # One connection for one answer: a connection kept for an address would serve another host's name later.
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
        async with httpx.AsyncHTTPTransport(verify=self._trust, trust_env=False, limits=limits) as transport:
            response = await transport.handle_async_request(request)
            try:
                body = await _body(response, host) if response.status_code == 200 else b""
            finally:
                await response.aclose()
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


def _why(error: Exception) -> str:
    """What hindered a connection, in few words: what libraries say may hold the address."""
    words = str(error).lower()
    if "certificate" in words or "hostname" in words:
        return "its certificate is not to be trusted"
    return "it does not answer in time" if isinstance(error, httpx.TimeoutException) else "no connection"
