"""What a reading of an answer means for a deadline."""

from __future__ import annotations

from calsync.domain.model import AnswerKind
from calsync.parsers.reply import Intent
from calsync.parsers.responder_reply import ResponderIntent

KINDS = {
    Intent.SAFE: AnswerKind.SAFE,
    Intent.CONTACT: AnswerKind.CONTACT,
    Intent.EXTEND: AnswerKind.EXTEND,
    Intent.HELP: AnswerKind.HELP,
    Intent.DURESS: AnswerKind.DURESS,
    Intent.UNKNOWN: AnswerKind.UNCLEAR,
}
RESPONDER_KINDS = {
    ResponderIntent.ACKNOWLEDGE: AnswerKind.ACKNOWLEDGE,
    ResponderIntent.CLOSE: AnswerKind.CLOSE,
    ResponderIntent.HAND_OVER: AnswerKind.HAND_OVER,
    ResponderIntent.TOLD_OUTSIDE: AnswerKind.TOLD_OUTSIDE,
    ResponderIntent.STAND_DOWN: AnswerKind.STAND_DOWN,
    ResponderIntent.NO_ANSWER: AnswerKind.NO_ANSWER,
    ResponderIntent.CALL_LOGGED: AnswerKind.CALL_LOGGED,
    ResponderIntent.DURESS: AnswerKind.DURESS,
    ResponderIntent.UNKNOWN: AnswerKind.UNCLEAR,
}
