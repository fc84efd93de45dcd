"""What a mail says to the questions before a visit -> who approved or confirmed what, kept with its act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from calsync.domain.before import messages
from calsync.domain.before.asking import STANDS_FOR
from calsync.domain.before.places import family_hash
from calsync.domain.keys import notification_key
from calsync.domain.missing import Looked
from calsync.domain.model import (
    Act,
    Answer,
    AnswerKind,
    Lane,
    Notification,
    NotificationState,
    People,
    PersonId,
    Role,
    Visit,
)
from calsync.domain.model.approvals import UNBELIEVED, Approval, Verdict
from calsync.domain.model.checks import Check
from calsync.domain.responders import holders, on_the_visit
from calsync.engine.before import place_key
from calsync.engine.concerns import said_by
from calsync.engine.core import Core, log
from calsync.engine.messages import random_word
from calsync.engine.story import Happened
from calsync.parsers.approval_reply import ApprovalReply, Said, Word, read_approval
from calsync.ports import Transaction

NOT_CLEAR = "Your answer was not clear, so nothing was changed by it. Please answer once more."
_VERDICTS = {
    Said.YES: Verdict.YES,
    Said.ALWAYS: Verdict.YES,
    Said.NO: Verdict.NO,
    Said.COMPANY: Verdict.ACCOMPANY,
}


class Approving:
    """Takes the answers to questions before a visit."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def is_answer(self, text: str, row: Notification, names: frozenset[str], *, says_more: bool) -> bool:
        """Whether `take` would take it: it is plain, or it says nothing else and is asked back."""
        if row.step == messages.CONCERN:
            return False
        with self._core.store.transaction() as tx:
            numbers = _listed(tx, row).keys()
        return not says_more or read_approval(text, numbers=numbers, names=names) is not None

    def take(
        self,
        answer: Answer,
        text: str,
        row: Notification,
        names: frozenset[str],
        *,
        says_more: bool,
        believed: bool = True,
    ) -> bool | None:
        """Whether it is new; None when it is no answer to a question before a visit.

        `says_more`: read as any other mail it says something, which is lost on nobody. What is not clear is asked back
        once. What is not `believed`, since it came with the code word, brings its worker the same.
        """
        at, happened = self._core.clock.now(), list[Happened]()
        with self._core.store.transaction() as tx:
            listed = _listed(tx, row)
            question = row.step != messages.CONCERN
            reply = read_approval(text, numbers=listed.keys(), names=names) if question else None
            if reply is None and (says_more or not question):
                return None
            said = _by_row(reply, listed) if reply is not None else []
            if not tx.add_answer(replace(answer, kind=_kind(said), deadline_id=row.deadline_id)):
                return False
            if reply is None:
                self._ask_back(tx, row, answer.who, at)
                happened += _told(tx, answer, row, at)
            for about, word in said:
                self._keep(tx, answer, about, word, at, believed=believed)
                happened += _told(tx, answer, about, at)
        for each in happened:
            self._core.observe(each)
        return True

    def _keep(
        self, tx: Transaction, answer: Answer, row: Notification, word: Word, at: datetime, *, believed: bool
    ) -> None:
        """Keep one word about one question, if it is theirs to say, and have the visit looked at anew."""
        visit, check = tx.visit(messages.visit_of(row)), messages.check_of(row)
        if visit is None or not _may_say(answer.who, check, visit, row, tx.people()):
            act = "approval-refused"
        else:
            self._add(tx, replace(answer, id=answer.id if believed else UNBELIEVED + answer.id), row, visit, word, at)
            tx.check_again([visit.id], at)
            tx.cancel_waiting(row.deadline_id, lanes=(Lane.BULK, Lane.REMINDER), repeats_to_others_of=None)
            act = "approved" if _VERDICTS[word.said] is Verdict.YES else "not-approved"
            act = act if believed else "approval-not-believed"
        log.info("an answer before visit %s was taken as %s", messages.visit_of(row), act)
        details = (("check", str(check)), ("said", str(word.said)))
        tx.add_acts([Act(at=at, what=act, who=answer.who, visit_id=messages.visit_of(row), details=details)])

    def _add(self, tx: Transaction, answer: Answer, row: Notification, visit: Visit, word: Word, at: datetime) -> None:
        check = messages.check_of(row)
        # That a risk was assessed is true of the place, whoever goes there next.
        stands = word.said is Said.ALWAYS or (word.said is Said.YES and check is Check.RISK_ASSESSMENT)
        place = Looked(visit=visit, said=said_by(visit, self._core.zone)).place
        family = family_hash(place_key(self._core, tx), place) if stands and check is not Check.CONFIRMED else ""
        tx.add_approval(
            Approval(
                id=f"{answer.id}:{row.deadline_id}",
                worker=visit.worker,
                check=check,
                verdict=_VERDICTS[word.said],
                visit_id=visit.id,
                about=row.asked_as,
                family=family,
                who=answer.who,
                at=at,
                until=at + STANDS_FOR if family else None,
                reason=word.reason,
            )
        )

    def _ask_back(self, tx: Transaction, row: Notification, who: PersonId, at: datetime) -> None:
        """The same list once more, to whoever was asked and was not clear."""
        if who != row.recipient:
            return
        for each in [row, *tx.carried_by(row)]:
            if not messages.is_before(each):
                continue
            name = notification_key(each.deadline_id, messages.BACK, each.round, who, each.channel)
            state = NotificationState.WAITING if each.id == row.id else NotificationState.CARRIED
            again = replace(
                each, id=name, step=messages.BACK, state=state, due=at, recorded=at, token=random_word(), attempts=0,
                message_id="", conversation_id="", sent=None, note=NOT_CLEAR,
            )  # fmt: skip
            tx.add_notifications([again])


def _told(tx: Transaction, answer: Answer, row: Notification, at: datetime) -> list[Happened]:
    visit, deadline = tx.visit(messages.visit_of(row)), tx.deadline(messages.deadline_of(row))
    if visit is None:
        return []
    role = "worker" if answer.who == visit.worker else str(row.role)
    text = answer.words or str(answer.kind)
    return [Happened(at=at, what="answer", visit=visit, deadline=deadline, role=role, channel=answer.via, text=text)]


def _listed(tx: Transaction, row: Notification) -> dict[int, Notification]:
    """The questions of one message by their numbers."""
    rows = [row, *(each for each in tx.carried_by(row) if messages.is_before(each))]
    return {each.number or 1: each for each in rows}


def _by_row(reply: ApprovalReply, listed: Mapping[int, Notification]) -> list[tuple[Notification, Word]]:
    if reply.of_all is not None:
        return [(row, reply.of_all) for row in listed.values()]
    return [(listed[number], word) for number, word in reply.by_number.items()]


def _kind(said: list[tuple[Notification, Word]]) -> AnswerKind:
    if not said:
        return AnswerKind.UNCLEAR
    yes = all(_VERDICTS[word.said] is Verdict.YES for _, word in said)
    return AnswerKind.APPROVED if yes else AnswerKind.NOT_APPROVED


def _may_say(who: PersonId, check: Check, visit: Visit, row: Notification, people: People) -> bool:
    """Whether it is theirs to say: the worker's own, or a manager's who is not on the visit (law 5)."""
    person = people.get(who)
    if person is None or not check.asks_manager:
        return who == visit.worker
    holds = (who in holders(role, visit, people) for role in (Role.LINE_MANAGER, Role.DEPUTY))
    return not on_the_visit(person, visit) and (who == row.recipient or any(holds))
