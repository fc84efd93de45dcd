"""More requests at once than can be worked on: a sentence for who comes too late, and room for a worker's press."""

from __future__ import annotations

import asyncio

import httpx
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from calsync.web.crowd import FEW, Crowd
from calsync.web.refusals import NOT_NOW

FOR_HELP = (("GET", "/a/x"), ("POST", "/a/x"), ("POST", "/voice/in/key"))
"""As many as one caller finds kept for them."""


class Busy:
    """Pages that answer nobody before they are let go; then with the length of what was sent."""

    def __init__(self) -> None:
        self.go, self.begun = asyncio.Event(), asyncio.Queue[str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.begun.put_nowait(scope["path"])
        body = (await receive())["body"]
        await self.go.wait()
        await PlainTextResponse(str(len(body)))(scope, receive, send)


async def _asks(web: Crowd, method: str, path: str, caller: str) -> httpx.Response:
    transport = httpx.ASGITransport(web, client=(caller, 1))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://pages.test") as client:
        return await client.request(method, path, content=b"help" if method == "POST" else None)


async def _day() -> tuple[list[httpx.Response], list[httpx.Response], list[httpx.Response]]:
    busy = Busy()
    web = Crowd(busy, most=4, kept=4)
    crowd = [asyncio.create_task(_asks(web, "POST", "/a/x", "192.0.2.1")) for _ in range(4)]
    for _ in crowd:
        await busy.begun.get()
    late = (("GET", "/me", "192.0.2.2"), ("POST", "/a/x", "192.0.2.1"), ("GET", "/voice/in", "192.0.2.2"))
    too_late = [await _asks(web, *each) for each in late]
    worker = [asyncio.create_task(_asks(web, *each, "192.0.2.3")) for each in FOR_HELP]
    for _ in worker:
        await busy.begun.get()
    too_late.append(await _asks(web, "POST", "/a/x", "192.0.2.3"))
    busy.go.set()
    taken = [*await asyncio.gather(*crowd, *worker), await _asks(web, "GET", "/a/x", "192.0.2.2")]
    return taken, too_late, [await each for each in worker]


def test_who_comes_too_late_reads_a_sentence_and_who_calls_for_help_is_let_in_beside_the_crowd() -> None:
    taken, too_late, pressed = asyncio.run(_day())
    assert {(each.status_code, each.text) for each in too_late} == {(503, NOT_NOW)}
    assert [each.text for each in pressed] == ["0", "4", "4"], (
        "who opens the page, presses there, presses a key of a call"
    )
    assert len(taken) == 4 + FEW + 1
    assert {each.status_code for each in taken} == {200}
