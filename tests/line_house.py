"""A house in which visits are told by one line of mail, and people whose names tell them apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.house import CAST, DEE, ROLES, House

LINE = "visiting 12 Elm Road, Rotherham until 15:30"
PEOPLE = replace(
    CAST,
    persons=(
        *(replace(each, mobile="07700 900102") if each.id == "morgan" else each for each in CAST.persons),
        replace(DEE, id="sam2", name="Sam Smith", mail="smith@clarendon.test"),
    ),
    roles=ROLES,
)


def house_at(at: str = "14:02", **changes: Any) -> House:
    house = House(at=at, people=PEOPLE, **changes)
    house.poll()
    return house


def told(text: str = LINE, who: str = "sam", house: House | None = None) -> House:
    house = house or house_at()
    house.says(text, who=who)
    house.send()
    return house
