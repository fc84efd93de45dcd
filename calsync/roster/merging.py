"""The roster laid over the people of the directory, or taken in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from calsync.domain.as_before import as_before
from calsync.domain.contacts import Roles, TeamContacts, with_contacts
from calsync.domain.model import Held, NotWatched, People, Person, PersonId, WorkingHours
from calsync.roster.entries import Entry, Roster, told_of


class Merging:
    """One merging: everybody by id, and by whatever the file may call them."""

    def __init__(self, roster: Roster, persons: Mapping[PersonId, Person], named: Mapping[str, Person]) -> None:
        self._roster = roster
        self.persons = {id_: _without_files_own(each) for id_, each in persons.items()}
        self._named = named
        self._by_mail = {each.mail.casefold(): each.id for each in reversed(list(persons.values())) if each.mail}
        self.problems: list[str] = []
        self.entries: dict[PersonId, Entry] = {}
        """Which entry is about whom."""

    def find(self, who: str) -> Person | None:
        """Somebody by id or address, of those known or of those looked up in the directory; None for nobody."""
        return self.persons.get(self._by_mail.get(who, who)) or self._named.get(who)

    def put(self, person: Person, entry: Entry) -> None:
        """Keep what the file says of a person."""
        self.persons[person.id] = told_of(person, entry)
        self.entries[person.id] = entry
        for key in {entry.id, entry.mail, person.mail.casefold()} - {""}:
            self._by_mail.setdefault(key, person.id)

    def managers(self) -> None:
        """Put the managers that the file names in place of the directory's, and team contacts where none is named.

        Whoever is named for another role of one person is put beside them.
        """
        for id_, entry in list(self.entries.items()):
            if entry.manager:
                self._manage(id_, entry.manager, f"{entry.where}, manager")
            self.persons[id_] = replace(self.persons[id_], contacts=self._contacts(id_, entry))
        for id_, person in list(self.persons.items()):
            team = self._roster.contact_of(person.department) if person.works and not person.manager else None
            if team is not None:
                self._manage(id_, team.contact, f"{team.where}, contact")

    def _contacts(self, id_: PersonId, entry: Entry) -> Held:
        held = []
        for role, whom in entry.contacts:
            found = [self._known(each, f"{entry.where}, {role}") for each in whom]
            ids = tuple(dict.fromkeys(each.id for each in found if each is not None and each.id != id_))
            held += [(role, ids)] if ids else []
        return tuple(held)

    def _known(self, who: str, where: str) -> Person | None:
        """Somebody whom the file names, taken in; None for nobody, which is told."""
        found = self.find(who)
        if found is None:
            problem = f"{where}: nobody in the directory has that address, so it is left out"
            if problem not in self.problems:
                self.problems.append(problem)
        else:
            self.persons.setdefault(found.id, replace(found, works=False))
        return found

    def _manage(self, id_: PersonId, who: str, where: str) -> None:
        manager = self._known(who, where)
        if manager is not None and manager.id != id_:  # the contact of a team has nobody above them here
            self.persons[id_] = replace(self.persons[id_], manager=manager.id)


def lookups(roster: Roster, found: People) -> list[str]:
    """The addresses and ids in the file that are nobody's of the people found, and have to be asked for."""
    wanted = [entry.key for entry in roster.entries if entry.mail or entry.id]
    wanted += [entry.manager for entry in roster.entries if entry.manager]
    wanted += [each for entry in roster.entries for _, whom in entry.contacts for each in whom]
    wanted += [team.contact for team in roster.teams]
    return [who for who in dict.fromkeys(wanted) if not (found.get(who) or found.by_mail(who))]


def laid_over(roster: Roster, found: People, named: Mapping[str, Person], known: People) -> tuple[People, Merging]:
    """The people with what the file says of them; what could not be used stands in the merging's problems."""
    merging = Merging(roster, {each.id: each for each in found.persons}, named)
    left_out = {each.person: each for each in found.not_watched}
    for entry in roster.entries:
        person = merging.find(entry.key)
        if person is None and (entry.mail or entry.id):
            elsewhere = "right for somebody from elsewhere" if entry.name and not entry.works else "it does nothing"
            merging.problems.append(f"{entry.where}: is about nobody in the directory: {elsewhere}, else correct it")
        if person is None and entry.name and not entry.works:
            person = as_before(_outsider(entry), known)
        if person is None:
            continue
        if person.id not in merging.persons:
            person = replace(as_before(person, known), works=False)
        if entry.works is not None:
            left_out.pop(person.id, None)
            if person.works and not entry.works:
                why = f"The file of people takes them out ({entry.where}): say works = yes there to watch them."
                left_out[person.id] = NotWatched(person=person.id, name=entry.name or person.name, why=why)
            person = replace(person, works=entry.works)
        merging.put(person, entry)
    merging.managers()
    return replace(found, persons=tuple(merging.persons.values()), not_watched=tuple(left_out.values())), merging


def in_place(roster: Roster, roles: Roles, known: People, teams: Sequence[TeamContacts] = ()) -> tuple[People, Merging]:
    """The people of the file alone, known by their mail address, with the contacts of the configuration."""
    merging = Merging(roster, {}, {})
    for entry in roster.entries:
        id_ = entry.id or entry.mail or entry.outside_id
        person = replace(_outsider(entry), id=id_, works=bool(entry.works))
        merging.put(as_before(person, known), entry)
    merging.managers()
    book = with_contacts(merging.persons, roles, {}, teams)
    persons = tuple(book.persons.values())
    return People(persons=persons, roles=book.roles, teams=book.teams, shifts=book.shifts), merging


def _without_files_own(person: Person) -> Person:
    """The person without what nobody but the file says: what it said of somebody before must not stay."""
    bare = replace(person, calendars=(), contacts=(), lives_alone=False, home_phone="", home_address="", vehicle="")
    return bare if bare != person else person


def _outsider(entry: Entry) -> Person:
    hours = WorkingHours(zone=entry.zone or WorkingHours().zone)
    return Person(
        id=entry.outside_id,
        name=entry.name or entry.mail.partition("@")[0],
        mail=entry.mail,
        hours=hours,
        zone=hours.zone,
    )
