"""Who is asked before a visit: a manager who is there and not on it, else the deputy, else who is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import Absence, Role
from calsync.domain.model.checks import Check
from tests.engine.before_house import APPROVAL, MINUTE, house_with, minutes, raised, rule
from tests.house import CAST, clock, differing


def test_law_4_law_16_a_deputy_at_work_is_told_what_the_line_manager_who_is_the_worker_could_not_be_asked():
    people = differing(CAST, "sam", manager="sam")
    roles = tuple((role, ids) for role, ids in CAST.roles if role is not Role.LINE_MANAGER)
    house = house_with(APPROVAL, people=replace(people, roles=roles), entry={})
    assert [each.notification.recipient for each in house.mail.sent] == ["dee"]
    minutes(house, "12:05")
    assert {each.notification.recipient for each in house.mail.sent if each.notification.step == "concern"} == {
        "dee",
        "sam",
    }
    nobody = tuple((role, ids) for role, ids in roles if role is not Role.DEPUTY)
    house = house_with(APPROVAL, people=replace(people, roles=nobody), entry={})
    assert house.mail.sent == []
    with house.store.transaction() as tx:
        (found,) = tx.concerns()
    assert "Nobody is known who could be asked" in found.words
    minutes(house, "12:05")
    assert [each.notification.recipient for each in house.mail.sent] == ["sloane", "sam"]


@pytest.mark.parametrize("who", ["sam", "ash", "dee"])
def test_CO1_only_a_manager_who_is_not_on_the_visit_can_approve_it(who):
    house = house_with(APPROVAL, entry={})
    house.says("approved", who=who, to=house.last("morgan"))
    house.check()
    assert raised(house) == ([] if who == "dee" else ["approval"])


def test_a_manager_who_is_away_is_passed_over_for_the_deputy():
    people = differing(CAST, "morgan", absences=(Absence(start=clock("00:00")),))
    house = house_with(APPROVAL, people=people, entry={})
    assert [each.notification.recipient for each in house.mail.sent] == ["dee"]


def test_AH10_who_is_to_ring_before_they_go_is_not_sent_to_a_manager_who_is_away():
    away = Absence(start=clock("00:00"), end=clock("09:00", day=2))
    asks = rule(Check.APPROVAL, alert=60 * MINUTE)
    house = house_with(asks, entry={}, people=differing(CAST, "morgan", absences=(away,)))
    minutes(house, "12:00")
    assert "Please ring Dee Deputises before you go: Morgan Manages is away." in house.last("sam").text
    here = ("sam", "sloane")
    everybody = tuple(each if each.id in here else replace(each, absences=(away,)) for each in CAST.persons)
    house = house_with(asks, entry={}, people=replace(CAST, persons=everybody))
    minutes(house, "12:00")
    assert "Please ring your team before you go: Morgan Manages is away." in house.last("sam").text
