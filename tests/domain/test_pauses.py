"""Which deadlines a pause holds, who may ask for one, and that no begun visit is ever among what it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.escalation import advance
from calsync.domain.model import AlarmKind, DeadlineState, Pause, PauseFor, VisitState, Watched
from calsync.domain.pause_wording import banner, of_beginning, of_the_end, told_late
from calsync.domain.pauses import (
    begun_by,
    covers,
    held,
    held_until,
    let_go,
    problem_of_agreeing,
    problem_of_ending,
    problems_of_asking,
    standing,
    whom_covered,
)
from tests.house import CAST, MINUTE, MORGAN, SAM, clock
from tests.values import a_deadline, a_visit

TEAM = replace(SAM, department="North")
PEOPLE = replace(CAST, persons=(TEAM, *CAST.persons[1:]))


def a_pause(**changes: Any) -> Pause:
    """Asked by Morgan at 12:30, agreed by Dee at 12:45, until 18:00, for Sam."""
    values: dict[str, Any] = {
        "id": "K7M2QX",
        "whom": PauseFor.WORKER,
        "about": "sam",
        "until": clock("18:00"),
        "reason": "Training in one room, nobody visits.",
        "asked_by": "morgan",
        "asked_at": clock("12:30"),
        "agreed_by": "dee",
        "agreed_at": clock("12:45"),
        "covered": ("sam",),
    }
    return Pause(**{**values, **changes})


def asked(**changes: Any) -> Pause:
    return a_pause(**{"agreed_by": None, "agreed_at": None, "covered": (), **changes})


class TestAsking:
    def test_with_a_reason_and_an_end_within_24_hours_it_can_be_asked_for(self) -> None:
        assert problems_of_asking(asked(), PEOPLE) == []
        assert problems_of_asking(asked(until=clock("12:30", day=1)), PEOPLE) == []

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"reason": "  "}, "needs a reason"),
            ({"reason": "x" * 301}, "say it in 300"),
            ({"reason": "training\nALARM"}, "in one line"),
            ({"reason": "training\x1b[2J"}, "in one line"),
            ({"whom": PauseFor.TEAM, "about": ""}, "A team needs its name"),
            ({"whom": PauseFor.TEAM, "about": "  "}, "A team needs its name"),
            ({"until": clock("12:30")}, "has to lie ahead"),
            ({"until": clock("12:31", day=1)}, "within 24 hours"),
            ({"about": "morgan"}, "are not watched"),
            ({"about": "nobody"}, "are not watched"),
            ({"whom": PauseFor.TEAM, "about": "South"}, "the teams are North"),
        ],
    )
    def test_what_is_wrong_is_said(self, changes: dict[str, Any], why: str) -> None:
        (problem,) = problems_of_asking(asked(**changes), PEOPLE)
        assert why in problem

    def test_every_problem_is_said_at_once(self) -> None:
        assert len(problems_of_asking(asked(reason="", until=clock("12:00"), about="nobody"), PEOPLE)) == 3

    def test_it_is_for_one_a_team_or_all_who_are_watched(self) -> None:
        assert whom_covered(asked(), PEOPLE) == ("sam",)
        assert whom_covered(asked(whom=PauseFor.TEAM, about=" north"), PEOPLE) == ("sam",)
        assert whom_covered(asked(whom=PauseFor.TEAM, about="South"), PEOPLE) == ()
        assert whom_covered(asked(whom=PauseFor.ALL, about=""), PEOPLE) == ("sam",)


class TestTheSecondPerson:
    def test_nobody_agrees_to_their_own_pause(self) -> None:
        assert "somebody else has to" in problem_of_agreeing(asked(), "morgan", PEOPLE, clock("12:45"))
        assert problem_of_agreeing(asked(), "dee", PEOPLE, clock("12:45")) == ""

    def test_nobody_signs_their_own_watch_away(self) -> None:
        for whom, about in ((PauseFor.WORKER, "sam"), (PauseFor.TEAM, "North"), (PauseFor.ALL, "")):
            pause = asked(whom=whom, about=about)
            assert "signs their own watch away" in problem_of_agreeing(pause, "sam", PEOPLE, clock("12:45"))

    def test_a_team_without_a_name_is_nobody(self) -> None:
        assert whom_covered(asked(whom=PauseFor.TEAM, about=" "), CAST) == ()

    def test_nobody_agrees_twice_or_to_what_is_over(self) -> None:
        assert "already" in problem_of_agreeing(a_pause(), "ash", PEOPLE, clock("13:00"))
        assert "over" in problem_of_agreeing(asked(), "dee", PEOPLE, clock("18:00"))
        assert "over" in problem_of_agreeing(asked(ended_at=clock("12:40")), "dee", PEOPLE, clock("12:45"))

    def test_until_somebody_has_agreed_it_covers_nothing(self) -> None:
        visit = a_visit()
        assert covers([asked(covered=("sam",))], visit, a_deadline(), clock("14:00")) is None
        assert standing([asked(), a_pause()], clock("14:00")) == [a_pause()]

    def test_it_is_ended_once(self) -> None:
        assert problem_of_ending(a_pause(), clock("14:00")) == ""
        assert problem_of_ending(asked(), clock("14:00")) == ""
        assert problem_of_ending(a_pause(), clock("18:00")) != ""


class TestWhatItHolds:
    def test_the_deadline_of_a_visit_that_begins_within_it_waits_for_its_end(self) -> None:
        pause = a_pause()
        assert covers([pause], a_visit(), a_deadline(), clock("14:00")) == pause
        assert held(a_deadline(), pause) == replace(a_deadline(), next_step_at=clock("18:00"))

    def test_a_visit_that_had_begun_is_watched_on(self) -> None:
        assert covers([a_pause(agreed_at=clock("13:01"))], a_visit(), a_deadline(), clock("14:00")) is None

    def test_a_begun_visit_whose_start_is_moved_into_the_pause_is_watched_on(self) -> None:
        watched = [Watched(visit=a_visit(), deadlines=(a_deadline(),))]
        pause = begun_by(asked(), "dee", PEOPLE, watched, clock("13:20"))
        assert pause.goes_on == ("v1",)
        assert covers([pause], a_visit(start=clock("13:30")), a_deadline(), clock("14:00")) is None

    def test_a_visit_of_somebody_else_is_watched_on(self) -> None:
        other = a_visit(worker="robin")
        assert covers([a_pause()], other, a_deadline(worker="robin"), clock("14:00")) is None

    def test_a_visit_after_it_is_watched(self) -> None:
        late = a_visit(start=clock("18:00"), end=clock("19:00"), state=VisitState.PLANNED)
        assert covers([a_pause()], late, a_deadline(), clock("17:00")) is None

    @pytest.mark.parametrize(
        "changes",
        [
            {"alarm": AlarmKind.HELP},
            {"alarm": AlarmKind.DURESS},
            {"responders_asked": True},
            {"owner": "morgan"},
            {"outside_body": "1234"},
            {"state": DeadlineState.CLOSED},
        ],
    )
    def test_a_call_for_help_and_a_running_alarm_are_held_by_nothing(self, changes: dict[str, Any]) -> None:
        assert covers([a_pause()], a_visit(), a_deadline(**changes), clock("14:00")) is None

    def test_what_is_watched_beside_a_code_word_is_not_held(self) -> None:
        assert covers([a_pause()], a_visit(event_id="unbelieved:e1"), a_deadline(), clock("14:00")) is None

    def test_ended_early_it_holds_nothing_and_the_ladder_is_looked_at_at_once(self) -> None:
        pause = a_pause(ended_at=clock("15:00"), ended_by="ash")
        assert covers([pause], a_visit(), a_deadline(), clock("15:00")) is None
        assert let_go(held(a_deadline(), a_pause()), clock("15:00")).next_step_at == clock("15:00")

    def test_of_two_the_one_that_ends_last_holds(self) -> None:
        longer = a_pause(id="L", until=clock("20:00"))
        assert covers([a_pause(), longer], a_visit(), a_deadline(), clock("14:00")) == longer

    def test_who_joins_the_team_later_is_watched(self) -> None:
        pause = a_pause(whom=PauseFor.TEAM, about="North")
        assert covers([pause], a_visit(worker="robin"), a_deadline(), clock("14:00")) is None


minutes = st.integers(-600, 900).map(lambda n: clock("12:00") + n * MINUTE)


@given(asked_at=minutes, agreed=minutes, until=minutes, ended=st.none() | minutes, start=minutes, at=minutes)
def test_no_visit_that_began_before_the_pause_is_ever_held(asked_at, agreed, until, ended, start, at) -> None:
    visit = a_visit(start=start, end=start + 60 * MINUTE)
    waits = asked(asked_at=asked_at, until=until)
    watched = [Watched(visit=visit, deadlines=(a_deadline(due=visit.end),))]
    pause = replace(begun_by(waits, "dee", PEOPLE, watched, agreed), ended_at=ended)
    found = covers([pause], visit, a_deadline(due=visit.end), at)
    if found is not None:
        assert agreed < start
        assert agreed <= at < found.over_at
        # Whatever its entry says later, a visit under way at the agreement is watched on.
    if start <= agreed:
        moved = replace(visit, start=agreed + MINUTE)
        assert covers([pause], moved, a_deadline(due=visit.end), at) is None


@given(scans=st.lists(st.integers(1, 40), min_size=1, max_size=40), ended=st.none() | st.integers(1, 400))
def test_after_a_pause_every_step_that_was_held_is_taken(scans: list[int], ended: int | None) -> None:
    pause = a_pause(ended_at=clock("12:45") + ended * MINUTE if ended is not None else None)
    visit, now = a_visit(), clock("13:00")
    deadline = a_deadline()
    taken: list[int] = []
    was_ended = False
    for gap in [*scans, 600]:
        now += gap * MINUTE
        if ended is not None and now >= pause.over_at and not was_ended:
            was_ended, deadline = True, let_go(deadline, now)
        before = a_pause() if ended is not None and now < pause.over_at else pause
        if deadline.next_step_at is None or deadline.next_step_at > now:
            continue
        holding = covers([before], visit, deadline, now)
        if holding is not None:
            deadline = held(deadline, holding)
            assert deadline.next_step_at == holding.over_at
            continue
        step = advance(deadline, now)
        taken += [each.number for each in step.due if not each.repeat]
        deadline = step.deadline
    assert taken == list(range(1, len(deadline.steps) + 1))


class TestWhatPeopleRead:
    def test_whom_it_covers_reads_from_when_to_when_why_and_whom_to_ring(self) -> None:
        title, text = of_beginning(a_pause(), SAM, PEOPLE, clock("12:45"))
        assert title == "You are not watched until 18:00"
        assert "from 12:45 to 18:00, because: Training in one room, nobody visits." in text
        assert "ring Morgan Manages yourself" in text

    def test_nothing_that_they_read_names_alarm_police_or_escalation(self) -> None:
        read = " ".join(
            (*of_beginning(a_pause(), SAM, PEOPLE, clock("12:45")), *of_the_end(a_pause(), SAM, clock("18:00")))
        )
        assert not any(word in read.casefold() for word in ("alarm", "police", "escalat"))

    def test_a_screen_says_who_is_not_watched_why_and_who_said_so(self) -> None:
        said = banner(a_pause(), PEOPLE, "Europe/London")
        assert said == (
            "PAUSED: visits of Sam Visits that begin between 12:45 and 18:00 are not watched: Training in one room, "
            "nobody visits (asked by Morgan Manages, agreed by Dee Deputises; pause K7M2QX)."
        )
        overnight = banner(a_pause(until=clock("06:00", day=1), whom=PauseFor.ALL), PEOPLE, "Europe/London")
        assert "of everybody that begin between 12:45 on Monday and 06:00 on Tuesday" in overnight

    def test_a_late_message_says_that_it_was_paused(self) -> None:
        pause = a_pause()
        assert held_until([pause], a_visit(), clock("14:00")) == pause
        assert held_until([pause], a_visit(), clock("18:00")) is None
        assert held_until([pause], a_visit(start=clock("12:00")), clock("14:00")) is None
        assert "What fell due in that time is told only now." in told_late(pause, "Europe/London")

    def test_without_a_manager_it_says_line_manager(self) -> None:
        assert (
            "ring your line manager yourself"
            in of_beginning(a_pause(), replace(SAM, manager=None), PEOPLE, clock("12:45"))[1]
        )
        phoned = replace(PEOPLE, persons=(SAM, replace(MORGAN, mobile="+447700900102")))
        assert "Morgan Manages (+447700900102)" in of_beginning(a_pause(), SAM, phoned, clock("12:45"))[1]
        assert timedelta(hours=24) > a_pause().until - a_pause().asked_at
