"""Help and duress: the emergency ladder, and what the worker goes on seeing meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.deadlines import moved, plan
from calsync.domain.faces import worker_only
from calsync.domain.incidents import alarmed, incident, outcry
from calsync.domain.model import AlarmKind, Answer, AnswerKind, Hours, Via
from tests.house import CLARENDON, MINUTE, clock
from tests.ladders import BY_HOURS, asks_worker
from tests.values import a_deadline, a_visit


def test_help_starts_the_emergency_ladder_now_in_a_new_round_and_nobody_owns_it():
    before = replace(a_deadline(), taken=3, round=4, owner="dee", owned_until=clock("15:00"))
    after = alarmed(before, clock("13:20"))
    assert (after.steps, after.base, after.next_step_at) == (before.emergency, clock("13:20"), clock("13:20"))
    assert (after.taken, after.round, after.owner, after.due) == (0, 5, None, before.due)


def test_help_a_second_time_changes_nothing():
    helped = alarmed(a_deadline(), clock("13:20"))
    assert alarmed(helped, clock("13:30")) is helped


@pytest.mark.parametrize("kind", [AlarmKind.HELP, AlarmKind.DURESS])
def test_an_incident_has_a_deadline_of_its_own_that_nothing_extends(kind):
    raised = incident(a_visit(), [a_deadline()], kind, CLARENDON.emergency, "clarendon", clock("13:20"))
    assert (raised.alarm, raised.due, raised.next_step_at) == (kind, clock("13:20"), clock("13:20"))
    assert not raised.extension
    assert raised.id != a_deadline().id


def test_a_second_incident_of_the_same_visit_has_another_name():
    first = incident(a_visit(), [a_deadline()], AlarmKind.DURESS, CLARENDON.emergency, "clarendon", clock("13:20"))
    other = incident(a_visit(), [a_deadline(), first], AlarmKind.DURESS, CLARENDON.emergency, "c", clock("13:30"))
    assert other.id != first.id


def test_a_call_outside_any_visit_has_a_visit_and_a_deadline_of_its_own():
    now = clock("20:00")
    call = Answer(id="a1", who="sam", kind=AnswerKind.DURESS, sent=now, received=now, via=Via.REPLY)
    visit, deadline = outcry(call, CLARENDON, now)
    assert (visit.worker, deadline.worker, deadline.visit_id) == ("sam", "sam", visit.id)
    assert (deadline.alarm, deadline.steps) == (AlarmKind.DURESS, CLARENDON.emergency)


@pytest.mark.parametrize(("taken", "following"), [(0, "14:00"), (1, "14:10"), (2, None), (3, None), (4, None)])
def test_the_face_of_a_visit_keeps_its_questions_to_the_worker_at_their_times(taken, following):
    face = worker_only(replace(a_deadline(), taken=taken))
    assert all(step.to_worker for step in face.steps)
    assert face.next_step_at == (None if following is None else clock(following))


@pytest.mark.parametrize(
    ("taken", "repeat", "asked", "following"),
    [(0, None, 0, "14:00"), (1, "14:03", 1, "14:03"), (1, "14:06", 2, "14:06"), (2, None, 4, "14:10")],
)
def test_a_repeated_question_is_one_of_its_own_for_each_time_until_others_are_asked(taken, repeat, asked, following):
    first, *others = CLARENDON.steps
    deadline = a_deadline(steps=(replace(first, every=3 * MINUTE), *sorted(others, key=lambda step: step.to_worker)))
    face = worker_only(replace(deadline, taken=taken, repeat_at=clock(repeat) if repeat else None))
    assert [step.after // MINUTE for step in face.steps][:4] == [0, 3, 6, 9]
    assert (face.taken, face.next_step_at) == (asked, clock(following))
    assert not any(step.every for step in face.steps[:4])


def test_beside_a_code_word_the_worker_is_asked_by_the_hours_of_the_deadline_and_nobody_else_is():
    evening = asks_worker(5, hours=Hours.OUT)
    policy = replace(BY_HOURS, steps=(*BY_HOURS.steps, evening), interval=None)
    (end,) = plan(a_visit(end=clock("17:45")), policy)
    face = worker_only(end)
    assert [step.after for step in face.steps] == [-5 * MINUTE, 10 * MINUTE, 20 * MINUTE]
    later = moved(face, clock("18:15"))
    assert evening in later.steps
    assert all(step.to_worker for step in later.steps)
