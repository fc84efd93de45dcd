"""The longest time and the last moment that an entry names for itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.domain.agreed import Named
from calsync.parsers.agreed import named
from tests.house import clock


def end(*texts):
    """The time of day that a visit from 14:00 has by these words; None when they name none."""
    found = named(texts, clock("14:00"), "Europe/London").end(clock("14:00"))
    return f"{found:%H:%M}" if found is not None else None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("HV Kim max 45 min", "14:45"),
        ("HV Kim, no longer than half an hour", "14:30"),
        ("HV Kim until 15:30", "15:30"),
        ("HV Kim till 3.15pm", "15:15"),
        ("HV Kim - until 3", "15:00"),
        ("HV Kim (til 1530)", "15:30"),
        ("HV Kim, out by quarter past 3", "15:15"),
        ("HV Kim until 1530hrs", "15:30"),
    ],
)
def test_BX8_an_end_that_an_entry_names_is_read(text, time):
    assert end(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "HV Kim", "HV Kim weekly until 15/12", "HV Kim until 12 Dec", "HV Kim, on leave until 15:30", "not until 15:30",
        "Mum out until 15:00", "HV Kim until further notice", "until", "HV Kim 15:30", "until <t>", "max <n>", "",
    ],
)  # fmt: skip
def test_what_names_no_end_is_none(text):
    assert end(text) is None


def test_BX8_the_soonest_of_several_counts_and_a_category_may_say_it():
    assert end("HV Kim until 15:30", "14 Elm Road", "max 45 min") == "14:45"
    assert Named(at_most=timedelta(minutes=90), until=clock("15:00")).end(clock("14:00")) == clock("15:00")


@settings(max_examples=40)
@given(st.text(max_size=60), st.sampled_from(["max ", "until ", "till 3 ", "<t> until <t>"]))
def test_no_text_is_too_odd(text, word):
    end(word + text, text + word)
