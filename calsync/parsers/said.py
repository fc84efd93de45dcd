"""What else an entry says: whom it is to, their number and postcode, when its worker is back, and its longest time.

All of it is read in the subject and the location; the body is never read (law 15). Each is a help to people who look
for somebody, and decides nothing: what can't be told for certain is left out.
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.model.said import Said
from calsync.parsers.agreed import at_most, nth, told_plainly
from calsync.parsers.amounts import Marked, bare_clock, mark, next_moment
from calsync.parsers.location import find_postcode, find_street
from calsync.parsers.phone import Phone, find_phone
from calsync.parsers.whom import find_whom

LONGEST = 1000
"""Characters of a subject and of a location that are read."""

_BACK = re.compile(
    r"(?<!call )(?<!ring )(?<!phone )(?<!feed )(?<!bring )(?<!play )(?<!text )(?<!back to )"
    r"(?:\b(?:back|rtn|rtrn|rto|return|returning|returns)\b(?! to back)"
    r"(?: (?:home|(?:in|at|to|@) (?:the |my )?(?:office|base|work|centre|center|desk|home)|office|base))?|"
    r"\bhome(?= by ))[ .,:=~@\-–]{0,3}"
    r"(?:(?:by|at|for|approx|about|around|before|c|circa|eta|latest)\b[ .:~]{0,3}){0,2}<(?P<kind>[tb])>"
)
_OUTWARD = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,2}[0-9][0-9A-Za-z]?)(?![A-Za-z0-9])", re.ASCII)
_NO_HALF = re.compile(r"(?:room|rm|desk|bay|block|level|floor|gate|junction|unit|plot|exit)\W{0,3}$", re.IGNORECASE)
_OTHER_THINGS = frozenset(("B1", "B2", "E1", "G1", "M1", "M2", "M3", "M4", "M5", "M6", "M8", "M18", "M25", "S1", "S2"))
"""What is mostly a motorway, a floor, a room or a year group."""
_APART = re.compile(r" / |[;|\n]| (?:or|then|and then) ", re.IGNORECASE)
_INWARD = "1AA"
"""Any second half: with it the first half is tried as a whole postcode."""


def read_said(
    subject: str, location: str, start: datetime, end: datetime, zone: str = "Europe/London", *, region: str = "GB"
) -> Said:
    """What an entry says besides that it is a visit; a field that it says nothing of is empty. Never raises.

    `start` and `end` are in UTC. A time of day is the first of that name after `start`, on the clocks of `zone`;
    `region` is the country of telephone numbers without a country code.
    """
    subject, location = subject[:LONGEST], location[:LONGEST]
    in_subject, in_location = find_phone(subject, region), find_phone(location, region)
    phone = in_location or in_subject
    marked = [mark(told_plainly(_without(subject, in_subject))), mark(told_plainly(_without(location, in_location)))]
    postcodes = _postcodes(location)
    postcode = postcodes[0] if postcodes else find_postcode(subject)
    backs = (_back(each, start, end, ZoneInfo(zone)) for each in marked)
    return Said(
        phone=phone.e164 if phone is not None else "",
        phone_written=phone.written if phone is not None else "",
        back=next((each for each in backs if each is not None), None),
        at_most=next((each for each in map(at_most, marked) if each is not None), None),
        whom=find_whom(_without(subject, in_subject)),
        postcode=postcode,
        half_postcode="" if postcode else _half(location) or _half(subject),
        postcodes=postcodes,
        streets=_streets(location),
    )


def _without(text: str, phone: Phone | None) -> str:
    """The text without its telephone number, whose digits are no time and nobody's name."""
    return text.replace(phone.written, " ") if phone is not None else text


def _back(marked: Marked, start: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """The first return that it speaks of, no earlier than its end; a time before that is another one's."""
    text = " ".join(marked.text.split())
    for found in _BACK.finditer(text):
        number = text.count(f"<{found['kind']}>", 0, found.start("kind") - 1)
        clock = nth(marked.times, number) if found["kind"] == "t" else None
        if found["kind"] == "b" and (bare := nth(marked.bare, number)) is not None:
            clock = bare_clock(bare)
        moment = next_moment(clock, start, zone) if clock is not None else None
        if moment is not None and moment >= end:
            return moment
    return None


def _postcodes(text: str) -> tuple[str, ...]:
    """Every postcode of the parts of the text that stand apart, each once."""
    found = (find_postcode(part) for part in re.split(r"[,;|/\n]| (?:or|then|and) ", text))
    return tuple(dict.fromkeys(each for each in (*found, find_postcode(text)) if each))


def _streets(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in _APART.split(text) if (each := find_street(part))))


def _half(text: str) -> str:
    """The first outward half of a postcode in the text, upper case ("S60"); empty when there is none."""
    for found in _OUTWARD.finditer(text):
        # Which areas there are is known where whole postcodes are read; motorways and paper sizes are not among them.
        if (
            find_postcode(f"{found[1]} {_INWARD}")
            and found[1].upper() not in _OTHER_THINGS
            and not _NO_HALF.search(text[max(0, found.start() - 12) : found.start()])
        ):
            return found[1].upper()
    return ""
