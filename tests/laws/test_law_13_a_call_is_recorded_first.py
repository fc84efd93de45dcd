"""Law 13, on the telephone: a row before it rings, and no second call after a crash without need."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import NotificationState
from calsync.errors import DeliveryFailed
from calsync.parsers.location import read_place
from tests.calls import CallHouse, late_by_call
from tests.house import OAK_STREET, SAM, an_entry
from tests.texts import STAFF


def test_the_row_and_the_way_back_to_it_stand_before_anybody_is_rung():
    house = late_by_call("14:00")
    (call,) = house.calls_to("sam")
    assert call.notification.state is NotificationState.WAITING
    assert call.notification.id in {row.id for row in house.rows()}
    assert house.answers_call("sam").words == call.spoken.words


def test_a_first_call_is_made_at_once_and_one_that_may_have_been_made_is_looked_for_first():
    house = late_by_call("13:59")
    house.caller.failure = DeliveryFailed("Twilio did not answer within 9 seconds.")
    house.go_to("14:00")
    house.caller.failure = None
    house.clock.moment += timedelta(seconds=6)
    house.send()
    (again,) = house.calls_to("sam")
    assert again.tried_since == again.notification.recorded
    fresh = late_by_call("14:00")
    assert [each.tried_since for each in fresh.calls_to("sam")] == [None]


def test_a_row_that_a_process_left_behind_is_looked_for_and_not_taken_for_another_call():
    house = late_by_call("13:59")
    house.clock.moment += timedelta(minutes=1)
    house.engine.escalate()
    house.clock.moment += timedelta(minutes=1)  # whoever claimed it has ended, and nobody knows how far they came
    house.send()
    (call,) = house.calls_to("sam")
    assert call.tried_since is not None
    assert call.others == frozenset()


def test_a_call_that_fails_gives_way_and_shortens_nothing_for_the_worker():
    house = late_by_call("13:59")
    house.caller.failure = DeliveryFailed("their telephone number is not rung", permanent=True)
    house.go_to("14:01")
    assert len(house.texts_to("sam")) == 1
    assert house.deadline.taken == 1


def test_one_call_to_somebody_is_known_before_the_next_to_them_looks_for_its_own():
    robin = replace(SAM, id="robin", name="Robin Roams", mail="robin@clarendon.test", mobile="07700 900201")
    house = CallHouse(people=replace(STAFF, persons=(*STAFF.persons, robin)))
    house.entry()
    house.calendars.put(an_entry("r1", "13:00", "14:01", worker="robin", place=read_place(OAK_STREET)))
    house.go_to("14:09")
    house.caller.failure = DeliveryFailed("Twilio did not answer within 9 seconds.")
    house.go_to("14:11")
    house.caller.failure = None
    house.clock.moment += timedelta(seconds=16)
    house.send()
    house.call_ends("dee", "no-answer")
    house.clock.moment += timedelta(seconds=6)
    house.send()
    first, second = house.calls_to("dee")
    assert first.others == frozenset()
    assert len(second.others) == 1
