"""Single values of a roster file, as people and spreadsheets write them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.roster import values


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("monday to wednesday", {0, 1, 2}),
        ("Mon, Wed; FRI", {0, 2, 4}),
        ("Tue/Thu", {1, 3}),
        ("Mo Tu We", {0, 1, 2}),
        ("Fri – Mon", {4, 5, 6, 0}),
        ("Saturday and Sunday", {5, 6}),
        ("Mon-Wed, Sat", {0, 1, 2, 5}),
        ("every day", set(range(7))),
    ],
)
def test_days_are_read_in_the_ways_they_are_written(text, days):
    assert values.days(text) == days


@pytest.mark.parametrize("text", ["weekdays", "M", "Mon-", "1-5", "Monnday", "to", ","])
def test_what_is_no_weekday_is_refused(text):
    with pytest.raises(ValueError, match="weekdays"):
        values.days(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [("08:30", time(8, 30)), ("8.30", time(8, 30)), ("08:30:00", time(8, 30)), ("24:00", time(0)), ("0:00", time(0))],
)
def test_a_time_of_day_is_read_with_colon_or_stop(text, moment):
    assert values.clock(text) == moment


@pytest.mark.parametrize("text", ["8", "25:00", "12:60", "24:01", "8am", "٨:٣٠"])
def test_what_is_no_time_of_day_is_refused(text):
    with pytest.raises(ValueError, match="time of day"):
        values.clock(text)


@pytest.mark.parametrize("text", ["+44 7700 900101", "01709 000000", "(01709) 000-000", "07700.900.101"])
def test_a_telephone_number_stays_as_it_was_written(text):
    assert values.phone(text) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("999", "whole telephone number"),
        ("4.4771E+11", "format the column as text"),
        ("7700900101", "drop a leading zero"),
        ("ask Morgan", "whole telephone number"),
    ],
)
def test_a_number_that_a_spreadsheet_has_spoiled_is_refused_with_the_fix(text, why):
    with pytest.raises(ValueError, match=why):
        values.phone(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Europe/London", "Europe/London"), ("GMT Standard Time", "Europe/London"), ("UTC", "Etc/UTC")],
)
def test_a_zone_goes_by_its_own_name_or_windows(text, name):
    assert values.zone(text) == name


def test_other_values_say_what_they_must_be():
    for read, text, why in (
        (values.zone, "London", "time zone by its name"),
        (values.yes, "maybe", "yes or no"),
        (values.mail, "sam at centre", "mail address"),
        (values.person, "Morgan", "mail address, or their Object ID"),
        (values.object_id, "123", "Object ID"),
    ):
        with pytest.raises(ValueError, match=why):
            read(text)
    assert (values.yes("Y"), values.yes("FALSE")) == (True, False)
    assert values.person("11111111-2222-3333-4444-55555555555A").endswith("5a")


def sentence(read, text) -> str:
    """Why a text is refused; as if it must be, when it is not."""
    try:
        read(text)
    except ValueError as error:
        return str(error)
    return "must "


@given(st.text(max_size=30), st.sampled_from(sorted(vars(values))))
def test_no_text_is_answered_with_anything_but_a_value_or_a_sentence(text, name):
    read = getattr(values, name)
    if name.startswith("_") or getattr(read, "__module__", "") != values.__name__:
        return
    assert sentence(read, text).startswith("must ")
