"""The diaries of the tenant: entries, series with their exceptions, and the copies that attendees hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from calsync.demo.entries import Address, Attendee, Entry, clean_changes
from calsync.demo.graph_error import bad_request, item_not_found
from calsync.demo.graph_time import at_local, local_date, zone_info
from calsync.demo.ids import IdMaker
from calsync.demo.people import OtherCalendar

# Given the mail address of somebody invited: the id of their mailbox, or None when they have none here.
FindMailbox = Callable[[str], str | None]


@dataclass(slots=True)
class Diary:
    """One person's calendars; exceptions are kept as what differs from the series, by original date."""

    entries: dict[str, Entry] = field(default_factory=dict)
    exceptions: dict[tuple[str, date], dict[str, Any]] = field(default_factory=dict)
    removed: set[tuple[str, date]] = field(default_factory=set)
    others: dict[str, OtherCalendar] = field(default_factory=dict)
    """The calendars beside the primary one, by their keys."""


class Diaries:
    """All calendars; the caller holds the tenant's lock."""

    def __init__(self, now: Callable[[], datetime], ids: IdMaker, find_mailbox: FindMailbox) -> None:
        self._now = now
        self._ids = ids
        self._find = find_mailbox
        self._diaries: dict[str, Diary] = {}

    def _diary(self, mailbox: str) -> Diary:
        return self._diaries.setdefault(mailbox, Diary())

    def add_calendar(self, mailbox: str, name: str, owner: Address) -> OtherCalendar:
        """The new calendar beside the primary one."""
        made = OtherCalendar(key=self._ids.key(), name=name, owner_mail=owner.mail, owner_name=owner.name)
        self._diary(mailbox).others[made.key] = made
        return made

    def remove_calendar(self, mailbox: str, key: str) -> None:
        """Removes a calendar with all that stands in it."""
        diary = self._diary(mailbox)
        del diary.others[key]
        diary.entries = {k: entry for k, entry in diary.entries.items() if entry.calendar != key}

    def calendars(self, mailbox: str) -> list[OtherCalendar]:
        """The calendars beside the primary one, in the order in which they were made."""
        return list(self._diary(mailbox).others.values())

    def add(self, mailbox: str, owner: Address, fields: Mapping[str, Any]) -> Entry:
        """The new entry; attendees with a mailbox here get their own copy, not yet answered."""
        now = self._now()
        transaction = fields.get("transaction_id")
        if transaction is not None:
            # Exchange answers a repeated transactionId with the entry it made the first time.
            for known in self._diary(mailbox).entries.values():
                if known.transaction_id == transaction:
                    return known
        entry = Entry(
            key=self._ids.key(),
            created=now,
            modified=now,
            change_key=self._ids.change_key(),
            ical_uid="040000008200E00074C5B7101A82E008" + self._ids.guid().replace("-", "").upper(),
            **{"organizer": owner, **fields},
        )
        _check(entry)
        entry = replace(entry, kind="singleInstance" if entry.recurrence is None else "seriesMaster")
        self._diary(mailbox).entries[entry.key] = entry
        self._invite(mailbox, entry)
        return entry

    def _invite(self, mailbox: str, entry: Entry) -> None:
        for attendee in entry.attendees:
            other = self._find(attendee.address.mail)
            if other is None or other == mailbox:
                continue
            copy = replace(entry, key=self._ids.key(), response="notResponded", transaction_id=None, calendar="")
            self._diary(other).entries[copy.key] = copy

    def masters(self, mailbox: str) -> list[Entry]:
        """The single entries and the masters of series, in the order in which they were made."""
        return list(self._diary(mailbox).entries.values())

    def window(self, mailbox: str, after: datetime, before: datetime, calendar: str = "") -> list[Entry]:
        """Every entry and occurrence of one calendar with a moment in the window, by start."""
        diary, found = self._diary(mailbox), []
        for entry in diary.entries.values():
            if entry.calendar != calendar:
                continue
            if entry.recurrence is None:
                if entry.overlaps(after, before):
                    found.append(entry)
            else:
                found.extend(o for o in self._occurrences(diary, entry, after, before) if o.overlaps(after, before))
        return sorted(found, key=lambda e: (e.start, e.key))

    def _occurrences(self, diary: Diary, master: Entry, after: datetime, before: datetime) -> list[Entry]:
        if master.recurrence is None:
            return []
        # Two days around cover any offset; the length covers occurrences that began before the window.
        spare = timedelta(days=2)
        first, last = (after - (master.end - master.start) - spare).date(), (before + spare).date()
        days = set(master.recurrence.dates(first, last))
        days |= {day for key, day in diary.exceptions if key == master.key}
        return [occurrence(diary, master, day) for day in sorted(days) if (master.key, day) not in diary.removed]

    def get(self, mailbox: str, key: str, original: date | None = None) -> Entry:
        """The entry, or the occurrence of that original date; raises ErrorItemNotFound when it is gone."""
        diary = self._diary(mailbox)
        entry = diary.entries.get(key)
        if entry is None:
            raise item_not_found()
        if original is None:
            return entry
        in_series = entry.recurrence is not None and entry.recurrence.dates(original, original)
        if not in_series or (key, original) in diary.removed:
            raise item_not_found()
        return occurrence(diary, entry, original)

    def removed_dates(self, mailbox: str, key: str) -> list[date]:
        """The original dates of the occurrences that were deleted from a series."""
        return sorted(day for series, day in self._diary(mailbox).removed if series == key)

    def change(self, mailbox: str, key: str, original: date | None, changes: Mapping[str, Any]) -> Entry:
        """The entry as changed; a change to one occurrence makes it an exception, its series stays."""
        diary, before = self._diary(mailbox), self.get(mailbox, key, original)
        wanted = clean_changes(changes) | {"modified": self._now(), "change_key": self._ids.change_key()}
        _check(replace(before, **wanted))
        if original is not None:
            if "recurrence" in wanted:
                raise bad_request("An occurrence has no recurrence of its own.", "ErrorInvalidRequest")
            diary.exceptions.setdefault((key, original), {}).update(wanted)
            after = self.get(mailbox, key, original)
        else:
            after = self._change_whole(diary, before, wanted)
        if before.response == "organizer":
            self._tell_attendees(mailbox, before, original, changes)
        return after

    def _change_whole(self, diary: Diary, before: Entry, wanted: dict[str, Any]) -> Entry:
        after = replace(before, **wanted)
        if after.recurrence is not None and ({"start", "end", "recurrence"} & set(wanted)):
            # As in Outlook, new times or a new pattern put moved occurrences back and deleted ones too.
            first = local_date(after.start, after.zone)
            if "recurrence" not in wanted and first != after.recurrence.first:
                after = replace(after, recurrence=replace(after.recurrence, first=first))
            diary.exceptions = {k: v for k, v in diary.exceptions.items() if k[0] != after.key}
            diary.removed = {k for k in diary.removed if k[0] != after.key}
        after = replace(after, kind="singleInstance" if after.recurrence is None else "seriesMaster")
        diary.entries[after.key] = after
        return after

    def _tell_attendees(
        self, mailbox: str, entry: Entry, original: date | None, changes: Mapping[str, Any] | None
    ) -> None:
        """Carries an organiser's change (None: a deletion, which cancels) into the attendees' copies."""
        shared = {"subject", "start", "end", "zone", "all_day", "location", "locations", "body", "recurrence"}
        for other, copy in self._copies(mailbox, entry):
            if changes is None:
                told: dict[str, Any] = {"cancelled": True, "subject": f"Canceled: {entry.subject}", "show_as": "free"}
            else:
                told = {name: value for name, value in changes.items() if name in shared}
            if told and (original is None or copy.recurrence is not None):
                self.change(other, copy.key, original, told)

    def _copies(self, mailbox: str, entry: Entry) -> list[tuple[str, Entry]]:
        if not entry.attendees:
            return []
        return [
            (other, copy)
            for other, diary in self._diaries.items()
            if other != mailbox
            for copy in diary.entries.values()
            if copy.ical_uid == entry.ical_uid
        ]

    def respond(self, mailbox: str, key: str, original: date | None, response: str) -> Entry:
        """The attendee's copy with their answer, which the organiser's copy then shows too."""
        mine = self.get(mailbox, key, original)
        if mine.response == "organizer":
            raise bad_request("You can't respond to this meeting because you're the meeting organizer.")
        now = self._now()
        answered = self.change(mailbox, key, original, {"response": response, "response_at": now})
        me = mailbox
        for other, copy in self._copies(mailbox, mine):
            if copy.response != "organizer":
                continue
            attendees: tuple[Attendee, ...] = tuple(
                replace(a, response=response, answered=now) if self._find(a.address.mail) == me else a
                for a in copy.attendees
            )
            diary = self._diary(other)
            diary.entries[copy.key] = replace(copy, attendees=attendees, change_key=self._ids.change_key())
        return answered

    def delete(self, mailbox: str, key: str, original: date | None) -> Entry:
        """The entry that was there; of a series, an occurrence's id removes that occurrence alone."""
        diary, gone = self._diary(mailbox), self.get(mailbox, key, original)
        if original is not None:
            diary.removed.add((key, original))
            diary.exceptions.pop((key, original), None)
        else:
            del diary.entries[key]
            diary.exceptions = {k: v for k, v in diary.exceptions.items() if k[0] != key}
            diary.removed = {k for k in diary.removed if k[0] != key}
        if gone.response == "organizer":
            self._tell_attendees(mailbox, gone, original, None)
        return gone

    def split(self, mailbox: str, key: str, original: date, changes: Mapping[str, Any]) -> Entry:
        """The new series that "this and following" makes: the old one ends the day before, ids change from here."""
        old, here = self.get(mailbox, key), self.get(mailbox, key, original)
        if old.recurrence is None:
            raise bad_request("Only a series can be split.", "ErrorInvalidRequest")
        done = old.recurrence.dates(old.recurrence.first, original - timedelta(days=1))
        rest = replace(old.recurrence, first=original)
        if old.recurrence.count is not None:
            rest = replace(rest, count=old.recurrence.count - len(done))
        kept = {name: getattr(old, name) for name in Entry.__dataclass_fields__ if name not in _MADE_ANEW}
        new = kept | {"start": here.start, "end": here.end, "recurrence": rest} | clean_changes(changes)
        made = self.add(mailbox, old.organizer or Address(""), new)
        if done:
            shortened = replace(old.recurrence, until=original - timedelta(days=1), count=None)
            diary = self._diary(mailbox)
            diary.entries[key] = replace(old, recurrence=shortened, change_key=self._ids.change_key())
        else:
            self.delete(mailbox, key, None)
        return made


_MADE_ANEW = frozenset(
    (
        "key",
        "created",
        "modified",
        "change_key",
        "ical_uid",
        "kind",
        "original",
        "original_start",
        "transaction_id",
    )
)


def occurrence(diary: Diary, master: Entry, day: date) -> Entry:
    """The occurrence of a series on its original date, with what makes it an exception."""
    if master.all_day:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        end = start + (master.end - master.start)
    else:
        # Wall-clock times are kept through a change of the clocks, at the start and at the end alike.
        zone = zone_info(master.zone)
        first, last = master.start.astimezone(zone), master.end.astimezone(zone)
        start = at_local(day, first.time(), master.zone)
        end = at_local(day + (last.date() - first.date()), last.time(), master.zone)
    differs = diary.exceptions.get((master.key, day))
    plain = replace(
        master, start=start, end=max(start, end), original=day, original_start=start, recurrence=None, kind="occurrence"
    )
    return plain if differs is None else replace(plain, **differs, kind="exception")


def _check(entry: Entry) -> None:
    if entry.start.tzinfo is None or entry.end.tzinfo is None:
        raise TypeError("An entry's times carry their zone: give aware datetimes.")
    if entry.end < entry.start:
        raise bad_request(
            "The start date cannot be later than the end date.", "ErrorCalendarEndDateIsEarlierThanStartDate"
        )
    if entry.all_day and any(
        (t.hour, t.minute, t.second, t.microsecond) != (0, 0, 0, 0) for t in (entry.start, entry.end)
    ):
        raise bad_request(
            "The Event.Start property for an all-day event needs to be set to midnight.",
            "ErrorPropertyValidationFailure",
        )
