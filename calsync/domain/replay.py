"""A diary of the past, rules and a policy -> what there would have been to answer and whom it would have alarmed.

Nothing is written twice here: an entry is judged, planned for and escalated by the very functions of the service. A
diary does not say when people answered, so it is told for several habits of answering. Only numbers come back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.answering import answer_of_worker
from calsync.domain.classify import Rules
from calsync.domain.deadlines import plan, plan_without_times
from calsync.domain.escalation import StepDue, advance
from calsync.domain.likeness import by_likeness
from calsync.domain.lookups import judged
from calsync.domain.missing import as_visit
from calsync.domain.model import Answer, AnswerKind, Deadline, Event, Person, Policy, Role, Tag, Via, Visit, Watched

Habit = int | None
"""How many minutes after an entry's end all workers answer; None: nobody answers."""
HABITS: tuple[Habit, ...] = (0, 5, 10, 15, 20, 30, None)


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
    """What came of all diaries under one policy."""

    policy: Policy
    teams: dict[str, dict[date, Week]] = field(default_factory=dict)
    """The weeks of each team by their Mondays."""
    diaries: int = 0
    whole: bool = True
    """Whether everything could be read; whoever reads the diaries sets it."""

    def count(self, team: str, events: Iterable[Event], rules: Rules, worker: Person, asked: Asked) -> None:
        """Count one diary in."""
        self.diaries += 1
        weeks = self.teams.setdefault(team, {})
        for monday, week in replay(events, rules, self.policy, worker, asked).items():
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


def replay(events: Iterable[Event], rules: Rules, policy: Policy, worker: Person, asked: Asked) -> dict[date, Week]:
    """The weeks of one diary by their Mondays, in the worker's zone.

    Weeks without anything that is or may be a visit are left out.
    """
    zone = ZoneInfo(worker.zone)
    weeks: dict[date, Week] = {}
    watched: list[Watched] = []
    monday_of: dict[str, date] = {}
    for number, event in enumerate(events):
        begins = datetime.combine(event.start.date(), time(), zone) if event.all_day else event.start.astimezone(zone)
        if not asked.start <= begins < asked.end:
            continue
        told = judged(event, rules, worker, remembered=by_likeness(()), possible=policy.possible)
        if told.tag is Tag.NONE:
            continue
        visit = replace(as_visit(event, told, key=str(number), at=event.start), risk=told.risk)
        monday = begins.date() - timedelta(days=begins.weekday())
        week = weeks.setdefault(monday, Week(told={habit: Told() for habit in asked.habits}))
        week.visits += visit.tag is Tag.VISIT
        if visit.tag is Tag.POSSIBLE:
            week.possible += 1
            week.doubts[visit.matched_by] += 1
        week.all_day += event.all_day
        week.no_end += not event.all_day and event.end == event.start
        monday_of[visit.id] = monday
        watched.append(Watched(visit=visit, deadlines=_deadlines(visit, event, policy, worker)))
    for habit in asked.habits:
        for deadline, due in _nobody(watched) if habit is None else _answered(watched, timedelta(minutes=habit)):
            weeks[monday_of[deadline.visit_id]].told[habit].step(due)
    return weeks


def _deadlines(visit: Visit, event: Event, policy: Policy, worker: Person) -> tuple[Deadline, ...]:
    if event.all_day:
        return plan_without_times(visit, policy, worker, event.start - timedelta(days=1))
    return plan(visit, policy, worker)


def _nobody(watched: Sequence[Watched]) -> Iterable[tuple[Deadline, StepDue]]:
    """Every step of every ladder, once each."""
    for each in watched:
        for deadline in each.deadlines:
            if deadline.steps:
                last = advance(deadline, deadline.base + max(step.after for step in deadline.steps))
                yield from ((deadline, due) for due in last.due if not due.repeat)


def _answered(watched: Sequence[Watched], wait: timedelta) -> Iterable[tuple[Deadline, StepDue]]:
    """What is taken until the worker says "safe", `wait` after each end that is still open by then.

    One word closes what else is due, as in life (law 6). A step of that very minute is taken before it.
    """
    waiting = sorted(
        ((each.visit, deadline) for each in watched for deadline in each.deadlines), key=lambda pair: pair[1].base
    )
    open_: list[tuple[Visit, Deadline]] = []
    while waiting or open_:
        if not open_:
            open_.append(waiting.pop(0))
        at = min(deadline.base for _, deadline in open_) + wait
        # A ladder may begin before the deadline; nothing that an answer at `at` can close may be missing.
        while waiting and waiting[0][1].base <= at + timedelta(hours=1):
            open_.append(waiting.pop(0))
        moved = []
        for visit, deadline in open_:
            deadline, taken = _until(deadline, at)
            yield from ((deadline, due) for due in taken)
            moved.append((visit, deadline))
        visit, first = min(moved, key=lambda pair: pair[1].base)
        answer = Answer(
            id=first.id,
            who=first.worker,
            sent=at,
            received=at,
            kind=AnswerKind.SAFE,
            via=Via.REPLY,
            deadline_id=first.id,
        )
        known = [Watched(visit=one, deadlines=(deadline,)) for one, deadline in moved]
        closed = {each.id for each in answer_of_worker(answer, known, at).deadlines}
        open_ = [pair for pair in moved if pair[1].id not in closed and pair[1].id != first.id]


def _until(deadline: Deadline, at: datetime) -> tuple[Deadline, list[StepDue]]:
    """The deadline at `at`, and every step and repeat on the way, each at its own moment."""
    taken: list[StepDue] = []
    while deadline.next_step_at is not None and deadline.next_step_at <= at:
        on = advance(deadline, deadline.next_step_at)
        deadline = on.deadline
        taken += on.due
    return deadline, taken
