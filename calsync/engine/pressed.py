"""What was filled in on a responder's page -> the answer that the same words would be in a reply, or what is wrong.

The same rules hold as by mail: a code word wins over all (law 7), closing needs a reason that leaves no doubt, and
telling an outside body needs its log number (law 5).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from calsync.domain.acts_open import Does
from calsync.domain.model import Answer, AnswerKind, Deadline, PersonId, Told, Via
from calsync.domain.responder_page_words import CLOSINGS, SPOKE
from calsync.parsers.amounts import Clock, next_moment
from calsync.parsers.code_words import says_code_word
from calsync.parsers.responder_reply import DOUBT, settles
from calsync.parsers.unreached import is_unreached

KINDS = {
    Does.TAKE: AnswerKind.ACKNOWLEDGE,
    Does.SAFE: AnswerKind.CLOSE,
    Does.NO_ANSWER: AnswerKind.NO_ANSWER,
    Does.MESSAGE: AnswerKind.NO_ANSWER,
    Does.CODE_WORD: AnswerKind.DURESS,
    Does.UNCLEAR: AnswerKind.CALL_LOGGED,
    Does.EXTEND: AnswerKind.EXTEND,
    Does.HAND_OVER: AnswerKind.HAND_OVER,
    Does.OUTSIDE: AnswerKind.TOLD_OUTSIDE,
    Does.STAND_DOWN: AnswerKind.STAND_DOWN,
    Does.CLOSE: AnswerKind.CLOSE,
    Does.IS_VISIT: AnswerKind.VISIT,
    Does.NO_VISIT: AnswerKind.NOT_VISIT,
}
MINUTES = (15, 30)
LONGEST = 500
_LOG = re.compile(r"[A-Z0-9][A-Z0-9/ .-]{0,39}")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")

NO_LOG = "Write the log number that you were given, such as 1234."
NO_WORDS = "Write in a few words what came of it."
NO_TIME = "Choose 15 or 30 minutes, or a time within the next eight hours, such as {example}."
NO_REASON = "Choose why it is closed."
SAY_WHY = "Write in a few words why it is closed so."


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press, with what was filled in beside it."""

    does: Does
    shown: int = 0
    """When its page was made, in seconds: of a page that is opened anew a press is a new one."""
    step: int | None = None
    """The step that the page told its reader of."""
    minutes: str = ""
    until: str = ""
    to: PersonId = ""
    log: str = ""
    why: str = ""
    words: str = ""

    @property
    def mark(self) -> str:
        """A short hash of what was filled in: with something else in it, it is another press."""
        filled = repr((self.minutes, self.until, self.to, self.log, self.why, self.words))
        return hashlib.sha256(filled.encode("utf-8", "replace")).hexdigest()[:8]


def answer_by(
    press: Press,
    *,
    answer_id: str,
    who: PersonId,
    deadline: Deadline,
    code_words: Sequence[str],
    zone: str,
    at: datetime,
) -> Answer | str:
    """The answer that a press is, or what is missing, as a sentence."""
    words = " ".join(press.words.split())[:LONGEST]
    values: dict[str, Any] = {"words": words, "step": press.step}
    kind = KINDS[press.does]
    if words and says_code_word(words, code_words):
        kind, values = AnswerKind.DURESS, {"words": words}
    else:
        filled = _filled(press, words, zone, at)
        if isinstance(filled, str):
            return filled
        values |= filled
    return Answer(
        id=answer_id, who=who, kind=kind, sent=at, received=at, via=Via.LINK, deadline_id=deadline.id, **values
    )


def _filled(press: Press, words: str, zone: str, at: datetime) -> dict[str, Any] | str:
    """The fields of the answer besides, or what is wrong."""
    match press.does:
        case Does.MESSAGE:
            return {"reason": "rang, nobody answered, and left a message"}
        case Does.SAFE:
            return {"reason": SPOKE}
        case Does.UNCLEAR:
            return {"reason": words} if _says(words) else NO_WORDS
        case Does.HAND_OVER:
            return {"to": press.to}
        case Does.OUTSIDE | Does.STAND_DOWN:
            number = " ".join(press.log.upper().split())
            good = _LOG.fullmatch(number) and any(each.isdigit() for each in number)
            return {"log_number": number} if good else NO_LOG
        case Does.EXTEND:
            return _time(press, zone, at)
        case Does.CLOSE:
            return _closing(press.why, words)
        case Does.NO_VISIT:
            return {"reason": words} if _says(words) else NO_WORDS
    return {}


def _time(press: Press, zone: str, at: datetime) -> dict[str, Any] | str:
    if press.minutes in {str(each) for each in MINUTES}:
        return {"minutes": int(press.minutes)}
    found, local = _TIME.fullmatch(press.until), ZoneInfo(zone)
    no_time = NO_TIME.format(example=(at + timedelta(minutes=max(MINUTES))).astimezone(local).strftime("%H:%M"))
    if found is None:
        return no_time
    clock = Clock(minute_of_day=int(found[1]) * 60 + int(found[2]), either_half=False)
    until = next_moment(clock, at, local)
    return {"until": until} if until is not None else no_time


def _closing(why: str, words: str) -> dict[str, Any] | str:
    reason = CLOSINGS.get(why)
    if reason is None:
        return NO_REASON
    if words and (is_unreached(words.casefold()) or not settles(words)):
        return DOUBT if _says(words) else SAY_WHY
    if not words:
        return SAY_WHY
    told = (Told.INCIDENT,) if why == "incident" else ()
    return {"reason": f"{reason}: {words}", "told": told}


def _says(words: str) -> bool:
    return sum(each.isalpha() for each in words) >= 3
