"""Which PINs can be chosen: none that an answer holds without meaning it, and no two that a slip confuses."""

from __future__ import annotations

import pytest

from calsync.domain.pins import problems


@pytest.mark.parametrize("digits", ["1630", "0102", "2359", "2400", "0045", "00480"])
def test_a_pin_that_reads_as_a_time_or_as_minutes_is_refused_as_the_first_and_as_the_second(digits: str) -> None:
    for own, duress in ((digits, ""), (digits, "8264"), ("8264", digits)):
        assert [each for each in problems(own, duress) if "no time of day" in each]


@pytest.mark.parametrize("second", ["4712", "5711", "47110", "471", "7411", "04711"])
def test_a_second_pin_that_is_a_slip_away_from_the_first_is_refused(second: str) -> None:
    assert problems("4711", second)


@pytest.mark.parametrize(("own", "second"), [("4711", ""), ("4711", "8264"), ("4711", "5822"), ("1678", "826453")])
def test_others_can_be_chosen(own: str, second: str) -> None:
    assert problems(own, second) == []
