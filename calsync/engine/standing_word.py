"""Which code word stands while a responder is told of something else about its worker."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from calsync.domain.model import AlarmKind, Deadline, Notification, NotificationState, People, Role
from calsync.domain.standing_word import StandingWord, open_word, standing
from calsync.ports import Transaction


def word_beside(
    tx: Transaction, row: Notification, deadline: Deadline, people: People, zone: str
) -> StandingWord | None:
    """The open code word of a deadline's worker; None in whatever goes to them, and in the word's own alarm."""
    if row.role is Role.WORKER or row.recipient == deadline.worker or deadline.alarm is AlarmKind.DURESS:
        return None
    word = open_word(tx.deadlines_of(deadline.worker), deadline)
    if word is None:
        return None
    failed = (NotificationState.FAILED, NotificationState.CANCELLED)
    told = [each for each in tx.notifications_of(word.id) if each.role is not Role.WORKER and each.state not in failed]
    return standing(
        word,
        [each.recipient for each in told],
        lambda key: person.name if (person := people.get(key)) is not None else "a colleague",
        lambda moment: moment.astimezone(ZoneInfo(zone)).strftime("%H:%M"),
    )
