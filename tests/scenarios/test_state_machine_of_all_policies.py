"""Any order of edits, answers, absences, crashes and outages, under ladders of every kind: what holds after each.

The engine over the store in memory, driven by Hypothesis; the same runs every time. One class for each policy.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.ladders import BY_CALLS, BY_HOME, BY_HOURS, BY_RETURN
from tests.scenarios.any_day import AnyDay

RUNS = settings(
    max_examples=125,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


class _ByReturn(AnyDay):
    policy = BY_RETURN


class _ByCalls(AnyDay):
    policy = BY_CALLS


class _ByHours(AnyDay):
    policy = BY_HOURS


class _ByHome(AnyDay):
    policy = BY_HOME


TestWhereTheAlarmHangsOnTheReturn = _ByReturn.TestCase
TestWhereOneCallFollowsAnother = _ByCalls.TestCase
TestWhereTheHoursDecide = _ByHours.TestCase
TestWhereHomeIsAskedFor = _ByHome.TestCase
TestWhereTheAlarmHangsOnTheReturn.settings = RUNS
TestWhereOneCallFollowsAnother.settings = RUNS
TestWhereTheHoursDecide.settings = RUNS
TestWhereHomeIsAskedFor.settings = RUNS
