"""Raw rows of a diary -> entries, and the digest by which an unchanged diary is known, never holding up the loop."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Sequence

import msgspec

from calsync.domain.model import Event, PersonId, Unreadable
from calsync.parsers.graph_event import read_event
from calsync.parsers.graph_rows import GraphEvent
from calsync.parsers.json_text import decoded

SLICE = 0.004
"""Real seconds for which the event loop is kept at a time; a row takes some fifty millionths."""
LARGE = 512 * 1024
"""Bytes above which a digest is made in a thread."""
# To be changed when the same row is to be read in another way: then every diary counts as changed once.
_READING = b"calsync diary 3"
_DECODER = msgspec.json.Decoder(GraphEvent)


async def digest_of(lists: Sequence[msgspec.Raw]) -> str:
    """The same for the same rows in the same order on the same pages, byte by byte: 64 hexadecimal digits."""
    if len(lists) > 1 or memoryview(lists[0]).nbytes > LARGE:
        return await asyncio.to_thread(_digest, lists)
    return _digest(lists)


def _digest(lists: Sequence[msgspec.Raw]) -> str:
    # SHA-256 has instructions of its own in today's processors: half the time of BLAKE2, which has none.
    made = hashlib.sha256(_READING, usedforsecurity=False)
    for each in lists:
        made.update(each)
    return made.hexdigest()


class Reader:
    """Reads rows in small slices, one diary after the other, so that everything else gets its turn between them."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()
        self._until = 0.0

    async def breathe(self) -> None:
        """Lets everything else on the event loop run, when it has had to wait for a slice of time."""
        if time.perf_counter() > self._until:
            await asyncio.sleep(0)
            self._until = time.perf_counter() + SLICE

    async def read(
        self, rows: Sequence[msgspec.Raw], worker: PersonId
    ) -> tuple[tuple[Event, ...], tuple[Unreadable, ...]]:
        """The entries, and those that can't be understood. Where an id comes twice, the later reading holds.

        Pages shift while they are read, and a row may come twice.
        """
        found: dict[str, Event | Unreadable] = {}
        nameless: list[Unreadable] = []
        async with self._one_at_a_time:
            for raw in rows:
                entry = read_row(raw, worker)
                if not entry.id and isinstance(entry, Unreadable):
                    nameless.append(entry)
                else:
                    found[entry.id] = entry
                await self.breathe()
        events = tuple(entry for entry in found.values() if isinstance(entry, Event))
        unreadable = (entry for entry in found.values() if isinstance(entry, Unreadable))
        return events, (*unreadable, *nameless)


def read_row(raw: msgspec.Raw, worker: PersonId, *, colleagues_at: str = "") -> Event | Unreadable:
    """The entry of one row; Unreadable, with an empty id where it has none, when it can't be understood."""
    try:
        row = decoded(_DECODER.decode, raw)
    except (msgspec.MsgspecError, RecursionError):
        # The slow way, for the row that is not as it should be: it finds the id, and says which field is wrong.
        try:
            return read_event(msgspec.json.decode(raw), worker, colleagues_at=colleagues_at)
        except (msgspec.MsgspecError, RecursionError):
            return Unreadable(worker=worker, id="", why="The entry is not readable JSON.")
    return read_event(row, worker, colleagues_at=colleagues_at)
