"""Which acts are open to whom, on an alarm as it stands at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from calsync.domain.acts_open import Does, open_to
from calsync.domain.model import AlarmKind, DeadlineState, Role, Tag
from calsync.domain.model.said import Said
from calsync.domain.scene import Scene
from tests.house import ASH, CAST, DEE, MORGAN, SAM, clock
from tests.ladders import BY_CALLS
from tests.values import a_deadline, a_visit

AT = clock("14:21")
CALLS = {Does.SAFE, Does.NO_ANSWER, Does.MESSAGE, Does.CODE_WORD}


def a_scene(**changes: Any) -> Scene:
    deadline = a_deadline(taken=4, responders_asked=True, **changes)
    return Scene(deadline=deadline, visit=a_visit(), people=CAST)


def acts(scene: Scene, who: Any = MORGAN, others: Any = (DEE, ASH)) -> frozenset[Does]:
    return open_to(who, scene, AT, others=others)


def test_whoever_was_told_rings_takes_hands_over_moves_informs_and_closes() -> None:
    assert acts(a_scene()) == {
        *CALLS, Does.TAKE, Does.HAND_OVER, Does.UNCLEAR, Does.EXTEND, Does.OUTSIDE, Does.CLOSE, Does.SHEET
    }  # fmt: skip


def test_nothing_is_open_to_the_worker_or_a_colleague_on_the_visit_and_a_code_word_alone_once_it_is_closed() -> None:
    scene = a_scene()
    assert acts(scene, SAM) == frozenset()
    assert acts(replace(scene, visit=a_visit(attendees=(DEE.mail,))), DEE) == frozenset()
    assert acts(a_scene(state=DeadlineState.CLOSED)) == {Does.CODE_WORD, Does.UNCLEAR}


def test_while_somebody_has_it_nobody_else_takes_it_or_hands_it_over() -> None:
    scene = a_scene(owner="dee", owned_until=AT + timedelta(minutes=5))
    assert not acts(scene) & {Does.TAKE, Does.HAND_OVER}
    assert acts(scene, DEE) >= {Does.TAKE, Does.HAND_OVER}
    assert Does.TAKE in acts(a_scene(owner="dee", owned_until=AT)), "their time has run out"
    assert Does.HAND_OVER not in acts(scene, DEE, others=())


def test_an_outside_body_is_stood_down_before_anything_is_closed() -> None:
    found = acts(a_scene(outside_body="77"))
    assert Does.STAND_DOWN in found
    assert not found & {Does.CLOSE, Does.SAFE}


def test_under_a_code_word_nobody_is_offered_a_call_or_more_time() -> None:
    found = acts(a_scene(alarm=AlarmKind.DURESS))
    assert not found & {*CALLS, Does.EXTEND}
    assert found >= {Does.TAKE, Does.OUTSIDE, Does.CLOSE}
    assert Does.EXTEND not in acts(a_scene(alarm=AlarmKind.HELP))


def test_a_deadline_that_can_be_moved_no_further_is_not_offered_to_be_moved() -> None:
    assert Does.EXTEND not in acts(a_scene(due=clock("15:00")))


def test_of_what_may_be_a_visit_it_is_said_whether_it_is_one() -> None:
    found = acts(replace(a_scene(), visit=a_visit(tag=Tag.POSSIBLE)))
    assert found == {Does.IS_VISIT, Does.NO_VISIT, Does.CLOSE, Does.SHEET}


@pytest.mark.parametrize(("taken", "household", "home"), [(3, False, False), (4, True, False), (5, True, True)])
def test_CO11_CO12_each_number_is_open_from_its_own_step_on(taken: int, household: bool, home: bool) -> None:
    people = replace(CAST, persons=(replace(SAM, home_phone="01709 336081"), *CAST.persons[1:]))
    scene = Scene(
        deadline=a_deadline(steps=BY_CALLS.steps, taken=taken, responders_asked=True),
        visit=a_visit(),
        people=people,
        said=Said(phone_written="01709 336080"),
        household_at_a_step=True,
    )
    found = acts(scene, ASH)
    assert (Does.HOUSEHOLD in found, Does.HOME in found) == (household, home)


def test_the_household_of_a_risk_visit_is_open_to_whoever_manages_and_to_nobody_else() -> None:
    scene = replace(a_scene(), visit=a_visit(risk=True), said=Said(phone_written="01709 336080"))
    assert Does.HOUSEHOLD in acts(scene, MORGAN)
    assert Does.HOUSEHOLD not in acts(scene, ASH)
    assert Role.ADMIN in {role for role, _ in CAST.roles}
