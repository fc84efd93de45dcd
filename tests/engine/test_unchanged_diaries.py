"""A diary that says what it said is not judged again, until time itself could make a difference."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from calsync.domain.model import Turn, VisitState
from calsync.engine import Engine
from calsync.errors import SourceUnavailable
from tests.house import CAST, CODE_WORD, SAM, House, clock


def poll(house: House) -> None:
    """Every diary whose turn has come is read."""
    asyncio.run(house.engine.poll())


def state(house: House):
    (found,) = [each for each in house.mailboxes() if each.worker == "sam"]
    return found


def settled(at: str = "09:00") -> House:
    """A house in which Sam's diary has been read until there was nothing new in it."""
    house = House(at=at)
    house.entry(subject="Mrs Whitcombe")
    for _ in range(3):
        poll(house)
        house.clock.go(5)
    assert state(house).digest
    return house


def versions(house: House) -> list[int]:
    return [deadline.version for each in house.watched() for deadline in each.deadlines]


def test_an_unchanged_diary_is_read_and_fresh_and_nothing_else_is_written():
    house = settled()
    before, acts = house.watched(), house.acts()
    was = state(house)
    poll(house)
    now = state(house)
    assert (now.last_read, now.next_poll_at) == (clock("09:15"), clock("09:20"))
    assert now.fresh_until > was.fresh_until
    assert (house.watched(), house.acts()) == (before, acts)


@pytest.mark.parametrize(
    "change",
    [{"subject": "Another"}, {"end": clock("14:30")}, {"categories": ("Visit done",)}, {"cancelled": True}],
)
def test_every_change_is_judged_at_the_next_reading(change):
    house = settled()
    house.change(**change)
    poll(house)
    visit = house.visit
    assert (visit.subject, visit.end, visit.categories, visit.state) != (
        "Home visit: Mrs Whitcombe",
        clock("14:00"),
        (),
        VisitState.PLANNED,
    )


def test_a_visit_that_begins_is_judged_though_its_diary_is_unchanged():
    house = settled(at="12:20")
    while house.clock.now() < clock("13:01"):
        poll(house)
        house.clock.go(0.5)
    assert house.visit.state is VisitState.BEGUN
    assert state(house).turn is Turn.BEGUN


def test_half_an_hour_before_a_visit_the_diary_is_read_often_though_unchanged():
    house = settled(at="12:05")
    while house.clock.now() < clock("12:31"):
        poll(house)
        house.clock.go(0.5)
    assert (state(house).next_poll_at - state(house).last_read).total_seconds() == 30


def test_what_was_judged_by_other_rules_is_judged_again():
    house = settled()
    rules = replace(house.core.rules, not_visit_categories=(*house.core.rules.not_visit_categories, "Desk"))
    other = Engine(replace(house.core, rules=rules))
    asyncio.run(other.poll())
    assert state(house).digest.partition(".")[0] != ""
    first = state(house).digest
    house.clock.go(5)
    poll(house)
    assert state(house).digest != first


def test_what_was_judged_for_other_working_hours_is_judged_again():
    house = settled()
    first = state(house).digest
    with house.store.transaction() as tx:
        later = replace(SAM, hours=replace(SAM.hours, start=clock("13:30").time()))
        tx.put_people(replace(CAST, persons=(later, *CAST.persons[1:])))
    poll(house)
    assert house.visit.state is VisitState.CANCELLED  # an address alone, outside the hours: no visit (law 15)
    assert state(house).digest != first


def test_a_diary_judged_by_another_process_meanwhile_keeps_that_judgement():
    """A: one entry. The other process reads B, without it. Then the entry is back: A again, and not "unchanged"."""
    house = settled()
    house.delete()
    asyncio.run(Engine(house.core).read(state(house)))
    assert house.visit.state is VisitState.CANCELLED
    house.entry()
    house.clock.go(5)
    poll(house)
    assert house.visit.state is VisitState.PLANNED


def test_after_a_failure_the_diary_is_judged_whatever_it_says():
    house = settled()
    house.calendars.refuse("sam", SourceUnavailable("No answer."))
    poll(house)
    assert state(house).digest == ""
    assert CODE_WORD  # the house's policy has one, so that its stamp holds more than names


def test_an_entry_that_could_not_be_asked_for_is_asked_for_again_though_the_diary_is_unchanged():
    house = House(at="09:00")
    house.entry()
    house.calendars.refuse("sam", SourceUnavailable("Not now."), entries=True)
    for _ in range(3):
        poll(house)
        house.clock.go(5)
    house.calendars.allow("sam")
    poll(house)
    assert house.visit.created == clock("09:00", day=-1)
