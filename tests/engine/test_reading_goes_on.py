"""Reading goes on: a window, an entry, a mailbox or a store that fails takes nothing else along, and nothing waits."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import Place, Turn, VisitState
from calsync.engine import Engine
from calsync.errors import SourceRefused, SourceUnavailable, StoreUnavailable
from tests.fakes import FakeCalendars
from tests.house import CAST, House, an_entry, clock

BOTH = replace(CAST, persons=tuple(replace(each, works=each.id in ("sam", "dee")) for each in CAST.persons))


class NoLongWindows(FakeCalendars):
    """A diary whose 14 days can't be read (504 over an endless series, too many pages), and whose 36 hours can."""

    async def snapshot(self, worker, start, end):
        if end - start > timedelta(days=7):
            raise SourceUnavailable("Microsoft Graph could not answer (504).", status=504)
        return await super().snapshot(worker, start, end)


def test_days_ahead_that_can_not_be_read_leave_today_readable():
    house = House(at="09:00")
    calendars = NoLongWindows()
    house.calendars = calendars
    house.core = replace(house.core, calendars=calendars)
    house.engine = Engine(house.core)
    house.entry("e1", "15:00", "16:00")
    end = clock("13:00")
    while house.clock.now() < end:
        house.clock.go(1)
        asyncio.run(house.engine.poll())
    (sam,) = [each for each in house.mailboxes() if each.worker == "sam"]
    assert sam.last_read >= clock("12:30"), f"last read {sam.last_read:%H:%M}, since then only the wide window is tried"


class HangingEntry(FakeCalendars):
    """Sam's single entries do not answer before Dee's diary has been judged."""

    judged = None

    async def event(self, worker, event_id, *, turn=Turn.ORDINARY):
        if worker == "sam":
            async with asyncio.timeout(2):
                await self.judged.wait()
        return await super().event(worker, event_id, turn=turn)


def test_an_entry_that_does_not_answer_holds_up_nobody_elses_diary():
    house = House(at="09:00", people=BOTH)
    calendars = HangingEntry()
    house.core = replace(house.core, calendars=calendars)
    house.engine = Engine(house.core)
    for who in ("sam", "dee"):
        calendars.put(an_entry("e-" + who, "13:00", "14:00", worker=who))

    async def both() -> bool:
        calendars.judged = asyncio.Event()
        task = asyncio.create_task(house.engine.read_these(sorted(house.mailboxes(), key=lambda m: m.worker != "sam")))
        for _ in range(20):
            await asyncio.sleep(0.05)
            if house.open("dee"):
                calendars.judged.set()
                await task
                return True
        await asyncio.wait([task])
        return False

    assert asyncio.run(both())


def test_an_invitation_that_arrives_in_an_emptied_diary_does_not_cancel_the_visits():
    house = House(at="09:00")
    for number, start, end in (("1", "10:00", "11:00"), ("2", "13:00", "14:00"), ("3", "15:00", "16:00")):
        house.entry(number, start, end)
    house.poll()
    for number in "123":
        house.delete(number)
    house.poll()
    assert len(house.open()) == 3
    house.entry("invited", "16:30", "17:00", place=Place(text="Teams"), subject="Team meeting")
    house.poll()
    assert len(house.open()) == 3


def test_a_diary_emptied_while_it_is_read_twice_is_not_believed():
    """A wipe or a restore takes minutes; around a visit the diary is read every 30 seconds."""
    house = House(at="09:00")
    for number in range(8):
        house.entry(str(number), f"{10 + number}:00", f"{10 + number}:30")
    house.poll()
    for number in range(6):
        house.delete(str(number))
    house.poll()  # six of eight are gone
    house.clock.go(0.5)
    for number in (6, 7):
        house.delete(str(number))
    house.poll()
    assert [each.visit.state for each in house.watched()].count(VisitState.CANCELLED) == 0


def test_a_diary_emptied_over_a_dark_weekend_is_not_believed():
    """Friday's last reading saw Monday's visits by the days ahead; Monday's first finds nothing."""
    house = House(at="16:00")
    for number in range(4):
        start = clock(f"{10 + number}:00", day=3)
        house.calendars.put(replace(an_entry(str(number)), start=start, end=start + timedelta(minutes=30)))
    house.poll()
    house.clock.moment = clock("17:30")
    house.poll()  # the days ahead too
    assert len(house.open()) == 4
    for number in range(4):
        house.delete(str(number))
    house.dark_until("08:00", day=3)
    house.poll()
    assert len(house.open()) == 4


def test_three_visits_put_off_to_next_week_are_no_emptied_diary():
    """The worker is ill and moves what lay ahead: every entry answers by its id, so nothing has vanished."""
    house = House(at="09:00")
    for number, start, end in (("1", "10:00", "11:00"), ("2", "13:00", "14:00"), ("3", "15:00", "16:00")):
        house.entry(number, start, end)
    house.poll()
    for number in "123":
        house.change(number, start=clock(f"1{number}:00", day=8), end=clock(f"1{number}:30", day=8))
    house.poll()
    assert "diary-emptied" not in [act.what for act in house.acts()]


def test_three_entries_cancelled_by_their_organiser_are_no_emptied_diary():
    """They stand there, marked as cancelled, as an attendee's copies do."""
    house = House(at="09:00")
    for number, start, end in (("1", "10:00", "11:00"), ("2", "13:00", "14:00"), ("3", "15:00", "16:00")):
        house.entry(number, start, end)
    house.poll()
    for number in "123":
        house.change(number, cancelled=True)
    house.poll()
    assert "diary-emptied" not in [act.what for act in house.acts()]


def test_a_wait_of_a_day_does_not_keep_a_begun_visit_unread_for_a_day():
    house = House(at="12:00")
    house.entry()
    house.poll()
    house.clock.moment = clock("13:10")
    house.poll()
    house.calendars.refuse("sam", SourceUnavailable("Later.", status=503, retry_after=86400.0))
    house.poll()
    (sam,) = [each for each in house.mailboxes() if each.worker == "sam"]
    assert sam.next_poll_at <= house.clock.now() + timedelta(minutes=15)


def test_a_visit_that_begins_while_its_diary_fails_is_tried_at_the_pace_of_a_begun_visit():
    house = House(at="12:00")
    house.entry()
    house.poll()
    house.calendars.refuse("sam", SourceRefused("Refused.", status=403))
    while house.clock.now() < clock("13:10"):
        house.clock.go(1)
        asyncio.run(house.engine.poll())
    (sam,) = [each for each in house.mailboxes() if each.worker == "sam"]
    assert sam.turn is Turn.BEGUN
    assert sam.next_poll_at - house.clock.now() <= timedelta(seconds=30)


def test_a_look_that_found_the_diary_held_by_another_is_made_when_it_is_free():
    house = House(at="13:55")
    house.entry()
    house.poll()
    house.clock.moment = clock("14:00")
    house.scan()
    house.clock.moment = clock("14:09:51")
    with house.store.transaction() as tx:
        held = tx.claim_these(["sam"])
    assert asyncio.run(house.engine.look()) == 0
    with house.store.transaction() as tx:
        tx.put_mailbox(held[0])  # let go of, unread: its process could not
    house.clock.moment = clock("14:09:53")
    assert asyncio.run(house.engine.look()) == 1


def test_an_entry_without_a_time_of_making_is_asked_for_once():
    house = House(at="12:00")
    house.entry(created=None)
    for _ in range(5):
        house.poll()
        house.clock.go(5)
    assert house.calendars.asked.count("e1") == 1


def test_a_store_that_fails_leaves_no_reading_running_behind():
    house = House(at="09:00", people=BOTH)
    house.entry()
    house.poll()  # so that sam has a state to fail with

    async def go():
        calls = []
        slow = asyncio.Event()
        real = house.calendars.snapshots

        async def snapshots(wanted, *, turn=Turn.ORDINARY):
            calls.append([each.worker for each in wanted])
            if wanted[0].worker == "dee":
                await slow.wait()
            return await real(wanted, turn=turn)

        house.calendars.snapshots = snapshots
        states = {each.worker: each for each in house.mailboxes()}
        original = house.store.transaction
        broken = {"now": False}

        def transaction():
            if broken["now"]:
                raise StoreUnavailable("gone")
            return original()

        house.store.transaction = transaction
        broken["now"] = True
        with suppress(StoreUnavailable):
            await house.engine.read_these([replace(states["sam"], failures=1), replace(states["dee"], failures=1)])
        left = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
        for each in left:
            each.cancel()
        return len(left)

    assert asyncio.run(go()) == 0


@pytest.mark.parametrize("gap", [14, 16, 30])
def test_a_diary_emptied_in_two_readings_at_the_pace_of_the_night_is_not_believed(gap):
    house = House(at="06:00")
    for number in range(6):
        house.entry(str(number), f"{10 + number}:00", f"{10 + number}:30")
    house.poll()
    for number in range(3):
        house.delete(str(number))
    house.poll()
    house.clock.go(gap)
    for number in range(3, 6):
        house.delete(str(number))
    house.poll()
    assert [each.visit.state for each in house.watched()].count(VisitState.CANCELLED) == 0


@pytest.mark.parametrize(("at", "start", "told_by"), [("07:44", "08:30", "08:10"), ("10:00", "10:31", "10:07")])
def test_a_diary_refused_is_unread_by_the_pace_that_a_visit_now_asks_for(at, start, told_by):
    house = House(at=at)
    house.entry("1", start, "11:30")
    house.poll()
    house.calendars.refuse("sam", SourceRefused("Refused.", status=403, code="ErrorAccessDenied"))
    while house.clock.now() < clock(told_by):
        house.clock.go(0.25)
        asyncio.run(house.engine.poll())
    with house.store.transaction() as tx:
        assert [each.worker for each in tx.unread(house.clock.now())] == ["sam"]


@pytest.mark.parametrize("minutes", [9, 30])
def test_a_diary_emptied_in_two_readings_with_failures_between_them_is_not_believed(minutes):
    """A mailbox that is moved loses half, answers nothing for a while, and comes back without the rest."""
    house = House(at="09:00")
    for number in range(4):
        house.entry(str(number), f"{13 + number}:00", f"{13 + number}:30")
    house.go_to("09:10")
    for number in (0, 1):
        house.delete(str(number))
    house.poll()
    house.calendars.refuse("sam", SourceUnavailable("It is being moved.", status=503))
    house.clock.go(minutes)
    house.poll()
    house.calendars.allow("sam")
    for number in (2, 3):
        house.delete(str(number))
    house.clock.go(5)
    house.poll()
    assert [each.visit.state for each in house.watched()].count(VisitState.CANCELLED) == 0
