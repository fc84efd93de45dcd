"""A deadline and the time: its next state, and the steps that are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.deadlines import moved, plan
from calsync.domain.escalation import advance, current_step, gone_on, next_step, pace
from calsync.domain.model import Ask, Role, Step
from tests.house import MINUTE, clock
from tests.ladders import BY_CALLS
from tests.values import a_deadline, a_visit


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


def by_calls(at="14:00", **changes):
    (deadline,) = plan(a_visit(), BY_CALLS)
    return replace(advance(deadline, clock(at)).deadline, **changes)


def logged(deadline, at, *, no_answer=True):
    return advance(gone_on(deadline, clock(at), no_answer=no_answer), clock(at))


def test_a_step_that_follows_another_comes_at_the_latest_so_long_after_it():
    second = by_calls("14:05")
    assert (second.taken, second.then_at, second.next_step_at) == (3, clock("14:10"), clock("14:10"))
    assert numbers(advance(second, clock("14:10"))) == [(4, 0, False)]


def test_a_step_that_follows_another_comes_as_soon_as_what_came_of_that_one_is_logged():
    household = logged(by_calls("14:05"), "14:06").deadline
    assert (household.taken, household.next_step_at) == (4, clock("14:11"))
    assert logged(household, "14:07", no_answer=False).deadline.taken == 6


def test_steps_that_come_together_are_owed_at_one_moment():
    household = logged(by_calls("14:05"), "14:06").deadline
    both = advance(household, clock("14:11"))
    assert [(each.number, each.due) for each in both.due] == [(5, clock("14:11")), (6, clock("14:11"))]
    assert both.deadline.next_step_at == clock("14:16")


def test_no_answer_waits_where_the_step_says_so_and_goes_on_where_it_says_next():
    first = by_calls("14:01")
    assert gone_on(first, clock("14:02"), no_answer=True) == first
    follows = replace(first.steps[3], then_within=None)
    keeps_time = by_calls("14:05", then_at=None, steps=(*first.steps[:3], follows, *first.steps[4:]))
    assert gone_on(keeps_time, clock("14:06"), no_answer=False) == keeps_time
    assert logged(keeps_time, "14:06").deadline.taken == 4


def test_what_is_logged_never_puts_a_step_off():
    second = by_calls("14:05")
    assert gone_on(second, clock("14:10"), no_answer=True) == second


def test_nothing_follows_what_is_logged_of_a_step_to_the_worker_or_of_the_last_one():
    asked = by_calls("13:55")
    assert gone_on(asked, clock("13:56"), no_answer=True) == asked
    last = by_calls("14:30")
    assert gone_on(last, clock("14:31"), no_answer=True) == last


def test_after_dark_hours_steps_that_follow_one_another_are_all_owed_from_when_the_first_was_due():
    (deadline,) = plan(a_visit(), BY_CALLS)
    due = advance(deadline, clock("15:00")).due
    assert [f"{each.due:%H:%M}" for each in due] == ["13:55", "14:00", "14:05", "14:10", "14:15", "14:15"]


def test_a_step_that_follows_one_that_was_hastened_counts_from_that():
    hastened = advance(by_calls("14:01"), clock("14:02"), hasten=True).deadline
    assert (hastened.taken, hastened.next_step_at) == (3, clock("14:07"))


def test_a_ladder_begun_anew_keeps_no_moment_of_a_step_that_followed():
    anew = moved(by_calls("14:05"), clock("14:40"))
    assert (anew.then_at, anew.next_step_at) == (None, clock("14:35"))


@given(moments=st.lists(st.tuples(st.integers(0, 90), st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_however_calls_are_logged_no_step_comes_later_than_it_would_by_itself(moments):
    alone = {each.number: each.due for each in advance(plan(a_visit(), BY_CALLS)[0], clock("16:00")).due}
    (deadline,) = plan(a_visit(), BY_CALLS)
    for minute, logs, no_answer in sorted(moments):
        at = clock("13:50") + minute * MINUTE
        step = advance(deadline, at)
        assert all(each.repeat or each.due <= alone[each.number] for each in step.due)
        deadline = gone_on(step.deadline, at, no_answer=no_answer) if logs else step.deadline
        assert deadline.next_step_at is not None
