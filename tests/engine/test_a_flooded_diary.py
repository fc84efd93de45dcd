"""A diary with very many entries takes neither others' time nor anything from its own visits (laws 1, 6 and 14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from calsync.domain.lookups import AT_ONCE, BY_LOT, ids_to_ask
from calsync.domain.model import Snapshot
from calsync.errors import SourceRefused
from tests.house import MINUTE, RULES, House, an_entry, clock

MANY = 100


def flooded(*, start: str = "11:00", end: str = "13:00") -> House:
    """A house at noon in which Sam's diary holds very many visits, the last of which ends first."""
    house = House(at="12:00")
    house.poll()
    for n in range(MANY):
        house.entry(f"x{n:02}", start, end)
        house.change(f"x{n:02}", end=clock(end) + (MANY - n) * MINUTE)
    return house


def asked_by(house: House) -> Sequence[str]:
    """The entries that the next reading asks for by their ids."""
    house.calendars.asked.clear()
    house.clock.go(0.5)
    house.poll()
    return list(house.calendars.asked)


def test_of_very_many_entries_a_reading_asks_for_a_few_and_those_that_end_first_come_first():
    house = flooded()
    asked = asked_by(house)
    assert len(asked) == AT_ONCE
    oldest = [f"x{n:02}" for n in range(MANY - 1, MANY - 1 - (AT_ONCE - BY_LOT), -1)]
    assert set(oldest) <= set(asked)


def test_all_that_has_begun_is_watched_at_the_first_reading_whether_it_was_asked_for_or_not():
    house = flooded()
    house.poll()
    assert len(house.open()) == MANY


def test_what_was_left_is_asked_for_at_the_next_readings_until_all_is_known():
    house = flooded()
    seen = [each for _ in range(4) for each in asked_by(house)]
    assert sorted(set(seen)) == sorted(house.calendars.diaries["sam"])
    assert asked_by(house) == []


def test_begun_visits_that_vanish_all_at_once_are_all_asked_about_in_a_few_readings():
    house = flooded()
    for _ in range(4):
        asked_by(house)
    house.calendars.diaries["sam"].clear()
    asked_by(house)
    assert sum(each.visit.left_diary is not None for each in house.watched()) == AT_ONCE
    for _ in range(3):
        asked_by(house)
    assert all(each.visit.left_diary is not None for each in house.watched())
    assert len(house.open()) == MANY, "a diary closes nothing that has begun"


def test_planned_visits_that_vanish_all_at_once_are_not_believed_to_be_gone_however_many():
    house = flooded(start="14:00", end="15:00")
    house.poll()
    house.calendars.diaries["sam"].clear()
    assert len(asked_by(house)) == AT_ONCE
    assert asked_by(house) == [], "they are known to be gone all at once"
    assert len(house.open()) == MANY


def test_entries_that_can_never_be_asked_for_keep_no_other_from_being_asked_for():
    house = flooded()
    house.calendars.refuse("sam", SourceRefused("Not this one.", status=403), entries=True)
    seen = {each for _ in range(60) for each in asked_by(house)}
    assert len(house.open()) == MANY, "the diary is judged all the same, and what has begun is watched"
    assert len(seen) == MANY


def test_nothing_is_decided_about_a_known_entry_that_was_left_for_a_later_reading():
    house = flooded()
    for _ in range(4):
        asked_by(house)
    listed = house.calendars.snapshot

    async def snapshot(*window: Any) -> Snapshot:
        told = await listed(*window)
        return replace(told, events=tuple(replace(each, modified=None) for each in told.events))

    house.calendars.snapshot = snapshot  # type: ignore[method-assign]  # as Graph: only the entry itself says when
    for event_id in sorted(house.calendars.diaries["sam"]):
        # Set before the start and only seen after it: only the entry itself tells, so it is no answer (law 6).
        house.change(event_id, categories=("Visit done",), modified=clock("10:00"))
    for _ in range(4):
        asked_by(house)
    assert len(house.open()) == MANY


def test_those_that_are_left_are_named():
    events = tuple(an_entry(f"x{n}", "11:00", "13:00", created=None) for n in range(MANY))
    snapshot = Snapshot(worker="sam", start=clock("00:00"), end=clock("23:00"), events=events)
    asks = ids_to_ask(snapshot, [], RULES, clock("00:00"), None, at=clock("12:00"))
    assert len(asks.now) == AT_ONCE
    assert sorted((*asks.now, *asks.left)) == sorted(each.id for each in events)


def test_one_entry_that_can_not_be_asked_for_leaves_its_diary_read_and_its_other_entries_known():
    house = House(at="12:00")
    house.entry("bad", "11:00", "13:00")
    house.calendars.refuse("sam", SourceRefused("Not this one.", status=403), entries=True)
    house.poll()
    state = next(each for each in house.mailboxes() if each.worker == "sam")
    assert (state.last_read, state.failures) == (clock("12:00"), 0)
    assert len(house.open()) == 1
