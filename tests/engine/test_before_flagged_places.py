"""A place with an open incident is for two until it is closed, and is kept as a hash alone."""

from __future__ import annotations

from calsync.domain.model.approvals import FlaggedPlace
from calsync.domain.model.checks import Check
from calsync.engine.places import flag, unflag
from calsync.parsers.location import read_place
from tests.engine.before_house import MINUTE, house_with, minutes, raised, read, rule
from tests.house import OAK_STREET


def test_AH16_a_place_with_an_open_incident_is_for_two_until_it_is_closed():
    house = house_with(rule(Check.FLAGGED_PLACE, alert=120 * MINUTE), entry={"start": "10:30", "end": "11:00"})
    visit = house.visit
    with house.store.transaction() as tx:
        flag(house.core, tx, visit, "the-incident", house.clock.now())
    house.entry("e2", "14:00", "15:00")
    house.entry("e3", "16:00", "17:00", place=read_place(OAK_STREET))
    read(house)
    house.check()
    assert raised(house) == ["flagged-place", "flagged-place"]
    minutes(house, "12:00")
    assert "An incident at this place is not settled" in house.last("sam").text
    with house.store.transaction() as tx:
        unflag(tx, "the-incident", "morgan", house.clock.now())
    minutes(house, "12:01")
    assert raised(house) == ["flagged-place"]  # of the first visit, which has begun with it


def test_law_15_the_store_keeps_a_flagged_place_as_a_hash_alone():
    house = house_with(entry={})
    visit = house.visit
    with house.store.transaction() as tx:
        flag(house.core, tx, visit, "the-incident", house.clock.now())
    kept: list[FlaggedPlace] = list(house.store._state.flagged.values())
    assert kept
    assert not any("elm" in repr(each).casefold() or "s60" in repr(each).casefold() for each in kept)
