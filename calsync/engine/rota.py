"""The rotas: shared calendars -> whom they name for the coming days, in the store, so that an alarm asks nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.as_before import as_before
from calsync.domain.model import Duty, Event, People, Person, PersonId, Turn
from calsync.domain.notices import Cause
from calsync.domain.rota import AHEAD, BEHIND, Rota, addresses_in, counts, duties, first_gap, named_in
from calsync.engine.core import Core
from calsync.engine.notices import clear_notice, raise_notice
from calsync.errors import SourceError
from calsync.ports import DiaryWanted, Transaction

MOST_ASKED = 40
"""Entries whose subject names nobody that are asked for by their id, for who is on them, at one reading of a rota."""


class Rotas:
    """Keeps in the store whom the rotas name."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def refresh(self) -> int:
        """How many duties the rotas name for the coming days, all written; what a rota said before stays if it can't
        be read, and is told. Raises nothing of a calendar's."""
        core = self._core
        if not core.rotas:
            return await asyncio.to_thread(self._write, (), {}, ())
        at = core.clock.now()
        with core.store.transaction() as tx:
            people = tx.people()
        wanted = [DiaryWanted(worker=each.key, start=at - BEHIND, end=at + AHEAD) for each in core.rotas]
        read = await core.rota_source.snapshots(wanted, turn=Turn.WIDE)
        refused: dict[str, SourceError] = {}
        entries: dict[str, tuple[Event, ...]] = {}
        for rota, answer in zip(core.rotas, read, strict=True):
            if isinstance(answer, SourceError):
                refused[rota.key] = answer
            else:
                events = getattr(answer, "events", ())
                entries[rota.key] = await self._whole(rota, [each for each in events if counts(each)], people)
        strangers = await self._strangers(entries, people)
        everybody = replace(people, persons=(*people.persons, *strangers))
        found = [
            duty
            for rota in core.rotas
            for entry in entries.get(rota.key, ())
            for duty in duties(rota, entry, _named(entry, everybody))
        ]
        found += [each for each in people.rota if each.rota in refused]
        named = {each.person for each in found}
        return await asyncio.to_thread(self._write, found, refused, [each for each in strangers if each.id in named])

    async def _whole(self, rota: Rota, listed: Sequence[Event], people: People) -> tuple[Event, ...]:
        """The entries, those whose subject names nobody with who is on them."""
        whole: list[Event] = []
        left = MOST_ASKED
        for entry in listed:
            if left and not named_in(entry.subject, people) and not addresses_in(entry.subject):
                left -= 1
                # Where it can't be asked for it names nobody, and that is told as a gap.
                with suppress(SourceError):
                    whole.append(await self._core.rota_source.event(rota.key, entry.id, turn=Turn.WIDE) or entry)
                    continue
            whole.append(entry)
        return tuple(whole)

    async def _strangers(self, entries: Mapping[str, Sequence[Event]], people: People) -> tuple[Person, ...]:
        """Who of the directory is named by an address that nobody known has."""
        told = [each for found in entries.values() for each in found]
        addresses = [one for each in told for one in (*addresses_in(each.subject), *_on_it(each))]
        unknown = [each for each in dict.fromkeys(addresses) if people.by_mail(each) is None]
        if not unknown:
            return ()
        try:
            answers = await self._core.directory.named(unknown)
        except SourceError:
            return ()
        found = {each.id: as_before(replace(each, works=False), people) for each in answers if isinstance(each, Person)}
        return tuple(each for id_, each in found.items() if people.get(id_) is None)

    def _write(self, found: Sequence[Duty], refused: Mapping[str, SourceError], joined: Sequence[Person]) -> int:
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            people = tx.people()
            new = [each for each in joined if people.get(each.id) is None]
            if new:
                tx.put_people(replace(people, persons=(*people.persons, *new)))
            if tuple(found) != people.rota:
                tx.put_rota(found)
            self._tell(tx, replace(people, rota=tuple(found)), refused, at)
        return len(found)

    def _tell(self, tx: Transaction, people: People, refused: Mapping[str, SourceError], at: datetime) -> None:
        """Say which rota can't be read, and which names nobody for a time in which somebody has to stand on it."""
        standing = [each for each in tx.standing_notices() if each.cause in (Cause.ROTA_UNREAD, Cause.ROTA_GAP)]
        now: dict[tuple[str, str], str] = {}
        for rota in self._core.rotas:
            if rota.key in refused:
                now[Cause.ROTA_UNREAD, rota.key] = str(refused[rota.key])
            elif gap := first_gap(rota, people.rota, people.office, at):
                now[Cause.ROTA_GAP, rota.key] = self._gap_words(rota, *gap)
        for notice in standing:
            if (notice.cause, notice.about) not in now:
                clear_notice(tx, Cause(notice.cause), notice.about, at)
        for (cause, key), words in now.items():
            raise_notice(tx, Cause(cause), key, words, at)

    def _gap_words(self, rota: Rota, start: datetime, end: datetime) -> str:
        first, last = (each.astimezone(ZoneInfo(self._core.zone)) for each in (start, end))
        role = rota.role.replace("_", " ")
        return (
            f"The rota {rota.key} names nobody as {role} from {first:%H:%M} on {first:%A} {first.day} {first:%B} to "
            f"{last:%H:%M} on {last:%A} {last.day} {last:%B}."
        )


def on_rota(found: People, known: People) -> People:
    """The people as the directory has them now, with those besides whom a rota names and who were known before."""
    here = {each.id for each in found.persons}
    named = dict.fromkeys(each.person for each in known.rota if each.person not in here)
    kept = (known.get(each) for each in named)
    more = tuple(replace(each, works=False) for each in kept if each is not None)
    return replace(found, persons=(*found.persons, *more)) if more else found


def _named(entry: Event, people: People) -> tuple[PersonId, ...]:
    """Whom an entry names: in its subject, else by who is on it."""
    on_it = (people.by_mail(each) for each in _on_it(entry))
    return named_in(entry.subject, people) or tuple(dict.fromkeys(each.id for each in on_it if each is not None))


def _on_it(entry: Event) -> tuple[str, ...]:
    """The addresses of those who accepted an entry, without the calendar's own."""
    return tuple(each for each in entry.attendees if each.casefold() != entry.worker.casefold())
