"""Law 10: a stuck scan, people whom nobody watches, unread answers and alarms that do not go out are told to people."""

from __future__ import annotations

import asyncio

import pytest

from calsync.domain.model import NotWatched
from tests.it_house import ItHouse, forbidden


def test_a_scan_that_is_stuck_for_more_than_a_minute_is_told():
    house = ItHouse()
    house.live(5)
    house.scans = False
    house.live(1)
    assert house.subjects == []
    house.live(1)
    assert house.subjects == ["the scan for alarms is stuck"]
    house.live(50)
    assert len(house.subjects) == 1
    house.scans = True
    house.live(1)
    assert house.standing == []


def test_people_whom_nobody_watches_are_told_in_one_message_once():
    left_out = tuple(
        NotWatched(person=f"n{number}", name=f"Newcomer {number}", why="They have no mailbox: give them one.")
        for number in range(12)
    )
    house = ItHouse(not_watched=left_out)
    house.live(60)
    assert house.subjects == ["12 people are not watched"]
    assert "Newcomer 1 is not watched. They have no mailbox: give them one." in house.server.sent[0].text
    assert "and 2 more" in house.server.sent[0].text


@pytest.mark.parametrize("part", ["mail", "people"])
def test_answers_or_people_that_can_not_be_read_are_told_after_five_minutes(part):
    house = ItHouse()
    refused, read = (
        (house.mailbox, house.engine.read_mail) if part == "mail" else (house.directory, house.engine.refresh_people)
    )
    refused.refusal = forbidden("calsync")
    for minutes in (0, 1, 3.9):
        house.clock.go(minutes)
        with pytest.raises(Exception, match="403"):
            asyncio.run(read())
        house.notice()
    assert house.subjects == []
    house.clock.go(0.1)
    with pytest.raises(Exception, match="403"):
        asyncio.run(read())
    house.notice()
    said = {"mail": "the service mailbox can't be read", "people": "the directory can't be read"}[part]
    assert house.subjects == [said]
    refused.refusal = None
    asyncio.run(read())
    assert house.standing == []


def test_alarms_that_do_not_go_out_are_told_after_a_minute():
    house = ItHouse(at="12:50")
    house.entry(start="13:00", end="13:10")
    house.live(15)
    house.mail.fail("Microsoft Graph could not answer (503).")
    for _ in range(80):
        house.scan()
        house.live(0.25)
    assert house.subjects == ["messages do not go out"]
    house.mail.recover()
    house.clock.go(1)
    house.scan()
    house.live(0.5)
    assert house.standing == []
