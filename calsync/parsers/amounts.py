"""Lengths of time and times of day in an answer, each put into one word so that phrases can be told around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LEAST, MOST = 1, 480
"""Minutes that an answer can ask for; anything else is a slip of the thumb, and no answer."""

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30, "forty": 40,
    "forty five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
_NUMBER_WORDS = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,4}}(?:\.\d)?|{_NUMBER_WORDS})"
_MORE = r"(?: (?:more|extra|further))?"
_HOUR = r"(?:hours?|hrs?|h)"
_MINUTE = r"(?:minutes?|mins?|m)"

_LENGTH = re.compile(
    rf"(?<![\w.:])(?:"
    rf"(?P<three>three quarters of an hour)|(?P<quarter>(?:a )?quarter of an hour)|"
    rf"(?P<half>half (?:an? )?hour|1[⁄/]2 (?:an )?hour)|"
    rf"(?P<couple>(?:a )?couple of hours)|"
    rf"(?P<sesqui>(?:(?:an?|one|1) )?hour and a half|(?:one|1) and a half hours?)|"
    rf"(?P<hours>{_NUMBER}){_MORE} ?{_HOUR}(?: ?(?:and )?(?P<rest>\d{{1,2}}) ?{_MINUTE}?)?|"
    rf"(?P<hour>(?:an? )?hour)|"
    rf"(?P<minutes>{_NUMBER}){_MORE} ?{_MINUTE}"
    rf")(?![\w⁄/])"
)
_TIME = re.compile(
    r"(?<![\w.:+])(?:"
    r"(?P<noon>noon|midday)|(?P<midnight>midnight)|"
    r"(?P<part>half past|half|quarter past|quarter to|(?:five|ten|twenty|twenty five) (?:past|to)) (?P<of>\d{1,2}|"
    + _NUMBER_WORDS
    + r")(?: ?(?P<apart>am|pm))?|"
    r"(?P<clock>\d{1,2}|" + _NUMBER_WORDS + r") o'?clock|"
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<ap>am|pm|a\.m\.?|p\.m\.?)|"
    r"(?P<hour24>\d{1,2})[:.](?P<minute24>\d{2})"
    r")(?![\w:])"
)
_BARE = re.compile(r"(?<![\w.:])\d{1,4}(?![\w:]|\.\d)")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as written: `minute_of_day`, and whether the other half of the day may be meant too."""

    minute_of_day: int
    either_half: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """The text with "<n>" for each length, "<t>" for each time and "<b>" for each bare number, and their values."""

    text: str
    lengths: tuple[int, ...]
    times: tuple[Clock, ...]
    bare: tuple[str, ...]


def mark(text: str) -> Marked:
    """The folded text with its lengths (in minutes) and times of day taken out; never raises."""
    lengths: list[int] = []
    times: list[Clock] = []
    bare: list[str] = []

    def length(found: re.Match[str]) -> str:
        lengths.append(_minutes(found))
        return " <n> "

    def clock(found: re.Match[str]) -> str:
        read = _clock(found)
        if read is None:
            return found[0]
        times.append(read)
        return " <t> "

    def number(found: re.Match[str]) -> str:
        if found[0] == "1" and not found.string[: found.start()].rstrip().endswith("+"):
            return "1"  # by itself it is an answer: "from a phone, 1 is enough"
        bare.append(found[0])
        return " <b> "

    text = _LENGTH.sub(length, text)
    text = _TIME.sub(clock, text)
    text = _BARE.sub(number, text)
    return Marked(text=text, lengths=tuple(lengths), times=tuple(times), bare=tuple(bare))


def _value(words: str) -> float:
    return _WORDS[words] if words in _WORDS else float(words)


def _minutes(found: re.Match[str]) -> int:
    for name, minutes in (("three", 45), ("quarter", 15), ("half", 30), ("couple", 120), ("sesqui", 90), ("hour", 60)):
        if found[name]:
            return minutes
    if found["hours"]:
        return round(_value(found["hours"]) * 60) + int(found["rest"] or 0)
    return round(_value(found["minutes"]))


def _clock(found: re.Match[str]) -> Clock | None:
    if found["noon"] or found["midnight"]:
        return Clock(12 * 60 if found["noon"] else 0, either_half=False)
    if found["part"]:
        half, offset = found["apart"] or "", _offset(found["part"])
        return _of_day(int(_value(found["of"])), 0, half, offset=offset)
    if found["clock"]:
        return _of_day(int(_value(found["clock"])), 0, "")
    if found["hour"]:
        return _of_day(int(found["hour"]), int(found["minute"] or 0), found["ap"][0] + "m")
    return _of_day(int(found["hour24"]), int(found["minute24"]), "", padded=found["hour24"].startswith("0"))


def _offset(part: str) -> int:
    """Minutes from the full hour, before it where it says "to"."""
    if part in ("half past", "half"):
        return 30
    said, _, side = part.rpartition(" ")
    minutes = 15 if said == "quarter" else _WORDS[said]
    return minutes if side == "past" else -minutes


def _of_day(hour: int, minute: int, half: str, *, offset: int = 0, padded: bool = False) -> Clock | None:
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    either = not half and not padded and 1 <= hour <= 12
    return Clock((hour * 60 + minute + offset) % 1440, either_half=either)


def bare_clock(number: str) -> Clock | None:
    """A bare number behind "until": "4" is four o'clock of either half of the day, "1615" is 16:15; else None."""
    if len(number) <= 2:
        return _of_day(int(number), 0, "")
    return _of_day(int(number[:-2]), int(number[-2:]), "", padded=number.startswith("0"))


def next_moment(clock: Clock, sent: datetime, zone: ZoneInfo) -> datetime | None:
    """When that time of day next comes after `sent`, in UTC; None when that is more than `MOST` minutes away.

    Of "4" sent at 15:10, both halves of the day are tried, and the nearer one is meant.
    """
    local = sent.astimezone(zone)
    halves = (0, 720) if clock.either_half else (0,)
    best: datetime | None = None
    for days in (0, 1):
        for half in halves:
            hour, minute = divmod((clock.minute_of_day + half) % 1440, 60)
            day = (local + timedelta(days=days)).date()
            moment = datetime.combine(day, time(hour, minute), tzinfo=zone).astimezone(UTC)
            if sent < moment <= sent + timedelta(minutes=MOST) and (best is None or moment < best):
                best = moment
    return best
