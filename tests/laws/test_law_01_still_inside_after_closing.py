"""Laws 1 and 6: who is still inside and says so, when the visit was closed of late and nothing is open, is heard."""

from __future__ import annotations

import pytest

from calsync.domain.model import DeadlineState
from tests.house import CODE_WORD, House, clock, late
from tests.ladders import BY_RETURN, EVERYBODY
from tests.marked_house import marked, subjects

STILL = ["NO", "I am still inside, not done", "I have not left", "still here", "need longer"]


def ends(house: House) -> list[tuple[DeadlineState, str]]:
    return [(each.state, f"{each.due:%H:%M}") for watched in house.watched() for each in watched.deadlines]


@pytest.mark.parametrize("words", ["NO", "It wasn't me", "I am still inside, not done", "still here", "until 14:30"])
def test_a_mail_of_its_own_about_a_visit_that_was_marked_as_done_puts_it_back(words: str) -> None:
    house = marked("13:50")
    house.go_to("13:55")
    house.says(words)
    house.send()
    due = "14:30" if "until" in words else "14:00"
    assert ends(house) == [(DeadlineState.OPEN, due)]
    assert f"your time is {due}" in house.last("sam").text


@pytest.mark.parametrize("words", STILL)
def test_after_a_manager_closed_it_the_visit_is_watched_again_and_its_worker_reads_the_time(words: str) -> None:
    house = late(22)
    house.says("close: spoke to her, she goes on", who="morgan", to=house.last("morgan"))
    house.go_to("14:28")
    house.says(words)
    house.send()
    assert ends(house) == [(DeadlineState.OPEN, "14:38")]
    assert "Your visit counts as not over, and your time is 14:38" in house.last("sam").text
    house.go_to("15:01")
    assert "late" in house.last("dee").subject


def test_more_time_after_a_manager_closed_it_is_confirmed_by_a_line() -> None:
    house = late(22)
    house.says("close: spoke to her, she goes on", who="morgan", to=house.last("morgan"))
    house.says("+30")
    house.send()
    assert "your time is 14:52" in house.last("sam").text


@pytest.mark.parametrize("words", ["wrong, I have not left", "actually I am still in there", "No, still here"])
def test_their_own_left_is_taken_back_by_a_word_of_being_there(words: str) -> None:
    house = House(at="12:00")
    house.entry()
    house.go_to("13:55")
    house.says("left, all fine")
    house.go_to("13:57")
    house.says(words)
    house.send()
    assert ends(house) == [(DeadlineState.OPEN, "14:07")]
    assert "your time is 14:07" in house.last("sam").text


def test_more_time_after_their_own_left_is_asked_back_and_the_reply_counts() -> None:
    house = House(at="12:00")
    house.entry()
    house.go_to("13:55")
    house.says("left, all fine")
    house.says("+30")
    house.send()
    assert (
        "Your visit of 13:00 to 14:00 is closed, and nobody is watching it. Are you still there?"
        in house.last("sam").text
    )
    house.says("still here", to=house.last("sam"))
    assert ends(house) == [(DeadlineState.OPEN, "14:05")]


def test_yes_to_are_you_still_there_counts_too_and_a_bare_ok_to_nothing_opens_nothing() -> None:
    house = House(at="12:00")
    house.entry()
    house.go_to("13:55")
    house.says("left, all fine")
    house.says("ok")
    assert house.open() == []
    house.says("+30")
    house.send()
    house.says("yes", to=house.last("sam"))
    assert ends(house) == [(DeadlineState.OPEN, "14:05")]


def test_on_an_outing_it_is_heard_for_an_hour_though_the_return_is_watched() -> None:
    house = House(at="12:00", policy=BY_RETURN, people=EVERYBODY)
    house.entry()
    house.go_to("13:55")
    house.says("left, all fine")
    house.go_to("13:57")
    house.says("+10")
    assert DeadlineState.CLOSED in {state for state, _ in ends(house)}, "more time is time until they are back"
    house.says("wrong, I have not left")
    assert {state for state, _ in ends(house)} == {DeadlineState.OPEN}


@pytest.mark.parametrize("words", ["NO", "still here"])
def test_their_devices_show_the_same_beside_the_code_word(words: str) -> None:
    shown = []
    for said in (words, f"{words} {CODE_WORD}"):
        for house in (marked("13:50"), late(22)):
            if house.told("morgan"):
                house.says("close: safe and well, I spoke to her", who="morgan", to=house.last("morgan"))
            house.clock.moment += clock("00:02") - clock("00:00")
            house.says(said)
            house.go_to("15:00")
            shown.append(
                [(each.notification.due, each.subject.split(" [")[0], each.text) for each in house.told("sam")]
            )
    assert shown[:2] == shown[2:]


@pytest.mark.parametrize("words", ["left, all fine", "thanks", "no problem", "Are you there?"])
def test_other_words_put_nothing_back(words: str) -> None:
    house = marked("13:50")
    house.says(words)
    assert ends(house) == [(DeadlineState.CLOSED, "14:00")]


def test_two_hours_later_it_speaks_of_nothing_and_on_another_visit_of_that() -> None:
    house = marked("13:50")
    house.go_to("15:51")
    house.says("still here")
    assert house.open() == []
    house = House(at="12:50")
    house.entry("e2", "13:45", "15:00")
    house = marked("13:50", house)
    house.says("still here")
    assert [each.due for each in house.open()] == [clock("15:00")]
    assert subjects(house, "sam")[-1].startswith("Marked done")
