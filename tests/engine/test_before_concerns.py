"""A concern about a visit to come is raised when it counts, told once, and gone when it is mended."""

from __future__ import annotations

from dataclasses import replace

from calsync.daylight import sunset
from calsync.domain.model import Place, Role
from calsync.domain.model.checks import Check
from calsync.engine import Engine
from calsync.engine.concerns import concerns_of_days
from calsync.parsers.location import read_place
from tests.engine.before_house import APPROVAL, DAY, MINUTE, checks, house_with, minutes, raised, read, rule, shown
from tests.house import CLARENDON, OAK_STREET, House, clock


def test_a_concern_is_raised_when_it_counts_and_told_once():
    house = house_with(rule(Check.TELEPHONE, before=120 * MINUTE), entry={})
    assert raised(house) == []
    minutes(house, "10:59")
    assert raised(house) == []
    minutes(house, "11:05")
    assert raised(house) == ["telephone"]
    assert [each.text[:28] for each in house.seen if each.what == "concern"] == ["It has no telephone number: "]
    assert house.mail.sent == []


def test_a_concern_that_was_mended_is_gone_and_comes_back_untold():
    house = house_with(rule(Check.TELEPHONE), entry={})
    assert raised(house) == ["telephone"]
    house.change(subject="Home visit: K 01709 336080")
    house.poll()
    house.check()
    assert (raised(house), shown(house)) == ([], [])
    house.change(subject="Home visit: K")
    house.poll()
    house.check()
    assert (raised(house), shown(house)) == (["telephone"], ["telephone"])
    assert len([each for each in house.seen if each.what == "concern"]) == 1


def test_where_a_policy_has_no_checks_nothing_is_looked_at():
    house = house_with(entry={})
    assert house.check() == 0
    assert raised(house) == []


def test_a_visit_is_looked_at_when_it_changed_or_the_time_has_come_and_else_not():
    house = house_with(rule(Check.TELEPHONE, before=120 * MINUTE), entry={})
    assert house.check() == 0
    house.clock.moment = clock("10:59")
    assert house.check() == 0
    house.clock.moment = clock("11:00")
    assert house.check() == 1
    house.change(end=clock("14:30"))
    house.poll()
    assert house.check() == 1


def test_the_checks_write_nothing_about_a_diary_and_have_it_judged_no_more_often():
    house = house_with(rule(Check.TELEPHONE), entry={})
    before = house.mailboxes()
    house.clock.go(1)
    house.check()
    assert house.mailboxes() == before


def test_a_visit_whose_checks_fail_harms_no_other():
    house = house_with(rule(Check.AFTER_DARK), entry={})
    house.entry("e2", "15:00", "19:00")

    def broken(north, east, day):
        raise RuntimeError("no sun")

    house.engine = Engine(replace(house.core, sunset=broken))
    read(house)
    assert house.engine.check() == 1
    assert [each.what for each in house.acts()].count("checks-failed") == 1
    assert house.engine.check() == 0
    house.engine = Engine(replace(house.core, sunset=sunset))
    house.clock.go(10)
    house.check()
    assert raised(house) == ["after-dark"]


def test_CL7_a_visit_that_ends_after_sunset_stands_on_the_list():
    house = house_with(rule(Check.AFTER_DARK), entry={"start": "17:00", "end": "18:00"})
    assert (raised(house), shown(house)) == (["after-dark"], ["after-dark"])
    assert house.mail.sent == []


def test_CL18_no_time_for_the_way_is_raised_for_the_later_visit():
    house = House(policy=replace(CLARENDON, checks=checks(rule(Check.TRAVEL), way=15 * MINUTE)))
    house.entry("e1", "13:00", "14:00")
    house.entry("e2", "14:05", "15:00", place=read_place(OAK_STREET))
    read(house)
    house.check()
    with house.store.transaction() as tx:
        (found,) = tx.concerns()
    assert found.words == (
        "It begins 5 minutes after another visit at another address ends: leave at least 15 minutes for the way."
    )


def test_CO15_a_visit_that_is_moved_on_its_own_day_is_told_as_changed_and_the_evening_before_is_not():
    house = house_with(rule(Check.CHANGED_TODAY), entry={"start": "13:00"})
    house.change(start=clock("13:30"))
    house.poll()
    house.check()
    assert raised(house) == ["changed-today"]
    tomorrow = house_with(rule(Check.CHANGED_TODAY, before=2 * DAY))
    tomorrow.entry(start="13:00")
    tomorrow.change(start=clock("13:00", day=1), end=clock("14:00", day=1))
    read(tomorrow)
    tomorrow.check()
    tomorrow.change(start=clock("13:30", day=1), end=clock("14:00", day=1))
    tomorrow.poll()
    tomorrow.check()
    assert raised(tomorrow) == []


def test_AH1_an_address_still_missing_two_hours_before_is_told_the_manager_once():
    house = house_with(rule(Check.ADDRESS, alert=120 * MINUTE), entry={"place": Place()})
    minutes(house, "10:59")
    assert house.mail.sent == []
    minutes(house, "11:30")
    (told,) = house.mail.sent
    assert (told.notification.recipient, told.notification.role) == ("morgan", Role.LINE_MANAGER)
    assert told.subject.startswith("Before a visit of Sam Visits [")
    assert "It has no location: write the address" in told.text
    assert raised(house) == ["no-address"]


def test_law_15_no_subject_names_whom_or_what_is_visited():
    house = house_with(APPROVAL, entry={"subject": "Home visit: Mrs Whitcombe"})
    for each in house.mail.sent:
        assert "Whitcombe" not in each.subject
        assert "Elm" not in each.subject


def test_the_list_of_a_day_names_each_visit_with_its_concerns_in_order():
    house = house_with(rule(Check.TELEPHONE), rule(Check.OUT_OF_HOURS), entry={"place": Place()})
    house.entry("e2", "18:30", "19:00", subject="Home visit: L")
    read(house)
    house.check()
    with house.store.transaction() as tx:
        found = concerns_of_days(tx, ["sam"], clock("00:00"), clock("00:00", day=1), house.core, house.clock.now())
    assert [(each.visit.event_id, [one.kind for one in concerns]) for each, concerns in found] == [
        ("e1", ["no-address", "telephone"]),
        ("e2", ["nobody-to-reach", "out-of-hours", "telephone"]),
    ]
