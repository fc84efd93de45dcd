"""Who must not go alone: a second worker who is not sure to come is told at once."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Absence
from calsync.domain.model.checks import Check
from tests.engine.before_house import MINUTE, TEAM, house_with, minutes, raised, read, rule, shown
from tests.house import CAST, clock, differing


def two_workers(**changes):
    house = house_with(
        rule(Check.ALONE_NOW, before=120 * MINUTE, only=("two-workers",)),
        people=TEAM,
        entry={"categories": ("Two workers",), "attendees": ("dee@clarendon.test",), **changes},
    )
    house.calendars.put(replace(house.entry(), worker="dee", id="d1", attendees=("sam@clarendon.test",)))
    house.change(categories=("Two workers",), attendees=("dee@clarendon.test",))
    read(house)
    house.check()
    return house


def test_AH5_AH7_CO2_two_proven_workers_are_told_nothing():
    house = two_workers()
    minutes(house, "12:55")
    assert (shown(house), house.mail.sent) == ([], [])


def test_AH5_AH7_CO2_a_second_worker_who_declines_is_told_the_worker_and_the_manager_at_once():
    house = two_workers()
    minutes(house, "12:00")
    house.change(attendees=())
    read(house)
    house.check()
    assert sorted(each.notification.recipient for each in house.mail.sent) == ["morgan", "sam"]
    assert "nobody should go alone" in house.last("sam").text
    assert "alone-now" in raised(house)
    house.clock.go(30)
    house.check()
    assert len(house.mail.sent) == 2


def test_AH7_a_second_worker_who_is_away_is_found_within_five_minutes():
    house = two_workers()
    minutes(house, "12:00")
    away = Absence(start=clock("12:00"))
    with house.store.transaction() as tx:
        tx.put_people(differing(TEAM, "dee", absences=(away,)))
    minutes(house, "12:05")
    assert "the colleague who agreed to come is away" in house.last("sam").text


ALONE_OR_APPROVED = (
    rule(Check.ALONE_NOW, before=120 * MINUTE, only=("home",)),
    rule(Check.APPROVAL, remind=240 * MINUTE, alert=60 * MINUTE, only=("home",)),
)


def test_CO2_a_manager_who_accepted_comes_along_though_nobody_reads_their_diary_unless_they_are_away():
    house = house_with(*ALONE_OR_APPROVED, entry={"attendees": ("morgan@clarendon.test",)})
    minutes(house, "11:55")
    assert (raised(house), house.mail.sent) == ([], [])
    away = tuple(
        replace(each, absences=(Absence(start=clock("11:00")),)) for each in CAST.persons if each.id == "morgan"
    )
    with house.store.transaction() as tx:
        tx.put_people(replace(CAST, persons=(*(each for each in CAST.persons if each.id != "morgan"), *away)))
    minutes(house, "12:05")
    assert {each.notification.recipient for each in house.mail.sent} == {"dee", "sam"}
    assert "the colleague who agreed to come is away" in house.last("sam").text
    assert any("it is not sure that they come along" in each.text for each in house.told("dee"))
