"""The day's visits, and what each worker's policy wants -> which letters are owed at a moment, to whom, and when.

Each is owed once: what stands already is never planned anew. They are spread over the morning, so that a mailbox that
sends some thirty mails a minute has room for alarms (law 16).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.contacts import OUTSIDE
from calsync.domain.letter_days import by_worker, local_day, moment, on_day, spread, stands
from calsync.domain.letter_readers import by_report, on_lists, on_sheets
from calsync.domain.model import People, Person, PersonId, Policies, Policy, Role, Tag, Visit
from calsync.domain.model.letters import Declaration, Declared, Letter, LetterKind, LetterState, Listed
from calsync.domain.questions import morning
from calsync.domain.quiet import readers as quiet_readers

MORNING, MORNING_LASTS = time(6, 30), timedelta(minutes=90)
"""When the day's letters begin to go out, and over how long they are spread."""
EVENING, EVENING_LASTS = time(17, 0), timedelta(minutes=30)
EARLY = time(9, 30)
"""A day whose first visit begins before this time is told of the evening before."""
LAST_MORNING, LAST_EVENING = time(10, 0), time(21, 0)
"""After these times nobody is sent a summary any more: what is entered later its worker has just entered."""
TOO_LATE = time(12, 0)
"""A summary that could not be sent until then is none any more."""
AFTER_QUESTION = timedelta(minutes=5)
"""So long does a summary wait for a question of the same morning, which takes it along: one mail, not two."""
CHANGES_EVERY = timedelta(hours=2)
A_YEAR, HALF_A_YEAR, A_MONTH = timedelta(days=365), timedelta(days=182), timedelta(days=30)
OVERDUE = timedelta(days=14)
"""So long after the letter that asks it somebody who has not answered stands in the administrator's list."""
SATURDAY = 5
KEPT = timedelta(days=7)
"""A letter that is about no single day is tried for so long."""


Failed = Callable[[PersonId, Exception], None]
"""Told of a worker whose letters can't be reckoned, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A letter that is owed and has no row yet."""

    kind: LetterKind
    day: date
    recipient: PersonId
    part: int = 0
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was written, and said, before."""

    letters: Sequence[Letter] = ()
    """The letters about today and tomorrow."""
    asked: Sequence[Letter] = ()
    """The letters of the past year that ask for a declaration."""
    declared: Sequence[Declaration] = ()
    """What was declared in the past year."""
    listed: Mapping[PersonId, tuple[Listed, ...]] = field(default_factory=dict)
    """Of what each person's list would say now, what they are told the changes of."""


def owed(
    policies: Policies,
    visits: Sequence[Visit],
    people: People,
    at: datetime,
    *,
    zone: str,
    known: Known,
    failed: Failed | None = None,
) -> list[Owed]:
    """The letters that are owed now and stand nowhere yet, soonest first.

    `visits` are those of today and of the days after it that any letter of today speaks of. With `failed` a worker
    whose summary can't be reckoned is handed to it, and costs nobody else a letter (law 14).
    """
    standing = {each.identity for each in known.letters}
    found = [*_summaries(policies, visits, people, at, failed), *_lists(policies, visits, people, at, zone)]
    found += [*_changes(policies, at, zone, known), *_asked(policies, people, at, zone, known)]
    found += _reports(policies, people, at, zone)
    new = {(each.kind, each.day, each.recipient, each.part): each for each in found}
    return sorted(
        (each for identity, each in new.items() if identity not in standing),
        key=lambda each: (each.due, each.recipient, each.kind),
    )


# --- the worker's summary ----------------------------------------------------------------------------------


def _summaries(
    policies: Policies, visits: Sequence[Visit], people: People, at: datetime, failed: Failed | None
) -> Iterable[Owed]:
    for worker, theirs in by_worker(visit for visit in visits if stands(visit)):
        person = people.get(worker)
        if person is None or not person.works or not policies.of(person).letters.summary:
            continue
        try:
            found = list(_summaries_of(person, theirs, at))
        except Exception as error:
            if failed is None:
                raise
            failed(worker, error)
        else:
            yield from found


def _summaries_of(person: Person, theirs: Sequence[Visit], at: datetime) -> Iterable[Owed]:
    local = at.astimezone(ZoneInfo(person.zone))
    today, tomorrow = local.date(), local.date() + timedelta(days=1)
    ahead = [each for each in theirs if each.start > at]
    sure = [each for each in ahead if each.tag is Tag.VISIT]  # the others bring a question, and no summary
    if MORNING <= local.time() < LAST_MORNING and on_day(sure, today, person.zone):
        due = _in_the_morning(ahead, today, person)
        yield Owed(kind=LetterKind.SUMMARY, day=today, recipient=person.id, due=due)
    next_day = on_day(sure, tomorrow, person.zone)
    early = bool(next_day) and next_day[0].start < moment(tomorrow, EARLY, person.zone)
    if EVENING <= local.time() < LAST_EVENING and early:
        due = moment(today, EVENING, person.zone) + spread(person.id, EVENING_LASTS)
        yield Owed(kind=LetterKind.SUMMARY, day=tomorrow, recipient=person.id, due=due)


def _in_the_morning(ahead: Sequence[Visit], today: date, person: Person) -> datetime:
    """When a summary goes out: after the question that the same worker is asked this morning, if there is one."""
    due = moment(today, MORNING, person.zone) + spread(person.id, MORNING_LASTS)
    doubtful = [each for each in on_day(ahead, today, person.zone) if each.tag is Tag.POSSIBLE]
    question = morning(today, person)
    if any(question < each.start for each in doubtful) and question <= moment(today, LAST_MORNING, person.zone):
        return max(due, question + AFTER_QUESTION)
    return due


# --- lists, changes, the outage sheet ----------------------------------------------------------------------


def _lists(policies: Policies, visits: Sequence[Visit], people: People, at: datetime, zone: str) -> Iterable[Owed]:
    today = local_day(at, zone)
    if at < moment(today, MORNING, zone):
        return
    reading = dict.fromkeys(on_lists(visits, people, policies, today, zone))
    # On Mondays also who has nothing else to read: a team in whose diaries no visit stands is just what is looked for.
    reading |= dict.fromkeys(quiet_readers(people, policies) if today.weekday() == 0 else ())
    for recipient in reading:
        yield Owed(kind=LetterKind.VISITS, day=today, recipient=recipient, due=_due(recipient, today, zone))
    days = (today, today + timedelta(days=1))
    coming = [each for each in visits if local_day(each.start, zone) in days]
    for recipient in on_sheets(coming, people, policies):
        yield Owed(kind=LetterKind.OUTAGE_SHEET, day=today, recipient=recipient, due=_due(recipient, today, zone))


def _changes(policies: Policies, at: datetime, zone: str, known: Known) -> Iterable[Owed]:
    today = local_day(at, zone)
    for recipient, before in may_hear_of_changes(policies, known.letters, at, zone):
        if known.listed.get(recipient, ()) != before.listed:
            theirs = [each for each in known.letters if each.recipient == recipient and each.day == today]
            part = max((each.part for each in theirs if each.kind is LetterKind.CHANGES), default=0) + 1
            yield Owed(kind=LetterKind.CHANGES, day=today, recipient=recipient, part=part, due=at)


def may_hear_of_changes(
    policies: Policies, letters: Iterable[Letter], at: datetime, zone: str
) -> list[tuple[PersonId, Letter]]:
    """Who is told if anything has changed, each with the list that they had last: two hours ago or longer."""
    if not any(policy.letters.changes or policy.letters.named for policy in policies.every):
        return []
    today = local_day(at, zone)
    theirs: dict[PersonId, list[Letter]] = {}
    for each in letters:
        if each.day == today:
            theirs.setdefault(each.recipient, []).append(each)
    found = []
    for recipient, had in theirs.items():
        before = last_list(had)
        waits = any(each.kind is LetterKind.CHANGES and each.state is LetterState.WAITING for each in had)
        if before is None or before.settled is None or waits or at < before.settled + CHANGES_EVERY:
            continue
        found.append((recipient, before))
    return found


def last_list(theirs: Iterable[Letter]) -> Letter | None:
    """The last list or notice of changes that one person had, or that had nothing to say; None before the first."""
    done = [
        each
        for each in theirs
        if each.kind in (LetterKind.VISITS, LetterKind.CHANGES)
        and each.settled is not None
        and each.state in (LetterState.SENT, LetterState.CANCELLED)
    ]
    return max(done, key=lambda each: (each.settled or each.due, each.part), default=None)


# --- what is asked for once a year or twice ----------------------------------------------------------------


def _asked(policies: Policies, people: People, at: datetime, zone: str, known: Known) -> Iterable[Owed]:
    today = local_day(at, zone)
    if not moment(today, MORNING, zone) <= at < moment(today, TOO_LATE, zone):
        return
    managers = {each.manager for each in people.persons if each.works}
    managers |= {each for each in people.holding(Role.LINE_MANAGER) if not each.startswith(OUTSIDE)}
    for person in people.persons:
        if not (person.works or person.id in managers) or (person.hours and today.weekday() not in person.hours.days):
            continue
        due, policy = _due(person.id, today, zone), policies.of(person)
        if policy.letters.read_and_understood and not (
            has_read(person.id, policy, known.declared, at)
            or _was_asked(person.id, LetterKind.READ, known.asked, today, A_MONTH)
        ):
            yield Owed(kind=LetterKind.READ, day=today, recipient=person.id, due=due)
            continue  # one question at a time
        just_asked = _was_asked(person.id, LetterKind.READ, known.asked, today, OVERDUE)
        before = _was_asked(person.id, LetterKind.NUMBERS, known.asked, today, HALF_A_YEAR)
        if policy.letters.numbers and not before and not just_asked:
            yield Owed(kind=LetterKind.NUMBERS, day=today, recipient=person.id, due=due)


def _reports(policies: Policies, people: People, at: datetime, zone: str) -> Iterable[Owed]:
    """On the first Monday to Friday of a month that of the month before."""
    today = local_day(at, zone)
    if today != first_weekday(today) or at < moment(today, MORNING, zone):
        return
    for recipient in by_report(people, policies):
        yield Owed(kind=LetterKind.REPORT, day=today, recipient=recipient, due=_due(recipient, today, zone))


def first_weekday(day: date) -> date:
    """The first Monday to Friday of a day's month."""
    first = day.replace(day=1)
    return first + timedelta(days=(7 - first.weekday()) % 7 if first.weekday() >= SATURDAY else 0)


def has_read(person: PersonId, policy: Policy, declared: Iterable[Declaration], at: datetime) -> bool:
    """Whether somebody has said within the year that they have read and understood the policy as it is now."""
    digest = policy_digest(policy)
    return any(
        (each.who, each.what, each.about) == (person, Declared.READ, digest) and each.at > at - A_YEAR
        for each in declared
    )


def overdue(
    policies: Policies,
    people: People,
    asked: Iterable[Letter],
    declared: Sequence[Declaration],
    at: datetime,
    zone: str,
) -> list[PersonId]:
    """Who was asked two weeks ago or longer to read their policy, and has not said that they have.

    Whose policy asks for it no more is not among them.
    """
    since = local_day(at, zone) - OVERDUE
    late = [each.recipient for each in asked if each.kind is LetterKind.READ and each.day <= since]
    own = {each: policies.of(people.get(each)) for each in dict.fromkeys(late)}
    return [
        each
        for each, policy in own.items()
        if policy.letters.read_and_understood and not has_read(each, policy, declared, at)
    ]


def wrong_numbers(declared: Iterable[Declaration]) -> list[PersonId]:
    """Whose last word on their numbers was that one is wrong."""
    last = {each.who: each for each in declared if each.what in (Declared.RIGHT, Declared.WRONG)}
    return [who for who, each in last.items() if each.what is Declared.WRONG]


def policy_digest(policy: Policy) -> str:
    """What changes when the policy changes in a way that its people must know of, and at nothing else."""
    steps = [
        (each.deadline, each.after, each.roles, each.ask, each.clause) for each in (*policy.steps, *policy.emergency)
    ]
    said = repr((policy.title, [tuple(map(str, each)) for each in steps], str(policy.max_extension)))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _was_asked(person: PersonId, kind: LetterKind, asked: Iterable[Letter], today: date, within: timedelta) -> bool:
    return any(each.kind is kind and each.recipient == person and each.day > today - within for each in asked)


# --- what all share ----------------------------------------------------------------------------------------


def stale(letter: Letter, at: datetime, zone: str) -> bool:
    """Whether a letter that still waits says nothing of use any more: its day is over, or half over for a summary."""
    match letter.kind:
        case LetterKind.SUMMARY:
            return at >= moment(letter.day, TOO_LATE, zone)
        case LetterKind.VISITS | LetterKind.CHANGES | LetterKind.OUTAGE_SHEET:
            return local_day(at, zone) > letter.day
        case _:
            return at >= letter.due + KEPT


def _due(person: PersonId, day: date, zone: str) -> datetime:
    return moment(day, MORNING, zone) + spread(person, MORNING_LASTS)
