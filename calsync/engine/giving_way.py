"""What failed to reach somebody -> their next channel, and when every one has failed, the next step (fault 18)."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from calsync.domain.escalation import advance
from calsync.domain.model import (
    Act,
    Ask,
    Channel,
    Deadline,
    Notification,
    NotificationState,
    People,
    Person,
    Role,
    Visit,
)
from calsync.domain.responders import usable
from calsync.engine.companions import joined
from calsync.engine.core import Core
from calsync.engine.messages import rows_for, rows_out_of_hours
from calsync.engine.still_owed import still_owed
from calsync.engine.untried import untried
from calsync.engine.webhooking import posted
from calsync.ports import Transaction

FAILED = "Nobody of the step before this one could be reached."


def give_way(core: Core, tx: Transaction, row: Notification, at: datetime) -> None:
    """Call in the person's next channel; if all of a step have failed, the next responder step (fault 18)."""
    deadline = tx.deadline(row.deadline_id)
    visit = tx.visit(deadline.visit_id) if deadline is not None else None
    if deadline is None or visit is None or not still_owed(row, deadline, at):
        return
    if row.channel is Channel.WEBHOOK:
        return  # everybody is told by channels of their own
    if not _next_channel(core, tx, row, deadline, at):
        _next_step(core, tx, row, deadline, visit, at)


def call_next_channel(core: Core, tx: Transaction, row: Notification, people: People, at: datetime) -> bool:
    """Whether a message that waits goes by its person's next channel as well, for which there was no row yet.

    What was folded into it is folded into that one as well.
    """
    deadline = tx.deadline(row.deadline_id)
    if deadline is None or not still_owed(row, deadline, at):
        return False
    following = _channel_after(row, deadline, people.get(row.recipient), core.ready)
    if following is None or not tx.add_notifications([untried(row, row.recipient, following, at)]):
        return False
    folded = NotificationState.CARRIED
    tx.add_notifications([untried(each, row.recipient, following, at, state=folded) for each in tx.carried_by(row)])
    return True


def _next_channel(core: Core, tx: Transaction, row: Notification, deadline: Deadline, at: datetime) -> bool:
    person = tx.people().get(row.recipient)
    following = _channel_after(row, deadline, person, core.ready)
    if following is None:
        return False
    # Where the mail went out beside the text, it stands already: then it is looked at whether that reached them.
    new = bool(tx.add_notifications([untried(row, row.recipient, following, at)]))
    # What was folded into a call that nobody took is folded into the message that takes its place.
    state = NotificationState.CARRIED if new else NotificationState.WAITING
    tx.add_notifications([untried(each, row.recipient, following, at, state=state) for each in tx.carried_by(row)])
    return new


def _next_step(core: Core, tx: Transaction, row: Notification, deadline: Deadline, visit: Visit, at: datetime) -> None:
    same = [each for each in tx.notifications_of(deadline.id) if (each.step, each.round) == (row.step, row.round)]
    # Who was merely copied does nothing about it, so their message having arrived is no help.
    # A webhook stands for nobody, whether it went out or not.
    people_told = [each for each in same if each.channel is not Channel.WEBHOOK]
    responders = [each for each in people_told if each.role is not Role.WORKER and each.ask is row.ask]
    all_failed = all(each.gave_way or each.state is NotificationState.FAILED for each in responders)
    if row.role is Role.WORKER or not row.step.isdigit() or not all_failed:
        return
    if row.ask is Ask.IS_IT_A_VISIT:
        return  # of what may be no visit nobody but the line manager hears (law 16); it stands as a concern
    people = tx.people()
    step = deadline.steps[int(row.step) - 1]
    if row.ask is not step.ask:
        return  # they were copied, and another one was asked to act
    visit = joined(tx, visit, people)
    told = {each.recipient for each in same}
    stand_ins = rows_out_of_hours(row, step, visit, people, told, at, ready=core.ready)
    tx.add_notifications(stand_ins)
    tx.add_acts([message_act(row, at, "step-failed")])
    if deadline.taken != int(row.step):
        return
    while deadline.taken < len(deadline.steps):
        hastened = advance(deadline, at, hasten=True)
        owed = rows_for(
            hastened.deadline,
            visit,
            hastened.due,
            people,
            at,
            ready=core.ready,
            policy=core.policies.named(deadline.policy, people.get(visit.worker)),
            note=FAILED,
        )
        tx.add_notifications((*owed.rows, *posted(hastened.deadline, hastened.due, at, ready=core.ready)))
        deadline = hastened.deadline
        if any(each.role is not Role.WORKER for each in owed.rows):
            break
    tx.put_deadlines([deadline])


def _channel_after(
    row: Notification, deadline: Deadline, person: Person | None, ready: frozenset[Channel]
) -> Channel | None:
    """The channel that a person's step names after the one that failed; None when it was the last."""
    if person is None or not row.step.isdigit():
        return None
    step = deadline.steps[int(row.step) - 1]
    return next((after for each, after in pairwise(usable(person, step.channels, ready)) if each is row.channel), None)


def message_act(row: Notification, at: datetime, what: str) -> Act:
    """A line of the audit: which message to whom by which channel, and what became of it."""
    details = (
        ("notification", row.id),
        ("step", row.step),
        ("round", str(row.round)),
        ("to", row.recipient),
        ("channel", str(row.channel)),
    )
    return Act(at=at, what=what, deadline_id=row.deadline_id, details=details)
