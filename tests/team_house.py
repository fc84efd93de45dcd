"""A whole team of whom each is late at once."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import AnswerKind, Place
from calsync.parsers.location import read_place
from tests.house import CAST, SAM, House, an_entry

NAMES = ("Ada Able", "Ben Brook", "Cleo Carr", "Dan Dene", "Eve East", "Flo Ford", "Gus Gale", "Hal Hope")
TEAM = tuple(
    replace(SAM, id=f"w{number}", name=name, mail=f"w{number}@clarendon.test", mobile=f"+44 7700 90020{number}")
    for number, name in enumerate(NAMES)
)


def a_team_is_late(*, help_from: str = "") -> House:
    house = House(at="12:00", people=replace(CAST, persons=(*TEAM, *CAST.persons[1:])))
    for number, each in enumerate(TEAM):
        place: Place | None = read_place(f"{number + 1} Elm Road, Rotherham S60 3AB")
        house.calendars.put(an_entry(f"e{number}", worker=each.id, place=place))
    house.go_to("14:01")
    if help_from:
        house.answers(AnswerKind.HELP, who=help_from)
    for _ in range(19):
        house.clock.go(1)
        house.scan()
    return house


def owners(house: House) -> dict[str, str | None]:
    return {each.id: house.open(each.id)[0].owner for each in TEAM if house.open(each.id)}
