"""What somebody who spoke to a worker records of more time: "spoke to Sam, she stays until 15:00" (law 2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.parsers.amounts import LEAST, MOST, Marked, bare_clock, mark, next_moment
from calsync.parsers.cries import cries_for_help
from calsync.parsers.visible_text import visible_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """For how much longer, or until when, the worker said that they stay: one of both."""

    minutes: int | None = None
    until: datetime | None = None


_STAYS = re.compile(
    r"(?:is |are )?(?:fine |ok |okay |safe |well |all right )?(?:and )?(?:is |are )?"
    r"(?:still (?:there|with the family|with them|inside)|stays?|staying|goes on|go on|going on|needs?|wants?|"
    r"will (?:stay|be there|be|need|go on)|carries on|carry on)"
    r"(?: there| with the family| with them| more time)?(?: (?:until|till|til) (?:<t>|<b>)| (?:for )?(?:another )?<n>)"
    r"(?: more| longer)?"
)
_SPOKE = r"(?:i |i have |i've )?(?:just )?(?:spoke|spoken|talked) (?:to|with) {who}"
_SAYS = r"{who} (?:says|said|rang me|told me)(?: and said)?(?: that)?"
_THEM = ("her", "him", "them", "she", "he", "they")


def read_stays(text: str, *, worker: Collection[str], sent: datetime, zone: str, closing: bool = False) -> Stays | None:
    """What was recorded; None for whatever is not plainly the worker's own word of more time. Never raises.

    `worker` are the worker's names: what somebody else said of them moves nothing. Of a reason to close (`closing`) it
    need not be said who spoke to them: it would end the watch otherwise.
    """
    folded = " ".join(unicodedata.normalize("NFKC", visible_text(text)).casefold().replace("’", "'").split())
    if "?" in folded or cries_for_help(folded):
        return None
    known = "|".join(re.escape(each.casefold()) for each in (*worker, *_THEM))
    marked = mark(folded)
    words = " ".join(marked.text.split()).strip(" .!")
    for spoke in (_SPOKE, _SAYS):
        said = spoke.format(who=f"(?:{known})")
        found = re.fullmatch(rf"{said}[ ,.:;–—-]+(?:and )?(?:{known})(?P<rest>(?:'s)? .+)", words)
        if found is not None and _STAYS.fullmatch(found["rest"].replace("'s ", "is ", 1).strip()):
            return _amount(marked, sent, zone)
    found = re.fullmatch(rf"(?:{known})(?P<rest>(?:'s)? .+)", words) if closing else None
    if found is not None and _STAYS.fullmatch(found["rest"].replace("'s ", "is ", 1).strip()):
        return _amount(marked, sent, zone)
    return None


def _amount(marked: Marked, sent: datetime, zone: str) -> Stays | None:
    if marked.lengths:
        (minutes, *more) = marked.lengths
        return Stays(minutes=minutes) if LEAST <= minutes <= MOST and not more else None
    clock = marked.times[0] if marked.times else bare_clock(marked.bare[0]) if marked.bare else None
    until = next_moment(clock, sent, ZoneInfo(zone)) if clock is not None else None
    return Stays(until=until) if until is not None else None
