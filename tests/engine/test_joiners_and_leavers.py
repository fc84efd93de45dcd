"""Who joins is watched from when they are known; who leaves, until nothing of theirs is open."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.errors import SourceRefused
from tests.house import CAST, DEE, SAM, House, clock


def test_a_joiners_diary_is_watched_from_when_they_are_first_known():
    house = House(at="15:00", watched_from=None)
    house.entry()
    house.poll()
    (state,) = house.mailboxes()
    assert state.watched_from == clock("15:00")
    assert house.watched() == []


def test_a_leavers_open_deadline_stays_watched():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:10")
    house.directory.everybody = replace(CAST, persons=(replace(DEE, works=True), *CAST.persons[1:2], *CAST.persons[3:]))
    asyncio.run(house.engine.refresh_people())
    house.go_to("14:21")
    assert "Sam Visits" in house.last("morgan").subject


def test_somebody_who_left_is_read_until_nothing_of_theirs_is_open_and_nothing_new_is_watched():
    house = House(at="12:00")
    house.entry("e1", "13:00", "14:00")
    house.go_to("13:10")
    robin = replace(SAM, id="robin", mail="robin@clarendon.test")
    gone = replace(CAST, persons=(robin, *(replace(each, works=False) for each in CAST.persons)))
    house.directory.everybody = gone
    asyncio.run(house.engine.refresh_people())
    house.entry("e2", "16:00", "17:00")
    house.go_to("14:02")
    with house.store.transaction() as tx:
        assert [each.visit.event_id for each in tx.open_deadlines()] == ["e1"]
    house.says("left, all fine", to=house.last("sam"))
    house.tick()
    (state,) = [each for each in house.mailboxes() if each.worker == "sam"]
    assert state.next_poll_at - house.clock.now() > timedelta(days=30)


def test_somebody_who_comes_back_is_watched_from_then_on():
    house = House(at="12:00")
    with house.store.transaction() as tx:
        (state,) = tx.mailboxes()
        tx.put_mailbox(replace(state, next_poll_at=house.clock.now() + timedelta(days=300)))
    asyncio.run(house.engine.refresh_people())
    (state,) = house.mailboxes()
    assert state.next_poll_at == state.watched_from == house.clock.now()


def test_a_group_that_is_suddenly_empty_is_not_believed():
    house = House(at="12:00")
    house.directory.everybody = replace(CAST, persons=tuple(replace(each, works=False) for each in CAST.persons[1:]))
    with pytest.raises(SourceRefused, match="no members"):
        asyncio.run(house.engine.refresh_people())
    with house.store.transaction() as tx:
        assert tx.people() == replace(CAST, office=house.core.policies.standing.office)


def test_somebody_who_was_dropped_from_the_directory_and_had_no_visit_is_watched_no_more():
    house = House(at="09:00")
    house.tick()
    house.directory.everybody = replace(CAST, persons=(replace(DEE, works=True), *CAST.persons[1:2], *CAST.persons[3:]))
    asyncio.run(house.engine.refresh_people())
    house.entry("e1", "13:00", "14:00")
    house.go_to("09:30")
    assert house.open() == []
