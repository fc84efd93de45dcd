"""Visits that nobody stands behind, found before they begin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.coverage import NOBODY_THERE, STILL_NOBODY, gaps, shown_now, uncovered
from calsync.domain.model import (
    Absence,
    Channel,
    DeadlineState,
    Duty,
    Person,
    Role,
    Tag,
    Team,
    VisitState,
    Watched,
    WorkingHours,
)
from tests.house import ASH, CAST, DEE, MONDAY, MORGAN, SAM, SLOANE, clock
from tests.values import a_deadline, a_visit

MAIL = frozenset({Channel.MAIL})
AWAY = (Absence(start=MONDAY),)


def house(*changed, **changes):
    ids = {each.id: each for each in changed}
    return replace(CAST, persons=tuple(ids.get(each.id, each) for each in CAST.persons), **changes)


def everybody_away():
    return house(*(replace(each, absences=AWAY) for each in (MORGAN, DEE, ASH)))


def watched(**changes):
    return Watched(visit=a_visit(state=VisitState.PLANNED, **changes), deadlines=(a_deadline(),))


def raised(people, at, about=None):
    return uncovered(about or watched(), people, at, ready=MAIL, zone="Europe/London")


def test_CO20_a_visit_at_whose_steps_everybody_is_away_is_raised_on_the_evening_before_and_again_that_morning():
    people = everybody_away()
    assert raised(people, clock("16:59", day=-1)) is None
    evening = raised(people, clock("17:00", day=-1))
    morning = raised(people, clock("06:00"))
    assert (evening.kind, morning.kind) == (NOBODY_THERE, STILL_NOBODY)
    assert evening.words == (
        "If the worker does not answer, nobody of those who are told at 14:10 (deputy and admin) is at work and can be "
        "reached; only the out-of-hours contact would be told. Name somebody for that time, by the rota or as a buddy."
    )
    assert raised(people, clock("14:00")) is None, "it is over"


def test_where_somebody_of_one_step_is_at_work_it_is_enough_that_out_of_hours_stands_in_at_another():
    assert raised(CAST, clock("06:00")) is None
    assert raised(house(replace(MORGAN, absences=AWAY)), clock("06:00")) is None
    assert raised(house(replace(DEE, absences=AWAY), replace(ASH, absences=AWAY)), clock("06:00")) is None


def test_a_step_at_which_not_even_out_of_hours_can_be_reached_is_always_raised():
    people = house(replace(MORGAN, absences=AWAY), replace(SLOANE, mail=""))
    found = raised(people, clock("06:00"))
    assert "14:20 (line manager)" in found.words
    assert "nobody at all could be reached instead" in found.words


def test_an_evening_visit_is_raised_unless_the_rota_or_a_buddy_stands_behind_it():
    evening = Watched(
        visit=a_visit(start=clock("20:00"), end=clock("21:00")),
        deadlines=(a_deadline(due=clock("21:00"), base=clock("21:00")),),
    )
    assert raised(CAST, clock("06:00"), evening) is not None
    duty = Duty(role=Role.DEPUTY, person="dee", start=clock("18:00"), end=clock("23:00"), rota="rota")
    assert raised(house(rota=(duty,)), clock("06:00"), evening) is None
    late = Person(
        id="billie", name="Billie", mail="billie@clarendon.test", hours=WorkingHours(end=clock("23:00").time())
    )
    buddies = (Team(name="Family support", roles=((Role.BUDDY, ("billie",)),)),)
    people = house(replace(SAM, department="Family support"), teams=buddies)
    people = replace(people, persons=(*people.persons, late))
    assert raised(people, clock("06:00"), evening) is None


@pytest.mark.parametrize(
    "about",
    [
        watched(tag=Tag.POSSIBLE),
        replace(watched(), visit=a_visit(state=VisitState.CANCELLED)),
        Watched(visit=a_visit(), deadlines=(a_deadline(state=DeadlineState.CLOSED),)),
        Watched(visit=a_visit(), deadlines=(a_deadline(late_entry=True),)),
        Watched(visit=a_visit(), deadlines=()),
    ],
    ids=["may be none", "cancelled", "closed", "asked once", "without deadline"],
)
def test_what_nobody_is_asked_to_act_on_raises_nothing(about):
    assert raised(everybody_away(), clock("06:00"), about) is None


def test_steps_that_were_taken_are_behind_and_the_gaps_come_in_their_order():
    people = everybody_away()
    every = gaps((a_deadline(),), a_visit(), people, ready=MAIL)
    assert [each.moment for each in every] == [clock("14:10"), clock("14:20")]
    assert [each.moment for each in gaps((a_deadline(taken=3),), a_visit(), people, ready=MAIL)] == [clock("14:20")]


def test_it_is_shown_at_whatever_hour_until_the_visit_is_over():
    people = everybody_away()

    def shown(at):
        return [each.kind for each in shown_now(watched(), people, at, ready=MAIL, zone="Europe/London")]

    assert shown(clock("09:00", day=-3)) == [NOBODY_THERE]
    assert shown(clock("14:00")) == []
