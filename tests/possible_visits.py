"""Entries that may be visits, for the tests of what becomes of them: meetings at somebody's address."""

from __future__ import annotations

from typing import Any

from calsync.domain.model import Ask, DeadlineState, Event, Tag, Watched
from calsync.parsers.location import read_place
from calsync.ports import Message
from tests.house import OAK_STREET, House

SUBJECT = "Meeting K"
CLOSED, CANCELLED, OPEN = DeadlineState.CLOSED, DeadlineState.CANCELLED, DeadlineState.OPEN


def maybe(house: House, event_id: str = "e1", start: str = "13:00", end: str = "14:00", **changes: Any) -> Event:
    """An entry in Sam's diary that may be a visit, from 13:00 to 14:00 unless the test says otherwise."""
    return house.entry(event_id, start, end, **{"subject": SUBJECT, **changes})


def questions(house: House) -> list[Message]:
    """The times at which Sam was asked whether something is a visit."""
    return [each for each in house.told("sam") if each.notification.ask is Ask.IS_IT_A_VISIT]


def asked_at(house: House) -> list[str]:
    """When Sam was asked whether something is a visit."""
    return [f"{each.notification.recorded:%H:%M}" for each in questions(house)]


def told_at(house: House, who: str) -> list[str]:
    """When somebody was told anything."""
    return [f"{each.notification.recorded:%H:%M}" for each in house.told(who)]


def a_morning(until: str = "08:01", *, others: bool = True) -> House:
    """Sam's day with a possible visit at 13:00, and with another at 10:00 unless it is to stand alone."""
    house = House(at="07:30")
    maybe(house)
    if others:
        maybe(house, "e0", "10:00", "11:00", subject="Meeting about Q", place=read_place(OAK_STREET))
    house.go_to(until)
    return house


def by_entry(house: House) -> dict[str, Watched]:
    """What is watched, by the id of its entry."""
    return {each.visit.event_id: each for each in house.watched()}


def tags(house: House) -> dict[str, Tag]:
    """What each is taken for, by the id of its entry."""
    return {name: each.visit.tag for name, each in by_entry(house).items()}


def states(house: House) -> dict[str, DeadlineState]:
    """Whether the deadline of each is open, by the id of its entry."""
    return {name: each.deadlines[0].state for name, each in by_entry(house).items()}
