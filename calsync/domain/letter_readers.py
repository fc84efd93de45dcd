"""Each worker's own policy, and who holds which role -> who reads of which visits, and in which letter.

A policy names the readers of its own workers' visits and of no others. Everybody has one list a day all the same: it
holds what each of these policies gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from calsync.domain.holding import holders, standing
from calsync.domain.letter_days import local_day, stands
from calsync.domain.model import People, Person, PersonId, Policies, Role, Tag, Visit
from calsync.domain.model.letters import Letters
from calsync.domain.named import named_for

SHEET_ROLES = (Role.ADMIN, Role.OUT_OF_HOURS)
"""Who gets the outage sheet."""
WEEK = 7

Wanted = Callable[[Letters], Sequence[Role]]
"""Which of its letters is meant: the roles that a policy names for it."""


def on_lists(
    visits: Iterable[Visit], people: People, policies: Policies, day: date, zone: str
) -> dict[PersonId, list[Visit]]:
    """The visits on each reader's list of that day; on Mondays also those of the week, for those who get the week's.

    What only may be a visit stands in no list: that is between its worker and their line manager (law 16).
    """
    found: dict[PersonId, list[Visit]] = {}
    for each in visits:
        if not _counts(each):
            continue
        on, letters = local_day(each.start, zone), _letters(each.worker, people, policies)
        if on == day:
            who = [person for role in letters.lists for person in holders(role, each, people)]
            who += named_for(each, people, policies)
        elif on in _week(day):
            who = [person for role in letters.week for person in standing(role, each.worker, people)]
        else:
            continue
        for person in _known(who, people):
            found.setdefault(person, []).append(each)
    return found


def span(recipient: PersonId, people: People, policies: Policies, day: date) -> tuple[date, ...]:
    """The days of somebody's list: one, and on Mondays the week for those who get it of any worker."""
    weekly = bool(_week(day)) and any(
        reads_week(recipient, each, people, policies) for each in people.persons if each.works
    )
    return (day, *(_week(day) if weekly else ()))


def reads_week(recipient: PersonId, worker: Person | None, people: People, policies: Policies) -> bool:
    """Whether somebody gets the week's visits of this worker on Mondays."""
    roles = policies.of(worker).letters.week
    return worker is not None and any(recipient in standing(role, worker.id, people) for role in roles)


def shown_to(
    recipient: PersonId, wanted: Wanted, visits: Iterable[Visit], people: People, policies: Policies
) -> list[Visit]:
    """Those of these visits of which somebody reads by such a letter: by a role that the worker's own policy names."""
    return [
        each
        for each in visits
        if any(recipient in holders(role, each, people) for role in wanted(_letters(each.worker, people, policies)))
    ]


def changes_shown_to(recipient: PersonId, visits: Iterable[Visit], people: People, policies: Policies) -> list[Visit]:
    """Those of these visits of which somebody is told the changes: by a role, or since the entry names them."""
    return [
        each
        for each in visits
        if any(recipient in holders(role, each, people) for role in _letters(each.worker, people, policies).changes)
        or recipient in named_for(each, people, policies)
    ]


def on_sheets(visits: Iterable[Visit], people: People, policies: Policies) -> dict[PersonId, list[Visit]]:
    """The visits on each reader's outage sheet, of the workers whose policy wants one.

    Who holds such a role for everybody has all of them, who holds it for a team or for one worker has theirs.
    """
    found: dict[PersonId, list[Visit]] = {}
    for each in visits:
        if _counts(each) and _letters(each.worker, people, policies).outage_sheet:
            who = [one for role in SHEET_ROLES for one in (*people.holding(role), *holders(role, each, people))]
            for person in _known(who, people):
                found.setdefault(person, []).append(each)
    return found


def by_report(people: People, policies: Policies) -> list[PersonId]:
    """Who gets a month in figures of any worker."""
    workers = [each for each in people.persons if each.works]
    return _known(
        (
            person
            for worker in workers
            for role in policies.of(worker).letters.report
            for person in standing(role, worker.id, people)
        ),
        people,
    )


def _counts(visit: Visit) -> bool:
    return stands(visit) and visit.tag is Tag.VISIT


def _letters(worker: PersonId, people: People, policies: Policies) -> Letters:
    return policies.of(people.get(worker)).letters


def _known(who: Iterable[PersonId], people: People) -> list[PersonId]:
    return [each for each in dict.fromkeys(who) if people.get(each) is not None]


def _week(day: date) -> tuple[date, ...]:
    """The other days of the week that begins on this day; none unless it is a Monday."""
    return tuple(day + timedelta(days=each) for each in range(1, WEEK)) if day.weekday() == 0 else ()
