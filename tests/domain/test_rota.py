"""Whom an entry of a rota names, and for when it names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import Duty, Event, Hours, OfficeHours, Person, Role
from calsync.domain.rota import Rota, addresses_in, counts, duties, first_gap, named_in
from tests.house import CAST, clock

OFFICE = OfficeHours()
ROTA = Rota(key="rota@clarendon.test", role=Role.DUTY_MANAGER)
TWINS = (Person(id="t1", name="Lee Twin"), Person(id="t2", name="LEE twin"))


def an_entry(subject="Dee Deputises", start="18:00", end="23:00", **changes):
    return Event(worker=ROTA.key, id="r1", subject=subject, start=clock(start), end=clock(end), **changes)


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        ("Dee Deputises", ("dee",)),
        ("On call: DEE  DEPUTISES (late)", ("dee",)),
        ("Deputises, Dee", ("dee",)),
        ("Duty manager dee@clarendon.test", ("dee",)),
        ("Dee@Clarendon.test; Ash Administers", ("dee", "ash")),
        ("Dee", ()),
        ("Adee Deputises", ()),
        ("Lee Twin", ()),
        ("robin@elsewhere.test", ()),
        ("", ()),
    ],
)
def test_an_entry_names_by_address_or_by_a_name_that_only_one_person_has(subject, named):
    people = replace(CAST, persons=CAST.persons + TWINS)
    assert named_in(subject, people) == named


def test_addresses_are_read_without_what_stands_around_them():
    assert addresses_in("(Dee@X.test), <ash@x.test>; dee@x.test") == ("dee@x.test", "ash@x.test")


def test_an_entry_of_all_day_runs_from_midnight_to_midnight_where_the_rota_is_kept():
    summer = an_entry(start="00:00", end="00:00", all_day=True)
    summer = replace(summer, start=clock("00:00", day=120), end=clock("00:00", day=121))
    (duty,) = duties(ROTA, summer, ("dee",))
    assert (duty.start, duty.end) == (clock("23:00", day=119), clock("23:00", day=120)), "London has summer time"


def test_an_entry_without_length_names_nobody_and_a_cancelled_one_does_not_count():
    assert duties(ROTA, an_entry(start="18:00", end="18:00"), ("dee",)) == ()
    assert not counts(an_entry(cancelled=True))
    assert not counts(an_entry(declined=True))
    assert counts(an_entry(free=True))


def on(start, end, rota=ROTA.key):
    return Duty(role=Role.DUTY_MANAGER, person="dee", start=start, end=end, rota=rota)


def test_the_first_time_for_which_nobody_is_named_is_told_of_the_hours_that_have_to_be_covered():
    out = replace(ROTA, hours=Hours.OUT)
    now = clock("12:10")
    assert first_gap(ROTA, (), OFFICE, now) == (clock("12:00"), clock("12:30", day=2))
    assert first_gap(out, (), OFFICE, now) == (clock("18:00"), clock("08:00", day=1))
    tonight = on(clock("18:00"), clock("08:00", day=1))
    assert first_gap(out, (tonight,), OFFICE, now) == (clock("18:00", day=1), clock("08:00", day=2))
    tomorrow = on(clock("17:30", day=1), clock("09:00", day=2))
    assert first_gap(out, (tonight, tomorrow), OFFICE, now) is None
    assert first_gap(replace(ROTA, hours=Hours.OFFICE), (), OFFICE, clock("07:00", day=5)) is None, "a weekend"


def test_what_another_rota_says_covers_nothing_of_this_one():
    other = on(clock("00:00"), clock("00:00", day=9), rota="rota 2")
    assert first_gap(ROTA, (other,), OFFICE, clock("12:00")) is not None


def test_a_gap_within_a_night_is_found():
    named = (on(clock("12:00"), clock("20:00")), on(clock("20:30"), clock("12:00") + timedelta(days=3)))
    assert first_gap(ROTA, named, OFFICE, clock("12:00")) == (clock("20:00"), clock("20:30"))
