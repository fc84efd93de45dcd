"""A deadline and an answer: its next state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.answering import (
    EXTENDED,
    KNOW,
    LIMITED,
    STOOD_DOWN,
    UNCLEAR,
    answer_of_responder,
    answer_of_worker,
    counts_as_safe,
)
from calsync.domain.deadlines import moved, plan
from calsync.domain.escalation import advance
from calsync.domain.incidents import alarmed
from calsync.domain.model import AlarmKind, Answer, AnswerKind, DeadlineKind, DeadlineState, Via, Watched
from calsync.domain.outings import of_outings
from tests.house import SAM, clock
from tests.ladders import BY_HOURS, BY_RETURN
from tests.values import a_deadline, a_visit


def an_answer(kind, sent="14:05", who="sam", **changes):
    values = {"id": "a1", "sent": clock(sent), "received": clock(sent), "via": Via.REPLY, **changes}
    return Answer(kind=kind, who=who, **values)


def watched(*deadlines):
    return Watched(visit=a_visit(), deadlines=deadlines or (a_deadline(),))


def by_worker(kind, at="14:05", deadline=None, **changes):
    return answer_of_worker(an_answer(kind, **changes), [watched(deadline or a_deadline())], clock(at))


def by_responder(kind, deadline, at="14:21", who="morgan", **changes):
    return answer_of_responder(an_answer(kind, at, who, **changes), watched(deadline), deadline, clock(at))


ALARM = advance(a_deadline(), clock("14:20")).deadline


@pytest.mark.parametrize(
    ("sent", "leaving", "changes", "counts"),
    [
        ("12:59", True, {}, False),
        ("13:00", True, {}, True),
        ("13:30", False, {}, False),
        ("13:49", False, {}, False),
        ("13:50", False, {}, True),
        ("14:00", False, {}, True),
        ("23:00", False, {}, True),
        ("14:05", True, {"alarm": AlarmKind.HELP}, False),
        ("14:05", True, {"alarm": AlarmKind.DURESS}, False),
        ("14:05", True, {"outside_body": "7"}, False),
        ("12:00", True, {"late_entry": True}, False),
        ("13:10", False, {"late_entry": True}, True),
        ("14:05", False, {"due": clock("14:30")}, False),
        ("14:20", False, {"due": clock("14:30")}, True),
    ],
)
def test_when_a_plain_safe_counts(sent, leaving, changes, counts):
    answer = an_answer(AnswerKind.SAFE, sent, leaving=leaving)
    assert counts_as_safe(answer, a_visit(), a_deadline(**changes)) is counts


def test_safe_closes_by_the_worker_and_stands_down_who_was_asked():
    quiet, loud = by_worker(AnswerKind.SAFE), by_worker(AnswerKind.SAFE, deadline=ALARM)
    assert (quiet.took_as, quiet.deadlines[0].closed_by, quiet.tell) == ("closed", "sam", ())
    assert loud.tell == ((ALARM.id, STOOD_DOWN),)
    assert loud.deadlines[0].next_step_at is None


def test_contact_is_noted_and_changes_no_deadline():
    outcome = by_worker(AnswerKind.CONTACT)
    assert (outcome.took_as, outcome.deadlines, outcome.about) == ("contact", (), (a_deadline().id,))


@pytest.mark.parametrize(
    ("changes", "due", "tells"),
    [
        ({"minutes": 10}, "14:15", ()),
        ({"minutes": 55}, "15:00", ()),
        ({"minutes": 56}, "15:00", (LIMITED,)),
        ({"until": clock("14:40")}, "14:40", ()),
        ({"until": clock("16:00")}, "15:00", (LIMITED,)),
    ],
)
def test_more_time_is_given_up_to_the_bound_and_the_bound_is_said(changes, due, tells):
    outcome = by_worker(AnswerKind.EXTEND, **changes)
    assert outcome.took_as == "extended"
    assert outcome.deadlines[0].due == clock(due)
    assert tuple(name for _, name in outcome.tell) == tells


def test_an_extension_without_any_time_moves_nothing():
    assert by_worker(AnswerKind.EXTEND).took_as == "contact"


def test_until_a_time_before_the_deadline_moves_nothing():
    assert by_worker(AnswerKind.EXTEND, until=clock("13:30")).took_as == "contact"


def test_more_time_tells_those_who_were_asked():
    outcome = by_worker(AnswerKind.EXTEND, deadline=ALARM, minutes=10, at="14:21", sent="14:21")
    assert (ALARM.id, EXTENDED) in outcome.tell


def test_an_unclear_answer_is_asked_back_and_changes_nothing():
    outcome = by_worker(AnswerKind.UNCLEAR)
    assert (outcome.took_as, outcome.deadlines, outcome.tell) == ("noted", (), ((a_deadline().id, UNCLEAR),))
    assert by_worker(AnswerKind.UNCLEAR, deadline=a_deadline(alarm=AlarmKind.HELP)).tell == ()


@pytest.mark.parametrize("kind", list(AnswerKind))
def test_nothing_open_means_that_nothing_happens(kind):
    outcome = answer_of_worker(an_answer(kind), [], clock("14:05"))
    assert (outcome.took_as in ("nothing", "refused"), outcome.deadlines) == (True, ())


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (AnswerKind.ACKNOWLEDGE, {}),
        (AnswerKind.CLOSE, {"reason": "I am fine"}),
        (AnswerKind.STAND_DOWN, {"log_number": "7"}),
    ],
)
def test_what_only_responders_may_do_is_refused_when_the_worker_says_it(kind, changes):
    outcome = by_worker(kind, deadline=ALARM, **changes)
    assert (outcome.took_as, outcome.deadlines) == ("refused", ())
    assert "own alarm" in outcome.why


def test_taking_it_counts_renewals_and_tells_the_next_step_at_the_second():
    deadline, told = advance(a_deadline(), clock("14:10")).deadline, []
    for _ in range(4):
        outcome = by_responder(AnswerKind.ACKNOWLEDGE, deadline, who="dee", at="14:11")
        (deadline,) = outcome.deadlines
        told.append([name for _, name in outcome.tell])
    assert told == [[], [], [KNOW], []]


def test_closing_needs_a_reason_and_no_outside_body():
    assert by_responder(AnswerKind.CLOSE, ALARM).took_as == "refused"
    assert by_responder(AnswerKind.CLOSE, replace(ALARM, outside_body="7"), reason="spoke to them").took_as == "refused"
    closed = by_responder(AnswerKind.CLOSE, ALARM, reason=" spoke to them ").deadlines[0]
    assert (closed.state, closed.closed_by, closed.reason) == (DeadlineState.CLOSED, "morgan", "spoke to them")


@pytest.mark.parametrize(("number", "stands_down"), [("7", True), ("8", False), ("", False)])
def test_standing_down_needs_the_log_number_under_which_it_was_told(number, stands_down):
    outcome = by_responder(AnswerKind.STAND_DOWN, replace(ALARM, outside_body="7"), log_number=number)
    assert (outcome.took_as == "noted") is stands_down
    assert bool(outcome.why) is not stands_down


def test_CL2_every_outside_body_is_stood_down_by_its_own_number_before_it_can_be_closed():
    told = by_responder(AnswerKind.TOLD_OUTSIDE, ALARM, log_number="111").deadlines[0]
    told = by_responder(AnswerKind.TOLD_OUTSIDE, told, log_number="222; Abc-3").deadlines[0]
    told = by_responder(AnswerKind.TOLD_OUTSIDE, told, log_number="222").deadlines[0]
    refused = by_responder(AnswerKind.CLOSE, told, reason="spoke to them")
    assert "Outside bodies were told under log numbers 111, 222 and Abc-3." in refused.why
    assert "Told were those of log numbers" in by_responder(AnswerKind.STAND_DOWN, told, log_number="444").why
    told = by_responder(AnswerKind.STAND_DOWN, told, log_number="ABC-3; 111").deadlines[0]
    assert by_responder(AnswerKind.CLOSE, told, reason="spoke to them").took_as == "refused"
    told = by_responder(AnswerKind.STAND_DOWN, told, log_number="222").deadlines[0]
    assert by_responder(AnswerKind.CLOSE, told, reason="spoke to them").took_as == "closed"


def test_standing_down_what_was_never_told_is_refused():
    assert by_responder(AnswerKind.STAND_DOWN, ALARM, log_number="7").took_as == "refused"


def test_a_call_outside_without_a_number_is_kept_as_told():
    told = by_responder(AnswerKind.TOLD_OUTSIDE, ALARM).deadlines[0]
    assert told.outside_body
    assert by_responder(AnswerKind.STAND_DOWN, told).took_as == "noted"


def test_every_act_names_who_did_it_and_holds_no_words():
    outcome = by_responder(AnswerKind.CLOSE, ALARM, reason="Mrs Whitcombe rang", words="Mrs Whitcombe rang")
    (act,) = outcome.acts
    assert act.who == "morgan"
    assert "Whitcombe" not in repr(act)


# --- several deadlines a visit

LONG = a_visit(end=clock("16:00"))
DURING = plan(LONG, BY_HOURS)
"""The end of a visit from 13:00 to 16:00, and what is asked during it at 14:00 and at 15:00."""


def on_long_visit(kind, sent, *, deadlines=DURING, **changes):
    return answer_of_worker(an_answer(kind, sent, **changes), [Watched(visit=LONG, deadlines=deadlines)], clock(sent))


def closes(outcome):
    return sorted(f"{each.kind} {each.due:%H:%M}" for each in outcome.deadlines if not each.is_open)


@pytest.mark.parametrize(
    ("kind", "sent", "closed"),
    [
        (AnswerKind.CONTACT, "13:49", []),
        (AnswerKind.CONTACT, "13:50", ["interval 14:00"]),
        (AnswerKind.CONTACT, "14:30", ["interval 14:00"]),
        (AnswerKind.CONTACT, "14:55", ["interval 14:00", "interval 15:00"]),
        (AnswerKind.SAFE, "14:05", ["interval 14:00"]),
        (AnswerKind.EXTEND, "14:05", ["interval 14:00"]),
        (AnswerKind.UNCLEAR, "14:05", []),
    ],
)
def test_during_a_long_visit_any_sign_of_life_answers_what_was_asked_and_never_its_end(kind, sent, closed):
    assert closes(on_long_visit(kind, sent, minutes=10)) == closed


def test_more_time_said_to_a_question_during_the_visit_is_time_until_its_end():
    outcome = on_long_visit(AnswerKind.EXTEND, "14:05", minutes=30, deadline_id=DURING[1].id)
    assert [each.due for each in outcome.deadlines if each.is_open] == [clock("16:30")]


def test_nobody_is_asked_how_it_goes_once_they_have_left():
    outcome = on_long_visit(AnswerKind.SAFE, "14:05", leaving=True)
    assert closes(outcome) == ["interval 14:00", "interval 15:00", "visit-end 16:00"]


@pytest.mark.parametrize("changes", [{"alarm": AlarmKind.HELP}, {"outside_body": "7"}])
def test_a_call_for_help_to_a_question_during_the_visit_ends_by_a_person_alone(changes):
    deadlines = (DURING[0], replace(DURING[1], **changes))
    left = on_long_visit(AnswerKind.SAFE, "16:05", deadlines=deadlines, leaving=True)
    assert closes(left) == ["visit-end 16:00"]
    closed = answer_of_responder(
        an_answer(AnswerKind.CLOSE, "16:05", "morgan", reason="spoke to them"),
        Watched(visit=LONG, deadlines=deadlines), DURING[0], clock("16:05"),
    )  # fmt: skip
    assert closes(closed) == ["visit-end 16:00"]


def outing(at="14:00"):
    """Two visits and the return that stands for both: 13:00 to 14:00, 14:30 to 15:30, and back at 16:00."""
    first, second = a_visit(), a_visit(id="v2", event_id="e2", start=clock("14:30"), end=clock("15:30"))
    ends = [Watched(visit=each, deadlines=plan(each, BY_RETURN)) for each in (first, second)]
    (back,) = of_outings(ends, ends, BY_RETURN, SAM, clock(at), by_word=False)
    back = replace(back, due=clock("16:00"))
    return Watched(visit=first, deadlines=(*ends[0].deadlines, back)), ends[1], back


def over(each):
    """A visit whose end was answered."""
    closed = {"state": DeadlineState.CLOSED, "closed_at": clock("15:30"), "closed_by": "sam"}
    return replace(each, deadlines=tuple(
        replace(one, **closed) if one.kind is DeadlineKind.VISIT_END else one for one in each.deadlines
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "changes", "closed"),
    [
        ("15:35", {}, []),
        ("15:35", {"leaving": True}, []),
        ("15:35", {"leaving": True, "back": True}, ["return 16:00"]),
        ("15:35", {"leaving": True, "home": True}, ["return 16:00"]),
        ("15:49", {}, []),
        ("15:50", {}, ["return 16:00"]),
    ],
)
def test_a_return_closes_early_only_by_a_word_of_being_back_or_going_home(sent, changes, closed):
    first, second, _ = outing()
    outcome = answer_of_worker(an_answer(AnswerKind.SAFE, sent, **changes), [over(first), over(second)], clock(sent))
    assert closes(outcome) == closed


def test_no_word_of_being_back_closes_a_return_while_a_visit_of_the_outing_is_still_to_come():
    first, second, _ = outing()
    outcome = answer_of_worker(
        an_answer(AnswerKind.SAFE, "14:05", leaving=True, back=True), [first, second], clock("14:05")
    )
    assert closes(outcome) == ["visit-end 14:00"]


@pytest.mark.parametrize(("kind", "reason"), [(AnswerKind.CLOSE, "spoke to them"), (AnswerKind.SAFE, "")])
def test_a_responder_who_ends_a_return_ends_what_it_stood_for_and_nothing_that_goes_on(kind, reason):
    first, second, back = outing()
    running = moved(second.deadlines[0], clock("16:20"))
    late, goes_on = (
        answer_of_responder(
            an_answer(kind, "16:05", "morgan", reason=reason), first, back, clock("16:05"), others=[each]
        )
        for each in (second, replace(second, deadlines=(running,)))
    )
    assert closes(late) == ["return 16:00", "visit-end 14:00", "visit-end 15:30"]
    assert closes(goes_on) == ["return 16:00", "visit-end 14:00"]
    assert {each.closed_by for each in late.deadlines} == {"morgan"}
    assert all(each.reason for each in late.deadlines)


def test_what_an_outside_body_was_told_of_is_not_ended_with_the_return():
    first, second, back = outing()
    told = replace(second.deadlines[0], outside_body="7")
    outcome = by_close(back, first, others=[replace(second, deadlines=(told,))])
    assert closes(outcome) == ["return 16:00", "visit-end 14:00"]


def by_close(deadline, watched_, **changes):
    answer = an_answer(AnswerKind.CLOSE, "16:05", "morgan", reason="spoke to them")
    return answer_of_responder(answer, watched_, deadline, clock("16:05"), **changes)


def test_help_called_for_before_a_visit_ends_without_ending_the_watch_over_it():
    visit = a_visit(start=clock("17:00"), end=clock("18:00"))
    (end,) = plan(visit, BY_RETURN)
    planned = Watched(visit=visit, deadlines=(end,))
    (raised,) = answer_of_worker(an_answer(AnswerKind.HELP, "16:00"), [planned], clock("16:00")).deadlines
    outcome = by_close(raised, Watched(visit=visit, deadlines=(end, raised)))
    assert [each.id for each in outcome.deadlines] == [raised.id]


def test_help_called_for_on_the_return_ends_without_ending_a_visit_that_goes_on():
    first, _, back = outing()
    running = moved(first.deadlines[0], clock("16:20"))
    helped = alarmed(back, clock("16:00"))
    outcome = by_close(helped, Watched(visit=first.visit, deadlines=(running, helped)))
    assert closes(outcome) == ["return 16:00"]


def test_help_in_the_middle_of_a_visit_ends_without_what_is_still_to_be_asked_during_it():
    (raised,) = on_long_visit(AnswerKind.HELP, "13:20").deadlines
    on_it = Watched(visit=LONG, deadlines=(*DURING, raised))
    early, late = (
        answer_of_responder(an_answer(AnswerKind.CLOSE, at, "morgan", reason="spoke to them"), on_it, raised, clock(at))
        for at in ("14:30", "16:30")
    )
    assert closes(early) == ["interval 14:00", "visit-end 13:20"]
    assert closes(late) == ["interval 14:00", "interval 15:00", "visit-end 13:20", "visit-end 16:00"]
    asked = on_long_visit(AnswerKind.HELP, "14:05", deadline_id=DURING[1].id).deadlines
    assert [(each.id, each.alarm) for each in asked] == [(DURING[1].id, AlarmKind.HELP)], "it takes its place"


def test_help_called_for_before_the_start_ends_without_what_is_asked_during_the_visit():
    (raised,) = on_long_visit(AnswerKind.HELP, "12:20").deadlines
    answer = an_answer(AnswerKind.CLOSE, "12:40", "morgan", reason="spoke to them")
    outcome = answer_of_responder(answer, Watched(visit=LONG, deadlines=(*DURING, raised)), raised, clock("12:40"))
    assert closes(outcome) == ["visit-end 12:20"]


def test_what_the_worker_still_saw_beside_a_code_word_ends_with_it():
    first, _, back = outing()
    said = answer_of_worker(an_answer(AnswerKind.DURESS, "13:30"), [first], clock("13:30"))
    raised = next(each for each in said.deadlines if each.alarm is AlarmKind.DURESS)
    after = {each.id: each for each in (*first.deadlines, *said.deadlines)}
    outcome = by_close(raised, Watched(visit=first.visit, deadlines=tuple(after.values())))
    assert back.id in {each.id for each in outcome.deadlines}
    assert not any(each.is_open for each in outcome.deadlines)
