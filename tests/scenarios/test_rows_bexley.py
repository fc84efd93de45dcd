"""Rows of Bexley's guidance that no other test tries."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import DeadlineState
from calsync.domain.model.checks import Check
from calsync.parsers.location import read_place
from tests.house import CAST, SAM, SLOANE, clock
from tests.letter_house import letters_of, to
from tests.scenarios.presets import TONIGHT, house_of, looked_at, raised, reminders_of, stands


def test_BX2_a_visit_for_two_with_nobody_proven_is_a_warning_and_stays_watched() -> None:
    house = house_of("bexley", at="11:30")
    house.entry(categories=("Two workers",))
    looked_at(house)
    looked_at(house, "12:35")
    assert stands(house, Check.ALONE_NOW)
    assert any("It needs two workers" in each.text for each in house.told("morgan"))
    assert any("It needs two workers" in each.text for each in house.told("sam"))
    assert house.deadline.state is DeadlineState.OPEN


def test_BX4_a_vague_place_stands_in_the_workers_own_summary_and_is_told_the_manager_two_hours_before() -> None:
    house = house_of("bexley", at="06:00")
    house.entry(place=read_place("TBC"), categories=("Home visit",))
    looked_at(house)
    (summary,) = [each for each in to(letters_of(house), "sam") if each.subject.startswith("Your visits")]
    assert "Please mend:" in summary.text
    looked_at(house, "10:55")
    assert not any(each.subject.startswith("Before a visit") for each in house.told("morgan"))
    looked_at(house, "11:00")
    assert raised(house).count("unclear-place") == 1
    assert [each.subject.startswith("Before a visit") for each in house.told("morgan")].count(True) == 1


def test_BX9_that_somebody_lives_alone_is_read_by_responders_and_by_nobody_else() -> None:
    alone = replace(SAM, lives_alone=True)
    people = replace(CAST, persons=tuple(alone if each.id == "sam" else each for each in CAST.persons))
    house = house_of("bexley", at="12:00", people=people)
    house.entry()
    house.go_to("14:31")
    assert "Lives alone" in house.last("morgan").text
    assert not any("alone" in each.text.casefold() for each in house.told("sam"))
    assert house.visit.flags == ("lives-alone",)


def test_BX12_the_workers_summary_reminds_of_the_telephone() -> None:
    assert "- Your telephone is charged, switched on and within reach." in reminders_of("bexley")


def test_BX11_an_entry_added_at_short_notice_is_found_at_the_next_reading_and_told_as_unplanned() -> None:
    house = house_of("bexley", at="12:30")
    looked_at(house)
    house.entry(created=clock("12:31"))
    looked_at(house, "12:31")
    assert stands(house, Check.UNPLANNED)
    assert any("entered" in each.text for each in house.told("morgan"))
    assert house.deadline.state is DeadlineState.OPEN


def test_BX11_one_line_of_mail_makes_a_watched_visit_and_is_told_to_the_manager() -> None:
    house = house_of("bexley", at="12:30", people=TONIGHT)
    house.poll()
    house.says("Sam is visiting 12 Elm Road until 13.30", who="ash")
    house.send()
    assert (house.deadline.state, house.deadline.due) == (DeadlineState.OPEN, clock("13:30"))
    for who in ("sam", "ash"):
        assert "watched until 13:30. Morgan Manages is watching." in house.last(who).text
    assert "is on a visit that was not planned, from 12:30 to 13:30" in house.last("morgan").text
    assert not any("Elm" in each.subject + each.text for each in house.mail.sent)
    assert ("visit-told-by-mail", "ash") in [(each.what, each.who) for each in house.acts()]


def test_BX7_the_yearly_mail_has_a_card_of_the_numbers_and_none_of_the_words_for_danger() -> None:
    sloane = replace(SLOANE, mobile="+44 7700 900109")
    people = replace(TONIGHT, persons=tuple(sloane if each.id == "sloane" else each for each in TONIGHT.persons))
    (mail,) = [
        each
        for each in to(letters_of(house_of("bexley", at="06:00", people=people)), "sam")
        if "once a year" in each.subject.casefold()
    ]
    assert "- line manager, Morgan Manages: no number is known" in mail.text
    assert "- out-of-hours contact, Sloane On Call: +44 7700 900109" in mail.text
    assert "Sam Visits:" not in mail.text
    assert not any(word in mail.text.casefold() for word in ("purple", "police", "alarm"))
