"""A worker's visits, their outings, and the deadlines of an outing as a whole: its return, and home."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from calsync.domain.deadlines import moved, on_ladder, plan, visit_end
from calsync.domain.faces import worker_only
from calsync.domain.incidents import alarmed, outcry
from calsync.domain.model import (
    Answer,
    AnswerKind,
    Ask,
    DeadlineKind,
    DeadlineState,
    Role,
    Step,
    Tag,
    Via,
    VisitState,
    Watched,
)
from calsync.domain.outings import of_outings, outings
from tests.house import MINUTE, SAM, clock
from tests.ladders import BY_CALLS, BY_HOME, BY_RETURN
from tests.values import a_visit

RETURN, HOME_SAFE, VISIT_END = DeadlineKind.RETURN, DeadlineKind.HOME_SAFE, DeadlineKind.VISIT_END
CLOSED, CANCELLED = DeadlineState.CLOSED, DeadlineState.CANCELLED


class Day:
    """Sam's day: visits with their ends, and what their outings' deadlines become of it."""

    def __init__(self, *visits, policy=BY_RETURN, at="08:00"):
        self.policy = policy
        self.watched = {}
        self.last = ()
        for visit in visits:
            self.watched[visit.id] = Watched(visit=visit, deadlines=(visit_end(visit, policy),))
        self.plan(at)

    def plan(self, at, *, by_word=False, before=None):
        after = list(self.watched.values())
        was = after if before is None else before
        self.last = of_outings(was, after, self.policy, SAM, clock(at), by_word=by_word)
        for new in self.last:
            each = self.watched[new.visit_id]
            others = [one for one in each.deadlines if one.id != new.id]
            self.watched[new.visit_id] = replace(each, deadlines=(*others, new))
        return self.last

    def writes(self, visit, at):
        """The diary has a visit now, new or otherwise than before."""
        before = list(self.watched.values())
        of_outing = [one for one in self._had(visit.id) if one.kind is not VISIT_END]
        deadlines = (visit_end(visit, self.policy), *of_outing)
        self.watched[visit.id] = Watched(visit=visit, deadlines=deadlines)
        return self.plan(at, before=before)

    def deletes(self, name, at):
        """A visit leaves the diary before its start."""
        before, each = list(self.watched.values()), self.watched[name]
        end = tuple(replace(one, state=CANCELLED) if one.kind is VISIT_END else one for one in each.deadlines)
        self.watched[name] = Watched(visit=replace(each.visit, state=VisitState.CANCELLED), deadlines=end)
        return self.plan(at, before=before)

    def says(self, name, at, change):
        """The worker says something of the end of a visit."""
        before, each = list(self.watched.values()), self.watched[name]
        now = tuple(change(one) if one.kind is VISIT_END else one for one in each.deadlines)
        self.watched[name] = replace(each, deadlines=now)
        return self.plan(at, by_word=True, before=before)

    def answers(self, name, at):
        """The worker says that a visit is over."""
        return self.says(name, at, lambda end: replace(end, state=CLOSED, closed_at=clock(at)))

    def _had(self, name):
        return self.watched[name].deadlines if name in self.watched else ()

    def becomes(self, deadline, **changes):
        each = self.watched[deadline.visit_id]
        new = tuple(replace(one, **changes) if one.id == deadline.id else one for one in each.deadlines)
        self.watched[deadline.visit_id] = replace(each, deadlines=new)

    def of(self, name, kind=RETURN):
        return [one for one in self.watched[name].deadlines if one.kind is kind]

    def returns(self, kind=RETURN):
        """On which visit each open one hangs, and when it is due."""
        open_ = [one for each in self.watched.values() for one in each.deadlines if one.kind is kind and one.is_open]
        return sorted((one.visit_id, f"{one.due:%H:%M}") for one in open_)


def out(name, start, end, **changes):
    values = {"state": VisitState.PLANNED, **changes}
    return a_visit(id=name, event_id=name, start=clock(start), end=clock(end), **values)


def test_visits_without_a_way_back_between_them_are_one_outing_with_one_return():
    day = Day(out("v1", "10:00", "11:00"), out("v2", "11:30", "12:30"))
    assert day.returns() == [("v1", "13:00")]


def test_an_office_entry_between_two_visits_makes_two_outings_of_them():
    day = Day(out("v1", "10:00", "11:00", back=clock("11:20")), out("v2", "11:30", "12:30"))
    assert day.returns() == [("v1", "11:20"), ("v2", "13:00")]


@pytest.mark.parametrize(("start", "groups"), [("14:00", 1), ("14:01", 2)])
def test_a_visit_that_begins_more_than_three_hours_after_the_one_before_is_of_another_outing(start, groups):
    day = Day(out("v1", "10:00", "11:00"), out("v2", start, "15:00"))
    assert len(day.returns()) == groups


def test_the_last_visit_says_when_the_worker_is_back_by_the_diary():
    day = Day(out("v1", "10:00", "11:00"), out("v2", "11:30", "12:30", back=clock("14:00")))
    assert day.returns() == [("v1", "14:00")]


def test_a_policy_without_a_return_has_none():
    assert Day(out("v1", "10:00", "11:00"), policy=BY_CALLS).last == ()


def test_what_may_be_a_visit_or_was_called_off_is_in_no_outing():
    possible = out("v1", "10:00", "11:00", tag=Tag.POSSIBLE)
    gone = out("v2", "10:00", "11:00", state=VisitState.CANCELLED)
    assert Day(possible, gone).last == ()


def test_while_an_end_stays_unanswered_the_return_is_three_hours_after_it_at_the_latest_and_given_back_when_answered():
    day = Day(out("v1", "10:00", "11:00"), out("v2", "13:30", "14:30"))
    (first,) = day.of("v1")
    assert (day.returns(), first.planned) == ([("v1", "14:00")], clock("15:00"))
    assert any(step.when for step in first.steps), "the step of a return that was brought forward is missing"
    day.answers("v1", "11:05")
    (given_back,) = day.of("v1")
    assert day.returns() == [("v1", "15:00")]
    assert not any(step.when for step in given_back.steps)


def test_before_the_outing_begins_its_return_follows_whatever_the_diary_says():
    day = Day(out("v1", "10:00", "11:00"), out("v2", "11:30", "12:30"))
    day.writes(out("v2", "11:30", "13:00"), "09:00")
    assert day.returns() == [("v1", "13:30")]
    day.writes(out("v2", "11:30", "12:00"), "09:00")
    assert day.returns() == [("v1", "12:30")]


def test_before_the_outing_begins_an_earlier_first_end_brings_its_return_forward_too():
    day = Day(out("v1", "10:00", "11:00"), out("v2", "13:30", "14:30"))
    day.writes(out("v1", "10:00", "10:45"), "09:00")
    assert day.returns() == [("v1", "13:45")]


def begun(policy=BY_RETURN, **changes):
    """An outing of two visits, out since ten."""
    return Day(out("v1", "10:00", "11:00", **changes), out("v2", "11:30", "12:30"), policy=policy)


@pytest.mark.parametrize(
    ("end", "due"), [("12:45", "13:15"), ("13:29", "13:59"), ("12:00", "12:30"), ("10:40", "11:30")]
)
def test_once_out_the_diary_puts_the_return_off_within_its_bound_and_makes_it_earlier(end, due):
    day = begun()
    day.writes(out("v2", "10:35", end), "10:30")
    assert ("v1", due) in day.returns()


def test_once_out_an_earlier_return_comes_at_the_soonest_ten_minutes_after_it_was_read():
    day = begun()
    day.deletes("v2", "11:25")
    assert day.returns() == [("v1", "11:35")]


@pytest.mark.parametrize("asked", [True, False])
def test_the_diary_puts_no_return_off_about_which_responders_were_asked_the_visit_gets_its_own(asked):
    day = begun()
    day.becomes(day.of("v1")[0], responders_asked=asked)
    day.writes(out("v2", "11:30", "12:45"), "10:30")
    assert day.returns() == ([("v1", "11:30"), ("v2", "13:15")] if asked else [("v1", "13:15")])


def test_the_diary_puts_no_return_off_once_any_visit_of_the_outing_is_a_risk_visit():
    day = begun()
    day.writes(out("v2", "11:30", "12:45", risk=True), "10:30")
    assert ("v1", "13:00") in day.returns()


def test_more_time_for_the_last_visit_is_more_time_for_the_return():
    day = begun()
    day.says("v2", "12:20", lambda end: moved(end, clock("12:50")))
    assert day.returns() == [("v1", "13:20")]


def test_a_return_that_an_outside_body_was_told_of_moves_no_more():
    day = begun()
    day.becomes(day.of("v1")[0], outside_body="7")
    day.says("v2", "12:20", lambda end: moved(end, clock("12:50")))
    assert day.returns() == [("v1", "13:00")]


def test_a_visit_taken_out_before_its_start_makes_the_return_earlier():
    day = begun()
    day.deletes("v2", "10:30")
    assert day.returns() == [("v1", "11:30")]


def test_a_new_visit_within_the_bound_is_of_the_outing_and_one_beyond_it_is_an_outing_of_its_own():
    day = begun()
    day.writes(out("v3", "12:40", "13:20"), "10:30")
    assert day.returns() == [("v1", "13:50")]
    day.writes(out("v4", "12:50", "14:30"), "10:31")
    assert day.returns() == [("v1", "13:50"), ("v4", "15:00")]


def test_a_first_visit_that_is_cancelled_hands_the_return_on_and_gets_it_back_when_it_is_restored():
    first, second = out("v1", "10:00", "11:00"), out("v2", "11:30", "12:30")
    day = Day(first, second)
    day.deletes("v1", "09:00")
    assert day.returns() == [("v2", "13:00")]
    assert day.of("v1")[0].state is CANCELLED
    day.writes(first, "09:10")
    assert day.returns() == [("v1", "13:00")]
    assert day.of("v2")[0].state is CANCELLED
    assert day.of("v1")[0].round == 1


def test_once_out_no_edit_removes_the_return():
    day = begun(state=VisitState.BEGUN)
    day.deletes("v2", "10:30")
    day.writes(out("v0", "09:00", "09:30"), "10:31")
    assert "v1" in dict(day.returns())


def test_what_becomes_known_when_its_return_is_past_gives_the_worker_ten_minutes():
    day = Day(out("v1", "10:00", "11:00"), at="12:30")
    (late,) = day.of("v1")
    assert (late.due, late.planned, late.round) == (clock("12:40"), clock("12:40"), 0)


def test_of_an_outing_that_is_answered_for_nothing_is_asked():
    visit = out("v1", "10:00", "11:00")
    day = Day()
    end = replace(visit_end(visit, BY_RETURN), state=CLOSED, closed_at=clock("11:00"))
    day.watched["v1"] = Watched(visit=visit, deadlines=(end,))
    assert day.plan("11:05") == ()


def test_help_that_was_called_for_on_the_return_is_moved_by_nothing():
    day = begun()
    (back,) = day.of("v1")
    help_ = alarmed(back, clock("10:30"))
    day.becomes(back, **{each: getattr(help_, each) for each in ("alarm", "steps", "base", "next_step_at", "round")})
    assert day.deletes("v2", "10:31") == ()


@pytest.mark.parametrize(("policy", "kind"), [(BY_RETURN, RETURN), (BY_HOME, HOME_SAFE)])
def test_a_call_for_help_outside_any_visit_is_no_outing(policy, kind):
    day = Day(policy=policy)
    answer = Answer(
        id="a1", who="sam", kind=AnswerKind.DURESS, sent=clock("10:00"), received=clock("10:00"), via=Via.REPLY
    )
    visit, raised = outcry(answer, policy, clock("10:00"))
    day.watched[visit.id] = Watched(visit=visit, deadlines=(raised,))
    assert day.plan("10:01") == ()
    assert day.returns(kind) == []


@pytest.mark.parametrize(("end_is_open", "returns"), [(True, [("v2", "13:00")]), (False, [])])
def test_whoever_is_out_when_a_return_is_closed_gets_a_return_of_their_own(end_is_open, returns):
    day = begun()
    day.answers("v1", "11:00")
    if not end_is_open:
        day.answers("v2", "12:00")
    day.becomes(day.of("v1")[0], state=CLOSED, closed_at=clock("12:00"))
    day.plan("12:00")
    assert day.returns() == returns


def test_a_return_that_is_closed_while_its_own_visit_goes_on_is_followed_by_another():
    day = Day(out("v1", "10:00", "11:00"))
    day.becomes(day.of("v1")[0], state=CLOSED, closed_at=clock("10:30"))
    day.plan("10:30")
    first, second = day.of("v1")
    assert (first.state, second.due) == (CLOSED, clock("11:30"))
    assert first.id != second.id
    assert day.plan("10:31") == ()
    day.becomes(second, state=CLOSED, closed_at=clock("10:40"))
    day.answers("v1", "10:40")
    assert day.returns() == []


def test_the_visits_of_an_outing_stand_in_the_order_of_their_starts():
    day = Day(out("v2", "11:30", "12:30"), out("v1", "10:00", "11:00"))
    (found,) = outings(list(day.watched.values()), BY_RETURN, clock("08:00"))
    assert [each.visit.id for each in found.watched] == ["v1", "v2"]


def test_home_is_asked_for_after_the_last_outing_of_the_day_alone():
    day = Day(out("v1", "09:00", "10:00"), out("v2", "14:00", "15:00"), policy=BY_HOME)
    assert day.returns(HOME_SAFE) == [("v2", "16:00")]  # an hour after the end: no way is added to it
    assert day.returns() == []


def test_home_is_asked_for_after_each_day():
    day = Day(out("v1", "09:00", "10:00"), policy=BY_HOME)
    visit = out("v2", "09:00", "10:00")
    tomorrow = replace(visit, start=visit.start + 1440 * MINUTE, end=visit.end + 1440 * MINUTE)
    day.writes(tomorrow, "08:00")
    assert [name for name, _ in day.returns(HOME_SAFE)] == ["v1", "v2"]


def test_home_is_not_asked_for_where_no_minutes_are_set():
    assert Day(out("v1", "09:00", "10:00"), policy=replace(BY_HOME, home_safe=None)).last == ()


def test_RO13_a_step_of_the_return_applies_by_any_visit_of_the_outing_and_by_its_end():
    when = Step(after=timedelta(minutes=5), roles=(Role.SENIOR_MANAGEMENT,), ask=Ask.TAKE_OVER, when=("late",))
    flag = replace(when, when=("threats",))
    steps = tuple(replace(each, deadline=DeadlineKind.RETURN) for each in (when, flag))
    policy = replace(BY_RETURN, steps=(*BY_RETURN.steps, *steps), late_after=time(16, 0))
    early = a_visit(id="v1", state=VisitState.PLANNED)
    late = a_visit(id="v2", event_id="e2", start=clock("15:15"), end=clock("16:30"), flags=("threats",))
    watched = [Watched(visit=each, deadlines=plan(each, policy)) for each in (early, replace(late, state=early.state))]
    (back,) = of_outings([], watched, policy, None, clock("09:00"), by_word=False)
    assert {step.when for step in back.steps} >= {("late",), ("threats",)}


@pytest.mark.parametrize("minutes", [-30, 100])
def test_beside_a_code_word_a_return_covers_a_visit_as_it_would_had_others_been_asked(minutes):
    first = a_visit()
    back = on_ladder(first, BY_RETURN, DeadlineKind.RETURN, clock("15:00"))
    later = a_visit(id="v2", event_id="e2", start=clock("14:50"), end=clock("15:20"), state=VisitState.PLANNED)
    at = clock("15:00") + minutes * MINUTE
    asked = replace(back, responders_asked=minutes > 0)

    def groups(one):
        own = Watched(visit=first, deadlines=(visit_end(first, BY_RETURN), one))
        other = Watched(visit=later, deadlines=(visit_end(later, BY_RETURN),))
        return [len(each.watched) for each in outings([own, other], BY_RETURN, at)]

    assert groups(worker_only(back)) == groups(asked) == ([2] if minutes < 0 else [1, 1])
