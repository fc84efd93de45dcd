"""Whom a step tells at a moment, and who is passed over and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from calsync.domain.model import Absence, Channel, Person, Role, WorkingHours
from calsync.domain.responders import address, at_work, holders, on_the_visit, usable, whom_to_tell
from tests.house import ASH, CAST, DEE, MINUTE, MONDAY, MORGAN, SAM, clock
from tests.values import a_visit

MAIL = frozenset({Channel.MAIL})
NOON = clock("12:00")


def people(*changed, roles=CAST.roles):
    ids = {each.id: each for each in changed}
    return replace(CAST, persons=tuple(ids.get(each.id, each) for each in CAST.persons), roles=roles)


def told(*roles, cast=CAST, at=NOON, visit=None, ready=MAIL):
    found = whom_to_tell(roles, visit or a_visit(), cast, at, channels=(Channel.MAIL, Channel.TEXT), ready=ready)
    return [each.person.id for each in found.recipients], {each.person.id: each.why for each in found.passed_over}


@pytest.mark.parametrize(
    ("moment", "works"),
    [("07:59", False), ("08:00", True), ("17:59", True), ("18:00", False)],
)
def test_working_hours_begin_at_their_start_and_end_before_their_end(moment, works):
    assert at_work(MORGAN, clock(moment)) is works


@pytest.mark.parametrize(("day", "works"), [(0, True), (4, True), (5, False), (6, False)])
def test_working_days_are_the_persons_own(day, works):
    assert at_work(MORGAN, clock("12:00", day=day)) is works


def test_hours_are_read_in_the_persons_own_zone_also_over_midnight():
    tokyo = replace(MORGAN, hours=WorkingHours(days=frozenset({1}), start=time(8), end=time(18), zone="Asia/Tokyo"))
    assert at_work(tokyo, clock("23:30"))
    assert not at_work(tokyo, clock("22:30"))


def test_a_person_without_hours_is_always_at_work():
    assert at_work(replace(MORGAN, hours=None), clock("03:00", day=6))


def test_the_line_manager_is_the_workers_own_before_the_one_who_holds_the_role():
    own = replace(SAM, manager="dee")
    assert holders(Role.LINE_MANAGER, a_visit(), people(own)) == ("dee",)
    assert holders(Role.LINE_MANAGER, a_visit(), people(replace(SAM, manager=None))) == ("morgan",)
    assert holders(Role.BUDDY, a_visit(), CAST) == ()


def test_a_step_tells_everybody_of_its_roles_once_in_their_order():
    roles = (*CAST.roles, (Role.BUDDY, ("dee", "ash")))
    assert told(Role.ADMIN, Role.DEPUTY, Role.BUDDY, cast=people(roles=roles)) == (["ash", "dee"], {})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"absences": (Absence(start=MONDAY),)}, "away"),
        ({"absences": (Absence(start=NOON, end=NOON + MINUTE),)}, "away"),
        ({"hours": WorkingHours(days=frozenset({4}))}, "outside their working hours"),
        ({"mail": ""}, "no address for this channel"),
    ],
)
def test_who_can_not_be_counted_on_is_passed_over_with_the_reason(changes, why):
    found, passed = told(Role.DEPUTY, Role.ADMIN, cast=people(replace(DEE, **changes)))
    assert (found, passed) == (["ash"], {"dee": why})


@pytest.mark.parametrize(
    "absence", [Absence(start=NOON - MINUTE, end=NOON), Absence(start=NOON + MINUTE)], ids=["over", "not yet"]
)
def test_an_absence_that_is_over_or_has_not_begun_passes_nobody_over(absence):
    assert told(Role.DEPUTY, cast=people(replace(DEE, absences=(absence,))))[0] == ["dee"]


def test_when_nobody_is_left_the_out_of_hours_contact_and_those_merely_not_at_work_are_told():
    away = people(replace(DEE, absences=(Absence(start=MONDAY),)), replace(ASH, mail=""))
    assert told(Role.DEPUTY, Role.ADMIN, cast=away)[0] == ["sloane", "dee"]


def test_a_colleague_on_the_visit_is_told_not_even_when_nobody_is_left():
    together = a_visit(attendees=("dee@clarendon.test",))
    found, passed = told(Role.DEPUTY, visit=together)
    assert (found, passed) == (["sloane"], {"dee": "on the same visit"})


def test_an_out_of_hours_contact_on_the_visit_is_not_told_about_it():
    together = a_visit(attendees=("sloane@clarendon.test",))
    away = people(replace(DEE, absences=(Absence(start=MONDAY),)))
    assert told(Role.DEPUTY, visit=together, cast=away)[0] == ["dee"]


def test_the_worker_is_told_whatever_their_hours_and_absences_and_nobody_in_their_place():
    off = people(replace(SAM, absences=(Absence(start=MONDAY),)))
    assert told(Role.WORKER, cast=off, at=clock("23:00")) == (["sam"], {})
    assert told(Role.WORKER, cast=people(replace(SAM, mail="")), ready=MAIL)[0] == []


def test_nobody_at_all_is_an_empty_answer_and_no_error():
    assert told(Role.DEPUTY, cast=replace(CAST, persons=(SAM,), roles=())) == ([], {})


def test_the_lone_worker_is_never_their_own_rescuer():
    roles = ((Role.DEPUTY, ("sam",)), *CAST.roles[-1:])
    assert told(Role.DEPUTY, cast=replace(CAST, roles=roles))[0] == ["sloane"]
    assert on_the_visit(SAM, a_visit())


def test_colleagues_on_the_visit_are_known_by_their_address_in_any_case():
    assert on_the_visit(replace(DEE, mail="DEE@Clarendon.test"), a_visit(attendees=("dee@clarendon.test",)))
    assert not on_the_visit(replace(DEE, mail=""), a_visit(attendees=("",)))


def test_a_channel_is_usable_where_it_is_ready_and_reaches_the_person():
    person = Person(id="p", name="P", mail="p@x", mobile="+44")
    every = frozenset(Channel)
    assert usable(person, (Channel.TEXT, Channel.MAIL), every) == [Channel.TEXT, Channel.MAIL]
    assert usable(person, (Channel.TEXT, Channel.MAIL), MAIL) == [Channel.MAIL]
    assert usable(replace(person, mobile=""), (Channel.TEXT, Channel.VOICE), every) == []
    assert address(person, Channel.WEBHOOK) == ""
