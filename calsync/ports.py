"""What the engine needs from the world: small protocols, each with one shipped implementation and one fake.

The store's is the long one: a unit of work over all that is kept. It stands here whole, as the contract tests hold it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from calsync.domain.model import (
    Act,
    Answer,
    Channel,
    Concern,
    Deadline,
    DueAct,
    Duty,
    Event,
    Incident,
    Lane,
    Load,
    MailboxState,
    Notice,
    Notification,
    Pause,
    People,
    Person,
    PersonId,
    Remembered,
    Snapshot,
    Turn,
    Visit,
    Watched,
)
from calsync.domain.model.approvals import Approval, CheckDue, FlaggedPlace
from calsync.domain.model.letters import Declaration, Letter, LetterKind
from calsync.errors import SourceError


class Clock(Protocol):
    """The clock of the service: visits, steps, poll pace. May be scaled in a simulation (law 12)."""

    @property
    def speed(self) -> float:
        """How many times faster than life it runs."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryWanted:
    """One diary to be read over a window of UTC times."""

    worker: PersonId
    start: datetime
    end: datetime
    digest: str = ""
    """That of the last reading, if being told that nothing changed is enough; empty: every entry is wanted."""
    calendars: tuple[str, ...] = ()
    """The names of further calendars of the worker that belong to the diary, beside the primary one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """A diary was read whole just now, and says what it said under the digest that was handed in."""

    worker: PersonId
    digest: str
    requests: int = field(default=1, compare=False)
    """How many requests it took, further pages of one calendar apart."""


class CalendarSource(Protocol):
    """Diaries."""

    @property
    def room(self) -> int:
        """How many diaries it can be asked for at this moment without waiting; at least 1."""

    @property
    def reads_a_second(self) -> float | None:
        """How many diaries it can be asked for in a second of real time, as measured; None: it does not matter."""

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        """What became of each, in the order of `wanted`; one that can't be read harms no other (law 14).

        As many as there is room for go in one request. Raises nothing: a refusal that meets all stands in all.
        """

    async def event(self, worker: PersonId, event_id: str, *, turn: Turn = Turn.ORDINARY) -> Event | None:
        """One entry by its id, with `created` and `attendees`; None when the diary has no such entry (404).

        Raises SourceError for every other refusal: a mailbox that answers 403 is not an entry that is gone.
        """


NOBODY = People()
"""What is known of people before the first time."""


class Directory(Protocol):
    """Who works here, who manages them, when they work. Thousands of people: who they are is read at once, and what
    stands in each mailbox in slices."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What the last reading of people could not use, each a sentence with the fix; empty when all is well."""

    async def people(self, known: People = NOBODY) -> People:
        """Everybody the service must know, with roles, and who is not watched and why.

        What is not read anew here (zone, hours, absences), or was refused of one person alone, is as in `known`;
        somebody new has ordinary hours. Raises SourceError when the group, or most of the people, can't be read.
        """

    async def settings(self, persons: Sequence[Person], at: datetime) -> list[Person | SourceError]:
        """Each person with the zone, hours and absences of their mailbox at `at`, in the order of `persons`.

        One who can't be read harms no other. Raises SourceError when most can't be asked now: an outage.
        """

    async def named(self, addresses: Sequence[str]) -> list[Person | SourceError | None]:
        """Who of the directory has each address (or object id), in that order; None where nobody has."""


class Openness(Protocol):
    """How much of a diary everybody in the organisation can read."""

    async def open_to_all(self, person: Person) -> str:
        """The role that everybody has; empty where they see nothing but "busy". Raises SourceError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail to be sent by the service mailbox."""

    to: str
    subject: str
    text: str
    reference: str
    """The notification's id, sent along as a header so that a repeated message is known as one."""
    important: bool = False
    html: str = ""
    bulk: bool = False
    """A letter: diaries with a begun visit, and every other message, are served before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """What identifies a mail that was handed over."""

    message_id: str
    conversation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """A mail that arrived in the service mailbox."""

    id: str
    message_id: str
    conversation_id: str
    sender: str
    subject: str
    text: str
    sent: datetime
    received: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


class MailSender(Protocol):
    """Whatever takes a mail: the service mailbox, or a mail server."""

    async def send(self, mail: OutgoingMail) -> SentMail:
        """Hand one mail over. Raises SourceError or DeliveryFailed."""


class MailServer(MailSender, Protocol):
    """A mail server that has nothing to do with Microsoft: what tells IT that Microsoft can't be asked (law 10)."""

    async def check(self) -> None:
        """Greet it and sign in, and send nothing. Raises DeliveryFailed."""


class Mailbox(Protocol):
    """The service's own mailbox."""

    async def send(self, mail: OutgoingMail) -> SentMail:
        """Hand one mail over, as draft and then send, so that its ids are known. Raises SourceError."""

    async def received_since(self, moment: datetime) -> list[IncomingMail]:
        """Every mail received at or after `moment` (UTC), oldest first, read or unread. Raises SourceError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A notification with its words: what one channel brings to one person."""

    notification: Notification
    address: str
    subject: str
    text: str


class Notifier(Protocol):
    """One channel."""

    @property
    def channel(self) -> Channel:
        """Which one."""

    async def send(self, message: Message) -> SentMail:
        """Hand the message over. Raises DeliveryFailed; a timeout is a failure that may be tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A notification taken for sending, under a lease: only its holder may write the outcome."""

    notification: Notification
    fence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeClaim:
    """A notice to IT taken for sending, under a lease: only its holder may write the outcome."""

    notice: Notice
    fence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterClaim:
    """A letter taken for sending, under a lease: only its holder may write the outcome."""

    letter: Letter
    fence: str


class Transaction(Protocol):
    """One unit of work: everything in it is written, or nothing is."""

    # who works here
    def people(self) -> People:
        """Everybody, as last read from the directory; empty before the first time."""

    def put_people(self, people: People) -> None:
        """Replace what is known of everybody. A person who left stays readable where a deadline names them.

        Whom the rotas name stays as it was.
        """

    def put_rota(self, duties: Sequence[Duty]) -> None:
        """Write whom the rotas name for the coming days, and nothing else."""

    def put_settings(self, persons: Sequence[Person]) -> None:
        """Write the zone, hours and absences of these persons and nothing else of them; who is not known is left out.

        Who works here may be written by another process at the same moment, and stays as that one says.
        """

    # diaries
    def mailbox(self, worker: PersonId) -> MailboxState | None:
        """How far a diary was read; None for one that was never known."""

    def mailboxes(self) -> list[MailboxState]:
        """All of them."""

    def put_mailbox(self, state: MailboxState) -> None:
        """Write one; the lease on it ends."""

    def put_mailboxes(self, states: Sequence[MailboxState]) -> None:
        """Write several at once; the leases on them end."""

    def claim_mailboxes(self, at: datetime, limit: int, *, begun_first: bool = True) -> list[MailboxState]:
        """Those whose `next_poll_at` has passed, leased to the caller for a minute of elapsed time.

        Diaries with a begun visit come first, then those with one soon, and of each what has been due longest. Without
        `begun_first` all others come before them, by when they are due.
        """

    def claim_these(self, workers: Sequence[PersonId]) -> list[MailboxState]:
        """Those of these workers' mailboxes that nobody holds, leased to the caller as by `claim_mailboxes`."""

    def poll_load(self, at: datetime) -> list[Load]:
        """How many diaries are read at which pace, without those that are not read any more."""

    def hasten_mailboxes(self, turn: Turn, pace: timedelta, next_poll_at: datetime, fresh_until: datetime) -> None:
        """Of the diaries read in this turn at this pace: none is read, or counts as fresh, later than these moments.

        Those that fail, and those that are not read any more, stay as they are.
        """

    def unread(self, at: datetime) -> list[MailboxState]:
        """The mailboxes that have not been read since their `fresh_until` (law 10), the oldest first."""

    def failing(self) -> list[MailboxState]:
        """The mailboxes whose last reading failed, the one that has failed longest first."""

    # visits and deadlines
    def watched(self, worker: PersonId, since: datetime) -> list[Watched]:
        """The worker's visits that end at or after `since` (cancelled ones too), and all with an open deadline."""

    def watched_under(self, worker: PersonId, event_ids: Sequence[str]) -> list[Watched]:
        """The worker's visits that came of these entries, however long ago."""

    def visit(self, visit_id: str) -> Visit | None:
        """One visit, with its personal text as far as it is still kept."""

    def deadline(self, deadline_id: str) -> Deadline | None:
        """One deadline; None when there is none of that id."""

    def deadlines_of(self, worker: PersonId) -> list[Watched]:
        """The worker's visits that have an open deadline, with all their deadlines."""

    def due(self, at: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose `next_step_at` has come, longest overdue first, locked for this transaction."""

    def stepping(self, before: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose ladder moves before that moment, soonest first; nothing is locked."""

    def next_step_at(self) -> datetime | None:
        """When the ladder of any open deadline next moves; None when none does."""

    def open_deadlines(self) -> list[Watched]:
        """Every visit with an open deadline."""

    def put_visit(self, visit: Visit) -> None:
        """Write a visit, new or changed."""

    def remembered(self, worker: PersonId) -> list[Remembered]:
        """What the worker said of kinds of entries that may be visits, the oldest word first."""

    def remember(self, said: Sequence[Remembered]) -> None:
        """Keep what was said of kinds of entries; of one kind the newest word."""

    def put_deadlines(self, deadlines: Sequence[Deadline]) -> None:
        """Write deadlines set-wise, each with its version counted up.

        Raises Conflict if one of them changed since it was read (a new one: version 0 and no row yet).
        """

    def quarantine(self, deadline_id: str, why: str, at: datetime) -> None:
        """Set a deadline that can't be escalated aside until `at` plus a minute, and keep why."""

    # the outbox
    def add_notifications(self, notifications: Iterable[Notification]) -> list[Notification]:
        """Those that were new; one whose id stands already is left out, so nothing is told twice."""

    def claim_notifications(self, at: datetime, limit: int) -> list[Claim]:
        """Waiting ones that may be tried now and nobody else holds, by lane and then by age, under a lease."""

    def put_outcome(self, claim: Claim, outcome: Notification) -> bool:
        """Write what became of a claimed notification and end the lease; False when the lease was lost."""

    def notifications_of(self, deadline_id: str) -> list[Notification]:
        """Every message of one deadline, oldest first."""

    def notification_for(self, *, message_ids: Sequence[str], conversation_id: str, token: str) -> Notification | None:
        """The message that a reply answers: by message id, else token, else conversation; None: none of ours."""

    def cancel_waiting(self, deadline_id: str, *, lanes: Sequence[Lane], repeats_to_others_of: PersonId | None) -> int:
        """Cancel waiting messages of a deadline in these lanes (with an owner: only repeats to others); how many.

        Messages about other deadlines that were folded into one of them are woken again.
        """

    def carried_by(self, carrier: Notification) -> list[Notification]:
        """The messages about other deadlines that this one carries, oldest first."""

    def unfold(self, carrier: Notification) -> int:
        """Wake the messages about other deadlines that were folded into one that will not go out; how many."""

    def failed_before(self, moment: datetime, limit: int) -> list[Notification]:
        """Waiting messages whose first attempt failed at or before that moment, the oldest first."""

    # notices to IT
    def standing_notices(self) -> list[Notice]:
        """What keeps the service from its work now, the oldest first."""

    def cleared_notices(self, since: datetime) -> list[Notice]:
        """What was found to be well again at or after that moment, and is; the oldest first."""

    def add_notices(self, notices: Iterable[Notice]) -> list[Notice]:
        """Those that were new; one is left out while another of its cause and about stands."""

    def clear_notices(self, ids: Sequence[str], at: datetime) -> None:
        """It is well again since `at`."""

    def reopen_notices(self, come_back: Sequence[Notice]) -> None:
        """It came back: the notice stands again, with what was told. None of its cause and about may stand."""

    def claim_notices(self, at: datetime, unheard_since: datetime, limit: int) -> list[NoticeClaim]:
        """What may be told now and nobody else holds, the oldest first, under a lease.

        Among it is what was cleared at or after `unheard_since` before any channel took it, though one was tried.
        """

    def put_notice_outcome(self, claim: NoticeClaim, outcome: Notice) -> bool:
        """Write when it was told, or when it is tried again, and end the lease; False when the lease was lost."""

    # pauses
    def put_pause(self, pause: Pause) -> None:
        """Write a pause, new or changed."""

    def pause(self, pause_id: str) -> Pause | None:
        """One pause; None when there is none of that id."""

    def pauses(self, since: datetime) -> list[Pause]:
        """Those asked for until some time after `since`, ended or not, the oldest first.

        One that can't be understood is left out: then those whom it covers are watched (law 14).
        """

    # letters
    def visits_between(self, start: datetime, end: datetime) -> list[Visit]:
        """Every visit that touches the time from `start` to `end`, cancelled ones too, by when it begins."""

    def outlines_between(self, start: datetime, end: datetime) -> list[Visit]:
        """The same, each without what its entry says: quick, for thousands of them."""

    def called_off_between(self, start: datetime, end: datetime) -> set[str]:
        """The ids of those of them that somebody called off, or handed to a colleague (`domain/away.py`)."""

    def add_letters(self, offered: Iterable[Letter]) -> list[Letter]:
        """Those that were new; one of an identity that stands already is left out."""

    def claim_letters(self, at: datetime, limit: int) -> list[LetterClaim]:
        """Waiting ones that are due, may be tried now and nobody else holds, the oldest first, under a lease."""

    def claim_letter(self, letter_id: str) -> LetterClaim | None:
        """That one, due or not, under a lease; None where it does not wait or somebody else holds it."""

    def put_letter_outcome(self, claim: LetterClaim, outcome: Letter) -> bool:
        """Write what became of a claimed letter and end the lease; False when the lease was lost."""

    def letters_about(self, day: date) -> list[Letter]:
        """Every letter about that day, the oldest first."""

    def letters_since(self, kind: LetterKind, day: date) -> list[Letter]:
        """Every letter of a kind about that day or a later one, the oldest first."""

    def letter_for(self, *, message_ids: Sequence[str], conversation_id: str, token: str) -> Letter | None:
        """The letter that a reply answers, of those that ask for a declaration; None: none of these.

        Found by message id, else token, else conversation.
        """

    def letters_under_way(self, since: datetime) -> int:
        """How many letters were sent after that moment, or are just being sent."""

    def messages_wait(self, at: datetime) -> bool:
        """Whether any alarm, reminder or stand-down waits that may be tried now, one just being sent included."""

    def add_declaration(self, declaration: Declaration) -> bool:
        """Keep what somebody declared in answer to a letter; False when it was kept before."""

    def declarations(self, since: datetime) -> list[Declaration]:
        """What was declared at or after that moment, the oldest first."""

    # answers, concerns, audit
    def add_answer(self, answer: Answer) -> bool:
        """Keep an answer; False when it was kept before, and then it acts no second time."""

    def answers_of(self, deadline_id: str) -> list[Answer]:
        """Every answer about one deadline, oldest first."""

    def add_concern(self, concern: Concern) -> bool:
        """Keep a concern; False when it was raised before."""

    def concerns(self) -> list[Concern]:
        """Every concern, oldest first."""

    def add_acts(self, acts: Iterable[Act]) -> None:
        """Add lines to the audit; the sealer chains them later."""

    # incidents
    def incident(self, incident_id: str) -> Incident | None:
        """One incident; None when there is none of that id."""

    def incidents(self, *, open_only: bool = False) -> list[Incident]:
        """Every incident, or those that nobody has closed; oldest first."""

    def incidents_of(self, visit_id: str) -> list[Incident]:
        """The incidents of one visit, oldest first."""

    def put_incident(self, incident: Incident) -> None:
        """Write an incident, new or changed."""

    def due_acts(self, incident_id: str) -> list[DueAct]:
        """What is or was due after an incident, in the order of its numbers."""

    def put_due_acts(self, due: Iterable[DueAct]) -> None:
        """Write what is due after incidents that stand already."""

    def overdue_acts(self, at: datetime, limit: int) -> list[DueAct]:
        """What was due before `at`, is not done, and of which nobody was told so, of open incidents; oldest first."""

    # the checks before a visit
    def checks_due(self, at: datetime, limit: int) -> list[CheckDue]:
        """The visits whose checks are due, longest overdue first, locked for this transaction.

        A visit that is written is due at once: `put_visit` sees to that.
        """

    def next_check_at(self) -> datetime | None:
        """When the checks of any visit are due next; None when none are."""

    def put_checked(self, checked: CheckDue, again: datetime | None) -> None:
        """How a visit was seen, and when it is looked at again; None: once it is written anew."""

    def check_again(self, visit_ids: Collection[str], at: datetime) -> None:
        """These visits are due for their checks at `at`: something that bears on them was said or found."""

    def check_all_again(self, at: datetime) -> None:
        """Every visit whose checks are still to be made is due at `at`: something was found that may bear on any."""

    def settle_concerns(
        self, visit_id: str, kinds: Collection[str], stand: Sequence[Concern], at: datetime
    ) -> list[Concern]:
        """Of these kinds exactly these stand about a visit now: those that were never raised before.

        The others are cleared; one that was cleared stands again, in its new words.
        """

    def concerns_of(self, visit_ids: Collection[str]) -> list[Concern]:
        """Every concern that was raised about these visits, oldest first."""

    def add_approval(self, approval: Approval) -> bool:
        """Keep what somebody said; False when it was kept before."""

    def approvals_of(self, worker: PersonId, visit_id: str, family: str) -> list[Approval]:
        """What was said of a visit, and what stands for its family: the oldest word first.

        That a risk was assessed stands for whoever goes there; everything else for this worker.
        """

    def flag_places(self, places: Sequence[FlaggedPlace]) -> None:
        """Nobody goes to these places alone until their Incident is closed; one that is flagged already stays so."""

    def flagged(self, hashes: Collection[str]) -> list[FlaggedPlace]:
        """Those of these places at which an Incident is open."""

    def unflag_places(self, incident: str, who: PersonId, at: datetime) -> int:
        """Somebody has closed the Incident: how many of its places were flagged until now."""

    def key(self, name: str, new: str) -> str:
        """The key of that name; the first time `new`, which is kept."""

    # the service's own life
    def heartbeat(self, name: str) -> datetime | None:
        """When that part last finished its work (the clock's time); None before the first time."""

    def beat(self, name: str, at: datetime) -> None:
        """That part has finished its work."""

    def cursor(self, name: str) -> datetime | None:
        """How far something was read; None before the first time."""

    def put_cursor(self, name: str, at: datetime) -> None:
        """It was read up to there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAct:
    """An act in the audit's chain."""

    number: int
    act: Act
    seal: str
    """Hash over this act and the seal before it; empty while not sealed yet."""


class Store(Protocol):
    """The only truth (law 11)."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A unit of work that is written when its block ends without an error. Raises StoreUnavailable."""

    def seal(self) -> int:
        """Chain the acts that were added since the last sealing; how many. One sealer at a time, under a lease."""

    def audit(self, *, after: int = 0) -> list[SealedAct]:
        """The audit after an act's number, oldest first."""

    def verify(self) -> str:
        """Empty when the audit's chain is whole; else a sentence that names the first broken line."""

    def close(self) -> None:
        """Let go of files and connections."""
