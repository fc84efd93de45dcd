"""Steps due -> notification rows: who is told by which channel, under an identity that never comes twice (law 13)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from calsync.domain.answering import KNOW, LIMITED, MARKED_DONE, NOT_TAKEN, PUT_BACK, STILL_CLOSED, UNCLEAR
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.escalation import StepDue, next_step
from calsync.domain.keys import notification_key
from calsync.domain.likeness import words_of
from calsync.domain.model import (
    Ask,
    Channel,
    Deadline,
    Lane,
    Notification,
    NotificationState,
    People,
    Person,
    PersonId,
    Policy,
    Role,
    Step,
    Tag,
    Visit,
)
from calsync.domain.passing_on import AFTER
from calsync.domain.questions import asks_whether
from calsync.domain.responders import Recipient, Told, out_of_hours, usable, whom_to_tell
from calsync.domain.unbelieved import is_unbelieved
from calsync.domain.watching import copied_note, passed_words, who_watches
from calsync.engine.texting import channels_outside_ladder, with_mail_beside
from calsync.engine.untried import random_word, untried
from calsync.engine.webhooking import stood_down

__all__ = [
    "Owed",
    "random_word",
    "row_not_taken",
    "rows_for",
    "rows_out_of_hours",
    "rows_outside_ladder",
    "untried",
]

TO_WORKER = (DIARY_CHANGED, UNCLEAR, LIMITED, MARKED_DONE, PUT_BACK, STILL_CLOSED)
"""Messages outside the ladder that go to the worker."""

MOST_NOT_TAKEN = 3
"""How often one person is told, about one deadline, that their answer did nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """The rows for one deadline, and whether some step reached nobody at all."""

    rows: tuple[Notification, ...]
    reached_nobody: bool = False


def rows_for(
    deadline: Deadline,
    visit: Visit,
    due: Iterable[StepDue],
    people: People,
    at: datetime,
    *,
    ready: frozenset[Channel],
    policy: Policy,
    note: str = "",
) -> Owed:
    """The messages that the steps due bring, oldest first. `policy` is the deadline's own.

    Where one person is owed several, the newest is sent and names its duty; the older ones are kept as folded into it.
    """
    newest: dict[PersonId, bool] = {}
    rows: list[Notification] = []
    nobody = False
    for each in reversed(list(due)):
        told = whom_to_tell(
            each.step.roles,
            visit,
            people,
            at,
            channels=each.step.channels,
            ready=ready,
            stand_ins=each.step.ask is not Ask.IS_IT_A_VISIT,
        )
        recipients = [one for one in told.recipients if each.only is None or one.person.id == each.only]
        if each.only is not None and not recipients and (owner := people.get(each.only)) is not None:
            # Whoever has taken it is asked on, whether or not the step would have told them.
            recipients = [Recipient(person=owner, role=each.step.roles[0])]
        nobody = nobody or (not recipients and each.only is None and not each.step.to_worker)
        for one in recipients:
            row = _row(deadline, one, each, at, ready=ready, note=_notes(note, told, one.person.id))
            if one.role is Role.WORKER and each.step.ask is Ask.CHECK_IN:
                row = replace(row, note=who_watches(deadline, policy, visit, people, at, ready=ready))
            if one.person.id in newest:
                row = replace(row, state=NotificationState.FOLDED)
            newest[one.person.id] = True
            rows.append(row)
        for one in told.copied if not each.repeat and each.only is None else ():
            if one.person.id not in newest:
                newest[one.person.id] = True
                copy = _row(deadline, one, each, at, ready=ready, note=copied_note(told))
                rows.append(replace(copy, ask=Ask.KNOW, lane=Lane.STAND_DOWN))
    beside = with_mail_beside(reversed(rows), people, at, ready=ready)
    return Owed(rows=tuple(beside), reached_nobody=nobody)


def _notes(note: str, told: Told, reader: PersonId) -> str:
    return "\n".join(part for part in (note, *passed_words(told, reader)) if part)


def _row(
    deadline: Deadline, one: Recipient, due: StepDue, at: datetime, *, ready: frozenset[Channel], note: str
) -> Notification:
    # Where nothing reaches the worker, the message still stands as a row, so that its failure can be seen.
    channel = next(iter(usable(one.person, due.step.channels, ready)), due.step.channels[0])
    return Notification(
        id=notification_key(deadline.id, str(due.number), due.round, one.person.id, channel),
        deadline_id=deadline.id,
        step=str(due.number),
        round=due.round,
        recipient=one.person.id,
        channel=channel,
        role=one.role,
        ask=due.step.ask,
        lane=Lane.REMINDER if one.role is Role.WORKER else Lane.ALARM,
        due=due.due,
        recorded=at,
        token=random_word(),
        note="" if one.role is Role.WORKER else note,
        repeat=due.repeat,
    )


def rows_out_of_hours(
    row: Notification,
    step: Step,
    visit: Visit,
    people: People,
    told: Container[PersonId],
    at: datetime,
    *,
    ready: frozenset[Channel],
) -> tuple[Notification, ...]:
    """The same duty for the out-of-hours contact, when every message of a step to its responders has failed (law 4)."""
    rows = []
    for one in out_of_hours(visit, people, at, channels=step.channels, ready=ready):
        for channel in usable(one.person, step.channels, ready)[:1] if one.person.id not in told else ():
            again = untried(row, one.person.id, channel, at)
            rows.append(replace(again, role=Role.OUT_OF_HOURS, note="Nobody else of this step could be reached."))
    return tuple(with_mail_beside(rows, people, at, ready=ready))


def rows_outside_ladder(
    name: str,
    deadline: Deadline,
    visit: Visit,
    people: People,
    told: Sequence[Notification],
    at: datetime,
    *,
    ready: frozenset[Channel],
) -> tuple[Notification, ...]:
    """The messages that are no step: a question to the worker, or a word to those who were told of an alarm."""
    if name in TO_WORKER and is_unbelieved(visit):
        recipients = []  # nothing of it is shown to its worker (law 7)
    elif name in TO_WORKER:
        worker = people.get(visit.worker)
        recipients = [Recipient(person=worker, role=Role.WORKER)] if worker is not None else []
    elif name == KNOW:
        step = next_step(deadline)
        found = whom_to_tell(step.roles, visit, people, at, channels=step.channels, ready=ready) if step else None
        recipients = list(found.recipients) if found else []
    else:
        recipients = _already_told(deadline, people, told)
    round_ = deadline.round
    if name == UNCLEAR:
        round_ = 0  # asked back once, however often the ladder was begun anew (law 6)
    elif name in (DIARY_CHANGED, LIMITED, MARKED_DONE, PUT_BACK, STILL_CLOSED):
        round_ = sum(1 for row in told if row.step == name)  # said anew each time it is taken out, or asked for
    ask = Ask.CHECK_IN if name != MARKED_DONE else Ask.KNOW
    if name == UNCLEAR and visit.tag is Tag.POSSIBLE and asks_whether(deadline):
        ask = Ask.IS_IT_A_VISIT
    rows = []
    for one in recipients:
        to_worker = one.role is Role.WORKER
        wanted = channels_outside_ladder(deadline, one.person.id, told, to_worker=to_worker)
        if name in (MARKED_DONE, PUT_BACK, STILL_CLOSED):
            wanted = (Channel.TEXT, Channel.MAIL)  # it is asked of whoever has the phone in their hand
        channel = next(iter(usable(one.person, wanted, ready)), Channel.MAIL)
        rows.append(
            Notification(
                id=notification_key(deadline.id, name, round_, one.person.id, channel),
                deadline_id=deadline.id,
                step=name,
                round=round_,
                recipient=one.person.id,
                channel=channel,
                role=one.role,
                ask=ask if one.role is Role.WORKER else Ask.KNOW,
                asked_as=words_of(visit) if ask is Ask.IS_IT_A_VISIT else "",
                lane=Lane.REMINDER if one.role is Role.WORKER else Lane.STAND_DOWN,
                due=at,
                recorded=at,
                token=random_word(),
            )
        )
    return (*rows, *stood_down(name, deadline, told, at))


def row_not_taken(
    deadline: Deadline,
    person: Person,
    why: str,
    told: Sequence[Notification],
    at: datetime,
    *,
    ready: frozenset[Channel],
    by_text: bool = False,
) -> Notification | None:
    """The word to a responder whose answer did nothing, and why; None after the third, lest two machines talk.

    It goes out as the answer came in: `by_text` says that it was a text.
    """
    earlier = [row for row in told if row.step == NOT_TAKEN and row.recipient == person.id]
    if len(earlier) >= MOST_NOT_TAKEN:
        return None
    wanted = (Channel.TEXT, Channel.MAIL) if by_text else (Channel.MAIL, Channel.TEXT)
    channel = next(iter(usable(person, wanted, ready)), Channel.MAIL)
    role = next((row.role for row in reversed(told) if row.recipient == person.id), Role.LINE_MANAGER)
    return Notification(
        id=notification_key(deadline.id, NOT_TAKEN, len(earlier), person.id, channel),
        deadline_id=deadline.id,
        step=NOT_TAKEN,
        round=len(earlier),
        recipient=person.id,
        channel=channel,
        role=role,
        ask=Ask.KNOW,
        lane=Lane.ALARM,
        due=at,
        recorded=at,
        token=random_word(),
        note=why,
    )


def _already_told(deadline: Deadline, people: People, told: Iterable[Notification]) -> list[Recipient]:
    """Responders who were sent something, apart from the one who closed it."""
    found: dict[PersonId, Recipient] = {}
    for row in told:
        person = people.get(row.recipient)
        was_told = row.state in (NotificationState.SENT, NotificationState.FOLDED, NotificationState.CARRIED)
        if person is None or row.role is Role.WORKER or not was_told or row.recipient == deadline.closed_by:
            continue
        if row.step in AFTER:
            continue  # whoever only heard what came after it was asked for nothing
        found.setdefault(person.id, Recipient(person=person, role=row.role))
    return list(found.values())
