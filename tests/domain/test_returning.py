"""When a worker means to be back: by the entry at the office that follows the visit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from calsync.domain.model import Place, PlaceKind
from calsync.domain.returning import WITHIN, back_at_office
from calsync.parsers.location import read_place
from tests.house import OAK_STREET, RULES, an_entry, clock

START, END = clock("13:00"), clock("14:00")


def office(start="15:30", end="17:00", **changes):
    return an_entry("office", start, end, **{"subject": "Office", "place": Place(), **changes})


def back(*day, start=START, end=END, sites=RULES.sites):
    return back_at_office(start, end, day, sites)


def test_an_office_entry_after_the_visit_says_when_its_worker_is_back():
    assert back(an_entry(), office()) == clock("15:30")


def test_a_day_without_one_says_nothing():
    assert back() is None
    assert back(an_entry()) is None


@pytest.mark.parametrize("subject", ["office", "OFFICE", "Back in the office", "back at base", "RTO", " In  office "])
def test_a_subject_that_says_office_and_no_more_is_one(subject):
    assert back(office(subject=subject)) == clock("15:30")


@pytest.mark.parametrize(
    "subject", ["Office party", "Post office", "Home visit", "Office visit: Mrs Whitcombe", "Call office", ""]
)
def test_a_subject_that_says_more_is_none(subject):
    assert back(office(subject=subject)) is None


@pytest.mark.parametrize(
    "place",
    [
        read_place("Clarendon Children's Centre"),
        read_place("1 Clarendon Road, Leeds LS2 9NN"),
        read_place("Meeting room 2", kind=PlaceKind.ROOM),
        read_place("Office"),
    ],
    ids=lambda place: place.text,
)
def test_a_meeting_at_a_site_in_a_room_or_at_the_office_is_a_return(place):
    assert back(office(subject="Supervision", place=place)) == clock("15:30")


def test_a_meeting_anywhere_else_is_none():
    assert back(office(subject="Supervision", place=read_place("Town Hall"))) is None
    assert back(office(place=read_place("1 Clarendon Road, Leeds LS2 9NN"), subject="Supervision"), sites=()) is None


def test_an_office_entry_at_somebodys_address_is_none():
    assert back(office(place=read_place(OAK_STREET))) is None


def test_the_first_of_several_counts_in_whatever_order_they_come():
    later, first = office("16:00"), office("14:30", "15:00")
    assert back(later, first) == back(first, later) == clock("14:30")


@pytest.mark.parametrize(
    ("start", "found"), [("13:59", False), ("14:00", True), ("17:00", True), ("17:01", False), ("12:00", False)]
)
def test_it_begins_after_the_visit_and_within_three_hours(start, found):
    assert timedelta(hours=3) == WITHIN
    assert back(office(start, "18:00")) == (clock(start) if found else None)


@pytest.mark.parametrize("changes", [{"cancelled": True}, {"declined": True}, {"all_day": True}])
def test_what_was_cancelled_or_declined_or_lasts_all_day_is_none(changes):
    assert back(office(**changes)) is None


def test_an_entry_that_begins_with_a_visit_without_an_end_is_no_return_from_it():
    assert back(office("13:00"), start=START, end=START) is None
    assert back(office("13:01"), start=START, end=START) == clock("13:01")
