"""Law 3: nothing is skipped; but no alarm for a past that nobody asked to watch."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import NotificationState, Place
from calsync.errors import SourceUnavailable
from calsync.parsers.location import read_place
from tests.house import CAST, DEE, OAK_STREET, SAM, House, clock


def planned(*entries, at="12:00", **changes):
    house = House(at=at, **changes)
    for number, (start, end) in enumerate(entries or [("13:00", "14:00")], 1):
        house.entry(f"e{number}", start, end, place=read_place(f"{number} Elm Road, Rotherham S60 3AB"))
    house.tick()
    return house


def test_what_fell_due_in_the_dark_is_taken_as_soon_as_the_service_is_up():
    house = planned()
    house.dark_until("15:00")
    house.scan()
    taken = [(row.step, row.recipient) for row in house.rows()]
    assert sorted(taken) == [("1", "sam"), ("2", "sam"), ("3", "ash"), ("3", "dee"), ("4", "morgan")]
    assert len(house.told("morgan")) == len(house.told("dee")) == len(house.told("sam")) == 1


def test_a_late_message_says_how_late_it_is_and_why():
    house = planned()
    house.dark_until("15:00")
    house.scan()
    message = house.last("morgan")
    assert "60 minutes late" in message.subject
    assert "calsync was not running from 12:00 to 15:00" in message.text


def test_what_became_readable_in_the_dark_is_taken_too():
    house = planned()
    house.dark_until("15:00")
    house.entry("e2", "13:30", "14:30", place=read_place(OAK_STREET), created=clock("13:00"))
    house.tick()
    house.clock.go(1)
    house.tick()
    assert {row.deadline_id for row in house.rows() if row.recipient == "morgan"} == {each.id for each in house.open()}


def test_twenty_deadlines_are_folded_into_one_message_for_each_person_and_none_is_lost():
    entries = [("13:00", f"14:{minute:02}") for minute in range(20)]
    house = planned(*entries)
    house.dark_until("15:00")
    house.scan()
    for who in ("sam", "dee", "ash", "morgan"):
        assert len(house.told(who)) == 1
    assert house.last("morgan").text.count("Who: Sam Visits") == 20
    folded = [row for row in house.rows() if row.recipient == "morgan" and row.state is NotificationState.CARRIED]
    assert len(folded) == 19


def test_what_was_folded_is_told_one_by_one_if_nobody_closes_it():
    house = planned(("13:00", "14:00"), ("13:00", "14:05"))
    house.dark_until("15:00")
    house.scan()
    house.go_to("15:06")
    assert {each.notification.deadline_id for each in house.told("morgan")} == {each.id for each in house.open()}


def test_a_colleagues_alarm_is_not_folded_into_the_question_about_ones_own_visit():
    dee = replace(DEE, works=True, manager="morgan")
    house = House(at="12:00", people=replace(CAST, persons=(SAM, dee, *CAST.persons[1:2], *CAST.persons[3:])))
    house.entry()
    house.entry("d1", "13:00", "14:50", worker="dee", place=read_place(OAK_STREET))
    house.tick()
    house.dark_until("14:55")
    house.scan()
    told = house.told("dee")
    assert any("ALARM" in each.subject and "Sam" in each.text for each in told)
    assert any(each.notification.role == "worker" and "ALARM" not in each.text for each in told)


def test_an_entry_made_after_its_own_end_is_a_concern_and_one_question_and_no_alarm():
    house = House(at="15:00")
    house.entry(created=clock("14:30"))
    house.go_to("17:00")
    assert len(house.told("sam")) == 1
    assert {each.notification.recipient for each in house.mail.sent} == {"sam"}
    with house.store.transaction() as tx:
        assert [each.kind for each in tx.concerns()] == ["entered-late"]


def test_an_entry_made_in_time_and_read_after_its_end_has_its_whole_ladder():
    house = House(at="15:00")
    house.entry(created=clock("13:59"))
    house.tick()
    assert len(house.told("morgan")) == 1


def test_when_an_over_entry_was_made_is_asked_once_and_nothing_is_decided_without_an_answer():
    house = House(at="15:00")
    house.entry(created=clock("14:30"))
    house.calendars.refuse("sam", SourceUnavailable("the connection was lost"), entries=True)
    house.tick()
    assert house.watched() == []
    house.calendars.allow("sam")
    house.go_to("15:10")
    assert house.calendars.asked == ["e1", "e1"]


def test_an_old_entry_tagged_as_a_visit_after_its_end_raises_no_alarm():
    house = House(at="12:00")
    house.entry(subject="Paperwork", place=Place(text="Somewhere"), categories=())
    house.go_to("15:00")
    house.change(categories=("Home visit",))
    house.go_to("17:00")
    assert {each.notification.recipient for each in house.mail.sent} <= {"sam"}


def test_nothing_before_watched_from_is_watched():
    house = House(at="15:00", watched_from=clock("14:00"))
    house.entry()
    house.entry("e2", "13:30", "14:30", place=read_place(OAK_STREET))
    house.tick()
    assert [each.visit.event_id for each in house.watched()] == ["e2"]


def test_an_entry_moved_into_the_past_before_its_start_gives_the_worker_ten_minutes():
    house = House(at="12:00")
    house.entry()
    house.tick()
    house.change(start=clock("10:00"), end=clock("11:00"))
    house.tick()
    assert house.deadline.due == clock("12:10")


def test_of_the_repeats_missed_in_the_dark_one_is_owed_and_the_next_comes_a_whole_pace_later():
    house = planned()
    house.go_to("14:21")
    house.dark_until("15:03")
    house.scan()
    assert len(house.told("morgan")) == 2
    assert house.deadline.next_step_at == clock("15:08")
