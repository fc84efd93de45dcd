"""An incoming mail -> its name as an answer, what was written in it, and the names with which its sender signs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from calsync.domain.model import Person
from calsync.parsers.answer_mail import answer_text, is_set_aside
from calsync.ports import IncomingMail


def answer_id(mail: IncomingMail) -> str:
    """The name of the answer that a mail is."""
    return f"mail:{mail.message_id or mail.id}"


def names_of(person: Person) -> tuple[str, ...]:
    """The names with which somebody signs, as they would be folded."""
    return (person.name, *person.name.split()[:1], person.name.casefold(), *person.name.casefold().split()[:1])


def text_of(mail: IncomingMail, names: Collection[str], code_words: Sequence[str]) -> str:
    """What was written, by the writer of these names; of a mail without any text its subject."""
    return answer_text(mail.text, mail.subject, names, code_words)


def is_automatic(mail: IncomingMail, sender: Person | None, code_words: Sequence[str]) -> bool:
    """Whether no person wrote it, and it has no code word and no cry of somebody known: that must be heard."""
    known = names_of(sender) if sender is not None else ()
    words = code_words if sender is not None else ()
    return is_set_aside(
        mail.text if sender is not None else "",
        headers=mail.headers,
        subject=mail.subject,
        sender=mail.sender,
        names=known,
        code_words=words,
    )


def sent_of(mail: IncomingMail) -> datetime:
    """When it was said. A sender's clock may be wrong: later than it arrived it can't have been sent."""
    return min(mail.sent, mail.received)
