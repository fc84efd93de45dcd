"""Whom a step tells at a moment, and who is passed over and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.model import Absence, Channel, Duty, Hours, People, Person, Role, Shift, Team, WorkingHours
from calsync.domain.responders import address, at_work, holders, on_the_visit, usable, whom_to_tell
from tests.house import ASH, CAST, DEE, MINUTE, MONDAY, MORGAN, SAM, SLOANE, clock
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


# --- the buddy of a team, and who is copied ------------------------------------------------------------------

BILLIE = Person(id="billie", name="Billie Buddies", mail="billie@clarendon.test", hours=WorkingHours())
AWAY = (Absence(start=MONDAY),)


def with_buddy(*changed, billie=BILLIE):
    family = Team(name="Family support", roles=((Role.BUDDY, ("billie",)),))
    base = people(replace(SAM, department="Family support"), replace(MORGAN, absences=AWAY), *changed)
    return replace(base, persons=(*base.persons, billie), teams=(family,))


def whole(*roles, cast, at=NOON, visit=None):
    return whom_to_tell(roles, visit or a_visit(), cast, at, channels=(Channel.MAIL,), ready=MAIL)


def test_RO14_the_teams_buddy_takes_the_place_of_a_line_manager_who_is_away_and_the_administrator_is_copied():
    found = whole(Role.LINE_MANAGER, cast=with_buddy())
    assert [(each.person.id, each.role) for each in found.recipients] == [("billie", Role.BUDDY)]
    assert [(each.person.id, each.role) for each in found.copied] == [("ash", Role.ADMIN)]
    assert [(each.person.id, each.why) for each in found.passed_over] == [("morgan", "away")]


def test_AH10_somebody_else_of_the_step_who_is_at_work_leaves_the_buddy_alone():
    found = whole(Role.LINE_MANAGER, Role.DEPUTY, cast=with_buddy())
    assert [each.person.id for each in found.recipients] == ["dee"]
    assert found.copied == ()


def test_the_managers_own_buddy_goes_before_the_teams():
    manager = replace(MORGAN, absences=AWAY, contacts=((Role.BUDDY, ("dee",)),))
    assert [each.person.id for each in whole(Role.LINE_MANAGER, cast=with_buddy(manager)).recipients] == ["dee"]
    both_away = with_buddy(manager, replace(DEE, absences=AWAY))
    assert [each.person.id for each in whole(Role.LINE_MANAGER, cast=both_away).recipients] == ["billie"]


def test_where_the_buddy_is_away_too_the_out_of_hours_contact_is_told_in_the_same_minute_and_nobody_is_copied():
    found = whole(Role.LINE_MANAGER, cast=with_buddy(billie=replace(BILLIE, absences=AWAY)))
    assert [each.person.id for each in found.recipients] == ["sloane", "morgan", "billie"]
    assert found.copied == ()
    assert found.at_work


def test_a_buddy_of_the_whole_organisation_is_told_where_the_policy_names_them_alone():
    cast = replace(with_buddy(), teams=(), roles=(*CAST.roles, (Role.BUDDY, ("billie",))))
    assert [each.person.id for each in whole(Role.LINE_MANAGER, cast=cast).recipients] == ["sloane", "morgan"]
    assert [each.person.id for each in whole(Role.BUDDY, cast=cast).recipients] == ["billie"]


def test_of_what_may_be_no_visit_no_buddy_hears():
    found = whom_to_tell(
        (Role.LINE_MANAGER,), a_visit(), with_buddy(), NOON, channels=(Channel.MAIL,), ready=MAIL, stand_ins=False
    )
    assert [each.person.id for each in found.recipients] == ["morgan"]


# --- who is on duty -----------------------------------------------------------------------------------------


def on_duty(**changes):
    duty = Duty(role=Role.DUTY_MANAGER, person="dee", start=clock("18:00"), end=clock("23:00"), rota="rota")
    return replace(people(replace(DEE, **changes)), rota=(duty,))


def test_BX6_whom_the_rota_names_is_at_work_then_whatever_their_mailbox_says():
    assert told(Role.DUTY_MANAGER, cast=on_duty(), at=clock("21:00")) == (["dee"], {})


def test_whom_the_rota_names_and_who_is_away_is_passed_over_and_out_of_hours_is_told():
    found = told(Role.DUTY_MANAGER, cast=on_duty(absences=AWAY), at=clock("21:00"))
    assert found == (["sloane", "dee"], {"dee": "away"})


def test_BX6_when_nobody_is_named_for_tonight_the_out_of_hours_contact_is_told_at_once():
    assert told(Role.DUTY_MANAGER, cast=on_duty(), at=clock("23:00")) == (["sloane"], {})


def test_somebody_who_holds_two_roles_of_a_step_is_told_once_in_the_one_in_which_they_count():
    cast = replace(on_duty(), roles=(*CAST.roles, (Role.DUTY_MANAGER, ("ash",))))
    found = whole(Role.DEPUTY, Role.DUTY_MANAGER, cast=cast, at=clock("21:00"))
    assert [(each.person.id, each.role) for each in found.recipients] == [("dee", Role.DUTY_MANAGER)]
    assert found.passed_over == ()


def test_the_teams_out_of_hours_contact_stands_in_before_everybodys_and_everybodys_where_that_can_not_be_reached():
    family = Team(name="Family support", roles=((Role.OUT_OF_HOURS, ("ash",)),))
    base = replace(people(replace(SAM, department="family support"), replace(DEE, absences=AWAY)), teams=(family,))
    always = replace(base, persons=tuple(replace(each, hours=None) if each is ASH else each for each in base.persons))
    assert told(Role.DEPUTY, cast=always)[0] == ["ash", "dee"]
    assert told(Role.DEPUTY, cast=always, visit=a_visit(attendees=(ASH.mail,)))[0] == ["sloane", "dee"]


# --- whatever is so ------------------------------------------------------------------------------------------

WEEKEND, NIGHTS = WorkingHours(days=frozenset({5, 6})), WorkingHours(start=time(20), end=time(6))
WORKING = st.sampled_from([None, WorkingHours(), WEEKEND, NIGHTS])
ABSENCES = st.sampled_from([(), AWAY, (Absence(start=MONDAY, end=NOON),)])
IDS = st.lists(st.sampled_from(["morgan", "dee", "ash", "billie", "sloane", "sam", "gone"]), max_size=3).map(tuple)
RESPONDERS = [role for role in Role if role is not Role.WORKER]
HELD = st.lists(st.tuples(st.sampled_from(RESPONDERS), IDS), max_size=4, unique_by=lambda each: each[0]).map(tuple)
DUTY = st.builds(
    Duty,
    role=st.sampled_from(RESPONDERS),
    person=st.sampled_from(["dee", "billie", "gone"]),
    start=st.just(clock("08:00")),
    end=st.sampled_from([clock("10:00"), clock("23:00")]),
    rota=st.just("rota"),
    team=st.sampled_from(["", "family support"]),
)
SHIFT = st.builds(
    Shift,
    role=st.sampled_from(RESPONDERS),
    person=st.sampled_from(["dee", "ash", "sloane"]),
    team=st.sampled_from(["", "family support"]),
    hours=st.sampled_from(Hours),
    own=st.sampled_from([None, WorkingHours()]),
)


@st.composite
def houses(draw):
    persons = [
        replace(each, hours=draw(WORKING), absences=draw(ABSENCES), mail=draw(st.sampled_from([each.mail, ""])))
        for each in (MORGAN, DEE, ASH, BILLIE)
    ]
    sam = replace(
        SAM, department="Family support", contacts=draw(HELD), manager=draw(st.sampled_from(["morgan", None]))
    )
    roles = tuple((role, ids) for role, ids in draw(HELD) if role is not Role.OUT_OF_HOURS)
    return People(
        persons=(sam, *persons, SLOANE),
        roles=(*roles, (Role.OUT_OF_HOURS, ("sloane",))),
        teams=draw(st.sampled_from([(), (Team(name="Family support", roles=draw(HELD)),)])),
        shifts=tuple(each for each in draw(st.lists(SHIFT, max_size=2)) if each.role is not Role.OUT_OF_HOURS),
        rota=tuple(draw(st.lists(DUTY, max_size=2))),
    )


@given(
    cast=houses(),
    roles=st.lists(st.sampled_from(RESPONDERS), min_size=1, max_size=3, unique=True).map(tuple),
    at=st.integers(0, 14 * 24).map(lambda hours: MONDAY + timedelta(hours=hours)),
    attendees=st.sampled_from([(), (DEE.mail,), (SLOANE.mail,), (MORGAN.mail, ASH.mail)]),
)
def test_at_every_moment_somebody_reachable_is_told_or_the_step_reaches_nobody(cast, roles, at, attendees):
    visit = a_visit(attendees=attendees)
    found = whole(*roles, cast=cast, at=at, visit=visit)
    ids = [each.person.id for each in found.recipients]
    assert len(ids) == len(set(ids))
    for each in (*found.recipients, *found.copied):
        assert usable(each.person, (Channel.MAIL,), MAIL)
        assert not on_the_visit(each.person, visit)
        assert each.role is not Role.WORKER
    if SLOANE.mail not in attendees:
        assert ids, "the out-of-hours contact can be reached, so somebody is told"
        assert found.at_work
    absent = {each.person.id for each in found.recipients if any(one.covers(at) for one in each.person.absences)}
    assert set(ids) - absent or not found.at_work, "whoever is away is told beside somebody who is not"
