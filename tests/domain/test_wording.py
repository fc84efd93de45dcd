"""Every sentence that a person reads in a message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.answering import EXTENDED, KNOW, LIMITED, STOOD_DOWN, UNCLEAR
from calsync.domain.call_sheet import call_sheet
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.escalation import advance
from calsync.domain.model import (
    AlarmKind,
    Answer,
    AnswerKind,
    Ask,
    DeadlineKind,
    DeadlineState,
    NotificationState,
    Role,
    Via,
)
from calsync.domain.scene import ASK_WORDS, ROLE_WORDS
from calsync.domain.wording import compose
from tests.house import CAST, CLARENDON, SAM, clock, differing
from tests.scenes import ALARM, TO_DEPUTY, TO_MANAGER, a_row, a_scene
from tests.values import a_deadline, a_visit


def words(row, scene=None):
    subject, text = compose(row, scene or a_scene())
    return subject, text


def test_every_subject_ends_with_the_word_by_which_an_answer_finds_its_way():
    for row in (a_row(), TO_DEPUTY, TO_MANAGER, a_row(STOOD_DOWN, Role.DEPUTY, Ask.KNOW)):
        assert words(row)[0].endswith("[ABCDEF]")


@pytest.mark.parametrize("step", ["1", DIARY_CHANGED, UNCLEAR])
def test_a_question_to_the_worker_asks_one_thing_and_says_how_to_answer(step):
    subject, text = words(a_row(step))
    assert "?" in subject
    assert "left, all fine" in text
    assert "+30" in text


def test_the_worker_is_told_the_bound_and_the_time_in_force():
    _, text = words(a_row(LIMITED), a_scene(a_deadline(due=clock("15:00"))))
    assert "15:00" in text


def test_an_entry_made_late_asks_only_whether_they_have_left():
    subject, text = words(a_row(), a_scene(a_deadline(late_entry=True)))
    assert subject.startswith("Have you left, and are you safe?")
    assert "13:00 to 14:00" in text


@pytest.mark.parametrize(
    ("recorded", "late"),
    [
        ("14:00", "no word from Sam Visits"),
        ("14:01", "Sam Visits is 1 minute late"),
        ("14:20", "Sam Visits is 20 minutes late"),
        ("15:59", "Sam Visits is 119 minutes late"),
        ("16:00", "Sam Visits is 2 hours late"),
    ],
)
def test_an_alarm_says_how_late_the_worker_is(recorded, late):
    assert f"ALARM: {late} [" in words(replace(TO_MANAGER, recorded=clock(recorded)))[0]


def test_the_deputy_is_asked_to_ring_and_is_given_the_number():
    _, text = words(TO_DEPUTY)
    assert f"Please ring Sam Visits now: {SAM.mobile}." in text
    assert "999" not in text


def test_the_manager_is_asked_to_dial_and_to_inform_the_agencies():
    _, text = words(TO_MANAGER, a_scene(ALARM))
    assert "999" in text
    assert all(agency in text for agency in CLARENDON.agencies)
    assert "calsync dials nobody" in text


def test_a_worker_without_a_number_is_said_to_have_none():
    people = differing(CAST, "sam", mobile="")
    assert "no number is known" in words(TO_DEPUTY, a_scene(people=people))[1]


def test_under_duress_nobody_is_told_to_ring():
    duress = a_deadline(alarm=AlarmKind.DURESS, base=clock("13:20"))
    subject, text = words(TO_MANAGER, a_scene(duress))
    assert "code word" in subject
    assert "Do not ring" in subject
    assert "Ring Sam" not in text


def test_help_says_since_when():
    subject, text = words(TO_MANAGER, a_scene(a_deadline(alarm=AlarmKind.HELP, base=clock("13:20"))))
    assert "asks for help" in subject
    assert "13:20" in text


def test_the_next_thing_is_said_with_its_time():
    third = advance(a_deadline(), clock("14:10")).deadline
    assert "Next: at 14:20 the line manager" in words(TO_DEPUTY, a_scene(third))[1]
    assert "Next: at 14:25" in words(TO_MANAGER, a_scene(ALARM))[1]


def test_a_stand_down_says_who_closed_it_when_and_why():
    closed = a_deadline(
        state=DeadlineState.CLOSED, closed_by="morgan", closed_at=clock("14:25"), reason="spoke to them"
    )
    subject, text = words(a_row(STOOD_DOWN, Role.DEPUTY, Ask.KNOW), a_scene(closed))
    assert subject.startswith("Stand down: Sam Visits")
    assert all(part in text for part in ("14:25", "Morgan Manages", "spoke to them"))


def test_a_new_time_is_told_without_an_alarm():
    subject, text = words(a_row(EXTENDED, Role.DEPUTY, Ask.KNOW), a_scene(a_deadline(due=clock("14:30"))))
    assert "ALARM" not in subject
    assert "14:30" in text


def test_to_know_asks_nothing():
    owned = a_deadline(owner="dee", owned_until=clock("14:30"))
    _, text = words(a_row(KNOW, Role.LINE_MANAGER, Ask.KNOW), a_scene(owned))
    assert "Dee Deputises" in text
    assert "nothing for you to do yet" in text


def test_the_call_sheet_holds_what_the_police_would_ask():
    said = Answer(
        id="a", who="sam", kind=AnswerKind.CONTACT, sent=clock("13:40"), received=clock("13:40"), via=Via.REPLY,
        words="still here",
    )  # fmt: skip
    asked = replace(a_row(), state=NotificationState.SENT, sent=clock("14:00"))
    deadline = a_deadline(owner="dee", outside_body="77")
    sheet = call_sheet(a_scene(deadline, answers=[said], told=[asked]))
    for part in (
        "Sam Visits",
        "14 Elm Road",
        "13:00 to 14:00",
        "still here",
        "13:40",
        SAM.mobile,
        "77",
        "Dee Deputises",
    ):
        assert part in sheet


def test_the_call_sheet_says_what_it_does_not_know():
    sheet = call_sheet(a_scene(visit=replace(a_visit(), place=type(a_visit().place)())))
    assert "no address in the diary" in sheet
    assert "nothing since the visit began" in sheet
    assert "nothing yet" in sheet


def test_the_last_word_heard_is_the_last_and_the_workers_own():
    def said(who, sent, what):
        return Answer(
            id=what, who=who, kind=AnswerKind.CONTACT, sent=clock(sent), received=clock(sent), via=Via.REPLY, words=what
        )

    answers = [said("sam", "13:20", "arrived"), said("sam", "13:40", "still here"), said("dee", "14:12", "no reply")]
    sheet = call_sheet(a_scene(answers=answers))
    assert "still here" in sheet
    assert "no reply" not in sheet


def test_that_the_entry_left_the_diary_stands_on_the_call_sheet():
    assert "13:30" in call_sheet(a_scene(visit=a_visit(left_diary=clock("13:30"))))


def test_a_note_stands_below():
    assert words(replace(TO_DEPUTY, note="Ash Administers is passed over: away."))[1].rstrip().endswith("away.")


def test_every_role_and_every_ask_has_its_words():
    assert set(ROLE_WORDS) == set(Role)
    assert set(ASK_WORDS) == set(Ask)


@pytest.mark.parametrize("row", [a_row(), TO_DEPUTY, TO_MANAGER], ids=["worker", "deputy", "manager"])
def test_no_subject_names_the_household(row):
    assert "Whitcombe" not in words(row)[0]
    assert "Elm" not in words(row)[0]


@pytest.mark.parametrize("ask", list(Ask))
def test_whatever_a_responder_is_asked_makes_whole_sentences(ask):
    _, text = words(replace(TO_MANAGER, ask=ask), a_scene(ALARM))
    first = text.split("\n\n")[1]
    assert first[0].isupper()
    assert first.rstrip().endswith(".")


@pytest.mark.parametrize(
    ("asked", "deadline", "example"),
    [
        ("13:55", a_deadline(), "14:15"),
        ("14:20", a_deadline(), "14:35"),
        ("14:21", a_deadline(), "14:40"),
        ("13:30", a_deadline(kind=DeadlineKind.INTERVAL, due=clock("13:30")), "14:15"),
    ],
)
def test_the_time_that_a_question_offers_is_still_to_come_and_later_than_what_it_would_move(asked, deadline, example):
    _, text = words(a_row(recorded=asked), a_scene(deadline))
    assert f'- "+30" or "until {example}": you need more time' in text
