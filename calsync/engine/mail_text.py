"""An incoming mail -> its name as an answer, what was written in it, and the names with which its sender signs."""

from __future__ import annotations

import re

from calsync.domain.model import Person
from calsync.parsers.visible_text import visible_text
from calsync.ports import IncomingMail

TOKEN = re.compile(r"\[([A-HJ-NP-Z2-9]{6})\]")
_PREFIXES = re.compile(r"^(?:\s*(?:re|aw|sv|fw|fwd)\s*:)+", re.IGNORECASE)


def answer_id(mail: IncomingMail) -> str:
    """The name of the answer that a mail is."""
    return f"mail:{mail.message_id or mail.id}"


def names_of(person: Person) -> tuple[str, ...]:
    """The names with which somebody signs, as they would be folded."""
    return (person.name, *person.name.split()[:1], person.name.casefold(), *person.name.casefold().split()[:1])


def text_of(mail: IncomingMail) -> str:
    """What was written; of a mail without any text its subject, where somebody in a hurry puts it all."""
    if visible_text(mail.text).strip():
        return mail.text
    return _PREFIXES.sub("", TOKEN.sub("", mail.subject)).strip()
