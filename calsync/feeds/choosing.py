"""Diaries from several sources: a feed where a worker has one, and another source for everybody else."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from calsync.domain.model import Event, PersonId, Snapshot, Turn
from calsync.errors import SourceError
from calsync.feeds.diaries import FeedDiaries
from calsync.ports import CalendarSource, DiaryWanted, Unchanged


class SeveralSources:
    """The CalendarSource port over feeds and one other source."""

    def __init__(self, feeds: FeedDiaries, others: CalendarSource) -> None:
        self._feeds = feeds
        self._others = others

    @property
    def room(self) -> int:
        """That of the other source, since any diary that is due may be one of its."""
        return self._others.room

    @property
    def reads_a_second(self) -> float | None:
        """As the other source is measured; feeds do not matter."""
        return self._others.reads_a_second

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        """What became of each, in the order of `wanted`, both sources asked at the same time. Raises nothing."""
        feeds = self._feeds.serving([each.worker for each in wanted])
        mine = [each for each in wanted if each.worker in feeds]
        theirs = [each for each in wanted if each.worker not in feeds]
        by_feed, by_other = await asyncio.gather(
            self._feeds.snapshots(mine, turn=turn) if mine else _nothing(),
            self._others.snapshots(theirs, turn=turn) if theirs else _nothing(),
        )
        from_feeds, from_others = iter(by_feed), iter(by_other)
        return [next(from_feeds if each.worker in feeds else from_others) for each in wanted]

    async def event(self, worker: PersonId, event_id: str, *, turn: Turn = Turn.ORDINARY) -> Event | None:
        """One entry by its id; None when the diary has no such entry. Raises SourceError."""
        return await self._of(worker).event(worker, event_id, turn=turn)

    def _of(self, worker: PersonId) -> CalendarSource:
        return self._feeds if self._feeds.serving([worker]) else self._others


async def _nothing() -> list[Snapshot | Unchanged | SourceError]:
    return []
