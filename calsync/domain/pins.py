"""A worker's PIN, and the second one that means danger: kept as hashes, from which nobody reads either."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from calsync.domain.model import PersonId

FORM = re.compile(r"[0-9]{4,8}")
_TIME = re.compile("([01][0-9]|2[0-4])[0-5][0-9]")
MOST_MINUTES = 480
"""So many minutes may an answer ask for at most: "+0045" would be one."""
SALT_BYTES = 16
INVITED_FOR = timedelta(days=2)
_N, _R, _P = 2**14, 8, 1
"""About a twentieth of a second: whoever steals the store has to try for long."""


class Says(Enum):
    """What a typed PIN is."""

    WRONG = "wrong"
    OWN = "own"
    DURESS = "duress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What is kept of somebody's PIN, or of the link by which they are to choose one."""

    who: PersonId
    salt: str = ""
    own: str = ""
    """Empty: none is set."""
    duress: str = ""
    made: datetime | None = None
    invite: str = ""
    """The hash of the link by which they choose one, once; empty: none is open."""
    invited_until: datetime | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is a PIN to ask for."""
        return bool(self.own)


def problems(own: str, duress: str) -> list[str]:
    """Each reason why these can't be somebody's PINs, as a sentence; empty when they can. An empty `duress`: none."""
    found = []
    for each, name in ((own, "The PIN"), (duress, "The second PIN")):
        if (each or name == "The PIN") and not FORM.fullmatch(each):
            found.append(f"{name} must have 4 to 8 digits, and nothing else.")
    if duress and hmac.compare_digest(own.encode(), duress.encode()):
        found.append("The second PIN must be another than the first.")
    elif own and any(map(_is_plain, (own, duress))):
        found.append("Choose digits that nobody guesses: not in a row, not all the same, and no year.")
    elif any(map(_is_time, (own, duress))):
        found.append('Choose digits that are no time of day: "until 1630" in an answer would be taken for the PIN.')
    elif duress and _is_near(own, duress):
        found.append("The second PIN must differ from the first in two digits or more: a slip would be an emergency.")
    return found


def made_pin(who: PersonId, own: str, duress: str, *, salt: bytes, at: datetime) -> Pin:
    """What is kept of them. Raises ValueError where `problems` finds any."""
    if found := problems(own, duress):
        raise ValueError(" ".join(found))
    return Pin(who=who, salt=salt.hex(), own=_hash(own, salt), duress=_hash(duress, salt) if duress else "", made=at)


def says(pin: Pin, typed: str) -> Says:
    """Which of the two was typed; it takes as long for one as for the other."""
    if not pin.is_set or not FORM.fullmatch(typed):
        return Says.WRONG
    made = _hash(typed, bytes.fromhex(pin.salt))
    own = hmac.compare_digest(made, pin.own)
    duress = hmac.compare_digest(made, pin.duress) if pin.duress else False
    return Says.DURESS if duress else Says.OWN if own else Says.WRONG


def _is_plain(digits: str) -> bool:
    """Whether anybody would try it first, or writes it in a mail without meaning it."""
    in_a_row = digits in "01234567890 09876543210" or len(set(digits)) == 1
    return bool(digits) and (in_a_row or bool(re.fullmatch("(19|20)[0-9]{2}", digits)))


def _is_time(digits: str) -> bool:
    """Whether it reads as a time, HHMM, or as minutes that an answer may ask for."""
    return bool(_TIME.fullmatch(digits)) or (bool(FORM.fullmatch(digits)) and int(digits) <= MOST_MINUTES)


def _is_near(one: str, other: str) -> bool:
    """Whether one slip makes one of the other: a digit changed, left out or typed besides, or two changed round."""
    if len(one) == len(other):
        differ = [place for place, (first, second) in enumerate(zip(one, other, strict=True)) if first != second]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and one[differ[0]] == other[differ[1]]
        return len(differ) < 2 or (swapped and one[differ[1]] == other[differ[0]])
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _hash(digits: str, salt: bytes) -> str:
    return hashlib.scrypt(digits.encode(), salt=salt, n=_N, r=_R, p=_P, dklen=32).hex()
