"""What the verbs share: the ports, the policies, and the few things that several of them do in one unit of work."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from calsync.domain.answering import Outcome
from calsync.domain.before.sight import Sunset
from calsync.domain.classify import Rules
from calsync.domain.drills import apart, is_drill
from calsync.domain.links import LinkMaker
from calsync.domain.model import Answer, Channel, Deadline, Lane, NotificationState, Policies, Visit
from calsync.domain.rota import Rota
from calsync.engine.joint import folded_into
from calsync.engine.messages import rows_outside_ladder
from calsync.engine.story import Happened
from calsync.ports import (
    CalendarSource,
    Caller,
    Carrier,
    Clock,
    DiaryWriter,
    Directory,
    Mailbox,
    MailServer,
    Notifier,
    Openness,
    Store,
    Transaction,
)

log = logging.getLogger("calsync")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a diary is read, in time of the clock."""

    around_visit: timedelta = timedelta(seconds=30)
    working: timedelta = timedelta(minutes=5)
    outside: timedelta = timedelta(minutes=15)
    before_visit: timedelta = timedelta(minutes=30)
    """From this long before a visit on, `around_visit` counts."""


def _nobody_looks(_: Happened) -> None:
    return None


def _never() -> datetime | None:
    return None


def _nobody_knows(_: float, __: float, ___: date) -> datetime | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Everything a verb needs, given once at the start."""

    clock: Clock
    store: Store
    calendars: CalendarSource
    directory: Directory
    mailbox: Mailbox
    notifiers: Mapping[Channel, Notifier]
    policies: Policies
    rules: Rules
    pace: Pace = field(default_factory=Pace)
    zone: str = "Europe/London"
    tick: timedelta = timedelta(seconds=2)
    """The clock's time between two scans."""
    watched_from: datetime | None = None
    """From when new diaries are watched; None: from the moment at which they are first known."""
    observe: Callable[[Happened], None] = _nobody_looks
    it: tuple[str, ...] = ()
    """The addresses of those who are told of what keeps the service from its work (law 10)."""
    smtp: MailServer | None = None
    """What tells them when Microsoft can't be asked; None: then only Microsoft's own mail is left."""
    rotas: tuple[Rota, ...] = ()
    """The calendars that name who holds a role at a time."""
    rota_calendars: CalendarSource | None = None
    """Where those are read; None: where diaries are."""
    mail_per_minute: int = 25
    """How many mails the service mailbox sends a minute of elapsed time; letters take half of it at most."""
    credential_ends: Callable[[], datetime | None] = _never
    """When the credential ends by which Microsoft is asked; None: never, or nobody knows. May raise CalsyncError."""

    sunset: Sunset = _nobody_knows
    """When the sun sets at a place, for the checks before a visit."""
    place_key: str = ""
    """The secret by which places are kept as hashes; empty: one is made, and kept in the store."""

    carrier: Carrier | None = None
    """What sends text messages and takes them in; None: nothing goes by text."""

    caller: Caller | None = None
    """What rings people; None: nobody is rung. It needs `links`, since it asks a page for what is said."""
    other_mail: Notifier | None = None
    """By what an alarm's mail goes when the service mailbox takes none; None: by nothing."""

    links: LinkMaker | None = None
    """What makes the links in messages; None: no message has one."""

    diary_writer: DiaryWriter | None = None
    """What writes visits told by mail into diaries; None: nothing is ever written there."""

    openness: Openness | None = None
    """What tells whose diary everybody can read; None: nobody is asked."""

    @property
    def rota_source(self) -> CalendarSource:
        """Where the rotas are read."""
        return self.rota_calendars or self.calendars

    @property
    def ready(self) -> frozenset[Channel]:
        """The channels that this deployment can send by."""
        texts = {Channel.TEXT} if self.carrier is not None else set()
        calls = {Channel.VOICE} if self.caller is not None and self.links is not None else set()
        return frozenset(self.notifiers) | texts | calls

    def real(self, seconds: float) -> timedelta:
        """So many seconds of elapsed time, as the clock counts them: retries and timeouts are never scaled (law 12)."""
        return timedelta(seconds=seconds * self.clock.speed)


def withdraw(tx: Transaction, deadline: Deadline) -> None:
    """Cancel what still waits to be sent for a deadline that was closed, cancelled or moved."""
    tx.cancel_waiting(deadline.id, lanes=(Lane.ALARM, Lane.REMINDER), repeats_to_others_of=None)


def tell_outside_ladder(
    core: Core, tx: Transaction, name: str, deadline: Deadline, visit: Visit, at: datetime, *, beside: str = ""
) -> None:
    """Record the messages of one name that are no step of the ladder.

    What the same word did to the deadline `beside` first is told in the same message, where that has not gone out yet.
    """
    told = tx.notifications_of(deadline.id)
    rows = rows_outside_ladder(name, deadline, visit, tx.people(), told, at, ready=core.ready)
    if is_drill(visit):
        tx.add_notifications(apart(rows))
        return
    tx.add_notifications(folded_into(tx, rows, beside) if beside else rows)


def apply(
    core: Core,
    tx: Transaction,
    answer: Answer,
    outcome: Outcome,
    before: Mapping[str, Deadline],
    at: datetime,
    *,
    beside: str = "",
) -> list[Happened]:
    """Write what an answer did, and return what is to be told of it once the work is committed.

    `before` holds the deadlines that it could touch, as they were read in this unit of work.
    """
    for visit in outcome.visits:
        tx.put_visit(visit)
    tx.remember(outcome.remembered)
    if outcome.remembered and (diary := tx.mailbox(answer.who)) is not None:
        # What was said of a kind may make a visit of an entry that was left out: its diary is judged anew at once.
        tx.put_mailbox(replace(diary, digest="", quiet_until=None, next_poll_at=min(diary.next_poll_at, at)))
    tx.put_deadlines(outcome.deadlines)
    tx.add_acts(outcome.acts)
    after = dict(before) | {deadline.id: deadline for deadline in outcome.deadlines}
    for deadline in outcome.deadlines:
        old = before.get(deadline.id)
        if old is None:
            continue
        if not deadline.is_open or deadline.base != old.base:
            withdraw(tx, deadline)
        elif deadline.steps != old.steps:
            tx.cancel_waiting(deadline.id, lanes=(Lane.ALARM,), repeats_to_others_of=None)
        elif deadline.owner is not None:
            tx.cancel_waiting(deadline.id, lanes=(Lane.ALARM,), repeats_to_others_of=deadline.owner)
    for deadline_id, name in outcome.tell:
        about = tx.visit(after[deadline_id].visit_id)
        if about is not None:
            tell_outside_ladder(core, tx, name, after[deadline_id], about, at, beside=beside)
    return list(_happened(tx, answer, outcome, after, at))


def _happened(
    tx: Transaction, answer: Answer, outcome: Outcome, after: Mapping[str, Deadline], at: datetime
) -> Iterable[Happened]:
    for deadline_id in outcome.about:
        deadline = after.get(deadline_id)
        visit = tx.visit(deadline.visit_id) if deadline is not None else None
        if deadline is None or visit is None:
            continue
        role = "worker" if answer.who == visit.worker else _role_told(tx, deadline, answer.who)

        def told(
            what: str, text: str, *, visit: Visit = visit, deadline: Deadline = deadline, role: str = role
        ) -> Happened:
            return Happened(at=at, what=what, visit=visit, deadline=deadline, role=role, channel=answer.via, text=text)

        yield told("answer", answer.words or answer.reason or str(answer.kind))
        match outcome.took_as:
            case "closed":
                yield told("closed", deadline.reason)
            case "contact":
                yield told("contact", deadline.reason if not deadline.is_open else outcome.why)
            case "extended" | "acknowledged" | "incident":
                yield told(outcome.took_as, outcome.why)
            case "refused":
                yield told("contact", outcome.why)


def _role_told(tx: Transaction, deadline: Deadline, who: str) -> str:
    """In what capacity somebody was told of an alarm; "responder" for one who was not."""
    sent = (NotificationState.SENT, NotificationState.FOLDED, NotificationState.CARRIED)
    rows = [row for row in tx.notifications_of(deadline.id) if row.recipient == who and row.state in sent]
    return str(rows[-1].role) if rows else "responder"
