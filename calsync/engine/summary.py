"""A worker's summary: what it is made from, and how a question of the same morning takes it along.

Nobody gets two mails where one says it all: the question whether entries are visits carries the summary that waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from calsync.domain.away import is_called_off
from calsync.domain.before.hidden import told_to
from calsync.domain.before.to_worker import is_to_mend, words_to_worker
from calsync.domain.keys import letter_key
from calsync.domain.letter_days import local_day, on_day, stands
from calsync.domain.letter_wording import Content, Told, summary, summary_beside_question
from calsync.domain.model import (
    Act,
    AlarmKind,
    Ask,
    Channel,
    Notification,
    Pause,
    People,
    Person,
    Role,
    Tag,
    Visit,
    Watched,
)
from calsync.domain.model.letters import Letter, LetterKind, LetterState
from calsync.domain.pause_wording import of_own_visit
from calsync.domain.pauses import not_watched
from calsync.domain.responders import whom_to_tell
from calsync.engine.concerns import concerns_shown
from calsync.engine.core import Core
from calsync.parsers.agreed import is_agreed
from calsync.ports import LetterClaim, SentMail, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A summary that a question takes along, and its words."""

    claim: LetterClaim
    words: str


def summary_of(core: Core, tx: Transaction, letter: Letter, at: datetime) -> Content | None:
    """What a worker's summary says now; None when none of their visits of that day is still ahead."""
    worker = tx.people().get(letter.recipient)
    if worker is None or not (told := _told(core, tx, worker, letter.day, at)):
        return None
    return summary(
        letter.day,
        told,
        _doubtful(tx, worker, letter.day, at),
        core.policies.of(worker).letters.reminders,
        today=local_day(at, worker.zone) == letter.day,
        zone=worker.zone,
    )


def taken_along(core: Core, tx: Transaction, row: Notification, visit: Visit, at: datetime) -> Carried | None:
    """The summary that waits for the worker whom this message asks whether entries are visits; None: there is none."""
    asks = (row.ask, row.role, row.channel) == (Ask.IS_IT_A_VISIT, Role.WORKER, Channel.MAIL)
    if not asks or at >= visit.start or (worker := tx.people().get(row.recipient)) is None:
        return None
    day = local_day(at, worker.zone)
    claim = tx.claim_letter(letter_key(LetterKind.SUMMARY, day, worker.id))
    if claim is None:
        return None
    told = _told(core, tx, worker, day, at)
    if not told:
        tx.put_letter_outcome(claim, claim.letter)  # its own turn finds that it has nothing to say
        return None
    return Carried(
        claim=claim, words=summary_beside_question(told, core.policies.of(worker).letters.reminders, worker.zone)
    )


def settle_carried(tx: Transaction, carried: Carried, sent: SentMail, at: datetime) -> None:
    """Record that a summary went out within another mail."""
    letter = replace(
        carried.claim.letter,
        state=LetterState.SENT,
        settled=at,
        attempts=carried.claim.letter.attempts + 1,
        message_id=sent.message_id,
        conversation_id=sent.conversation_id,
    )
    if tx.put_letter_outcome(carried.claim, letter):
        tx.add_acts([letter_act(letter, "letter-sent", at)])


def letter_act(letter: Letter, what: str, at: datetime, *, visits: int = 0) -> Act:
    """A line of the audit: which letter to whom about which day, and of how many visits it told."""
    details = [("letter", letter.id), ("kind", str(letter.kind)), ("day", letter.day.isoformat())]
    details += [("to", letter.recipient)]
    details += [("part", str(letter.part))] if letter.part else []
    details += [("visits", str(visits))] if visits else []
    return Act(at=at, what=what, details=tuple(details))


def _told(core: Core, tx: Transaction, worker: Person, day: date, at: datetime) -> list[Told]:
    """The visits of that day that are still ahead, each with who watches it and what is to be mended."""
    standing = [each for each in tx.watched(worker.id, at) if stands(each.visit) and not is_called_off(each)]
    watched = [each for each in standing if each.visit.tag is Tag.VISIT]
    ahead = {each.id for each in on_day([one.visit for one in watched if one.visit.start > at], day, worker.zone)}
    chosen = sorted((each for each in watched if each.visit.id in ahead), key=lambda each: each.visit.start)
    people, pauses = tx.people(), tx.pauses(at)
    found = concerns_shown(tx, chosen, core.rules, worker.zone, at, ready=core.ready)
    listed = []
    for each in chosen:
        theirs = told_to(worker.id, found.get(each.visit.id, ()))
        listed.append(
            Told(
                visit=each.visit,
                watchers=_watchers(core, each, people),
                concerns=tuple(words_to_worker(one) for one in theirs if is_to_mend(one)),
                noted=tuple(words_to_worker(one) for one in theirs if not is_to_mend(one)),
                agreed=core.policies.of(worker).agreed_time and is_agreed(each.visit, core.zone),
                paused=_paused(pauses, each, worker, people, at),
            )
        )
    return listed


def _watchers(core: Core, watched: Watched, people: People) -> tuple[str, ...]:
    """The names of those who are told first when no word comes, as they can be counted on at that time.

    Who is only told besides, though they are away then or not at work, watches nothing; where all are, they are named.

    What was called for beside the visit's own deadlines shows nowhere: a code word may have been said (law 7).
    """
    open_ = [each for each in watched.deadlines if each.is_open]
    own = [each for each in open_ if each.alarm is AlarmKind.SILENCE] or open_
    steps = [(each.due + step.after, step) for each in own for step in each.steps if not step.to_worker]
    if not steps:
        return ()
    at, step = min(steps, key=lambda each: each[0])
    told = whom_to_tell(step.roles, watched.visit, people, at, channels=step.channels, ready=core.ready)
    passed = {each.person.id for each in told.passed_over}
    there = [each for each in told.recipients if each.person.id not in passed] or told.recipients
    return tuple(dict.fromkeys(each.person.name for each in there if each.person.name))


def _paused(pauses: Sequence[Pause], watched: Watched, worker: Person, people: People, at: datetime) -> str:
    """What the worker is told of a visit that a pause holds; empty where it is watched."""
    pause = not_watched(pauses, watched, at)
    return of_own_visit(pause, worker, people) if pause is not None else ""


def _doubtful(tx: Transaction, worker: Person, day: date, at: datetime) -> Sequence[Told]:
    """The entries of that day that may be visits, and of which nobody has said anything."""
    people, pauses = tx.people(), tx.pauses(at)
    found = {
        each.visit.id: each
        for each in tx.deadlines_of(worker.id)
        if stands(each.visit) and each.visit.tag is Tag.POSSIBLE and each.visit.start > at
    }
    return [
        Told(visit=each, paused=_paused(pauses, found[each.id], worker, people, at))
        for each in on_day([one.visit for one in found.values()], day, worker.zone)
    ]
