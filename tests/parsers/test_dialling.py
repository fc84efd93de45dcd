"""Telephone numbers as people write them: as they are dialled, and what may never be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.dialling import dialled, same_number, texted


@pytest.mark.parametrize(
    "written", ["07700 900123", "+44 7700 900123", "+44 (0)7700 900 123", "0044 7700-900-123", "(07700) 900123"]
)
def test_one_number_is_one_however_it_is_written(written: str) -> None:
    assert dialled(written) == texted(written) == "+447700900123"


@pytest.mark.parametrize(
    "written",
    [
        "\u202a07700 900123\u202c",
        "07700\u2011900123",
        "07700\u2013900\u2212123",
        "(+44) 7700 900123",
        "\ufeff07700\u2009900123",
        "( +44 ) (0)7700 900123",
        "(0044) 7700 900123",
        "\u200e+44\u00a07700\u00ad900123",
    ],
)
def test_marks_that_nobody_sees_and_odd_hyphens_and_brackets_change_no_number(written: str) -> None:
    assert dialled(written) == texted(written) == "+447700900123"


@pytest.mark.parametrize("number", ["\u202a999\u202c", "9\u20119\u20119", "(+44) 999"])
def test_such_marks_let_no_emergency_number_pass(number: str) -> None:
    assert same_number(number) == ""


@pytest.mark.parametrize("number", ["999", "112", "101", "+44 999", "911", "118 500", "60999", "116123"])
def test_emergency_and_short_numbers_are_refused(number: str) -> None:
    with pytest.raises(ValueError, match="emergency or short number"):
        dialled(number)


@pytest.mark.parametrize("number", ["0905 123 4567", "070 1234 5678", "0871 234 5678", "+33 899 70 00 00"])
def test_numbers_that_cost_their_caller_extra_are_refused(number: str) -> None:
    with pytest.raises(ValueError, match="costs its caller extra"):
        dialled(number)


@pytest.mark.parametrize("number", ["", "ask Morgan", "+44 sam", "0770090012", "07700 900123 4567", "4.4771E+11"])
def test_what_is_no_whole_number_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="whole telephone number"):
        dialled(number)


@pytest.mark.parametrize("number", ["01709 336080", "0161 496 0000", "076 1234 5678"])
def test_a_landline_and_a_pager_can_be_rung_and_not_texted(number: str) -> None:
    assert dialled(number).startswith("+44")
    with pytest.raises(ValueError, match="no mobile number"):
        texted(number)


@pytest.mark.parametrize("number", ["+353 87 123 4567", "07624 123456", "+1 212 555 0100"])
def test_mobiles_of_other_countries_and_of_the_isle_of_man_are_texted(number: str) -> None:
    assert texted(number).startswith("+")


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_whatever_is_written_is_a_number_or_refused_in_words(text: str) -> None:
    assert same_number(text) == "" or same_number(text).startswith("+")
