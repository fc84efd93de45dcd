"""Deadline + answer -> its next state. Doubt is not safety (law 6), and "I have it" is not "they are safe" (law 5)."""

from calsync.domain.answering.not_done import MARKED_DONE, is_marked_done
from calsync.domain.answering.outcome import (
    AFTER_CLOSING,
    CLOSED_ALREADY,
    EXTENDED,
    HAND_OVER,
    KNOW,
    LIMITED,
    NOT_TAKEN,
    PUT_BACK,
    STILL_CLOSED,
    STOOD_DOWN,
    TAKEN_OVER,
    UNCLEAR,
    WHICH,
    Outcome,
    closed_by,
)
from calsync.domain.answering.responder import answer_of_responder
from calsync.domain.answering.safe import STILL_THERE, counts_as_safe
from calsync.domain.answering.worker import answer_of_worker

__all__ = [
    "AFTER_CLOSING",
    "CLOSED_ALREADY",
    "EXTENDED",
    "HAND_OVER",
    "KNOW",
    "LIMITED",
    "MARKED_DONE",
    "NOT_TAKEN",
    "PUT_BACK",
    "STILL_CLOSED",
    "STILL_THERE",
    "STOOD_DOWN",
    "TAKEN_OVER",
    "UNCLEAR",
    "WHICH",
    "Outcome",
    "answer_of_responder",
    "answer_of_worker",
    "closed_by",
    "counts_as_safe",
    "is_marked_done",
]
