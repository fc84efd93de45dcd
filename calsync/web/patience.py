"""Connections whose callers send nothing, or read nothing: ended soon, and at once where there are very many."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections import Counter
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from calsync.web import crowd
from calsync.web.callers import caller

LOOK_EVERY = 5.0
"""Real seconds: what is seen waiting for the same request at two looks is ended."""
UNREAD_LOOKS = 3
"""An answer of which nothing more was read for so many looks is ended with its connection: telephones lose the air."""
READ_LOOKS = 12
"""So many looks at most have something unread: an answer is a page, and no telephone reads it byte by byte."""
MOST = crowd.MOST + crowd.KEPT + 200
"""So many connections at once, more than requests that find room (`crowd.py`): a press has to be heard to be let in."""

AT_ONCE = struct.pack("ii", 1, 0)
"""Linger for no time at all."""


class PatientProtocol(H11Protocol):
    """A connection that ends by itself where its caller neither asks nor reads."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room for it where there are many; never by ending the one that has just come."""
        super().connection_made(transport)
        self._since = time.monotonic()
        self._seen: object = None
        self._still = self._unread = 0
        self._look = self.loop.call_later(LOOK_EVERY, self._look_again)
        if len(self.connections) > MOST:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._look.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """From now on it is the caller's turn again."""
        self._since = time.monotonic()
        super().on_response_complete()

    @property
    def caller(self) -> str:
        """Who is at the other end; a proxy is one caller."""
        return caller(self.client[0]) if self.client else ""

    @property
    def unread(self) -> int:
        """How many bytes of answers lie here, since their caller does not read them."""
        return self.transport.get_write_buffer_size()

    @property
    def waits(self) -> bool:
        """Whether it is the caller's turn: to read what was answered, or to send a whole request."""
        cycle: Any = self.cycle
        if self.unread:
            return True  # also one that is being closed: that would last until it was read
        return not self.transport.is_closing() and (cycle is None or cycle.more_body or cycle.response_complete)

    def end(self) -> None:
        """Close it; what its caller did not read is let go of, by the machine too: it would go on offering it."""
        if self.unread:
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            self.transport.abort()
        else:
            self.transport.close()

    def _make_room(self) -> None:
        """End who has waited longest, of whoever has most: one machine takes from itself alone."""
        others = [each for each in self.connections if isinstance(each, PatientProtocol) and each is not self]
        has = Counter(each.caller for each in others)
        waiting = [each for each in others if each.waits]
        if waiting:
            min(waiting, key=lambda each: (-has[each.caller], each._since)).end()

    def _look_again(self) -> None:
        unread, now = self.unread, (self.cycle, self.unread)
        self._still = self._still + 1 if self._seen == now else 0
        self._unread = self._unread + 1 if unread else 0
        if unread:
            over = self._still >= UNREAD_LOOKS - 1 or self._unread >= READ_LOOKS
        else:
            over = self.waits and self._still > 0
        if over:
            self.end()
            return
        self._seen = now
        self._look = self.loop.call_later(LOOK_EVERY, self._look_again)
