"""Rows of Rotherham's procedures that no other test tries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from calsync.domain.model import AnswerKind, DeadlineState
from calsync.parsers.location import read_place
from tests.house import SAM, House, clock
from tests.letter_house import WHITCOMBE, letters_of, to
from tests.scenarios.presets import EVERYBODY, house_of, looked_at, reminders_of, subjects


def morning() -> House:
    """A morning with one visit of Sam's, and all its letters sent."""
    house = house_of("rotherham", at="06:00")
    house.entry(subject=f"Home visit: {WHITCOMBE}")
    looked_at(house)
    letters_of(house)
    return house


def test_RO1_the_line_manager_and_the_administrator_have_the_visits_of_the_day() -> None:
    house = morning()
    for who in ("morgan", "ash"):
        (mail,) = [each for each in to(house.mailbox.sent, who) if each.subject.startswith("Visits of Monday 2 March")]
        assert "Sam Visits" in mail.text
        assert "14 Elm Road" in mail.text


def test_RO3_nothing_is_entered_twice_the_entry_alone_makes_the_visit_and_takes_it_away() -> None:
    house = house_of("rotherham")
    house.entry()
    looked_at(house)
    assert [each.visit.event_id for each in house.watched()] == ["e1"]
    assert house.open()
    house.delete()
    looked_at(house)
    assert house.open() == []


def test_RO5_the_administrators_list_says_who_leaves_when_and_is_back_when() -> None:
    (mail,) = [each for each in to(morning().mailbox.sent, "ash") if each.subject.startswith("Visits of")]
    assert "- leaves about 12:30, 13:00 to 14:00, back about 14:30" in mail.text


def test_RO8_the_administrator_has_everybodys_numbers_each_morning_and_in_the_alert() -> None:
    house = morning()
    (sheet,) = [each for each in to(house.mailbox.sent, "ash") if "outage sheet" in each.subject]
    assert "TELEPHONE NUMBERS" in sheet.text
    assert "Sam Visits, visits: +44 7700 900101" in sheet.text
    house.dark_until("15:55")
    house.go_to("16:01")
    assert "Telephone: +44 7700 900101" in house.last("ash").text


def test_RO15_the_last_step_repeats_through_the_night_and_only_a_person_ends_it() -> None:
    house = house_of("rotherham", at="12:00")
    house.entry()
    house.go_to("16:31")
    before = len(house.told("sloane"))
    assert before
    house.delete()
    house.go_to("17:31")
    assert len(house.told("sloane")) >= before + 10
    assert house.open()
    house.says("close: safe and well, I spoke to them", who="sloane", to=house.last("sloane"))
    assert [each.state for each in house.open()] == []


def test_RO15_a_call_for_help_starts_the_emergency_steps_at_once() -> None:
    house = house_of("rotherham", at="13:10")
    house.entry()
    looked_at(house)
    house.answers(AnswerKind.HELP, deadline_id=house.open()[0].id)
    house.scan()
    for who in ("morgan", "dee", "ash"):
        assert "dial 999 yourself" in house.last(who).text
    assert DeadlineState.OPEN in {each.state for each in house.open()}


def test_RO7_the_workers_summary_reminds_of_the_telephone() -> None:
    assert "- Your telephone is charged and with you." in reminders_of("rotherham")


def passed_on(answer: str = "left, all fine", start: str = "15:00", end: str = "16:00", **entry: Any) -> list[str]:
    """What the line manager hears once Sam has answered so after that visit."""
    house = house_of("rotherham", at="12:00")
    if "office" in entry:
        house.entry("e9", entry.pop("office"), "18:00", subject="Office", place=read_place("Office"))
    house.entry("e1", start, end, **entry)
    house.poll()
    house.poll()
    house.clock.moment = clock(end)
    house.tick()
    house.says(answer, to=house.last("sam"))
    house.send()
    return subjects(house, "morgan")


def test_RO13_that_a_late_visit_or_one_out_of_the_borough_is_over_is_passed_on_whatever_the_words() -> None:
    assert passed_on() == ["Completed: Sam Visits"]
    assert passed_on(start="13:00", end="14:00") == []
    assert passed_on(start="13:00", end="14:00", place=read_place("3 High Street, Leeds LS2 9NN")) == [
        "Completed: Sam Visits"
    ]
    assert passed_on("left, going home") == ["Going home: Sam Visits"]
    assert passed_on(office="17:00") == []


def test_RO9_home_address_and_vehicle_are_shown_from_senior_management_on_by_mail_alone_and_each_look_is_kept() -> None:
    sam = replace(SAM, home_address="3 High Street, Leeds", vehicle="blue hatchback, AB12 CDE")
    people = replace(EVERYBODY, persons=tuple(sam if each.id == "sam" else each for each in EVERYBODY.persons))
    house = house_of("rotherham", at="12:00", people=people)
    house.entry()
    house.poll()
    for time in ("14:00", "14:30", "16:00", "16:29"):
        house.clock.moment = clock(time)
        house.tick()
    assert house.told("ash")
    assert not any("AB12 CDE" in each.text or "High Street" in each.text for each in house.mail.sent)
    assert not any(each.what == "home-details-shown" for each in house.acts())
    house.clock.moment = clock("16:30")
    house.tick()
    shown = house.last("sloane")
    assert "Vehicle: blue hatchback, AB12 CDE\nHome address: 3 High Street, Leeds\n" in shown.text
    assert "AB12" not in shown.subject
    kept = [dict(each.details) for each in house.acts() if each.what == "home-details-shown"]
    assert ("sloane", "home address, vehicle") in {(each["to"], each["what"]) for each in kept}
    assert not any("AB12" in value for each in kept for value in each.values())
    assert not any("AB12" in each.text for each in house.told("sam"))
