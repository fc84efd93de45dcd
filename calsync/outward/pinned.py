"""One request at an address that was checked, as the host that its link names: no other is connected to."""

from __future__ import annotations

import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

# Its debug lines hold the headers of answers, and a Location is as secret as the link that led to it.
logging.getLogger("httpcore").setLevel(logging.INFO)


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """The authorities to trust: those of a PEM file, or the usual ones. Raises OSError where that can't be read."""
    return ssl.create_default_context(cafile=ca_file) if ca_file else httpx.create_ssl_context()


@asynccontextmanager
async def asked_at(
    method: str,
    url: httpx.URL,
    address: str,
    *,
    headers: Mapping[str, str],
    trusted: ssl.SSLContext,
    seconds: float,
    content: bytes | None = None,
) -> AsyncIterator[httpx.Response]:
    """The answer, not read yet, of that very address; its certificate must be the host's. Raises httpx.HTTPError.

    No redirect is followed and no proxy used.
    """
    request = httpx.Request(
        method,
        url.copy_with(host=address, fragment=None),
        headers={"Host": url.netloc.decode("ascii"), **headers},
        content=content,
        extensions={
            "sni_hostname": url.raw_host.decode("ascii"),
            "timeout": httpx.Timeout(seconds, connect=seconds / 2).as_dict(),
        },
    )
    # One connection for one answer: a connection kept for an address would serve another host's name later.
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
    async with httpx.AsyncHTTPTransport(verify=trusted, trust_env=False, limits=limits) as transport:
        response = await transport.handle_async_request(request)
        try:
            yield response
        finally:
            await response.aclose()


def why_not(error: Exception) -> str:
    """What hindered a connection, in few words: what libraries say may hold the address."""
    words = str(error).lower()
    if "certificate" in words or "hostname" in words:
        return "its certificate is not to be trusted"
    return "it does not answer in time" if isinstance(error, httpx.TimeoutException) else "no connection"
