"""A deadline and an answer: its next state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.answering import (
    EXTENDED,
    KNOW,
    LIMITED,
    STOOD_DOWN,
    UNCLEAR,
    answer_of_responder,
    answer_of_worker,
    counts_as_safe,
)
from calsync.domain.escalation import advance
from calsync.domain.model import AlarmKind, Answer, AnswerKind, DeadlineState, Via, Watched
from tests.house import clock
from tests.values import a_deadline, a_visit


def an_answer(kind, sent="14:05", who="sam", **changes):
    values = {"id": "a1", "sent": clock(sent), "received": clock(sent), "via": Via.REPLY, **changes}
    return Answer(kind=kind, who=who, **values)


def watched(*deadlines):
    return Watched(visit=a_visit(), deadlines=deadlines or (a_deadline(),))


def by_worker(kind, at="14:05", deadline=None, **changes):
    return answer_of_worker(an_answer(kind, **changes), [watched(deadline or a_deadline())], clock(at))


def by_responder(kind, deadline, at="14:21", who="morgan", **changes):
    return answer_of_responder(an_answer(kind, at, who, **changes), watched(deadline), deadline, clock(at))


ALARM = advance(a_deadline(), clock("14:20")).deadline


@pytest.mark.parametrize(
    ("sent", "leaving", "changes", "counts"),
    [
        ("12:59", True, {}, False),
        ("13:00", True, {}, True),
        ("13:30", False, {}, False),
        ("13:49", False, {}, False),
        ("13:50", False, {}, True),
        ("14:00", False, {}, True),
        ("23:00", False, {}, True),
        ("14:05", True, {"alarm": AlarmKind.HELP}, False),
        ("14:05", True, {"alarm": AlarmKind.DURESS}, False),
        ("14:05", True, {"outside_body": "7"}, False),
        ("12:00", True, {"late_entry": True}, False),
        ("13:10", False, {"late_entry": True}, True),
        ("14:05", False, {"due": clock("14:30")}, False),
        ("14:20", False, {"due": clock("14:30")}, True),
    ],
)
def test_when_a_plain_safe_counts(sent, leaving, changes, counts):
    answer = an_answer(AnswerKind.SAFE, sent, leaving=leaving)
    assert counts_as_safe(answer, a_visit(), a_deadline(**changes)) is counts


def test_safe_closes_by_the_worker_and_stands_down_who_was_asked():
    quiet, loud = by_worker(AnswerKind.SAFE), by_worker(AnswerKind.SAFE, deadline=ALARM)
    assert (quiet.took_as, quiet.deadlines[0].closed_by, quiet.tell) == ("closed", "sam", ())
    assert loud.tell == ((ALARM.id, STOOD_DOWN),)
    assert loud.deadlines[0].next_step_at is None


def test_contact_is_noted_and_changes_no_deadline():
    outcome = by_worker(AnswerKind.CONTACT)
    assert (outcome.took_as, outcome.deadlines, outcome.about) == ("contact", (), (a_deadline().id,))


@pytest.mark.parametrize(
    ("changes", "due", "tells"),
    [
        ({"minutes": 10}, "14:15", ()),
        ({"minutes": 55}, "15:00", ()),
        ({"minutes": 56}, "15:00", (LIMITED,)),
        ({"until": clock("14:40")}, "14:40", ()),
        ({"until": clock("16:00")}, "15:00", (LIMITED,)),
    ],
)
def test_more_time_is_given_up_to_the_bound_and_the_bound_is_said(changes, due, tells):
    outcome = by_worker(AnswerKind.EXTEND, **changes)
    assert outcome.took_as == "extended"
    assert outcome.deadlines[0].due == clock(due)
    assert tuple(name for _, name in outcome.tell) == tells


def test_an_extension_without_any_time_moves_nothing():
    assert by_worker(AnswerKind.EXTEND).took_as == "contact"


def test_until_a_time_before_the_deadline_moves_nothing():
    assert by_worker(AnswerKind.EXTEND, until=clock("13:30")).took_as == "contact"


def test_more_time_tells_those_who_were_asked():
    outcome = by_worker(AnswerKind.EXTEND, deadline=ALARM, minutes=10, at="14:21", sent="14:21")
    assert (ALARM.id, EXTENDED) in outcome.tell


def test_an_unclear_answer_is_asked_back_and_changes_nothing():
    outcome = by_worker(AnswerKind.UNCLEAR)
    assert (outcome.took_as, outcome.deadlines, outcome.tell) == ("noted", (), ((a_deadline().id, UNCLEAR),))
    assert by_worker(AnswerKind.UNCLEAR, deadline=a_deadline(alarm=AlarmKind.HELP)).tell == ()


@pytest.mark.parametrize("kind", list(AnswerKind))
def test_nothing_open_means_that_nothing_happens(kind):
    outcome = answer_of_worker(an_answer(kind), [], clock("14:05"))
    assert (outcome.took_as in ("nothing", "refused"), outcome.deadlines) == (True, ())


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (AnswerKind.ACKNOWLEDGE, {}),
        (AnswerKind.CLOSE, {"reason": "I am fine"}),
        (AnswerKind.STAND_DOWN, {"log_number": "7"}),
    ],
)
def test_what_only_responders_may_do_is_refused_when_the_worker_says_it(kind, changes):
    outcome = by_worker(kind, deadline=ALARM, **changes)
    assert (outcome.took_as, outcome.deadlines) == ("refused", ())
    assert "own alarm" in outcome.why


def test_taking_it_counts_renewals_and_tells_the_next_step_at_the_second():
    deadline, told = advance(a_deadline(), clock("14:10")).deadline, []
    for _ in range(4):
        outcome = by_responder(AnswerKind.ACKNOWLEDGE, deadline, who="dee", at="14:11")
        (deadline,) = outcome.deadlines
        told.append([name for _, name in outcome.tell])
    assert told == [[], [], [KNOW], []]


def test_closing_needs_a_reason_and_no_outside_body():
    assert by_responder(AnswerKind.CLOSE, ALARM).took_as == "refused"
    assert by_responder(AnswerKind.CLOSE, replace(ALARM, outside_body="7"), reason="spoke to them").took_as == "refused"
    closed = by_responder(AnswerKind.CLOSE, ALARM, reason=" spoke to them ").deadlines[0]
    assert (closed.state, closed.closed_by, closed.reason) == (DeadlineState.CLOSED, "morgan", "spoke to them")


@pytest.mark.parametrize(("number", "stands_down"), [("7", True), ("8", False), ("", False)])
def test_standing_down_needs_the_log_number_under_which_it_was_told(number, stands_down):
    outcome = by_responder(AnswerKind.STAND_DOWN, replace(ALARM, outside_body="7"), log_number=number)
    assert (outcome.took_as == "noted") is stands_down
    assert bool(outcome.why) is not stands_down


def test_standing_down_what_was_never_told_is_refused():
    assert by_responder(AnswerKind.STAND_DOWN, ALARM, log_number="7").took_as == "refused"


def test_a_call_outside_without_a_number_is_kept_as_told():
    told = by_responder(AnswerKind.TOLD_OUTSIDE, ALARM).deadlines[0]
    assert told.outside_body
    assert by_responder(AnswerKind.STAND_DOWN, told).took_as == "noted"


def test_every_act_names_who_did_it_and_holds_no_words():
    outcome = by_responder(AnswerKind.CLOSE, ALARM, reason="Mrs Whitcombe rang", words="Mrs Whitcombe rang")
    (act,) = outcome.acts
    assert act.who == "morgan"
    assert "Whitcombe" not in repr(act)
