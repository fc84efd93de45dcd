"""Deadlines: made from a visit and a policy, and moved within bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.deadlines import (
    all_follow,
    extended_by_word,
    followed,
    follows,
    latest,
    moved,
    plan,
    plan_late_entry,
    replanned,
    with_ladder,
)
from calsync.domain.incidents import alarmed
from calsync.domain.model import AlarmKind, DeadlineKind, DeadlineState
from tests.house import CLARENDON, MINUTE, clock
from tests.ladders import BY_HOURS
from tests.values import a_deadline, a_visit

DUE = clock("14:00")


def test_a_visit_has_one_deadline_at_its_end_with_the_policys_steps_copied():
    (deadline,) = plan(a_visit(), CLARENDON)
    assert (deadline.due, deadline.planned, deadline.base, deadline.next_step_at) == (DUE, DUE, DUE, DUE)
    assert (deadline.steps, deadline.emergency, deadline.policy) == (
        CLARENDON.steps,
        CLARENDON.emergency,
        CLARENDON.name,
    )


@pytest.mark.parametrize(("risk", "minutes"), [(False, 60), (True, 30)])
def test_the_bound_is_the_policys(risk, minutes):
    (deadline,) = plan(a_visit(risk=risk), CLARENDON)
    assert latest(deadline) == DUE + minutes * MINUTE


def test_an_entry_made_late_has_one_question_now():
    (deadline,) = plan_late_entry(a_visit(), CLARENDON, clock("16:00"))
    assert deadline.late_entry
    assert (len(deadline.steps), deadline.next_step_at) == (1, clock("16:00"))


@pytest.mark.parametrize(
    ("wished", "at", "due"),
    [
        ("14:30", "13:50", "14:30"),
        ("15:00", "13:50", "15:00"),
        ("15:01", "13:50", "15:00"),
        ("23:00", "13:50", "15:00"),
        ("14:00", "13:50", "14:00"),
        ("13:55", "13:50", "14:00"),
        ("14:20", "14:20", "14:00"),
        ("14:20", "14:19", "14:20"),
        ("16:00", "15:00", "14:00"),
    ],
)
def test_a_word_moves_it_later_up_to_the_bound_and_never_into_the_past(wished, at, due):
    assert extended_by_word(a_deadline(), clock(wished), clock(at)).due == clock(due)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": DeadlineState.CLOSED},
        {"state": DeadlineState.CANCELLED},
        {"late_entry": True},
        {"alarm": AlarmKind.HELP},
        {"alarm": AlarmKind.DURESS},
    ],
)
def test_what_is_over_asked_about_late_or_alarmed_is_moved_by_nothing(changes):
    deadline = a_deadline(**changes)
    assert extended_by_word(deadline, clock("14:30"), clock("13:50")) is deadline
    assert followed(deadline, clock("14:30"), clock("13:50"), later=True) is deadline
    assert followed(deadline, clock("13:30"), clock("13:10"), later=False) is deadline


def test_moving_begins_the_ladder_anew_in_a_new_round_without_an_owner():
    before = a_deadline(taken=3, round=2, owner="dee", owned_until=clock("15:00"), renewals=2, repeat_at=clock("14:15"))
    after = moved(before, clock("14:30"))
    assert (after.taken, after.round, after.owner, after.owned_until, after.renewals) == (0, 3, None, None, 0)
    assert (after.base, after.next_step_at, after.repeat_at) == (clock("14:30"), clock("14:30"), None)
    assert after.planned == before.planned


@pytest.mark.parametrize(
    ("end", "at", "due"),
    [
        ("13:30", "13:10", "13:30"),
        ("13:15", "13:10", "13:20"),
        ("13:00", "13:10", "13:20"),
        ("13:59", "13:55", "14:00"),
        ("14:30", "13:10", "14:30"),
        ("18:00", "13:10", "15:00"),
        ("14:00", "13:10", "14:00"),
    ],
)
def test_the_diary_is_followed_within_bounds(end, at, due):
    later = clock(end) > a_deadline().due
    assert followed(a_deadline(), clock(end), clock(at), later=later).due == clock(due)


@pytest.mark.parametrize("changes", [{"risk": True}, {"responders_asked": True}])
def test_the_diary_extends_no_risk_visit_and_nothing_after_responders_were_asked(changes):
    deadline = a_deadline(**changes)
    assert followed(deadline, clock("14:30"), clock("13:50"), later=True) is deadline


def test_a_ladder_without_steps_is_never_due():
    assert with_ladder(a_deadline(), (), base=DUE).next_step_at is None


def test_before_the_start_a_changed_end_makes_the_deadline_anew():
    again = replanned(a_deadline(), a_visit(end=clock("16:00")), CLARENDON, clock("12:00"), end_changed=True)
    assert (again.due, again.planned, again.round) == (clock("16:00"), clock("16:00"), 1)


def test_before_the_start_an_end_that_is_all_but_over_leaves_ten_minutes():
    again = replanned(a_deadline(), a_visit(end=clock("12:01")), CLARENDON, clock("12:00"), end_changed=True)
    assert again.due == clock("12:10")


def test_before_the_start_an_unchanged_entry_leaves_the_deadline_as_it_is():
    deadline = a_deadline()
    assert replanned(deadline, a_visit(), CLARENDON, clock("12:00"), end_changed=False) is deadline


def test_a_cancelled_one_that_comes_back_after_its_end_has_ten_minutes():
    cancelled = a_deadline(state=DeadlineState.CANCELLED, next_step_at=None)
    again = replanned(cancelled, a_visit(), CLARENDON, clock("14:30"), end_changed=False)
    assert (again.is_open, again.due, again.next_step_at) == (True, clock("14:40"), clock("14:40"))


def test_before_the_start_a_call_for_help_is_left_as_it_is():
    helped = alarmed(a_deadline(), clock("12:00"))
    for end, changed in ((DUE, False), (clock("16:00"), True)):
        again = replanned(helped, a_visit(end=end), CLARENDON, clock("12:01"), end_changed=changed)
        assert again.alarm is AlarmKind.HELP
        assert again.next_step_at == helped.next_step_at


def test_whether_it_carries_the_policy_as_it_is_now():
    assert follows(a_deadline(), a_visit(), CLARENDON)
    longer = replace(CLARENDON, max_extension=timedelta(minutes=90))
    assert not follows(a_deadline(), a_visit(), longer)
    assert not follows(a_deadline(), a_visit(risk=True), CLARENDON)
    assert not follows(a_deadline(), a_visit(), replace(CLARENDON, steps=CLARENDON.steps[:1]))


def test_what_is_asked_during_a_planned_visit_follows_a_change_of_the_policy():
    visit = a_visit(end=clock("16:00"))
    deadlines = plan(visit, BY_HOURS)
    earlier = clock("12:00")
    assert all_follow(deadlines, visit, BY_HOURS, earlier)
    for other in (
        replace(BY_HOURS, interval=timedelta(minutes=30)),
        replace(BY_HOURS, interval=None),
        replace(BY_HOURS, steps=tuple(replace(each, clause="new") if each.deadline is DeadlineKind.INTERVAL else each
                                      for each in BY_HOURS.steps)),
    ):  # fmt: skip
        assert not all_follow(deadlines, visit, other, earlier)
    assert not all_follow(deadlines[:1], visit, BY_HOURS, earlier), "a policy that asks now and did not before"
    without_times = (replace(deadlines[0], late_entry=True),)
    assert all_follow(without_times, visit, BY_HOURS, earlier), "what has no times is asked nothing during it"


def test_before_the_start_a_word_that_moved_the_end_outlives_that_it_is_a_visit_of_risk():
    moved = extended_by_word(a_deadline(), clock("15:00"), clock("12:00"))
    risky = a_visit(risk=True)
    again = replanned(moved, risky, CLARENDON, clock("12:01"), end_changed=False)
    assert (again.due, again.risk) == (clock("15:00"), True)
    assert again.due <= again.planned + again.extension
    assert replanned(again, risky, CLARENDON, clock("12:02"), end_changed=False) is again
