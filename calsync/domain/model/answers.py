"""Answers: what somebody said about a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calsync.domain.model.moments import PersonId


class AnswerKind(StrEnum):
    """What somebody said about a deadline."""

    SAFE = "safe"
    CONTACT = "contact"
    EXTEND = "extend"
    HELP = "help"
    DURESS = "duress"
    UNCLEAR = "unclear"
    NOT_DONE = "not-done"
    """The visit that the diary marked as done is not: it was not the worker who marked it, or they are still there."""
    NOT_GOING = "not-going"
    """The visit of which somebody told by mail does not take place."""
    NO_ANSWER = "no-answer"
    """Somebody rang, and nobody answered."""
    CALL_LOGGED = "call-logged"
    """Somebody rang, and what came of it is neither silence nor the worker's own word."""
    VISIT = "visit"
    """The entry is a visit: the answer to what may be one."""
    NOT_VISIT = "not-visit"
    """The entry is no visit. It says nothing of anybody's safety."""
    ACKNOWLEDGE = "acknowledge"
    """ "I have it": owns the alarm. It is not "they are safe" (law 5)."""
    HAND_OVER = "hand-over"
    """Asks somebody else to take the alarm; it is theirs once they say so."""
    TOLD_OUTSIDE = "told-outside"
    STAND_DOWN = "stand-down"
    CLOSE = "close"
    APPROVED = "approved"
    """Yes to what was asked before a visit. It says nothing of anybody's safety, and closes nothing."""
    NOT_APPROVED = "not-approved"
    """No to it, or "accompany me"."""


class Via(StrEnum):
    """How an answer came."""

    REPLY = "reply"
    TEXT = "text"
    LINK = "link"
    VOICE = "voice"
    """By a key, in a telephone call."""
    DIARY = "diary"
    COMMAND = "command"

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote it, who can be told by a message what came of it."""
        return self in (Via.REPLY, Via.TEXT)


class Told(StrEnum):
    """What a plain "safe" tells besides that the worker is well."""

    NOBODY_HOME = "no-one-home"
    """Nobody was at home, so there was no visit."""
    NOT_GONE_IN = "not-gone-in"
    """They did not go in, and rearrange it."""
    INCIDENT = "incident"
    """Something happened, of which they will tell."""
    VIOLENCE = "violence"
    SAFEGUARDING = "safeguarding"
    ADVICE = "advice"
    """They want to be rung by their manager, for advice."""
    GOING_HOME = "going-home"
    """They have done for the day, and are going home or there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What came beside somebody's words that says whether it was they who gave them, and freely."""

    by_pin: bool = False
    """Whether the writer's own PIN came with them, which nobody knows who merely holds their telephone."""
    danger: bool = False
    """Whether it was their second PIN, which is a code word."""
    unproven: tuple[str, ...] = ()
    """The deadlines that a "safe" does not close, since it came without the PIN that their policy asks for."""


NO_PROOF = Proof()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody said about a deadline."""

    id: str
    """Where it came from; the same answer read twice acts once."""
    who: PersonId
    kind: AnswerKind
    sent: datetime
    received: datetime
    via: Via
    deadline_id: str | None = None
    """The deadline that it answers, when that could be found out; None: by law 6."""
    leaving: bool = False
    """It says that the worker has left."""
    back: bool = False
    """It says that the worker is back at base, or has done for the day and goes home: the outing is over."""
    home: bool = False
    """It says that the worker has arrived at home."""
    finished: bool = False
    """The question that it answers was whether the visit is over: of that visit it says that they have left."""
    alone: bool = False
    """It speaks of the visit that it answers for, and of no other: "not going", or a category set on one entry."""
    listed: tuple[str, ...] = ()
    """The deadlines of which the same list asks under other numbers: this answer settles nothing of those."""
    told: tuple[Told, ...] = ()
    """What a "safe" tells besides."""
    proof: Proof = NO_PROOF
    """What came beside it; not kept."""
    plain: tuple[Answer, ...] = ()
    """Of a code word: what the same words say without it of entries that may be visits (law 7)."""
    minutes: int | None = None
    until: datetime | None = None
    step: int | None = None
    """The step whose message it answers; 0 for one of an earlier ladder, None when that could not be found out."""
    to: PersonId | None = None
    """Of handing over: to whom; None where `reason` has the name as it was written. Not kept."""
    reason: str = ""
    log_number: str = ""
    """Of what was told outside, or stood down; several as `domain/outside.py` joins them."""
    words: str = ""
    """What was written, as far as it may be kept; personal text."""
