"""A house under one of the presets, for what its requirements ask of the software."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from calsync.daylight import sunset
from calsync.domain.model import Duty, People, Role
from calsync.domain.model.checks import Check
from calsync.engine import Engine
from calsync.policies.loader import load
from tests.house import CAST, House, clock
from tests.letter_house import letters_of

FILLED = str(Path(__file__).parents[2] / "docs" / "examples" / "al-hasaniya-filled.toml")
EVERYBODY: People = replace(CAST, roles=(*CAST.roles, (Role.SENIOR_MANAGEMENT, ("sloane",))))
TONIGHT = replace(
    CAST,
    rota=(Duty(role=Role.DUTY_MANAGER, person="dee", start=clock("00:00"), end=clock("23:59"), rota="tonight"),),
)


def house_of(preset: str, *, at: str = "09:00", people: People = EVERYBODY, **changes: Any) -> House:
    """A house under that preset, with a sun that sets; `changes` are of the policy."""
    house = House(at=at, people=people, policy=replace(load(preset), **changes))
    house.engine = Engine(replace(house.core, sunset=sunset))
    return house


def looked_at(house: House, at: str | None = None, *, day: int = 0) -> None:
    """The diaries are read until nothing is left to be asked, and what is to come is looked at."""
    if at is not None:
        house.clock.moment = clock(at, day=day)
    for _ in range(3):
        for state in house.mailboxes():
            house.poll(state.worker)
    house.check()


def raised(house: House) -> list[str]:
    """The kinds of the concerns that stand."""
    with house.store.transaction() as tx:
        return sorted(each.kind for each in tx.concerns() if each.cleared is None)


def stands(house: House, check: Check) -> bool:
    """Whether a check has found something that stands."""
    return check.value in raised(house)


def subjects(house: House, who: str) -> list[str]:
    """The subjects of what somebody was sent, without the words that tell one mail from another."""
    return [each.subject.rsplit(" [", 1)[0] for each in house.told(who)]


def reminders_of(preset: str) -> str:
    """What a worker's summary says under a preset on a day with one visit."""
    house = house_of(preset, at="06:00")
    house.entry()
    house.poll()
    (mail,) = [each for each in letters_of(house) if each.subject.startswith("Your visits")]
    assert "Please remember:" in mail.text
    return mail.text
