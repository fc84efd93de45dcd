"""What a worker is told of who looks after them while their line manager is away."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Absence, AlarmKind, Channel, Role, Team
from calsync.domain.watching import who_watches
from tests.house import CAST, CLARENDON, DEE, MONDAY, MORGAN, SAM, clock, late
from tests.values import a_deadline, a_visit

MAIL = frozenset({Channel.MAIL})
AWAY = replace(MORGAN, absences=(Absence(start=MONDAY),))


def house(*changed, **changes):
    ids = {each.id: each for each in changed}
    return replace(CAST, persons=tuple(ids.get(each.id, each) for each in CAST.persons), **changes)


def line(people, at="14:00", policy=CLARENDON, **changes):
    return who_watches(a_deadline(**changes), policy, a_visit(), people, clock(at), ready=MAIL)


def test_AH10_the_worker_is_told_who_looks_after_them_while_their_manager_is_away():
    team = (Team(name="Family support", roles=((Role.BUDDY, ("dee",)),)),)
    people = house(AWAY, replace(SAM, department="Family support"), teams=team)
    assert line(people) == "Dee Deputises looks after you while Morgan Manages is away."
    assert line(house(AWAY)) == "Sloane On Call looks after you while Morgan Manages is away."


def test_outside_the_managers_hours_the_line_says_so():
    assert line(CAST, at="20:00") == "Sloane On Call looks after you while Morgan Manages is not at work."


def test_while_the_manager_is_at_work_and_in_a_call_for_help_there_is_no_such_line():
    assert line(CAST) == ""
    assert line(house(AWAY), alarm=AlarmKind.HELP) == ""
    assert line(house(AWAY), late_entry=True) == ""


def test_where_the_policy_asks_no_line_manager_there_is_no_such_line():
    steps = tuple(step for step in CLARENDON.steps if Role.LINE_MANAGER not in step.roles)
    assert line(house(AWAY), policy=replace(CLARENDON, steps=steps)) == ""


def test_the_line_is_the_same_once_the_ladder_asks_the_worker_alone():
    alone = tuple(step for step in a_deadline().steps if step.to_worker)
    assert line(house(AWAY), steps=alone) == line(house(AWAY))


def test_the_line_stands_in_the_workers_message_and_speaks_of_no_alarm():
    told = late(people=house(AWAY)).last("sam")
    assert told.text.endswith("Sloane On Call looks after you while Morgan Manages is away.\n")
    assert "alarm" not in told.text.casefold()


def test_RO14_the_buddy_is_asked_to_act_the_administrator_to_know_and_both_read_why():
    team = (Team(name="Family support", roles=((Role.BUDDY, ("dee",)),)),)
    people = house(AWAY, replace(SAM, department="Family support"), teams=team)
    found = late(20, people=people)
    assert "Morgan Manages (line manager) is passed over: away." in found.last("dee").text
    (row,) = [each for each in found.rows() if each.recipient == "ash" and each.step == "4"]
    assert row.ask == "know"
    assert row.note.splitlines() == [
        "You are copied in to know of it, and need not act: Dee Deputises is asked to.",
        "Morgan Manages (line manager) is passed over: away.",
    ]
    assert found.told("morgan") == found.told("sloane") == []
    found.go_to("14:30")
    assert len([each for each in found.rows() if each.recipient == "ash" and each.ask == "know"]) == 1, "copied once"


def test_dees_own_number_of_roles_does_not_make_two_messages():
    roles = (*CAST.roles, (Role.BUDDY, ("dee",)))
    found = late(10, people=house(DEE, roles=roles))
    assert len(found.told("dee")) == 1
