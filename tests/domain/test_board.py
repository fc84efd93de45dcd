"""The manager's board: the most urgent first, and nothing on it that its reader must not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from calsync.domain.board import Board, Line, Urgency, board
from calsync.domain.deadlines import plan
from calsync.domain.model import (
    AlarmKind,
    Channel,
    Deadline,
    DeadlineState,
    MailboxState,
    Person,
    Tag,
    VisitState,
    Watched,
)
from tests.house import CAST, CLARENDON, MINUTE, MORGAN, SAM, clock
from tests.values import a_deadline, a_visit

LONDON = ZoneInfo("Europe/London")


def seen(*watched: Watched, at: str, by: Person = MORGAN, **changes: Any) -> Board:
    """The board as Morgan sees it, Sam's diary read a minute ago."""
    now = clock(at)
    read = MailboxState(worker="sam", watched_from=now, next_poll_at=now, last_read=now - MINUTE, fresh_until=now)
    told: dict[str, Any] = {"viewer": by, "workers": {"sam"}, "ready": frozenset({Channel.MAIL}), "zone": LONDON}
    mailboxes = changes.pop("mailboxes", {"sam": read})
    return board(watched, CAST, mailboxes, now, **{**told, **changes})


def the_line(*watched: Watched, at: str, **changes: Any) -> Line:
    """The one line on it."""
    (line,) = seen(*watched, at=at, **changes).lines
    return line


def the_visit(*deadlines: Deadline, **visit: Any) -> Watched:
    return Watched(visit=a_visit(**visit), deadlines=deadlines or (a_deadline(),))


def at_hours(start: str, end: str, *, day: int = 0, visit_id: str = "v2") -> Watched:
    """A visit to come, planned."""
    visit = a_visit(
        id=visit_id, start=clock(start, day=day), end=clock(end, day=day), state=VisitState.PLANNED, worker="sam"
    )
    return Watched(visit=visit, deadlines=plan(visit, CLARENDON))


@pytest.mark.parametrize(
    ("at", "asked", "urgency"),
    [
        ("13:00", False, Urgency.OUT),
        ("13:44", False, Urgency.OUT),
        ("13:45", False, Urgency.DUE_SOON),
        ("14:00", False, Urgency.LATE),
        ("14:09", False, Urgency.LATE),
        ("14:10", True, Urgency.ALARMED),
    ],
)
def test_a_visit_goes_from_out_to_due_to_late_to_alarmed(at: str, asked: bool, urgency: Urgency) -> None:
    line = the_line(the_visit(a_deadline(responders_asked=asked)), at=at)
    assert line.urgency is urgency
    assert line.late == (clock(at) - clock("14:00") if at >= "14:00" else None)


def test_an_alarm_that_somebody_has_names_them_and_is_nobodys_again_when_their_time_runs_out() -> None:
    theirs = a_deadline(responders_asked=True, owner="dee", owned_until=clock("14:40"))
    assert (the_line(the_visit(theirs), at="14:39").urgency, the_line(the_visit(theirs), at="14:39").owner) == (
        Urgency.OWNED,
        "Dee Deputises",
    )
    assert (the_line(the_visit(theirs), at="14:40").urgency, the_line(the_visit(theirs), at="14:40").owner) == (
        Urgency.ALARMED,
        "",
    )


@pytest.mark.parametrize("kind", [AlarmKind.HELP, AlarmKind.DURESS])
def test_a_call_for_help_is_alarmed_from_its_first_moment(kind: AlarmKind) -> None:
    call = a_deadline(id="d2", alarm=kind, base=clock("13:20"))
    line = the_line(the_visit(a_deadline(), call), at="13:20")
    assert (line.urgency, line.alarm, line.due) == (Urgency.ALARMED, kind, clock("13:20"))


def test_a_code_word_that_somebody_has_is_not_hidden_by_the_questions_that_its_worker_still_gets() -> None:
    word = a_deadline(id="d2", alarm=AlarmKind.DURESS, base=clock("13:20"), owner="dee", owned_until=clock("14:40"))
    line = the_line(the_visit(a_deadline(), word), at="14:05")
    assert (line.urgency, line.deadline_id) == (Urgency.OWNED, "d2")


def test_a_late_visit_is_not_hidden_by_a_call_for_help_that_somebody_has() -> None:
    call = a_deadline(id="d2", alarm=AlarmKind.HELP, base=clock("13:20"), owner="dee", owned_until=clock("14:40"))
    assert the_line(the_visit(a_deadline(), call), at="14:05").urgency is Urgency.LATE


def test_the_most_urgent_stands_first_and_calls_for_help_before_silence() -> None:
    late = the_visit(a_deadline(responders_asked=True))
    called = the_visit(a_deadline(id="d9", alarm=AlarmKind.HELP, base=clock("14:20")), id="v9")
    found = seen(at_hours("16:00", "17:00"), late, called, at="14:30")
    assert [line.deadline_id for line in found.lines[:2]] == ["d9", late.deadlines[0].id]
    assert [line.urgency for line in found.lines] == [Urgency.ALARMED, Urgency.ALARMED, Urgency.LATER_TODAY]
    assert len(found.unanswered) == 2


def test_every_urgency_has_its_place_though_nobody_stands_there() -> None:
    assert [urgency for urgency, _ in seen(at="09:00").groups] == list(Urgency)


@pytest.mark.parametrize(("day", "expected"), [(0, [Urgency.LATER_TODAY]), (1, [Urgency.TOMORROW]), (2, [])])
def test_what_comes_after_tomorrow_is_left_out(day: int, expected: list[Urgency]) -> None:
    assert [line.urgency for line in seen(at_hours("16:00", "17:00", day=day), at="09:00").lines] == expected


def test_midnight_between_today_and_tomorrow_is_that_of_the_offices_zone() -> None:
    june = timedelta(days=100)  # summer: 23:30 in London is 22:30 UTC
    late_visit = a_visit(start=clock("22:45") + june, end=clock("23:45") + june, state=VisitState.PLANNED)
    watched = Watched(visit=late_visit, deadlines=plan(late_visit, CLARENDON))
    read = MailboxState(worker="sam", watched_from=clock("09:00"), next_poll_at=clock("09:00"))
    told: dict[str, Any] = {"viewer": MORGAN, "workers": {"sam"}, "ready": frozenset({Channel.MAIL})}
    at = clock("09:00") + june
    (here,) = board([watched], CAST, {"sam": read}, at, zone=LONDON, **told).lines
    (there,) = board([watched], CAST, {"sam": read}, at, zone=ZoneInfo("Asia/Karachi"), **told).lines
    assert (here.urgency, there.urgency) == (Urgency.LATER_TODAY, Urgency.TOMORROW)


def test_it_says_who_is_asked_next_and_when() -> None:
    following = the_line(the_visit(), at="13:30").next
    assert following is not None
    assert (following.at, following.names) == (clock("14:10"), ("Dee Deputises", "Ash Administers"))


def test_behind_the_last_step_that_step_is_asked_again_of_its_owner_alone_while_somebody_has_it() -> None:
    """Law 4: the last step repeats until a person closes it."""
    deadline = a_deadline()
    over = replace(deadline, taken=len(deadline.steps), responders_asked=True, repeat_at=clock("15:35"))
    following = the_line(the_visit(over), at="15:30").next
    assert following is not None
    assert (following.at, following.again, following.names) == (clock("15:35"), True, ("Morgan Manages",))
    owned = the_line(the_visit(replace(over, owner="dee", owned_until=clock("15:40"))), at="15:30").next
    assert owned is not None
    assert owned.names == ("Dee Deputises",)
    asked_alone = replace(deadline, steps=deadline.steps[:1], taken=1, repeat_at=clock("15:35"))
    assert the_line(the_visit(asked_alone), at="15:30").next is None


def test_a_diary_that_was_not_read_in_time_is_shown_as_stale() -> None:
    assert not the_line(the_visit(), at="13:30").stale
    assert the_line(the_visit(), at="13:30").read == clock("13:29")
    now = clock("13:30")
    old = MailboxState(worker="sam", watched_from=now, next_poll_at=now, fresh_until=now - MINUTE)
    assert the_line(the_visit(), at="13:30", mailboxes={"sam": old}).stale
    assert the_line(the_visit(), at="13:30", mailboxes={}).stale


def test_what_only_may_be_a_visit_says_so() -> None:
    assert the_line(the_visit(tag=Tag.POSSIBLE), at="13:30").possible


def test_nobody_reads_of_a_visit_on_which_they_are_themselves() -> None:
    """Law 7: whoever stands beside a worker with a code word may read their screen."""
    word = a_deadline(alarm=AlarmKind.DURESS, base=clock("13:20"))
    assert seen(the_visit(word), at="13:30", by=SAM).lines == ()
    assert seen(the_visit(word, attendees=("dee@clarendon.test",)), at="13:30", by=CAST.persons[2]).lines == ()


def test_workers_of_others_and_closed_deadlines_are_left_out() -> None:
    assert seen(the_visit(), at="13:30", workers=set()).lines == ()
    assert seen(the_visit(a_deadline(state=DeadlineState.CLOSED)), at="13:30").lines == ()
