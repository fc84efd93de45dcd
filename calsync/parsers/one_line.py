"""A visit told in one line of mail, "visiting 12 Elm Road until 15:30": a closed grammar around a free place.

Whoever writes such a line believes that somebody watches. So what begins like one and can't be read is never passed
over in silence: the reading says what is lacking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.one_line import Lack, OneLine, Unread
from calsync.parsers.amounts import Clock, bare_clock, mark
from calsync.parsers.line_days import Day, without_days
from calsync.parsers.told_place import read_told_place
from calsync.parsers.visible_text import visible_text

LONGEST = timedelta(hours=8)
"""A visit longer than this is a slip of the thumb, as more time in an answer is."""
LATEST_START = timedelta(hours=16)
LONGEST_PLACE = 200


TIME = (
    r"(?:noon|midday|midnight|\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|a\.m\.?|p\.m\.?)|\d{1,2} o'?clock|\d{1,2}[:.]\d{2}|\d{4}|"
    r"\d{1,2})"
)
"""A time of day as it is written, in the words of a regular expression."""
_SELF = r"(?:(?:i|we) (?:am|are|will be)|(?:i|we)['’](?:m|re|ll be)|im|ill be|am|will be)"
_NAMED = r"(?P<who>[^\W\d_][\w'.\- ]{0,59}?)(?:,? (?:is|will be)|['’]s)"
_HOW = r"(?:(?:now|just|currently|still|also|out) )*"
_ON_THE_WAY = r"(?:going|off|about|out|on (?:my|our|the|her|his|their) way|heading(?: off| out)?)(?: now)?"
_BEGINS = re.compile(
    rf"(?:(?:{_SELF}|{_NAMED}) )?{_HOW}(?:visiting|{_ON_THE_WAY} to visit)(?:(?: ?[:,–-])? (?P<rest>.*)|:)?",
    re.IGNORECASE,
)
_LOOSELY = re.compile(
    rf"(?:(?:{_SELF}|{_NAMED}) )?{_HOW}"
    r"(?:(?:(?:on|doing) (?:an? )?)?(?:home )?visit(?:(?: ?[:,–-])? (?:at |to )?)|at )(?P<rest>.*)",
    re.IGNORECASE,
)
"""What is such a line only with an address and an end: "visit 12 Elm Road until 15:30", "at 12 Elm Road until 4"."""
_NO_PART_OF_A_PLACE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|not|no|nobody|cancel\w*|moved?|postponed|over|done|finished|late|delayed|"
    r"extended|running|off|called|visits?|visiting|after|before|if|when)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"(?P<place>.*?),?(?:^| )(?:(?:from (?P<start>{TIME})|"
    r"(?P<clock>\d{1,2}[:.]\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m))(?: until | till | til | to | ?[-–] ?)|"
    r"(?:until|till|til) )"
    rf"(?P<end>{TIME})",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|til)\b", re.IGNORECASE)
_VISITING = re.compile(r"\bvisiting\b", re.IGNORECASE)
_RANGE = re.compile(rf"\bfrom {TIME}", re.IGNORECASE)
_END_FIRST = re.compile(
    rf"(?P<end>(?:until|till|til) {TIME})[,:;]? (?P<rest>.*\b(?:visit|visiting|at)\b.*)", re.IGNORECASE
)
_HELLO = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|morning|afternoon|evening)\b"
    r"(?:(?: (?!visit|home\b|at\b|on\b|off\b|\d)[\w'’-]+){0,3} ?[,.!:–-]+ *|"
    r" (?!visit)\w+ (?=(?:visiting|i|i'm|i’m|we) )| +)",
    re.IGNORECASE,
)
_GOODBYE = r"(?:many )?thanks|thank you|cheers|please|(?:kind |best )?regards|best wishes"
_THANKS = re.compile(rf"[ ,.!]*(?:{_GOODBYE})?[ ,.!]*$", re.IGNORECASE)
_AT = re.compile(r"^(?:at|to) ", re.IGNORECASE)
_NO_NAME = frozenset({"she", "he", "who", "it", "that", "this", "nobody", "somebody", "someone", "no one"})
_ANY_DAY = date(2000, 1, 1)
"""In place of today where it does not matter which day is named."""


def tells_of_a_visit(text: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether a mail begins like such a line, whatever it lacks."""
    return _begun(without_days(_said(text, names), _ANY_DAY)[0]) is not None


_LIKE = re.compile(
    rf"\bvis(?:it|itt|t)?(?:ing|ng)\b|\bvisits?\b.*\d|\b(?:until|till|til) {TIME}\b|"
    rf"\bfrom {TIME}(?: to | ?[-–] ?){TIME}\b|^(?:{_SELF} )?at .*\b(?:until|till|til)\b",
    re.IGNORECASE,
)
_LONGEST_LINE = 40
"""Words of the longest mail that may be meant as such a line."""


def is_like_a_visit(text: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether a mail that is no such line may have been meant as one: its writer would believe that it is watched."""
    words = _said(text, names)
    return len(words.split()) <= _LONGEST_LINE and _LIKE.search(words) is not None


def _said(text: str, names: frozenset[str]) -> str:
    words = _HELLO.sub("", " ".join(visible_text(text, names).split()), count=1)
    for name in sorted(names, key=len, reverse=True):
        signed = rf"(?:(?:{_GOODBYE})[ ,.!]+|[,.!–-] ?){re.escape(name)}[.!]*$"
        words = re.sub(signed, "", words, flags=re.IGNORECASE)
    return _THANKS.sub("", words).rstrip()


def _begun(words: str, *, alone: bool = True) -> re.Match[str] | None:
    """How the words begin as such a line; None where they do not. Loose ones are read in a mail of its own alone."""
    found = _BEGINS.fullmatch(words)
    if found is not None or not alone:
        return found
    found = _LOOSELY.fullmatch(words)
    whole = _WHOLE.fullmatch(found["rest"]) if found is not None else None
    place = whole["place"] if whole is not None else ""
    return found if read_told_place(place).is_address and not _NO_PART_OF_A_PLACE.search(place) else None


def _end_last(words: str) -> str:
    """ "until 15:30 visiting 12 Elm Road" with its end behind its place; other words as they are."""
    found = _END_FIRST.fullmatch(words)
    if found is None or _UNTIL.search(found["rest"]) or _RANGE.search(found["rest"]):
        return words
    return f"{found['rest']} {found['end']}"


def read_one_line(
    text: str, *, sent: datetime, zone: str, names: frozenset[str] = frozenset(), alone: bool = True
) -> OneLine | Unread | None:
    """The visit that a mail tells of; why it can't be read; None for a mail that does not begin like one.

    `names` are its writer's own, one of which may stand below. Times are read on the clocks of `zone`. In a mail that
    is not `alone`, an answer to another, only "visiting" begins such a line.
    """
    local = sent.astimezone(ZoneInfo(zone))
    words, day = without_days(_said(text, names), local.date())
    words = _end_last(words)
    found = _begun(words, alone=alone)
    if found is None:
        return None
    who = " ".join((found["who"] or "").split())
    if who.casefold() in _NO_NAME:
        return Unread(lack=Lack.NO_NAME)
    if len(_VISITING.findall(words)) > 1 or len(_UNTIL.findall(words)) + len(_RANGE.findall(words)) > _times_of_one(
        words
    ):
        return Unread(lack=Lack.SEVERAL, who=who)
    if "?" in words:
        return Unread(lack=Lack.UNCLEAR, who=who)
    if day is Day.OTHER:
        return Unread(lack=Lack.OTHER_DAY, who=who)
    read = _read((found["rest"] or "").strip(), who, sent, ZoneInfo(zone))
    if isinstance(read, OneLine) and day is Day.TODAY and read.start.astimezone(local.tzinfo).date() != local.date():
        read = Lack.PAST
    return Unread(lack=read, who=who) if isinstance(read, Lack) else read


def _times_of_one(words: str) -> int:
    """How many times a line of one visit names: "from 14:00 until 15:30" is one range."""
    return 2 if _RANGE.search(words) else 1


def _read(rest: str, who: str, sent: datetime, zone: ZoneInfo) -> OneLine | Lack:
    whole = _WHOLE.fullmatch(rest)
    if whole is None:
        return Lack.UNCLEAR if _UNTIL.search(rest) or _RANGE.search(rest) else Lack.NO_END
    place = _AT.sub("", whole["place"].strip(" ,;:-–"))
    if sum(map(str.isalnum, place)) < 2:
        return Lack.NO_PLACE
    begins = whole["start"] or whole["clock"]
    end, start = _clock(whole["end"]), _clock(begins) if begins else None
    if len(place) > LONGEST_PLACE or end is None or (begins and start is None):
        return Lack.UNCLEAR
    times = _times(start, end, sent, zone)
    return times if isinstance(times, Lack) else OneLine(who=who, place=place, start=times[0], end=times[1])


def _clock(written: str) -> Clock | None:
    written = written.casefold()
    if written.isascii() and written.isdecimal():
        return bare_clock(written)
    marked = mark(written)
    return marked.times[0] if len(marked.times) == 1 else None


def _times(start: Clock | None, end: Clock, sent: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | Lack:
    """From when to when it is, of all that the line may mean the nearest to the moment of sending."""
    now = sent.replace(second=0, microsecond=0)
    starts = [now] if start is None else [each for each in _moments(start, now, zone) if each <= now + LATEST_START]
    pairs = [
        (first, last)
        for first in starts
        for last in _moments(end, now, zone)
        if first < last and timedelta(0) < last - first <= LONGEST
    ]
    to_come = [pair for pair in pairs if pair[1] > sent]
    if to_come:
        return min(to_come, key=lambda pair: (abs(pair[0] - now), pair[1]))
    over = any(now - LONGEST < last <= sent for last in _moments(end, now, zone))
    return Lack.PAST if over else Lack.TOO_LONG


def _moments(clock: Clock, now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every moment, of yesterday to tomorrow, that a time of day may stand for, in UTC."""
    today = now.astimezone(zone).date()
    for days in (-1, 0, 1):
        for half in (0, 720) if clock.either_half else (0,):
            hour, minute = divmod((clock.minute_of_day + half) % 1440, 60)
            moment = datetime.combine(today + timedelta(days=days), time(hour, minute), tzinfo=zone)
            yield moment.astimezone(UTC)
