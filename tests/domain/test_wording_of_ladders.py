"""What people read of a return, of a long visit, and of the calls that a ladder asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.deadlines import with_ladder
from calsync.domain.model import (
    Ask,
    Channel,
    DeadlineKind,
    Lane,
    Notification,
    Place,
    PlaceKind,
    Role,
    Step,
    Watched,
)
from calsync.domain.model.said import Said
from calsync.domain.scene import Scene
from calsync.domain.wording import compose
from tests.house import CAST, MINUTE, clock
from tests.values import a_deadline, a_visit


def a_step(ask: Ask, **more: object) -> Step:
    """A step to Ash, half an hour after the deadline."""
    return Step(**{"after": 30 * MINUTE, "roles": (Role.ADMIN,), "ask": ask, **more})  # type: ignore[arg-type]


def a_row(ask: Ask, *, role: Role = Role.ADMIN, at: str = "14:30") -> Notification:
    """A message of that step."""
    return Notification(
        id="n1", deadline_id="v1.visit-end", step="1", round=0, recipient="ash" if role is Role.ADMIN else "sam",
        channel=Channel.MAIL, role=role, ask=ask, lane=Lane.ALARM, due=clock(at), recorded=clock(at), token="ABCDEF",
    )  # fmt: skip


def read(ask: Ask, *, role: Role = Role.ADMIN, at: str = "14:30", kind: DeadlineKind = DeadlineKind.VISIT_END, **scene):
    """Subject and text of a message of a deadline of that kind."""
    step = a_step(ask)
    deadline = with_ladder(replace(a_deadline(kind=kind), ladder=()), (step,), base=clock("14:00"), taken=1)
    values = {"deadline": deadline, "visit": a_visit(), "people": CAST, **scene}
    return compose(a_row(ask, role=role, at=at), Scene(**values))


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (DeadlineKind.VISIT_END, "Your visit was to end at 14:00. Have you left, and are you safe?"),
        (DeadlineKind.RETURN, "You were to be back by 14:00. Are you back, and are you safe?"),
        (DeadlineKind.HOME_SAFE, "You were to be at home by 14:00. Are you home, and are you safe?"),
        (DeadlineKind.INTERVAL, "Your visit is to last until 14:00. Is all well?"),
    ],
)
def test_the_worker_is_asked_what_the_deadline_stands_for(kind, asked):
    _, text = read(Ask.CHECK_IN, role=Role.WORKER, at="14:00", kind=kind)
    assert text.startswith(asked)
    assert "call me" in text


def test_before_its_end_the_worker_is_not_told_that_the_visit_was_to_end():
    _, text = read(Ask.CHECK_IN, role=Role.WORKER, at="13:55")
    assert text.startswith("Your visit is to end at 14:00.")


def test_the_question_says_the_same_to_whomever_else_it_goes():
    """Under duress the ladder goes to the worker alone: the words must not show it (law 7)."""
    alone = with_ladder(a_deadline(), tuple(s for s in a_deadline().steps if s.to_worker), base=clock("14:00"))
    whole, bare = (
        compose(a_row(Ask.CHECK_IN, role=Role.WORKER), Scene(deadline=each, visit=a_visit(), people=CAST))
        for each in (a_deadline(), alone)
    )
    assert whole == bare


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (DeadlineKind.RETURN, "Sam Visits was to be back by 14:00 and has not said that they are."),
        (DeadlineKind.HOME_SAFE, "Sam Visits was to be at home by 14:00 and has not said that they are."),
        (DeadlineKind.INTERVAL, "Sam Visits is on a visit until 14:00, was asked at 14:00 if all is well, and has not"),
    ],
)
def test_responders_read_what_should_have_come(kind, said):
    assert read(Ask.CALL_WORKER, kind=kind)[1].startswith(said)


def test_RO10_the_alarm_of_a_return_names_every_visit_of_the_outing():
    later = replace(a_visit(id="v2", start=clock("15:00"), end=clock("16:00")), risk=True)
    closed = replace(a_deadline(), closed_at=clock("14:02"), next_step_at=None, state=a_deadline().state.CLOSED)
    outing = (Watched(visit=a_visit(), deadlines=(closed,)), Watched(visit=later))
    _, text = read(Ask.CALL_WORKER, kind=DeadlineKind.RETURN, outing=outing)
    assert "Visit: 13:00 to 14:00, 14 Elm Road, Rotherham S60 3AB (answered for at 14:02)" in text
    assert "Visit: 15:00 to 16:00, high risk, 14 Elm Road, Rotherham S60 3AB (no word since)" in text


def test_CO11_the_household_is_rung_with_a_neutral_script_and_its_number():
    subject, text = read(Ask.CALL_HOUSEHOLD, said=Said(phone_written="01709 336080"))
    assert "Please ring the household: 01709 336080." in text
    assert "Do not say that anybody is missing, nor why they came." in text
    assert "01709" not in subject


def test_CO11_without_a_number_the_household_is_asked_for_all_the_same():
    assert "the diary has none" in read(Ask.CALL_HOUSEHOLD)[1]


def test_CO11_the_households_number_is_shown_from_its_own_step_on():
    steps = (a_step(Ask.CALL_WORKER), a_step(Ask.CALL_HOUSEHOLD, then_within=timedelta(minutes=5)))
    said = Said(phone_written="01709 336080")
    for taken, shown in ((1, False), (2, True)):
        deadline = with_ladder(a_deadline(), steps, base=clock("14:00"), taken=taken)
        scene = Scene(deadline=deadline, visit=a_visit(), people=CAST, said=said, household_at_a_step=True)
        assert ("01709 336080" in compose(a_row(Ask.CALL_WORKER), scene)[1]) is shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("14 Elm Road, Rotherham S60 3AB, 01709 336080", "14 Elm Road, Rotherham S60 3AB"),
        ("Flat 10 01709 336080", "Flat 10"),
        ("+44 1709 336080; 12-14 Elm Road", "12-14 Elm Road"),
        ("14 Elm Road (01709) 336 080", "14 Elm Road"),
        ("01709 336080", "no address in the diary"),
        ("Flat 0, 100 Elm Road", "Flat 0, 100 Elm Road"),
    ],
)
def test_CO11_nor_does_a_place_that_holds_the_number_show_it_before(written, shown):
    steps = (a_step(Ask.CALL_WORKER), a_step(Ask.CALL_HOUSEHOLD, then_within=timedelta(minutes=5)))
    visit = replace(a_visit(), place=Place(text=written, kind=PlaceKind.ADDRESS))
    for taken, where in ((1, shown), (2, written)):
        deadline = with_ladder(a_deadline(), steps, base=clock("14:00"), taken=taken)
        scene = Scene(household_at_a_step=True, deadline=deadline, visit=visit, people=CAST)
        assert f"\nWhere: {where}\n" in compose(a_row(Ask.CALL_WORKER), scene)[1]


def test_CO9_a_caller_is_given_questions_for_a_worker_who_can_not_speak_freely():
    _, text = read(Ask.CALL_WORKER, code_questions=("Did you take the blue folder?",))
    assert '"Did you take the blue folder?"' in text
    assert 'answer this mail with "code word"' in text


@pytest.mark.parametrize("ask", [Ask.CALL_WORKER, Ask.CALL_HOUSEHOLD, Ask.CALL_HOME])
def test_whoever_is_asked_to_ring_reads_how_to_log_what_came_of_it(ask):
    assert '- "no answer": you rang, and nobody answered' in read(ask)[1]


def test_CO12_what_follows_a_call_is_said_to_come_as_soon_as_it_is_logged():
    steps = (a_step(Ask.CALL_WORKER), a_step(Ask.CALL_HOUSEHOLD, after=35 * MINUTE, then_within=5 * MINUTE))
    deadline = replace(with_ladder(a_deadline(), steps, base=clock("14:00"), taken=1), then_at=clock("14:35"))
    scene = Scene(deadline=replace(deadline, next_step_at=clock("14:35")), visit=a_visit(), people=CAST)
    _, text = compose(a_row(Ask.CALL_WORKER), scene)
    assert (
        "Next: as soon as you say what came of it, at the latest at 14:35 the administrator is asked to ring the"
        in text
    )


def test_CO11_on_a_risk_visit_whose_ladder_leaves_the_household_out_its_number_is_not_shown():
    said = Said(phone_written="01709 336080")
    scene = Scene(deadline=a_deadline(), visit=a_visit(risk=True), people=CAST, said=said, household_at_a_step=True)
    assert "01709 336080" not in compose(a_row(Ask.CALL_WORKER), scene)[1]


def test_who_is_next_is_named_without_the_roles_that_nobody_holds():
    everybody = (Role.NAMED_COLLEAGUE, Role.LINE_MANAGER, Role.DEPUTY, Role.ADMIN)
    for roles, who in (
        (everybody, "the line manager, the deputy and the administrator are"),
        (everybody[:2], "the line manager is"),
    ):
        steps = (a_step(Ask.CALL_WORKER), replace(a_step(Ask.CALL_WORKER, after=20 * MINUTE), roles=roles))
        deadline = with_ladder(a_deadline(), steps, base=clock("14:00"), taken=1)
        scene = Scene(deadline=replace(deadline, next_step_at=clock("14:20")), visit=a_visit(), people=CAST)
        assert f"Next: at 14:20 {who} asked to ring the worker." in compose(a_row(Ask.CALL_WORKER), scene)[1]
