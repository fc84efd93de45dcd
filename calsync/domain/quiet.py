"""Who is to visit and has had no visit for so many working days: the diary may not be kept, and nobody is watched."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from calsync.domain.holding import standing
from calsync.domain.model import NotWatched, OfficeHours, People, Person, PersonId, Policies

LONGEST_BACK = timedelta(days=120)
"""Nobody's office is shut for so long that no working day would be found."""


def working_day_back(today: date, count: int, office: OfficeHours) -> date:
    """The working day that lies so many before today, bank holidays left out."""
    day = today
    while count > 0 and today - day < LONGEST_BACK:
        day -= timedelta(days=1)
        count -= day.weekday() in office.hours.days and day not in office.holidays
    return day


def looked_after(reader: PersonId, people: People, policies: Policies) -> list[Person]:
    """The workers whose days without a visit somebody reads: by a role that the worker's own policy names."""
    return [each for each in people.persons if each.works and _reads(reader, each.id, people, policies)]


def unwatched_for(
    reader: PersonId, found: Iterable[NotWatched], people: People, policies: Policies
) -> list[NotWatched]:
    """Those who should be watched and are not, of whom somebody reads in the same way."""
    return [each for each in found if _reads(reader, each.person, people, policies)]


def readers(people: People, policies: Policies) -> Collection[PersonId]:
    """Who reads of any worker's days without a visit; empty where no policy wants it."""
    if not any(policy.letters.no_visit_days for policy in policies.every):
        return ()
    found = (
        person
        for worker in people.persons
        if worker.works and policies.of(worker).letters.no_visit_days
        for role in policies.of(worker).letters.concerns
        for person in standing(role, worker.id, people)
    )
    return [each for each in dict.fromkeys(found) if people.get(each) is not None]


def without_visits(name: str, days: int) -> str:
    """What is told of one of them."""
    return f"{name}: no visit in the last {days} working days. If they do visit, their diary does not say so."


def _reads(reader: PersonId, worker: PersonId, people: People, policies: Policies) -> bool:
    letters = policies.of(people.get(worker)).letters
    return bool(letters.no_visit_days) and any(reader in standing(role, worker, people) for role in letters.concerns)
