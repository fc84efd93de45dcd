"""Law 7: a code word wins, in silence."""

from __future__ import annotations

import re

import pytest

from calsync.domain.likeness import by_likeness, said_of
from calsync.domain.model import AlarmKind, AnswerKind, Via
from calsync.parsers.location import read_place
from tests.house import CODE_WORD, OAK_STREET, House, late
from tests.possible_visits import maybe, questions

NEVER_SAID_TO_A_WORKER = re.compile(r"alarm|police|escalat|emergenc|999|duress|code word|stand down", re.IGNORECASE)


def begun(text="13:10", **changes):
    house = House(at="12:00")
    house.entry(**changes)
    house.go_to(text)
    return house


@pytest.mark.parametrize(
    "text",
    ["pineapple", "All fine, left. Pine-apple!", "left, all fine\nPINEAPPLE", "p i n e a p p l e", "+30 pineapple"],
)
def test_a_code_word_starts_the_emergency_steps_at_once_whatever_else_was_said(text):
    house = late(5)
    house.says(text, to=house.last("sam"))
    house.scan()
    assert AlarmKind.DURESS in house.alarms
    assert house.last("morgan").notification.recorded == house.last("dee").notification.recorded == house.clock.now()


def test_whoever_owns_the_alarm_the_code_word_tells_everybody():
    house = late(21)
    house.says("I have it", who="morgan", to=house.last("morgan"))
    house.says("safe pineapple", to=house.last("sam"))
    house.scan()
    assert "code word" in house.last("dee").subject
    assert "code word" in house.last("morgan").subject


def test_a_code_word_after_a_call_for_help_is_told_as_such():
    house = late(5)
    house.says("help", to=house.last("sam"))
    house.scan()
    house.says("it is fine, pineapple", to=house.last("sam"))
    house.scan()
    assert "code word" in house.last("dee").subject


def test_help_after_a_code_word_leaves_it_a_code_word():
    house = late(5)
    house.says("pineapple", to=house.last("sam"))
    house.says("help", to=house.last("sam"))
    assert AlarmKind.DURESS in house.alarms


def test_a_code_word_after_the_visit_was_closed_opens_an_alarm_of_its_own():
    house = late(5)
    question = house.last("sam")
    house.says("left, all fine", to=question)
    house.says("left, all fine pineapple", to=question)
    house.scan()
    assert "code word" in house.last("morgan").subject


def test_a_code_word_told_on_the_phone_and_passed_on_starts_the_emergency_steps():
    house = late(11)
    house.says("pineapple", who="dee", to=house.last("dee"))
    house.scan()
    assert AlarmKind.DURESS in house.alarms
    assert "code word" in house.last("morgan").subject


def test_a_code_word_told_on_the_phone_after_the_worker_had_closed_starts_the_emergency_steps_too():
    house = late(11)
    alarm = house.last("dee")
    house.says("left, all fine", to=house.last("sam"))
    house.says("pineapple", who="dee", to=alarm)
    house.scan()
    assert "code word" in house.last("morgan").subject


@pytest.mark.parametrize("kind", [AnswerKind.DURESS, AnswerKind.HELP])
def test_a_colleague_on_the_same_visit_may_not_close_but_is_heard_when_they_call_for_help(kind):
    house = begun("14:11", attendees=("dee@clarendon.test",))
    house.answers(kind, who="dee", deadline_id=house.deadline.id, via=Via.REPLY)
    house.scan()
    assert house.told("morgan")


def test_a_code_word_before_the_start_outlives_the_next_reading_of_the_diary():
    house = begun("12:50")
    house.says("running late, pineapple")
    house.go_to("13:10")
    assert AlarmKind.DURESS in house.alarms


def test_a_code_word_without_any_visit_tells_the_responders():
    house = House(at="12:00")
    house.says("pineapple")
    house.scan()
    assert "code word" in house.last("morgan").subject
    assert house.told("sam") == []


# --- in silence


def everything_said_to_sam():
    """Every kind of message that a worker can be sent."""
    house = late(11)
    house.says("hm, the dog", to=house.last("sam"))
    house.says("+90", to=house.last("sam"))
    house.delete()
    house.tick()
    house.go_to("15:30")
    other = House(at="15:00")
    other.entry(created=other.clock.now())
    other.tick()
    return house.told("sam") + other.told("sam")


def test_no_message_to_a_worker_names_alarm_police_or_escalation():
    messages = everything_said_to_sam()
    assert len({each.notification.step for each in messages}) >= 4
    for message in messages:
        assert not NEVER_SAID_TO_A_WORKER.search(message.subject + message.text)


def test_the_service_never_writes_the_code_word_into_anything_a_worker_receives():
    house = late(5)
    house.says(f"safe, {CODE_WORD}", to=house.last("sam"))
    house.go_to("15:30")
    assert all(CODE_WORD not in (each.subject + each.text).casefold() for each in house.told("sam"))


def shown_on_sams_phone(story, words):
    """What Sam's devices show after Sam has written these words at the end of a story, tokens apart."""
    house = story(words)
    house.go_to("15:30")
    return [
        (each.notification.recorded, each.subject.replace(each.notification.token, ""), each.text)
        for each in house.told("sam")
    ]


def after_the_question(words):
    house = late(5)
    house.says(words, to=house.last("sam"))
    return house


def on_leaving_early(words):
    house = begun("13:30")
    house.says(words)
    return house


def in_the_middle_of_the_visit(words):
    house = begun("13:30")
    house.says(words)
    return house


def with_two_visits_over(words):
    house = House(at="12:00")
    house.entry("e1", "13:00", "14:00")
    house.entry("e2", "13:30", "14:02", place=read_place(OAK_STREET))
    house.go_to("14:03")
    house.says(words, to=house.last("sam"))
    return house


def and_the_entry_is_deleted(words):
    house = after_the_question(words)
    house.delete()
    house.tick()
    return house


def and_more_is_written(words):
    house = after_the_question(words)
    for text in ("hm, the dog", "+90", "still here", words):
        house.says(text, to=house.last("sam"))
        house.scan()
    return house


def in_the_middle_and_then(*texts):
    def story(words):
        house = in_the_middle_of_the_visit(words)
        for text in texts:
            house.clock.go(5)
            house.says(text)
            house.tick()
        return house

    story.__name__ = f"in_the_middle_and_then_{'_'.join(texts)}"
    return story


def before_the_start(words):
    house = begun("12:30")
    house.says(words)
    return house


def and_it_is_said_again_at_the_question(words):
    house = in_the_middle_of_the_visit(words)
    house.go_to("14:01")
    if house.told("sam"):
        house.says("left, all fine", to=house.last("sam"))
    return house


def in_the_diary_too(words):
    house = in_the_middle_of_the_visit(words)
    house.change(end=house.clock.now().replace(hour=14, minute=30))
    house.tick()
    return house


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (after_the_question, "left, all fine"),
        (on_leaving_early, "left, all fine"),
        (with_two_visits_over, "left, all fine"),
        (and_the_entry_is_deleted, "left, all fine"),
        (and_more_is_written, "left, all fine"),
        (in_the_middle_of_the_visit, "all fine"),
        (in_the_middle_and_then("+20"), "all fine"),
        (in_the_middle_and_then("hm, the dog"), "all fine"),
        (in_the_middle_and_then("left, all fine"), "all fine"),
        (in_the_middle_and_then("safe", "safe"), "still here"),
        (before_the_start, "all fine"),
        (and_it_is_said_again_at_the_question, "all fine"),
        (in_the_diary_too, "all fine"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_under_duress_all_that_the_worker_is_shown_equals_the_safe_path(story, words):
    assert shown_on_sams_phone(story, f"{words}, {CODE_WORD}") == shown_on_sams_phone(story, words)


def test_under_duress_a_signature_is_read_over_as_it_is_on_the_safe_path():
    signed = "\n\nSam Visits (she/her)\nSocial Worker\nRotherham Council\nTel: 01709 336080"
    safe = shown_on_sams_phone(after_the_question, f"left, all fine{signed}")
    assert shown_on_sams_phone(after_the_question, f"left, all fine, {CODE_WORD}{signed}") == safe
    assert shown_on_sams_phone(after_the_question, f"left, all fine{signed}\n{CODE_WORD.title()}") == safe


def test_a_reminder_that_waits_to_be_sent_is_withdrawn_under_duress_as_it_is_on_the_safe_path():
    def waiting(words):
        house = late(9)
        house.clock.go(1)
        house.engine.escalate()
        house.says(words, to=house.last("sam"))
        return house

    assert shown_on_sams_phone(waiting, "left, all fine, pineapple") == shown_on_sams_phone(waiting, "left, all fine")


def shown_of_a_possible_visit(words, at):
    house = House(at="07:30")
    maybe(house)
    house.go_to(at)
    house.says(words, to=questions(house)[-1])
    house.go_to("14:30")
    # What was said with a code word at hand is told to responders alone, so the ladders' own times stay the same.
    return [(each.notification.recorded, each.subject.split(" [")[0], each.text) for each in house.told("sam")]


@pytest.mark.parametrize("at", ["08:05", "13:05"])
@pytest.mark.parametrize("said", ["no", "yes", "not a visit"])
def test_under_duress_yes_and_no_to_what_may_be_a_visit_are_shown_as_without_the_code_word(said, at):
    assert shown_of_a_possible_visit(f"{said}, pineapple", at) == shown_of_a_possible_visit(said, at)


def possibly(house):
    """When the line manager was told of what may be a visit."""
    return [f"{each.notification.recorded:%H:%M}" for each in house.told("morgan") if "Possibly" in each.subject]


def test_a_no_under_duress_is_not_believed_and_hides_nothing():
    house = House(at="07:30")
    maybe(house)
    house.go_to("08:05")
    house.says("no, pineapple", to=questions(house)[-1])
    event = maybe(house, "e2", "15:00", "16:00")
    house.go_to("16:11")
    with house.store.transaction() as tx:
        assert said_of(event, by_likeness(tx.remembered("sam"))) is None
    assert possibly(house) == ["14:10", "16:10"]
