"""Laws 1 and 6: a visit that the diary marked as done is watched again as soon as its worker says that it was not."""

from __future__ import annotations

import pytest

from calsync.domain.model import DeadlineState
from calsync.parsers.location import read_place
from tests.house import MINUTE, OAK_STREET, House, clock
from tests.marked_house import marked, subjects
from tests.texts import NUMBERS, TextHouse

OPEN, CLOSED = DeadlineState.OPEN, DeadlineState.CLOSED
LINE = "Marked done at 13:40. Not you? Answer NO.\n"


def test_the_worker_gets_one_line():
    house = marked()
    assert (house.deadline.state, house.last("sam").text) == (CLOSED, LINE)
    assert house.last("sam").subject.startswith("Marked done: your visit of 13:00 to 14:00 [")
    house.go_to("15:00")
    assert len(house.told("sam")) == 1


def test_an_edit_that_does_not_count_brings_no_line():
    for categories in (("High risk", "Visit done"), ()):
        assert subjects(marked_with(categories), "sam") == []


def marked_with(categories: tuple[str, ...]) -> House:
    house = House(at="12:50")
    house.entry(subject="Home visit")
    house.go_to("13:40")
    house.change(categories=categories, end=clock("14:20"))
    house.poll()
    house.send()
    return house


@pytest.mark.parametrize("words", ["NO", "no, it wasn't me", "still here", "not yet", "No, I have left, all fine?"])
def test_a_no_before_the_end_puts_the_deadline_back_as_it_stood(words):
    house = marked()
    before = house.deadline
    house.go_to("13:45")
    house.says(words, to=house.last("sam"))
    house.send()
    now = house.deadline
    assert (now.state, now.due, now.planned, now.extension) == (OPEN, before.due, before.planned, before.extension)
    assert house.told("morgan") == house.told("dee") == []
    assert "your time is 14:00. Have you left, and are you safe?" in house.last("sam").text
    assert "deadline-put-back" in [each.what for each in house.acts()]
    house.go_to("14:11")
    assert subjects(house, "sam")[-1] == "Have you left?"
    assert subjects(house, "dee"), "after the policy's own grace somebody is told"


def test_a_no_that_comes_after_the_end_counts_from_now_and_alarms_nobody_at_once():
    house = marked("13:55")
    house.go_to("15:30")
    house.says("NO", to=house.last("sam"))
    house.scan()
    assert (house.deadline.state, house.deadline.due) == (OPEN, clock("14:00"))
    assert subjects(house, "sam")[-1] == "Have you left?"
    assert "your time was 14:00" in house.last("sam").text
    house.go_to("15:39")
    assert house.told("dee") == []
    house.go_to("15:41")
    assert house.told("dee")


def test_those_who_were_told_that_it_is_over_are_told_again_at_once():
    house = marked("14:12")
    assert subjects(house, "dee")[-1].startswith("Stand down") or "safe" in house.last("dee").text
    before = len(house.told("dee"))
    house.go_to("14:14")
    house.says("no", to=house.last("sam"))
    house.scan()
    assert len(house.told("dee")) == before + 1
    assert '"no" (to the word that the visit was marked as done' in house.last("dee").text


@pytest.mark.parametrize("words", ["it was me", "ok, thanks", "yes, that was me", "left, all fine", "Me.\n\nSam"])
def test_a_plain_word_that_it_was_they_leaves_it_closed(words):
    house = marked()
    house.says(words, to=house.last("sam"))
    house.send()
    assert (house.deadline.state, len(house.told("sam"))) == (CLOSED, 1)


@pytest.mark.parametrize("words", ["yes", "who did that", "the dog"])
def test_what_is_not_plain_is_watched_again_and_has_ten_minutes_before_its_time_counts(words):
    house = marked("13:59")
    house.go_to("14:30")
    house.says(words, to=house.last("sam"))
    house.send()
    assert (house.deadline.state, house.deadline.base) == (OPEN, clock("14:40"))


def test_more_time_is_given_within_the_bound():
    house = marked()
    house.says("+30", to=house.last("sam"))
    assert (house.deadline.state, house.deadline.due) == (OPEN, clock("14:30"))
    again = marked()
    again.says("until 20:00", to=again.last("sam"))
    assert again.deadline.due == clock("14:00") + again.deadline.extension


def test_it_acts_once_and_never_against_a_later_word():
    house = marked()
    line = house.last("sam")
    house.says("NO", to=line)
    house.go_to("13:50")
    house.says("left, all fine", to=house.last("sam"))
    house.says("no", to=line)
    assert house.deadline.state is CLOSED
    house.change(categories=())
    house.poll()
    house.change(categories=("Visit done",))
    house.go_to("15:00")
    assert house.deadline.state is CLOSED


def test_it_may_be_marked_and_taken_back_more_than_once_and_after_the_first_no_mark_closes_it():
    house = marked()
    for at in ("13:45", "13:50"):
        house.says("NO", to=house.last("sam"))
        house.change(categories=())
        house.go_to(at)
        house.change(categories=("Visit done",))
        house.tick()
        assert house.deadline.state is OPEN
        assert house.last("sam").subject.startswith("Are you not going, or have you finished? [")


def test_still_here_during_a_later_visit_is_about_that_one():
    house = House(at="12:50")
    house.entry("e2", "14:30", "15:30", place=read_place(OAK_STREET))
    marked(house=house)
    house.go_to("14:45")
    for words in ("+20", "still here"):
        house.says(words, to=house.told("sam")[0])
    first, second = sorted((each for one in house.watched() for each in one.deadlines), key=lambda each: each.due)
    assert (first.state, second.due) == (CLOSED, clock("15:30") + 20 * MINUTE)


def test_by_text_the_line_and_the_no_need_no_mail():
    house = TextHouse(at="12:50")
    marked(house=house)
    assert [str(each.text) for each in house.texts_to("sam")] == [LINE.strip()]
    assert house.told("sam") == []
    house.go_to("13:45")
    house.texts("NO")
    house.send()
    assert (house.deadline.state, house.deadline.due) == (OPEN, clock("14:00"))
    assert "your time is 14:00" in str(house.texts_to("sam")[-1].text)
    assert NUMBERS["sam"]


@pytest.mark.parametrize("words", ["ok", "1", "thanks"])
def test_by_text_a_bare_word_of_assent_is_no_doubt(words):
    house = TextHouse(at="12:50")
    marked(house=house)
    house.texts(words)
    assert house.deadline.state is CLOSED


def test_a_no_beside_a_call_for_help_puts_the_visit_back_too_which_outlives_the_help():
    house = marked("13:50")
    house.says("NO, help", to=house.last("sam"))
    house.scan()
    assert house.alarms
    house.says("close: false alarm, I spoke to her, she goes on", who="morgan", to=house.last("morgan"))
    house.send()
    assert "Watched now: the visit's end, at 14:00" in house.last("morgan").text
    assert [each.due for each in house.open()] == [clock("14:00")]
    assert subjects(house, "sam") == ["Marked done: your visit of 13:00 to 14:00"], "who called is asked nothing back"
