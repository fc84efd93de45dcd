"""An entry that can't be understood is told once as long as it stands, and anew when it is another one (law 14)."""

from __future__ import annotations

import pytest

from calsync.domain.model import Unreadable
from calsync.engine.unreadable import MOST
from tests.house import House, clock

NO_ID = ("", "The entry has no id.")
ODD_ZONE = ("series", "Its time zone is known to nobody, so it was read in Europe/London.")
LOST_RULE = ("series", "Its RRULE can't be read and was left out.")
A_FEW = ("more", "2 more entries of this calendar can't be read.")
VERY_MANY = ("more", "300 more entries of this calendar can't be read.")


def shows(house: House, *entries: tuple[str, str]) -> None:
    house.calendars.unreadable["sam"] = [Unreadable(worker="sam", id=each, why=why) for each, why in entries]


def times_told(house: House) -> int:
    return [act.what for act in house.acts()].count("entry-unreadable")


def house_with(entry: tuple[str, str]) -> House:
    house = House(at="09:00")
    shows(house, entry)
    house.poll()
    return house


@pytest.mark.parametrize(("first", "second"), [(NO_ID, NO_ID), (ODD_ZONE, LOST_RULE), (A_FEW, VERY_MANY)])
def test_what_can_not_be_read_is_told_again_weeks_after_an_earlier_one_was_gone(first, second):
    house = house_with(first)
    shows(house)
    house.go_to("09:10")
    house.dark_until("09:00", day=20)
    house.poll()
    shows(house, second)
    house.clock.go(5)
    house.poll()
    assert times_told(house) == 2


def test_another_fault_of_the_same_entry_is_told_though_the_first_still_stood():
    house = house_with(ODD_ZONE)
    shows(house, LOST_RULE)
    house.poll()
    assert times_told(house) == 2


def test_an_entry_that_stays_unreadable_for_days_is_told_once():
    house = house_with(ODD_ZONE)
    for day in range(1, 6):
        for hour in range(8, 18):
            house.dark_until(f"{hour}:00", day=day)
            house.poll()
    assert times_told(house) == 1


def test_how_many_more_can_not_be_read_may_change_without_a_word():
    house = house_with(A_FEW)
    shows(house, VERY_MANY)
    house.poll()
    assert times_told(house) == 1


def test_an_entry_far_ahead_that_only_the_longer_reading_shows_is_told_once():
    house = House(at="09:00")
    house.poll()
    far_ahead = [0]
    seen = house.calendars.snapshot

    async def snapshot(worker, start, end):
        shows(house, *([ODD_ZONE] if end > clock("09:00", day=9) else []))
        far_ahead[0] += bool(house.calendars.unreadable["sam"])
        return await seen(worker, start, end)

    house.calendars.snapshot = snapshot  # type: ignore[method-assign]
    for minutes in range(0, 6 * 60, 5):
        house.dark_until(f"{9 + minutes // 60}:{minutes % 60:02}")
        house.poll()
    assert far_ahead[0] > 3
    assert times_told(house) == 1


def test_a_thousand_entries_that_can_not_be_read_are_told_as_fifty():
    house = House(at="09:00")
    house.calendars.unreadable["sam"] = [
        Unreadable(worker="sam", id=f"x{number:04}", why="Its start can't be read.") for number in range(1000)
    ]
    house.poll()
    house.clock.go(5)
    house.poll()
    with house.store.transaction() as tx:
        told = [each for each in tx.standing_notices() if each.cause == "entry-unreadable"]
    assert len(told) == MOST
    assert sum(each.words == "951 more entries can't be read." for each in told) == 1
