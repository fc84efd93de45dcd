"""A reading that was overtaken: another process has read the diary since, and knows better."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from calsync.domain.model import MailboxState, VisitState
from calsync.errors import SourceUnavailable
from tests.house import House, clock


def overtaken(*, digest: str = "") -> House:
    """A house whose next reading is slow: while it is under way, another process reads the diary and ends."""
    house = House(at="09:00")
    house.entry()
    for _ in range(3):
        asyncio.run(house.engine.poll())
        house.clock.go(5)

    def another_process() -> None:
        house.clock.go(0.1)
        with house.store.transaction() as tx:
            state = tx.mailbox("sam")
            assert state is not None
            tx.put_mailbox(replace(state, last_read=house.clock.now(), digest=digest or state.digest))
        house.calendars.before_snapshot = lambda: None

    house.calendars.before_snapshot = another_process
    return house


def state(house: House) -> MailboxState:
    (found,) = [each for each in house.mailboxes() if each.worker == "sam"]
    assert isinstance(found, MailboxState)
    return found


def test_an_entry_that_an_overtaken_reading_lacks_stays_watched():
    house = overtaken()
    house.delete()
    asyncio.run(house.engine.poll())
    assert house.visit.state is VisitState.PLANNED
    assert state(house).last_read == clock("09:15:06")
    house.clock.go(5)
    asyncio.run(house.engine.poll())
    assert house.visit.state is VisitState.CANCELLED  # by a reading that was not overtaken


def test_a_failure_of_an_overtaken_reading_says_nothing_of_the_diary():
    house = overtaken()
    house.calendars.refuse("sam", SourceUnavailable("No answer."))
    asyncio.run(house.engine.poll())
    assert state(house).failing_since is None
    assert "diary-unread" not in [each.what for each in house.acts()]


def test_an_overtaken_reading_that_finds_nothing_new_leaves_the_judgement_of_the_other():
    house = overtaken(digest="judged.otherwise")
    asyncio.run(house.engine.poll())
    assert state(house).digest == "judged.otherwise"
