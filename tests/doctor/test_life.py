"""The service's own life in the doctor's eyes: whether it scans, and what IT could not be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from calsync.doctor.life import life
from calsync.domain.model import Notice
from calsync.domain.notices import Bulletin, Cause, Found, raised
from calsync.engine.darkness import SCAN
from tests.doctor.conftest import Examined, told

Make = Callable[..., Examined]


def scanned(house: Examined, ago: timedelta) -> None:
    with house.house.store.transaction() as tx:
        tx.beat(SCAN, house.house.clock.now() - ago)


def standing(house: Examined, *about: str, cause: Cause = Cause.DIARY_UNREAD) -> list[Notice]:
    at = house.house.clock.now()
    with house.house.store.transaction() as tx:
        return tx.add_notices([raised(Found(cause=cause, about=each), at) for each in about])


def tried(house: Examined, *, told: bool = False, why: str = "The mail server does not answer.") -> None:
    """Every standing notice was tried: no channel took it, or one did but for somebody."""
    at = house.house.clock.now()
    with house.house.store.transaction() as tx:
        for claim in tx.claim_notices(at, at, 100):
            bulletin = Bulletin(cause=Cause(claim.notice.cause), notices=[claim.notice])
            (outcome,) = bulletin.told(at, why) if told else bulletin.not_told(at + timedelta(minutes=1), why)
            tx.put_notice_outcome(claim, outcome)


def test_a_scan_of_just_now_is_green_and_one_of_long_ago_red(examined: Make) -> None:
    house = examined()
    assert told(life(house.app))[0][:2] == ("service", "amber")
    scanned(house, timedelta(seconds=30))
    assert told(life(house.app))[0] == ("service", "green", "scans")
    house.house.clock.go(minutes=5)
    service = told(life(house.app))[0]
    assert service[1] == "red"
    assert "last scanned 5 minutes ago" in service[2]


def test_what_it_could_not_be_told_is_red_a_line_for_each_cause(examined: Make) -> None:
    house = examined()
    scanned(house, timedelta(0))
    standing(house, "sam", "w1")
    standing(house, "", cause=Cause.MAILBOX_UNREAD)
    assert [part for part, _, _ in told(life(house.app))] == ["service", "audit"], "not tried is not failed"
    tried(house)
    _, *notices, _ = told(life(house.app))
    assert [(part, light) for part, light, _ in notices] == [("notices to IT", "red")] * 2
    words = sorted(words for _, _, words in notices)
    assert "tried once: 2 diaries are not being read (09:00 on Monday 2 March)." in words[0]
    assert "the service mailbox can't be read" in words[1]
    assert all(each.endswith("The mail server does not answer.") for each in words)


def test_what_not_everybody_was_told_is_amber_and_what_all_were_told_is_nothing(examined: Make) -> None:
    house = examined()
    standing(house, "sam")
    tried(house, told=True)
    assert [(part, light) for part, light, _ in told(life(house.app))][1] == ("notices to IT", "amber")
    house = examined()
    standing(house, "sam")
    tried(house, told=True, why="")
    assert [part for part, _, _ in told(life(house.app))] == ["service", "audit"]
