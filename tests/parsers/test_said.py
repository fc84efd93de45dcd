"""What else an entry says: a number, a return, a longest time, of whom it speaks, and where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.parsers.phone import find_phone
from calsync.parsers.said import read_said
from tests.house import clock

START, END = clock("13:00"), clock("14:00")


def said(subject="", location="", start=START, end=END):
    return read_said(subject, location, start, end)


@pytest.mark.parametrize(
    ("text", "e164", "written"),
    [
        ("07700 900123", "+447700900123", "07700 900123"),
        ("HV Kim 07700900123", "+447700900123", "07700900123"),
        ("mum: 07700-900-123, ring first", "+447700900123", "07700-900-123"),
        ("+44 7700 900123", "+447700900123", "+44 7700 900123"),
        ("+44 (0)7700 900123", "+447700900123", "+44 (0)7700 900123"),
        ("0044 1632 960123", "+441632960123", "0044 1632 960123"),
        ("(01632) 960 123", "+441632960123", "(01632) 960 123"),
        ("tel 01632 960123", "+441632960123", "01632 960123"),
        ("0114 496 0123 14:30", "+441144960123", "0114 496 0123"),
        ("07700 900123 2pm", "+447700900123", "07700 900123"),
        ("+353 20 910 1234", "+353209101234", "+353 20 910 1234"),
        ("S60 3AB 01632 960123", "+441632960123", "01632 960123"),
    ],
)
def test_a_telephone_number_is_found_as_it_is_dialled_and_as_it_was_written(text, e164, written):
    found = find_phone(text)
    assert (found.e164, found.written) == (e164, written)


@pytest.mark.parametrize(
    "text",
    [
        "999",
        "ring 112 or 101 or 111",
        "0800 1111",
        "60999",
        "13:00 to 14:00",
        "2026-03-02",
        "02.03.2026 13:00",
        "ref 01632960123",
        "Case no. 07700 900123",
        "NHS number: 01632 960123",
        "077009001231",
        "07700900123A",
        "0909 8790000",
        "14 Elm Road S60 3AB",
        "",
    ],
)
def test_emergency_and_short_numbers_dates_and_references_are_no_telephone_numbers(text):
    assert find_phone(text) is None


def test_another_country_has_numbers_of_its_own_shape():
    assert find_phone("030 901820", "DE").e164 == "+4930901820"
    assert find_phone("2026 11 25", "DE") is None
    assert find_phone("20.11.2026", "DK") is None
    assert find_phone("32 12 34 56", "DK").e164 == "+4532123456"


@pytest.mark.parametrize(
    ("subject", "back"),
    [
        ("HV Kim, back 15:30", "15:30"),
        ("HV Kim back by 4", "16:00"),
        ("HV Kim - rtn 3pm", "15:00"),
        ("HV Kim (back in office 4.15)", "16:15"),
        ("HV Kim, back at the office by 1630", "16:30"),
        ("HV Kim back @ office ~3.30", "15:30"),
        ("HV Kim. Returning 16.00", "16:00"),
        ("HV Kim rto 1530hrs", "15:30"),
        ("HV Kim home by 5", "17:00"),
        ("BACK: 15:30, HV KIM", "15:30"),
        ("HV Kim, due back half past three", "15:30"),
        ("ring back 2, HV, back 15:30", "15:30"),
        ("HV Kim 07700 900123 back 15:30", "15:30"),
    ],
)
def test_the_expected_return_is_read(subject, back):
    assert said(subject).back == clock(back)
    assert said(location=subject).back == clock(back)


@pytest.mark.parametrize(
    "subject",
    [
        "HV Kim",
        "call back 4pm",
        "ring back 4",
        "back to back 4pm",
        "Return home visit 3pm",
        "back garden, 4 steps",
        "HV Kim, back 13:30",
        "feed back 15:30",
        "back 25:70",
        "<t> back <t>",
        "back <b>",
    ],
)
def test_what_is_no_return_or_lies_before_the_end_is_not_taken_for_one(subject):
    assert said(subject).back is None


def test_a_return_is_on_the_clocks_of_the_zone():
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    found = read_said("HV, back 15:30", "", summer, summer + timedelta(hours=1), "Europe/London")
    assert found.back == datetime(2026, 7, 1, 14, 30, tzinfo=UTC)
    assert dict(found.lines("Europe/London"))["Back by"] == "15:30"


@pytest.mark.parametrize(
    ("subject", "minutes"),
    [
        ("HV Kim max 45 min", 45),
        ("HV Kim, 45 mins max", 45),
        ("HV Kim 1h max", 60),
        ("HV Kim max. 1.5 hours", 90),
        ("HV Kim maximum of 30 minutes", 30),
        ("HV Kim (max 45)", 45),
        ("no more than half an hour, HV Kim", 30),
        ("HV Kim 20 minutes at most", 20),
    ],
)
def test_the_longest_time_is_read(subject, minutes):
    assert said(subject).at_most == timedelta(minutes=minutes)


@pytest.mark.parametrize("subject", ["HV Kim 45 min", "max 4 people", "max 2", "Max visits 3pm", "max <n>", "<n> max"])
def test_a_length_that_is_no_limit_is_none(subject):
    assert said(subject).at_most is None


@pytest.mark.parametrize(
    ("subject", "whom"),
    [
        ("HV - Mrs Whitcombe 07700 900123 back 15:30", "Mrs Whitcombe"),
        ("Home visit: Kim O'Neil, max 45 min", "Kim O'Neil"),
        ("h/v to the Whitcombe family S60 3AB", "the Whitcombe family"),
        ("CIN visit, Kayden, 45 mins max, rtn 3pm", "Kayden"),
        ("13:00-14:00 visit Kim", "Kim"),
        ("Home visit", ""),
        ("", ""),
    ],
)
def test_of_whom_it_speaks_is_the_subject_without_what_says_that_it_is_a_visit(subject, whom):
    assert said(subject).whom == whom


def test_the_postcode_is_the_locations_and_else_the_subjects():
    assert said("HV S61 1XY", "14 Elm Road S60 3AB").postcode == "S60 3AB"
    assert said("HV S61 1XY", "her house").postcode == "S61 1XY"
    assert said("HV", "her house").postcode == ""


def test_every_address_of_a_location_is_found():
    found = said(location="14 Elm Road S60 3AB / 27 Oak Street S61 1XY")
    assert found.postcodes == ("S60 3AB", "S61 1XY")
    assert found.streets == ("14 elm road", "27 oak street")
    assert said(location="Flat 2/14 Elm Road, Rotherham S60 3AB").postcodes == ("S60 3AB",)


def test_half_a_postcode_counts_only_where_no_whole_one_stands():
    assert said("HV Kim", "s60").half_postcode == "S60"
    assert said("HV Kim S60", "").half_postcode == "S60"
    assert said("HV Kim S60 3AB", "S60").half_postcode == ""
    assert said("HV Kim", "M25 services").half_postcode == ""
    assert said("HV Kim", "Room DN4").half_postcode == ""


def test_an_entry_that_says_nothing_has_no_lines():
    assert said("Home visit", "").lines() == ()
    lines = said("HV Kim 01632 960123, back 15:30, max 45 min", "S60 3AB").lines()
    assert lines == (
        ("Whom", "Kim"),
        ("Telephone", "01632 960123"),
        ("Postcode", "S60 3AB"),
        ("Back by", "15:30"),
        ("At most", "45 minutes"),
    )


PIECES = st.sampled_from(
    ["back ", "by ", "max ", "4", "15:30", "<t>", "<b>", "<n>", "07700 900123", "+44", "(0)", "-", " ", "S60", "3AB",
     "45", "min", "HV", "visit", "\u00a0", "ß", "İ", "٣", "²", "½", "0", "00", "\n", "/", ","]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS, TEXTS)
def test_whatever_somebody_types_is_read_without_an_error(subject, location):
    found = said(subject, location)
    assert found.back is None or found.back >= END
    assert found.phone == "" or (found.phone.startswith("+") and found.phone_written in subject + "\n" + location)


@given(PIECES, st.integers(min_value=1, max_value=3000))
def test_a_text_of_ten_thousand_characters_is_read_too(piece, times):
    text = (piece * times)[:10_000]
    assert said(text, text) == said(text[:1000], text[:1000])
