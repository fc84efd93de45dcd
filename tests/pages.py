"""A client for the pages, without a socket: each request on an event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Pages:
    """Asks an ASGI application as a browser, or a carrier, would."""

    web: ASGIApp
    address: str = "http://pages.test"

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """What a GET brings; redirects are not followed."""
        return asyncio.run(self._ask("GET", path, headers=headers))

    def post(
        self,
        path: str,
        *,
        data: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """What a POST of a form, or of raw bytes, brings; redirects are not followed."""
        return asyncio.run(self._ask("POST", path, data=data, content=content, headers=headers))

    async def _ask(self, method: str, path: str, **told: object) -> httpx.Response:
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=self.address) as client:
            return await client.request(method, path, **told)  # type: ignore[arg-type]
