"""A deadline and the time: its next state, and the steps that are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.escalation import advance, current_step, next_step, pace
from calsync.domain.model import Ask, Role, Step
from tests.house import MINUTE, clock
from tests.values import a_deadline


def numbers(advance_):
    return [(each.number, each.round, each.repeat) for each in advance_.due]


def test_nothing_is_due_before_its_time():
    deadline = a_deadline()
    assert advance(deadline, clock("13:59:59")).due == ()
    assert advance(deadline, clock("13:59:59")).deadline == deadline


@pytest.mark.parametrize(
    ("at", "taken", "following"),
    [("14:00", 1, "14:10"), ("14:09", 1, "14:10"), ("14:10", 3, "14:20"), ("14:20", 4, "14:25"), ("14:23", 4, "14:28")],
)
def test_each_step_is_taken_when_its_time_has_come(at, taken, following):
    after = advance(a_deadline(), clock(at)).deadline
    assert (after.taken, after.next_step_at) == (taken, clock(following))


def test_after_darkness_every_step_is_owed_oldest_first_with_the_time_at_which_it_was_due():
    due = advance(a_deadline(), clock("15:03")).due
    assert [(each.number, each.due) for each in due] == [
        (1, clock("14:00")),
        (2, clock("14:10")),
        (3, clock("14:10")),
        (4, clock("14:20")),
    ]


def test_a_repeat_in_time_keeps_its_pace():
    last = advance(a_deadline(), clock("14:20:01")).deadline
    assert advance(last, clock("14:25:02")).deadline.next_step_at == clock("14:30")


def test_a_late_repeat_is_owed_once_in_a_new_round_and_the_next_comes_a_whole_pace_after_it():
    last = advance(a_deadline(), clock("14:20")).deadline
    after = advance(last, clock("14:43"))
    assert numbers(after) == [(4, 1, True)]
    assert after.deadline.next_step_at == clock("14:48")


def test_taking_the_same_moment_twice_owes_nothing_twice():
    after = advance(a_deadline(), clock("14:20")).deadline
    assert advance(after, clock("14:20")).due == ()


def test_while_it_is_owned_a_repeat_goes_to_the_owner_alone():
    last = replace(advance(a_deadline(), clock("14:20")).deadline, owner="morgan", owned_until=clock("14:30"))
    assert advance(last, clock("14:25")).due[0].only == "morgan"
    assert advance(last, clock("14:30")).due[0].only is None


def test_a_step_hastened_is_taken_now_and_the_ones_after_it_keep_their_times():
    third = advance(a_deadline(), clock("14:10")).deadline
    after = advance(third, clock("14:11"), hasten=True)
    assert numbers(after) == [(4, 0, False)]
    assert after.due[0].due == clock("14:11")
    assert after.deadline.next_step_at == clock("14:16")


def test_a_step_to_the_worker_asks_no_responder():
    assert not advance(a_deadline(), clock("14:00")).deadline.responders_asked
    assert advance(a_deadline(), clock("14:10")).deadline.responders_asked


def test_a_step_that_only_tells_asks_no_responder():
    know = Step(after=timedelta(0), roles=(Role.LINE_MANAGER,), ask=Ask.KNOW)
    assert not advance(a_deadline(steps=(know,)), clock("14:00")).deadline.responders_asked


def ladder(*steps):
    return a_deadline(steps=steps)


RESPONDERS = Step(after=timedelta(0), roles=(Role.DEPUTY,), ask=Ask.CALL_WORKER)
WORKER = Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN)


@pytest.mark.parametrize(
    ("steps", "index", "expected"),
    [
        ((RESPONDERS,), 0, 5),
        ((replace(RESPONDERS, every=3 * MINUTE),), 0, 3),
        ((replace(RESPONDERS, every=30 * MINUTE),), 0, 5),
        ((RESPONDERS, RESPONDERS), 0, None),
        ((replace(RESPONDERS, every=30 * MINUTE), RESPONDERS), 0, 30),
        ((WORKER,), 0, None),
        ((replace(WORKER, every=7 * MINUTE), RESPONDERS), 0, 7),
    ],
)
def test_the_last_step_to_responders_repeats_at_least_every_five_minutes(steps, index, expected):
    found = pace(ladder(*steps), index)
    assert found == (None if expected is None else expected * MINUTE)


def test_which_step_was_taken_last_and_which_comes_next():
    deadline = a_deadline()
    assert current_step(deadline) is None
    assert next_step(deadline) is deadline.steps[0]
    last = advance(deadline, clock("14:20")).deadline
    assert current_step(last) is deadline.steps[-1]
    assert next_step(last) is None


@given(moments=st.lists(st.integers(0, 300), min_size=1, max_size=12))
def test_however_the_scans_fall_every_step_is_taken_once_and_in_order(moments):
    deadline, taken = a_deadline(), []
    for minute in sorted(moments):
        step = advance(deadline, clock("13:50") + minute * MINUTE)
        taken += [each.number for each in step.due if not each.repeat]
        assert step.deadline.next_step_at > clock("13:50") + minute * MINUTE
        deadline = step.deadline
    assert taken == list(range(1, deadline.taken + 1))
