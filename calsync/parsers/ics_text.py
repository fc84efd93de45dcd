"""The text of a calendar file, taken apart into its entries and zones, so that a broken one harms no other (law 14).

Only what the rules ask for is kept: an entry's notes, attachments and alarms are dropped here (law 15).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from io import BytesIO, TextIOWrapper

from calsync.errors import CalsyncError

MOST_BYTES = 20 * 1024 * 1024
_LONGEST_TEXT = 20_480
_LONGEST_ENTRY = 1024 * 1024
_MOST_GUESTS = 500
_DATES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_KEPT = frozenset(
    (
        *_DATES,
        "ATTENDEE",
        "CATEGORIES",
        "CLASS",
        "CREATED",
        "DURATION",
        "LAST-MODIFIED",
        "LOCATION",
        "RRULE",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "UID",
        "X-MICROSOFT-CDO-ALLDAYEVENT",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    )
)
_NAME = re.compile(r"[A-Za-z0-9-]+")
_DAY = re.compile(r"[^:]*:(\d{8})(?:T\d{6}Z?)?[ \t]*", re.IGNORECASE)
# Libraries take these for line ends; in a subject they are mere spaces.
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


class CutOff(CalsyncError):
    """A calendar that breaks off before its end: perhaps it is being written, and it is no empty diary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What could not be taken as it stands, told in a sentence that never quotes a subject (law 15)."""

    uid: str
    """Whose entry it is; empty when nobody can say."""
    words: str
    lost: bool
    """Whether some of it is not among what was read."""


@dataclass(slots=True, kw_only=True)
class RawEntry:
    """One VEVENT as lines, unfolded."""

    withdrawn: bool
    """It stands in a calendar that cancels (METHOD:CANCEL)."""
    lines: list[str] = field(default_factory=list)
    size: int = 0
    guests: int = 0

    def add(self, line: str) -> None:
        """Keep a line that the rules ask for, and drop every other."""
        found = _NAME.match(line)
        name = found[0].upper() if found else ""
        if name not in _KEPT:
            return
        if name == "ATTENDEE":
            self.guests += 1
            if self.guests > _MOST_GUESTS:
                return
        if name not in ("EXDATE", "RDATE"):
            line = line[:_LONGEST_TEXT]
        self.size += len(line)
        if self.size <= _LONGEST_ENTRY:
            self.lines.append(_ODD.sub(" ", line))

    def values(self, name: str) -> list[str]:
        """The lines of that property, with their parameters."""
        ends = f"{name}:", f"{name};"
        return [line for line in self.lines if line[: len(name) + 1].upper() in ends]

    @property
    def uid(self) -> str:
        """Its UID; one made of what it says when it has none."""
        for line in self.values("UID"):
            if uid := line.partition(":")[2].strip():
                return uid
        return "no-uid-" + sha256("\n".join(self.lines).encode(errors="replace")).hexdigest()[:16]

    @property
    def named(self) -> bool:
        """Whether it has a UID of its own."""
        return not self.uid.startswith("no-uid-")

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day, for an entry that plainly happens once; None: it has to be read to know."""
        if any(self.values(name) for name in ("RRULE", "RDATE", "RECURRENCE-ID", "DURATION")):
            return None
        starts, ends = self.values("DTSTART"), self.values("DTEND")
        found = [_DAY.fullmatch(line) for line in (*starts, *ends)]
        if len(starts) != 1 or len(ends) > 1 or not all(found):
            return None
        try:
            # Digits alone are no day: a month 13 would sort far ahead, and the entry be passed over in silence.
            days = sorted(date.fromisoformat(each[1]) for each in found if each)
        except ValueError:
            return None
        return days[0], days[-1]


@dataclass(slots=True, kw_only=True)
class CalendarText:
    """Every entry of a file by its UID, in the file's order, and the zones that the file defines for itself."""

    entries: dict[str, list[RawEntry]] = field(default_factory=dict)
    zones: list[str] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


def take_apart(data: bytes) -> CalendarText:
    """The calendar's parts. Raises CutOff when it breaks off, CalsyncError when it is none or too large."""
    if len(data) > MOST_BYTES:
        raise CalsyncError(f"This file has {len(data)} bytes, more than the {MOST_BYTES} that are read; export less.")
    reader = _Reader()
    for line in _lines(data):
        reader.take(line)
    if not reader.began:
        raise CalsyncError("This is no calendar: it has no line BEGIN:VCALENDAR. Export it from Outlook as .ics again.")
    if reader.inside:
        raise CutOff("This calendar breaks off before its end (END:VCALENDAR). Export it again.")
    return reader.found


def _lines(data: bytes) -> Iterator[str]:
    """The file's lines, unfolded: UTF-8, UTF-16 when it says so, else Windows' own.

    One by one, since no other thread runs while a large text is changed as a whole.
    """
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    if encoding == "utf-8-sig":
        try:
            data.decode()
        except UnicodeDecodeError:
            encoding = "cp1252"
    unfolded: list[str] = []
    for line in TextIOWrapper(BytesIO(data), encoding, errors="replace"):
        if unfolded and line[:1] in (" ", "\t"):
            unfolded.append(line[1:].rstrip("\n"))
            continue
        if unfolded:
            yield "".join(unfolded)
        unfolded = [line.rstrip("\n")]
    if unfolded:
        yield "".join(unfolded)


class _Reader:
    """Goes through a file line by line; where a part lacks its end, the next part's beginning ends it."""

    def __init__(self) -> None:
        self.found = CalendarText()
        self.began = self.inside = self._withdraws = False
        self._entry: RawEntry | None = None
        self._deeper = 0
        self._zone: list[str] | None = None

    def take(self, line: str) -> None:
        if not self.inside:
            line = line.lstrip()
        mark = line[:24].strip().upper() if line[:1] in ("B", "b", "E", "e") else ""
        if mark == "BEGIN:VCALENDAR":
            # One inside another lacks its end: what it held up to here was read, and the cut is told below.
            if self.inside:
                self._cut("breaks off before its end")
            self._end_parts()
            self.began = self.inside = True
            self._withdraws = False
        elif not self.inside:
            return
        elif mark == "END:VCALENDAR":
            self._end_parts()
            self.inside = False
        elif mark == "BEGIN:VEVENT":
            self._end_parts()
            self._entry = RawEntry(withdrawn=self._withdraws)
        elif self._entry is not None:
            self._in_entry(self._entry, mark, line)
        elif mark == "BEGIN:VTIMEZONE":
            self._zone = [line]
        elif self._zone is not None:
            self._zone.append(line)
            if mark == "END:VTIMEZONE":
                self.found.zones.append("\n".join(self._zone))
                self._zone = None
        elif line[:7].upper() == "METHOD:":
            self._withdraws = line[7:].strip().upper() == "CANCEL"

    def _in_entry(self, entry: RawEntry, mark: str, line: str) -> None:
        if mark == "END:VEVENT":
            self._keep(entry)
            self._entry, self._deeper = None, 0
        elif mark.startswith("BEGIN:"):
            self._deeper += 1
        elif mark.startswith("END:"):
            self._deeper = max(0, self._deeper - 1)
        elif self._deeper == 0:
            entry.add(line)

    def _keep(self, entry: RawEntry) -> None:
        if entry.size > _LONGEST_ENTRY:
            self._lose(entry, "it is larger than any diary entry")
            return
        self.found.entries.setdefault(entry.uid, []).append(entry)

    def _end_parts(self) -> None:
        if self._entry is not None:
            self._lose(self._entry, "it breaks off before its end (END:VEVENT)")
        self._entry, self._deeper, self._zone = None, 0, None

    def _lose(self, entry: RawEntry, why: str) -> None:
        uid = entry.uid if entry.named else ""
        self.found.flaws.append(Flaw(uid=uid, words=f"{called(uid)} was not read: {why}.", lost=True))

    def _cut(self, why: str) -> None:
        self.found.flaws.append(Flaw(uid="", words=f"One of the calendars in this file {why}.", lost=True))


def called(uid: str) -> str:
    """The entry's name in a sentence. Never its subject: sentences are logged, and a subject names people."""
    return f"The entry {uid[:80] if uid else 'without a UID'!r}"
