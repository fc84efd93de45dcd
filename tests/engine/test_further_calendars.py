"""Whoever keeps visits in several calendars has all of them read, whatever makes the engine read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from calsync.domain.model import MailboxState, People, Snapshot, Turn
from calsync.engine import Engine
from calsync.errors import SourceError
from calsync.ports import DiaryWanted, Unchanged
from tests.fakes import FakeCalendars
from tests.house import CAST, House, differing

NAMES = ("Outreach", "Evenings")
BOTH = differing(differing(CAST, "sam", calendars=NAMES), "dee", works=True)


@dataclass
class Noting(FakeCalendars):
    """Diaries that note what was asked of them."""

    wanted: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        self.wanted += [(each.worker, each.calendars) for each in wanted]
        self.digests += [each.digest for each in wanted]
        return await super().snapshots(wanted, turn=turn)


def noting(people: People) -> tuple[House, Noting, Engine]:
    house = House(people=people)
    house.entry()
    calendars = Noting(diaries=house.calendars.diaries)
    return house, calendars, Engine(replace(house.core, calendars=calendars))


def test_a_poll_asks_for_the_calendars_that_the_people_file_names() -> None:
    _, calendars, engine = noting(BOTH)
    asyncio.run(engine.poll())
    assert dict(calendars.wanted) == {"sam": NAMES, "dee": ()}


def test_a_look_and_whoever_reads_at_once_ask_for_them_too() -> None:
    house, calendars, engine = noting(BOTH)
    states: list[MailboxState] = [each for each in house.mailboxes() if each.worker == "sam"]
    asyncio.run(engine.read_these(states))
    assert calendars.wanted == [("sam", NAMES)]


def test_a_diary_is_judged_anew_when_a_calendar_is_added_to_it() -> None:
    house, calendars, engine = noting(CAST)
    for _ in range(4):
        asyncio.run(engine.poll())
        house.clock.go(5)
    assert calendars.digests[-1]
    with house.store.transaction() as tx:
        tx.put_people(BOTH)
    asyncio.run(engine.poll())
    assert calendars.wanted[-1] == ("sam", NAMES)
    assert calendars.digests[-1] == ""


def test_the_paces_are_planned_with_all_requests_that_a_diary_of_several_calendars_takes():
    def wait(requests: int) -> float:
        house = House()
        listed = house.calendars.snapshots

        async def of_several(*wanted: Any, **how: Any) -> list[Any]:
            return [replace(each, requests=requests) for each in await listed(*wanted, **how)]

        house.calendars.snapshots = of_several  # type: ignore[method-assign]
        house.calendars.speed = 4 / 300  # four of one request each in five minutes
        for _ in range(150):
            house.poll()
        house.clock.go(6)
        asyncio.run(house.engine.poll(limit=10))
        (state,) = [each for each in house.mailboxes() if each.worker == "sam"]
        return (state.next_poll_at - house.clock.now()) / state.pace

    assert wait(1) == 1.0
    assert wait(21) > 4.0
