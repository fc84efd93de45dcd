"""A diary of the past, rules and a policy -> what there would have been to answer and whom it would have alarmed.

Nothing is written twice here: an entry is judged, planned for and escalated by the very functions of the service. A
diary does not say when people answered, so it is told for several habits of answering. Only numbers come back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.answering import answer_of_worker
from calsync.domain.classify import Rules
from calsync.domain.escalation import StepDue, advance
from calsync.domain.forecast import by_days, replaced, watched_of, with_outings
from calsync.domain.likeness import by_likeness
from calsync.domain.lookups import judged
from calsync.domain.model import (
    Answer,
    AnswerKind,
    Deadline,
    DeadlineKind,
    Event,
    Person,
    Policies,
    Policy,
    Role,
    Tag,
    Via,
    Watched,
)
from calsync.domain.outings import OF_OUTINGS, has_outings, of_outings
from calsync.domain.returning import Day

Habit = int | None
"""How many minutes after an entry's end all workers answer; None: nobody answers."""
HABITS: tuple[Habit, ...] = (0, 5, 10, 15, 20, 30, None)


SaysBack = Callable[[Event, str], datetime | None]


def _says_nothing(event: Event, zone: str) -> datetime | None:  # noqa: ARG001  the signature is SaysBack's
    return None


@dataclass(slots=True, kw_only=True)
class Told:
    """How many messages there would have been under one habit."""

    questions: int = 0
    """To workers."""
    alerts: Counter[Role] = field(default_factory=Counter)
    """To responders, by role; a step to two roles is one for each."""
    repeats: int = 0
    """Messages that say a step once more; not counted in the others, and not at all where nobody answers."""

    def add(self, other: Told) -> None:
        """Count another's in."""
        self.questions += other.questions
        self.alerts += other.alerts
        self.repeats += other.repeats

    def step(self, due: StepDue) -> None:
        """Count one step that was taken."""
        if due.repeat:
            self.repeats += len(due.step.roles)
            return
        for role in due.step.roles:
            if role is Role.WORKER:
                self.questions += 1
            else:
                self.alerts[role] += 1


@dataclass(slots=True, kw_only=True)
class Week:
    """One week of one team, in numbers."""

    visits: int = 0
    possible: int = 0
    """Entries that only may be visits; not counted among the visits."""
    all_day: int = 0
    """Of both, those that last all day: the worker is asked for times, and nobody else is told."""
    no_end: int = 0
    """Of both, those that end when they begin."""
    doubts: Counter[str] = field(default_factory=Counter)
    """Why entries only may be visits: how often by each rule that decided."""
    told: dict[Habit, Told] = field(default_factory=dict)

    def add(self, other: Week) -> None:
        """Count another's in."""
        self.visits += other.visits
        self.possible += other.possible
        self.all_day += other.all_day
        self.no_end += other.no_end
        self.doubts += other.doubts
        for habit, told in other.told.items():
            self.told.setdefault(habit, Told()).add(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Entries that begin from `start` up to `end`, in UTC, and the habits for which they are told."""

    start: datetime
    end: datetime
    habits: tuple[Habit, ...] = HABITS


@dataclass(slots=True, kw_only=True)
class Replayed:
    """What came of all diaries, each under its worker's policy."""

    policies: Policies
    says_back: SaysBack = _says_nothing
    """When an entry says that its worker is back, its times read in that zone."""
    teams: dict[str, dict[date, Week]] = field(default_factory=dict)
    """The weeks of each team by their Mondays."""
    diaries: int = 0
    whole: bool = True
    """Whether everything could be read; whoever reads the diaries sets it."""

    def count(self, team: str, events: Iterable[Event], rules: Rules, worker: Person, asked: Asked) -> None:
        """Count one diary in."""
        self.diaries += 1
        weeks = self.teams.setdefault(team, {})
        policy = self.policies.of(worker)
        for monday, week in replay(events, rules, policy, worker, asked, says_back=self.says_back).items():
            weeks.setdefault(monday, Week()).add(week)

    def weeks(self) -> dict[date, Week]:
        """The weeks of all teams together."""
        together: dict[date, Week] = {}
        for weeks in self.teams.values():
            for monday, week in weeks.items():
                together.setdefault(monday, Week()).add(week)
        return together


def summed(weeks: Iterable[Week]) -> Week:
    """Several weeks as one."""
    whole = Week()
    for week in weeks:
        whole.add(week)
    return whole


def replay(
    events: Iterable[Event],
    rules: Rules,
    policy: Policy,
    worker: Person,
    asked: Asked,
    *,
    says_back: SaysBack = _says_nothing,
) -> dict[date, Week]:
    """The weeks of one diary by their Mondays, in the worker's zone; an outing counts in that of its first visit.

    Weeks without anything that is or may be a visit are left out. `says_back` reads when an entry says that its worker
    is back.
    """
    zone = ZoneInfo(worker.zone)
    weeks: dict[date, Week] = {}
    watched: list[Watched] = []
    monday_of: dict[str, date] = {}
    events = list(events)
    diary = Day(events, rules.sites) if has_outings(policy) else None
    for number, event in enumerate(events):
        begins = datetime.combine(event.start.date(), time(), zone) if event.all_day else event.start.astimezone(zone)
        if not asked.start <= begins < asked.end:
            continue
        told = judged(event, rules, worker, remembered=by_likeness(()), possible=policy.possible)
        if told.tag is Tag.NONE:
            continue
        back = diary.back(event, says_back(event, worker.zone)) if diary is not None else None
        each = watched_of(event, told, policy, worker, key=str(number), back=back)
        visit = each.visit
        monday = begins.date() - timedelta(days=begins.weekday())
        week = weeks.setdefault(monday, Week(told={habit: Told() for habit in asked.habits}))
        week.visits += visit.tag is Tag.VISIT
        if visit.tag is Tag.POSSIBLE:
            week.possible += 1
            week.doubts[visit.matched_by] += 1
        week.all_day += event.all_day
        week.no_end += not event.all_day and event.end == event.start
        monday_of[visit.id] = monday
        watched.append(each)
    days = [with_outings(day, policy, worker) for day in by_days(watched, zone)]
    for habit in asked.habits:
        steps = _nobody(days) if habit is None else Habitual(days, policy, worker).steps(timedelta(minutes=habit))
        for deadline, due in steps:
            weeks[monday_of[deadline.visit_id]].told[habit].step(due)
    return weeks


def _nobody(days: Sequence[Sequence[Watched]]) -> Iterable[tuple[Deadline, StepDue]]:
    """Every step of every ladder, once each."""
    for deadline in (one for day in days for each in day for one in each.deadlines):
        if deadline.steps:
            last = advance(deadline, deadline.base + max(step.after for step in deadline.steps))
            yield from ((deadline, due) for due in last.due if not due.repeat)


class Habitual:
    """One diary whose worker answers always so long after each end, and after each return."""

    def __init__(self, days: Sequence[Sequence[Watched]], policy: Policy, worker: Person) -> None:
        self._waiting = sorted((list(day) for day in days if any(_bases(day))), key=lambda day: min(_bases(day)))
        self._policy, self._worker = policy, worker
        self._given_up: set[str] = set()
        """What an answer to it did not close."""

    def steps(self, wait: timedelta) -> Iterable[tuple[Deadline, StepDue]]:
        """What is taken until the worker says "safe", or that they are back, `wait` after what is still open by then.

        One word closes what else is due, as in life (law 6), and puts off the return of an outing that is answered so
        far. A step of that very minute is taken before it.
        """
        under_way: list[list[Watched]] = []
        while self._waiting or under_way:
            if not under_way:
                under_way.append(self._waiting.pop(0))
            at = min(each.base for each in self._open(under_way)) + wait
            # A ladder may begin before the deadline; nothing that an answer at `at` can close may be missing.
            while self._waiting and min(_bases(self._waiting[0])) <= at + timedelta(hours=1):
                under_way.append(self._waiting.pop(0))
            moved: list[list[Watched]] = []
            for day in under_way:
                taken = [_until(deadline, at) for deadline in self._open([day])]
                yield from ((deadline, due) for deadline, steps in taken for due in steps)
                moved.append(replaced(day, [deadline for deadline, _ in taken]))
            under_way = [self._answered(day, closed, at) for day, closed in self._say(moved, at)]
            under_way = [day for day in under_way if any(self._open([day]))]

    def _open(self, days: Iterable[Sequence[Watched]]) -> list[Deadline]:
        """What still waits for an answer."""
        every = (one for day in days for each in day for one in each.deadlines)
        return [one for one in every if one.is_open and one.id not in self._given_up]

    def _say(self, days: Sequence[list[Watched]], at: datetime) -> Iterable[tuple[list[Watched], Sequence[Deadline]]]:
        """Each day with what the worker's word closes, said to what has waited longest."""
        first = min(self._open(days), key=lambda each: each.base)
        returned = first.kind in OF_OUTINGS
        answer = Answer(
            id=first.id,
            who=first.worker,
            sent=at,
            received=at,
            kind=AnswerKind.SAFE,
            via=Via.REPLY,
            deadline_id=first.id,
            back=returned,
            home=first.kind is DeadlineKind.HOME_SAFE,
        )
        known = [
            replace(each, deadlines=tuple(one for one in each.deadlines if one.id not in self._given_up))
            for day in days
            for each in day
        ]
        closed = answer_of_worker(answer, known, at).deadlines
        self._given_up.add(first.id)
        return [(day, [one for one in closed if one.visit_id in {each.visit.id for each in day}]) for day in days]

    def _answered(self, day: list[Watched], closed: Sequence[Deadline], at: datetime) -> list[Watched]:
        """A day after the worker's word, with the returns of its outings where they are by then."""
        after = replaced(day, closed)
        if not closed or not has_outings(self._policy):
            return after
        return replaced(after, of_outings(day, after, self._policy, self._worker, at, by_word=True))


def _bases(day: Sequence[Watched]) -> list[datetime]:
    """From when the ladders of a day count."""
    return [one.base for each in day for one in each.deadlines]


def _until(deadline: Deadline, at: datetime) -> tuple[Deadline, list[StepDue]]:
    """The deadline at `at`, and every step and repeat on the way, each at its own moment."""
    taken: list[StepDue] = []
    while deadline.next_step_at is not None and deadline.next_step_at <= at:
        on = advance(deadline, deadline.next_step_at)
        deadline = on.deadline
        taken += on.due
    return deadline, taken
