"""Which code word stands while a responder is told of something else about its worker, or about who is with them."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from calsync.domain.model import (
    AlarmKind,
    Deadline,
    IncidentKind,
    Notification,
    NotificationState,
    People,
    PersonId,
    Role,
    Visit,
    Watched,
)
from calsync.domain.responders import on_the_visit
from calsync.domain.second_worker import colleagues, on_one_visit
from calsync.domain.standing_word import StandingWord, open_word, standing
from calsync.engine.direct import visits_in
from calsync.engine.open_questions import open_questions
from calsync.ports import Transaction


def word_beside(
    tx: Transaction, row: Notification, deadline: Deadline, visit: Visit, people: People, zone: str
) -> StandingWord | None:
    """The open code word of a deadline's worker, else that of somebody on the same visit: one telephone may be heard by
    both. None in whatever goes to anybody on it, and in the word's own alarm."""
    if row.role is Role.WORKER or row.recipient == deadline.worker or deadline.alarm is AlarmKind.DURESS:
        return None
    word = open_word(tx.deadlines_of(deadline.worker), deadline)
    word = word or open_word(_of_those_beside(tx, visit, people), deadline)
    reader = people.get(row.recipient)
    if word is None and not (reader is not None and on_the_visit(reader, visit)):
        return _in_question(tx, row, deadline, people, zone)
    if word is None or word.worker == row.recipient or (reader is not None and on_the_visit(reader, visit)):
        return None
    failed = (NotificationState.FAILED, NotificationState.CANCELLED)
    told = [each for each in tx.notifications_of(word.id) if each.role is not Role.WORKER and each.state not in failed]
    return standing(
        word,
        [each.recipient for each in told],
        lambda key: person.name if (person := people.get(key)) is not None else "a colleague",
        lambda moment: moment.astimezone(ZoneInfo(zone)).strftime("%H:%M"),
        about=deadline.worker,
    )


def _in_question(
    tx: Transaction, row: Notification, deadline: Deadline, people: People, zone: str
) -> StandingWord | None:
    """The question whose code word it was, where the worker may be meant; None for whoever may be meant besides, or
    passed it on and visits: their own devices show nothing of it."""
    for asked, rows in open_questions(tx):
        of = {key for each in rows for key in visits_in(each)}
        if deadline.worker not in of or row.recipient in of:
            continue
        told = list(dict.fromkeys(each.recipient for each in rows))
        reader = people.get(row.recipient)
        if reader is not None and reader.works and row.recipient not in told:
            continue
        names = [person.name for key in told if (person := people.get(key)) is not None]
        worker = people.get(deadline.worker)
        return StandingWord(
            worker=worker.name if worker is not None else "a colleague",
            given=asked.astimezone(ZoneInfo(zone)).strftime("%H:%M"),
            told=tuple(names),
            open_question=True,
        )
    return None


def _of_those_beside(tx: Transaction, visit: Visit, people: People) -> list[Watched]:
    """The same visit as it stands in the diaries of others: of those who gave a code word, and who accepted its entry.

    The few open incidents tell whose diaries need to be looked into.
    """
    words = (each.worker for each in tx.incidents(open_only=True) if each.kind is IncidentKind.DURESS)
    return [
        each
        for who in _others(visit, (*words, *colleagues(visit, people)))
        for each in tx.deadlines_of(who)
        if on_one_visit(visit, each.visit, people)
    ]


def _others(visit: Visit, found: Iterable[PersonId]) -> list[PersonId]:
    return [each for each in dict.fromkeys(found) if each != visit.worker]
