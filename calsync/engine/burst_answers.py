"""An answer to a mail that told of one or of several workers -> the alarms of which it speaks, by the names in it.

Without a name "I have it" counts for all, and "close" for the first alone: so the mail says (`domain/wording.py`). What
is not plainly of each whom it names is done of none of them, and its writer reads so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from calsync.domain.model import (
    Answer,
    AnswerKind,
    Deadline,
    Notification,
    NotificationState,
    Person,
    PersonId,
    Role,
)
from calsync.domain.naming import named_in
from calsync.domain.scene import all_of
from calsync.engine.core import Core
from calsync.engine.mail_text import answer_id, names_of, sent_of, text_of
from calsync.engine.orders_beside import OrdersBeside
from calsync.engine.passed_on import PassedOn
from calsync.engine.together import visits_together
from calsync.parsers.code_words import says_code_word
from calsync.parsers.cries_of_several import cries_apart
from calsync.parsers.of_several import ALL, TAKEN, closes_each, leaves_out, order_without, speaks_of_all, takes_all
from calsync.parsers.responder_reply import ResponderIntent, ResponderReply, read_responder_reply
from calsync.parsers.visible_text import unquoted, visible_text
from calsync.ports import IncomingMail, Transaction

Take = Callable[[Person, IncomingMail, Notification | None], bool]
_EACH = "Close only those to whom you spoke, all in one list: close: {whose} are safe, I spoke to them."
_SAY_ALONE = "The emergency steps of {whose} were started, and nothing else was done: say the rest again alone."
_LOGGED = (ResponderIntent.TOLD_OUTSIDE, ResponderIntent.STAND_DOWN)


class BurstAnswers:
    """Parts an answer by the people whom it names."""

    def __init__(self, core: Core, passed_on: PassedOn) -> None:
        self._core, self._passed_on, self._orders = core, passed_on, OrdersBeside(core, passed_on)

    def take(self, sender: Person, mail: IncomingMail, row: Notification | None, take: Take) -> bool:
        """Whether a mail, or a part of it, was new; each part goes to `take` with the message that it is about.

        A mail that tells of a code word, and one that is about whom it answers, goes there whole. A cry for some of
        several is taken by itself, and what is ordered of others beside it is done.
        """
        if row is None or row.role is Role.WORKER or row.state is NotificationState.CARRIED:
            return take(sender, mail, row)
        text = text_of(mail, names_of(sender), self._core.policies.code_words)
        with self._core.store.transaction() as tx:
            about = _about(tx, row, sender)
            people = [person for each in about if (person := tx.people().get(each)) is not None]
            first = next((about[each.id] for each in people), None)
            deadline = tx.deadline(first.deadline_id) if first is not None else None
            together = _are_together(tx, list(about.values()))
        if deadline is None or says_code_word(unquoted(text), self._core.policies.code_words):
            return take(sender, mail, row)
        said, named = visible_text(text, frozenset(names_of(sender))), named_in(unquoted(text), people)
        cries, rest = cries_apart(said)
        crying = named_in("\n".join(cries), people)
        if crying and len(about) > 1 and not together:
            answer = _answer(mail, sender, deadline)
            heard = self._cry(answer, crying, about)
            if not _is_of_others(rest, crying, people):
                whose = all_of([each.name for each in crying])
                return self._orders.tell(answer, sender, deadline, _SAY_ALONE.format(whose=whose)) or heard
            beside = replace(mail, text=rest, message_id=f"{mail.message_id or mail.id}:rest")
            return (bool(rest) and self.take(sender, beside, row, take)) or heard
        reply = read_responder_reply(text, names=names_of(sender))
        closes, several = reply.kind is ResponderIntent.CLOSE, len(about) > 1 and not together
        order = order_without(said, _names(named))
        if several and not named and (order := order_without(said, ALL)):
            named = people
        if several and (why := _unclear(reply, said, named, people)):
            return self._tell(mail, sender, deadline, why)
        if not named:
            plain = replace(mail, text=TAKEN, said=said) if len(about) > 1 and takes_all(said) else mail
            return take(sender, plain, row)
        of_each = closes or (reply.kind in _LOGGED and not speaks_of_all(said))
        if not order and not (of_each and len(about) > 1):
            return take(sender, mail, row)
        plain = replace(mail, text=order, said=said) if order else mail
        alone = {each.id: _alone(about[each.id], len(about)) for each in named}
        if len(named) == 1:
            return take(sender, plain, alone[named[0].id])
        key = mail.message_id or mail.id
        new = [take(sender, replace(plain, message_id=f"{key}:{each.id}"), alone[each.id]) for each in named]
        return any(new)

    def _cry(self, answer: Answer, crying: Sequence[Person], about: Mapping[PersonId, Notification]) -> bool:
        """Whether it was new that these need help."""
        taken = [
            self._passed_on.take(answer, each.id, about[each.id].deadline_id, kind=AnswerKind.HELP) for each in crying
        ]
        return any(taken)

    def _tell(self, mail: IncomingMail, sender: Person, deadline: Deadline, why: str) -> bool:
        return self._orders.tell(_answer(mail, sender, deadline), sender, deadline, why)


def _is_of_others(rest: str, crying: Sequence[Person], people: Sequence[Person]) -> bool:
    """Whether what stands beside a cry is plainly about others than those who need help."""
    if named_in(rest, crying) or speaks_of_all(rest):
        return False
    kinds = (*_LOGGED, ResponderIntent.CLOSE)
    return bool(named_in(rest, people)) or read_responder_reply(rest).kind not in kinds


def _answer(mail: IncomingMail, sender: Person, deadline: Deadline) -> Answer:
    return Answer(
        id=answer_id(mail),
        who=sender.id,
        kind=AnswerKind.UNCLEAR,
        sent=sent_of(mail),
        received=mail.received,
        via=mail.via,
        deadline_id=deadline.id,
    )


def _unclear(reply: ResponderReply, said: str, named: Sequence[Person], people: Sequence[Person]) -> str:
    """Why nothing is done of an order to one of several of which it is not clear whose it is; empty where it is."""
    of, whose = len(people), all_of([each.name for each in named or people[:2]])
    if reply.kind is ResponderIntent.CLOSE:
        if leaves_out(said):
            return f"It is not plain who is safe, and nothing was closed. {_EACH.format(whose='their names')}"
        if named:
            apart = len(named) > 1 and not closes_each(said, _names(named))
            return f"You name {whose}, and nothing was closed. {_EACH.format(whose=whose)}" if apart else ""
        all_ = speaks_of_all(reply.reason)
        return f"This told of {of}, and nothing was closed. {_EACH.format(whose=whose)}" if all_ else ""
    if not named and reply.kind is ResponderIntent.HAND_OVER:
        return f"This told of {of}: write whose you hand over, such as: hand over {whose} to {reply.reason.title()}."
    if not named and reply.kind is ResponderIntent.NO_ANSWER:
        return f"This told of {of}: write who did not answer, such as: no answer: {whose}."
    return ""


def _about(tx: Transaction, row: Notification, sender: Person) -> dict[PersonId, Notification]:
    """Of each worker of whom a message told the message about them."""
    about: dict[PersonId, Notification] = {}
    for each in (row, *tx.carried_by(row)):
        deadline = tx.deadline(each.deadline_id)
        if deadline is not None and deadline.worker != sender.id:
            about.setdefault(deadline.worker, each)
    return about


def _are_together(tx: Transaction, rows: Sequence[Notification]) -> bool:
    """Whether all of them are on the same visit: then a word about one may be about all."""
    first, *others = [each.deadline_id for each in rows] or [""]
    return len(visits_together(tx, first, others)) == len(others)


def _alone(row: Notification, of: int) -> Notification:
    """The message as one that told of its own worker alone."""
    return replace(row, state=NotificationState.CARRIED) if of > 1 else row


def _names(named: Sequence[Person]) -> list[str]:
    """All that may stand for those who are named: whole names, and first names."""
    return [part for each in named for part in (each.name, *each.name.split()[:1])]
