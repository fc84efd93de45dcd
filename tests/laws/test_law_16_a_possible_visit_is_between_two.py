"""Laws 4 and 16: of a possible visit the worker is asked, then the line manager is told once, and nobody else hears."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import Absence, AnswerKind, Ask, DeadlineKind, DeadlineState, Possible, Tag, WorkingHours
from tests.house import CAST, CLARENDON, MONDAY, MORGAN, House, clock
from tests.ladders import BY_HOURS, EVERYBODY
from tests.possible_visits import asked_at, maybe, questions, told_at


def with_morgan(**changes):
    return replace(
        CAST, persons=tuple(replace(MORGAN, **changes) if each.id == "morgan" else each for each in CAST.persons)
    )


def silent_house(until="18:00", **changes):
    house = House(at="07:30", **changes)
    maybe(house)
    house.go_to(until)
    return house


def test_in_silence_the_worker_is_asked_four_times_and_the_line_manager_told_once():
    house = silent_house()
    assert house.visit.tag is Tag.POSSIBLE
    assert told_at(house, "sam") == ["08:00", "13:00", "14:00", "14:10"]
    assert asked_at(house) == ["08:00", "13:00"]
    assert told_at(house, "morgan") == ["14:10"]
    assert house.last("morgan").subject.startswith("Possibly a visit: Sam Visits")


def test_its_line_manager_reads_what_speaks_the_other_way_as_such():
    text = silent_house().last("morgan").text
    assert "Why it may be a visit:" in text
    assert '- Although: Its subject is a meeting ("Meeting").' in text


def test_nobody_else_ever_hears_of_it_not_even_after_days():
    house = silent_house()
    for day in range(1, 4):
        house.dark_until("10:00", day=day)
        house.tick()
    assert {each.notification.recipient for each in house.mail.sent} == {"sam", "morgan"}
    assert len(house.told("morgan")) == 1
    assert house.deadline.state is DeadlineState.OPEN
    assert all(not each.notification.ask.outside_body for each in house.mail.sent)


def test_it_ends_as_a_concern_and_never_as_a_no():
    house = silent_house()
    with house.store.transaction() as tx:
        (concern,) = tx.concerns()
        assert tx.remembered("sam") == []
    assert concern.kind == "possible-unanswered"
    assert house.deadline.closed_by is None


@pytest.mark.parametrize(
    "changes",
    [
        {"absences": (Absence(start=MONDAY, end=None),)},
        {"hours": WorkingHours(start=clock("20:00").time(), end=clock("23:00").time())},
    ],
    ids=["away", "outside their hours"],
)
def test_a_line_manager_who_is_not_at_work_is_told_all_the_same_and_nobody_in_their_place(changes):
    house = silent_house(people=with_morgan(**changes))
    assert told_at(house, "morgan") == ["14:10"]
    assert house.told("sloane") == house.told("dee") == []


def test_where_the_line_manager_cannot_be_reached_it_is_a_concern_and_nobody_stands_in():
    house = silent_house(people=with_morgan(mail=""))
    assert {each.notification.recipient for each in house.mail.sent} == {"sam"}
    with house.store.transaction() as tx:
        assert [each.kind for each in tx.concerns()] == ["possible-unanswered"]


def test_a_policy_may_have_it_watched_as_a_visit_from_the_start():
    house = silent_house(policy=replace(CLARENDON, possible=Possible.WATCH), until="14:26")
    assert house.visit.tag is Tag.VISIT
    assert questions(house) == []
    assert told_at(house, "morgan") == ["14:20", "14:25"]
    assert told_at(house, "dee") == ["14:10"]


def test_a_call_for_help_from_a_possible_visit_is_answered_as_from_any_other():
    house = silent_house(until="13:30")
    house.says("help", to=house.last("sam"))
    house.scan()
    assert house.last("morgan").notification.ask is Ask.INFORM_EMERGENCY_SERVICES
    assert house.alarms == ["help"]


def test_a_code_word_in_the_answer_wins_over_yes_and_no():
    house = silent_house(until="13:30")
    house.says("no, pineapple", to=questions(house)[-1])
    house.scan()
    assert house.alarms == ["duress"]
    assert house.last("morgan").notification.ask is Ask.INFORM_EMERGENCY_SERVICES


def test_a_plain_safe_at_its_end_closes_it_and_says_nothing_of_its_kind():
    house = silent_house(until="14:01")
    house.says("left, all fine", to=house.last("sam"))
    assert house.deadline.state is DeadlineState.CLOSED
    house.go_to("18:00")
    assert house.told("morgan") == []
    with house.store.transaction() as tx:
        assert tx.remembered("sam") == []


def test_a_plain_safe_before_its_start_closes_nothing():
    house = silent_house(until="08:01")
    house.says("all fine", to=house.last("sam"))
    assert house.deadline.state is DeadlineState.OPEN
    house.go_to("13:01")
    assert asked_at(house) == ["08:00", "13:00"]


def test_no_message_to_the_worker_names_alarm_police_or_escalation():
    house = silent_house()
    for each in house.told("sam"):
        assert not any(word in f"{each.subject} {each.text}".lower() for word in ("alarm", "police", "escalat", "999"))


def test_no_subject_line_names_the_entry():
    house = silent_house()
    assert all("Meeting" not in each.subject and "Elm" not in each.subject for each in house.mail.sent)
    assert "Meeting K" in questions(house)[0].text


def test_a_confirmed_visit_has_the_whole_ladder():
    house = silent_house(until="08:01")
    house.says("yes", to=house.last("sam"))
    house.go_to("14:26")
    assert house.visit.tag is Tag.VISIT
    assert asked_at(house) == ["08:00"]
    assert told_at(house, "dee") == ["14:10"]
    assert [each.notification.ask for each in house.told("morgan")] == [Ask.INFORM_EMERGENCY_SERVICES] * 2


def test_whoever_took_it_for_a_visit_late_leaves_nobody_of_the_ladder_out():
    # The line manager was told at 14:10; at 14:30 she says that it is one: from ten minutes later on all are told.
    house = silent_house(until="14:30")
    house.says("It is a visit", who="morgan", to=house.last("morgan"))
    house.go_to("14:51")
    assert told_at(house, "dee") == ["14:40"]
    assert told_at(house, "morgan") == ["14:10", "14:50"]


def test_the_ladder_of_a_visit_confirmed_after_the_last_step_still_never_runs_out():
    house = silent_house(until="16:00")
    house.answers(AnswerKind.VISIT, deadline_id=house.deadline.id)
    house.go_to("17:00")
    assert house.deadline.next_step_at is not None
    assert house.last("morgan").notification.ask is Ask.INFORM_EMERGENCY_SERVICES


@pytest.mark.parametrize("words", ["yes", "yes, pineapple"])
def test_during_one_that_is_confirmed_the_worker_is_asked_as_during_any_other_and_not_for_what_is_past(words):
    house = House(at="12:00", policy=BY_HOURS, people=EVERYBODY)
    maybe(house, start="13:00", end="17:00")
    house.go_to("14:20")
    house.says(words, to=questions(house)[-1])
    house.go_to("15:01")
    assert [each.due for each in house.open() if each.kind is DeadlineKind.INTERVAL] == [clock("15:00"), clock("16:00")]
    assert [each.subject.split(" [")[0] for each in house.told("sam")][-1] == "Is all well?"
    assert house.told("sam")[-1].notification.due == clock("15:00")
