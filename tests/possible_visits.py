"""Entries that may be visits, for the tests of what becomes of them: meetings at somebody's address."""

from __future__ import annotations

from typing import Any

from calsync.domain.model import Ask, Event
from calsync.ports import Message
from tests.house import House

SUBJECT = "Meeting K"


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
