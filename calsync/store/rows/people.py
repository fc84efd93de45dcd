"""Who works here, who holds a role, and who is not watched: to rows and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from calsync.domain.model import Absence, NotWatched, Person, Role
from calsync.store.contact_book import dump_held, load_held
from calsync.store.hours import dump_hours, load_hours
from calsync.store.rows.row import Row, words
from calsync.store.steps import dump


def person_row(person: Person, position: int) -> dict[str, Any]:
    """The person's columns; `position` keeps the directory's order."""
    return {
        "id": person.id,
        "position": position,
        "name": person.name,
        "mail": person.mail,
        "mobile": person.mobile,
        "phones": dump(person.phones),
        "manager": person.manager,
        "zone": person.zone,
        "hours": dump_hours(person.hours),
        "absences": dump(
            [[each.start.isoformat(), each.end.isoformat() if each.end else None] for each in person.absences]
        ),
        "works": person.works,
        "department": person.department,
        "calendars": dump(person.calendars),
        "contacts": dump_held(person.contacts),
        "lives_alone": person.lives_alone,
        "home_phone": person.home_phone,
        "home_address": person.home_address,
        "vehicle": person.vehicle,
    }


def person_of(row: Row) -> Person:
    """The person in a row; where their hours or absences can't be read, somebody told rather than passed over."""
    try:
        return _person(row)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Person(
            id=row["id"],
            name=row["name"] or "",
            mail=row["mail"] or "",
            mobile=row["mobile"] or "",
            manager=row["manager"],
            works=bool(row["works"]),
            department=row["department"] or "",
        )


def _person(row: Row) -> Person:
    values = dict(row)
    del values["position"]
    values["phones"] = words(values["phones"])
    values["calendars"] = words(values["calendars"])
    values["contacts"] = load_held(values["contacts"])
    values["hours"] = load_hours(values["hours"])
    values["absences"] = tuple(
        Absence(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end) if end else None)
        for start, end in json.loads(values["absences"])
    )
    return Person(**values)


def roles_of(rows: Iterable[Row]) -> Iterator[tuple[Role, tuple[str, ...]]]:
    """Who holds which role; a row that can't be understood is left out alone (law 14)."""
    for row in rows:
        with suppress(ValueError, TypeError):
            yield Role(row["role"]), words(row["holders"])


def not_watched_row(each: NotWatched, position: int) -> dict[str, Any]:
    """The columns of somebody who is not watched, and their place in the list."""
    return {"person": each.person, "position": position, "name": each.name, "why": each.why}


def not_watched_of(row: Row) -> NotWatched:
    """Somebody who is not watched, in a row."""
    return NotWatched(person=row["person"], name=row["name"], why=row["why"])
