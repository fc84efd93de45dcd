"""Whoever is asked or told before a visit is written to by day, and of all that is new in one mail (law 16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from calsync.domain.before.looking import look_again, looked
from calsync.domain.before.times import reminders
from calsync.domain.model import OfficeHours
from calsync.domain.model.checks import Check, Checks, Rule
from tests.domain.test_before_entry import sight
from tests.house import clock

MINUTE = timedelta(minutes=1)
RULE = Rule(before=timedelta(days=1), remind=240 * MINUTE, alert=180 * MINUTE)


def starting(start: str, **changes: object):
    visit = {"start": clock(start, day=1), "end": clock(start, day=1) + 30 * MINUTE, **changes}
    return sight(visit=visit, checks=Checks(rules=((Check.DISCUSSED, RULE),)))


@pytest.mark.parametrize(
    ("start", "moments"),
    [
        ("15:00", ["03 08:00", "03 11:00"]),
        ("10:00", ["03 08:00"]),
        ("08:00", ["03 07:00"]),
        ("06:00", ["02 19:30"]),
        ("23:59", ["03 08:00", "03 19:59"]),
    ],
)
def test_who_has_not_answered_is_reminded_of_a_whole_day_in_one_mail_and_never_at_night(start, moments):
    found = reminders(starting(start).visit, RULE, OfficeHours())
    assert [f"{each:%d %H:%M}" for each in found] == moments


def now(one, at: datetime) -> tuple[bool, bool]:
    return tuple(
        map(bool, ([each for each in looked(one, at) if each.ask], [each for each in looked(one, at) if each.tell]))
    )


def test_law_16_nobody_is_asked_or_told_at_night_but_of_what_begins_within_two_hours():
    one = starting("06:00")  # out of hours: may be told long before
    assert now(one, clock("20:00")) == now(one, clock("03:59", day=1)) == (False, False)
    assert now(one, clock("19:59")) == (True, False)
    assert now(one, clock("04:00", day=1)) == (True, True)
    assert look_again(one, clock("20:00")) == clock("02:00", day=1) + 60 * MINUTE
    assert look_again(one, clock("03:00", day=1)) == clock("04:00", day=1)


def test_law_16_what_is_new_of_ordinary_visits_is_asked_every_half_hour_and_what_is_near_at_once():
    one = starting("14:00")
    at_the_half_hour, between = clock("09:30"), clock("09:35")
    one = replace(one, visit=replace(one.visit, start=clock("14:00"), end=clock("15:00")))
    assert now(one, at_the_half_hour) == (True, False)
    assert now(one, between) == (False, False)
    assert look_again(one, between) == clock("10:00")
    assert now(one, clock("12:05"))[0]
    assert now(replace(one, visit=replace(one.visit, risk=True)), between)[0]
