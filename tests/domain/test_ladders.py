"""A policy, a visit and the hours: which steps a deadline has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from calsync.domain.applies import applies
from calsync.domain.deadlines import moved, on_ladder, plan, with_risk
from calsync.domain.ladders import all_steps, chosen, has_choice, office_near, tells_responders
from calsync.domain.model import Ask, DeadlineKind, Hours, OfficeHours, Role, Tag, VisitKind
from tests.house import MINUTE, clock
from tests.ladders import BY_CALLS, BY_HOURS, BY_RETURN, a_step, asks_worker
from tests.values import a_visit

VISIT_END, RETURN, INTERVAL = DeadlineKind.VISIT_END, DeadlineKind.RETURN, DeadlineKind.INTERVAL
CALL = a_step(0, Ask.CALL_WORKER, Role.LINE_MANAGER)
BY_DAY, AT_NIGHT = replace(CALL, hours=Hours.OFFICE), replace(CALL, hours=Hours.OUT)
OFFICE = OfficeHours()


def roles(steps):
    return [str(step.roles[0]) for step in steps]


def test_each_kind_of_deadline_has_the_policys_steps_of_its_kind_alone():
    assert roles(all_steps(BY_RETURN, VISIT_END, a_visit())) == ["worker"]
    assert len(all_steps(BY_RETURN, RETURN, a_visit())) == 4
    assert all_steps(BY_CALLS, RETURN, a_visit()) == ()


@pytest.mark.parametrize(
    ("when", "changes", "true"),
    [
        ((), {}, True),
        (("risk",), {}, False),
        (("risk",), {"risk": True}, True),
        (("ordinary",), {}, True),
        (("ordinary",), {"risk": True}, False),
        (("school", "risk"), {"kind": VisitKind.SCHOOL}, True),
        (("unknown-family",), {"flags": ("unknown-family",)}, True),
        (("not risk",), {}, True),
        (("not risk",), {"risk": True}, False),
    ],
)
def test_a_step_applies_where_any_word_of_its_when_is_true_of_the_visit(when, changes, true):
    assert applies(replace(CALL, when=when), a_visit(**changes)) is true


@pytest.mark.parametrize(
    ("start", "end", "late"),
    [("14:00", "15:59", False), ("15:00", "16:00", True), ("23:00", "24:30", True), ("00:15", "00:45", False)],
)
def test_RO13_late_is_an_end_at_late_after_or_later_and_one_after_midnight(start, end, late):
    def at(written):
        hour, minute = written.split(":")
        return clock("00:00") + (60 * int(hour) + int(minute)) * MINUTE

    policy = replace(BY_CALLS, steps=(replace(CALL, when=("late",)),), late_after=time(16))
    visit = a_visit(start=at(start), end=at(end))
    assert bool(all_steps(policy, VISIT_END, visit)) is late


@pytest.mark.parametrize(
    ("due", "step"),
    [("08:00", BY_DAY), ("17:59", BY_DAY), ("18:00", AT_NIGHT), ("07:59", AT_NIGHT)],
)
def test_the_hours_are_judged_by_the_deadline(due, step):
    assert chosen((BY_DAY, AT_NIGHT), OFFICE, clock(due)) == (step,)


def test_a_ladder_that_runs_over_the_end_of_the_day_keeps_the_steps_of_its_deadline():
    late = replace(BY_DAY, after=60 * MINUTE)
    assert chosen((late, AT_NIGHT), OFFICE, clock("17:30")) == (late,)


@pytest.mark.parametrize(("day", "step"), [(0, BY_DAY), (4, BY_DAY), (5, AT_NIGHT), (6, AT_NIGHT)])
def test_the_weekend_is_out_of_hours(day, step):
    assert chosen((BY_DAY, AT_NIGHT), OFFICE, clock("10:00", day=day)) == (step,)


def test_a_bank_holiday_is_out_of_hours():
    office = OfficeHours(holidays=frozenset({date(2026, 3, 2)}))
    assert chosen((BY_DAY, AT_NIGHT), office, clock("10:00")) == (AT_NIGHT,)
    assert chosen((BY_DAY, AT_NIGHT), office, clock("10:00", day=1)) == (BY_DAY,)


def test_the_holidays_near_a_deadline_alone_are_copied_into_it():
    office = OfficeHours(holidays=frozenset({date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6), date(2026, 12, 25)}))
    assert office_near(office, clock("10:00")).holidays == {date(2026, 3, 2), date(2026, 3, 5)}


def test_a_step_for_a_return_that_was_brought_forward_is_of_no_other():
    capped = replace(CALL, when=("capped-return",))
    assert chosen((capped, CALL), None, clock("10:00")) == (CALL,)
    assert chosen((capped, CALL), None, clock("10:00"), capped=True) == (capped, CALL)


def test_a_deadline_keeps_the_ladder_of_both_hours_only_where_there_is_something_to_choose():
    assert has_choice(all_steps(BY_HOURS, VISIT_END, a_visit()))
    assert not has_choice(all_steps(BY_CALLS, VISIT_END, a_visit()))
    (end,) = plan(a_visit(), BY_CALLS)
    assert (end.ladder, end.office) == ((), None)


def test_a_deadline_moved_into_the_evening_has_the_steps_of_the_evening():
    end = on_ladder(a_visit(end=clock("17:45")), BY_HOURS, VISIT_END, clock("17:45"))
    evening = moved(end, clock("18:15"))
    assert roles(end.steps) == ["worker", "worker", "worker", "line_manager"]
    assert roles(evening.steps) == ["worker", "worker", "worker", "deputy", "out_of_hours"]
    assert moved(evening, clock("17:50")).steps == end.steps


def test_a_return_given_back_loses_the_step_for_one_that_was_brought_forward():
    forward = on_ladder(a_visit(), BY_RETURN, RETURN, clock("14:00"), capped=True)
    assert moved(forward, clock("14:20")).steps == forward.steps
    assert len(moved(forward, clock("15:00"), capped=False).steps) == len(forward.steps) - 1


def test_a_visit_that_turns_out_to_be_a_risk_keeps_a_return_that_was_brought_forward_as_it_is():
    forward = on_ladder(a_visit(), BY_RETURN, RETURN, clock("14:00"), capped=True)
    risky = with_risk(replace(forward, taken=3), a_visit(risk=True), BY_RETURN)
    assert (risky.steps, risky.taken, risky.risk) == (forward.steps, 3, True)


def test_a_risk_visit_has_other_steps_than_an_ordinary_one():
    risky, ordinary = plan(a_visit(risk=True), BY_HOURS)[0], plan(a_visit(), BY_HOURS)[0]
    assert [step.after for step in risky.steps] == [-5 * MINUTE, 0 * MINUTE]
    assert [step.after for step in ordinary.steps] == [-5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE]


@pytest.mark.parametrize(
    ("end", "asked"),
    [("14:00", []), ("14:29", []), ("14:30", ["14:00"]), ("16:00", ["14:00", "15:00"]), ("15:30", ["14:00", "15:00"])],
)
def test_a_long_visit_is_asked_about_at_each_interval_but_not_in_the_last_half_of_one(end, asked):
    deadlines = plan(a_visit(end=clock(end)), BY_HOURS)
    assert [f"{each.due:%H:%M}" for each in deadlines if each.kind is INTERVAL] == asked


def test_no_interval_is_asked_of_that_was_over_when_the_visit_became_known():
    deadlines = plan(a_visit(end=clock("17:00")), BY_HOURS, at=clock("15:30"))
    assert [f"{each.due:%H:%M}" for each in deadlines if each.kind is INTERVAL] == ["16:00"]


def test_nobody_is_asked_during_what_only_may_be_a_visit():
    assert len(plan(a_visit(end=clock("16:00"), tag=Tag.POSSIBLE), BY_HOURS)) == 1


@pytest.mark.parametrize(("steps", "tells"), [((), False), ((asks_worker(0),), False), ((asks_worker(0), CALL), True)])
def test_whether_anybody_but_the_worker_is_told(steps, tells):
    assert tells_responders(steps) is tells
