"""Who closes an alarm with "they go on until half past two" is told in reply what is watched now (law 1)."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from calsync.domain.answering import AFTER_CLOSING, Outcome
from calsync.domain.keys import notification_key
from calsync.domain.model import AlarmKind, Answer, AnswerKind, Deadline, DeadlineKind, Lane, Via
from calsync.engine.core import Core
from calsync.engine.messages import row_not_taken
from calsync.parsers.goes_on import says_goes_on
from calsync.ports import Transaction

_WORDS = {
    DeadlineKind.VISIT_END: "the visit's end, at {due}",
    DeadlineKind.INTERVAL: "the visit, asked about at {due}",
    DeadlineKind.RETURN: "their return, at {due}",
    DeadlineKind.HOME_SAFE: "that they get home, at {due}",
}


def tell_what_is_watched(core: Core, tx: Transaction, answer: Answer, closed: Deadline, outcome: Outcome) -> None:
    """Record the word to whoever closed it; nothing where the reason does not speak of going on."""
    at = core.clock.now()
    if answer.kind is not AnswerKind.CLOSE or outcome.took_as != "closed" or not says_goes_on(answer.reason):
        return
    person, visit = tx.people().get(answer.who), tx.visit(closed.visit_id)
    if person is None or visit is None or not answer.via.is_written:
        return
    own = next((each for each in tx.deadlines_of(closed.worker) if each.visit.id == visit.id), None)
    left = [each for each in own.deadlines if each.is_open] if own is not None else []
    told = tx.notifications_of(closed.id)
    row = row_not_taken(
        closed, person, watched_now(left, core.zone), [], at, ready=core.ready, by_text=answer.via is Via.TEXT
    )
    if row is None:
        return
    round_ = sum(1 for each in told if each.step == AFTER_CLOSING and each.recipient == person.id)
    role = next((each.role for each in reversed(told) if each.recipient == person.id), row.role)
    key = notification_key(closed.id, AFTER_CLOSING, round_, person.id, row.channel)
    tx.add_notifications([replace(row, id=key, step=AFTER_CLOSING, round=round_, role=role, lane=Lane.ALARM)])


def watched_now(left: list[Deadline], zone: str) -> str:
    """What of a visit is still watched, and what to do where they stay longer; no name and no place."""
    due = {
        each.kind: each.due.astimezone(ZoneInfo(zone)).strftime("%H:%M")
        for each in sorted(left, key=lambda one: one.due, reverse=True)
        if each.alarm is AlarmKind.SILENCE
    }
    words = [_WORDS[kind].format(due=due[kind]) for kind in _WORDS if kind in due]
    if DeadlineKind.VISIT_END in due:
        return f'Watched now: {"; ".join(words)}. Do they stay longer, have them write "+30".'
    first = f"The visit itself is NOT watched now; only {'; '.join(words)}" if words else "NOTHING of it is watched now"
    return f'{first}. Do they go on, have them write "+30" within the hour: then the visit is watched again.'
