"""BX11: a visit told in one line of mail is watched within one reading of the service mailbox."""

from __future__ import annotations

import pytest

from calsync.domain.model import DeadlineState, Role
from calsync.parsers.location import read_place
from tests.house import House, clock
from tests.line_house import LINE, PEOPLE, house_at, told
from tests.texts import TextHouse


def test_the_line_makes_a_watched_visit_and_is_confirmed_in_one_line_that_names_who_watches():
    house = told()
    assert (house.visit.start, house.visit.end, house.visit.place.text) == (
        clock("14:02"), clock("15:30"), "12 Elm Road, Rotherham",
    )  # fmt: skip
    (said,) = house.told("sam")
    assert said.text.startswith("You are watched until 15:30. Morgan Manages (07700 900102) is watching. Answer ")
    assert said.text.count("\n") == 1
    assert "Elm" not in said.subject + said.text
    assert [each.who for each in house.acts() if each.what == "visit-told-by-mail"] == ["sam"]


def test_silence_after_its_end_is_told_with_the_place():
    house = told()
    house.go_to("15:51")
    alarm = house.last("dee")
    assert "12 Elm Road, Rotherham" in alarm.text
    assert "Elm" not in alarm.subject
    assert '"visiting 12 Elm Road' in alarm.text, "the line itself was the last word of theirs"


def test_readings_of_the_diary_take_nothing_from_it_and_the_mail_acts_once():
    house = told()
    before = house.deadline
    house.go_to("14:30")
    assert house.deadline == before
    assert len(house.told("sam")) == 1


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("left, all fine", DeadlineState.CLOSED),
        ("not going", DeadlineState.CLOSED),
        ("Cancelled", DeadlineState.CLOSED),
    ],
)
def test_the_reply_to_the_confirmation_closes_it(words, state):
    house = told()
    house.go_to("14:20")
    house.says(words, to=house.last("sam"))
    assert house.deadline.state is DeadlineState.CLOSED
    house.go_to("16:00")
    assert len(house.told("sam")) == 1


def test_a_reply_moves_its_end_as_that_of_any_visit():
    house = told()
    house.says("+30", to=house.last("sam"))
    assert house.deadline.due == clock("16:00")


def test_one_that_is_still_to_come_is_called_off_before_its_start():
    house = told("visiting 12 Elm Road from 16:00 until 17:00")
    assert house.visit.start == clock("16:00")
    house.says("not going", to=house.last("sam"))
    assert house.open() == []
    house.go_to("17:30")
    assert len(house.told("sam")) == 1


def test_a_colleague_tells_of_somebody_by_name_and_both_hear_of_it():
    house = told("Sam Visits is visiting 12 Elm Road, Rotherham until 3.30pm", who="ash")
    assert house.visit.worker == "sam"
    assert "Sam Visits is watched until 15:30. Morgan Manages (07700 900102) is watching." in house.last("ash").text
    assert house.last("sam").text.startswith("You are watched until 15:30.")
    house.says("cancelled", who="ash", to=house.last("ash"))
    house.send()
    assert len(house.open()) == 1
    assert "ask them to answer" in house.last("ash").text


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("visiting Elm Road", "it has no end"),
        ("visiting until 15:30", "it names no place"),
        ("visiting 12 Elm Road until 13:00", "its end had passed"),
        ("visiting 12 Elm Road until 23:30", "more than eight hours"),
        (f"{LINE}\nvisiting 3 Oak Street until 16:30", "more than one visit"),
        ("visiting 12 Elm Road until 15:30 and 3 Oak Street until 16:30", "more than one visit"),
        ("visiting 12 Elm Road tomorrow until 15:30", "another day"),
        ("visiting 12 Elm Road until late", "could not be understood"),
        ("Bob is visiting 12 Elm Road until 15:30", "nobody who is watched is called Bob"),
        ("he is visiting 12 Elm Road until 15:30", "does not name who"),
    ],
)
def test_what_can_not_be_read_is_answered_with_one_sentence_on_what_to_write(text, answer):
    house = told(text)
    assert house.watched() == []
    (said,) = house.told("sam")
    assert said.text.startswith("Nobody watches this visit yet: ")
    assert (answer in said.text, "Elm" in said.text, "Oak" in said.text) == (True, False, False)
    house.read_mail()
    house.send()
    assert len(house.told("sam")) == 1


def test_who_is_not_watched_is_told_whom_to_ring():
    house = told(who="dee")
    assert house.last("dee").text == "You are not watched. Ring Morgan Manages, 07700 900102.\n"
    house = told("Dee Deputises is visiting 12 Elm Road until 15:30", who="ash")
    assert house.last("ash").text.startswith("Dee Deputises is not watched. Ring ")
    assert house.watched("dee") == []


def test_a_stranger_changes_nothing_and_is_answered_nothing():
    house = told(who="bob@elsewhere.test")
    assert (house.watched(), house.mail.sent) == ([], [])
    assert house.acts()[-1].what == "mail-from-stranger"


def test_a_visit_that_the_diary_has_is_no_second_one():
    house = House(at="13:50", people=PEOPLE)
    house.entry(start="14:00", end="15:30", place=read_place("12 Elm Road, Rotherham"))
    house.go_to("14:02")
    told(house=house)
    assert len(house.watched()) == 1
    assert house.last("sam").text.startswith("You are watched there already, until 15:30.")


@pytest.mark.parametrize(
    ("line", "start"), [(LINE, "14:00"), ("visiting 12 Elm Road, Rotherham from 15 until 16", "15:00")]
)
def test_an_entry_that_is_made_of_it_later_joins_it(line, start):
    house = told(line)
    house.entry(start=start, end="15:30" if start == "14:00" else "16:00", place=read_place("12 Elm Road, Rotherham"))
    house.clock.go(1)
    house.poll()
    assert len(house.open()) == 1
    house.go_to("16:45")
    assert len([each for each in house.told("sam") if each.subject.startswith("Have you left")]) == 2


def test_an_earlier_end_than_the_diarys_is_when_the_worker_is_asked():
    house = House(at="13:50", people=PEOPLE)
    house.entry(start="14:00", end="17:00", place=read_place("12 Elm Road, Rotherham"))
    house.go_to("14:02")
    told(house=house)
    assert (len(house.watched()), house.deadline.due) == (1, clock("15:30"))
    assert house.last("sam").text.startswith("You are watched there already, until 15:30.")
    house.go_to("14:10")
    assert house.deadline.due == clock("15:30")


def test_an_entry_made_for_the_record_once_it_is_answered_asks_nobody():
    house = told()
    house.go_to("15:00")
    house.says("left, all fine", to=house.last("sam"))
    house.entry(start="14:00", end="15:30", place=read_place("12 Elm Road, Rotherham"))
    house.go_to("16:00")
    assert (house.open(), len(house.told("sam"))) == ([], 1)


def test_a_line_read_after_its_end_is_asked_about_at_once():
    house = house_at("15:45")
    house.says(LINE, sent="14:02")
    house.scan()
    assert (house.deadline.is_open, house.deadline.due) == (True, clock("15:30"))
    assert "Have you left" in house.told("sam")[0].subject + house.told("sam")[-1].subject


def test_by_text_it_is_confirmed_by_text():
    house = TextHouse(at="14:02")
    house.poll()
    house.texts(LINE)
    house.send()
    (said,) = house.texts_to("sam")
    assert str(said.text).startswith("You are watched until 15:30. Morgan Manages (07700 900102) is watching.")
    assert "Elm" not in str(said.text)
    assert Role.WORKER is said.notification.role


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("sam", "visit Mrs Jones until 15:30"),
        ("sam", "visitng 12 Elm Road until 15:30"),
        ("sam", "at 12 Elm Road until half past"),
        ("sam", "Robin and I are visiting 12 Elm Road until 15:30"),
        ("ash", "Sam visiting 12 Elm Road until 15:30"),
    ],
)
def test_what_is_like_a_line_and_none_is_answered_and_never_passed_over(who: str, words: str) -> None:
    house = told(words, who=who)
    assert house.open() == []
    (said,) = house.told(who)
    assert said.text.startswith("Nobody watches this visit yet: ")
    assert "visiting 1 High Street" in said.text


def test_other_mail_is_no_line():
    for words in ("thanks for your visit", "see you on Friday", "ok"):
        assert told(words).told("sam") == []


def test_the_line_again_with_a_later_end_moves_it_within_its_bound_and_says_so():
    house = told()
    house.go_to("14:30")
    told("visiting 12 Elm Road, Rotherham until 16:15", house=house)
    assert (house.deadline.due, len(house.watched())) == (clock("16:15"), 1)
    assert "until 16:15" in house.last("sam").text
    told("visiting 12 Elm Road, Rotherham until 17:30", house=house)
    assert house.deadline.due == clock("16:30")
    assert "until 16:30" in house.last("sam").text
    told("Sam Visits is visiting 12 Elm Road, Rotherham until 17:30", who="ash", house=house)
    assert house.deadline.due == clock("16:30")
