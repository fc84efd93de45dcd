"""Fields of a person -> an entry, and what only the whole file can tell; every problem is a sentence with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from calsync.roster import values
from calsync.roster.entries import Entry, Roster, Team

T = TypeVar("T")

FIELDS: Mapping[str, Callable[[str], object]] = {
    "id": values.object_id,
    "mail": values.mail,
    "name": str,
    "manager": values.person,
    "mobile": values.phone,
    "department": str,
    "works": values.yes,
    "days": values.days,
    "start": values.clock,
    "end": values.clock,
    "zone": values.zone,
    "calendars": values.calendars,
    "deputy": values.persons,
    "buddy": values.persons,
    "named_colleague": values.persons,
    "lives_alone": values.yes,
    "home_phone": values.phone,
    "home_address": values.line,
    "vehicle": values.line,
}
"""What may be said of a person, and how each is read."""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a sentence that offers the nearest known word, or all of them when none is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else f"; it may be one of {', '.join(known)}"


class Gathering:
    """The entries and teams of one file as they are read, with the problems met on the way."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._entries: list[Entry] = []
        self._teams: list[Team] = []
        self._lost = False
        """Whether somebody could not be taken in, so that others may seem to name nobody."""

    def note(self, place: str, sentence: str) -> None:
        """Add one problem."""
        self.problems.append(f"{place}: {sentence}")

    def value(self, place: str, text: str, read: Callable[[str], T]) -> T | None:
        """What a text means; None when it was noted as wrong. The text itself is never repeated."""
        try:
            return read(text)
        except ValueError as error:
            self.note(place, str(error))
            return None

    def person(self, where: str, fields: Mapping[str, str]) -> Entry | None:
        """Take one person in, from fields that are not empty; None when nothing names them."""
        if not fields.keys() & {"id", "mail", "name"}:
            self.note(where, "needs a mail, an id or a name: nothing says whom it is about")
            self._lost = True
            return None
        read: dict[str, Any] = {}
        for name, text in fields.items():
            found = self.value(f"{where}, {name}", text, FIELDS[name])
            if found is not None:
                read[name] = found
        entry = Entry(where=where, **read)
        if entry.start is not None and entry.start == entry.end and entry.start.isoformat() != "00:00:00":
            self.note(f"{where}, end", "is the same as start; write 00:00 and 24:00 for the whole day")
        if entry.manager and entry.manager in (entry.id, entry.mail):
            self.note(f"{where}, manager", "is the person themselves, who can't come to their own rescue")
        for role, whom in entry.contacts:
            if {entry.id, entry.mail} & set(whom):
                self.note(f"{where}, {role}", "is the person themselves: name somebody else")
        if not entry.key:
            self._lost = True  # its mail or id was noted as wrong
            return None
        if entry.works and not (entry.mail or entry.id):
            self.note(f"{where}, works", "a diary can't be read without a mail or an id")
        self._entries.append(entry)
        return entry

    def team(self, where: str, department: str, contact: str) -> None:
        """Take in whom a department's alarms go to where no manager is named."""
        self._teams.append(Team(where=where, department=department, contact=contact))

    def finished(self, *, replaces: bool) -> Roster:
        """The roster, once what only the whole file can tell was looked at too.

        With `replaces` nothing else says who works here, so that everybody who is named must stand in the file.
        """
        seen: dict[str, str] = {}
        for entry in self._entries:
            for key in {entry.id, entry.mail} - {""} or {entry.key}:
                if key in seen:
                    self.note(entry.where, f"is about the same person as {seen[key]}; keep one")
                seen.setdefault(key, entry.where)
        departments: dict[str, str] = {}
        for team in self._teams:
            name = team.department.casefold()
            if name in departments:
                self.note(team.where, f"names a contact for the same department as {departments[name]}; keep one")
            departments.setdefault(name, team.where)
        if replaces:
            self._complete(seen)
        return Roster(entries=tuple(self._entries), teams=tuple(self._teams))

    def _complete(self, known: Mapping[str, str]) -> None:
        for entry in self._entries:
            if entry.works is None and (entry.mail or entry.id):
                self.note(f"{entry.where}, works", "say yes or no: nothing else tells whose diary is read")
            if entry.manager and entry.manager not in known and not self._lost:
                self.note(f"{entry.where}, manager", "nobody in this file has that address")
            for role, whom in entry.contacts if not self._lost else ():
                if not known.keys() >= set(whom):
                    self.note(f"{entry.where}, {role}", "nobody in this file has that address")
        for team in self._teams:
            if team.contact not in known and not self._lost:
                self.note(f"{team.where}, contact", "nobody in this file has that address")
        if not any(entry.works for entry in self._entries) and not self._lost:
            self.problems.append("nobody works: say works = yes of those whose diaries are to be read")
