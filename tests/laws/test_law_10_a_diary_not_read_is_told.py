"""Law 10: a diary that is not read is told to people within three polls, by the moment set when it was read."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.house import MINUTE
from tests.it_house import UNREAD, ItHouse, down, forbidden, graph_is_down, hanging


def test_a_mailbox_refused_from_the_start_is_told_in_five_minutes_once_by_smtp_while_microsofts_mail_fails():
    house = ItHouse(workers=2)
    graph_is_down(house)
    house.calendars.refuse("sam", forbidden())
    house.live(5)
    assert house.subjects == []
    house.live(1)
    assert house.subjects == [UNREAD]
    (mail,) = house.server.sent
    assert mail.to == "ash@clarendon.test"
    assert mail.important
    assert "Sam Visits (sam@clarendon.test)" in mail.text
    assert "has never been read" in mail.text
    assert "403 ErrorAccessDenied" in mail.text
    assert "check the role assignment" in mail.text
    assert "Visits known before are still watched" in mail.text
    house.live(120)
    assert house.subjects == [UNREAD]


@pytest.mark.parametrize("refusal", [forbidden(), hanging(), down()], ids=["403", "hanging", "503"])
def test_a_mailbox_refused_after_a_week_is_told_in_three_of_its_polls_and_the_others_are_read(refusal):
    house = ItHouse(workers=2)
    house.live(1)
    house.dark_until("09:00", day=7)
    house.live(20)
    assert house.subjects == []
    house.calendars.refuse("sam", refusal)
    began = house.clock.now()
    house.live(9.5)
    assert house.subjects == []
    house.live(6)
    assert house.subjects == [UNREAD]
    (mail,) = house.server.sent
    assert "was last read at 09:2" in mail.text
    others = [each for each in house.mailboxes() if each.worker != "sam"]
    assert all(each.last_read is not None and each.last_read > began for each in others)


def test_around_a_visit_a_diary_is_told_five_minutes_after_its_last_reading():
    house = ItHouse(at="12:40")
    house.entry()
    house.live(1)
    house.calendars.refuse("sam", forbidden())
    house.live(6)
    assert house.subjects == [UNREAD]


def test_the_diary_of_somebody_who_left_is_not_told_until_they_have_something_open():
    house = ItHouse(workers=3)
    house.live(1)
    gone = tuple(replace(each, works=each.works and each.id != "w1") for each in house.directory.everybody.persons)
    house.directory.everybody = replace(house.directory.everybody, persons=gone)
    asyncio.run(house.engine.refresh_people())
    house.calendars.refuse("w1", forbidden("w1"))
    house.live(60)
    assert [each for each in house.standing if each.cause == "diary-unread"] == []


def test_a_leavers_open_visit_is_still_watched_and_so_is_told():
    house = ItHouse(at="12:00", workers=3)
    house.entry(worker="w1", event_id="e9", start="12:10", end="15:00")
    house.live(15)
    assert house.open("w1")
    gone = tuple(replace(each, works=each.works and each.id != "w1") for each in house.directory.everybody.persons)
    house.directory.everybody = replace(house.directory.everybody, persons=gone)
    asyncio.run(house.engine.refresh_people())
    house.calendars.refuse("w1", forbidden("w1"))
    house.live(15)
    assert [each.about for each in house.standing if each.cause == "diary-unread"] == ["w1"]


def test_a_start_after_a_long_darkness_tells_of_no_diary_that_is_read_now():
    house = ItHouse(workers=5)
    house.live(5)
    house.dark_until("09:00", day=3)
    house.notice()
    house.live(10)
    assert house.subjects == []


def test_a_darkness_that_leaves_a_diary_unread_is_told_five_minutes_after_it():
    house = ItHouse(workers=5)
    house.live(5)
    house.dark_until("09:00", day=3)
    for _ in range(12):
        house.engine.escalate()
        house.notice()  # and nothing is read
        house.clock.go(0.5)
    assert house.subjects == ["6 diaries are not being read"]
    assert "does not get round to reading it" in house.server.sent[0].text


def test_a_diary_is_told_by_the_moment_that_was_set_when_it_was_read():
    house = ItHouse()
    house.live(1)
    (state,) = house.mailboxes()
    assert state.fresh_until is not None
    house.calendars.refuse("sam", forbidden())
    house.live((state.fresh_until - house.clock.now()) / MINUTE)
    assert house.subjects == []
    house.live(0.5)
    assert house.subjects == [UNREAD]


def test_a_diary_that_nobody_gets_round_to_reading_is_told_though_it_never_failed():
    house = ItHouse()
    with house.store.transaction() as tx:
        never = [each for each in tx.mailboxes() if each.last_read is None]
        assert never
        assert all(each.fresh_until is not None for each in never)
        assert [each.worker for each in tx.unread(house.clock.now() + timedelta(minutes=16))] == [
            each.worker for each in never
        ]
