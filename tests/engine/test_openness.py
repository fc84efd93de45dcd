"""Diaries that everybody can read are told to IT once, and again only while they stay open (RO4)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

from calsync.domain.model.checks import Check, Checks, Rule
from calsync.engine import Engine
from calsync.errors import SourceUnavailable
from tests.house import CLARENDON, House


@dataclass
class Shared:
    """What everybody may do with each diary, as the test says."""

    roles: dict[str, str] = field(default_factory=dict)
    refusal: Exception | None = None
    asked: list[str] = field(default_factory=list)

    async def open_to_all(self, person):
        """The role that everybody has."""
        self.asked.append(person.id)
        if self.refusal is not None:
            raise self.refusal
        return self.roles.get(person.id, "")


ON = Checks(rules=((Check.OPEN_CALENDAR, Rule(before=timedelta(0))),))


def house_with(shared, checks=ON):
    house = House(policy=replace(CLARENDON, checks=checks))
    house.engine = Engine(replace(house.core, openness=shared))
    return house


def look(house):
    return asyncio.run(house.engine.look_who_reads())


def notices(house):
    with house.store.transaction() as tx:
        return [(each.cause, each.about) for each in tx.standing_notices()]


def test_RO4_a_diary_that_is_open_to_everybody_is_told_until_it_is_closed():
    shared = Shared({"sam": "limitedRead"})
    house = house_with(shared)
    assert look(house) == 1
    assert notices(house) == [("open-calendar", "sam")]
    assert look(house) == 0
    house.clock.moment += timedelta(days=7)
    shared.roles.clear()
    assert look(house) == 1
    assert notices(house) == []


def test_RO4_the_notice_names_how_to_close_it_and_nobody_who_is_visited():
    house = house_with(Shared({"sam": "read"}))
    house.entry()
    look(house)
    with house.store.transaction() as tx:
        (notice,) = tx.standing_notices()
    assert "shared as 'read'" in notice.words
    assert "Can view when I'm busy" in notice.words


def test_RO4_what_can_not_be_read_is_asked_again_hours_later_and_harms_nothing():
    shared = Shared(refusal=SourceUnavailable("Microsoft does not answer."))
    house = house_with(shared)
    assert look(house) == 1
    assert (notices(house), look(house)) == ([], 0)
    house.clock.moment += timedelta(hours=6)
    shared.refusal = None
    assert look(house) == 1


def test_without_the_check_nobody_is_asked():
    shared = Shared({"sam": "read"})
    house = house_with(shared, Checks())
    assert (look(house), shared.asked) == (0, [])
