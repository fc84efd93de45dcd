"""Calendars exported from Outlook (.ics): their occurrences, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from hashlib import sha256
from itertools import islice

from icalendar import Calendar

from calsync.domain.model import Event, Series, utc
from calsync.errors import CalsyncError
from calsync.parsers.ics_series import KIND, Entry, Unusable, mend, unfold
from calsync.parsers.ics_zones import in_utc, local_zone, own_names
from calsync.parsers.location import read_place
from calsync.parsers.online import is_online

MOST_BYTES = 20 * 1024 * 1024
MOST_OCCURRENCES = 50_000
"""Occurrences of one file that are read; beyond, the file is refused as a whole rather than read in part."""
_LONGEST_TEXT = 10_240


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One occurrence of an entry: `start` and `end` are aware and in UTC, or dates when it lasts all day."""

    uid: str
    start: datetime | date
    end: datetime | date
    all_day: bool
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
    created: datetime | None = None
    revision: str = ""
    """Changes whenever the entry is changed, as far as the file tells; empty if it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a calendar holds in a window, by start; and a sentence for every entry that was not read as it stands."""

    occurrences: tuple[Occurrence, ...] = ()
    problems: tuple[str, ...] = ()


def read_occurrences(data: bytes, *, start: datetime, end: datetime, zone: str = "Europe/London") -> Reading:
    """Every occurrence that touches the window from `start` up to `end` (aware), in UTC; all-day ones as dates.

    Floating times, and the days of all-day entries, are read in `zone`. An entry that can't be read becomes a
    problem and the rest counts (law 14). Raises CalsyncError when the data is no calendar or beyond all bounds.
    """
    try:
        local = local_zone(zone)
    except ValueError as error:
        raise CalsyncError(str(error)) from None
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    problems: list[str] = []
    found: dict[tuple[str, str], Occurrence] = {}
    for calendar in _calendars(data):
        withdrawn = str(calendar.get("METHOD", "")).upper() == "CANCEL"
        for uid, entries in _series(calendar, local, problems):
            try:
                for entry in unfold(entries, start, end):
                    occurrence = _occurrence(entry, uid, local, withdrawn=withdrawn)
                    if _touches(occurrence, start, end, local):
                        found.setdefault((uid, occurrence.start.isoformat()), occurrence)
            except (Unusable, ValueError, TypeError, AttributeError, OverflowError) as error:
                problems.append(f"{_called(entries[0])} was not read: {_why(error)}.")
            if len(found) > MOST_OCCURRENCES:
                raise CalsyncError(
                    f"This calendar has more than {MOST_OCCURRENCES} entries between {start:%Y-%m-%d} and "
                    f"{end:%Y-%m-%d}; ask for a shorter time."
                )
    ordered = sorted(found.values(), key=lambda each: (_bounds(each, local)[0], each.uid))
    return Reading(occurrences=tuple(ordered), problems=tuple(problems))


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, Unusable) else f"a value in it is not what it should be ({str(error)[:80]})"


def _called(entry: Entry) -> str:
    """The entry's name in a sentence. Never its subject: problems are logged, and a subject names people (law 15)."""
    return f"The entry {str(entry.get('UID', 'without a UID'))[:80]!r}"


def _calendars(data: bytes) -> list[Calendar]:
    if len(data) > MOST_BYTES:
        raise CalsyncError(f"This file has {len(data)} bytes, more than the {MOST_BYTES} that are read; export less.")
    text = _text(data)
    if not re.search(r"^BEGIN:VCALENDAR[ \t]*$", text, re.MULTILINE | re.IGNORECASE):
        raise CalsyncError("This is no calendar: it has no line BEGIN:VCALENDAR. Export it from Outlook as .ics again.")
    try:
        parts = Calendar.from_ical(own_names(text), multiple=True)
    except Exception as error:
        # The library raises many kinds for a file that is torn or is something else altogether.
        raise CalsyncError(f"This calendar can't be read ({str(error)[:120]}). Export it again.") from None
    calendars = [part for part in parts if isinstance(part, Calendar)]
    if not calendars:
        raise CalsyncError("This calendar breaks off before its end (END:VCALENDAR). Export it again.")
    return calendars


def _text(data: bytes) -> str:
    """The file as text, unfolded, with plain line ends: UTF-8, UTF-16 when it says so, else Windows' own."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return re.sub(r"\n[ \t]", "", text.replace("\r\n", "\n").replace("\r", "\n")).lstrip()


def _series(calendar: Calendar, zone: tzinfo, problems: list[str]) -> Iterator[tuple[str, list[Entry]]]:
    """The readable entries by UID, so that a broken one takes only its own series with it."""
    series: dict[str, list[Entry]] = {}
    for entry in calendar.walk("VEVENT"):
        try:
            problems.extend(f"In the {_called(entry)[4:]} {note}." for note in mend(entry, zone))
        except (Unusable, ValueError, TypeError, AttributeError, OverflowError) as error:
            problems.append(f"{_called(entry)} was not read: {_why(error)}.")
            continue
        uid = str(entry.get("UID", "")).strip()
        if not uid:
            uid = "no-uid-" + sha256(entry.to_ical()).hexdigest()[:16]
            entry["UID"] = uid
        series.setdefault(uid, []).append(entry)
    yield from series.items()


def _occurrence(entry: Entry, uid: str, zone: tzinfo, *, withdrawn: bool) -> Occurrence:
    start, end = entry["DTSTART"].dt, entry["DTEND"].dt
    all_day = not isinstance(start, datetime)
    if not all_day and _word(entry, "X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE":
        # Outlook writes some all-day entries with midnights; what is no midnight is an entry with times.
        all_day = start.time() == end.time() == datetime.min.time() and start < end
        if all_day:
            start, end = start.date(), end.date()
    if not all_day:
        start, end = in_utc(start, zone), in_utc(end, zone)
    status = _word(entry, "STATUS") or "CONFIRMED"
    return Occurrence(
        uid=uid,
        start=start,
        end=end,
        all_day=all_day,
        status=status,
        subject=_words(entry, "SUMMARY"),
        location=_words(entry, "LOCATION"),
        categories=_categories(entry),
        transparent=_word(entry, "TRANSP") == "TRANSPARENT",
        private=_word(entry, "CLASS") in ("PRIVATE", "CONFIDENTIAL"),
        series=Series(str(entry[KIND])),
        cancelled=withdrawn or status == "CANCELLED",
        busy=_word(entry, "X-MICROSOFT-CDO-BUSYSTATUS"),
        created=_moment(entry, "CREATED", zone),
        revision="/".join(
            part for part in (_words(entry, "SEQUENCE"), str(_moment(entry, "LAST-MODIFIED", zone) or "")) if part
        ),
    )


def _words(entry: Entry, name: str) -> str:
    value = entry.get(name, "")
    first = value[0] if isinstance(value, list) and value else value
    return str(first or "")[:_LONGEST_TEXT].strip()


def _word(entry: Entry, name: str) -> str:
    return _words(entry, name).upper()


def _categories(entry: Entry) -> tuple[str, ...]:
    lots = entry.get("CATEGORIES", [])
    names = [
        str(name).strip() for lot in (lots if isinstance(lots, list) else [lots]) for name in getattr(lot, "cats", ())
    ]
    return tuple(islice(dict.fromkeys(name for name in names if name), 100))


def _moment(entry: Entry, name: str, zone: tzinfo) -> datetime | None:
    try:
        moment = entry[name].dt
        return in_utc(moment, zone) if isinstance(moment, datetime) else None
    except (KeyError, AttributeError, ValueError, OverflowError):
        return None  # it only tells when the entry was made; the entry counts without it


def _bounds(occurrence: Occurrence, zone: tzinfo) -> tuple[datetime, datetime]:
    """Its first and last moment in UTC; an all-day entry's days begin at midnight in `zone`."""
    start, end = occurrence.start, occurrence.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end
    return _midnight(start, zone), _midnight(end, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _touches(occurrence: Occurrence, start: datetime, end: datetime, zone: tzinfo) -> bool:
    first, last = _bounds(occurrence, zone)
    return first < end and (last > start or first >= start)


def to_event(occurrence: Occurrence, worker: str) -> Event:
    """The occurrence as the domain knows it, in that worker's diary; an all-day one from midnight to midnight UTC.

    Its id is its UID and its start, so an entry moved as a whole is a new one (law 2).
    """
    place = read_place(occurrence.location)
    start, end = _in_utc(occurrence.start), _in_utc(occurrence.end)
    return Event(
        worker=worker,
        id=f"{occurrence.uid}/{occurrence.start.isoformat()}",
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
        free=occurrence.busy == "FREE" if occurrence.busy else occurrence.transparent,
        away=occurrence.busy == "OOF",
        private=occurrence.private,
        online=not place.is_address and is_online(subject=occurrence.subject, location=occurrence.location),
        created=occurrence.created,
    )


def _in_utc(moment: datetime | date) -> datetime:
    if isinstance(moment, datetime):
        return utc(moment)
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
