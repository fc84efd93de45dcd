"""Which calendars that nobody reads hold entries like visits: what `calsync doctor` asks of every watched person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from calsync.domain.classify import Rules
from calsync.domain.lookups import recognised
from calsync.domain.model import Person, Tag, Turn
from calsync.errors import SourceError
from calsync.graph.calendar_lists import MOST, Calendar, named
from calsync.graph.calendars import GraphCalendars
from calsync.graph.several import each

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadCalendar:
    """A calendar of a watched person that is not read, though it holds what would be a visit."""

    worker: Person
    name: str
    visits: int

    @property
    def words(self) -> str:
        """What is wrong and how it is mended, as a sentence without its full stop."""
        hold = "an entry like a visit" if self.visits == 1 else f"{self.visits} entries like visits"
        them = "it" if self.visits == 1 else "them"
        return (
            f'{self.worker.name}\'s calendar "{self.name}" holds {hold} and is not read: list it under calendars in '
            f"the people file, or move {them} into the main calendar"
        )


async def unread_calendars(
    calendars: GraphCalendars, workers: Sequence[Person], rules: Rules, at: datetime
) -> list[list[UnreadCalendar] | SourceError]:
    """For each of the workers, in their order: the calendars with entries like visits in the 14 days from `at`.

    Looked at are at most 20 calendars of a person, and none that Graph says is another's. Where they could not be
    looked at stands why. Raises SourceError when most could not be asked.
    Microsoft's pages: "List calendars", "List calendarView".
    """

    async def one(worker: Person) -> list[UnreadCalendar]:
        listed = await calendars.lists.read(worker.id, Turn.WIDE)
        read = {calendar.id for name in worker.calendars for calendar in named(listed, name)}
        others = [each for each in listed if not (each.primary or each.shared or each.id in read)]
        found = []
        for calendar in others[:MOST]:
            if visits := await _visits(calendars, worker, calendar, rules, at):
                found.append(UnreadCalendar(worker=worker, name=calendar.name, visits=visits))
        return found

    return await each(workers, one)


async def _visits(calendars: GraphCalendars, worker: Person, calendar: Calendar, rules: Rules, at: datetime) -> int:
    snapshot = await calendars.one(worker.id, at, at + AHEAD, calendar, turn=Turn.WIDE)
    tags = (recognised(event, rules, worker).tag for event in snapshot.events)
    return sum(tag is not Tag.NONE for tag in tags)
