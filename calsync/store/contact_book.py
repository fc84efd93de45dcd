"""Teams, hours of roles, rotas and the office's hours as JSON texts under a name each, and back.

A text that can't be understood counts as empty, and so harms nothing else (law 14): the standing contacts are told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from calsync.domain.model import Duty, Held, Hours, OfficeHours, People, Role, Shift, Team, utc
from calsync.store.hours import dump_hours, dump_office, load_hours, load_office
from calsync.store.steps import dump


def dump_held(held: Held) -> str:
    """Roles and their holders as JSON text."""
    return dump([[role.value, list(ids)] for role, ids in held])


def load_held(text: str) -> Held:
    """Roles and their holders; ValueError or TypeError when they can't be understood."""
    return tuple((Role(role), tuple(str(each) for each in ids)) for role, ids in json.loads(text))


def book_of(people: People) -> dict[str, str]:
    """What is written with the people, by name."""
    return {
        "office": dump_office(people.office) or "",
        "teams": dump([[team.name, dump_held(team.roles)] for team in people.teams]),
        "shifts": dump(
            [
                [each.role.value, each.person, each.team, each.hours.value, dump_hours(each.own)]
                for each in people.shifts
            ]
        ),
    }


def rota_text(duties: tuple[Duty, ...]) -> str:
    """Whom the rotas name, as JSON text."""
    return dump(
        [
            [each.role.value, each.person, each.start.isoformat(), each.end.isoformat(), each.rota, each.team]
            for each in duties
        ]
    )


def in_book(book: Mapping[str, str]) -> dict[str, Any]:
    """The fields of People that stand in the book."""
    return {
        "office": _read(book.get("office"), _office, OfficeHours()),
        "teams": _read(book.get("teams"), _teams, ()),
        "shifts": _read(book.get("shifts"), _shifts, ()),
        "rota": _read(book.get("rota"), _rota, ()),
    }


def _read(text: str | None, read: Callable[[str], Any], otherwise: object) -> Any:
    try:
        return read(text) if text else otherwise
    except (ValueError, KeyError, TypeError):
        return otherwise


def _office(text: str) -> OfficeHours:
    return load_office(text) or OfficeHours()


def _teams(text: str) -> tuple[Team, ...]:
    return tuple(Team(name=str(name), roles=load_held(held)) for name, held in json.loads(text))


def _shifts(text: str) -> tuple[Shift, ...]:
    return tuple(
        Shift(role=Role(role), person=str(person), team=str(team), hours=Hours(hours), own=load_hours(own))
        for role, person, team, hours, own in json.loads(text)
    )


def _rota(text: str) -> tuple[Duty, ...]:
    return tuple(
        Duty(
            role=Role(role),
            person=str(person),
            start=utc(datetime.fromisoformat(start)),
            end=utc(datetime.fromisoformat(end)),
            rota=str(rota),
            team=str(team),
        )
        for role, person, start, end, rota, team in json.loads(text)
    )
