"""What people do, at its moment: in their diaries, by what they write and say, and in the service's own pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.before.messages import questions_about
from calsync.domain.model import (
    Absence,
    AlarmKind,
    Answer,
    AnswerKind,
    Deadline,
    Notification,
    NotificationState,
    PersonId,
    Via,
    Watched,
)
from calsync.engine import Engine
from calsync.engine.away import topic_of
from calsync.ports import IncomingMail, Transaction
from calsync.simulation.scenario import Act, Entry, Scenario, What
from calsync.simulation.world import Diaries, Post, as_event

ZONE = ZoneInfo("Europe/London")


class Actors:
    """Lets people act over the world in memory. What nobody took up is remarked, never passed over in silence."""

    def __init__(self, scenario: Scenario, engine: Engine, diaries: Diaries, post: Post) -> None:
        self._scenario, self._engine, self._diaries, self._post = scenario, engine, diaries, post
        self._visits = {each.name: each for each in scenario.visits}
        self._acts = sorted([*scenario.acts, *_makings(scenario)], key=lambda each: each.at)
        self._changes: Counter[str] = Counter()
        self._mails: dict[str, Act] = {}
        self._recorded = 0
        self.remarks: list[str] = []
        self.did: list[tuple[datetime, str]] = []

    @property
    def names(self) -> frozenset[str]:
        """The ids of the visits' entries."""
        return frozenset(self._visits)

    def next_at(self) -> datetime | None:
        """When somebody does something next; None when nobody does any more."""
        return self._acts[0].at if self._acts else None

    def due(self, at: datetime) -> list[Act]:
        """What is done now, once."""
        now = [each for each in self._acts if each.at <= at]
        self._acts = self._acts[len(now) :]
        return now

    def left(self, end: datetime) -> list[str]:
        """What was to happen after the end, as sentences."""
        ends = "lies after the end: give a later --until"
        return [f"{_clock(each.at, end)}: {self._name(each.who)}'s {each.what} {ends}." for each in self._acts]

    async def do(self, act: Act, at: datetime) -> None:
        """Do one thing."""
        if act.what.in_diary:
            self._write(act, at)
        elif act.what is What.ABSENT:
            until = f" until {_clock(act.until, at)}" if act.until is not None else ""
            self.did.append((at, f"{self._name(act.who)} is away{until}"))
        elif act.what.speaks:
            self._post.put(self._mail(act))
            if act.what is not What.REPLY:
                # By a link, a text or a call words come at once; mail is read at its pace.
                await self._engine.read_mail()
                self.see_what_became_of_mail()
        else:
            self._record(act)

    def see_what_became_of_mail(self) -> None:
        """Remark on what was looked at and is nobody's answer."""
        for mail in self._post.looked_at:
            act = self._mails[mail.message_id]
            if not self._was_kept(mail):
                why = "it is about nothing that is open, or asked of them"
                self.remarks.append(f"{_clock(act.at)}: {self._name(act.who)}'s {act.what} does nothing: {why}.")
        self._post.looked_at.clear()

    def _was_kept(self, mail: IncomingMail) -> bool:
        begins = f"mail:{mail.message_id}"
        with self._engine.core.store.transaction() as tx:
            return any(
                answer.id.startswith(begins)
                for each in self._asked_under(self._watched(tx))
                for answer in tx.answers_of(each)
            )

    def _watched(self, tx: Transaction, visit: str = "") -> list[Watched]:
        """The visits of one entry, or of every diary, calls for help outside any visit too."""
        if visit:
            return tx.watched_under(self._visits[visit].worker, [visit])
        return [each for state in tx.mailboxes() for each in tx.watched(state.worker, self._scenario.begin)]

    def _asked_under(self, watched: list[Watched]) -> list[str]:
        """Under what messages about these visits stand: deadlines, checks, and the days of whoever seems away."""
        workers = {each.visit.worker: self._scenario.people.get(each.visit.worker) for each in watched}
        days = {
            topic_of(worker, each.visit.start) for each in watched if (worker := workers[each.visit.worker]) is not None
        }
        asked = (about for each in watched for about in questions_about(each.visit.id))
        return [*(deadline.id for each in watched for deadline in each.deadlines), *asked, *sorted(days)]

    def leave(self, at: datetime) -> None:
        """Who is away from now on: their mailbox says so, and was read before anything else is done at that moment."""
        for act in (each for each in self._acts if each.at <= at and each.what is What.ABSENT):
            away = Absence(start=act.at, end=act.until)
            with self._engine.core.store.transaction() as tx:
                if (person := tx.people().get(act.who)) is not None:
                    tx.put_settings([replace(person, absences=(*person.absences, away))])

    # --- in the diary

    def _write(self, act: Act, at: datetime) -> None:
        visit = self._visits[act.visit]
        if act.what is What.DELETE:
            self._diaries.take_out(visit.worker, act.visit, at)
            self.did.append((at, f"{self._name(act.who)} deletes the entry"))
            return
        entry = act.entry or visit.entry
        self._changes[act.visit] += 1
        made = visit.created or self._scenario.begin
        edited = at if act.what is What.EDIT else None
        event = as_event(act.visit, visit.worker, entry, made, self._changes[act.visit], modified=edited)
        self._diaries.put(event, at)
        if act.what is What.EDIT:
            self.did.append((at, f"{self._name(act.who)} edits the entry: {_said(entry, at)}"))
        elif visit.created is not None and at >= visit.created:
            self.did.append((at, f"{self._name(act.who)} makes the entry: {_said(entry, at)}"))

    # --- words

    def _mail(self, act: Act) -> IncomingMail:
        """What somebody says, as a mail: the answer to the newest message to them, where one has come."""
        message_id = f"<{len(self._mails) + 1}@{act.who}>"
        self._mails[message_id] = act
        answered = self._newest(act)
        person = self._scenario.people.get(act.who)
        return IncomingMail(
            id=message_id,
            message_id=message_id,
            conversation_id=f"theirs-{len(self._mails)}",
            sender=person.mail if person is not None else "",
            subject="RE: your message" if answered is not None else "",
            text=act.text,
            sent=act.at,
            received=act.at,
            in_reply_to=answered.message_id if answered is not None else "",
        )

    def _newest(self, act: Act) -> Notification | None:
        with self._engine.core.store.transaction() as tx:
            rows = [
                row
                for each in self._asked_under(self._watched(tx, act.visit))
                for row in tx.notifications_of(each)
                if row.recipient == act.who and row.state is NotificationState.SENT
            ]
        return max(rows, key=lambda row: (row.sent or row.recorded, row.recorded, row.due, row.id), default=None)

    # --- in the service

    def _record(self, act: Act) -> None:
        deadline = self._deadline(act)
        self._recorded += 1
        answer = Answer(
            id=f"recorded:{self._recorded}",
            who=act.who,
            kind=act.answer or AnswerKind.UNCLEAR,
            sent=act.at,
            received=act.at,
            via=Via.COMMAND,
            deadline_id=deadline.id if deadline is not None else None,
            leaving=act.answer is AnswerKind.SAFE,
            minutes=act.minutes,
            until=act.until if act.answer is AnswerKind.EXTEND else None,
            reason=act.reason,
            log_number=act.log_number,
            words=act.text,
        )
        outcome = self._engine.answer(answer)
        if outcome.took_as == "nothing" or not outcome.about:
            why = outcome.why or "nothing is open that it could be about"
            self.remarks.append(
                f"{_clock(act.at)}: {self._name(act.who)}'s {act.what} does nothing: {why.rstrip('.')}."
            )

    def _deadline(self, act: Act) -> Deadline | None:
        """Which deadline is meant: an open one first, a call for help before silence, an alarm before a question."""
        with self._engine.core.store.transaction() as tx:
            theirs = [deadline for each in self._watched(tx, act.visit) for deadline in each.deadlines]
        return min(
            theirs,
            key=lambda each: (
                not each.is_open,
                each.alarm is AlarmKind.SILENCE,
                not each.responders_asked,
                each.due,
                each.id,
            ),
            default=None,
        )

    def _name(self, who: PersonId) -> str:
        person = self._scenario.people.get(who)
        return person.name if person is not None else who


def _makings(scenario: Scenario) -> list[Act]:
    """The making of each entry, unless something that happens says it: at the begin where it was made before."""
    told = {each.visit for each in scenario.acts if each.what is What.CREATED}
    return [
        Act(
            at=max(each.created or scenario.begin, scenario.begin),
            who=each.worker,
            what=What.CREATED,
            visit=each.name,
            entry=each.entry,
        )
        for each in scenario.visits
        if each.name not in told
    ]


def _said(entry: Entry, at: datetime) -> str:
    return f"{_clock(entry.start, at)} to {_clock(entry.end, entry.start)}" + (
        f", {entry.location}" if entry.location else ""
    )


def _clock(moment: datetime, seen_from: datetime | None = None) -> str:
    """A moment as people read it, with its day where that is another one than `seen_from`'s."""
    local = moment.astimezone(ZONE)
    other = seen_from is not None and seen_from.astimezone(ZONE).date() != local.date()
    return local.strftime("%a %d %b %H:%M" if other else "%H:%M")
