"""Numbers of the directory that nobody may be told to ring: left out, and told to IT."""

from __future__ import annotations

from dataclasses import replace

from calsync.engine.numbers import without_forbidden
from tests.house import CAST, SAM, House


def with_sams(**changes: object):
    return replace(CAST, persons=(replace(SAM, **changes), *CAST.persons[1:]))


def test_emergency_and_premium_numbers_of_the_directory_are_left_out_and_told_by_name():
    people, words = without_forbidden(with_sams(mobile="999", phones=("01709 000000", "0905 123 4567")))
    sam = people.get("sam")
    assert sam is not None
    assert (sam.mobile, sam.phones) == ("", ("01709 000000",))
    assert len(words) == 2
    assert all(each.startswith("Sam Visits has a telephone number in the directory that ") for each in words)


def test_what_is_merely_no_number_stays_for_who_reads_it():
    people = with_sams(mobile="ask Morgan", home_phone="")
    assert without_forbidden(people) == (people, ())


def test_it_hears_of_such_a_number():
    house = House(people=with_sams(mobile="112"))
    assert any("Sam Visits" in each for each in house.engine._staff.problems)
