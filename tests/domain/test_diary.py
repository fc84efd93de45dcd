"""What one reading of a diary means for the visits that are watched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.diary import DIARY_CHANGED, Reading, changes_of
from calsync.domain.keys import deadline_key, notification_key, visit_key
from calsync.domain.lookups import ids_to_ask
from calsync.domain.model import (
    Channel,
    DeadlineKind,
    DeadlineState,
    Place,
    Role,
    Snapshot,
    Unreadable,
    VisitState,
    Watched,
)
from calsync.domain.takeover import begun
from tests.house import CLARENDON, RULES, SAM, an_entry, clock
from tests.ladders import BY_HOURS
from tests.values import a_deadline, a_visit

AT, A_MINUTE_AGO, MIDNIGHT = clock("13:10"), clock("13:09"), clock("00:00")


def a_snapshot(*events, unreadable=(), start="01:00", end="23:00"):
    return Snapshot(worker="sam", start=clock(start), end=clock(end), events=events, unreadable=unreadable)


def reading(
    *events, known=(), asked=None, at=AT, last_read=A_MINUTE_AGO, worker=SAM, watched_from=MIDNIGHT, policy=CLARENDON
):
    judged = Reading(
        snapshot=a_snapshot(*events),
        asked=asked or {},
        known=known,
        rules=RULES,
        policy=policy,
        watched_from=watched_from,
        last_read=last_read,
        worker=worker,
        at=at,
    )
    return changes_of(judged)


def known_visit(at=AT, **changes):
    """The visit as the reading of its entry, which was asked for by its id, left it."""
    entry = an_entry(**changes)
    (change,) = reading(entry, asked={entry.id: entry}, at=at, last_read=None)
    return change.watched


def asks(*events, known=(), emptied=False, **changes):
    return ids_to_ask(a_snapshot(*events, **changes), known, RULES, clock("00:00"), SAM, at=AT, emptied=emptied)


def ids(*events, **changes):
    found = asks(*events, **changes)
    return [*found.now, *found.later]


# --- what must be asked for by its id


def test_a_new_visit_is_asked_for_and_what_is_no_visit_is_not():
    entry = an_entry(created=None)
    assert ids(entry, replace(entry, id="e2", subject="Coffee", place=Place(text="Cafe"))) == ["e1"]


def test_a_known_visit_is_asked_for_again_only_when_its_change_key_differs():
    entry, known = an_entry(created=None), [known_visit()]
    assert ids(entry, known=known) == []
    assert ids(replace(entry, change_key="2"), known=known) == ["e1"]


def test_a_missing_visit_is_asked_for_before_it_counts_as_gone():
    assert ids(known=[known_visit()]) == ["e1"]


def test_in_a_diary_known_to_be_emptied_a_missing_visit_ahead_is_not_asked_for_again_and_a_begun_one_is():
    ahead = known_visit(at=clock("09:00"))
    begun = replace(ahead, visit=replace(ahead.visit, state=VisitState.BEGUN, start=clock("08:00")))
    later = replace(ahead, visit=replace(ahead.visit, start=AT + timedelta(hours=1), end=AT + timedelta(hours=2)))
    assert ids(known=[later], emptied=True) == []
    assert ids(known=[begun], emptied=True) == ["e1"]


def test_a_visit_far_ahead_can_wait_until_its_hours_come():
    far = an_entry(created=None)
    far = replace(far, start=AT + timedelta(days=5), end=AT + timedelta(days=5, hours=1))
    assert ids(far) == []


def test_a_missing_entry_that_could_not_be_read_is_not_missing():
    assert ids(known=[known_visit()], unreadable=(Unreadable(worker="sam", id="e1", why="no time"),)) == []


def test_a_closed_visit_outside_the_window_is_not_asked_for_and_an_open_one_is():
    known = known_visit()
    closed = replace(known, deadlines=tuple(replace(d, state=DeadlineState.CLOSED) for d in known.deadlines))
    assert ids(known=[closed], start="20:00") == []
    assert ids(known=[known], start="20:00") == ["e1"]


def test_a_cancelled_visit_is_not_asked_for():
    known = known_visit()
    gone = replace(known, visit=replace(known.visit, state=VisitState.CANCELLED), deadlines=())
    assert ids(known=[gone]) == []


# --- what it means


@pytest.mark.parametrize(
    ("state", "at", "expected"),
    [
        (VisitState.PLANNED, "12:59:59", False),
        (VisitState.PLANNED, "13:00", True),
        (VisitState.BEGUN, "12:00", True),
        (VisitState.CANCELLED, "13:30", False),
    ],
)
def test_begun_is_judged_when_the_diary_is_read(state, at, expected):
    assert begun(a_visit(state=state), clock(at)) is expected


def test_an_ordinary_reading_changes_nothing():
    assert reading(an_entry(), known=[known_visit()]) == []


def test_a_planned_visit_that_begins_is_written_down_as_begun_once():
    known = known_visit(at=clock("12:00"))
    (change,) = reading(an_entry(), known=[known])
    assert change.watched.visit.state is VisitState.BEGUN
    assert change.watched.deadlines == known.deadlines
    assert reading(an_entry(), known=[change.watched]) == []


def test_an_entry_of_which_nobody_could_say_whether_it_is_gone_is_left_as_it_is():
    assert reading(known=[known_visit()]) == []


def test_a_visit_gone_after_its_start_is_a_question_and_keeps_its_deadline():
    known = known_visit()
    (change,) = reading(known=[known], asked={"e1": None})
    assert change.ask_worker == DIARY_CHANGED
    assert change.watched.deadlines == known.deadlines
    assert change.watched.visit.left_diary == AT


def test_a_visit_gone_before_its_start_is_cancelled_without_a_question():
    known = known_visit(at=clock("12:00"))
    (change,) = reading(known=[known], asked={"e1": None}, at=clock("12:30"))
    assert change.ask_worker == ""
    assert [each.state for each in change.watched.deadlines] == [DeadlineState.CANCELLED]


def test_what_was_asked_for_by_its_id_was_read_later_and_wins():
    (change,) = reading(an_entry(), known=[known_visit()], asked={"e1": None})
    assert change.watched.visit.left_diary == AT


def test_a_gone_visit_is_asked_about_once():
    (change,) = reading(known=[known_visit()], asked={"e1": None})
    assert reading(known=[change.watched], asked={"e1": None}) == []


def test_an_all_day_visit_has_no_ladder_but_a_question_for_its_times_and_a_concern():
    entry = an_entry(start="00:00", end="23:59", all_day=True, categories=("Home visit",))
    (change,) = reading(entry)
    (deadline,) = change.watched.deadlines
    assert [step.roles for step in deadline.steps] == [(Role.WORKER,)]
    assert change.concern.kind == "no-times"


def test_an_all_day_visit_of_a_day_that_is_over_asks_nothing():
    entry = an_entry(start="00:00", end="08:00", all_day=True, categories=("Home visit",))
    (change,) = reading(entry)
    assert change.watched.deadlines == ()


@pytest.mark.parametrize(
    ("created", "last_read", "late"),
    [
        ("13:59", None, False),
        ("14:00", None, True),
        ("14:30", None, True),
        ("09:00", "13:59", False),
        ("09:00", "14:00", True),
    ],
)
def test_an_over_entry_is_late_when_it_was_made_or_tagged_after_its_end(created, last_read, late):
    entry = an_entry(created=clock(created))
    (change,) = reading(entry, at=clock("15:00"), last_read=None if last_read is None else clock(last_read))
    assert change.watched.deadlines[0].late_entry is late


def test_an_over_entry_whose_making_is_not_known_yet_is_decided_upon_later():
    assert reading(an_entry(created=None), at=clock("15:00"), last_read=None) == []


def test_the_end_decides_whether_an_entry_lies_before_watched_from():
    entry = an_entry()
    assert reading(entry, watched_from=clock("14:00"), last_read=None) == []
    assert len(reading(entry, watched_from=clock("13:59"), last_read=None)) == 1


@pytest.mark.parametrize("person", [SAM, None])
def test_a_place_alone_makes_a_visit_in_the_workers_own_hours_or_where_nobody_knows_them(person):
    found = reading(an_entry(start="19:00", end="20:00", subject="Mrs Whitcombe"), worker=person)
    assert len(found) == (0 if person else 1)


def test_a_begun_visit_is_not_untagged_because_its_hours_are_over():
    known = known_visit(at=clock("17:50"), start="17:45", end="18:30")
    assert reading(an_entry(start="17:45", end="18:30"), known=[known], at=clock("18:10")) == []


def test_changes_come_with_acts_that_hold_ids_alone():
    (change,) = reading(an_entry())
    assert [act.what for act in change.acts] == ["visit-found"]
    assert "Whitcombe" not in repr(change.acts)
    assert "Elm" not in repr(change.acts)


def test_new_visits_come_in_the_order_of_the_diary():
    entries = [an_entry(f"e{n}", start, "16:00") for n, start in enumerate(("15:00", "13:20", "14:00"))]
    assert [each.watched.visit.event_id for each in reading(*entries)] == ["e1", "e2", "e0"]


def test_many_edits_of_one_entry_read_at_once_are_one_change():
    entry = an_entry(subject="Another", change_key="9", categories=("Home visit",))
    entry = replace(entry, end=clock("14:30"))
    changes = reading(entry, known=[known_visit()])
    assert len(changes) == 1
    assert changes[0].watched.deadlines[0].due == clock("14:30")
    assert changes[0].extended


# --- names


def test_names_are_made_from_what_they_name_and_nothing_else():
    assert visit_key("sam", "e1") == visit_key("sam", "e1") != visit_key("sam", "e1", 1)
    assert visit_key("sam", "e1") != visit_key("same", "1")
    assert deadline_key("v", DeadlineKind.VISIT_END) == "v.visit-end"
    one = notification_key("d", "1", 0, "sam", Channel.MAIL)
    assert (
        len(
            {
                one,
                notification_key("d", "1", 1, "sam", Channel.MAIL),
                notification_key("d", "1", 0, "sam", Channel.TEXT),
            }
        )
        == 3
    )
    assert (
        len({notification_key("d", "1", 11, "s", Channel.MAIL), notification_key("d", "11", 1, "s", Channel.MAIL)}) == 2
    )


def test_immutable_ids_differ_in_case():
    assert visit_key("sam", "AAa") != visit_key("sam", "AAA")
    watched = Watched(visit=a_visit(event_id="AAA"), deadlines=(a_deadline(),))
    assert ids(an_entry("AAa", created=None), known=[watched]) == ["AAA", "AAa"]


def test_a_long_visit_made_to_last_all_day_before_its_start_is_asked_for_its_times_alone():
    entry = an_entry(start="15:00", end="19:00")
    (found,) = reading(entry, policy=BY_HOURS)
    during = sorted(found.watched.deadlines, key=lambda each: each.due)
    written = tuple(replace(each, version=number) for number, each in enumerate(during, 1))
    known = replace(found.watched, deadlines=written)
    all_day = replace(entry, start=clock("00:00"), end=clock("23:00"), all_day=True, change_key="2")
    (change,) = reading(all_day, known=[known], policy=BY_HOURS)
    (question,) = [each for each in change.watched.deadlines if each.is_open]
    (end,) = [each for each in written if each.kind is DeadlineKind.VISIT_END]
    assert (question.id, question.version, question.late_entry) == (end.id, end.version, True)
    assert reading(all_day, known=[change.watched], policy=BY_HOURS) == []
