"""Law 6: doubt is not safety."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind, AnswerKind, Series
from calsync.parsers.location import read_place
from tests.house import OAK_STREET, House, clock, late


def house_at(text, **changes):
    house = House(at="09:00")
    house.entry(**changes)
    house.go_to(text)
    return house


# --- what is no check-in


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "?", "safe?", "am I safe", "not sure", "safe, still here", "still here", "I will be safe",
        "she is safe", "safe when I get out", "if I am safe I will write", "safe but scared of the dog",
        "all fine so far", "unsafe", "fine, leaving soon", "> left, all fine", "nearly done", "left, all fine, I hope",
        "left him, he is fine", "no",
        "On Mon, 2 Mar 2026 at 14:00 calsync wrote:\n> Have you left?\n> left, all fine", "not left", "ok will do",
        "safe until he comes back", "👍", "left my phone in the car", "thanks", "Sent from my iPhone",
    ],
)  # fmt: skip
def test_what_is_not_plainly_safe_closes_nothing(text):
    house = late(5)
    house.says(text, to=house.last("sam"))
    assert house.deadline.is_open


@pytest.mark.parametrize(
    "text", ["left, all fine", "safe", "yes, out and safe", "Left now. All ok, thanks", "home safe"]
)
def test_a_plain_word_that_it_is_over_closes(text):
    house = late(5)
    house.says(text, to=house.last("sam"))
    assert house.deadline.closed_by == "sam"


@pytest.mark.parametrize("text", ["left, all fine\n\nSam", "Left, all fine.\nSam Visits", "Safe\n\nKind regards\nSam"])
def test_a_worker_who_signs_with_their_own_name_is_understood(text):
    house = late(5)
    house.says(text, to=house.last("sam"))
    assert house.deadline.closed_by == "sam"


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("safe", "12:59"),
        ("left, all fine", "12:59"),
        ("safe", "13:20"),
        ("safe", "13:49"),
        ("safe, still here", "13:55"),
    ],
)
def test_safe_before_the_start_or_too_early_or_still_there_is_contact(text, sent):
    house = house_at(sent)
    house.says(text)
    assert house.deadline.is_open
    deadline_id = house.deadline.id
    with house.store.transaction() as tx:
        assert len(tx.answers_of(deadline_id)) == 1
    house.go_to("14:21")
    assert house.told("morgan")


@pytest.mark.parametrize(("text", "sent"), [("safe", "13:50"), ("left, all fine", "13:01")])
def test_safe_ten_minutes_before_the_end_or_with_a_word_of_leaving_closes(text, sent):
    house = house_at(sent)
    house.says(text)
    assert not house.deadline.is_open


def test_when_it_was_sent_counts_and_not_when_it_came():
    house = late(5)
    house.says("safe", to=house.last("sam"), sent="13:20")
    assert house.deadline.is_open


def test_a_clock_that_runs_ahead_makes_no_early_safe_a_late_one():
    house = house_at("13:20")
    house.writes("safe", sent="13:58", received=clock("13:20"))
    house.read_mail()
    assert house.deadline.is_open


# --- what a plain safe reaches


def two_visits(first, second, at):
    house = House(at="09:00")
    house.entry("e1", *first)
    house.entry("e2", *second, place=read_place(OAK_STREET))
    house.go_to(at)
    return house


def still_open(house):
    return [each.visit.event_id for each in house.watched() for deadline in each.deadlines if deadline.is_open]


def test_a_plain_safe_closes_every_deadline_whose_time_had_come_and_one_due_within_ten_minutes():
    house = two_visits(("12:00", "13:00"), ("12:30", "13:15"), "13:06")
    house.says("left, all fine", to=house.last("sam"))
    assert still_open(house) == []


def test_a_plain_safe_closes_no_later_visit():
    house = two_visits(("12:00", "13:00"), ("13:30", "14:30"), "13:01")
    house.says("left, all fine", to=house.last("sam"))
    assert still_open(house) == ["e2"]


def test_a_plain_safe_closes_no_later_visit_that_is_short_and_starts_in_a_moment():
    house = two_visits(("12:00", "13:00"), ("13:02", "13:07"), "13:01")
    house.says("left, all fine", to=house.last("sam"))
    assert still_open(house) == ["e2"]


def test_a_word_of_leaving_closes_the_visit_that_runs_and_no_later_one():
    house = two_visits(("12:00", "13:00"), ("13:30", "14:30"), "12:30")
    house.says("left, all fine")
    assert still_open(house) == ["e2"]


def test_a_safe_that_came_late_closes_nothing_that_began_after_it_was_sent():
    house = two_visits(("12:00", "13:00"), ("13:05", "13:30"), "13:31")
    house.says("left, all fine", sent="13:01")
    assert still_open(house) == ["e2"]


def test_a_safe_sent_before_a_visit_that_was_entered_late_does_not_answer_for_it():
    house = House(at="15:00")
    house.entry(created=clock("14:30"))
    house.tick()
    house.says("safe", sent="12:00")
    assert house.deadline.is_open


# --- unclear


def test_an_unclear_answer_is_kept_asked_back_once_and_stands_in_the_next_message_to_responders():
    house = late(5)
    house.says("hmm the thing with the dog", to=house.last("sam"))
    house.says("you know", to=house.last("sam"))
    house.go_to("14:11")
    assert [each.subject[:14] for each in house.told("sam")].count("Have you left?") == 3
    assert sum("was not clear" in each.text for each in house.told("sam")) == 1
    assert "you know" in house.last("dee").text


def test_an_unclear_answer_alarms_nobody_by_itself():
    house = house_at("13:10")
    house.says("hmm the thing with the dog")
    house.tick()
    assert {each.notification.recipient for each in house.mail.sent} <= {"sam"}


# --- help


@pytest.mark.parametrize("text", ["call me", "not safe", "I am not safe", "help", "please ring me now", "Not ok"])
def test_not_safe_and_call_me_are_help_at_any_time(text):
    house = house_at("13:10")
    house.says(text)
    house.scan()
    assert house.alarms == [AlarmKind.HELP]
    assert house.told("morgan")
    assert house.told("dee")


def test_safe_after_help_closes_nothing():
    house = late(5)
    house.says("help", to=house.last("sam"))
    house.says("left, all fine", to=house.last("sam"))
    assert house.deadline.is_open


@pytest.mark.parametrize("change", [{"subject": "Seen: Mrs Whitcombe"}, {}])
def test_a_call_for_help_before_the_start_outlives_the_next_reading_of_the_diary(change):
    house = house_at("12:50")
    house.says("help")
    house.tick()
    if change:
        house.change(**change)
    house.go_to("13:30")
    assert house.alarms == [AlarmKind.HELP]
    assert len(house.told("morgan")) > 5


def test_a_call_for_help_before_the_start_outlives_the_end_of_its_entry():
    house = house_at("12:50")
    house.says("help")
    house.delete()
    house.go_to("13:30")
    assert house.alarms == [AlarmKind.HELP]
    assert len(house.told("morgan")) > 5


@pytest.mark.parametrize("words", ["help", "pineapple"])
@pytest.mark.parametrize("reread", [True, False])
def test_a_call_for_help_that_was_closed_before_the_start_leaves_the_visit_itself_watched(words, reread):
    house = house_at("12:00")
    house.says(words)
    house.scan()
    if reread:
        house.tick()
    house.says("close: by mistake, I spoke to them", who="morgan", to=house.last("morgan"))
    assert house.alarms == []
    house.go_to("14:21")
    assert "late" in house.last("morgan").subject


# --- the diary as an answer


def test_visit_done_set_on_this_occurrence_after_its_start_closes():
    house = house_at("13:30")
    house.change(categories=("Visit done",))
    house.tick()
    assert house.deadline.closed_by == "sam"


def test_visit_done_that_was_there_from_the_start_is_no_answer():
    house = house_at("13:30", categories=("Visit done",))
    house.change(subject="Something else")
    house.go_to("14:21")
    assert house.told("morgan")


def test_visit_done_set_before_the_start_is_no_answer():
    house = house_at("12:30")
    house.change(categories=("Visit done",))
    house.go_to("14:21")
    assert house.told("morgan")


@pytest.mark.parametrize("series", [Series.OCCURRENCE, Series.MASTER])
def test_visit_done_on_a_whole_series_is_no_answer(series):
    house = house_at("13:30", series=series)
    house.change(categories=("Visit done",))
    house.tick()
    assert house.deadline.is_open


def test_visit_done_on_a_risk_visit_is_no_answer():
    house = house_at("13:30", categories=("High risk",))
    house.change(categories=("High risk", "Visit done"))
    house.tick()
    assert house.deadline.is_open


def test_a_copy_that_carries_visit_done_and_takes_over_is_no_answer():
    house = house_at("13:30")
    house.delete()
    house.entry("e2", categories=("Visit done",))
    house.go_to("14:21")
    assert house.told("morgan")


def test_an_answer_by_command_acts_as_one_by_mail():
    house = house_at("13:20")
    assert house.answers(AnswerKind.SAFE).took_as == "contact"


def test_left_said_about_one_visit_does_not_close_the_next_one_that_has_just_begun():
    house = House(at="12:00")
    house.entry("e1", "13:00", "14:00")
    house.entry("e2", "14:05", "15:00", place=read_place(OAK_STREET))
    house.go_to("14:01")
    question = house.last("sam")
    house.go_to("14:08")
    house.says("left, all fine", to=question)
    with house.store.transaction() as tx:
        assert [each.visit.event_id for each in tx.open_deadlines()] == ["e2"]


def test_visit_done_and_a_risk_tag_in_one_edit_close_nothing():
    house = house_at("13:30")
    house.change(categories=("High risk", "Visit done"))
    house.tick()
    assert house.deadline.is_open


def test_visit_done_that_was_set_before_the_start_and_seen_after_it_closes_nothing():
    house = house_at("12:59")
    house.change(categories=("Visit done",), modified=clock("12:59:30"))
    house.go_to("13:01")
    assert house.deadline.is_open


def test_not_going_speaks_of_the_visit_that_left_the_diary_and_of_no_other():
    house = House(at="12:00")
    house.entry("e1", "13:00", "14:00")
    house.entry("e2", "13:00", "13:20", place=read_place(OAK_STREET))
    house.go_to("13:25")
    house.delete("e1")
    house.tick()
    house.says("not going", to=house.last("sam"))
    assert [each.due for each in house.open()] == [clock("13:20")]


def test_a_new_visit_that_a_moved_entry_made_is_not_closed_by_the_answer_about_the_old_one():
    house = house_at("13:05")
    house.change(start=clock("13:30"), end=clock("14:30"))
    house.tick()
    question = house.last("sam")
    house.go_to("13:35")
    house.says("All fine, thanks", to=question)
    assert [each.due for each in house.open()] == [clock("14:30")]


def test_visit_done_on_one_entry_closes_no_other_visit():
    house = House(at="12:00")
    house.entry("risk", "12:30", "13:00", categories=("High risk",))
    house.entry("e1", "13:00", "14:00", place=read_place(OAK_STREET))
    house.go_to("13:15")
    house.change("e1", categories=("Visit done",))
    house.tick()
    assert [each.risk for each in house.open()] == [True]
