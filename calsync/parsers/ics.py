"""Calendars exported from Outlook (.ics): their occurrences, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from calsync.errors import CalsyncError
from calsync.parsers.ics_mend import YEARS, Entry, Mending, Unusable
from calsync.parsers.ics_occurrence import Occurrence, bounds, read_occurrence, touches
from calsync.parsers.ics_series import Group, Unfolded, furthest_move, grouped, unfold
from calsync.parsers.ics_text import CalendarText, Flaw, RawEntry, called, take_apart
from calsync.parsers.ics_zones import Zones, local_zone

MOST_OCCURRENCES = 50_000
"""Occurrences of one file that are read; beyond, the file is refused as a whole rather than read in part."""
_MARGIN = timedelta(days=3)
_WITHDRAWN = "X-CALSYNC-WITHDRAWN"


class EntryUnreadable(CalsyncError):
    """An entry that is in the calendar, or may be, and can't be understood: it is not gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a calendar holds in a window, by start; and a sentence for every entry that was not read as it stands."""

    occurrences: tuple[Occurrence, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """The sentences of what was not read as it stands."""
        return tuple(flaw.words for flaw in self.flaws)


def read_occurrences(
    data: bytes,
    *,
    start: datetime,
    end: datetime,
    zone: str = "Europe/London",
    most: int = MOST_OCCURRENCES,
    patience: Callable[[], None] = lambda: None,
) -> Reading:
    """Every occurrence that touches the window from `start` up to `end` (aware), in UTC; all-day ones as dates.

    Floating times, and the days of all-day entries, are read in `zone`. An entry that can't be read becomes a
    flaw and the rest counts (law 14). `patience` is called between entries, and ends the reading by raising. Raises
    CutOff for a calendar without its end, and CalsyncError when the data is none or has more than `most` occurrences.
    """
    book = _Book(data, zone, patience)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    found: dict[tuple[str, str], Occurrence] = {}
    for uid, raws in book.text.entries.items():
        if len(raws) == 1 and _is_outside(raws[0], start, end):
            continue
        for occurrence in book.occurrences(uid, raws, start, end):
            if touches(occurrence, start, end, book.local):
                found.setdefault((occurrence.id, occurrence.start.isoformat()), occurrence)
        if len(found) > most:
            raise CalsyncError(
                f"This calendar has more than {most} entries between {start:%Y-%m-%d} and {end:%Y-%m-%d}; ask for a "
                "shorter time."
            )
    ordered = sorted(found.values(), key=lambda each: (bounds(each, book.local)[0], each.id))
    return Reading(occurrences=tuple(ordered), flaws=tuple(book.flaws))


def find_occurrence(
    data: bytes, occurrence_id: str, *, zone: str = "Europe/London", patience: Callable[[], None] = lambda: None
) -> Occurrence | None:
    """The occurrence of that id, wherever it stands now; None when the calendar is whole and has no such entry.

    Raises EntryUnreadable when it may be one that can't be understood, and CalsyncError as `read_occurrences` does.
    """
    book = _Book(data, zone, patience)
    mine = {
        uid: raws
        for uid, raws in book.text.entries.items()
        # One without a UID may be that one: then it must at least be readable.
        if occurrence_id == uid or occurrence_id.startswith(f"{uid}/") or not raws[0].named
    }
    for uid, raws in mine.items():
        start, end = _about(occurrence_id.rpartition("/")[2])
        for occurrence in book.occurrences(uid, raws, start, end, by_place=True):
            if occurrence.id == occurrence_id:
                return occurrence
    for flaw in book.flaws:
        if flaw.lost and (not flaw.uid or occurrence_id == flaw.uid or occurrence_id.startswith(f"{flaw.uid}/")):
            raise EntryUnreadable(flaw.words)
    return None


def _about(place: str) -> tuple[datetime, datetime]:
    """The day about a place in a series; for an id that names none, a day in which nothing is looked for."""
    try:
        moment = datetime.fromisoformat(place)
    except ValueError:
        moment = datetime(2000, 1, 1, tzinfo=UTC)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment, moment


def _is_outside(raw: RawEntry, start: datetime, end: datetime) -> bool:
    """Whether an entry plainly happens outside the window, so that years of past entries need not be read."""
    days = raw.days
    if days is None or not all(day.year in YEARS for day in days):
        return False
    return days[1] < (start - _MARGIN).date() or days[0] > (end + _MARGIN).date()


class _Book:
    """One calendar file being read, with what was found wrong so far."""

    def __init__(self, data: bytes, zone: str, patience: Callable[[], None]) -> None:
        try:
            self.local: tzinfo = local_zone(zone)
        except ValueError as error:
            raise CalsyncError(str(error)) from None
        self.text: CalendarText = take_apart(data)
        self.flaws: list[Flaw] = list(self.text.flaws)
        self._zones = Zones(self.text.zones)
        self._patience = patience

    def occurrences(
        self, uid: str, raws: list[RawEntry], start: datetime, end: datetime, *, by_place: bool = False
    ) -> Iterator[Occurrence]:
        """Those of one UID in or about the window; with `by_place`, those whose place in their series is about it."""
        for group in grouped([entry for raw in raws if (entry := self._entry(raw)) is not None]):
            self._patience()
            reach = furthest_move(group) if by_place else timedelta()
            try:
                first = group.core["DTSTART"].dt if group.core is not None and group.several else None
                copy = first.isoformat() if first is not None else ""
                for each in self._unfolded(uid, group, start - reach, end + reach):
                    yield read_occurrence(each, self.local, uid=uid, copy=copy, withdrawn=_WITHDRAWN in each.entry)
            except CalsyncError:
                raise  # out of patience: not this entry's fault
            except Exception as error:
                self._lose(uid, error)

    def _entry(self, raw: RawEntry) -> Entry | None:
        self._patience()
        uid = raw.uid
        try:
            mending = Mending(raw, self._zones, self.local)
            entry = mending.mend()
        except CalsyncError:
            raise  # out of patience: not this entry's fault
        except Exception as error:
            self._lose(uid if raw.named else "", error)
            return None
        for note, lost in mending.notes:
            self.flaws.append(Flaw(uid=uid, words=f"In the {called(uid)[4:]} {note}.", lost=lost))
        entry["UID"] = uid
        if raw.withdrawn:
            entry[_WITHDRAWN] = "TRUE"
        return entry

    def _unfolded(self, uid: str, group: Group, start: datetime, end: datetime) -> list[Unfolded]:
        try:
            return unfold(group, start, end)
        except CalsyncError:
            raise  # out of patience: not this entry's fault
        except Exception as error:
            if group.core is None or "RRULE" not in group.core:
                raise
            # Without its rule the first occurrence and those that are named one by one still count.
            words = f"Of t{called(uid)[1:]} only the first occurrence was read: {_why(error)}."
            self.flaws.append(Flaw(uid=uid, words=words, lost=True))
            del group.core["RRULE"]
            return unfold(group, start, end)

    def _lose(self, uid: str, error: Exception) -> None:
        self.flaws.append(Flaw(uid=uid, words=f"{called(uid)} was not read: {_why(error)}.", lost=True))


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, Unusable) else "a value in it is not what it should be"
