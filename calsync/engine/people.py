"""Who works here: the directory -> people and mailboxes in the store, so that an alarm needs no directory.

Who they are is read at once, every quarter of an hour. What stands in each mailbox (hours, zone, absences) is read in
slices, so that with thousands of people a first start waits for none of it, and nobody waits for long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.model import Act, MailboxState, NotWatched, People, Person, PersonId
from calsync.domain.pace import LONGEST_WAIT, freshness
from calsync.domain.shrunk import too_many, vanished
from calsync.engine.core import Core, log
from calsync.engine.numbers import without_forbidden
from calsync.engine.rota import on_rota
from calsync.errors import SourceError, SourceRefused
from calsync.ports import Transaction

RESPONDERS_EVERY = timedelta(minutes=15)
"""So soon is somebody told again who is back and has switched their automatic replies off."""
WORKERS_EVERY = timedelta(hours=2)
AGAIN = timedelta(minutes=15)
"""After a mailbox could not be read."""
BELIEVED_AFTER = timedelta(hours=1)
LEAVERS_SHOWN = timedelta(days=7)
"""How long after the last reading of their diary a leaver stands in the list of those not watched."""
SHRUNK, WHOLE = "people-shrunk", "people-whole"


class Staff:
    """Keeps the people in the store as the directory has them."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._due: dict[PersonId, datetime] = {}
        """When each mailbox's settings are to be read again, as far as this process has read them."""
        self.problems: tuple[str, ...] = ()
        """What the last reading of people could not use or did not believe, each a sentence with the fix."""
        self._refused: frozenset[PersonId] = frozenset()

    async def refresh_people(self) -> People:
        """Everybody as the directory knows them now, kept in the store. Raises SourceError; what was known then stays.

        A joiner's diary is watched from now on; a leaver's is read until nothing of theirs is open any more. A group
        without members is refused: it is somebody's mistake, and would take everybody off the watch at once. Of one
        that has lost more than half of its ten or more members the joiners are watched, and for an hour those who
        vanished stay watched too, which is told as an error; still so after that hour, it is believed.
        """
        core = self._core
        with core.store.transaction() as tx:
            before = tx.people()
        found, forbidden = without_forbidden(await core.directory.people(before))
        if not any(person.works for person in found.persons):
            raise SourceRefused("The group of lone workers has no members, so nobody is watched: add them to it.")
        at = core.clock.now()
        with core.store.transaction() as tx:
            known, mailboxes = tx.people(), tx.mailboxes()
            found = replace(found, persons=tuple(_newest(person, before, known) for person in found.persons))
            found = on_rota(replace(found, office=core.policies.standing.office), known)
            gone = vanished(known, found)
            doubted = _doubted(tx, at) if too_many(known, gone) else _believed(tx, at)
            if doubted:
                found = _kept(found, known, gone)
            found = replace(found, not_watched=found.not_watched + _leavers(tx, found, known, mailboxes, at))
            if not _same(found, known):
                tx.put_people(found)
            _watch(core, tx, found, mailboxes, at)
        self._tell((*core.directory.problems, *forbidden, *([_shrunk(gone)] if doubted else [])))
        return found

    async def refresh_settings(self, limit: int) -> int:
        """Read hours, zone and absences of those whose turn has come, at most `limit` of them; how many were asked.

        One who is refused keeps what was known of them.
        Raises SourceError when most of them can't be asked now; they are asked again in a quarter of an hour.
        """
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            people = tx.people()
        responders = _responders(people)
        turn = self._turn(people, at, limit)
        if not turn:
            return 0
        # Before they are asked: after an outage the next slice is another one.
        self._due |= {person.id: at + AGAIN for person in turn}
        read: list[Person] = []
        refused: dict[PersonId, SourceError] = {}
        for person, answer in zip(turn, await core.directory.settings(turn, at), strict=True):
            if isinstance(answer, SourceError):
                refused[person.id] = answer
                self._due[person.id] = at + max(AGAIN, core.real(answer.retry_after or 0))
                continue
            self._due[person.id] = at + (RESPONDERS_EVERY if person.id in responders else WORKERS_EVERY)
            if _settings_of(answer) != _settings_of(person):
                read.append(answer)
        if read:
            with core.store.transaction() as tx:
                tx.put_settings(read)
        self._tell_refused(turn, refused)
        return len(turn)

    def _turn(self, people: People, at: datetime, limit: int) -> list[Person]:
        """Whose mailboxes are read now: who is told before who is watched, the new before the old, then the oldest.

        Somebody always at work, or without an address, has no settings to read.
        """
        asked = {person.id: person for person in people.persons if person.hours is not None and person.mail}
        self._due = {id_: due for id_, due in self._due.items() if id_ in asked}
        responders = _responders(people)

        def order(person: Person) -> tuple[bool, bool, datetime]:
            return person.id not in responders, person.id in self._due, self._due.get(person.id, at)

        return sorted((each for each in asked.values() if self._due.get(each.id, at) <= at), key=order)[:limit]

    def _tell(self, problems: Sequence[str]) -> None:
        for each in problems:
            if each not in self.problems:
                log.error("people: %s", each)
        self.problems = tuple(problems)

    def _tell_refused(self, turn: Sequence[Person], refused: Mapping[PersonId, SourceError]) -> None:
        """Say once of each person that their settings can't be read, those of one slice in one line."""
        if new := [id_ for id_ in refused if id_ not in self._refused]:
            others = f", and so is that of {len(new) - 1} others: {', '.join(new[1:])}" if len(new) > 1 else ""
            log.warning("%s What was known of them is kept%s.", refused[new[0]], others)
        self._refused = (self._refused - {person.id for person in turn}) | frozenset(refused)


def _responders(people: People) -> frozenset[PersonId]:
    """Who may be told: whoever holds a role of anybody's, whom a rota names, and every worker's manager."""
    managers = {person.manager for person in people.persons if person.works and person.manager}
    held = [*people.roles, *(each for team in people.teams for each in team.roles)]
    held += [each for person in people.persons for each in person.contacts]
    on_rotas = (duty.person for duty in people.rota)
    return frozenset(managers.union(*(ids for _, ids in held), on_rotas))


def _settings_of(person: Person) -> tuple[object, ...]:
    return person.zone, person.hours, person.absences


def _newest(person: Person, before: People, known: People) -> Person:
    """The person with the settings known by now, where theirs are merely those known before the directory was read."""
    old, new = before.get(person.id), known.get(person.id)
    if old is None or new is None or _settings_of(person) != _settings_of(old):
        return person
    return replace(person, zone=new.zone, hours=new.hours, absences=new.absences)


def _doubted(tx: Transaction, at: datetime) -> bool:
    """Whether a group that lost so many is not believed yet. Since when stands in the store, for all processes."""
    shrunk, whole = tx.cursor(SHRUNK), tx.cursor(WHOLE)
    if shrunk is None or (whole is not None and shrunk <= whole):
        tx.put_cursor(SHRUNK, at)
        return True
    return at - shrunk < BELIEVED_AFTER or _believed(tx, at)


def _believed(tx: Transaction, at: datetime) -> bool:
    """False: the group is as it may well be, and the next doubt begins anew."""
    tx.put_cursor(WHOLE, at)
    return False


def _shrunk(gone: Sequence[Person]) -> str:
    return (
        f"{len(gone)} of the watched people have left the group of lone workers at once and stay watched for an hour. "
        "If it is a mistake, put them back; if it is right, nothing is to be done."
    )


def _kept(found: People, known: People, vanished: Sequence[Person]) -> People:
    """The people together with those who vanished, still watched, and with their managers."""
    kept = {person.id for person in vanished}
    persons = [replace(person, works=True) if person.id in kept else person for person in found.persons]
    here = {person.id for person in persons}
    missing = [person for person in vanished if person.id not in here]
    here |= kept
    bosses = {person.manager: known.get(person.manager) for person in missing if person.manager}
    persons += missing + [boss for id_, boss in bosses.items() if boss is not None and id_ not in here]
    return replace(
        found,
        persons=tuple(persons),
        not_watched=tuple(each for each in found.not_watched if each.person not in kept),
    )


def _leavers(
    tx: Transaction, found: People, known: People, mailboxes: Sequence[MailboxState], at: datetime
) -> tuple[NotWatched, ...]:
    """Who was watched, has left the group, and has nothing open any more; for a week after their last reading."""
    names = {each.person: each.name for each in known.not_watched}
    names |= {person.id: person.name for person in known.persons}
    listed = {person.id for person in found.persons if person.works} | {each.person for each in found.not_watched}
    left = []
    for state in mailboxes:
        if state.worker in listed or state.worker not in names:
            continue
        if at - (state.last_read or state.watched_from) > LEAVERS_SHOWN or tx.deadlines_of(state.worker):
            continue
        why = "They have left the group of lone workers, and nothing of theirs is open: add them if they still visit."
        left.append(NotWatched(person=state.worker, name=names[state.worker], why=why))
    return tuple(left)


def _same(found: People, known: People) -> bool:
    """Whether writing the people would change nothing; who left and is still named stands in the store besides."""
    here = {person.id for person in found.persons}
    still = tuple(person for person in known.persons if person.id in here or person.works)
    return found == replace(known, persons=still, rota=found.rota)


def _watch(core: Core, tx: Transaction, found: People, mailboxes: Sequence[MailboxState], at: datetime) -> None:
    """Begin with the diaries of joiners, and of those who left and are back."""
    states = {state.worker: state for state in mailboxes}
    new = []
    for person in found.persons:
        state = states.get(person.id)
        if not person.works or (state is not None and state.next_poll_at - at <= LONGEST_WAIT):
            continue
        since = core.watched_from or at if state is None else at
        # One that nobody gets round to reading is told as any other that is not read (law 10).
        until = at + freshness(core.pace.working, 1.0)
        new.append(MailboxState(worker=person.id, watched_from=since, next_poll_at=at, fresh_until=until))
    if new:
        tx.put_mailboxes(new)
        tx.add_acts([Act(at=at, what="diary-watched", details=(("mailbox", state.worker),)) for state in new])
