"""An answer to a mail that told of several workers -> the one of whom it speaks, by the name in it.

Without a name "I have it" counts for all, and "close" for the first alone: so the mail says (`domain/wording.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calsync.domain.model import Notification, NotificationState, Person, PersonId, Role
from calsync.domain.naming import named_in
from calsync.engine.mail_text import names_of
from calsync.engine.which_alarm import TAKEN, taken
from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply
from calsync.parsers.visible_text import unquoted, visible_text
from calsync.ports import IncomingMail, Transaction

_ORDERS = frozenset({
    ResponderIntent.ACKNOWLEDGE, ResponderIntent.CLOSE, ResponderIntent.HAND_OVER, ResponderIntent.NO_ANSWER,
})  # fmt: skip
"""What may be said of one of several; a log number is that of the alarm that was answered."""


def meant_of_burst(
    tx: Transaction, row: Notification | None, sender: Person, mail: IncomingMail, text: str, codes: Sequence[str]
) -> tuple[Notification | None, IncomingMail]:
    """The message that a mail is about, and the mail: of several workers told of together the one whom it names first.

    The message itself where it names nobody of them, where it tells of one, and where no order is given: a name beside
    a code word, one of `codes`, or beside a cry is of whom these are about. `text` is what the mail says.
    """
    if row is None or row.role is Role.WORKER or row.state is NotificationState.CARRIED:
        return row, mail
    about: dict[PersonId, Notification] = {}
    for each in (row, *tx.carried_by(row)):
        deadline = tx.deadline(each.deadline_id)
        if deadline is not None and deadline.worker != sender.id:
            about.setdefault(deadline.worker, each)
    if len(about) < 2:
        return row, mail
    people = tx.people()
    named = named_in(unquoted(text), [person for name in about if (person := people.get(name)) is not None])
    if not named:
        return row, mail
    said = visible_text(text, frozenset(names_of(sender)))
    if taken(said, named) != TAKEN and read_responder_reply(text, code_words=codes).kind not in _ORDERS:
        return row, mail
    # "I have it: Sam" takes Sam's, and is put as the grammar of answers knows it.
    plain = replace(mail, text=TAKEN, said=said) if taken(said, named) == TAKEN else mail
    return about[named[0].id], plain
