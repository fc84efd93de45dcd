"""Answers to "Please ring ... now" -> the emergency steps, the next person who is asked, or a question back.

Whoever wrote one must not believe that it did something when it did not (law 6).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from calsync.domain.model import Act, Answer, AnswerKind, Ask, Channel, Lane, Notification, Person, PersonId, Role
from calsync.domain.responders import Recipient, whom_to_tell
from calsync.domain.ring_wording import not_clear, ring_next
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.away import watched_of
from calsync.engine.core import Core
from calsync.engine.direct import direct_row, visits_in
from calsync.engine.ringing import RING, no_visit, rung
from calsync.parsers.cries import folded, needs_help
from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply
from calsync.parsers.unreached import is_unreached
from calsync.ports import Transaction

NOT_CLEAR = "ring-not-clear"
MOST_NOT_CLEAR = 3
"""How often somebody is told that their answer was not clear, lest two machines talk."""
_NEXT = (Role.LINE_MANAGER, Role.DEPUTY, Role.ADMIN, Role.OUT_OF_HOURS)
_IN_VAIN = re.compile(r"\b(?:no (?:answer|reply|response)|voice ?mail|answerphone|(?:not|n't|didn't) answer\w*)\b")
_WELL = re.compile(
    r"^(?:(?:i )?(?:rang|rung|called|spoke|have spoken)(?: to)?(?: \w+)?[,.;: ]+)?(?:(?:and )?(?:she|he|they|all|it)"
    r"(?: is|'s| are|'re)? ?)?(?:(?:all |quite |just )?(?:fine|safe|well|ok|okay|good)(?: and )?)+[.! ]*$"
)
_FIRST = re.compile(r"\b(?:i|me|my|we|us|i'm|im)\b")
_THIRD = re.compile(r"\b(?:she|he|they|her|him|them)\b")
_SETTLED = (ResponderIntent.ACKNOWLEDGE, ResponderIntent.CLOSE, ResponderIntent.CALL_LOGGED)


def about_of(core: Core, row: Notification) -> str | None:
    """A deadline of the first visit that a message lists; None where it lists none."""
    with core.store.transaction() as tx:
        listed = [each for name in visits_in(row) if (each := watched_of(tx, name)) is not None]
    return next((one.id for each in listed for one in each.deadlines), None)


class RingAnswers:
    """Takes what whoever is asked to ring somebody answers, a code word apart."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering

    def take(self, answer: Answer, sender: Person, row: Notification, text: str, names: frozenset[str]) -> bool | None:
        """Whether it was new; None where it says nothing that calls for more, or is of the sender's own trouble."""
        reply = read_responder_reply(text, names=names)
        said = folded(reply.text)
        if needs_help(reply.text):
            of_themselves = sender.works and (_FIRST.search(said) or not _THIRD.search(said))
            taken = self._help(answer, rung(row.deadline_id), about_of(self._core, row))
            return None if of_themselves else taken
        in_vain = reply.kind is ResponderIntent.NO_ANSWER or is_unreached(said) or _IN_VAIN.search(said)
        if not in_vain and (reply.kind in _SETTLED or _WELL.match(said)):
            return None
        at = self._core.clock.now()
        kept = replace(
            answer, kind=AnswerKind.NO_ANSWER if in_vain else AnswerKind.UNCLEAR, deadline_id=row.deadline_id
        )
        with self._core.store.transaction() as tx:
            if not tx.add_answer(kept):
                return False
            worker = tx.people().get(rung(row.deadline_id))
            if worker is not None and not (in_vain and self._ask_next(tx, worker, sender, row, at)):
                self._say_not_clear(tx, worker, sender, row, at, in_vain=bool(in_vain))
        return True

    def _help(self, answer: Answer, worker: PersonId, about: str | None) -> bool:
        """Whether it was new. Of the worker themselves nothing is kept as said, whoever wrote it."""
        word = replace(
            answer, id=f"{answer.id}:of:{worker}", who=worker, kind=AnswerKind.HELP, deadline_id=about, words=""
        )
        if self._answering.answer(word) is TAKEN_BEFORE:
            return False
        with self._core.store.transaction() as tx:
            tx.add_acts([Act(at=self._core.clock.now(), what="help-passed-on", who=answer.who)])
        return True

    def _ask_next(self, tx: Transaction, worker: Person, sender: Person, row: Notification, at: datetime) -> bool:
        """Whether somebody who was not asked yet is asked now."""
        told = tx.notifications_of(row.deadline_id)
        asked = {each.recipient for each in told} | {sender.id, worker.id}
        listed = (tx.visit(each) for each in visits_in(row))
        visit, ready = next((each for each in listed if each is not None), no_visit(worker, at)), self._core.ready
        for role in _NEXT:
            found = whom_to_tell(
                (role,),
                visit or no_visit(worker, at),
                tx.people(),
                at,
                channels=(Channel.MAIL,),
                ready=self._core.ready,
            )
            one: Recipient | None = next((each for each in found.recipients if each.person.id not in asked), None)
            if one is not None:
                tx.add_notifications(
                    [
                        direct_row(
                            row.deadline_id, RING, one.person, ring_next(worker, sender), at, ready=ready,
                            role=one.role, lane=Lane.ALARM, ask=Ask.CALL_WORKER, told=told, about=visits_in(row),
                        )
                    ]
                )  # fmt: skip
                return True
        return False

    def _say_not_clear(
        self, tx: Transaction, worker: Person, sender: Person, row: Notification, at: datetime, *, in_vain: bool
    ) -> None:
        told = tx.notifications_of(row.deadline_id)
        if sum(each.step == NOT_CLEAR and each.recipient == sender.id for each in told) < MOST_NOT_CLEAR:
            tx.add_notifications(
                [
                    direct_row(
                        row.deadline_id, NOT_CLEAR, sender, not_clear(worker, in_vain=in_vain), at,
                        ready=self._core.ready, role=row.role, lane=Lane.ALARM, told=told, about=visits_in(row),
                    )
                ]
            )  # fmt: skip
