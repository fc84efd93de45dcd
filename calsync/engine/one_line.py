"""A visit told in one line of mail -> watched within one reading of the service mailbox, and confirmed in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from calsync.domain import told_by_mail_wording as wording
from calsync.domain.answering import EXTENDED
from calsync.domain.danger import beside
from calsync.domain.deadlines import extended_by_word, followed
from calsync.domain.keys import notification_key
from calsync.domain.model import (
    Act,
    Answer,
    AnswerKind,
    Ask,
    Channel,
    Concern,
    Deadline,
    Lane,
    MailboxState,
    Notification,
    Person,
    Role,
    Tag,
    Via,
    Visit,
    Watched,
)
from calsync.domain.model.checks import Check
from calsync.domain.one_line import WATCHED, WATCHED_BEFORE, Lack, OneLine, Unread, is_told_by_mail
from calsync.domain.outings import has_outings
from calsync.domain.responders import usable
from calsync.domain.told_by_mail import already, called, its_end, told_visit, watched_for, who_watches_over
from calsync.domain.unbelieved import shown
from calsync.domain.whom_to_ring import there
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.core import Core, log, tell_outside_ladder, withdraw
from calsync.engine.direct import LINE, direct_row
from calsync.engine.faults import fault
from calsync.engine.mail_text import answer_id, names_of, sent_of
from calsync.engine.messages import random_word
from calsync.engine.out_now import looks_out
from calsync.engine.outings import SINCE, plan_outings
from calsync.engine.ringing import no_visit
from calsync.engine.subject_words import words_for
from calsync.engine.unwatched import note_told
from calsync.engine.writing import Writing
from calsync.errors import Conflict, StoreUnavailable
from calsync.parsers.code_words import says_code_word, without_code_words
from calsync.parsers.not_going import says_not_going
from calsync.parsers.one_line import is_like_a_visit, read_one_line
from calsync.parsers.reply import Intent, read_reply
from calsync.parsers.told_place import read_told_place
from calsync.parsers.visible_text import unquoted
from calsync.ports import IncomingMail, Transaction

KEPT = 500
ANSWERED, NOT_YOURS, UNPLANNED = "line-answered", "line-not-yours", "line-unplanned"
TOLD_OF = "line-told-of"
"""The word to a colleague that the visit of which they told is watched."""
_TO_RING = (Role.LINE_MANAGER, Role.DEPUTY, Role.BUDDY, Role.ADMIN, Role.DUTY_MANAGER, Role.OUT_OF_HOURS)


@dataclass(frozen=True, slots=True)
class _Told:
    """One line, and who wrote it."""

    mail: IncomingMail
    sender: Person
    text: str
    key: str
    at: datetime


class OneLines:
    """Takes visits that are told in one line; the same mail acts once, however often it is read."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering
        self.writing = Writing(core)

    def hear(
        self,
        mail: IncomingMail,
        sender: Person,
        text: str,
        answer: Answer | None,
        code_words: Sequence[str],
        own_word: Answer | None,
        *,
        alone: bool,
    ) -> bool | None:
        """As `take`, of a mail that is read as `answer` (None: as nobody's): a cry and a plain answer go before it.

        Beside the worker's own code word the line brings what it would without it, and then the word is heard (law 7):
        so its responders read where they are.
        """
        duress = own_word is not None and own_word.kind is AnswerKind.DURESS
        if answer is not None and answer.kind is not AnswerKind.UNCLEAR and not duress:
            return None
        if not duress or own_word is None:
            return self.take(mail, sender, text, alone=alone)
        plain = without_code_words(unquoted(text), code_words)
        intent = self._intent(plain, mail, sender)
        if intent is Intent.HELP:
            return None  # without the word the cry goes before the line, whose visit `line_beside` has watched
        try:
            taken = self.take(mail, sender, plain, alone=alone and intent is Intent.UNKNOWN)
        except (StoreUnavailable, Conflict):
            raise
        except Exception as error:
            log.error("a visit told beside a code word could not be made: %s", fault(error))
            return None
        return None if taken is None else self._answering.answer(beside(own_word)) is not TAKEN_BEFORE

    def answered(self, mail: IncomingMail, sender: Person, text: str, row: Notification) -> bool | None:
        """Whether "not going" from whoever told of a colleague's visit is new: they read who can say so; else None.

        So it is with "left, all fine" and "+30", which are the visitor's own words: they are about no visit of theirs.
        Beside a code word of their own they read the same, and the word is heard (law 7).
        """
        written, at = unquoted(text), self._core.clock.now()
        with self._core.store.transaction() as tx:
            own = words_for(self._core, tx, sender) if sender.works else ()
        heard = says_code_word(written, own)
        plain = without_code_words(written, own) if heard else text
        about_another = row.step in (TOLD_OF, NOT_YOURS, UNPLANNED) and self._is_of_who_visits(plain, mail, sender)
        if not about_another and not says_not_going(plain, frozenset(names_of(sender))):
            return None
        with self._core.store.transaction() as tx:
            told = _Told(mail=mail, sender=sender, text=text, key=row.deadline_id.removeprefix(LINE), at=at)
            if not self._kept(tx, told, None):
                return False
            earlier = tx.notifications_of(row.deadline_id)
            words, ready = wording.NOT_YOURS, self._core.ready
            tx.add_notifications([direct_row(row.deadline_id, NOT_YOURS, sender, words, at, ready=ready, told=earlier)])
            cry = replace(self._answer(told, None), id=answer_id(mail), kind=AnswerKind.DURESS)
        return self._answering.answer(beside(cry)) is not TAKEN_BEFORE if heard else True

    def _is_of_who_visits(self, text: str, mail: IncomingMail, sender: Person) -> bool:
        """Whether words say "safe", "still here" or "more time", and no code word of anybody."""
        if says_code_word(text, self._core.policies.code_words):
            return False
        return self._intent(text, mail, sender) in (Intent.SAFE, Intent.CONTACT, Intent.EXTEND)

    def _intent(self, text: str, mail: IncomingMail, sender: Person) -> Intent:
        return read_reply(text, sent=sent_of(mail), zone=self._core.zone, names=names_of(sender)).intent

    def take(
        self, mail: IncomingMail, sender: Person, text: str, *, alone: bool, line: OneLine | Unread | None = None
    ) -> bool | None:
        """Whether a line was new, and is acted on or answered; None for a mail that is none; `line` if it is read.

        `text` is what was written, without code words; `alone`, whether it answers no message. What is like a line
        then, and none, is answered too where no visit of the writer's ran, about which it may be.
        """
        core, at = self._core, self._core.clock.now()
        names = frozenset(names_of(sender))
        line = line or read_one_line(text, sent=sent_of(mail), zone=core.zone, names=names, alone=alone)
        if line is None and alone and is_like_a_visit(text, names) and not self._is_out(mail, sender):
            line = Unread(lack=Lack.UNCLEAR if sender.works else Lack.NO_NAME)
        if line is None:
            return None
        key = blake2b(answer_id(mail).encode("utf-8", "replace"), digest_size=12).hexdigest()
        told = _Told(mail=mail, sender=sender, text=text, key=key, at=at)
        with core.store.transaction() as tx:
            worker = self._whose(tx, told, line)
            if worker is None or isinstance(line, Unread):
                return self._kept(tx, told, None)
            made = self._watch(tx, told, line, worker)
            visit = tx.visit(told_visit(worker, key, read_told_place(line.place), line.start, line.end, "", at, at).id)
        # Also where the mail was read before: a process that has just begun knows nothing of what is still to write.
        if visit is not None and is_told_by_mail(visit):
            self.writing.want(visit)
        if made is None:
            return False
        log.info("mail %s told of a visit", mail.id[-12:])
        possible = made.visit.tag is Tag.POSSIBLE and worker.id == sender.id and its_end(made) is not None
        if possible and (end := its_end(made)) is not None:
            # What may be a visit is one, since its worker says so.
            self._answering.answer(replace(self._answer(told, end.id), id=f"{told.key}:visit", kind=AnswerKind.VISIT))
        return True

    def _whose(self, tx: Transaction, told: _Told, line: OneLine | Unread) -> Person | None:
        """Whose visit it is; None where nobody watches it, which whoever wrote it is told."""
        people, sender = tx.people(), told.sender
        if isinstance(line, Unread):
            own = not line.who and line.lack is not Lack.NO_NAME
            hopeless = own and not self._is_watched(tx, sender)
            self._reply(tx, told, self._not_watched(tx, told, sender) if hopeless else wording.not_made(line.lack))
            return None
        found = called(line.who, people.persons) if line.who else [sender]
        found = [each for each in found if self._is_watched(tx, each)] or found
        if len(found) != 1:
            self._reply(tx, told, wording.not_known(line.who, bool(found)))
            return None
        (worker,) = found
        if not self._is_watched(tx, worker):
            self._reply(tx, told, self._not_watched(tx, told, worker))
            return None
        return worker

    def _is_out(self, mail: IncomingMail, sender: Person) -> bool:
        with self._core.store.transaction() as tx:
            return looks_out(tx, sender, sent_of(mail))

    def _is_watched(self, tx: Transaction, person: Person) -> bool:
        return person.works and tx.mailbox(person.id) is not None

    def _not_watched(self, tx: Transaction, told: _Told, person: Person) -> tuple[str, str]:
        """What is said to somebody who is not watched, or who tells of such a one, and whom they ring."""
        people, stand_in, at = tx.people(), no_visit(person, told.at), told.at
        if person.id == told.sender.id:
            note_told(tx, person, told.at)
        rung = [one for role in _TO_RING for one in there(role, stand_in, people, at) if one.id != person.id]
        rung.sort(key=lambda each: not wording.number_of(each))  # whoever has no number can't be rung
        return wording.not_watched("" if person.id == told.sender.id else person.name, rung)

    def _watch(self, tx: Transaction, told: _Told, line: OneLine, worker: Person) -> Watched | None:
        """The visit that is watched now, new or of before; None when the mail was taken before."""
        core, at = self._core, told.at
        policy, people = core.policies.of(worker), tx.people()
        place, sent = read_told_place(line.place), sent_of(told.mail)
        visit = told_visit(worker, told.key, place, line.start, line.end, told.sender.name, sent, at)
        before = already(visit, shown(tx.deadlines_of(worker.id)), at)
        watched = before or watched_for(visit, policy, worker, at)
        end = its_end(watched)
        if end is None or not self._kept(tx, told, end.id):
            return None
        if before is None:
            out = tx.watched(worker.id, at - SINCE)
            tx.put_visit(visit)
            tx.put_deadlines(watched.deadlines)
            details = (("of", worker.id), ("mail", told.key))
            tx.add_acts([Act(at=at, what="visit-told-by-mail", who=told.sender.id, visit_id=visit.id, details=details)])
            if any(map(has_outings, core.policies.every)):
                plan_outings(core, tx, out, tx.watched(worker.id, at - SINCE), worker, at, by_word=True)
            self._hasten(tx, tx.mailbox(worker.id), at)
        elif (other := self._with_end_of(told, worker, end, visit.end)) != end:
            # Told with another end than is known: that is when the worker is asked (law 2).
            tx.put_deadlines([other])
            withdraw(tx, other)
            if other.due > end.due and end.responders_asked:
                tell_outside_ladder(core, tx, EXTENDED, other, watched.visit, at)
            details = (("due", other.due.isoformat()), ("by", "mail"))
            tx.add_acts([Act(at=at, what="deadline-moved", who=told.sender.id, deadline_id=end.id, details=details)])
            end = other
        there = who_watches_over(watched.visit, policy, people, end.due, ready=core.ready)
        if before is None and policy.checks.rule(Check.UNPLANNED) is not None and visit.start <= at:
            self._tell_unplanned(tx, told, visit, worker, there)
        watching = wording.who_is_there(there)
        self._confirm(tx, told, worker, end, watching, before=before is not None)
        return watched

    def _with_end_of(self, told: _Told, worker: Person, end: Deadline, wished: datetime) -> Deadline:
        """The deadline with an earlier end, or with a later one by the worker's own word, within its bound."""
        sooner = followed(end, wished, told.at, later=False)
        return extended_by_word(end, wished, told.at) if sooner == end and worker.id == told.sender.id else sooner

    def _tell_unplanned(
        self, tx: Transaction, told: _Told, visit: Visit, worker: Person, there: Sequence[Person]
    ) -> None:
        """Tell whoever watches of a visit that begins unplanned; it is a concern too."""
        core, words = self._core, "It was told by mail as it began."
        tx.add_concern(
            Concern(visit_id=visit.id, worker=visit.worker, kind=Check.UNPLANNED, words=words, raised=told.at)
        )
        said = wording.unplanned(worker, visit, core.zone)
        tx.add_notifications(
            direct_row(f"{LINE}{told.key}", UNPLANNED, each, said, told.at, ready=core.ready, role=Role.LINE_MANAGER)
            for each in there[:1]
            if each.id != told.sender.id
        )

    def _hasten(self, tx: Transaction, state: MailboxState | None, at: datetime) -> None:
        """Read the diary soon, since somebody is out of whom it may know nothing yet."""
        if state is not None:
            tx.put_mailbox(replace(state, digest="", quiet_until=None, next_poll_at=min(state.next_poll_at, at)))

    def _kept(self, tx: Transaction, told: _Told, deadline_id: str | None) -> bool:
        """Whether the line is new; its words are kept with the deadline, or by themselves."""
        return tx.add_answer(self._answer(told, deadline_id))

    def _answer(self, told: _Told, deadline_id: str | None) -> Answer:
        mail = told.mail
        return Answer(
            id=f"{answer_id(mail)}:line",
            who=told.sender.id,
            kind=AnswerKind.CONTACT if deadline_id else AnswerKind.UNCLEAR,
            sent=sent_of(mail),
            received=mail.received,
            via=mail.via,
            deadline_id=deadline_id,
            words=told.text.strip()[:KEPT],
        )

    def _reply(self, tx: Transaction, told: _Told, words: tuple[str, str]) -> None:
        """One sentence to whoever wrote, once."""
        topic = f"{LINE}{told.key}"
        if not tx.notifications_of(topic):
            row = direct_row(topic, ANSWERED, told.sender, words, told.at, ready=self._core.ready)
            tx.add_notifications([row])
            tx.add_acts([Act(at=told.at, what="line-not-taken", who=told.sender.id)])

    def _confirm(
        self, tx: Transaction, told: _Told, worker: Person, end: Deadline, watching: str, *, before: bool
    ) -> None:
        """The line to the worker, by which they can answer, and the one to a colleague who told of it."""
        own, at = worker.id == told.sender.id, told.at
        wanted = (Channel.MAIL, Channel.TEXT) if own and told.mail.via is Via.REPLY else (Channel.TEXT, Channel.MAIL)
        channel = next(iter(usable(worker, wanted, self._core.ready)), Channel.MAIL)
        name = WATCHED_BEFORE if before else WATCHED
        round_ = sum(1 for row in tx.notifications_of(end.id) if row.step == name)
        row = Notification(
            id=notification_key(end.id, name, round_, worker.id, channel),
            deadline_id=end.id,
            step=name,
            round=round_,
            recipient=worker.id,
            channel=channel,
            role=Role.WORKER,
            ask=Ask.KNOW,
            lane=Lane.REMINDER,
            due=at,
            recorded=at,
            token=random_word(),
            note=watching,
        )
        rows: Sequence[Notification] = [row]
        if not own:
            words = wording.to_teller(worker, end.due, watching, self._core.zone, before=before)
            rows = [row, direct_row(f"{LINE}{told.key}", TOLD_OF, told.sender, words, at, ready=self._core.ready)]
        tx.add_notifications(rows)
