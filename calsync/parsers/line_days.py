"""Which day a line of mail speaks of: a visit of another day is never taken for one of today.

In doubt it is another day: then nobody watches, and whoever wrote reads so. A date before the word for a street or a
house is an address: "12 May Road".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from calsync.parsers.street_words import HOUSES, TYPES


class Day(StrEnum):
    """Which day a text names."""

    NONE = "none"
    TODAY = "today"
    TONIGHT = "tonight"
    """Today, and it may last until, or begin, after midnight."""
    OTHER = "other"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_WHOLE_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_NO_DOOR = rf"(?! (?:{'|'.join(sorted(map(re.escape, {*TYPES, *HOUSES})))})\b)"
"""Not before what a street or a house is called."""
_NO_FLOOR = r"(?! (?:floor|storey|level|flat|door|left|right)\b)"
_ON = r"(?P<on>\b(?:on|from|for|this|next|coming|every)(?: the)? )?"
_NTH = r"(?:st|nd|rd|th)"
_ENDS = r"(?=[ ,;:.)-]*(?:$|\b(?:until|till|til|from|at|between|visit\w*|i|i'm|we|am|pm|morning|afternoon|evening)\b))"
"""What stands behind a day where no place goes on."""
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_ON}(?:\b{_WEEKDAY},? )?(?:\bthe )?(?<!\d)(?P<day>\d{{1,2}}) ?(?P<nth>{_NTH})?(?: of | ?[-/.]? ?){_MONTH}"
        r"(?:[,.]? ?[-/.]? ?(?P<year>20[2-9]\d)\b)?",
        rf"{_ON}(?:\b{_WEEKDAY},? )?\b{_MONTH} (?:the )?(?P<day>\d{{1,2}})(?P<nth>{_NTH})?\b(?![:.]\d)"
        r"(?:,? (?P<year>20[2-9]\d)\b)?",
        r"(?:\bon )?(?<![\d/.-])(?P<day>\d{1,2})(?P<sep>[/.-])(?P<number>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})"
        r"(?![\d/-])",
        r"(?:\bon )?(?<![\d/.-])(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/-])",
        rf"\bon (?:the )?(?:{_WEEKDAY},? )?(?P<day>\d{{1,2}})[/.-](?P<number>\d{{1,2}})(?![\d/:])(?! ?[ap]\.?m)",
        rf"(?<![\d/])(?<!flat )(?<!apt )(?<!unit )(?P<day>\d{{1,2}})/(?P<number>\d{{1,2}})(?![\d/]){_ENDS}",
        rf"(?:\bon )?\bthe (?P<day>\d{{1,2}}){_NTH}\b{_NO_FLOOR}{_NO_DOOR}",
        rf"\bon (?P<day>\d{{1,2}}){_NTH}\b{_NO_FLOOR}{_NO_DOOR}",
        rf"(?P<day>\b\d{{1,2}}){_NTH}\b{_ENDS}",
    )
)
_TONIGHT = re.compile(r"\b(?:tonight|this (?:evening|night))\b", re.IGNORECASE)
_TODAY = re.compile(r"\b(?:later )?(?:today|this (?:morning|afternoon))\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:tom{1,2}or{1,2}ows?|tmrw|tmr|tmw|2moro|2morrow|yesterday|(?:the )?day after|next (?:week|month|year|time)|"
    r"(?:this|next|at the|on the|over the) weekend|in (?:an?|\d+|two|three|four|five|six|seven) (?:days?|weeks?))\b|"
    rf"\b(?:on|next|this|coming|every|by) {_WEEKDAY}\b|\b{_WHOLE_WEEKDAY}\b{_ENDS}|^{_WHOLE_WEEKDAY}\b{_NO_DOOR}|"
    rf"(?<!the )\b(?:mon|tues?|weds?|thu(?:rs?)?|fri)\b{_ENDS}",
    re.IGNORECASE,
)


def without_days(text: str, today: date) -> tuple[str, Day]:
    """The text without the days that it names, and which these are; of several it is the one that is not today."""
    named: list[Day] = []

    def cut(day: Day) -> Callable[[re.Match[str]], str]:
        def found(_: re.Match[str]) -> str:
            named.append(day)
            return " "

        return found

    def dated(found: re.Match[str]) -> str:
        parts = found.groupdict()
        if _is_a_door(found, parts):
            return found[0]
        named.append(Day.TODAY if _is(parts, today) and not _wrong_weekday(found[0], today) else Day.OTHER)
        return " "

    for pattern in _DATES:
        text = pattern.sub(dated, text)
    text = _TONIGHT.sub(cut(Day.TONIGHT), text)
    text = _TODAY.sub(cut(Day.TODAY), text)
    text = _OTHER.sub(cut(Day.OTHER), text)
    kind = next((each for each in (Day.OTHER, Day.TONIGHT, Day.TODAY) if each in named), Day.NONE)
    return (" ".join(text.split()).strip(" ,;:-–") if named else text), kind


def _is_a_door(found: re.Match[str], parts: dict[str, str | None]) -> bool:
    """Whether a number and a month are the beginning of an address: "12 May Road"."""
    if "month" not in parts or any(parts.get(each) for each in ("on", "nth", "year")):
        return False
    return not re.match(_NO_DOOR, found.string[found.end() :], re.IGNORECASE)


def _is(parts: dict[str, str | None], today: date) -> bool:
    """Whether a date is today; what it leaves out is as today's."""
    month = parts.get("number") or ""
    if parts.get("month"):
        month = str(_MONTHS.index(str(parts["month"])[:3].casefold()) + 1)
    year = parts.get("year") or str(today.year)
    return (
        int(parts["day"] or 0) == today.day
        and int(month or today.month) == today.month
        and int(year) in (today.year, today.year % 100)
    )


def _wrong_weekday(written: str, today: date) -> bool:
    days = re.findall(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", written.casefold())
    return any(each != f"{today:%a}".casefold() for each in days)
