"""What a diary of the past would have brought, for several habits of answering."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from calsync.domain.classify import Rules
from calsync.domain.model import Ask, DeadlineKind, Event, Person, Policy, Role, Step, WorkingHours
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


BY_THE_RETURN = Policy(
    name="by-the-return",
    title="Alarms by the return alone",
    steps=(
        Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN),
        Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN, deadline=DeadlineKind.RETURN),
        Step(
            after=timedelta(minutes=10),
            roles=(Role.LINE_MANAGER, Role.DEPUTY),
            ask=Ask.CALL_WORKER,
            every=timedelta(minutes=5),
            deadline=DeadlineKind.RETURN,
        ),
    ),
    emergency=(),
)


def _by_the_return(minutes: int | None, *starts: datetime, office: datetime | None = None) -> Told:
    events = [Event(worker="sam", id=str(s), start=s, end=s + HOUR, categories=("Home visit",)) for s in starts]
    if office is not None:
        events.append(Event(worker="sam", id="office", start=office, end=office + HOUR, subject="Office"))
    asked = Asked(start=TEN - 24 * HOUR, end=TEN + 24 * HOUR, habits=(minutes,))
    (week,) = replay(events, Rules(), BY_THE_RETURN, SAM, asked).values()
    return week.told[minutes]


def test_an_outing_asks_at_each_end_and_once_at_its_return() -> None:
    told = _by_the_return(5, TEN, TEN + 2 * HOUR)
    assert (told.questions, told.alerts) == (3, {})


def test_a_return_that_nobody_answers_is_told_once_and_counted() -> None:
    told = _by_the_return(None, TEN, TEN + 2 * HOUR)
    assert (told.questions, told.alerts) == (3, {Role.LINE_MANAGER: 1, Role.DEPUTY: 1})


def test_who_answers_each_question_late_alarms_by_the_return_alone() -> None:
    told = _by_the_return(15, TEN, TEN + 2 * HOUR)
    assert told.alerts == {Role.LINE_MANAGER: 1, Role.DEPUTY: 1}


def test_a_safe_at_the_last_end_answers_a_return_that_is_due_within_ten_minutes() -> None:
    told = _by_the_return(0, TEN, office=TEN + HOUR + timedelta(minutes=10))
    assert (told.questions, told.alerts) == (1, {})


def test_an_answered_end_puts_off_the_return_of_a_long_outing() -> None:
    starts = [TEN + n * 2 * HOUR for n in range(4)]
    assert _by_the_return(5, *starts).questions == 5
    assert _by_the_return(5, *starts).alerts == {}
