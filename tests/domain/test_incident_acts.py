"""Incidents and what is due after them: what opens one, until when, and who may say that it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.incident_acts import end_of_day, kinds_told, opened, why_not_closed, why_not_done
from calsync.domain.model import (
    Afterwards,
    Answer,
    AnswerKind,
    DeadlineState,
    DueAct,
    Incident,
    IncidentKind,
    Role,
    Told,
    Via,
)
from tests.house import CLARENDON, clock
from tests.values import a_deadline, a_visit

FORM = Afterwards(
    kinds=(IncidentKind.INCIDENT, IncidentKind.VIOLENCE), what="fill in the incident form", role=Role.WORKER,
    within=timedelta(hours=2), clause="CL15",
)  # fmt: skip
REPORT = Afterwards(kinds=(IncidentKind.SAFEGUARDING,), what="report it", role=Role.SAFEGUARDING_LEAD, clause="CL13")
POLICY = replace(CLARENDON, afterwards=(FORM, REPORT))


def said(kind: AnswerKind = AnswerKind.SAFE, *told: Told, at: str = "14:05") -> Answer:
    return Answer(id="a1", who="sam", kind=kind, sent=clock(at), received=clock(at), via=Via.REPLY, told=tuple(told))


def an_incident(**changes) -> Incident:
    values = {
        "id": "i1", "visit_id": "v1", "deadline_id": "d1", "worker": "sam", "kind": IncidentKind.INCIDENT,
        "opened": clock("14:05"), "opened_by": "sam",
    }  # fmt: skip
    return Incident(**{**values, **changes})


def an_act(number: int = 1, **changes) -> DueAct:
    values = {"incident_id": "i1", "number": number, "what": "meet", "role": Role.LINE_MANAGER, "due": clock("16:00")}
    return DueAct(**{**values, **changes})


def open_it(answer: Answer, *earlier: Incident):
    return opened(answer, a_visit(), "d1", earlier, POLICY, clock("14:05"), zone="Europe/London")


def test_AH15_CO25_a_plain_answer_opens_nothing_and_one_that_tells_of_something_does():
    assert kinds_told(said()) == ()
    assert kinds_told(said(AnswerKind.SAFE, Told.GOING_HOME, Told.ADVICE, Told.NOBODY_HOME)) == ()
    assert kinds_told(said(AnswerKind.SAFE, Told.VIOLENCE)) == (IncidentKind.VIOLENCE,)
    assert kinds_told(said(AnswerKind.HELP)) == (IncidentKind.HELP,)
    assert kinds_told(said(AnswerKind.DURESS, Told.INCIDENT)) == (IncidentKind.DURESS,)
    assert kinds_told(said(AnswerKind.UNCLEAR, Told.INCIDENT)) == ()


def test_CL15_an_incident_opens_with_the_acts_of_its_kind_each_with_its_time():
    (found,) = open_it(said(AnswerKind.SAFE, Told.INCIDENT))
    assert [(each.what, each.role, each.due, each.clause) for each in found.due] == [
        ("fill in the incident form", Role.WORKER, clock("16:05"), "CL15")
    ]
    assert (found.act.what, found.act.who) == ("incident-opened", "sam")


def test_CL13_what_is_due_today_is_due_by_a_minute_to_midnight():
    (found,) = open_it(said(AnswerKind.SAFE, Told.SAFEGUARDING))
    assert [each.due for each in found.due] == [clock("23:59")]


def test_CL13_today_is_the_local_day_also_in_summer():
    assert end_of_day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "Europe/London") == datetime(
        2026, 7, 1, 22, 59, tzinfo=UTC
    )
    assert end_of_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Europe/London") == datetime(
        2026, 7, 2, 22, 59, tzinfo=UTC
    )


@given(st.integers(0, 365 * 24 * 60))
def test_the_end_of_the_day_is_never_past_and_never_beyond_a_day_with_its_clock_change(minutes):
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert at <= end_of_day(at, "Europe/London") <= at + timedelta(hours=25)


def test_one_incident_of_a_kind_stands_at_a_time_and_another_opens_once_it_is_closed():
    (first,) = open_it(said(AnswerKind.SAFE, Told.INCIDENT))
    assert open_it(said(AnswerKind.SAFE, Told.INCIDENT), first.incident) == ()
    (again,) = open_it(said(AnswerKind.SAFE, Told.INCIDENT), replace(first.incident, closed=clock("14:30")))
    assert again.incident.id != first.incident.id


def test_an_act_is_overdue_only_past_its_time_and_undone():
    assert not an_act().overdue(clock("16:00"))
    assert an_act().overdue(clock("16:01"))
    assert not an_act(done=clock("15:00")).overdue(clock("16:01"))


@pytest.mark.parametrize(
    ("incident", "acts", "who", "why"),
    [
        (an_incident(), [an_act()], "morgan", ""),
        (an_incident(), [an_act(2)], "morgan", "has no act 1; its acts are: 2 (meet)"),
        (an_incident(), [], "morgan", "its acts are: none"),
        (an_incident(closed=clock("15:00")), [an_act()], "morgan", "is closed"),
        (an_incident(), [an_act(done=clock("15:00"))], "morgan", "is done already"),
        (an_incident(), [an_act()], "sam", "for somebody else than the worker to do: line manager"),
        (an_incident(), [an_act(role=Role.WORKER)], "sam", ""),
    ],
)
def test_why_an_act_is_not_taken_as_done_is_said(incident, acts, who, why):
    told = why_not_done(incident, acts, 1, who)
    assert (why in told) if why else told == ""


@pytest.mark.parametrize(
    ("incident", "acts", "who", "lessons", "why"),
    [
        (an_incident(), [an_act(done=clock("15:00"))], "morgan", "two go from now on", ""),
        (an_incident(), [], "morgan", "two go from now on", ""),
        (an_incident(closed=clock("15:00")), [], "morgan", "two go", "is closed already"),
        (an_incident(), [], "sam", "it was nothing", "can't close an incident of their own"),
        (an_incident(), [], "morgan", " .", "needs a reason"),
        (an_incident(), [an_act(), an_act(2)], "morgan", "two go", "1 (meet), 2 (meet)"),
    ],
)
def test_AH16_why_an_incident_is_not_closed_is_said(incident, acts, who, lessons, why):
    told = why_not_closed(incident, acts, a_deadline(), who, lessons)
    assert (why in told) if why else told == ""


def test_an_incident_of_a_call_for_help_is_not_closed_before_its_alarm():
    called = an_incident(kind=IncidentKind.HELP)
    assert "still open" in why_not_closed(called, [], a_deadline(), "morgan", "all is well")
    assert why_not_closed(called, [], a_deadline(state=DeadlineState.CLOSED), "morgan", "all is well") == ""
