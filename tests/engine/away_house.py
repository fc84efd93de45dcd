"""A house in which Sam has two visits and appears to be away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from calsync.domain.model import Absence
from calsync.parsers.location import read_place
from tests.house import CAST, DEE, OAK_STREET, House, clock

ALL_DAY = Absence(start=clock("00:00"), end=clock("00:00", day=1))
COLLEAGUE = replace(DEE, works=True, manager="morgan")


def people(**sam: Any) -> Any:
    """The cast; Dee visits too."""
    persons = tuple(
        replace(each, **sam) if each.id == "sam" else COLLEAGUE if each.id == "dee" else each for each in CAST.persons
    )
    return replace(CAST, persons=persons)


def a_house(at: str = "07:50", *, away: bool = True, **changes: Any) -> House:
    """Sam has visits at 10:00 and 14:00, and is away all day."""
    house = House(at=at, people=people(absences=(ALL_DAY,) if away else ()), **changes)
    house.entry("e1", "10:00", "11:00")
    house.entry("e2", "14:00", "15:00", place=read_place(OAK_STREET))
    house.tick()
    return house


def titles(house: House, who: str) -> list[str]:
    """The subjects of what somebody was told, without the words by which answers are told apart."""
    return [each.subject.rsplit(" [", 1)[0] for each in house.told(who)]


def asked(house: House) -> Any:
    """The one question to Morgan whether Sam is away."""
    (message,) = [each for each in house.told("morgan") if "away today" in each.subject]
    return message
