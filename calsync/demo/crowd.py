"""A big tenant: many workers with managers and diaries, the same ones again for the same seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from calsync.demo.graph_error import bad_request
from calsync.demo.people import Group, TenantPerson, WorkingHours
from calsync.demo.recurrence import Recurrence
from calsync.demo.tenant import Tenant

_FIRST = [
    "Ada",
    "Ben",
    "Cara",
    "Dan",
    "Eve",
    "Finn",
    "Gita",
    "Hal",
    "Ida",
    "Jack",
    "Kim",
    "Leo",
    "Mia",
    "Ned",
    "Ola",
    "Pia",
    "Quinn",
    "Rosa",
    "Seth",
    "Tia",
]
_LAST = [
    "Ali",
    "Baker",
    "Clarke",
    "Davies",
    "Evans",
    "Fox",
    "Green",
    "Hughes",
    "Iqbal",
    "Jones",
    "Khan",
    "Lewis",
    "Moore",
    "Nash",
    "Owen",
    "Patel",
    "Reed",
    "Shaw",
]
_STREETS = [
    "Albert Road",
    "Bank Street",
    "Church Lane",
    "Dale View",
    "Elm Avenue",
    "Garden Terrace",
    "Hill Rise",
    "Mill Lane",
]
_SUBJECTS = ("Home visit", "Family support visit", "HV", "Review at home", "Assessment")
_INDOORS = (("Team meeting", "Office"), ("Supervision", "Office"), ("Notes", ""), ("Lunch", ""), ("Training", "Office"))
_TEAM = 10
_MINUTE = timedelta(minutes=1)
# Nobody else's visit begins so soon, so that who is near a visit stays as it was asked for a while.
_LATER = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How many workers, how many entries each, and what percentage of them is in or shortly before a visit."""

    people: int
    seed: int = 1
    entries: int = 10
    begun: int = 10
    soon: int = 10

    @classmethod
    def from_json(cls, value: Any) -> Crowd:
        """The crowd that a JSON object asks for; raises the Graph error naming what is wrong."""
        bounds = {"people": (1, 20_000), "seed": (0, 2**31), "entries": (1, 100), "begun": (0, 100), "soon": (0, 100)}
        if not isinstance(value, Mapping) or "people" not in value or not set(value) <= set(bounds):
            raise bad_request(f"A crowd has people, and may have {', '.join(list(bounds)[1:])}.")
        for name, number in value.items():
            least, most = bounds[name]
            if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
                raise bad_request(f"The {name} of a crowd is a whole number between {least} and {most}.")
        crowd = cls(**value)
        if crowd.begun + crowd.soon > 100:
            raise bad_request("The begun and soon of a crowd are percentages, 100 together at most.")
        return crowd


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The people that a crowd brought, and the group that its workers joined."""

    group: Group
    workers: tuple[TenantPerson, ...]
    managers: tuple[TenantPerson, ...]


def add_crowd(tenant: Tenant, crowd: Crowd, *, group: str = "Lone workers") -> Added:
    """The workers and their managers, added to the tenant; the workers join the group, which is made if need be.

    Percentages are met exactly, rounded down. A begun visit started 5 to 50 minutes ago and lasts 15 minutes more at
    least; one that is soon starts in 1 to 29 minutes; the first visit of all others is more than an hour away.
    """
    chance, now = random.Random(crowd.seed), tenant.now()  # noqa: S311 - made-up people, guards nothing
    names = _Names(tenant, chance)
    head = names.person("Head of Service", None)
    managers = [names.person("Team Manager", head) for _ in range(0, crowd.people, _TEAM)]
    workers = [names.person("Family Support Worker", managers[n // _TEAM]) for n in range(crowd.people)]
    near = ["begun"] * (crowd.people * crowd.begun // 100) + ["soon"] * (crowd.people * crowd.soon // 100)
    near += [""] * (crowd.people - len(near))
    chance.shuffle(near)
    for worker, first in zip(workers, near, strict=True):
        _fill(tenant, worker, crowd.entries, first, now, chance)
    found = next((each for each in tenant.groups.values() if each.name == group), None) or tenant.add_group(group)
    joined = tenant.join_group(found.id, [worker.id for worker in workers])
    return Added(group=joined, workers=tuple(workers), managers=(head, *managers))


class _Names:
    """Makes people of the crowd, each with a name and an address that nobody in the tenant has."""

    def __init__(self, tenant: Tenant, chance: random.Random) -> None:
        self._tenant, self._chance, self._number = tenant, chance, 0

    def person(self, title: str, manager: TenantPerson | None) -> TenantPerson:
        first, last = self._chance.choice(_FIRST), self._chance.choice(_LAST)
        while True:
            self._number += 1
            address = f"{first}.{last}.{self._number}@{self._tenant.domain}".lower()
            if self._tenant.find_person(address) is None:
                break
        # Ofcom keeps +44 7700 900000 to 900999 free for made-up people.
        mobile = f"+44 7700 900{self._number % 1000:03d}"
        return self._tenant.add_person(
            f"{first} {last} {self._number}",
            address,
            mobile=mobile,
            manager=None if manager is None else manager.id,
            job_title=title,
            department=f"Team {self._number % 40 + 1}",
            working_hours=WorkingHours(start=time(8), end=time(18)),
        )


def _fill(tenant: Tenant, worker: TenantPerson, count: int, near: str, now: datetime, chance: random.Random) -> None:
    now = now.replace(second=0, microsecond=0)
    made = 0
    if near:
        start = now - chance.randint(5, 50) * _MINUTE if near == "begun" else now + chance.randint(2, 29) * _MINUTE
        end = max(start + 60 * _MINUTE, now + chance.randint(15, 60) * _MINUTE)
        _visit(tenant, worker, start, end, chance)
        made = 1
    # An entry each two hours or so, within what a poll reads. None before now is a visit: nobody has answered for it.
    past = (count - made) // 4
    for number in range(count - made):
        earlier = number < past
        place = -120 * (number + 1) - 60 if earlier else _LATER + 60 + 120 * (number - past)
        start = now + (place + chance.randint(0, 11) * 5) * _MINUTE
        length = chance.choice((30, 45, 60)) * _MINUTE
        if number % 3 == 0 and not earlier:
            _visit(tenant, worker, start, start + length, chance)
        elif number == count - made - 1:
            # One series, so that occurrences are read too.
            weekly = Recurrence.weekly(start.date(), count=12)
            tenant.add_event(worker.id, "Team meeting", start, start + length, "Office", recurrence=weekly)
        else:
            subject, where = chance.choice(_INDOORS)
            tenant.add_event(worker.id, subject, start, start + length, where)


def _visit(tenant: Tenant, worker: TenantPerson, start: datetime, end: datetime, chance: random.Random) -> None:
    postcode = f"LS{chance.randint(1, 28)} {chance.randint(1, 9)}AB"
    where = f"{chance.randint(1, 199)} {chance.choice(_STREETS)}, Leeds {postcode}"
    tenant.add_event(worker.id, chance.choice(_SUBJECTS), start, end, where, ["Home visit"])
