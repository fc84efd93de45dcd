"""A visit for two workers: the second one is whoever accepted it and has it in their own diary."""

from __future__ import annotations

import pytest

from calsync.domain.model import Place, VisitState
from calsync.domain.second_worker import colleagues, confirmed, together
from calsync.parsers.location import read_place
from tests.house import CAST, DEE, MORGAN, OAK_STREET, SAM, clock
from tests.values import a_visit

WITH_DEE = (DEE.mail,)


def sams(**changes):
    return a_visit(**{"state": VisitState.PLANNED, "attendees": WITH_DEE, **changes})


def dees(**changes):
    return sams(**{"id": "v2", "worker": "dee", "event_id": "e2", "attendees": (), **changes})


def agree(one, other):
    """The same whichever of them is asked first."""
    found = together(one, other, CAST)
    assert together(other, one, CAST) is found
    return found


def test_who_accepted_is_who_of_its_attendees_is_known_each_once_and_never_its_worker():
    mails = (SAM.mail, DEE.mail.upper(), "mother@example.org", DEE.mail, MORGAN.mail)
    assert colleagues(sams(attendees=mails), CAST) == ("dee", "morgan")
    assert colleagues(sams(attendees=()), CAST) == ()


def test_a_colleague_who_accepted_it_and_has_it_in_their_own_diary_is_the_second_worker():
    assert confirmed(sams(), [dees()], CAST)


def test_a_colleague_who_accepted_it_and_has_nothing_in_their_diary_is_not():
    assert not confirmed(sams(), [], CAST)


def test_somebody_at_the_same_door_who_did_not_accept_it_is_not():
    assert not confirmed(sams(attendees=()), [dees()], CAST)
    assert not confirmed(sams(attendees=(MORGAN.mail,)), [dees()], CAST)


def test_one_of_several_is_enough():
    elsewhere = dees(place=read_place(OAK_STREET))
    assert confirmed(sams(), [elsewhere, dees(id="v3")], CAST)
    assert not confirmed(sams(), [elsewhere], CAST)


def test_a_worker_is_not_their_own_second():
    again = sams(id="v2", event_id="e2")
    assert not agree(sams(), again)
    assert not confirmed(sams(attendees=(SAM.mail,)), [again], CAST)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("13:00", "14:00", True),
        ("13:15", "14:00", True),
        ("13:16", "14:00", False),
        ("12:45", "14:00", True),
        ("12:44", "14:00", False),
        ("12:50", "13:00", False),
        ("12:50", "13:01", True),
        ("13:00", "13:00", True),
    ],
)
def test_they_begin_within_a_quarter_of_an_hour_and_are_there_at_one_time(start, end, found):
    assert agree(sams(), dees(start=clock(start), end=clock(end))) is found


def test_a_second_worker_at_another_address_is_none():
    assert not agree(sams(), dees(place=read_place(OAK_STREET)))


def test_where_the_places_say_nothing_each_must_have_the_other_on_the_entry():
    nowhere = {"place": Place()}
    assert agree(sams(**nowhere), dees(**nowhere, attendees=(SAM.mail,)))
    assert not agree(sams(**nowhere), dees(**nowhere))
    assert not agree(sams(**nowhere, attendees=()), dees(**nowhere, attendees=(SAM.mail,)))


@pytest.mark.parametrize("changes", [{"state": VisitState.CANCELLED}, {"left_diary": clock("12:00")}])
def test_what_was_cancelled_or_left_a_diary_confirms_nothing(changes):
    assert agree(sams(), dees())
    assert not agree(sams(), dees(**changes))
    assert not agree(sams(**changes), dees())
