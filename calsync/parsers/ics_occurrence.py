"""One occurrence of a calendar file's entry, and the Event that it is in a worker's diary."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from hashlib import sha256
from itertools import islice
from typing import Any

from calsync.domain.model import Event, PersonId, Series, utc
from calsync.parsers.ics_mend import LASTS, Entry, moment_of
from calsync.parsers.ics_series import Unfolded
from calsync.parsers.ics_zones import in_utc
from calsync.parsers.location import read_place
from calsync.parsers.online import is_online

_LONGEST_TEXT = 10_240
_COMING = ("ACCEPTED", "TENTATIVE")
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody on an entry, by their address in lower case."""

    mail: str
    answer: str
    """PARTSTAT in capitals; NEEDS-ACTION when the file does not say."""
    asked_to_come: bool
    """A person who is needed: no room, and nobody who is only told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One occurrence of an entry: `start` and `end` are aware and in UTC, or dates when it lasts all day."""

    uid: str
    start: datetime | date
    end: datetime | date
    all_day: bool
    place: datetime | date | None = None
    """When its series would have it, in UTC or as a date; None for an entry in no series."""
    copy: str = ""
    """What tells it from another entry of the same UID; empty when there is none."""
    status: str = "CONFIRMED"
    """STATUS as the file has it, in capitals; CONFIRMED when it says nothing."""
    subject: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    transparent: bool = False
    private: bool = False
    series: Series = Series.SINGLE
    cancelled: bool = False
    busy: str = ""
    """X-MICROSOFT-CDO-BUSYSTATUS in capitals: FREE, TENTATIVE, BUSY, OOF or WORKINGELSEWHERE; empty without one."""
    guests: tuple[Guest, ...] = ()
    created: datetime | None = None
    modified: datetime | None = None

    @property
    def id(self) -> str:
        """What stays the same while the entry is edited: its UID and, in a series, its place there."""
        return "/".join(part for part in (self.uid, self.copy, self.place.isoformat() if self.place else "") if part)

    @property
    def revision(self) -> str:
        """Changes with whatever is read of the entry, and with nothing else (servers write new stamps every day)."""
        return sha256(repr(astuple(replace(self, modified=None))).encode(errors="replace")).hexdigest()[:16]


def read_occurrence(told: Unfolded, zone: tzinfo, *, uid: str, copy: str, withdrawn: bool) -> Occurrence:
    """The occurrence with its times in UTC; days, and what floats, are read in `zone`."""
    entry = told.entry
    start, end = entry["DTSTART"].dt, entry["DTEND"].dt
    all_day = not isinstance(start, datetime)
    if not all_day and _word(entry, "X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE":
        # Outlook writes some all-day entries with midnights, in their zone or in UTC; what is no midnight has times.
        for near in (start.tzinfo, zone):
            first, last = start.astimezone(near), end.astimezone(near)
            if first.time() == last.time() == _MIDNIGHT and first < last:
                start, end, all_day = first.date(), last.date(), True
                break
    if not all_day:
        start, end = in_utc(start, zone), in_utc(end, zone)
        if LASTS in entry:
            end = start + timedelta(seconds=int(entry[LASTS]))
        # Where the clocks are put back, an end can come before its start; then nobody knows better than the start.
        end = max(start, end)
    status = _word(entry, "STATUS") or "CONFIRMED"
    return Occurrence(
        uid=uid,
        start=start,
        end=end,
        all_day=all_day,
        place=in_utc(told.place, zone) if isinstance(told.place, datetime) else told.place,
        copy=copy,
        status=status,
        subject=_words(entry, "SUMMARY"),
        location=_words(entry, "LOCATION"),
        categories=_categories(entry),
        transparent=_word(entry, "TRANSP") == "TRANSPARENT",
        # Outlook also writes PERSONAL; RFC 5545 has every word that one does not know taken for PRIVATE.
        private=_word(entry, "CLASS") not in ("", "PUBLIC"),
        series=told.series,
        cancelled=withdrawn or status == "CANCELLED",
        busy=_word(entry, "X-MICROSOFT-CDO-BUSYSTATUS"),
        guests=_guests(entry),
        created=_stamp(entry, "CREATED", zone),
        modified=_stamp(entry, "LAST-MODIFIED", zone),
    )


def _words(entry: Entry, name: str) -> str:
    value = entry.get(name, "")
    first = value[0] if isinstance(value, list) and value else value
    return str(first or "")[:_LONGEST_TEXT].strip()


def _word(entry: Entry, name: str) -> str:
    return _words(entry, name).upper()


def _listed(entry: Entry, name: str) -> list[Any]:
    values = entry.get(name, [])
    return values if isinstance(values, list) else [values]


def _categories(entry: Entry) -> tuple[str, ...]:
    names = [str(name).strip() for lot in _listed(entry, "CATEGORIES") for name in getattr(lot, "cats", ())]
    return tuple(islice(dict.fromkeys(name for name in names if name), 100))


def _guests(entry: Entry) -> tuple[Guest, ...]:
    found = []
    for value in _listed(entry, "ATTENDEE"):
        params = getattr(value, "params", {})
        kind, role = (str(params.get(name, "")).upper() for name in ("CUTYPE", "ROLE"))
        found.append(
            Guest(
                mail=str(value).strip().lower().removeprefix("mailto:").strip(),
                answer=str(params.get("PARTSTAT", "")).upper() or "NEEDS-ACTION",
                asked_to_come=kind in ("", "INDIVIDUAL") and role in ("", "REQ-PARTICIPANT", "CHAIR"),
            )
        )
    return tuple(found)


def _stamp(entry: Entry, name: str, zone: tzinfo) -> datetime | None:
    try:
        moment = entry[name].dt
        return in_utc(moment, zone) if isinstance(moment, datetime) and 1900 <= moment.year < 9000 else None
    except (KeyError, AttributeError, ValueError, OverflowError):
        return None  # it only tells when the entry was made; the entry counts without it


def to_event(occurrence: Occurrence, worker: PersonId, *, owner: str = "") -> Event:
    """The occurrence as the domain knows it, in that worker's diary; an all-day one from midnight to midnight UTC.

    `owner` is the worker's mail address: their own answer to an invitation counts, and who of their mail domain said
    that they come along stands under `attendees`. Empty: nobody's answer is known.
    """
    place = read_place(occurrence.location)
    start, end = utc(moment_of(occurrence.start)), utc(moment_of(occurrence.end))
    owner = owner.lower()
    return Event(
        worker=worker,
        id=occurrence.id,
        start=start,
        end=max(end, start),
        subject=occurrence.subject,
        place=place,
        categories=occurrence.categories,
        change_key=occurrence.revision,
        series=occurrence.series,
        series_id=None if occurrence.series is Series.SINGLE else occurrence.uid,
        all_day=occurrence.all_day,
        cancelled=occurrence.cancelled,
        declined=any(guest.mail == owner and guest.answer == "DECLINED" for guest in occurrence.guests),
        free=occurrence.busy == "FREE" if occurrence.busy else occurrence.transparent,
        away=occurrence.busy == "OOF",
        tentative=occurrence.busy == "TENTATIVE" or (not occurrence.busy and occurrence.status == "TENTATIVE"),
        elsewhere=occurrence.busy == "WORKINGELSEWHERE",
        private=occurrence.private,
        online=not place.is_address and is_online(subject=occurrence.subject, location=occurrence.location),
        created=occurrence.created,
        modified=occurrence.modified,
        attendees=_colleagues(occurrence, owner),
    )


def _colleagues(occurrence: Occurrence, owner: str) -> tuple[str, ...]:
    ending = f"@{owner.rpartition('@')[2]}" if owner else ""
    coming = (
        guest.mail
        for guest in occurrence.guests
        if ending and guest.asked_to_come and guest.answer in _COMING and guest.mail.endswith(ending)
    )
    return tuple(dict.fromkeys(coming))


def bounds(occurrence: Occurrence, zone: tzinfo) -> tuple[datetime, datetime]:
    """Its first and last moment in UTC; an all-day entry's days begin at midnight in `zone`."""
    start, end = occurrence.start, occurrence.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end
    return _midnight(start, zone), _midnight(end, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def touches(occurrence: Occurrence, start: datetime, end: datetime, zone: tzinfo) -> bool:
    """Whether any of it lies in the window from `start` up to `end` (UTC)."""
    first, last = bounds(occurrence, zone)
    return first < end and (last > start or first >= start)
