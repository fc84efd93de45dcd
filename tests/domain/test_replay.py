"""What a diary of the past would have brought, for several habits of answering."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from calsync.domain.classify import Rules
from calsync.domain.model import Event, Person, Role, WorkingHours
from calsync.domain.replay import Asked, Told, replay
from calsync.policies.loader import load

SAM = Person(id="sam", name="Sam Visits", hours=WorkingHours())
TEN = datetime(2026, 11, 3, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _told(minutes: int | None, *starts: datetime) -> Told:
    events = [Event(worker="sam", id=str(s), start=s, end=s + HOUR, categories=("Home visit",)) for s in starts]
    asked = Asked(start=TEN - 24 * HOUR, end=TEN + 24 * HOUR, habits=(minutes,))
    weeks = replay(events, Rules(), load("clarendon"), SAM, asked)
    assert list(weeks) == [date(2026, 11, 2)]
    return weeks[date(2026, 11, 2)].told[minutes]


def test_a_worker_who_answers_at_once_alarms_nobody() -> None:
    told = _told(0, TEN)
    assert (told.questions, told.alerts) == (1, {})


def test_an_answer_after_fifteen_minutes_comes_after_the_deputy_and_the_administrator_were_told() -> None:
    told = _told(15, TEN)
    assert (told.questions, told.alerts) == (2, {Role.DEPUTY: 1, Role.ADMIN: 1})


def test_where_nobody_answers_the_whole_ladder_is_told_once() -> None:
    told = _told(None, TEN)
    assert (told.questions, told.alerts) == (2, {Role.DEPUTY: 1, Role.ADMIN: 1, Role.LINE_MANAGER: 1})
    assert told.repeats == 0


def test_one_safe_closes_what_overlaps_and_is_due_within_ten_minutes() -> None:
    assert _told(5, TEN, TEN + timedelta(minutes=10)).questions == 1
