"""Who may see whom: the roles of the directory, and those in somebody's care."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calsync.domain.app_roles import AppRole, Right, in_care, reach, read_roles
from calsync.domain.model import Duty, People, Person, Role, Team

AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SAM = Person(id="sam", name="Sam Visits", manager="morgan", department="Family Support", works=True)
JO = Person(id="jo", name="Jo Visits", manager="nora", department="Fostering", works=True)
ALEX = Person(id="alex", name="Alex Visits", works=True, contacts=((Role.BUDDY, ("jo",)),))
OFFICE = Person(id="morgan", name="Morgan Manages")
FOSTERING = Team(name="Fostering", roles=((Role.DEPUTY, ("nora",)),))
PEOPLE = People(
    persons=(SAM, JO, ALEX, OFFICE),
    roles=((Role.DEPUTY, ("dee",)), (Role.LINE_MANAGER, ("morgan",))),
    teams=(FOSTERING,),
    rota=(
        Duty(role=Role.DUTY_MANAGER, person="ash", start=AT, end=AT + timedelta(hours=1), rota="r", team="fostering"),
        Duty(role=Role.OUT_OF_HOURS, person="sloane", start=AT, end=AT + timedelta(hours=1), rota="r"),
    ),
)


@pytest.mark.parametrize(
    ("who", "theirs"),
    [
        ("morgan", {"sam", "alex"}),  # the line manager; and of everybody who has none of their own
        ("nora", {"jo"}),
        ("dee", {"sam", "alex"}),  # the whole organisation's deputy, where no nearer one is
        ("jo", {"alex"}),  # a buddy
        ("ash", {"jo"}),  # on duty for a team
        ("sloane", {"sam", "jo", "alex"}),  # on duty for all
        ("sam", set()),
        ("stranger", set()),
    ],
)
def test_those_in_somebodys_care_are_the_ones_for_whom_they_hold_a_role(who: str, theirs: set[str]) -> None:
    assert in_care(who, PEOPLE, AT) == theirs


def test_a_rota_counts_while_it_lasts() -> None:
    assert in_care("ash", PEOPLE, AT + timedelta(hours=1)) == set()


def test_a_manager_sees_those_in_their_care_and_nobody_else() -> None:
    morgan = reach("morgan", [AppRole.MANAGER], PEOPLE, AT)
    assert morgan.may(Right.BOARD)
    assert [morgan.sees(who, Right.BOARD) for who in ("sam", "jo", "morgan")] == [True, False, False]
    assert not morgan.may(Right.AUDIT)
    assert not morgan.sees("sam", Right.AUDIT)


def test_a_responder_sees_alarms_and_no_board() -> None:
    dee = reach("dee", [AppRole.RESPONDER], PEOPLE, AT)
    assert (dee.sees("sam", Right.ALARMS), dee.may(Right.BOARD), dee.may(Right.HISTORY)) == (True, False, False)


def test_an_auditor_reads_of_everybody_and_acts_for_nobody() -> None:
    auditor = reach("stranger", [AppRole.AUDITOR], PEOPLE, AT)
    assert auditor.sees("jo", Right.HISTORY)
    assert not auditor.may(Right.ACT)
    both = reach("morgan", [AppRole.AUDITOR, AppRole.RESPONDER], PEOPLE, AT)
    assert (both.sees("jo", Right.HISTORY), both.sees("jo", Right.ALARMS)) == (True, False)


@pytest.mark.parametrize("right", list(Right))
def test_an_operator_sees_nobody_whoever_is_in_their_care(right: Right) -> None:
    morgan = reach("morgan", [AppRole.OPERATOR], PEOPLE, AT)
    assert morgan.may(right) is (right is Right.OPERATION)
    assert not any(morgan.sees(each.id, right) for each in PEOPLE.persons)


@pytest.mark.parametrize(
    ("told", "roles"),
    [
        (["Manager", "Responder", "Manager", "manager", 7], (AppRole.RESPONDER, AppRole.MANAGER)),
        ([], ()),
        ("Manager", ()),
        (None, ()),
        ({"Manager": 1}, ()),
    ],
)
def test_roles_count_as_they_are_spelt_in_entra(told: object, roles: tuple[AppRole, ...]) -> None:
    assert read_roles(told) == roles
