"""The store's fake: the same promises in a process's memory, for tests and for trying rules out.

One file of some length on purpose: it is read beside the SQL, method by method, and nothing else depends on its parts.
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any

from calsync.domain.model import (
    Act,
    Answer,
    Concern,
    Deadline,
    DueAct,
    Duty,
    Incident,
    Lane,
    Load,
    MailboxState,
    Notice,
    Notification,
    NotificationState,
    Pause,
    People,
    Person,
    PersonId,
    Remembered,
    Turn,
    Visit,
    Watched,
)
from calsync.domain.model.letters import Declaration, Letter
from calsync.domain.pace import LONGEST_WAIT
from calsync.errors import Conflict, StoreUnavailable
from calsync.ports import Claim, NoticeClaim, SealedAct
from calsync.store.audit import Link, first_break, link
from calsync.store.memory_before import BeforeState, MemoryBefore
from calsync.store.memory_letters import MemoryLetters
from calsync.store.rows.outbox import LANE_RANK
from calsync.store.sql import wall_utc
from calsync.store.sql_diaries import BEGUN_FIRST, OTHERS_FIRST
from calsync.store.sql_watch import QUARANTINE
from calsync.store.work import LEASE

BUSY_SECONDS = 5.0


@dataclass(slots=True)
class _State(BeforeState):
    """Everything that is kept. The values are frozen, so copying the containers copies it all."""

    people: People = field(default_factory=People)
    mailboxes: dict[str, MailboxState] = field(default_factory=dict)
    mailbox_leases: dict[str, datetime] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    remembered: dict[tuple[str, str], Remembered] = field(default_factory=dict)
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    quarantine: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    notifications: dict[str, Notification] = field(default_factory=dict)
    leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    notice_leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    letter_leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    declarations: dict[str, Declaration] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    due_acts: dict[tuple[str, int], DueAct] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    pauses: dict[str, Pause] = field(default_factory=dict)
    marks: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def copy(self) -> _State:
        """A copy that can be changed alone."""
        copies: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            copies[each.name] = value.copy() if isinstance(value, dict | list) else value
        return _State(**copies)


class MemoryTransaction(MemoryBefore, MemoryLetters):
    """One unit of work: everything in it is written, or nothing is."""

    _state: _State

    def __init__(self, state: _State, real_now: Callable[[], datetime]) -> None:
        super().__init__(state, real_now)
        self._state = state
        self._real_now = real_now

    # who works here
    def people(self) -> People:
        """Everybody, as last read from the directory; empty before the first time."""
        return self._state.people

    def put_people(self, people: People) -> None:
        """Replace what is known of everybody; who left stays where a visit or an open deadline names them.

        Whom the rotas name stays as it was.
        """
        state = self._state
        named = {each.worker for each in state.visits.values()}
        for each in state.deadlines.values():
            if each.is_open:
                named |= {each.worker, each.owner or each.worker}
        here = {each.id for each in people.persons}
        gone = [each for each in state.people.persons if each.id not in here and each.id in named]
        kept = tuple(replace(each, works=False) for each in sorted(gone, key=lambda each: each.id))
        state.people = replace(people, persons=people.persons + kept, rota=state.people.rota)

    def put_rota(self, duties: Sequence[Duty]) -> None:
        """Write whom the rotas name."""
        self._state.people = replace(self._state.people, rota=tuple(duties))

    def put_settings(self, persons: Sequence[Person]) -> None:
        """Write zone, hours and absences of these persons and nothing else; who is not known is left out."""
        told = {each.id: each for each in persons}
        self._state.people = replace(
            self._state.people,
            persons=tuple(
                replace(each, zone=new.zone, hours=new.hours, absences=new.absences)
                if (new := told.get(each.id))
                else each
                for each in self._state.people.persons
            ),
        )

    # diaries
    def mailbox(self, worker: PersonId) -> MailboxState | None:
        """How far a diary was read; None for one that was never known."""
        return self._state.mailboxes.get(worker)

    def mailboxes(self) -> list[MailboxState]:
        """All of them."""
        return sorted(self._state.mailboxes.values(), key=lambda each: each.worker)

    def put_mailbox(self, state: MailboxState) -> None:
        """Write one; the lease on it ends."""
        self.put_mailboxes([state])

    def put_mailboxes(self, states: Sequence[MailboxState]) -> None:
        """Write several at once; the leases on them end."""
        for state in states:
            self._state.mailboxes[state.worker] = state
            self._state.mailbox_leases.pop(state.worker, None)

    def claim_mailboxes(self, at: datetime, limit: int, *, begun_first: bool = True) -> list[MailboxState]:
        """Those whose `next_poll_at` has passed, leased to the caller for a minute of elapsed time.

        Diaries with a begun visit come first, then those with one soon, and of each what has been due longest. Without
        `begun_first` all others come before them, by when they are due.
        """
        due = [each for each in self._state.mailboxes.values() if each.next_poll_at <= at]
        groups = BEGUN_FIRST if begun_first else OTHERS_FIRST
        rank = {turn: number for number, turns in enumerate(groups) for turn in turns}
        return self._leased(sorted(due, key=lambda each: (rank[each.turn], each.next_poll_at, each.worker)), limit)

    def claim_these(self, workers: Sequence[PersonId]) -> list[MailboxState]:
        """Those of these workers' mailboxes that nobody holds, leased to the caller as by `claim_mailboxes`."""
        theirs = [each for each in self._state.mailboxes.values() if each.worker in workers]
        return self._leased(sorted(theirs, key=lambda each: (each.next_poll_at, each.worker)), len(workers))

    def poll_load(self, at: datetime) -> list[Load]:
        """How many diaries are read at which pace, without those that are not read any more."""
        read = [each for each in self._state.mailboxes.values() if each.next_poll_at < at + LONGEST_WAIT]
        counts = Counter((each.turn, each.pace) for each in read)
        return [Load(turn=turn, pace=pace, count=count) for (turn, pace), count in sorted(counts.items())]

    def hasten_mailboxes(self, turn: Turn, pace: timedelta, next_poll_at: datetime, fresh_until: datetime) -> None:
        """Of the diaries read in this turn at this pace: none is read, or counts as fresh, later than these moments.

        Those that fail, and those that are not read any more, stay as they are.
        """
        for each in list(self._state.mailboxes.values()):
            if (each.turn, each.pace, each.failing_since) == (turn, pace, None) and each.fresh_until is not None:
                self._state.mailboxes[each.worker] = replace(
                    each,
                    next_poll_at=min(each.next_poll_at, next_poll_at),
                    fresh_until=min(each.fresh_until, fresh_until),
                )

    def unread(self, at: datetime) -> list[MailboxState]:
        """The mailboxes that have not been read since their `fresh_until` (law 10), the oldest first."""
        late = [(each.fresh_until, each) for each in self._state.mailboxes.values() if each.fresh_until is not None]
        return [each for fresh, each in sorted(late, key=lambda pair: pair[0]) if fresh < at]

    def failing(self) -> list[MailboxState]:
        """The mailboxes whose last reading failed, the one that has failed longest first."""
        late = [(each.failing_since, each) for each in self._state.mailboxes.values() if each.failing_since is not None]
        return [each for _, each in sorted(late, key=lambda pair: (pair[0], pair[1].worker))]

    def _leased(self, whose: list[MailboxState], limit: int) -> list[MailboxState]:
        leases, now = self._state.mailbox_leases, self._real_now()
        claimed = [each for each in whose if not (each.worker in leases and now < leases[each.worker])][:limit]
        leases.update({each.worker: now + LEASE for each in claimed})
        return claimed

    # visits and deadlines
    def watched(self, worker: PersonId, since: datetime) -> list[Watched]:
        """The worker's visits that end at or after `since` (cancelled ones too), and all with an open deadline."""
        return [
            each
            for each in self._all_watched()
            if each.visit.worker == worker and (each.visit.end >= since or _has_open(each))
        ]

    def watched_under(self, worker: PersonId, event_ids: Sequence[str]) -> list[Watched]:
        """The worker's visits that came of these entries, however long ago."""
        return [
            each for each in self._all_watched() if each.visit.worker == worker and each.visit.event_id in event_ids
        ]

    def visit(self, visit_id: str) -> Visit | None:
        """One visit, with its personal text as far as it is still kept."""
        return self._state.visits.get(visit_id)

    def deadline(self, deadline_id: str) -> Deadline | None:
        """One deadline; None when there is none of that id."""
        return self._state.deadlines.get(deadline_id)

    def deadlines_of(self, worker: PersonId) -> list[Watched]:
        """The worker's visits that have an open deadline, with all their deadlines."""
        return [each for each in self._all_watched() if each.visit.worker == worker and _has_open(each)]

    def due(self, at: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose `next_step_at` has come, longest overdue first, locked for this transaction."""
        found = [
            (each.next_step_at, each.worker, each.id, each)
            for each in self._state.deadlines.values()
            if each.is_open and each.next_step_at is not None and each.next_step_at <= at
        ]
        aside = self._state.quarantine
        return [each for _, _, name, each in sorted(found) if name not in aside or aside[name][0] <= at][:limit]

    def open_deadlines(self) -> list[Watched]:
        """Every visit with an open deadline."""
        return [each for each in self._all_watched() if _has_open(each)]

    def put_visit(self, visit: Visit) -> None:
        """Write a visit, new or changed."""
        self._state.visits[visit.id] = visit
        self._visit_is_written(visit)

    def remembered(self, worker: PersonId) -> list[Remembered]:
        """What the worker said of kinds of entries that may be visits, the oldest word first."""
        theirs = [each for each in self._state.remembered.values() if each.worker == worker]
        return sorted(theirs, key=lambda each: (each.at, each.about))

    def remember(self, said: Sequence[Remembered]) -> None:
        """Keep what was said of kinds of entries; of one kind the newest word."""
        for each in said:
            before = self._state.remembered.get((each.worker, each.about))
            if before is None or before.at <= each.at:
                self._state.remembered[each.worker, each.about] = each

    def put_deadlines(self, deadlines: Sequence[Deadline]) -> None:
        """Write deadlines set-wise, each with its version counted up; Conflict if one changed since it was read."""
        known = self._state.deadlines
        for each in deadlines:
            standing = known.get(each.id)
            if each.version != (standing.version if standing else 0):
                raise Conflict("a deadline changed since it was read")
            if each.visit_id not in self._state.visits:
                raise LookupError("a deadline can't be written before its visit")
            known[each.id] = replace(each, version=each.version + 1)
            self._state.quarantine.pop(each.id, None)

    def stepping(self, before: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose ladder moves before that moment, soonest first; nothing is locked."""
        moving = [(each.next_step_at, each.id, each) for each in self._state.deadlines.values() if each.is_open]
        soon = sorted((at, name, each) for at, name, each in moving if at is not None and at < before)
        return [each for _, _, each in soon][:limit]

    def next_step_at(self) -> datetime | None:
        """When the ladder of any open deadline next moves; None when none does."""
        open_ = [each for each in self._state.deadlines.values() if each.is_open]
        return min((each.next_step_at for each in open_ if each.next_step_at is not None), default=None)

    def quarantine(self, deadline_id: str, why: str, at: datetime) -> None:
        """Set a deadline that can't be escalated aside until `at` plus a minute, and keep why."""
        if deadline_id in self._state.deadlines:
            self._state.quarantine[deadline_id] = (at + QUARANTINE, why)

    def quarantined(self) -> list[tuple[str, str]]:
        """The open deadlines that are or were set aside and not written since: their ids, and why."""
        aside = sorted(self._state.quarantine.items())
        return [(name, why) for name, (_, why) in aside if self._state.deadlines[name].is_open]

    def _all_watched(self) -> list[Watched]:
        theirs: dict[str, list[Deadline]] = {}
        for each in sorted(self._state.deadlines.values(), key=lambda each: (each.due, each.id)):
            theirs.setdefault(each.visit_id, []).append(each)
        return [
            Watched(visit=visit, deadlines=tuple(theirs.get(visit.id, ())))
            for visit in sorted(self._state.visits.values(), key=lambda each: (each.start, each.id))
        ]

    # the outbox
    def add_notifications(self, notifications: Iterable[Notification]) -> list[Notification]:
        """Those that were new; one whose id stands already is left out, so nothing is told twice."""
        new = []
        for each in notifications:
            if each.id not in self._state.notifications:
                self._state.notifications[each.id] = each
                new.append(each)
        return new

    def claim_notifications(self, at: datetime, limit: int) -> list[Claim]:
        """Waiting ones that may be tried now and nobody else holds, by lane and then by age, under a lease."""
        ready = [
            each
            for each in self._state.notifications.values()
            if each.state is NotificationState.WAITING
            and (each.not_before is None or each.not_before <= at)
            and not self._held(each.id)
        ]
        fence, until = secrets.token_hex(16), self._real_now() + LEASE
        claimed = sorted(ready, key=lambda each: (LANE_RANK[each.lane], each.due, each.id))[:limit]
        self._state.leases.update({each.id: (fence, until) for each in claimed})
        return [Claim(notification=each, fence=fence) for each in claimed]

    def put_outcome(self, claim: Claim, outcome: Notification) -> bool:
        """Write what became of a claimed notification and end the lease; False when the lease was lost."""
        name = claim.notification.id
        if self._state.leases.get(name, ("",))[0] != claim.fence:
            return False
        del self._state.leases[name]
        self._state.notifications[name] = replace(outcome, id=name)
        return True

    def notifications_of(self, deadline_id: str) -> list[Notification]:
        """Every message of one deadline, oldest first."""
        theirs = [each for each in self._state.notifications.values() if each.deadline_id == deadline_id]
        return sorted(theirs, key=lambda each: (each.due, each.id))

    def notification_for(self, *, message_ids: Sequence[str], conversation_id: str, token: str) -> Notification | None:
        """The message that a reply answers: by message id, else token, else conversation; None: none of ours."""
        keys = [("message_id", each) for each in message_ids] + [("token", token), ("conversation_id", conversation_id)]
        for name, value in keys:
            found = [each for each in self._state.notifications.values() if value and getattr(each, name) == value]
            if found:
                return max(found, key=_newness)
        return None

    def cancel_waiting(self, deadline_id: str, *, lanes: Sequence[Lane], repeats_to_others_of: PersonId | None) -> int:
        """Cancel waiting messages of a deadline in these lanes (with an owner: only repeats to others); how many."""
        owner = repeats_to_others_of
        cancelled = [
            each
            for each in self._state.notifications.values()
            if each.state is NotificationState.WAITING
            and each.deadline_id == deadline_id
            and each.lane in lanes
            and not self._held(each.id)
            and (owner is None or (each.repeat and each.recipient != owner))
        ]
        for each in cancelled:
            self._state.notifications[each.id] = replace(each, state=NotificationState.CANCELLED)
            self.unfold(each)
        return len(cancelled)

    def carried_by(self, carrier: Notification) -> list[Notification]:
        """The messages about other deadlines that this one carries, oldest first."""
        same = (carrier.recipient, carrier.channel, carrier.lane, carrier.recorded)
        folded = [
            each
            for each in self._state.notifications.values()
            if each.state is NotificationState.CARRIED
            and each.deadline_id != carrier.deadline_id
            and (each.recipient, each.channel, each.lane, each.recorded) == same
        ]
        return sorted(folded, key=lambda each: (each.due, each.id))

    def unfold(self, carrier: Notification) -> int:
        """Wake the messages about other deadlines that were folded into one that will not go out; how many."""
        folded = self.carried_by(carrier)
        for each in folded:
            self._state.notifications[each.id] = replace(each, state=NotificationState.WAITING)
        return len(folded)

    def failed_before(self, moment: datetime, limit: int) -> list[Notification]:
        """Waiting messages whose first attempt failed at or before that moment, the oldest first."""
        failed = [
            (each.first_failed, each.id, each)
            for each in self._state.notifications.values()
            if each.state is NotificationState.WAITING and each.first_failed is not None and each.first_failed <= moment
        ]
        return [each for _, _, each in sorted(failed, key=lambda found: found[:2])][:limit]

    def _held(self, name: str) -> bool:
        lease = self._state.leases.get(name)
        return lease is not None and self._real_now() < lease[1]

    # pauses
    def put_pause(self, pause: Pause) -> None:
        """Write a pause, new or changed."""
        self._state.pauses[pause.id] = pause

    def pause(self, pause_id: str) -> Pause | None:
        """One pause; None when there is none of that id."""
        return self._state.pauses.get(pause_id)

    def pauses(self, since: datetime) -> list[Pause]:
        """Those asked for until some time after `since`, ended or not, the oldest first."""
        found = [each for each in self._state.pauses.values() if each.until > since]
        return sorted(found, key=lambda each: (each.asked_at, each.id))

    # notices to IT
    def standing_notices(self) -> list[Notice]:
        """What keeps the service from its work now, the oldest first."""
        return _by_age(each for each in self._state.notices.values() if each.cleared is None)

    def cleared_notices(self, since: datetime) -> list[Notice]:
        """What was found to be well again at or after that moment, and is; the oldest first."""
        cleared = [each for each in self._state.notices.values() if each.cleared is not None]
        return _by_age(each for each in cleared if each.cleared is not None and each.cleared >= since)

    def add_notices(self, notices: Iterable[Notice]) -> list[Notice]:
        """Those that were new; one is left out while another of its cause and about stands."""
        standing = {(each.cause, each.about) for each in self.standing_notices()}
        new = []
        for each in notices:
            if (each.cause, each.about) not in standing and each.id not in self._state.notices:
                standing.add((each.cause, each.about))
                self._state.notices[each.id] = each
                new.append(each)
        return new

    def clear_notices(self, ids: Sequence[str], at: datetime) -> None:
        """It is well again since `at`."""
        which = set(ids)
        for each in self.standing_notices():
            if each.id in which:
                self._state.notices[each.id] = replace(each, cleared=at)

    def reopen_notices(self, come_back: Sequence[Notice]) -> None:
        """They stand again, with what was told, and wait as they say. None of their cause and about may stand."""
        for each in come_back:
            kept = self._state.notices[each.id]
            self._state.notices[each.id] = replace(kept, cleared=None, not_before=each.not_before)

    def claim_notices(self, at: datetime, unheard_since: datetime, limit: int) -> list[NoticeClaim]:
        """What may be told now and nobody else holds, the oldest first, under a lease."""
        now, leases = self._real_now(), self._state.notice_leases
        ready = [
            each
            for each in self._state.notices.values()
            if (each.cleared is None or (each.cleared >= unheard_since and each.told is None and each.attempts > 0))
            and (each.not_before is None or each.not_before <= at)
            and not (each.id in leases and now < leases[each.id][1])
        ]
        fence = secrets.token_hex(16)
        claimed = _by_age(ready)[:limit]
        leases.update({each.id: (fence, now + LEASE) for each in claimed})
        return [NoticeClaim(notice=each, fence=fence) for each in claimed]

    def put_notice_outcome(self, claim: NoticeClaim, outcome: Notice) -> bool:
        """Write when it was told, or when it is tried again, and end the lease; False when the lease was lost."""
        name = claim.notice.id
        if self._state.notice_leases.get(name, ("",))[0] != claim.fence:
            return False
        del self._state.notice_leases[name]
        self._state.notices[name] = replace(
            self._state.notices[name],
            told=outcome.told,
            attempts=outcome.attempts,
            not_before=outcome.not_before,
            last_error=outcome.last_error,
        )
        return True

    # answers, concerns, audit
    def add_answer(self, answer: Answer) -> bool:
        """Keep an answer; False when it was kept before, and then it acts no second time."""
        return self._state.answers.setdefault(answer.id, answer) is answer

    def answers_of(self, deadline_id: str) -> list[Answer]:
        """Every answer about one deadline, oldest first."""
        theirs = [each for each in self._state.answers.values() if each.deadline_id == deadline_id]
        return sorted(theirs, key=lambda each: (each.sent, each.id))

    def add_concern(self, concern: Concern) -> bool:
        """Keep a concern; False when it was raised before."""
        key = (concern.visit_id, concern.worker, concern.kind)
        if key in self._state.concerns:
            return False
        self._state.concerns[key] = concern
        return True

    def concerns(self) -> list[Concern]:
        """Every concern, oldest first."""
        return sorted(self._state.concerns.values(), key=lambda each: each.raised)

    def add_acts(self, acts: Iterable[Act]) -> None:
        """Add lines to the audit; the sealer chains them later."""
        self._state.acts.extend(acts)

    # incidents
    def incident(self, incident_id: str) -> Incident | None:
        """One incident; None when there is none of that id."""
        return self._state.incidents.get(incident_id)

    def incidents(self, *, open_only: bool = False) -> list[Incident]:
        """Every incident, or those that nobody has closed; oldest first."""
        found = [each for each in self._state.incidents.values() if each.is_open or not open_only]
        return sorted(found, key=lambda each: (each.opened, each.id))

    def incidents_of(self, visit_id: str) -> list[Incident]:
        """The incidents of one visit, oldest first."""
        return [each for each in self.incidents() if each.visit_id == visit_id]

    def put_incident(self, incident: Incident) -> None:
        """Write an incident, new or changed."""
        self._state.incidents[incident.id] = incident

    def due_acts(self, incident_id: str) -> list[DueAct]:
        """What is or was due after an incident, in the order of its numbers."""
        theirs = [each for each in self._state.due_acts.values() if each.incident_id == incident_id]
        return sorted(theirs, key=lambda each: each.number)

    def put_due_acts(self, due: Iterable[DueAct]) -> None:
        """Write what is due after incidents that stand already."""
        for each in due:
            self._state.due_acts[each.incident_id, each.number] = each

    def overdue_acts(self, at: datetime, limit: int) -> list[DueAct]:
        """What was due before `at`, is not done, and of which nobody was told so, of open incidents; oldest first."""
        late = [
            each
            for each in self._state.due_acts.values()
            if each.overdue(at) and each.told is None and self._state.incidents[each.incident_id].is_open
        ]
        return sorted(late, key=lambda each: (each.due, each.incident_id, each.number))[:limit]

    # the service's own life
    def heartbeat(self, name: str) -> datetime | None:
        """When that part last finished its work (the clock's time); None before the first time."""
        return self._state.marks.get(("heartbeat", name))

    def beat(self, name: str, at: datetime) -> None:
        """That part has finished its work."""
        self._state.marks["heartbeat", name] = at

    def cursor(self, name: str) -> datetime | None:
        """How far something was read; None before the first time."""
        return self._state.marks.get(("cursor", name))

    def put_cursor(self, name: str, at: datetime) -> None:
        """It was read up to there."""
        self._state.marks["cursor", name] = at


class MemoryStore:
    """A store that forgets everything with its process. One transaction at a time, as in SQLite."""

    def __init__(self, *, real_now: Callable[[], datetime] = wall_utc) -> None:
        self._real_now = real_now
        self._state = _State()
        self._seals: list[str] = []
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[MemoryTransaction]:
        """A unit of work that is written when its block ends without an error. Raises StoreUnavailable."""
        with self._alone():
            state = self._state.copy()
            yield MemoryTransaction(state, self._real_now)
            self._state = state

    def seal(self) -> int:
        """Chain the acts that were added since the last sealing; how many. One sealer at a time, under a lease."""
        with self._alone():
            before = len(self._seals)
            for number, act in enumerate(self._state.acts[before:], start=before + 1):
                last = self._seals[-1] if self._seals else ""
                self._seals.append(link(last, place=number, number=number, act=act))
            return len(self._seals) - before

    def audit(self, *, after: int = 0) -> list[SealedAct]:
        """The audit after an act's number, oldest first."""
        with self._alone():
            seals = self._seals + [""] * (len(self._state.acts) - len(self._seals))
            every = zip(self._state.acts, seals, strict=True)
            return [SealedAct(number=n, act=act, seal=seal) for n, (act, seal) in enumerate(every, 1) if n > after]

    def verify(self) -> str:
        """Empty when the audit's chain is whole; else a sentence that names the first broken line."""
        links = [
            Link(place=each.number, number=each.number, act=each.act, seal=each.seal)
            for each in self.audit()
            if each.seal
        ]
        return first_break(links, length=len(self._seals), head=self._seals[-1] if self._seals else "")

    def close(self) -> None:
        """Let go of files and connections: there are none."""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # A transaction inside a transaction would wait for ever: it fails as SQLite's does, and as loudly.
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise StoreUnavailable("The store in memory is held by another transaction that never ends: end it.")
        try:
            yield
        finally:
            self._lock.release()


def _has_open(watched: Watched) -> bool:
    return any(each.is_open for each in watched.deadlines)


def _by_age(notices: Iterable[Notice]) -> list[Notice]:
    return sorted(notices, key=lambda each: (each.raised, each.id))


def _newness(each: Notification) -> tuple[bool, float, datetime, str]:
    """What sorts the newest message last, one that went out after one that never did."""
    return (each.sent is not None, each.sent.timestamp() if each.sent else 0.0, each.due, each.id)
