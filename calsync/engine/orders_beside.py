"""What a responder orders of an alarm beside a code word or a cry that names somebody else -> done, or told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calsync.domain.model import Answer, AnswerKind, Deadline, Person, Via
from calsync.domain.scene import all_of
from calsync.engine.answer import TAKEN_BEFORE
from calsync.engine.answer_kinds import RESPONDER_KINDS
from calsync.engine.core import Core
from calsync.engine.mail_text import names_of
from calsync.engine.messages import row_not_taken
from calsync.engine.passed_on import PassedOn
from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply

RUNNING = (
    "Its emergency steps are running already. Was it said of somebody else: answer with their name, and theirs start."
)
_DONE = (AnswerKind.ACKNOWLEDGE, AnswerKind.TOLD_OUTSIDE)
"""What is done beside: it makes nobody safe."""


class OrdersBeside:
    """Does what takes an alarm, and says so where it closes or logs one: then it has to be said by itself."""

    def __init__(self, core: Core, passed_on: PassedOn) -> None:
        self._core, self._passed_on = core, passed_on

    def beside(self, answer: Answer, text: str, sender: Person, deadline: Deadline, of: Sequence[Person]) -> bool:
        """Whether anything was ordered of this alarm: then it was done, or its sender is told that it was not."""
        for plain in self._passed_on.apart(text, [each.id for each in of]):
            reply = read_responder_reply(plain, names=names_of(sender))
            if reply.kind in (ResponderIntent.UNKNOWN, ResponderIntent.DURESS):
                continue
            kind = RESPONDER_KINDS[reply.kind]
            if kind not in _DONE:
                whose = all_of([each.name for each in of])
                why = (
                    f"The emergency steps of {whose} were started. Of this alarm nothing was done: say it again alone."
                )
                return self.tell(answer, sender, deadline, why)
            order = replace(answer, id=f"{answer.id}:order", kind=kind, deadline_id=deadline.id, words=plain[:500])
            order = replace(order, log_number=reply.log_number)
            return self._passed_on.answering.answer(order) is not TAKEN_BEFORE
        return False

    def tell(self, answer: Answer, sender: Person, deadline: Deadline, why: str) -> bool:
        """Whether the sender's mail was new; then they are told why nothing was done of this alarm."""
        at = self._core.clock.now()
        kept = replace(answer, id=f"{answer.id}:told", kind=AnswerKind.UNCLEAR, deadline_id=deadline.id, words="")
        with self._core.store.transaction() as tx:
            if not tx.add_answer(kept):
                return False
            told = tx.notifications_of(deadline.id)
            by_text, ready = answer.via is Via.TEXT, self._core.ready
            row = row_not_taken(deadline, sender, why, told, at, ready=ready, by_text=by_text)
            tx.add_notifications([row] if row is not None else [])
        return True
