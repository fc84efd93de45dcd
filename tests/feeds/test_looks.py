"""The look before an alarm waits behind no ordinary text that is being worked out (law 9)."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

from calsync.domain.model import Snapshot
from calsync.errors import SourceUnavailable
from calsync.feeds.reading import TextReader, Whose
from tests.feeds.conftest import MORNING, calendar, entry

WHOSE = Whose(worker="sam", mail="sam@centre.example", zone="Europe/London")
WINDOW = MORNING - timedelta(hours=12), MORNING + timedelta(hours=36)
VISIT = calendar(entry("visit", "20261201T140000Z", "SUMMARY:JS"))


def test_a_look_is_read_while_every_ordinary_text_takes_long() -> None:
    slow = threading.Event()
    reader = TextReader(
        elapsed=lambda: 0.0 if threading.current_thread().name.startswith("calsync-feed-look") else hold()
    )

    def hold() -> float:
        slow.wait(20)
        return 0.0

    async def looked() -> int:
        texts = [VISIT + b"\r\n" * n for n in range(1, 5)]
        ordinary = [asyncio.create_task(reader.snapshot(WHOSE, each, *WINDOW)) for each in texts]
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(10):
                snapshot = await reader.snapshot(WHOSE, VISIT, *WINDOW, look=True)
                found = await reader.event(WHOSE, VISIT, "visit", look=True)
        finally:
            slow.set()
            await asyncio.gather(*ordinary)
        assert found is not None
        return len(snapshot.events)

    assert asyncio.run(looked()) == 1


def test_a_text_that_took_too_long_is_tried_again_within_a_minute_and_at_once_by_a_look() -> None:
    """The machine may have been busy; what can't be read whatever the time is left alone for longer."""
    busy, seconds = [True], [0.0]

    def elapsed() -> float:
        seconds[0] += 1.0 if busy[0] else 0.001
        return seconds[0]

    reader = TextReader(seconds=0.5, elapsed=elapsed)

    def read(*, look: bool = False) -> object:
        try:
            return asyncio.run(reader.snapshot(WHOSE, VISIT, *WINDOW, look=look))
        except SourceUnavailable as error:
            return error

    assert isinstance(read(), SourceUnavailable)
    busy[0] = False
    assert isinstance(read(), SourceUnavailable)
    assert isinstance(read(look=True), Snapshot)
    seconds[0] += 60
    assert isinstance(read(), Snapshot)
