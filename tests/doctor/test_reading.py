"""Diaries are read in batches, and what meets all of them is known after the first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from calsync.doctor.reading import ENOUGH, Answer, read
from calsync.domain.model import Person, Snapshot, Turn
from calsync.errors import SignInRefused, SourceError
from calsync.graph.refusals import refusal
from calsync.ports import DiaryWanted, Unchanged
from tests.fakes import FakeCalendars
from tests.house import MONDAY
from tests.it_house import down, forbidden, signed_out, staff

MANY = [each for each in staff(249).persons if each.works]


def answers(calendars: FakeCalendars, persons: Sequence[Person] = MANY) -> list[tuple[Person, Answer]]:
    async def all_of_them() -> list[tuple[Person, Answer]]:
        return [each async for each in read(calendars, persons, MONDAY)]

    return asyncio.run(all_of_them())


def test_250_diaries_are_read_in_four_requests_of_the_port_and_each_once() -> None:
    calendars = FakeCalendars()
    assert [person for person, _ in answers(calendars)] == MANY
    assert calendars.read == [person.id for person in MANY]
    assert calendars.turns == [Turn.ORDINARY] * 4


def test_a_refused_sign_in_ends_it_after_the_first_few() -> None:
    calendars = FakeCalendars()
    for person in MANY:
        calendars.refuse(person.id, signed_out())
    with pytest.raises(SignInRefused):
        answers(calendars)
    assert len(calendars.read) == ENOUGH


def test_one_mailbox_that_answers_401_ends_nothing() -> None:
    calendars = FakeCalendars()
    calendars.refuse(MANY[0].id, refusal("the diary of sam", 401, "InvalidAuthenticationToken"))
    assert len(answers(calendars)) == len(MANY)


def test_an_outage_ends_it_after_the_first_few() -> None:
    calendars = FakeCalendars()
    for person in MANY:
        calendars.refuse(person.id, down(person.id))
    assert len(answers(calendars)) == ENOUGH


def test_mailboxes_that_are_out_of_scope_are_no_outage_however_many() -> None:
    calendars = FakeCalendars()
    for person in MANY:
        calendars.refuse(person.id, forbidden(person.id))
    assert len(answers(calendars)) == len(MANY)


class Throttling(FakeCalendars):
    """Answers 429 to each diary at first."""

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        first = [each.worker not in self.read for each in wanted]
        found = await super().snapshots(wanted, turn=turn)
        wait = refusal("the diary", 429, "ApplicationThrottled")
        return [wait if new else each for new, each in zip(first, found, strict=True)]


def test_a_diary_for_which_the_doctor_asked_too_much_is_asked_for_again() -> None:
    assert not [each for _, each in answers(Throttling()) if isinstance(each, SourceError)]


def test_a_diary_that_meets_a_fault_of_ours_is_told_alone() -> None:
    calendars = FakeCalendars()
    calendars.refuse("w30", ValueError("Mrs Whitcombe"))
    found = {person.id: answer for person, answer in answers(calendars)}
    assert [id_ for id_, answer in found.items() if isinstance(answer, SourceError)] == ["w30"]
    assert "Whitcombe" not in str(found["w30"])
