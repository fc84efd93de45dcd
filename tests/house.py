"""The house in which the rules are tried: Clarendon's policy by mail, and a fixed cast.

Sam visits, Morgan manages, Dee deputises, Ash administers, Sloane is the out-of-hours contact. It is Monday 2 March
2026; in London it is winter, so local time is UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

from calsync.domain.answering import Outcome
from calsync.domain.classify import Rules
from calsync.domain.links import LinkMaker
from calsync.domain.model import (
    Act,
    AlarmKind,
    Answer,
    AnswerKind,
    Channel,
    Deadline,
    Event,
    Notification,
    People,
    Person,
    Policies,
    Policy,
    Role,
    TeamPolicy,
    Via,
    Visit,
    Watched,
    WorkingHours,
)
from calsync.engine import Core, Engine, Happened
from calsync.notify.memory import MemoryCarrier, MemoryNotifier
from calsync.parsers.location import read_place
from calsync.policies.loader import load
from calsync.ports import IncomingMail, Message, Notifier
from calsync.store import MemoryStore
from tests import at_once
from tests.fakes import At, FakeCalendars, FakeDirectory, FakeMailbox

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ELM_ROAD = "14 Elm Road, Rotherham S60 3AB"
OAK_STREET = "27 Oak Street, Rotherham S61 1XY"
CLARENDON = load(str(files("calsync.demo").joinpath("clarendon_by_mail.toml")))
RULES = Rules(sites=(read_place("Clarendon Children's Centre, 1 Clarendon Road, Leeds LS2 9NN"),))
CODE_WORD = "pineapple"

OFFICE = WorkingHours()
SAM = Person(
    id="sam", name="Sam Visits", mail="sam@clarendon.test", mobile="+44 7700 900101", manager="morgan", hours=OFFICE,
    works=True,
)  # fmt: skip
MORGAN = Person(id="morgan", name="Morgan Manages", mail="morgan@clarendon.test", hours=OFFICE)
DEE = Person(id="dee", name="Dee Deputises", mail="dee@clarendon.test", hours=OFFICE)
ASH = Person(id="ash", name="Ash Administers", mail="ash@clarendon.test", hours=OFFICE)
SLOANE = Person(id="sloane", name="Sloane On Call", mail="sloane@clarendon.test")
ROLES = (
    (Role.LINE_MANAGER, ("morgan",)),
    (Role.DEPUTY, ("dee",)),
    (Role.ADMIN, ("ash",)),
    (Role.OUT_OF_HOURS, ("sloane",)),
)
CAST = People(persons=(SAM, MORGAN, DEE, ASH, SLOANE), roles=ROLES)


def differing(people: People, who: str, **changes: Any) -> People:
    """These people, of whom one differs."""
    return replace(
        people, persons=tuple(replace(each, **changes) if each.id == who else each for each in people.persons)
    )


def clock(text: str, *, day: int = 0) -> datetime:
    """ "14:05" on that Monday, or so many days later."""
    hours, minutes, *seconds = map(int, text.split(":"))
    return MONDAY + timedelta(days=day, hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)


def an_entry(event_id: str = "e1", start: str = "13:00", end: str = "14:00", **changes: Any) -> Event:
    """Sam's entry at 14 Elm Road, made the day before."""
    values: dict[str, Any] = {
        "worker": "sam",
        "id": event_id,
        "start": clock(start),
        "end": clock(end),
        "subject": "Home visit: Mrs Whitcombe",
        "place": read_place(ELM_ROAD),
        "created": clock("09:00", day=-1),
        "change_key": "1",
    }
    return Event(**{**values, **changes})


def _without_texts(notifiers: Mapping[Channel, Notifier]) -> dict[Channel, Notifier]:
    return {channel: each for channel, each in notifiers.items() if channel is not Channel.TEXT}


class House:
    """An engine over fakes. What a method does not say, does not happen: no time passes and nothing is read."""

    def __init__(
        self,
        *,
        at: str = "09:00",
        people: People = CAST,
        policy: Policy = CLARENDON,
        teams: tuple[TeamPolicy, ...] = (),
        code_words: tuple[str, ...] = (CODE_WORD,),
        notifiers: Mapping[Channel, Notifier] | None = None,
        store: MemoryStore | None = None,
        clock_: At | None = None,
        watched_from: datetime | None = MONDAY - timedelta(days=2),
        links: LinkMaker | None = None,
    ) -> None:
        self.clock = clock_ or At(clock(at))
        self.store = store or MemoryStore(real_now=self.clock.now)
        self.calendars = FakeCalendars()
        self.directory = FakeDirectory(people)
        self.mailbox = FakeMailbox()
        self.mail = MemoryNotifier(Channel.MAIL)
        texts = (notifiers or {}).get(Channel.TEXT)
        self.carrier = MemoryCarrier(texts if isinstance(texts, MemoryNotifier) else None)
        self.seen: list[Happened] = []
        self.core = Core(
            clock=self.clock,
            store=self.store,
            calendars=self.calendars,
            directory=self.directory,
            mailbox=self.mailbox,
            notifiers={Channel.MAIL: self.mail} if notifiers is None else _without_texts(notifiers),
            carrier=self.carrier if texts is not None else None,
            policies=Policies(standing=replace(policy, code_words=code_words), teams=teams),
            rules=RULES,
            watched_from=watched_from,
            observe=self.seen.append,
            links=links,
        )
        self.engine = Engine(self.core)
        self._changes = 1
        self._mails = 0
        at_once.run(self.engine.refresh_people())

    # --- the world

    def entry(self, event_id: str = "e1", start: str = "13:00", end: str = "14:00", **changes: Any) -> Event:
        """Write an entry into Sam's diary."""
        event = an_entry(event_id, start, end, **changes)
        self.calendars.put(event)
        return event

    def change(self, event_id: str = "e1", worker: str = "sam", **changes: Any) -> Event:
        """Change an entry, as Outlook does: with another change key."""
        self._changes += 1
        event = replace(self.calendars.diaries[worker][event_id], change_key=str(self._changes), **changes)
        self.calendars.put(event)
        return event

    def delete(self, event_id: str = "e1", worker: str = "sam") -> None:
        """Take an entry out of a diary."""
        self.calendars.delete(worker, event_id)

    def writes(
        self, text: str, *, who: str = "sam", to: Message | None = None, sent: str | None = None, **changes: Any
    ) -> IncomingMail:
        """Somebody writes to the service mailbox: an answer to a message of ours, or a mail of their own."""
        self._mails += 1
        person = self.directory.everybody.get(who)
        moment = self.clock.now() if sent is None else clock(sent)
        values: dict[str, Any] = {
            "id": f"mail-{self._mails}",
            "message_id": f"<{self._mails}@their.phone>",
            "conversation_id": f"theirs-{self._mails}",
            "sender": person.mail if person is not None else who,
            "subject": "Hello" if to is None else f"RE: {to.subject}",
            "text": text,
            "sent": moment,
            "received": max(moment, self.clock.now()),
            "in_reply_to": "" if to is None else f"<{to.notification.id}@memory>",
        }
        mail = IncomingMail(**{**values, **changes})
        self.mailbox.received.append(mail)
        return mail

    def says(self, text: str, *, who: str = "sam", to: Message | None = None, **changes: Any) -> None:
        """Somebody writes, and the mail is read at once."""
        self.writes(text, who=who, to=to, **changes)
        self.read_mail()

    def answers(self, kind: AnswerKind, *, who: str = "sam", **changes: Any) -> Outcome:
        """An answer taken by the engine, past the mail."""
        self._mails += 1
        now = self.clock.now()
        values: dict[str, Any] = {"id": f"answer-{self._mails}", "sent": now, "received": now, "via": Via.COMMAND}
        return self.engine.answer(Answer(who=who, kind=kind, **{**values, **changes}))

    # --- time

    def poll(self, worker: str = "sam") -> None:
        """Read a diary now, whoever's turn it is."""
        with self.store.transaction() as tx:
            state = tx.mailbox(worker)
        assert state is not None, f"{worker}'s diary is not watched"
        at_once.run(self.engine.read(state))

    def scan(self) -> int:
        """Let the time decide, and send what is owed."""
        moved = self.engine.escalate()
        self.send()
        return moved

    def check(self) -> int:
        """Look at what is to come, and send what is owed."""
        looked_at = self.engine.check()
        self.send()
        return looked_at

    def send(self) -> int:
        """Send what waits."""
        return at_once.run(self.engine.dispatch(limit=1000))

    def read_mail(self) -> int:
        """Read the service mailbox."""
        return at_once.run(self.engine.read_mail())

    def tick(self) -> None:
        """One round of everything."""
        for state in self.mailboxes():
            at_once.run(self.engine.read(state))
        self.read_mail()
        self.engine.check()
        self.scan()

    def go_to(self, text: str, *, day: int = 0) -> None:
        """The service runs until that time, a round a minute."""
        end = clock(text, day=day)
        while self.clock.now() < end:
            self.clock.moment = min(self.clock.now() + MINUTE, end)
            self.tick()

    def dark_until(self, text: str, *, day: int = 0) -> None:
        """Time passes in which the service does not run."""
        self.clock.moment = clock(text, day=day)

    # --- what came of it

    def mailboxes(self) -> list[Any]:
        """Every diary as it stands."""
        with self.store.transaction() as tx:
            return tx.mailboxes()

    def watched(self, worker: str = "sam") -> list[Watched]:
        """Every visit of that week, with its deadlines."""
        with self.store.transaction() as tx:
            return tx.watched(worker, MONDAY - timedelta(days=30))

    def open(self, worker: str = "sam") -> list[Deadline]:
        """The open deadlines."""
        return [deadline for each in self.watched(worker) for deadline in each.deadlines if deadline.is_open]

    @property
    def deadline(self) -> Deadline:
        """The one deadline that there is."""
        (deadline,) = [deadline for each in self.watched() for deadline in each.deadlines]
        return deadline

    @property
    def alarms(self) -> list[AlarmKind]:
        """Which calls for help and code words are open, for whomever."""
        with self.store.transaction() as tx:
            open_ = [deadline for each in tx.open_deadlines() for deadline in each.deadlines if deadline.is_open]
        return sorted(each.alarm for each in open_ if each.alarm is not AlarmKind.SILENCE)

    @property
    def visit(self) -> Visit:
        """The one visit that there is."""
        (watched,) = self.watched()
        return watched.visit

    def told(self, who: str) -> list[Message]:
        """What somebody was sent, oldest first."""
        return [each for each in self.mail.sent if each.notification.recipient == who]

    def last(self, who: str) -> Message:
        """What somebody was sent last."""
        return self.told(who)[-1]

    def rows(self) -> list[Notification]:
        """Every message row of every deadline that was ever watched."""
        with self.store.transaction() as tx:
            ids = [deadline.id for state in tx.mailboxes() for each in tx.watched(state.worker, MONDAY - timedelta(30))
                   for deadline in each.deadlines]  # fmt: skip
            return [row for each in ids for row in tx.notifications_of(each)]

    def acts(self) -> list[Act]:
        """The audit, oldest first."""
        return [each.act for each in self.store.audit()]


def late(minutes: int = 0, **changes: Any) -> House:
    """A house in which Sam's visit of 13:00 to 14:00 has been over for so many minutes without a word."""
    house = House(at="12:00", **changes)
    house.entry()
    house.go_to(f"{14 + minutes // 60}:{minutes % 60:02}")
    return house
