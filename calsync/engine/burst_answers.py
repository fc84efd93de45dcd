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
from calsync.parsers.code_words import says_code_word
from calsync.parsers.visible_text import unquoted, visible_text
from calsync.ports import IncomingMail, Transaction


def meant_of_burst(
    tx: Transaction, row: Notification | None, sender: Person, mail: IncomingMail, text: str, codes: Sequence[str]
) -> tuple[Notification | None, IncomingMail]:
    """The message that a mail is about, and the mail: of several workers told of together the one whom it names first.

    The message itself where it names nobody of them, and where it tells of one. `text` is what the mail says. Where a
    code word stands in it, one of `codes`, a name is that of whose word it was, and the order is about the first.
    """
    passed_on = says_code_word(unquoted(text), codes)
    if row is None or row.role is Role.WORKER or row.state is NotificationState.CARRIED or passed_on:
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
    # "I have it: Sam" takes Sam's, and is put as the grammar of answers knows it.
    plain = replace(mail, text=TAKEN, said=said) if taken(said, named) == TAKEN else mail
    return about[named[0].id], plain
