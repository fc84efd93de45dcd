"""[office]: when the office is open, bank holidays left out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from calsync.policies.office import Nation, bank_holidays
from tests.policies.sound import TITLE, changed

OFFICE = (
    '\n[office]\ndays = ["mon", "tue", "wed", "thu", "fri"]\nstart = "08:00"\nend = "18:00"\nholidays = "england"\n'
)


def with_office(text: str) -> str:
    return changed(TITLE, TITLE + text)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (datetime(2026, 12, 1, 14, tzinfo=UTC), True),
        (datetime(2026, 12, 1, 18, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 17, 30, tzinfo=UTC), False),  # 18:30 in London's summer
        (datetime(2026, 12, 5, 14, tzinfo=UTC), False),  # a Saturday
        (datetime(2026, 12, 25, 14, tzinfo=UTC), False),
        (datetime(2026, 12, 28, 14, tzinfo=UTC), False),  # Boxing Day, which was a Saturday
    ],
)
def test_the_office_is_shut_at_night_at_the_weekend_and_on_bank_holidays(loaded, at, is_open):
    assert loaded(with_office(OFFICE)).office.open(at) is is_open


def test_an_office_may_be_open_until_midnight(loaded):
    office = loaded(with_office(OFFICE.replace("18:00", "00:00"))).office
    assert office.open(datetime(2026, 12, 1, 23, 59, tzinfo=UTC))
    assert not office.open(datetime(2026, 12, 2, 0, 0, tzinfo=UTC))


def test_each_nation_has_bank_holidays_of_its_own():
    st_andrew, st_patrick = date(2026, 11, 30), date(2026, 3, 17)
    assert st_andrew in bank_holidays(Nation.SCOTLAND)
    assert st_patrick in bank_holidays(Nation.NORTHERN_IRELAND)
    assert st_andrew not in bank_holidays(Nation.ENGLAND) | bank_holidays(Nation.WALES)
    assert bank_holidays(Nation.NONE) == frozenset()
    assert date(2035, 12, 25) in bank_holidays(Nation.WALES)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"mon", ', '"mo", ', "[office]: unknown day 'mo'; did you mean 'mon'?"),
        ('days = ["mon", "tue", "wed", "thu", "fri"]', "days = []", "[office]: days must be a word or a list of words"),
        ('days = ["mon", "tue", "wed", "thu", "fri"]', "", "[office]: days is missing"),
        ('start = "08:00"', 'start = "8"', "[office]: start must be a time of day"),
        ('start = "08:00"', 'start = "18:00"', "[office]: start and end are both 18:00"),
        ('start = "08:00"', 'start = "19:00"', "[office]: start = 19:00 is later than end = 18:00: an office opens"),
        ('"england"', '"englnd"', "[office]: unknown holiday 'englnd'; did you mean 'england'?"),
        ('holidays = "england"', "", "[office]: holidays is missing"),
        ('holidays = "england"', 'holidays = "none"\nzone = "Europe/Lodnon"', "[office]: there is no time zone"),
        ('holidays = "england"', 'holidays = "none"\nopen = true', "[office]: unknown key 'open'"),
    ],
)
def test_a_slip_in_the_office_hours_is_told(problems_of, old, new, problem):
    assert old in OFFICE
    found = problems_of(with_office(OFFICE.replace(old, new)))
    assert any(each.startswith(problem) for each in found), found


def test_the_office_has_a_zone_of_its_own(loaded):
    office = loaded(with_office(OFFICE + 'zone = "Europe/Berlin"\n')).office
    assert not office.open(datetime(2026, 12, 1, 17, 30, tzinfo=UTC))
