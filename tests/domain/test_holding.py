"""Who holds a role for a visit at a moment: the most specific that names somebody wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from calsync.domain.holding import holders, holders_at, tells_nobody
from calsync.domain.model import Duty, Hours, OfficeHours, Person, Role, Shift, Team, WorkingHours
from tests.house import CAST, MINUTE, SAM, clock
from tests.values import a_visit

NOON, NIGHT = clock("12:00"), clock("21:00")
ELLIS = Person(id="ellis", name="Ellis On Call", mail="ellis@clarendon.test")
BILLIE = Person(id="billie", name="Billie Buddies", mail="billie@clarendon.test")
FAMILY = replace(SAM, department="Family  Support")


def house(*, sam=FAMILY, **changes):
    others = tuple(each for each in CAST.persons if each.id != "sam")
    return replace(CAST, persons=(sam, *others, ELLIS, BILLIE), **changes)


def team(role, *ids):
    return Team(name="family support", roles=((role, ids),))


def on_rota(*, person="ellis", start="18:00", end="23:00", team_="", role=Role.DUTY_MANAGER):
    return Duty(role=role, person=person, start=clock(start), end=clock(end), rota="rota@clarendon.test", team=team_)


def held(role, people, at=NOON, visit=None):
    return [each.person for each in holders_at(role, visit or a_visit(), people, at)]


def test_a_workers_own_contact_goes_before_the_teams_and_that_before_everybodys():
    teams = (team(Role.DEPUTY, "billie"),)
    own = replace(FAMILY, contacts=((Role.DEPUTY, ("ellis",)),))
    assert held(Role.DEPUTY, house(teams=teams, sam=own)) == ["ellis"]
    assert held(Role.DEPUTY, house(teams=teams)) == ["billie"]
    assert held(Role.DEPUTY, house()) == ["dee"]


def test_a_team_is_known_by_its_department_in_any_case_and_spacing_and_is_nobody_elses():
    teams = (team(Role.DEPUTY, "billie"),)
    assert held(Role.DEPUTY, house(teams=teams, sam=replace(SAM, department="FAMILY SUPPORT"))) == ["billie"]
    assert held(Role.DEPUTY, house(teams=teams, sam=replace(SAM, department="Outreach"))) == ["dee"]
    assert held(Role.DEPUTY, house(teams=teams, sam=replace(SAM, department=""))) == ["dee"]


def test_AH3_a_category_of_the_entry_names_the_colleague_of_this_visit_by_name_or_address():
    people = house(sam=replace(FAMILY, contacts=((Role.NAMED_COLLEAGUE, ("ellis",)),)))
    assert held(Role.NAMED_COLLEAGUE, people) == ["ellis"]
    for category in ("Tell: Billie Buddies", "TELL:billie  BUDDIES", "tell: Billie@Clarendon.test"):
        visit = a_visit(categories=("Home visit", category))
        assert held(Role.NAMED_COLLEAGUE, people, visit=visit) == ["billie"]
        assert held(Role.DEPUTY, people, visit=visit) == ["dee"]
        assert holders(Role.NAMED_COLLEAGUE, visit, people) == ("billie",)


@pytest.mark.parametrize("category", ["Tell: Robin", "Tell: Billie", "Tell: Twin"])
def test_a_category_that_names_nobody_or_two_people_names_nobody_and_is_noted(category):
    twins = (Person(id="t1", name="Twin"), Person(id="t2", name="twin"))
    people = house()
    people = replace(people, persons=people.persons + twins)
    assert held(Role.NAMED_COLLEAGUE, people, visit=a_visit(categories=(category,))) == []
    assert tells_nobody((category,), people)
    assert not tells_nobody(("Home visit", "Tell:", "Tell: Billie Buddies"), people)


def test_BX6_the_rota_names_who_is_on_duty_at_that_moment_before_the_standing_contact():
    people = house(rota=(on_rota(),), roles=(*CAST.roles, (Role.DUTY_MANAGER, ("morgan",))))
    assert held(Role.DUTY_MANAGER, people, clock("18:00")) == ["ellis"]
    assert held(Role.DUTY_MANAGER, people, clock("17:59")) == ["morgan"]
    assert held(Role.DUTY_MANAGER, people, clock("23:00")) == ["morgan"]
    (holder,) = holders_at(Role.DUTY_MANAGER, a_visit(), people, NIGHT)
    assert holder.on_duty


def test_where_entries_of_a_rota_overlap_all_whom_they_name_are_on_duty_each_once():
    people = house(rota=(on_rota(), on_rota(person="billie", start="20:00"), on_rota(start="20:30")))
    assert held(Role.DUTY_MANAGER, people, NIGHT) == ["ellis", "billie"]


def test_a_teams_rota_goes_before_its_standing_contact_and_counts_for_that_team_alone():
    people = house(
        teams=(team(Role.DUTY_MANAGER, "dee"),),
        rota=(on_rota(team_="family support"), on_rota(person="billie")),
    )
    assert held(Role.DUTY_MANAGER, people, NIGHT) == ["ellis"]
    assert held(Role.DUTY_MANAGER, people, NOON) == ["dee"]
    outreach = replace(people, persons=(replace(SAM, department="Outreach"), *people.persons[1:]))
    assert held(Role.DUTY_MANAGER, outreach, NIGHT) == ["billie"]


def test_contacts_of_office_hours_and_of_the_hours_outside_them_hold_a_role_in_these_alone():
    shifts = (
        Shift(role=Role.ADMIN, person="ash", hours=Hours.OFFICE),
        Shift(role=Role.ADMIN, person="ellis", hours=Hours.OUT),
    )
    people = house(roles=((Role.ADMIN, ("ash", "ellis")),), shifts=shifts)
    assert held(Role.ADMIN, people, NOON) == ["ash"]
    assert held(Role.ADMIN, people, NIGHT) == ["ellis"]
    assert held(Role.ADMIN, people, clock("12:00", day=5)) == ["ellis"], "Saturday"
    assert holders(Role.ADMIN, a_visit(), people) == ("ash", "ellis")
    assert [each.on_duty for at in (NOON, NIGHT) for each in holders_at(Role.ADMIN, a_visit(), people, at)] == [
        False,
        True,
    ]


def test_on_a_bank_holiday_the_office_is_shut():
    office = OfficeHours(holidays=frozenset({date(2026, 3, 2)}))
    shifts = (Shift(role=Role.ADMIN, person="ash", hours=Hours.OFFICE),)
    people = house(roles=((Role.ADMIN, ("ash",)),), shifts=shifts, office=office)
    assert held(Role.ADMIN, people, NOON) == []
    assert held(Role.ADMIN, people, clock("12:00", day=1)) == ["ash"]


def test_hours_of_a_contacts_own_count_in_their_zone_also_over_midnight():
    nights = WorkingHours(days=frozenset(range(7)), start=time(20), end=time(6))
    people = house(roles=((Role.DUTY_MANAGER, ("ellis",)),), shifts=(
        Shift(role=Role.DUTY_MANAGER, person="ellis", own=nights),
    ))  # fmt: skip
    assert held(Role.DUTY_MANAGER, people, clock("05:59", day=1)) == ["ellis"]
    assert held(Role.DUTY_MANAGER, people, clock("06:00", day=1)) == []


def test_a_team_whose_contact_has_other_hours_leaves_the_role_to_everybodys():
    shifts = (Shift(role=Role.DEPUTY, person="billie", team="family support", hours=Hours.OFFICE),)
    people = house(teams=(team(Role.DEPUTY, "billie"),), shifts=shifts)
    assert held(Role.DEPUTY, people, NOON) == ["billie"]
    assert held(Role.DEPUTY, people, NIGHT) == ["dee"]


def test_a_worker_without_a_manager_has_the_teams_or_everybodys():
    alone = replace(FAMILY, manager=None)
    assert held(Role.LINE_MANAGER, house(sam=alone)) == ["morgan"]
    assert held(Role.LINE_MANAGER, house(sam=alone, teams=(team(Role.LINE_MANAGER, "billie"),))) == ["billie"]
    assert held(Role.LINE_MANAGER, house(sam=alone, roles=())) == []


def test_a_worker_whom_nobody_knows_has_the_contacts_of_everybody():
    assert held(Role.DEPUTY, house(), visit=a_visit(worker="gone")) == ["dee"]
    assert held(Role.WORKER, house(), visit=a_visit(worker="gone")) == ["gone"]


def test_a_duty_ends_at_its_end_and_not_a_moment_later():
    duty = on_rota()
    assert duty.covers(duty.start)
    assert not duty.covers(duty.end)
    assert not duty.covers(duty.start - MINUTE)
    assert duty.covers(duty.end - timedelta(microseconds=1))
