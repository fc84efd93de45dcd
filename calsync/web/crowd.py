"""How many requests are worked on at once: beyond that a sentence is read, and a call for help still finds room.

A request counts once it is whole: whoever sends half of one, and waits, takes nobody's room (`patience.py` ends that).
"""

from __future__ import annotations

from collections import Counter

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from calsync.web.callers import caller
from calsync.web.guard import TooLong
from calsync.web.refusals import NOT_NOW

MOST = 200
"""So many requests at once, whosesoever they are."""
KEPT = 200
"""So many of them besides by which somebody may call for help, of callers who have few under way themselves."""
FEW = 3
"""Whoever has fewer requests than these under way finds that room."""
OPENED = ("/a/",)
"""Where a worker presses: the page has to be there first."""
CALLED = ("/a/", "/pin/", "/voice/", "/hooks/")
"""Presses and PINs, keys of a call, and what carriers bring: a call in progress is not made twice."""


class Crowd:
    """Lets in as many as can be answered soon, and tells the others so at once."""

    def __init__(self, app: ASGIApp, *, most: int = MOST, kept: int = KEPT) -> None:
        self._app, self._most, self._kept = app, most, kept
        self._now: Counter[str] = Counter()
        """How many requests of each caller are worked on."""
        self._all = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        parts, too_long = await _whole(receive)
        who = caller(scope["client"][0]) if scope.get("client") else ""
        if not self._has_room(scope, who):
            await PlainTextResponse(NOT_NOW, 503, {"Retry-After": "2"})(scope, receive, send)
            return

        async def again() -> Message:
            if too_long is not None and not parts:
                raise too_long  # whoever reads it says so, in the words of their page
            return parts.pop(0) if parts else await receive()

        self._all += 1
        self._now[who] += 1
        try:
            await self._app(scope, again, send)
        finally:
            self._all -= 1
            self._now[who] -= 1
            if not self._now[who]:
                del self._now[who]

    def _has_room(self, scope: Scope, who: str) -> bool:
        if self._all < self._most:
            return True
        kept = {"GET": OPENED, "POST": CALLED}.get(scope["method"], ())
        for_help = scope["path"].startswith(kept)
        return for_help and self._now[who] < FEW and self._all < self._most + self._kept


async def _whole(receive: Receive) -> tuple[list[Message], TooLong | None]:
    """All of a request's body, or what came of it before it was too long."""
    parts: list[Message] = []
    try:
        while not parts or parts[-1].get("more_body", False):
            parts.append(await receive())
    except TooLong as error:
        return parts, error
    return parts, None
