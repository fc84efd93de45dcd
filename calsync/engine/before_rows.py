"""What was found before a visit -> messages: questions folded into one mail a person, and concerns that can't wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from calsync.domain.before import messages
from calsync.domain.before.asking import standing_as
from calsync.domain.before.looking import ASKS, ONLY_NOW, Found
from calsync.domain.before.sight import Sight
from calsync.domain.before.times import SOON, by_day, reminders
from calsync.domain.before.to_worker import as_worker
from calsync.domain.keys import notification_key
from calsync.domain.model import (
    Ask,
    Channel,
    Lane,
    Notification,
    NotificationState,
    People,
    Person,
    PersonId,
    Role,
    Visit,
    VisitState,
)
from calsync.domain.model.approvals import Verdict
from calsync.domain.model.checks import Check
from calsync.domain.responders import Recipient, at_work, holders, on_the_visit, usable, whom_to_tell
from calsync.engine.core import Core
from calsync.engine.messages import random_word
from calsync.engine.texting import with_mail_beside
from calsync.ports import Transaction

REMINDED = "You were asked before, and have not answered yet."
MOST_FREE = 8
"""How many colleagues are named who might come along."""


def rows_of(core: Core, tx: Transaction, sight: Sight, found: Sequence[Found], at: datetime) -> list[Notification]:
    """The messages that what stands about one visit brings now and has not brought before."""
    rows: list[Notification] = []
    told: list[Found] = []
    people = tx.people()
    for each in found:
        asked = _questions(core, tx, sight, each, people, at)
        # Whoever is asked just now need not be told at the same minute that they have not answered.
        tell = tuple(role for role in each.tell if not asked or (role is Role.WORKER) is each.check.asks_manager)
        rows += asked
        told.append(replace(each, tell=tell))
    return rows + _concerns(core, tx, sight, told, people, at)


def fold(rows: Iterable[Notification]) -> list[Notification]:
    """The rows of one run, with all that one person is asked folded into the first, each with its number.

    A concern that can't wait is told by itself.
    """
    lists: dict[tuple[PersonId, Channel], list[Notification]] = {}
    kept: dict[str, Notification] = {}
    for row in rows:
        kept[row.id] = row
        if row.step != messages.CONCERN:
            lists.setdefault((row.recipient, row.channel), []).append(row)
    for listed in lists.values():
        for number, row in enumerate(listed, 1):
            state = row.state if number == 1 else NotificationState.CARRIED
            kept[row.id] = replace(row, number=number, state=state)
    return list(kept.values())


def manager_of(visit: Visit, people: People, at: datetime) -> Recipient | None:
    """Who is asked before a visit: the line manager, else the deputy, who is not away; None where nobody is known.

    They need not be at work at that minute: a question waits in their mailbox.
    """
    known: list[Recipient] = []
    for role in (Role.LINE_MANAGER, Role.DEPUTY):
        for person_id in holders(role, visit, people):
            person = people.get(person_id)
            if person is not None and person.mail and not on_the_visit(person, visit):
                known.append(Recipient(person=person, role=role))
    here = (each for each in known if not any(absence.covers(at) for absence in each.person.absences))
    return next(here, next(iter(known), None))


def _questions(
    core: Core, tx: Transaction, sight: Sight, found: Found, people: People, at: datetime
) -> list[Notification]:
    if not found.ask:
        return []
    visit = sight.visit
    if found.check.asks_manager:
        one = manager_of(visit, people, at)
    else:
        one = Recipient(person=sight.worker, role=Role.WORKER) if sight.worker.mail else None
    if one is None:
        return []
    asked = _row(core, tx, visit, found.check, messages.ASK, one, standing_as(visit), at)
    if asked is not None:
        return [asked]
    if not found.remind:
        return []
    again = _row(core, tx, visit, found.check, messages.REMIND, one, standing_as(visit), at, note=REMINDED)
    before = tx.notifications_of(messages.about(visit.id, found.check))
    asked_at = [row.recorded for row in before if row.step == messages.ASK and row.asked_as == standing_as(visit)]
    rule = sight.checks.rule(found.check)
    # Of a question that was put after the time of its reminder, one message is enough.
    due = rule is not None and any(
        put < moment <= at for put in asked_at for moment in reminders(visit, rule, sight.office)
    )
    return [again] if again is not None and due and by_day(at, visit.start, sight.office) else []


def _concerns(
    core: Core, tx: Transaction, sight: Sight, found: Sequence[Found], people: People, at: datetime
) -> list[Notification]:
    """One message for each person to be told, about all that can't wait."""
    rows = []
    visit = sight.visit
    for role in (Role.LINE_MANAGER, Role.WORKER):
        theirs = [each for each in found if role in each.tell]
        for one in _told(core, sight, role, people, at):
            new = [
                (each, row)
                for each in theirs
                if (row := _row(core, tx, visit, each.check, messages.CONCERN, one, _as_found(sight, each), at))
            ]
            if not new:
                continue
            words = [_said(tx, sight, each, role) for each, _ in new]
            rows.append(replace(new[0][1], note="\n".join(words)))
            # The others are kept as told inside the first, so that they are not told again.
            rows += [replace(row, state=NotificationState.FOLDED) for _, row in new[1:]]
    return with_mail_beside(rows, people, at, ready=core.ready)


def _told(core: Core, sight: Sight, role: Role, people: People, at: datetime) -> list[Recipient]:
    if role is Role.WORKER:
        return [Recipient(person=sight.worker, role=role)]
    # What is not near waits in the mailbox of whoever is not at work, as a question does: it is the office's.
    near = at >= sight.visit.start - SOON
    tries = [
        whom_to_tell(
            (each,), sight.visit, people, at, channels=(Channel.TEXT, Channel.MAIL), ready=core.ready, stand_ins=near
        )
        for each in (role, Role.DEPUTY)
    ]
    # Whoever would be asked in the line manager's place is told before the out-of-hours contact is: it is a question
    # of the office's as long as anybody there can settle it.
    return list(next((each for each in tries if each.own), tries[0]).recipients)


def _as_found(sight: Sight, found: Found) -> str:
    """What makes a concern a new one: the visit as it stands, and the word that was said of it."""
    word = sight.said_of(found.check)
    named = f".{blake2b(word.id.encode(), digest_size=6).hexdigest()}" if word is not None else ""
    return f"{standing_as(sight.visit)}{named}{'.stands' if found.stands_denied else ''}"


def _said(tx: Transaction, sight: Sight, found: Found, role: Role) -> str:
    """The concern in words; to the manager with what the worker said, and who might come along."""
    word = sight.said_of(found.check)
    reason = f' They say: "{word.reason}"' if word is not None and word.reason else ""
    free = ""
    denied = word is not None and word.verdict is not Verdict.YES
    if found.check is Check.CONFIRMED and role is not Role.WORKER and denied:
        names = free_colleagues(tx, sight.visit, sight.worker)
        free = f" At work then, and on no visit: {', '.join(names)}." if names else " Nobody is known to be free then."
    words = as_worker(found.words) if role is Role.WORKER else found.words
    stands = " It still stands in the diary." if found.stands_denied else ""
    now = ONLY_NOW if found.hasty and role is not Role.WORKER else ""
    return f"{words}{reason}{free}{stands}{now}"


def free_colleagues(tx: Transaction, visit: Visit, worker: Person) -> list[str]:
    """The names of those of the worker's team who are at work then, not away and on no visit: at most eight."""
    names = []
    for each in sorted(tx.people().persons, key=lambda person: person.name):
        away = any(absence.covers(visit.start) for absence in each.absences)
        if each.id == worker.id or not each.works or not _same_team(each, worker):
            continue
        if away or not at_work(each, visit.start) or _is_out(tx, each.id, visit):
            continue
        names.append(each.name)
        if len(names) == MOST_FREE:
            break
    return names


def _is_out(tx: Transaction, person: PersonId, visit: Visit) -> bool:
    theirs = (each.visit for each in tx.watched(person, visit.start))
    return any(
        each.start < visit.end and each.end > visit.start and each.state is not VisitState.CANCELLED for each in theirs
    )


def _same_team(one: Person, other: Person) -> bool:
    if one.department or other.department:
        return one.department == other.department
    return one.manager == other.manager


def _row(
    core: Core,
    tx: Transaction,
    visit: Visit,
    check: Check,
    kind: str,
    one: Recipient,
    asked_as: str,
    at: datetime,
    *,
    note: str = "",
) -> Notification | None:
    """A message that this person was not sent before about the visit as it stands; None when they were."""
    about = messages.about(visit.id, check)
    before = [row for row in tx.notifications_of(about) if row.step == kind]
    if any(row.asked_as == asked_as for row in before):
        if kind != messages.CONCERN:
            return None  # whoever was asked was asked: an absence since makes no second question
        if any(row.asked_as == asked_as and row.recipient == one.person.id for row in before):
            return None
    wanted = (Channel.TEXT, Channel.MAIL) if kind == messages.CONCERN else (Channel.MAIL,)
    channel = next(iter(usable(one.person, wanted, core.ready)), Channel.MAIL)
    round_ = len({row.asked_as for row in before} - {asked_as})
    return Notification(
        id=notification_key(about, kind, round_, one.person.id, channel),
        deadline_id=about,
        step=kind,
        round=round_,
        recipient=one.person.id,
        channel=channel,
        role=one.role,
        ask=Ask.KNOW if kind == messages.CONCERN else ASKS[check],
        asked_as=asked_as,
        lane=Lane.REMINDER if kind == messages.CONCERN else Lane.BULK,
        due=at,
        recorded=at,
        token=random_word(),
        note=note,
    )
