"""What deadlines a diary's visits would have, before any of them begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.cli.deadline_words import deadline_facts, deadline_lines
from calsync.domain.classify import Rules, recognise
from calsync.domain.forecast import Expected, expected, watched_of
from calsync.domain.model import Ask, DeadlineKind, Event, Person, Policy, Role, Step
from calsync.domain.returning import Day
from calsync.policies.loader import load

SAM = Person(id="sam", name="Sam Visits")
LONDON = ZoneInfo("Europe/London")
RETURN = DeadlineKind.RETURN
POLICY = Policy(
    name="by-the-return",
    title="Alarms by the return alone",
    steps=(
        Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN),
        Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN, deadline=DeadlineKind.INTERVAL),
        Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN, deadline=RETURN),
        Step(after=timedelta(0), roles=(Role.ADMIN,), ask=Ask.CALL_WORKER, deadline=RETURN, when=("capped-return",)),
        Step(after=timedelta(minutes=90), roles=(Role.ADMIN,), ask=Ask.CALL_WORKER, deadline=RETURN),
        Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN, deadline=DeadlineKind.HOME_SAFE),
    ),
    emergency=(),
    interval=timedelta(minutes=120),
    home_safe=timedelta(minutes=45),
)


def at(text: str) -> datetime:
    """A time of that Tuesday in winter, when local time is UTC."""
    return datetime.fromisoformat(f"2026-12-01T{text}:00").replace(tzinfo=UTC)


def visit(start: str, end: str, subject: str = "HV - K") -> Event:
    """A home visit of Sam's."""
    return Event(worker="sam", id=start, start=at(start), end=at(end), subject=subject, categories=("Home visit",))


def foreseen(*visits: Event, office: str = "") -> dict[str, tuple[Expected, ...]]:
    """The deadlines of each visit by its start, on a day that may have an entry at the office."""
    at_office = [Event(worker="sam", id="o", start=at(office), end=at(office), subject="Office")] if office else []
    day, rules = Day([*visits, *at_office], ()), Rules()
    backs = {each.id: back for each in visits if (back := day.back(each, None)) is not None}
    watched = [
        watched_of(each, recognise(each, rules), POLICY, SAM, key=each.id, back=backs.get(each.id)) for each in visits
    ]
    return expected(watched, backs, POLICY, SAM, LONDON)


def lines(found: tuple[Expected, ...]) -> list[str]:
    """What a command prints of them, without the indent."""
    return [each.strip() for each in deadline_lines(found, "Europe/London")]


def test_an_outings_return_stands_with_its_first_visit_and_says_that_an_entry_at_the_office_tells() -> None:
    found = foreseen(visit("13:00", "14:00"), visit("14:30", "15:00"), office="15:30")
    assert [each.deadline.kind for each in found["14:30"]] == [DeadlineKind.VISIT_END]
    assert lines(found["13:00"]) == [
        "14:00  worker: check-in",
        "Return Tue 01 Dec 2026 15:30: expected back 15:30: office entry.",
        "15:30  worker: check-in",
        "17:00  admin: call-worker",
        "Home Tue 01 Dec 2026 16:15: asked whether they are home, 45 minutes after the return.",
        "16:15  worker: check-in",
    ]


def test_what_follows_a_step_that_is_not_of_the_visit_is_shown_when_the_service_takes_it() -> None:
    risky = replace(visit("14:00", "15:00"), categories=("Home visit", "High risk"))
    visit_of_it = watched_of(risky, recognise(risky, Rules()), load("commence"), SAM, key="v")
    steps = lines((Expected(deadline=visit_of_it.deadlines[0]),))
    assert [each for each in steps if "household" in each] == []
    assert steps[-2:] == ["15:10  admin: call-home", "15:10  line manager: take-over"]


def test_without_an_office_entry_the_way_back_follows_the_last_end() -> None:
    found = foreseen(visit("13:00", "14:00"))
    assert "Return Tue 01 Dec 2026 14:30: expected back 14:30: the last end plus 30 minutes' way." in lines(
        found["13:00"]
    )


def test_a_return_that_an_unanswered_end_brings_forward_is_shown_at_its_own_time_with_the_earlier_one_beside() -> None:
    found = foreseen(visit("09:00", "10:00"), visit("11:00", "12:00"), visit("14:00", "15:00"))
    (told,) = [each for each in found["09:00"] if each.deadline.kind is RETURN]
    assert (told.deadline.due, told.at_latest) == (at("15:30"), at("13:00"))
    assert [step.after for step in told.deadline.steps] == [timedelta(0), timedelta(minutes=90)]
    assert any(each.endswith("minutes' way; at 13:00 while an end stays unanswered.") for each in lines(found["09:00"]))


def test_what_is_asked_during_a_long_visit_is_shown_too() -> None:
    found = foreseen(visit("09:00", "14:00"))
    during = [each["due"] for each in deadline_facts(found["09:00"]) if each["kind"] is DeadlineKind.INTERVAL]
    assert during == [at("11:00"), at("13:00")]


def test_two_outings_of_a_day_have_a_return_each_and_one_way_home() -> None:
    found = foreseen(visit("08:00", "09:00"), visit("14:00", "15:00"), office="09:30")
    kinds = {start: [each.deadline.kind for each in of] for start, of in found.items()}
    assert kinds["08:00"] == [DeadlineKind.VISIT_END, RETURN]
    assert kinds["14:00"] == [DeadlineKind.VISIT_END, RETURN, DeadlineKind.HOME_SAFE]
