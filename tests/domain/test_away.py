"""Who appears to be away, what of theirs may be called off, and that what has begun never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.away import (
    absences_in,
    called_off,
    colleagues_called,
    example_colleague,
    handed,
    is_called_off,
    is_time_to_ask,
    kept_off,
    may_be_called_off,
    missed,
    standing,
    taken_back,
    with_absences,
)
from calsync.domain.away_wording import question
from calsync.domain.escalation import advance
from calsync.domain.model import Absence, AlarmKind, DeadlineState, Denial, Person, Tag, VisitState, Watched
from calsync.parsers.location import read_place
from tests.house import CAST, MINUTE, MORGAN, SAM, an_entry, clock
from tests.values import a_deadline, a_visit

ALL_DAY = Absence(start=clock("00:00"), end=clock("00:00", day=1))
AWAY = replace(SAM, absences=(ALL_DAY,))


def a_watched(*, start: str = "13:00", end: str = "14:00", name: str = "v1", **changes: Any) -> Watched:
    """Sam's visit, planned, with its deadline."""
    visit = a_visit(id=name, state=VisitState.PLANNED, start=clock(start), end=clock(end), **changes)
    own = a_deadline(
        id=f"{name}.visit-end", visit_id=name, due=visit.end, planned=visit.end, base=visit.end, next_step_at=visit.end
    )
    return Watched(visit=visit, deadlines=(own,))


def off(watched: Watched, at: str = "09:00") -> Watched:
    return replace(watched, deadlines=called_off(watched, "morgan", "called off", clock(at)))


class TestWhoAppearsToBeAway:
    def test_an_entry_shown_as_out_of_office_or_an_all_day_leave_takes_its_owner_away(self) -> None:
        training = an_entry("t", "09:00", "17:00", away=True, subject="Training")
        leave = an_entry("l", "00:00", "24:00", all_day=True, subject="Annual Leave")
        found = absences_in([training, leave], (), "Europe/London")
        assert found == (ALL_DAY, Absence(start=clock("09:00"), end=clock("17:00")))

    def test_a_visit_shown_as_out_of_office_takes_nobody_away(self) -> None:
        assert absences_in([an_entry(away=True)], ["e1"], "Europe/London") == ()
        own = replace(SAM, absences=(Absence(start=clock("13:00"), end=clock("14:00")),))
        assert missed(own, [a_watched()], clock("09:00")) == []

    def test_nothing_else_does(self) -> None:
        entries = [
            an_entry("1", away=True, cancelled=True),
            an_entry("2", away=True, declined=True),
            an_entry("3", all_day=True, subject="Annual leave", private=True),
            an_entry("4", all_day=True, subject="Leave cards for Ash"),
            an_entry("5", subject="Annual leave meeting"),
        ]
        assert absences_in(entries, (), "Europe/London") == ()

    def test_what_is_known_is_not_learnt_twice_and_what_is_over_is_let_go(self) -> None:
        assert with_absences(AWAY, [ALL_DAY], clock("09:00")) is AWAY
        old = Absence(start=clock("00:00", day=-2), end=clock("00:00", day=-1))
        assert with_absences(replace(SAM, absences=(old,)), [ALL_DAY], clock("09:00")).absences == (ALL_DAY,)

    def test_the_visits_of_today_that_have_not_begun_are_missed_soonest_first(self) -> None:
        later, earlier = a_watched(start="15:00", end="16:00", name="v2"), a_watched()
        tomorrow = Watched(visit=replace(later.visit, id="v3", start=clock("10:00", day=1)), deadlines=later.deadlines)
        assert missed(AWAY, [later, earlier, tomorrow], clock("09:00")) == [earlier, later]
        assert missed(AWAY, [later, earlier], clock("13:00")) == [later]

    def test_what_only_may_be_a_visit_is_not_asked_about(self) -> None:
        assert missed(AWAY, [a_watched(tag=Tag.POSSIBLE)], clock("09:00")) == []

    def test_who_is_away_for_a_part_of_it_makes_it(self) -> None:
        part = replace(SAM, absences=(Absence(start=clock("13:00"), end=clock("13:30")),))
        assert missed(part, [a_watched()], clock("09:00")) == []
        further = replace(SAM, absences=(Absence(start=clock("08:00")),))
        assert missed(further, [a_watched()], clock("09:00")) != []

    def test_the_question_goes_with_the_morning_or_two_hours_before_the_first(self) -> None:
        visit = a_watched().visit
        assert is_time_to_ask(visit, SAM, clock("08:00"))
        assert not is_time_to_ask(visit, SAM, clock("07:59"))
        assert not is_time_to_ask(visit, SAM, clock("09:00"))
        assert is_time_to_ask(visit, SAM, clock("11:00"))


class TestCallingOff:
    def test_what_was_called_off_is_closed_by_a_person_and_stands_again_as_it_was(self) -> None:
        watched = a_watched()
        (closed,) = off(watched).deadlines
        assert (closed.state, closed.denied, closed.closed_by) == (DeadlineState.CLOSED, Denial.CALLED_OFF, "morgan")
        (again,) = standing(off(watched), clock("09:30"))
        assert again == replace(watched.deadlines[0], round=1, next_step_at=clock("09:30"))
        assert advance(again, clock("09:30")).deadline.next_step_at == watched.deadlines[0].next_step_at

    def test_one_that_stands_again_after_its_end_gets_ten_minutes(self) -> None:
        (again,) = standing(off(a_watched()), clock("15:00"))
        assert again.due == again.base == clock("15:10")

    @pytest.mark.parametrize(
        "changes",
        [{"alarm": AlarmKind.HELP}, {"responders_asked": True}, {"late_entry": True}, {"state": DeadlineState.CLOSED}],
    )
    def test_a_call_for_help_and_a_running_alarm_are_called_off_by_nobody(self, changes: dict[str, Any]) -> None:
        watched = a_watched()
        watched = replace(watched, deadlines=(replace(watched.deadlines[0], **changes),))
        assert called_off(watched, "morgan", "called off", clock("09:00")) == ()

    @given(st.integers(-300, 300), st.sampled_from(VisitState))
    def test_what_has_begun_is_called_off_by_nobody(self, minutes: int, state: VisitState) -> None:
        watched = a_watched()
        watched = replace(watched, visit=replace(watched.visit, state=state))
        at = watched.visit.start + minutes * MINUTE
        if may_be_called_off(watched, at):
            assert at < watched.visit.start
            assert state is VisitState.PLANNED

    def test_it_stays_off_until_its_entry_has_other_times_another_place_or_another_subject(self) -> None:
        watched = off(a_watched())
        watched = replace(watched, visit=replace(watched.visit, subject=an_entry().subject, place=an_entry().place))
        assert is_called_off(watched)
        assert kept_off(watched, an_entry(change_key="2")) == watched.visit
        assert kept_off(watched, an_entry(subject="Another word")) is None
        assert kept_off(watched, an_entry(place=read_place("9 New Street, York"))) is None
        assert kept_off(watched, an_entry(end="14:30")) is None
        assert kept_off(watched, an_entry(start="12:30")) is None
        assert kept_off(a_watched(), an_entry()) is None

    def test_taken_out_and_back_it_stays_off(self) -> None:
        gone = replace(off(a_watched()), visit=replace(a_watched().visit, state=VisitState.CANCELLED))
        assert kept_off(gone, an_entry()) == a_watched().visit


class TestHandingOver:
    def test_a_colleague_has_the_same_deadline_and_ladder(self) -> None:
        theirs = handed(a_watched(), "dee", "Morgan Manages", clock("09:00"))
        (own,), (before,) = theirs.deadlines, a_watched().deadlines
        assert (theirs.visit.worker, own.worker, own.visit_id) == ("dee", "dee", theirs.visit.id)
        assert (own.due, own.steps, own.next_step_at) == (before.due, before.steps, before.next_step_at)
        assert own.id == f"{theirs.visit.id}.visit-end"
        assert theirs.visit.reasons[0] == "Handed over by Morgan Manages."

    def test_once_begun_it_is_taken_back_by_nobody(self) -> None:
        theirs = handed(a_watched(), "dee", "Morgan Manages", clock("09:00"))
        assert taken_back(theirs, clock("12:59"))[0].state is DeadlineState.CANCELLED
        assert taken_back(theirs, clock("13:00")) == ()

    def test_colleagues_are_found_by_name_and_address(self) -> None:
        dee = replace(CAST.persons[2], works=True)
        persons = (SAM, dee, replace(dee, id="dee2", name="Dee Other", mail="other@clarendon.test"))
        assert [each.id for each in colleagues_called("dee", persons, but="sam")] == ["dee", "dee2"]
        assert [each.id for each in colleagues_called("Dee  Deputises", persons, but="sam")] == ["dee"]
        assert [each.id for each in colleagues_called("OTHER@clarendon.test", persons, but="sam")] == ["dee2"]
        assert colleagues_called("Sam", persons, but="sam") == []
        assert colleagues_called("Morgan", CAST.persons, but="sam") == []


def test_the_question_lists_the_visits_by_their_times_alone() -> None:
    visits = [a_watched().visit, a_watched(start="15:00", end="16:00", name="v2").visit]
    title, text = question(SAM, visits)
    assert title == "Is Sam Visits away today?"
    assert "two visits that are watched (13:00, 15:00)" in text
    assert "1. 13:00 to 14:00\n2. 15:00 to 16:00" in text
    assert "Call off today's two?" in text
    assert "Whitcombe" not in title + text
    assert "Elm" not in text
    assert timedelta(0) < visits[1].end - visits[0].start


def test_an_example_of_a_colleague_is_one_of_the_team_by_a_name_that_is_theirs_alone():
    def one(id_: str, name: str, **changes: Any) -> Person:
        return replace(SAM, id=id_, name=name, mail=f"{id_}@clarendon.test", **{"works": True, **changes})

    robin, other = one("r", "Robin Rounds"), one("x", "Alex Away", department="north")
    assert example_colleague(SAM, [SAM, MORGAN, robin, other], "morgan") == "Robin"
    assert example_colleague(SAM, [SAM, robin, one("q", "Robin Rest", manager="y")], "morgan") == "Robin Rounds"
    assert example_colleague(SAM, [SAM, replace(robin, works=False), other], "morgan") == ""
    assert example_colleague(SAM, [SAM, robin], "r") == ""
